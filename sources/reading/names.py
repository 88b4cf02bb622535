"""Could a line be an organisation's name?"""

import re

from sources.communes import territory_names
from sources.reading.notes import is_note
from sources.reading.words import words
from sources.text import fold

_VERBS = words("est sont accueille accueillent situe situee depuis permet regroupe propose proposent")
_GENERIC = words(
    "scop scic sarl sas sa eurl association loi 1901 cooperative creche micro multi accueil halte garderie"
)
_HEADER = words(
    "nom adresse postale code postal cp ville commune telephone tel mail email courriel site web region type"
)


def is_name(text: str, commune: str = "") -> bool:
    """True for a line that could name an organisation."""
    said = fold(text).split()
    if not 1 <= len(said) <= 14 or len(text) > 100 or not re.search(r"[^\W\d_]", text):
        return False
    if re.search(r"[;]|[.:]$|\w[.?] [A-ZÀ-Ý]", text) or (_VERBS & set(said) and len(said) > 4) or is_note(text):
        return False
    if _HEADER.issuperset(said) or _GENERIC.issuperset(said):
        return False
    bare = " ".join(word for word in said if not any(c.isdigit() for c in word))  # "69 – Rhône", "Paris 10e"
    return not {fold(text), bare} & {fold(commune), *territory_names()}
