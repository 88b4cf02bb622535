"""The networks and their known members, all operating cooperatives, and one page a network."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.site.jsonld import Crumb, way
from flows.site.listed import figures, operators, places
from flows.site.page import Page, web
from flows.site.proved import lines, unsaid
from flows.site.shown import Shown
from flows.site.values import said
from flows.site.words import Words
from schemas.records import Row

_TABLE = "reseaux"


class Network(NamedTuple):
    """A network in the list, with how many members are known and how many nurseries these have."""

    path: str
    name: str
    sigle: str
    type: str
    form: str
    members: int
    nurseries: int


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """The list, then each network."""
    rows = sorted(about.networks.values(), key=lambda row: (row["nom"].casefold(), row["id"]))
    crumbs = [Crumb(t("base.menu_index"), "index.html"), Crumb(t("base.menu_reseaux"), "reseaux.html")]
    values: dict[str, object] = {
        "crumbs": crumbs,
        "networks": [_network(about, t, row) for row in rows],
        "owners": operators(about, t, about.operators),
    }
    words = (t("reseaux.titre"), t("reseaux.description"))
    yield Page("reseaux.html", "reseaux.html.j2", "reseaux", *words, values, (way(about, t, crumbs),))
    for row in rows:
        yield _one(about, t, row, crumbs)


def _members(about: Shown, row: Row) -> list[str]:
    """The operators that are known to belong to it."""
    return sorted({*about.members.get(row["id"], ())} & about.operators.keys())


def _nurseries(about: Shown, members: Sequence[str]) -> list[Row]:
    found = [row for id_ in members for row in about.of_operator.get(id_, ())]
    return sorted(found, key=lambda row: (row["nom"].casefold(), row["id"]))


def _network(about: Shown, t: Words, row: Row) -> Network:
    members = _members(about, row)
    return Network(
        path=f"reseau/{row['id']}.html",
        name=row["nom"],
        sigle="" if row["sigle"] == row["nom"] else row["sigle"],
        type=said(about, t, _TABLE, "type", row["type"]),
        form=said(about, t, _TABLE, "forme", row["forme"]),
        members=len(members),
        nurseries=len(_nurseries(about, members)),
    )


def _one(about: Shown, t: Words, row: Row, above: Sequence[Crumb]) -> Page:
    told = _network(about, t, row)
    crumbs = [*above, Crumb(told.name, told.path)]
    members = _members(about, row)
    stated = [one for one in about.tables["chiffres"] if one["sujet_id"] == row["id"]]
    values: dict[str, object] = {
        "crumbs": crumbs,
        "network": told,
        "site": row["site_web"],
        "lines": lines(about, t, _TABLE, row),
        "unsaid": unsaid(t, _TABLE, row),
        "owners": operators(about, t, members),
        "rows": places(about, t, _nurseries(about, members)),
        "figures": figures(about, t, stated),
        "memberships": _memberships(about, t, row),
    }
    described = t("reseaux.un_description", nom=told.name, type=told.type)
    return Page(told.path, "reseau.html.j2", "reseau", told.name, described, values, (way(about, t, crumbs),))


def _memberships(about: Shown, t: Words, row: Row) -> list[tuple[str, str, str, str]]:
    """(operator, source, its page, the last day on which it named the member)."""
    found = []
    for one in about.tables["adhesions"]:
        operator = about.operators.get(one["gestionnaire_id"])
        if one["reseau_id"] == row["id"] and operator:
            title = about.titles.get(one["source"], one["source"])
            found.append((operator["nom"], title, web(one["source_url"]), t.day(one["date_derniere_vue"])))
    return sorted(found, key=lambda told: told[0].casefold())
