"""The data in figures: where the known places are, their legal forms, where childcare is scarce, what changed."""

from collections.abc import Iterator

from flows.site.kinds import counted
from flows.site.page import Page
from flows.site.pictures import departements, forms, months, need
from flows.site.shown import Shown
from flows.site.words import Words

_SHOWN = (departements.figure, forms.figure, need.figure, months.figure)
"""The other figures are about the quality of the data, and stand on that page."""


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    places = list(about.places.values())
    values = {
        "count": len(places),
        "sorts": ", ".join(counted(t, places)),
        "shown_figures": [make(about, t) for make in _SHOWN],
    }
    title, description = t("chiffres.titre"), t("chiffres.description")
    yield Page("chiffres.html", "chiffres.html.j2", "chiffres", title, description, values)
