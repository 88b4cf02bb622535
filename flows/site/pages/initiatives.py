"""What helps cooperative nurseries to begin: facts, figures, partners and funders, each with the page that says it."""

from collections.abc import Iterator
from typing import NamedTuple

from flows.site.jsonld import Crumb, way
from flows.site.listed import Figure, figures
from flows.site.page import Page, web
from flows.site.proved import Line, lines, unsaid
from flows.site.shown import Shown
from flows.site.standing import Doubt, doubts
from flows.site.values import word
from flows.site.words import Words
from schemas.records import Row

_TABLE = "initiatives"
_ROLES = ("pilote", "financeur", "accompagnateur", "labellisateur", "complementaire", "membre", "beneficiaire")
"""In the order in which a reader asks for them."""


class Partner(NamedTuple):
    """Who takes part, by which scheme and in which year; '' where the source does not say."""

    name: str
    scheme: str
    year: str
    source: str
    source_url: str


class Initiative(NamedTuple):
    """All that is known of one. `partners`: (role in words, those who have it)."""

    id: str
    name: str
    lines: list[Line]
    unsaid: list[str]
    figures: list[Figure]
    partners: list[tuple[str, list[Partner]]]
    doubts: list[Doubt]


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page with all of them."""
    crumbs = [Crumb(t("base.menu_index"), "index.html"), Crumb(t("base.menu_initiatives"), "initiatives.html")]
    rows = sorted(about.tables[_TABLE], key=lambda row: (row["nom"].casefold(), row["id"]))
    values: dict[str, object] = {"crumbs": crumbs, "initiatives": [_one(about, t, row) for row in rows]}
    words = (t("initiatives.titre"), t("initiatives.description"))
    yield Page("initiatives.html", "initiatives.html.j2", "initiatives", *words, values, (way(about, t, crumbs),))


def _one(about: Shown, t: Words, row: Row) -> Initiative:
    return Initiative(
        id=row["id"],
        name=row["nom"],
        lines=lines(about, t, _TABLE, row),
        unsaid=unsaid(t, _TABLE, row),
        figures=figures(about, t, (one for one in about.tables["chiffres"] if one["sujet_id"] == row["id"])),
        partners=_partners(about, t, row),
        doubts=doubts(about, t, row["id"]),
    )


def _partners(about: Shown, t: Words, row: Row) -> list[tuple[str, list[Partner]]]:
    found = [one for one in about.tables["partenariats"] if one["initiative_id"] == row["id"]]
    by_role = [(role, [one for one in found if one["role"] == role]) for role in _ROLES]
    return [(word(t, "role", role), [_partner(about, one) for one in rows]) for role, rows in by_role if rows]


def _partner(about: Shown, row: Row) -> Partner:
    title = about.titles.get(row["source"], row["source"])
    return Partner(row["partenaire"], row["dispositif"], row["annee"], title, web(row["source_url"]))
