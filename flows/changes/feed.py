"""Atom feeds (RFC 4287) of the releases: one for all of France, one for each département. Same shelf, same bytes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flows import settings
from flows.catalogue.manifest import TITLE_FR
from flows.changes.feed_words import day, lines, row_list, summary, title
from flows.changes.files import JSON
from flows.formats.csv_table import from_csv
from schemas.errors import Damaged

ATOM = "changements.atom"
_NEWEST = 50
_LINES = 200
"""Releases in a feed, lines in an entry: who wants more has the files."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
Entries = Sequence[Mapping[str, object]]
Titles = Mapping[str, str]
Told = dict[str, dict[str, Any]]
"""Version -> its changements.json."""


def feeds(output: Path, entries: Entries, folder: Path) -> dict[str, bytes]:
    """The feeds by their name under `output`: `changements.atom` and `atom/<département>.atom`.

    `entries` are those of `versions.json`, newest first; `folder` is the current release, which may still lie in its draft.
    A release that was withdrawn or whose files are gone keeps its entry, by its numbers only. Raises Damaged when a
    `changements.json` cannot be read.
    """
    newest = entries[:_NEWEST]
    told, titles = _told(output, newest, folder), _titles(folder)
    found = {ATOM: _feed(ATOM, TITLE_FR, newest, told, "", titles, newest)}
    for code in sorted(_departements(told, folder)):
        mine = [entry for entry in newest if any(lines(told.get(str(entry["version"]), {}), code))]
        name = f"atom/{code}.atom"
        found[name] = _feed(name, f"{TITLE_FR} – {code}", mine, told, code, titles, newest)
    return found


def _told(output: Path, entries: Entries, folder: Path) -> Told:
    """What each release whose files are there says of itself."""
    found: Told = {}
    staged = _read(folder / JSON)
    for entry in entries:
        version = str(entry["version"])
        if entry.get("pruned"):
            continue
        path = output / "releases" / version / JSON
        document = staged if staged.get("version") == version else _of(path, bool(entry.get("withdrawn")))
        if document:
            found[version] = document
    return found


def _of(path: Path, withdrawn: bool) -> dict[str, Any]:
    """One that was withdrawn tells only which départements it touched: it may be damaged, which is no reason to stop."""
    try:
        return _read(path)
    except Damaged:
        if withdrawn:
            return {}
        raise


def _read(path: Path) -> dict[str, Any]:
    """A release made before there was such a file has none."""
    if not path.is_file():
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        row_list(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            f"{path} cannot be read ({error}), so no feed is made. Restore the release: creches verify."
        ) from None
    return dict(document)


def _titles(folder: Path) -> dict[str, str]:
    """The titles of the sources, by id."""
    path = folder / "sources.csv"
    if not path.is_file():
        return {}
    rows = from_csv(str(path))
    return dict(zip(rows["id"], rows["titre"], strict=True))


def _departements(told: Told, folder: Path) -> set[str]:
    """Those with a place in the current release, or with a change in a release of the feed."""
    path = folder / "etablissements.csv"
    here = set(from_csv(str(path))["departement"]) if path.is_file() else set()
    changed = {str(row.get("departement", "")) for document in told.values() for _, _, row in row_list(document)}
    return {code for code in here | changed if code.isalnum() and code.isascii() and len(code) <= 3}


def _feed(name: str, title: str, entries: Entries, told: Told, code: str, titles: Titles, every: Entries) -> bytes:
    made = settings.load()
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "fr"})
    _add(root, "id", f"{_tag(made.base_url)}:{name}")
    _add(root, "title", title)
    turned = [entry for entry in every if entry.get("withdrawn") or entry.get("reissued")]  # a feed never goes back
    _add(root, "updated", _instant(max(map(day, [*(entries or every), *turned]), default="2026-01-01")))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{made.base_url}/{name}")
    _add(root, "link", rel="alternate", type="text/html", href=made.homepage)
    _add(_add(root, "author"), "name", "creches-cooperatives")
    for entry in entries:
        _entry(root, entry, told.get(str(entry["version"]), {}), code, made.base_url, titles)
    ElementTree.indent(root, " ")
    body: bytes = ElementTree.tostring(root, encoding="utf-8")  # with its own first line
    return body + b"\n"


def _entry(
    root: ElementTree.Element,
    entry: Mapping[str, object],
    document: Mapping[str, Any],
    code: str,
    base: str,
    titles: Titles,
) -> None:
    version = str(entry["version"])
    one = _add(root, "entry")
    _add(one, "id", f"{_tag(base)}:{'atom/' + code + ':' if code else ''}release:{version}")
    _add(one, "title", title(entry))
    _add(one, "updated", _instant(day(entry)))
    _add(one, "published", _instant(str(entry["date"])))
    if not entry.get("pruned"):
        _add(one, "link", rel="alternate", type="text/markdown", href=f"{base}/releases/{version}/CHANGELOG.md")
    _add(one, "summary", summary(entry, document, code))
    rows = [] if entry.get("withdrawn") else list(lines(document, code, titles))
    if rows:
        more = [f"… et {len(rows) - _LINES} autres lignes : voir changements.csv"] if len(rows) > _LINES else []
        _add(one, "content", "\n".join([*rows[:_LINES], *more]), type="text")


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _tag(base_url: str) -> str:
    """The beginning of every id, of the host that publishes (RFC 4151)."""
    return f"tag:{urlsplit(base_url).hostname},2026"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = _sayable(text) or None
    return element


def _sayable(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(_held(text))


def _held(text: str) -> Iterable[str]:
    return (c for c in text if c in "\t\n" or ("\x20" <= c <= "\ud7ff") or (c >= "\ue000" and c not in "\ufffe\uffff"))
