"""Every release that holds what was refused, issued anew without it: same day, version with a suffix, sums renewed.

In this order, so that a run killed anywhere is simply run again: new folders are staged, private files are cleaned, then
all releases change at once (`shelf.place`). Once they have, nothing on the shelf tells any more what to look for.
"""

import dataclasses
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import changes, settings, shelf, validate
from flows.catalogue.manifest import Manifest
from flows.changes import Change, causes
from flows.erasure import private
from flows.erasure.apply import asked, taken_out, touched
from flows.erasure.changes import read_changes, redacted
from flows.erasure.erased import Erased, erased_of, joined
from flows.erasure.needles import Needles, holds
from flows.erasure.refusals import Refusals
from flows.formats.measure import digest
from flows.publish import entry_of
from flows.publish.stage import stage
from flows.shelf import Entry
from flows.site import kept
from schemas.errors import Refused
from schemas.tables import Tables
from schemas.verdicts import Verdict

Roots = Callable[[Path, Sequence[Entry], Path, str], dict[str, bytes]]
"""`flows.publish.roots.roots_of`."""
_MANIFEST = "manifeste.json"
_TOLD = ("*.csv", "*.json", "*.geojson", "CHANGELOG.md", "README.md")
_EXAMPLES = ("datapackage.json", "croissant.json")
"""Not searched: the examples of the schemas stand in them."""


@dataclass(frozen=True, slots=True)
class _Old:
    """A release on the shelf that must be issued anew."""

    entry: Entry
    version: str
    """Its new one."""
    tables: Tables
    changes: tuple[Change, ...]
    rows: int
    """How many of its rows leave or change."""


def reissue(output: Path, as_of: str, refusals: Refusals, roots_of: Roots, dry_run: bool = False) -> dict[str, Any]:
    """Issues anew what the list names, all at once, and tells it without a value: `result` (reissued, unchanged, dry-run),
    `releases`, `private` (files of the folder that were cleaned), `site` (why it could not be built anew).

    Raises Refused, Damaged, Locked; all is then as before.
    """
    with shelf.locked(output, make=False):
        shelf.recover(output)
        entries = shelf.versions(output)
        there = {str(e["version"]): shelf.tables_of(output, str(e["version"])) for e in entries if not e.get("pruned")}
        found = {version: erased_of(tables, refusals) for version, tables in there.items()}
        erased = joined(found.values())
        every = erased.of_all()
        made = {v: taken_out(t, _of_release(erased, found[v])) for v, t in there.items()} if erased else there
        old = [one for entry in entries if (one := _old(output, entry, entries, there, made, erased))]
        names = private.found(output, every)
        report = {
            "releases": [{"version": o.version, "replaces": o.entry["version"], "rows": o.rows} for o in old],
            "private": names,
        }
        if dry_run:
            return {"result": "dry-run", **report}
        if old or names:
            _issue(output, entries, old, every, as_of, roots_of, names)
        report["site"] = kept.follow(output)  # even when all was done before: a run may have been killed in between
        return {"result": "reissued" if old else "cleaned" if names else "unchanged", **report}


def _of_release(erased: Erased, own: Erased) -> Erased:
    """What is taken out of one release: all that any holds; a tombstone only for what this one held."""
    return dataclasses.replace(erased, published=own.published)


def _old(
    output: Path,
    entry: Entry,
    entries: Sequence[Entry],
    there: Mapping[str, Tables],
    made: Mapping[str, Tables],
    erased: Erased,
) -> _Old | None:
    """A release to issue anew; None when nothing of it, tables, changes nor words, tells what was refused."""
    version = str(entry["version"])
    if version not in there or not erased:
        return None
    rows = touched(there[version], made[version])
    folder = shelf.folder_of(output, version)
    if not rows and not _telling(folder, erased.of_all()):
        return None
    before = str(entry.get("previous", ""))
    if before in made or not before:
        found = changes.compare(made.get(before, {}), made[version])
        schema = next((str(e.get("schema", "")) for e in entries if e["version"] == before), "")
        told = list(causes.explained(found, made.get(before, {}), made[version], schema, asked(erased, there[version])))
    else:
        told = read_changes(folder)
    return _Old(entry, _next(version, entries), made[version], redacted(told, erased), rows)


