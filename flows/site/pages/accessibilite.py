"""What was done and tested for people with disabilities, what was not, and how to say that something is in the way."""

from collections.abc import Iterator

from flows.site.page import Page, letter
from flows.site.shown import Shown
from flows.site.words import Words

SECTIONS = ("etat", "essais", "limites", "carte")
"""In the order of the page; each is a title and a text of the catalogue."""
TESTED = "2026-11-27"
"""The day (ISO) of the statement: to be changed with its text."""
DEFENDER = "https://www.defenseurdesdroits.fr/"
"""Whom to turn to when a barrier stays: Défenseur des droits."""


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    report = letter(about.settings.contact, t("accessibilite.objet"), t("accessibilite.lettre").strip())
    values: dict[str, object] = {"sections": SECTIONS, "day": TESTED, "report": report, "defender": DEFENDER}
    title, description = t("accessibilite.titre"), t("accessibilite.description")
    yield Page("accessibilite.html", "accessibilite.html.j2", "accessibilite", title, description, values)
