"""What goes over the wire to a BAN service and comes back: the line that is asked, and a place as it is told."""

import re
from collections.abc import Mapping
from functools import lru_cache

from flows.geocode.match import Match
from flows.safety import hazard
from sources.text import clean

LONGEST_QUESTION = 200
"""Characters; the services refuse longer ones (413), and a whole batch with them."""
_NOT_WORD_FIRST = re.compile(r"^[\W_]+")
_ID = re.compile(r"[\w.-]{1,80}", re.ASCII)
_CONTACT = re.compile(r"@|(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")
_TEXTS = {
    "libelle": "label",
    "type": "type",
    "code_insee": "citycode",
    "numero": "housenumber",
    "code_postal": "postcode",
    "commune": "city",
    "id": "id",
}


def asked_line(requete: str) -> str:
    """An address as the services take it: it begins with a letter or a digit and is no longer than they allow."""
    return _NOT_WORD_FIRST.sub("", clean(requete))[:LONGEST_QUESTION].rstrip()


def match_of(fournisseur: str, said: Mapping[str, object]) -> Match:
    """A place from the properties that addok gives it, with its `longitude` and `latitude`.

    The street of a housenumber is in `street`; a bare addok leaves that out of its tables and has it in `name`.
    """
    texts = {ours: publishable(said.get(theirs)) for ours, theirs in _TEXTS.items()}
    texts["id"] = identifier(said.get("id"))
    numbers = {name: _number(said.get(name)) for name in ("score", "longitude", "latitude")}
    voie = publishable(said.get("street")) or publishable(said.get("name"))
    numero = texts["numero"]
    if numero and voie.startswith(f"{numero} "):
        voie = voie[len(numero) + 1 :]
    return Match(fournisseur=fournisseur, voie=voie, **texts, **numbers)  # type: ignore[arg-type]


def publishable(value: object) -> str:
    """A text as it is told; '' for one that no published table may hold: a formula, a tag, a mailbox, a phone."""
    return _publishable(value) if isinstance(value, str) else ""


@lru_cache(maxsize=20_000)
def _publishable(value: str) -> str:
    text = clean(value)
    return "" if hazard(text) or _CONTACT.search(text) else text


def identifier(value: object) -> str:
    """An id as the BAN writes them; '' for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def _number(value: object) -> float | None:
    """A finite number; JSON readers also let NaN, Infinity and true through, and text is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else None


def number_in(text: str) -> float | None:
    """The finite number that a cell of a table holds; None when it holds none."""
    try:
        return _number(float(text))
    except ValueError:
        return None
