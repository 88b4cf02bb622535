"""What a power cut finds: nothing is renamed before it is on the disk, nothing is decided before all of it is."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from flows import shelf
from flows.shelf import durable

Step = tuple[str, str, str]


def staged(output: Path, version: str) -> shelf.Entry:
    """A small release, ready to be moved in, and its entry."""
    folder = output / f".staging-{version}"
    files = {"a.csv": version.encode(), "extraits/b.csv": b"b", "catalog.ttl": version.encode()}
    for name, body in {**files, shelf.SUMS: shelf.sums_of(files)}.items():
        durable.write(folder / name, body)
    durable.sync_tree(folder)
    return {"version": version, "date": "2026-11-22", "sha256": shelf.digest(folder / shelf.SUMS)}


def placed(output: Path, version: str, *before: shelf.Entry) -> list[shelf.Entry]:
    """One more release on the shelf, with its files at the root."""
    entries = [staged(output, version), *before]
    roots = {"catalog.ttl": version.encode(), "atom/93.atom": b"feed", "latest.json": version.encode()}
    shelf.place(output, [output / f".staging-{version}"], entries, roots)
    return entries


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """What a second publication did, in order: (fsync, path, ''), (rename, from, to), (exchange, new, old)."""
    done: list[Step] = []
    entries = placed(tmp_path, "2026.11.22")
    rename, replace, fsync, exchange = os.rename, os.replace, os.fsync, durable.renameat2

    def told(what: str, *paths: object) -> None:
        names = [os.path.relpath(os.fsdecode(path), tmp_path) for path in paths]  # type: ignore[call-overload]
        done.append((what, *names, "")[:3])  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", lambda a, b: (told("rename", a, b), rename(a, b))[1])
        patch.setattr(os, "replace", lambda a, b: (told("rename", a, b), replace(a, b))[1])
        patch.setattr(os, "fsync", lambda fd: (told("fsync", Path(f"/proc/self/fd/{fd}").readlink()), fsync(fd))[1])
        patch.setattr(durable, "renameat2", lambda a, b: (told("exchange", a, b), exchange(a, b))[1])
        placed(tmp_path, "2026.11.29", *entries)
    return done


def test_all_of_the_journal_is_on_the_disk_before_it_is_decided(steps: list[Step]) -> None:
    decided = steps.index(("rename", ".annonce.draft", ".annonce"))
    synced = {path for what, path, _ in steps[:decided] if what == "fsync"}
    files = ["plan.json", "latest/a.csv", "latest/extraits/b.csv", "roots/versions.json", "roots/atom/93.atom"]
    folders = ["", "/latest", "/latest/extraits", "/roots", "/roots/atom"]
    assert {f".annonce.draft/{name}" for name in files} | {f".annonce.draft{name}" for name in folders} <= synced
    assert {".staging-2026.11.29/a.csv", ".staging-2026.11.29/extraits"} <= synced
    assert steps[decided + 1] == ("fsync", ".", "")


def test_nothing_is_seen_before_it_is_decided_and_latest_json_comes_last(steps: list[Step]) -> None:
    moves = [(what, path, to) for what, path, to in steps if what != "fsync"]
    assert moves == [
        ("rename", ".annonce.draft", ".annonce"),
        ("rename", ".staging-2026.11.29", "releases/2026.11.29"),
        ("exchange", ".annonce/latest", "latest"),
        ("rename", ".annonce/roots/versions.json", "versions.json"),
        ("rename", ".annonce/roots/catalog.ttl", "catalog.ttl"),
        ("rename", ".annonce/roots/atom/93.atom", "atom/93.atom"),
        ("rename", ".annonce/roots/latest.json", "latest.json"),
        ("rename", ".annonce", ".annonce.done"),
    ]


@pytest.mark.parametrize("name", ["releases/2026.11.29", "latest", "versions.json", "atom/93.atom", "latest.json"])
def test_each_move_is_on_the_disk_before_the_next_kind_begins(steps: list[Step], name: str) -> None:
    at = next(n for n, (what, _, to) in enumerate(steps) if what != "fsync" and to == name)
    folder = os.path.dirname(name) or "."  # noqa: PTH120
    later = steps[at + 1 :]
    synced = later.index(("fsync", folder, ""))
    between = {to for what, _, to in later[:synced] if what != "fsync"}
    assert between <= {"catalog.ttl", "atom/93.atom"}


def test_a_reader_never_finds_latest_missing_or_mixed(tmp_path: Path) -> None:
    versions = [f"2026.11.22.{n}" for n in range(1, 16)]
    entries, found, over = placed(tmp_path, "2026.11.22"), [], threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                folder = os.open(tmp_path / "latest", os.O_RDONLY)
                found.append({Path(f"/proc/self/fd/{folder}/{name}").read_bytes() for name in ("a.csv", "catalog.ttl")})
                os.close(folder)
            except FileNotFoundError as error:  # of the folder itself: the old copy may be removed under a slow reader
                found.append({b"missing"} if not str(error.filename).startswith("/proc") else {b"late"})

    reader = threading.Thread(target=read)
    reader.start()
    for version in versions:
        entries = placed(tmp_path, version, *entries)
    over.set()
    reader.join()
    assert len(found) > 20 and {b"missing"} not in found
    assert all(len(one) == 1 for one in found)


def test_a_copy_is_not_a_link_to_the_release(tmp_path: Path) -> None:
    placed(tmp_path, "2026.11.22")
    assert (tmp_path / "latest" / "a.csv").stat().st_nlink == 1
    shutil.rmtree(tmp_path / "latest")
    shelf.recover(tmp_path)
    assert not shelf.broken_sums(tmp_path / "latest")
