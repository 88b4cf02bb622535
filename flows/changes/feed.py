"""Atom feeds (RFC 4287) of the releases: one for all of France, one for each département. Same shelf, same bytes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pandas as pd

from flows import settings
from flows.catalogue.manifest import TITLE_FR
from flows.changes.feed_words import Told, by_departement, day, lines, row_list, summary, title
from flows.changes.files import JSON
from flows.columnar.sets import different
from flows.formats.as_json import from_json
from flows.formats.csv_table import from_csv
from schemas.errors import Damaged
from schemas.tables import Tables

ATOM = "changements.atom"
_NEWEST = 50
_LINES = 200
"""Releases in a feed, lines in an entry: who wants more has the files."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
Entries = Sequence[Mapping[str, object]]
Titles = Mapping[str, str]
_UNSAYABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that one release tells of: all, and by the code of their département."""

    every: Sequence[Told]
    by: Mapping[str, Sequence[Told]]

    def of(self, code: str) -> Sequence[Told]:
        """Those of a département; all when `code` is ''."""
        return self.by.get(code, ()) if code else self.every


_NOTHING = _Rows((), {})


@dataclass(frozen=True, slots=True)
class _Book:
    """What every feed is written from. `newest`: the entries that a feed may have; `told`: by version."""

    newest: Entries
    told: Mapping[str, _Rows]
    titles: Titles
    base_url: str
    homepage: str

    def of(self, entry: Mapping[str, object], code: str) -> Sequence[Told]:
        return self.told.get(str(entry["version"]), _NOTHING).of(code)


class Fresh(NamedTuple):
    """The current release as it was just written: it need not be read for what it says."""

    document: Mapping[str, Any]
    """The content of its `changements.json`."""
    tables: Tables


def feeds(output: Path, entries: Entries, folder: Path, fresh: Fresh | None = None) -> dict[str, bytes]:
    """The feeds by their name under `output`: `changements.atom` and `atom/<département>.atom`.

    `entries` are those of `versions.json`, newest first; `folder` is the current release, which may still lie in its draft.
    A release that was withdrawn or whose files are gone keeps its entry, by its numbers only. `fresh`: the one in the
    folder, where it is at hand. Raises Damaged when a `changements.json` cannot be read.
    """
    newest, made = entries[:_NEWEST], settings.load()
    told = _told(output, newest, _rows_of(fresh.document) if fresh else _read(folder / JSON))
    titles = _titles(fresh.tables["sources"]) if fresh else _titles_in(folder)
    here = different(fresh.tables["etablissements"], "departement") if fresh else _departements_in(folder)
    book = _Book(newest, told, titles, made.base_url, made.homepage)
    found = {ATOM: _feed(book, ATOM, TITLE_FR, "")}
    for code in sorted(_departements(told, here)):
        name = f"atom/{code}.atom"
        found[name] = _feed(book, name, f"{TITLE_FR} – {code}", code)
    return found


def _told(output: Path, entries: Entries, current: tuple[str, _Rows]) -> dict[str, _Rows]:
    """What each release whose files are there says of itself. `current`: the one that may still lie in its draft."""
    found: dict[str, _Rows] = {}
    staged, rows_staged = current
    for entry in entries:
        version = str(entry["version"])
        if entry.get("pruned"):
            continue
        path = output / "releases" / version / JSON
        found[version] = rows_staged if staged == version else _of(path, bool(entry.get("withdrawn")))
    return found


def _of(path: Path, withdrawn: bool) -> _Rows:
    """One that was withdrawn tells only which départements it touched: it may be damaged, which is no reason to stop."""
    try:
        return _read(path)[1]
    except Damaged:
        if withdrawn:
            return _NOTHING
        raise


def _read(path: Path) -> tuple[str, _Rows]:
    """The version that a file tells of, and its rows. A release made before there was such a file has none."""
    if not path.is_file():
        return "", _NOTHING
    try:
        return _rows_of(from_json(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            f"{path} cannot be read ({error}), so no feed is made. Restore the release: creches verify."
        ) from None


def _rows_of(document: Mapping[str, Any]) -> tuple[str, _Rows]:
    rows = row_list(document)
    return str(document.get("version", "")), _Rows(rows, by_departement(rows))


def _titles(sources: pd.DataFrame) -> dict[str, str]:
    """The titles of the sources, by id."""
    return dict(zip(sources["id"].tolist(), sources["titre"].tolist(), strict=True))


def _titles_in(folder: Path) -> dict[str, str]:
    path = folder / "sources.csv"
    return _titles(from_csv(str(path), ("id", "titre"))) if path.is_file() else {}


def _departements_in(folder: Path) -> list[str]:
    """Those with a place in a release."""
    path = folder / "etablissements.csv"
    return from_csv(str(path), ("departement",))["departement"].tolist() if path.is_file() else []


def _departements(told: Mapping[str, _Rows], here: Iterable[str]) -> set[str]:
    """Those with a place in the current release (`here`), or with a change in a release of the feed."""
    changed = set(here).union(*(rows.by for rows in told.values()))
    return {code for code in changed if code.isalnum() and code.isascii() and len(code) <= 3}


def _feed(book: _Book, name: str, title: str, code: str) -> bytes:
    """All releases, or those that tell of a département."""
    entries = [entry for entry in book.newest if not code or book.of(entry, code)]
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "fr"})
    _add(root, "id", f"{_tag(book.base_url)}:{name}")
    _add(root, "title", title)
    turned = [
        entry for entry in book.newest if entry.get("withdrawn") or entry.get("reissued")
    ]  # a feed never goes back
    _add(root, "updated", _instant(max(map(day, [*(entries or book.newest), *turned]), default="2026-01-01")))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{book.base_url}/{name}")
    _add(root, "link", rel="alternate", type="text/html", href=book.homepage)
    _add(_add(root, "author"), "name", "creches-cooperatives")
    for entry in entries:
        _entry(root, book, entry, code)
    ElementTree.indent(root, " ")
    body: bytes = ElementTree.tostring(root, encoding="utf-8")  # with its own first line
    return body + b"\n"


def _entry(root: ElementTree.Element, book: _Book, entry: Mapping[str, object], code: str) -> None:
    version, base, told = str(entry["version"]), book.base_url, book.of(entry, code)
    one = _add(root, "entry")
    _add(one, "id", f"{_tag(base)}:{'atom/' + code + ':' if code else ''}release:{version}")
    _add(one, "title", title(entry))
    _add(one, "updated", _instant(day(entry)))
    _add(one, "published", _instant(str(entry["date"])))
    if not entry.get("pruned"):
        _add(one, "link", rel="alternate", type="text/markdown", href=f"{base}/releases/{version}/CHANGELOG.md")
    _add(one, "summary", summary(entry, told, not code))
    if told and not entry.get("withdrawn"):
        more = [f"… et {len(told) - _LINES} autres lignes : voir changements.csv"] if len(told) > _LINES else []
        _add(one, "content", "\n".join([*lines(islice(told, _LINES), book.titles), *more]), type="text")


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _tag(base_url: str) -> str:
    """The beginning of every id, of the host that publishes (RFC 4151)."""
    return f"tag:{urlsplit(base_url).hostname},2026"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = _UNSAYABLE.sub("", text) or None
    return element
