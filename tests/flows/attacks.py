"""Attacks on a signed output folder. Each is done on a copy, as well as who does it can; the table tells how it is seen."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.flows.sealed import LATER, A, B, Sealed, copy_latest, entry, flip, issue, point, seal, signing, sums, write

DATA = "etablissements.csv"


class Attack(NamedTuple):
    """What is done to a copy, what the verification must say, and when and with what memory it is made."""

    done: Callable[[Path, Sealed], None]
    told: str
    as_of: str = LATER
    remembered: bool = False
    """Whether the user had verified the true folder before (`--seen`)."""
    keyless: bool = True
    """Whether it is seen without any public key too, with the same memory."""


def _release(output: Path, version: str = B) -> Path:
    return output / "releases" / version


def _spoil(folder: Path) -> None:
    path = folder / DATA
    path.write_text(path.read_text().replace("Lyon", "Paris").replace("AGAPI", "AGAPE"))


def bit_flip(output: Path, _: Sealed) -> None:
    flip(_release(output) / DATA, 4321)


def bit_flip_in_latest(output: Path, _: Sealed) -> None:
    flip(output / "latest" / DATA, 4321)


def truncation(output: Path, _: Sealed) -> None:
    path = _release(output) / "etablissements.geojson"
    os.truncate(path, path.stat().st_size // 2)


def file_removed(output: Path, _: Sealed) -> None:
    (_release(output) / DATA).unlink()


def file_added(output: Path, _: Sealed) -> None:
    (_release(output) / "install.sh").write_text("echo\n")


def files_swapped(output: Path, _: Sealed) -> None:
    one, two, aside = (_release(output) / name for name in (DATA, "gestionnaires.csv", "aside"))
    one.rename(aside)
    two.rename(one)
    aside.rename(two)


def sums_rewritten(output: Path, _: Sealed) -> None:
    """A changed file, and the sums made to match it."""
    _spoil(_release(output))
    sums(_release(output))
    copy_latest(output, _release(output))


def _all_rewritten(output: Path, key: Path | None) -> None:
    """Package, manifest, sums, copy, pointer and list, all made to match a changed file."""
    folder = _release(output)
    before = json.loads((folder / "manifeste.json").read_text())
    serial = json.loads((output / "latest.json").read_text())
    stale = (folder / "SHA256SUMS.minisig").read_bytes(), (output / "latest.json.minisig").read_bytes()
    _spoil(folder)
    with signing(key):
        seal(folder, B, LATER, A, before["previous_manifest"])
        entries = json.loads((output / "versions.json").read_text())
        write(output / "versions.json", [entry(folder, LATER, A), *entries[1:]])
        (output / "latest.json").write_text(json.dumps(serial | {"serial": serial["serial"] - 1}))
        (output / "latest.json.minisig").unlink()
        if key is None:
            (folder / "SHA256SUMS.minisig").write_bytes(stale[0])
        point(output, B, LATER)
        if key is None:
            (output / "latest.json.minisig").write_bytes(stale[1])


def all_rewritten(output: Path, _: Sealed) -> None:
    """Everything matches but the signatures."""
    _all_rewritten(output, None)


def signatures_stripped(output: Path, _: Sealed) -> None:
    """Everything matches, and there is no signature any more."""
    _all_rewritten(output, None)
    for path in [*output.rglob("*.minisig")]:
        path.unlink()


def signatures_removed(output: Path, _: Sealed) -> None:
    """Nothing else is touched."""
    for path in [*output.rglob("*.minisig")]:
        path.unlink()


def key_swapped(output: Path, world: Sealed) -> None:
    """Everything matches and is signed, with another key."""
    _all_rewritten(output, world.other)


def signature_replayed(output: Path, _: Sealed) -> None:
    """The true signature of another release."""
    shutil.copy(_release(output, A) / "SHA256SUMS.minisig", _release(output) / "SHA256SUMS.minisig")
    copy_latest(output, _release(output))


def release_replayed(output: Path, _: Sealed) -> None:
    """The whole old release, signature and all, under the name of the new one."""
    shutil.rmtree(_release(output))
    shutil.copytree(_release(output, A), _release(output))
    copy_latest(output, _release(output))


def pointer_rolled_back(output: Path, world: Sealed) -> None:
    """An old pointer and its true signature over the new folder."""
    for name in ("latest.json", "latest.json.minisig"):
        shutil.copy(world.before / name, output / name)


def all_rolled_back(output: Path, world: Sealed) -> None:
    """All as it was a week ago: nothing is wrong with it but its age."""
    shutil.rmtree(output)
    shutil.copytree(world.before, output)


def frozen(_: Path, __: Sealed) -> None:
    """Nothing: the same folder is served for ever."""


def latest_of_another(output: Path, _: Sealed) -> None:
    """`latest/` of A, `latest.json` of B."""
    copy_latest(output, _release(output, A))


def file_of_another(output: Path, _: Sealed) -> None:
    """A file of A in B, with its line of sums and its place in the manifest."""
    folder = _release(output)
    shutil.copy(_release(output, A) / DATA, folder / DATA)
    said, old = (json.loads((f / "manifeste.json").read_text()) for f in (folder, _release(output, A)))
    said["files"][DATA] = old["files"][DATA]
    write(folder / "manifeste.json", said)
    sums(folder)
    copy_latest(output, folder)


def serial_forged(output: Path, _: Sealed) -> None:
    """A serial so high that no true one would ever pass again."""
    said = json.loads((output / "latest.json").read_text())
    write(output / "latest.json", said | {"serial": 2**52})


def expiry_forged(output: Path, _: Sealed) -> None:
    said = json.loads((output / "latest.json").read_text())
    write(output / "latest.json", said | {"expires": "2099-01-01"})


def serial_used_twice(output: Path, world: Sealed) -> None:
    """Two folders with one serial, both truly signed: who holds the key shows different things to different people."""
    shutil.rmtree(output)
    shutil.copytree(world.before, output)
    with signing(world.key):
        issue(output, world.before / "latest", "2026.11.29.1", LATER, A)


def pointer_history_rewritten(output: Path, world: Sealed) -> None:
    """A next `latest.json`, truly signed, that does not follow the one before."""
    said = json.loads((output / "latest.json").read_text())
    write(output / "latest.json", said | {"created": "2026-11-30"})
    with signing(world.key):
        point(output, B, LATER)


def history_rewritten(output: Path, world: Sealed) -> None:
    """An old release changed and truly signed again, as who stole the key would."""
    folder = _release(output, A)
    _spoil(folder)
    with signing(world.key):
        seal(folder, A, "2026-11-22", "", "")
    entries = json.loads((output / "versions.json").read_text())
    write(output / "versions.json", [entries[0], entry(folder, "2026-11-22", "")])


def history_cut(output: Path, _: Sealed) -> None:
    """The first release is gone, and so is its line."""
    shutil.rmtree(_release(output, A))
    write(output / "versions.json", json.loads((output / "versions.json").read_text())[:1])


def _entry_edited(output: Path, number: int, **cells: object) -> None:
    entries = json.loads((output / "versions.json").read_text())
    entries[number] |= cells
    write(output / "versions.json", entries)


def sum_of_versions_edited(output: Path, _: Sealed) -> None:
    _entry_edited(output, 1, sha256="0" * 64)


def rows_of_versions_edited(output: Path, _: Sealed) -> None:
    _entry_edited(output, 0, rows={"etablissements": 1})


def newest_withdrawn(output: Path, _: Sealed) -> None:
    """The list says that the newest release was withdrawn."""
    _entry_edited(output, 0, withdrawn={"date": LATER, "reason": "-"})


def release_planted(output: Path, _: Sealed) -> None:
    """A folder that is announced nowhere."""
    shutil.copytree(_release(output, A), _release(output, "2026.11.28"))


def pointer_removed(output: Path, _: Sealed) -> None:
    for name in ("latest.json", "latest.json.minisig"):
        (output / name).unlink()


def signature_comment_edited(output: Path, _: Sealed) -> None:
    """The line that the signature does not cover."""
    path = _release(output) / "SHA256SUMS.minisig"
    path.write_bytes(path.read_bytes().replace(b"creches", b"Creches", 1))
    copy_latest(output, _release(output))


def link_outside(output: Path, world: Sealed) -> None:
    """A link to a file with the very same content."""
    (_release(output) / DATA).unlink()
    (_release(output) / DATA).symlink_to(world.output / "releases" / B / DATA)


def pipe(output: Path, _: Sealed) -> None:
    """A reader of it would wait for ever."""
    (_release(output) / DATA).unlink()
    os.mkfifo(_release(output) / DATA)


def climbing_name(output: Path, _: Sealed) -> None:
    path = _release(output) / "SHA256SUMS"
    path.write_text(path.read_text() + f"{'0' * 64}  ../../../../etc/passwd\n")


def endless_file(output: Path, _: Sealed) -> None:
    """A thousand gigabytes of nothing, which take no room."""
    os.truncate(_release(output) / DATA, 10**12)


ATTACKS = {
    "bit flip": Attack(bit_flip, "etablissements.csv is not what SHA256SUMS says"),
    "bit flip in latest": Attack(bit_flip_in_latest, "latest/etablissements.csv is not that of 2026.11.29"),
    "truncation": Attack(truncation, "etablissements.geojson is not what SHA256SUMS says"),
    "file removed": Attack(file_removed, "etablissements.csv is missing"),
    "file added": Attack(file_added, "install.sh is not listed"),
    "files swapped": Attack(files_swapped, "gestionnaires.csv is not what SHA256SUMS says"),
    "sums rewritten": Attack(sums_rewritten, "signature of SHA256SUMS is wrong (it is not of this content)"),
    "all rewritten": Attack(
        all_rewritten, "signature of latest.json is wrong (it is not of this content)", keyless=False
    ),
    "signatures stripped": Attack(signatures_stripped, "SHA256SUMS is not signed", keyless=False),
    "signatures removed": Attack(signatures_removed, "latest.json is not signed", keyless=False),
    "key swap": Attack(key_swapped, "(it was made with another key)", keyless=False),
    "signature replayed": Attack(signature_replayed, "signature of SHA256SUMS is wrong", keyless=False),
    "release replayed": Attack(release_replayed, "is named 2026.11.29 and holds release 2026.11.22"),
    "pointer rolled back": Attack(pointer_rolled_back, "names 2026.11.22, and versions.json 2026.11.29"),
    "all rolled back": Attack(all_rolled_back, "rolled back to an older one", remembered=True),
    "freeze": Attack(frozen, "latest.json expired on 2027-01-13", as_of="2027-01-14"),
    "mix: latest of another": Attack(latest_of_another, "latest/SHA256SUMS is not that of 2026.11.29"),
    "match: file of another": Attack(file_of_another, "signature of SHA256SUMS is wrong"),
    "fast-forward": Attack(serial_forged, "signature of latest.json is wrong", keyless=False),
    "expiry forged": Attack(expiry_forged, "signature of latest.json is wrong", keyless=False),
    "one serial twice": Attack(serial_used_twice, "and another content", remembered=True),
    "pointer history rewritten": Attack(pointer_history_rewritten, "does not follow", remembered=True),
    "history rewritten": Attack(history_rewritten, "follows another 2026.11.22 than is known here"),
    "history cut": Attack(history_cut, "which versions.json does not know"),
    "sum in versions.json": Attack(sum_of_versions_edited, "versions.json does not tell the sha256 of 2026.11.22"),
    "rows in versions.json": Attack(rows_of_versions_edited, "versions.json does not tell the rows of 2026.11.29"),
    "newest withdrawn": Attack(newest_withdrawn, "names 2026.11.29, and versions.json 2026.11.22"),
    "release planted": Attack(release_planted, "releases/2026.11.28 is not in versions.json"),
    "pointer removed": Attack(pointer_removed, "latest.json is missing"),
    "comment of a signature": Attack(signature_comment_edited, "rewritten since it was made", keyless=False),
    "link": Attack(link_outside, "etablissements.csv is a link or a device"),
    "pipe": Attack(pipe, "etablissements.csv is a link or a device"),
    "climbing name": Attack(climbing_name, "is no sum of a file of this folder"),
    "endless file": Attack(endless_file, "holds more than 4 GiB"),
}
