"""What a server shows for an address that the site does not have."""

from collections.abc import Iterator

from flows.site.page import Page
from flows.site.shown import Shown
from flows.site.words import Words


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    yield Page(
        "404.html",
        "introuvable.html.j2",
        "introuvable",
        t("introuvable.titre"),
        t("introuvable.description"),
        listed=False,
        rooted=True,
    )
