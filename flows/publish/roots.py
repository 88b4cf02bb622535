"""The files at the root of an output folder: the pointer to the current release, the catalogue of portals, feeds, the badge."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.changes.feed import feeds
from flows.integrity.pointer import FILE as POINTER
from flows.integrity.pointer import pointers
from flows.shelf.entries import FILE as VERSIONS
from flows.shelf.entries import Entry, current_of, text_of
from flows.status.renew import of_release

CATALOGUES = ("catalog.ttl", "catalog.jsonld")


def roots_of(
    output: Path, entries: Sequence[Entry], folder: Path, as_of: str, atom: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Every file of the root but `versions.json`, by name.

    `entries`: of `versions.json` as it will be; `folder`: where the files of its current release lie, staged or not;
    `as_of`: the day (ISO) that `latest.json` is issued; `atom`: the feeds, where they are made already.
    Raises OSError; UsageError when the key cannot sign; Damaged when the `latest.json` of before cannot be read.
    """
    entry = current_of(entries)
    if entry is None:
        return {}
    catalogues = {name: (folder / name).read_bytes() for name in CATALOGUES if (folder / name).is_file()}
    others = {**catalogues, **(feeds(output, entries, folder) if atom is None else atom)}
    proved = {**others, VERSIONS: text_of(entries)}
    issued = pointers(output, entry, folder, as_of, proved)
    return {**others, **of_release(entry, issued[POINTER]), **issued}


__all__ = ["POINTER", "roots_of"]
