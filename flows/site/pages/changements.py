"""The releases, newest first: what came, went and changed in each, and why; those withdrawn or gone say so."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flows import shelf
from flows.site.changed import NATURES, Group, causes, counted, groups
from flows.site.kept import CARRIED
from flows.site.page import Page
from flows.site.past import NEWEST
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row

MOST, MOST_BEFORE = 60, 15
"""Rows of a table and nature that are told, of the current release and of one before it: who wants more has the files."""


class Release(NamedTuple):
    """One release as it is told. `folder`: of its files in the site, '' when they are not there."""

    version: str
    date: str
    folder: str
    state: str
    """`courante`, `retiree`, `effacee`, `illisible`, or '' for one that stands before the current one."""
    first: bool
    gone: Mapping[str, object]
    """Of one that was withdrawn: `date` (ISO) and `reason`."""
    again: Mapping[str, object]
    """Of one that replaces another: `date` (ISO) and `replaces`."""
    totals: Mapping[str, int]
    tables: list[tuple[str, dict[str, int]]]
    causes: list[tuple[str, int]]
    lists: list[tuple[str, list[Group]]]


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    values = {
        "releases": [_release(entry, about, t) for entry in about.entries[:NEWEST]],
        "older": max(0, len(about.entries) - NEWEST),
        "feeds": _feeds(about),
    }
    title, description = t("changements.titre"), t("changements.description")
    yield Page("changements.html", "changements.html.j2", "changements", title, description, values)


def _feeds(about: Shown) -> list[tuple[str, str]]:
    """The feeds of départements: name and code, by name."""
    codes = sorted(path.stem for path in about.output.glob("atom/*.atom"))
    return sorted((about.departement(code), code) for code in codes)


def _release(entry: shelf.Entry, about: Shown, t: Words) -> Release:
    version = str(entry["version"])
    state = _state(entry, about)
    lines = [] if state == "retiree" else [line for line in about.past.get(version, ()) if line["table"] != "retraits"]
    first = not entry.get("previous")
    return Release(
        version=version,
        date=str(entry["date"]),
        folder=_folder(version, state),
        state=state,
        first=first,
        gone=_mapping(entry.get("withdrawn")),
        again=_mapping(entry.get("reissued")),
        totals={nature: int(str(_mapping(entry.get("changes")).get(nature, 0))) for nature in NATURES},
        tables=counted(lines, t.tongue),
        causes=[] if first else causes(lines, t.tongue),
        lists=_lists(lines, about, t, MOST if state == "courante" else MOST_BEFORE),
    )


def _lists(lines: list[Row], about: Shown, t: Words, most: int) -> list[tuple[str, list[Group]]]:
    told = ((nature, groups(lines, nature, about, t, most)) for nature in NATURES)
    return [(nature, found) for nature, found in told if found]


def _state(entry: shelf.Entry, about: Shown) -> str:
    if entry["version"] == about.version:
        return "courante"
    if entry.get("withdrawn"):
        return "retiree"
    if entry.get("pruned"):
        return "effacee"
    return "" if entry["version"] in about.past else "illisible"


def _folder(version: str, state: str) -> str:
    """The current release has an address that stays; those that do not stand have none."""
    return {"courante": f"{CARRIED}/latest", "": f"{CARRIED}/releases/{version}"}.get(state, "")


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
