"""Tables -> release folder: written to a staging folder, checked there, moved in whole."""

import json
import shutil
from pathlib import Path

from flows.catalogue.manifest import Files, Manifest
from flows.changes import counts
from flows.changes.feed import Fresh, feeds
from flows.changes.files import document
from flows.publish.draft import NO_ROOM, staging_of
from flows.publish.draft import Draft as Draft
from flows.publish.draft import drafted as drafted
from flows.publish.draft import made_ready as made_ready
from flows.publish.roots import POINTER, roots_of
from flows.publish.stage import stage
from flows.shelf import SUMS, Entry, current, folder_of, place, versions
from schemas.errors import Refused
from schemas.tables import SCHEMA_VERSION, TABLES


def publish(output: Path, manifest: Manifest, draft: Draft | None = None) -> Path:
    """Moves the staged release in: its immutable folder, `latest/`, then the files of the root. Returns the folder.

    `draft`: what was written of it while it was checked (`drafted`).

    Raises Refused when the version is already there or the disk refuses, and as `roots_of`. What is left half done, by a
    death or a full disk, is finished or undone by the next run (`shelf.recover`).
    """
    release = folder_of(output, manifest.version)
    if release.exists():
        raise Refused(f"{release} is already there: a release is never written over.")
    staging = staging_of(output, manifest)
    told, before = document(manifest), versions(output)  # and its feeds, made while the draft is still being written
    atom = feeds(output, [announced(manifest), *before], staging, Fresh(told, manifest.tables))
    files = stage(staging, manifest, draft, told)
    copied = draft.copied if draft else None
    try:
        entries = [entry_of(manifest, files), *before]
        roots = roots_of(output, entries, staging, manifest.date, atom)
    except Exception as error:
        for folder in filter(None, (staging, copied)):
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise Refused(NO_ROOM.format(staging, error.strerror or error)) from None
        raise
    place(output, [staging], entries, roots, copied=copied)
    return release


def entry_of(manifest: Manifest, files: Files) -> Entry:
    """The entry of a staged release in `versions.json`. `files`: all of its folder, `SHA256SUMS` among them."""
    manifeste = files.get("manifeste.json")
    return {
        **announced(manifest),
        "sha256": files[SUMS].sha256,
        "manifest": manifeste.sha256 if manifeste else "",
        "previous": manifest.previous,
    }


def announced(manifest: Manifest) -> Entry:
    """What its entry tells before its files are there: all that a feed says of it."""
    return {
        "version": manifest.version,
        "date": manifest.date,
        "path": f"releases/{manifest.version}",
        "schema": SCHEMA_VERSION,
        "rows": {table: len(manifest.tables[table]) for table in TABLES},
        "changes": dict(counts(manifest.changes)),
    }


def renewed(output: Path, as_of: str) -> bool:
    """Issues `latest.json` anew on a later day on which nothing changed, so that it does not expire. True when it did.

    Raises Refused when the disk refuses.
    """
    entry = current(output)
    if entry is None or as_of <= _issued(output):
        return False
    entries = versions(output)
    try:
        roots = roots_of(output, entries, folder_of(output, str(entry["version"])), as_of)
    except OSError as error:
        raise Refused(NO_ROOM.format(output / POINTER, error.strerror or error)) from None
    place(output, (), entries, roots)
    return True


def _issued(output: Path) -> str:
    """The day of the `latest.json` that is there; '' when there is none that can be read."""
    try:
        return str(json.loads((output / POINTER).read_text(encoding="utf-8"))["created"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""
