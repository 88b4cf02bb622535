"""Legal-form words to the vocabulary of the data model (the spellings seen on pages, INSEE's labels).

A name alone proves nothing (an association may call itself a coop): what it says is a clue, which the caller may
store beside the words read, and never a fact from a register.
"""

import re

from sources.text import clean, fold

INCONNU = "INCONNU"
FORMS = frozenset(
    "SCOP SCOP_SARL SCOP_SA SCOP_SAS SCIC SCIC_SARL SCIC_SA SCIC_SAS COOP_AUTRE ASSOCIATION MUTUELLE PUBLIC"
    f" PRIVE_LUCRATIF {INCONNU}".split()
)
"""The vocabulary of `forme` in the table gestionnaires."""

_SCOP = re.compile(
    r"\b(?:scop|scoop|scoparl)\b|\bcooperatives? (?:et participatives?|de travailleurs|(?:ouvrieres? )?de production)\b"
)
_SCIC = re.compile(r"\bscic\b|\bcooperatives? d interet collectif\b")
_COOP_SURE = r"\b(?:societe|association|sarl|sas?) cooperative\b|\bsocietes cooperatives\b"
_OTHERS = {
    "ASSOCIATION": r"\bassociations?\b(?! cooperative)|\basso\b|\bloi (?:de |du 1er juillet )?1901\b",
    "MUTUELLE": r"\b(?:mutuelles?|mutualite|union mutualiste)\b",
    "PUBLIC": r"\b(?:ccas|cias|mairie|collectivite territoriale|etablissement public|communaute (?:de communes"
    r"|d agglomeration|urbaine))\b|^(?:ville|commune) de\b",
}
_IN_NAMES = {**_OTHERS, "COOP_AUTRE": _COOP_SURE}
_IN_WORDS = {**_OTHERS, "COOP_AUTRE": _COOP_SURE + r"|\bcooperative\b"}
# The movement or many of its members, not one organisation's form: "CG Scop", "réseau des Scop", "8 Scop et Scic"
_MOVEMENT = re.compile(r"\b(?:cg|ur|les|des|aux|\d+) (?:scop|scic)\b|\bscop et scic\b|\bscic et scop\b")
_COMPANY = re.compile(r"\b(?:eurl|snc|entreprise individuelle|auto entrepreneur)\b")
_STATUTES = {
    "SARL": r"\b(?:sarl|arl|scoparl|eurl)\b|\bresponsabilite limitee\b",
    "SAS": r"\bpar actions simplifiee\b|\b(?:scop|scic) sas\b|\bsas (?:scop|scic|cooperative)\b",
    "SA": r"\bsociete anonyme\b|\b(?:scop|scic) sa\b|\bsa (?:scop|scic|cooperative)\b",
}
# "sa" and "sas" are French words too: alone, they are a form in capitals only, and not amid a text in capitals.
_INITIALS = {"SAS": r"\bSASU?\b", "SA": r"\bSA\b"}
_LONGEST_NAME = 30
_TELLING = re.compile(
    r"scop|scoop|scic|cooperative|asso|1901|mutu|c[ci]as|mairie|collectivite|public|communaute|ville|commune|eurl|snc"
    r"|entreprise|entrepreneur|arl|limitee|actions|anonyme"
)
"""Something of every word that the patterns above look for in a folded text."""
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")


def legal_form(words: str) -> str:
    """The form that words about an organisation state; INCONNU when they state none, or two that exclude each other.

    >>> legal_form("SCOP/ARL"), legal_form("Scic SA à capital variable"), legal_form("association loi 1901")
    ('SCOP_SARL', 'SCIC_SA', 'ASSOCIATION')
    """
    return _form(words, _IN_WORDS)


def form_in_name(name: str) -> str:
    """The form that a name claims. A clue: stored as `forme` only with `forme_preuve` saying where it was read.

    >>> form_in_name("E2S Scop Petite Enfance"), form_in_name("La Coopé des p'tits B"), form_in_name("MicroScop")
    ('SCOP', 'INCONNU', 'INCONNU')
    """
    return _form(name, _IN_NAMES)


def form_words(name: str) -> str:
    """The fewest words of a name that claim its form ('' when it claims none): `forme_source`.

    >>> form_words("E2S Scop Petite Enfance")
    'Scop'
    """
    name = clean(name)
    form, words = form_in_name(name), [word.strip(",;:()") for word in name.split(" ")[:_LONGEST_NAME]]
    windows = (words[i : i + size] for size in range(1, len(words) + 1) for i in range(len(words) - size + 1))
    found = (" ".join(window) for window in windows)
    return "" if form == INCONNU else next((text for text in found if form_in_name(text) == form), name)


def _form(text: str, others: dict[str, str]) -> str:
    text = clean(text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text) if "." in text else text
    words = fold(text)
    if not _TELLING.search(words) and "SA" not in text:
        return INCONNU
    statutes = _statutes(text, words)
    kinds = _kinds(words, others)
    if kinds == ["PRIVE_LUCRATIF"] or (not kinds and statutes and not _MOVEMENT.search(words)):
        return "PRIVE_LUCRATIF"
    if len(kinds) != 1:
        return INCONNU
    cooperative = kinds[0] in ("SCOP", "SCIC") and len(statutes) == 1
    return f"{kinds[0]}_{statutes[0]}" if cooperative else kinds[0]


def _kinds(words: str, others: dict[str, str]) -> list[str]:
    """The kinds of organisation named; Scop and Scic say already that it is a cooperative."""
    if _MOVEMENT.search(words):
        return []
    kinds = [kind for kind, pattern in (("SCOP", _SCOP), ("SCIC", _SCIC)) if pattern.search(words)]
    kinds += [kind for kind, pattern in others.items() if re.search(pattern, words) and not (kinds and "COOP" in kind)]
    return kinds or (["PRIVE_LUCRATIF"] if _COMPANY.search(words) else [])


def _statutes(text: str, words: str) -> list[str]:
    found = [statute for statute, pattern in _STATUTES.items() if re.search(pattern, words)]
    for statute, pattern in _INITIALS.items():
        edge = re.search(rf"^{pattern}|{pattern}$", text)
        if statute not in found and (edge or (not text.isupper() and re.search(pattern, text))):
            found.append(statute)
    return found
