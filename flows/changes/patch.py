"""A patch from any release on the shelf to any other, and a release made again from an older one and a patch, byte for byte.

It carries the rows and cells that differ and whole the small files that describe; other formats are made again. Every file
is compared with the sums of the new release: applied, a patch gives that release or nothing.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows import settings, shelf
from flows.catalogue.manifest import Manifest
from flows.changes.patch_check import FORMAT, Patch, checked, listed
from flows.changes.rows_patch import Part, applied, difference
from flows.formats import write_formats
from flows.formats.chosen import made_with
from flows.formats.csv_table import from_csv, write_csv
from flows.formats.measure import digest
from flows.shelf import SUMS
from schemas.errors import CrechesError, Damaged, Refused
from schemas.tables import TABLES, conform, empty

_SIGNATURE = f"{SUMS}.minisig"
_CARRIED = (".md", ".txt", ".json", ".jsonld", ".ttl", ".cff", ".html", ".minisig")
_CHANGES = "changements.csv"


def since(output: Path, old: str, new: str) -> Patch:
    """The patch from one version to another. Raises UsageError for one that is not on the shelf, Refused for one that was
    pruned, Damaged for one that is not what its sums say.
    """
    for version in (old, new):
        shelf.proved(output, version)
    before, after = (shelf.folder_of(output, version) for version in (old, new))
    return {
        "format": FORMAT,
        "from": {"version": old, "sums": digest(before / SUMS)},
        "to": {**_about(output, new), "sums": digest(after / SUMS)},
        "tables": {table: _table(table, before, after) for table in TABLES if (after / f"{table}.csv").is_file()},
        "files": _files(before, after),
        "sums": (after / SUMS).read_text(encoding="utf-8"),
    }


def _about(output: Path, version: str) -> dict[str, object]:
    entry = next(one for one in shelf.versions(output) if one["version"] == version)
    base = settings.load().base_url
    return {"version": version, "date": entry["date"], "base_url": f"{base}/releases/{version}"}


def _table(table: str, before: Path, after: Path) -> Part:
    """What differs, with the sums of the table before and after."""
    paths = [folder / f"{table}.csv" for folder in (before, after)]
    old = from_csv(str(paths[0])) if paths[0].is_file() else empty(table)
    sums = [digest(path) if path.is_file() else "" for path in paths]
    return {"before": sums[0], "after": sums[1], **difference(table, old, from_csv(str(paths[1])))}


def _is_carried(name: str) -> bool:
    """Whether a file describes the release, so that a patch holds it whole; the others are made again of the tables."""
    described = name == _CHANGES or ("/" not in name and name.endswith(_CARRIED)) or name.startswith("schemas/")
    return described and name != SUMS


def _files(before: Path, after: Path) -> dict[str, str]:
    """The files that describe the new release and are not already in the old one."""
    was, now = (listed((folder / SUMS).read_text(encoding="utf-8")) for folder in (before, after))
    names = [name for name in sorted(now) if _is_carried(name) and was.get(name) != now[name]]
    if (after / _SIGNATURE).is_file():
        names.append(_SIGNATURE)
    return {name: (after / name).read_bytes().decode("utf-8") for name in names}


def apply(patch: Patch, old_folder: Path, new_folder: Path) -> None:
    """Makes the new release of the old one, in a folder that does not exist yet.

    Raises Refused for a patch that is malformed, of another release, or that does not give every file to its sum (it names
    them, and where they are); Damaged when the old folder is not what its sums say. Nothing is left half written.
    """
    checked(patch)
    _fits(patch, old_folder)
    if new_folder.exists():
        raise Refused(f"{new_folder} is already there, and is not written over. Choose a folder that does not exist.")
    draft = new_folder.parent / f".{new_folder.name}.patch"
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        _remade(patch, old_folder, draft)
        _proved(patch, draft)
        shelf.sync_tree(draft)
        draft.rename(new_folder)
    except OSError as error:
        raise Refused(f"{new_folder} cannot be written: {error}. Free some space and apply again.") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fits(patch: Patch, old: Path) -> None:
    faults = shelf.broken_sums(old)
    if faults:
        raise Damaged(f"{old}: {'; '.join(faults[:5])}. Nothing is made of it: fetch this release again.")
    if digest(old / SUMS) != patch["from"]["sums"]:
        raise Refused(
            f"{old} is not the release {patch['from']['version']} that this patch starts from. Give its folder, or take the "
            "patch of the release that you have: creches changes since VERSION."
        )


def _remade(patch: Patch, old: Path, draft: Path) -> None:
    """Every file of the new release that can be had: from the patch, from the old release, or made of the tables."""
    sums = listed(patch["sums"])
    for table, part in patch["tables"].items():
        path = old / f"{table}.csv"
        try:
            write_csv(applied(part, from_csv(str(path)) if path.is_file() else empty(table)), draft / f"{table}.csv")
        except (KeyError, ValueError, TypeError) as error:
            raise Refused(
                f"The patch does not fit {path}: {error}. Nothing is written; fetch the patch again."
            ) from None
    _made(patch, sums, old, draft)
    for name, text in patch["files"].items():
        _put(draft / name, text.encode("utf-8"))
    _put(draft / SUMS, patch["sums"].encode("utf-8"))


def _made(patch: Patch, sums: Mapping[str, str], old: Path, draft: Path) -> None:
    """The other formats: copied where the old release has the very same, else made; what is not listed goes again."""
    rest = [n for n in sums if n not in patch["files"] and n.removesuffix(".csv") not in patch["tables"]]
    missing = []
    for name in rest:
        if (old / name).is_file() and digest(old / name) == sums[name]:
            _put(draft / name, (old / name).read_bytes())
        else:
            missing.append(name)
    if missing:
        _written(patch, draft)
        for path in [p for p in draft.rglob("*") if p.is_file() and p.relative_to(draft).as_posix() not in sums]:
            path.unlink()


def _written(patch: Patch, draft: Path) -> None:
    """The writers of formats, on the tables as they are now; what they cannot make is told by `_proved`."""
    paths = {table: draft / f"{table}.csv" for table in TABLES}
    to = patch["to"]
    try:
        tables = {t: conform(from_csv(str(p)), t) if p.is_file() else empty(t) for t, p in paths.items()}
        write_formats(
            draft,
            Manifest(
                str(to["version"]), str(to["date"]), "", "", "", "", tables, made=made_with(listed(patch["sums"]))
            ),
        )
    except (KeyError, ValueError, CrechesError):
        return


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _proved(patch: Patch, draft: Path) -> None:
    sums = listed(patch["sums"])
    wrong = [n for n in sums if not (draft / n).is_file() or digest(draft / n) != sums[n]]
    if wrong:
        raise Refused(_to_fetch(patch, wrong))
    faults = shelf.broken_sums(draft)
    if faults:
        raise Refused(
            f"The patch gives another release than its sums tell: {'; '.join(faults[:5])}. Nothing is written."
        )


def _to_fetch(patch: Patch, names: Sequence[str]) -> str:
    where = patch["to"]["base_url"]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return (
        f"{shown}: made here, not what {patch['to']['version']} holds (another version of the writers, or a damaged patch). "
        f"Nothing is written. Fetch the release itself: {where}/{names[0]} and the others beside it."
    )
