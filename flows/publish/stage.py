"""Every file of a release, written to a new folder: data first, then what describes it, then the sums of them all."""

from pathlib import Path

from flows import catalogue
from flows.catalogue.manifest import Files, Manifest
from flows.changes.files import Document, write_changes
from flows.formats.measure import measured
from flows.integrity import manifest_file
from flows.publish.draft import NO_ROOM, Draft
from flows.shelf import SUMS, sync_all
from schemas.errors import Refused


def stage(folder: Path, manifest: Manifest, draft: Draft | None = None, told: Document | None = None) -> Files:
    """Writes the release durably, from its `draft` when that is of the same tables. `told`: its changes as a document, where
    that is made already. Raises Refused when the disk refuses it; the folder is then removed.
    """
    if draft is None or not draft.holds(manifest):
        if draft:
            draft.thrown_away()
        draft = Draft(folder, manifest)
    try:
        write_changes(draft.folder, manifest, told)
        data = draft.written()
        files = describe(draft.folder, manifest, data)
        draft.taken(folder)
        sync_all(path for path in (folder, *folder.rglob("*")) if path.relative_to(folder).as_posix() not in data)
    except Refused:
        draft.thrown_away()
        raise
    except OSError as error:
        draft.thrown_away()
        raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
    return files


def describe(folder: Path, manifest: Manifest, known: Files | None = None) -> Files:
    """What describes the data; the manifest, which lists every file; the sums of all files, signed, last.

    `known`: files of data that were measured already.
    """
    data = measured(folder, known)
    catalogue.describe(folder, manifest, data)
    files = measured(folder, data)
    (folder / manifest_file.FILE).write_bytes(manifest_file.manifest_json(manifest, files))
    proved = measured(folder, files)
    sums = "".join(f"{one.sha256}  {name}\n" for name, one in proved.items())
    (folder / SUMS).write_text(sums, encoding="utf-8")
    manifest_file.signed_sums(folder, manifest)
    return measured(folder, proved)
