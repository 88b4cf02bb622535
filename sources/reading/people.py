"""People in a line: a role, a civility, a care-of, or two capitalised words that no organisation or place goes by."""

import re

_ROLES = (
    r"directeur|directrice|g[ée]rante?|responsable|pr[ée]sidente?|coordinat(?:eur|rice)|r[ée]f[ée]rente?|dirigeante?|"
    r"fondateur|fondatrice|charg[ée]e? d[e'’]|interlocut(?:eur|rice)|animat(?:eur|rice)|[ée]ducat(?:eur|rice)|tr[ée]sori[eè]re?"
)
_PERSON = re.compile(
    rf"\b(?i:{_ROLES})s?\b\s*(?::|[–—-]\s|,|\.|[A-ZÀ-Ý]|$|d[eu]s?\b|d['’]|adjointe?|technique)"
    r"|\b(?i:contact|direction|[ée]quipe|g[ée]rance|pr[ée]sidence)s?\s*:"
    r"|\b(?i:mme|mlle|madame|monsieur|mr|m\.)\s+[A-ZÀ-Ý]"
    r"|\b(?i:pr[ée]sid|dirig|anim|fond|g[ée]r|cr[ée]{1,2}|coordonn)[ée]{0,2}e?s?\s+(?i:par)\s+[A-ZÀ-Ý]"
    r"|\b(?i:à l['’]attention d[eu]|attn\b|c/o\b)"
)
_CIVILITY_ASIDE = re.compile(r"[(,;–—-]\s*(?i:mme|mlle|madame|monsieur|mr|m\.|c/o|à l['’]attention d[eu])\s+.*$")
_EDGES = " \t,;:–—|·•/-("
_WORD = r"[A-ZÀ-Ý](?:[a-zà-ÿ'’]+(?:-[A-ZÀ-Ý][a-zà-ÿ'’]+)*|[A-ZÀ-Ý'’-]+|\.)"
_TWO_NAMES = re.compile(rf"{_WORD}(?:\s+(?:d[eu]|d['’]|le|la|van|von|ben|el))?(?:\s+{_WORD}){{1,2}}")
_ORGANISATION = re.compile(
    r"\b(?:accueil|asso|association|atelier|bambins?|b[ée]b[ée]s?|caf|centre|coll?ectif|coop|coop[ée]rative|cr[èe]ches?|"
    r"doudous?|[ée]cole|enfances?|enfants?|espace|foyer|garderie|halte|jardins?|lutins?|maison|mini|micro|multi|m[ôo]mes?|nid|"
    r"p['’]?tits?|petite?s?|p[ôo]le|r[ée]seau|relais|r[ée]sidence|scic|scop|services?|soci[ée]t[ée]|union)\b",
    re.I,
)


def without_people(text: str) -> str:
    """A line without the person that it brings in: "Directrice : …" and "…, directrice" leave nothing, "AGAPI – Mme …" a name."""
    found = _PERSON.search(text)
    if found is None:
        return text
    before = without_person(text)
    return "" if may_be_person(before) or not text[found.end() :].strip(_EDGES) else before


def without_person(text: str) -> str:
    """A name cut before the words that bring in a person ("AGAPI – directrice : …" -> "AGAPI")."""
    found = _PERSON.search(text)
    return (text[: found.start()] if found else text).strip(_EDGES)


def without_civility(street: str) -> str:
    """A street cut before an aside on a person ("4 Rue X (Mme …)" -> "4 Rue X"); "Rue Madame" stays."""
    return _CIVILITY_ASIDE.sub("", street).strip(" ,;–—-(")


def may_be_person(text: str) -> bool:
    """True for two or three capitalised words, none of which an organisation goes by: a person's name, perhaps."""
    return bool(_TWO_NAMES.fullmatch(text.strip())) and not _ORGANISATION.search(text)