def _next(version: str, entries: Sequence[Entry]) -> str:
    """`2026.11.22-r1`, then `-r2`."""
    base, _, last = version.partition("-r")
    number = int(last or 0) + 1
    taken = {str(entry["version"]) for entry in entries}
    return next(name for n in range(number, number + 1000) if (name := f"{base}-r{n}") not in taken)


def _telling(folder: Path, every: Needles) -> list[str]:
    """Files of a release that tell, in words, what was refused."""
    paths = sorted({path for pattern in _TOLD for path in folder.glob(pattern)} - {folder / n for n in _EXAMPLES})
    return [path.name for path in paths if holds(every, path.read_text(encoding="utf-8"))]


def _issue(
    output: Path,
    entries: Sequence[Entry],
    old: Sequence[_Old],
    every: Needles,
    as_of: str,
    roots_of: Roots,
    names: list[str],
) -> None:
    staged = {str(one.entry["version"]): output / f".staging-{one.version}" for one in old}
    listed = list(entries)
    try:
        for one in reversed(old):  # the oldest first: each tells those before it
            place = next(n for n, entry in enumerate(listed) if entry["version"] == one.entry["version"])
            folder = staged[str(one.entry["version"])]
            entry = _stage(output, one, folder, listed[place + 1 :], as_of)
            if telling := _telling(folder, every):
                raise Refused(
                    f"{one.version} would still hold what was refused, in {', '.join(telling)}: nothing is changed. Report this to"
                    " those who keep the project, without the value."
                )
            listed[place] = entry | _replacing(output, one.entry, as_of)
        current = shelf.current_of(listed)
        version = str(current["version"]) if current else ""
        arriving = {folder.name.removeprefix(".staging-"): folder for folder in staged.values()}
        roots = roots_of(output, listed, arriving.get(version, shelf.folder_of(output, version)), as_of)
        private.cleaned(output, names, every)
        if old:
            shelf.place(output, list(staged.values()), listed, roots, list(staged))
    except Exception:
        for folder in staged.values():
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _stage(output: Path, one: _Old, folder: Path, earlier: Sequence[Entry], as_of: str) -> Entry:
    """Writes the new release, has frictionless prove it, and gives its line of `versions.json`. Raises Refused."""
    told, now = _manifest_of(output, str(one.entry["version"])), settings.load()
    manifest = Manifest(
        version=one.version,
        date=str(one.entry["date"]),
        previous=str(one.entry.get("previous", "")),
        contact=now.contact,
        base_url=now.base_url,
        homepage=now.homepage,
        tables=one.tables,
        changes=one.changes,
        earlier=tuple(earlier),
        gates=tuple(_verdicts(told)),
        made={**told.get("made", {}), "reissue": {"date": as_of, "replaces": one.entry["version"]}},
        previous_manifest=str(told.get("previous_manifest", "")),
    )
    files = stage(folder, manifest)
    issues = validate.validate_written(folder)
    if issues:
        listed = "\n- ".join(re.sub(r'"[^"]*"', '"…"', str(issue)) for issue in issues[:20])
        raise Refused(f"{one.version} is refused by its schemas; nothing is changed:\n- {listed}")
    return entry_of(manifest, files)


def _manifest_of(output: Path, version: str) -> dict[str, Any]:
    """What the old release says of itself; nothing for one of before manifests."""
    path = shelf.folder_of(output, version) / _MANIFEST
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def _verdicts(told: Mapping[str, Any]) -> list[Verdict]:
    """The gates of then, without their words: these name the rows that they are about."""
    kept = ("gate", "ruling", "source", "measured", "limit")
    words = {"message_fr": "Détail retiré à la réédition.", "message_en": "Detail taken out at the re-issue."}
    return [Verdict(**{**{k: v for k, v in one.items() if k in kept}, **words}) for one in told.get("gates", ())]


def _replacing(output: Path, old: Entry, as_of: str) -> Entry:
    """What its line tells beside: what it replaces, and before that, so that the chain of digests can still be followed."""
    manifest = shelf.folder_of(output, str(old["version"])) / _MANIFEST
    replaced = digest(manifest) if manifest.is_file() else ""
    again = {"before": old["reissued"]} if "reissued" in old else {}
    kept = {"withdrawn": old["withdrawn"]} if "withdrawn" in old else {}
    return {**kept, "reissued": {"date": as_of, "replaces": old["version"], "manifest": replaced, **again}}
