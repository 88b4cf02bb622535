"""Who helps PôPE and how, as its sheet tells: each partner is recognised by its own words."""

import re
from collections.abc import Iterator

from schemas.records import Row

_AMI = re.compile(r"PTCE\s+[ée]mergent", re.I)
_YEAR = re.compile(r"\b(20[12]\d)\b")

# partner, role, programme, the words that say so
_PARTNERS: tuple[tuple[str, str, str, re.Pattern[str]], ...] = (
    ("Plaine Commune", "accompagnateur", "", re.compile(r"plaine\s+commune", re.I)),
    ("Plaine Commune", "financeur", "Contrat de Ville de Plaine Commune", re.compile(r"contrat\s+de\s+ville", re.I)),
    (
        "Plaine Commune",
        "financeur",
        "Appel à projets ESS de Plaine Commune",
        re.compile(r"appel\s+à\s+projets\s+ESS", re.I),
    ),
    ("CAF", "financeur", "", re.compile(r"\bCAF\b")),
    (
        "Préfet de Région",
        "financeur",
        "Formation professionnelle petite enfance",
        re.compile(r"pr[ée]fet\s+de\s+r[ée]gion", re.I),
    ),
    ("FONJEP", "financeur", "", re.compile(r"\bFONJEP\b", re.I)),
    ("Arc de l'innovation", "financeur", "Arc de l'innovation", re.compile(r"arc\s+de\s+l['’]innovation", re.I)),
    (
        "Quartiers Solidaires Jeunes",
        "financeur",
        "Quartiers Solidaires Jeunes",
        re.compile(r"quartiers\s+solidaires\s+jeunes", re.I),
    ),
    ("France Active", "financeur", "Prêts relais associatifs", re.compile(r"france\s+active", re.I)),
    ("AMI PTCE émergent", "labellisateur", "AMI « PTCE émergent »", _AMI),
    ("ADDAI", "complementaire", "Accompagnement des porteurs de projet de MAM", re.compile(r"\bADDAI\b", re.I)),
    (
        "Département de la Seine-Saint-Denis",
        "complementaire",
        "",
        re.compile(r"d[ée]partement\s+de\s+(?:la\s+)?seine[-\s]saint[-\s]denis", re.I),
    ),
    ("Grand Chalon", "beneficiaire", "Incubateur de MAM", re.compile(r"grand[-\s]ch[âa]lon", re.I)),
)

# A programme is told only where the sheet's words tell it, not because its partner is named.
_PROGRAMMES: dict[str, re.Pattern[str]] = {
    "Formation professionnelle petite enfance": re.compile(r"formation\s+professionnelle", re.I),
    "Prêts relais associatifs": re.compile(r"pr[êe]ts?\s+relais", re.I),
    "Accompagnement des porteurs de projet de MAM": re.compile(r"porteurs?\s+de\s+projet", re.I),
    "Incubateur de MAM": re.compile(r"incubateur", re.I),
}


def partners(text: str) -> Iterator[Row]:
    """Rows of `partenariats` (without ids) for the partners that the text names. `annee` only where it is told."""
    for partenaire, role, dispositif, words in _PARTNERS:
        found = words.search(text)
        if found:
            annee = _award_year(text, found) if words is _AMI else ""
            told = _PROGRAMMES.get(dispositif)
            dispositif = dispositif if told is None or told.search(text) else ""
            yield {"partenaire": partenaire, "role": role, "dispositif": dispositif, "annee": annee}


def _award_year(text: str, found: re.Match[str]) -> str:
    """The year in the same sentence as the award, or ''."""
    start = max(text.rfind(mark, 0, found.start()) for mark in (". ", "\n"))
    end = min((i for i in (text.find(mark, found.end()) for mark in (". ", "\n")) if i >= 0), default=len(text))
    years = set(_YEAR.findall(text[start + 1 : end]))
    return years.pop() if len(years) == 1 else ""
