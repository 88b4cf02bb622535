"""How the data are made: how sources are read, what proves a value, what is left out; every source with its licence."""

from collections.abc import Iterator

from flows.catalogue.manifest import LICENCE
from flows.gate.limits import LIMITS, Limit
from flows.geocode.cells import RADIUS_M
from flows.site.bounds import told as bound
from flows.site.page import Page
from flows.site.shown import Shown
from flows.site.words import Words

SECTIONS = ("lecture", "preuves", "identite", "confiance", "situation", "controles", "absents", "glossaire", "licences")
"""In the order of the page; each is a title and a text of the catalogue."""
TRUST = ("premiere_main", "curation", "agregateur", "registre")
"""Classes of sources in the order of `docs/fusion.md`, for what concerns daily life."""
GLOSSARY = ("scop", "scic", "commune", "departement", "ptce", "caf", "eaje", "laep", "mam", "avip")
"""Words that people may not know; each has its name and what it is in the catalogue."""
PRECISIONS = ("numero", "voie", "lieu_dit", "commune", "aucune")


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page; each section's anchor is its name in `SECTIONS`, and `sources`."""
    values: dict[str, object] = {
        "sections": SECTIONS,
        "trust": TRUST,
        "glossary": GLOSSARY,
        "precisions": [(name, _reach(name, t)) for name in PRECISIONS],
        "gates": [_gate(limit, t) for limit in LIMITS.values()],
        "sources": list(about.sources.values()),
        "licence": LICENCE,
    }
    yield Page("methode.html", "methode.html.j2", "methode", t("methode.titre"), t("methode.description"), values)


def _gate(limit: Limit, t: Words) -> tuple[str, str, str]:
    """What a gate measures, its limit, and what it does beyond it."""
    return limit.en if t.tongue == "en" else limit.fr, bound(t, limit.signs), t(f"methode.effet_{limit.breach}")


def _reach(precision: str, t: Words) -> str:
    """How far the door may be from a point of this precision."""
    if precision in RADIUS_M:
        return t("methode.metres", n=t.number(RADIUS_M[precision]))
    return t(f"methode.rayon_{precision}")
