"""The archive: whole or absent, proved when read, and not kept longer than needed."""

import dataclasses
import hashlib
import os
import stat
from pathlib import Path

import pytest

from flows import archive
from schemas.errors import UsageError
from tests.flows.loopback import PAGE
from tests.flows.pages import SOURCE, files

HTML = {"content-type": "text/html"}


def keep(folder: Path, day: str, body: bytes = PAGE, source: str = SOURCE.id, vu_le: str = "") -> Path:
    digest = hashlib.sha256(body).hexdigest()
    about = archive.Sidecar(SOURCE.url, SOURCE.url, 200, HTML, f"{day}T12:00:00Z", digest, "absent", len(body), vu_le)
    return archive.store(folder, source, about, body)


@pytest.mark.parametrize("source", ["", "../x", "a/b", ".hidden", "A", "a b", "a" * 64, "é", "a\n"])
def test_a_source_that_is_no_identifier_has_no_room(source: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="identifier"):
        keep(tmp_path, "2026-11-22", source=source)
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-22T03:40:00Z", "2026-11-22T03:40:00Z"),
        ("2026-11-22T03:40:59.999999+00:00", "2026-11-22T03:40:59Z"),
        ("2026-11-22T00:30:00+01:00", "2026-11-21T23:30:00Z"),
        ("2026-11-22", "2026-11-22T00:00:00Z"),
    ],
)
def test_moments_are_written_in_utc_to_the_second(moment: str, expected: str) -> None:
    assert archive.utc(moment) == expected


def test_every_flipped_bit_and_every_cut_of_a_copy_is_noticed(tmp_path: Path) -> None:
    path = keep(tmp_path, "2026-11-22")
    for place in range(len(PAGE)):
        path.write_bytes(PAGE[:place] + bytes([PAGE[place] ^ 1]) + PAGE[place + 1 :])
        assert archive.copies(tmp_path, SOURCE.id) == []
        path.write_bytes(PAGE[:place])
        assert archive.copies(tmp_path, SOURCE.id) == []
    path.write_bytes(PAGE)
    assert [copy.body for copy in archive.copies(tmp_path, SOURCE.id)] == [PAGE]


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"url": 1}', "\x00", '"x"', "[[[["])
def test_a_sidecar_of_another_shape_is_skipped_with_a_warning(
    text: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = keep(tmp_path, "2026-11-21"), keep(tmp_path, "2026-11-22")
    bad.with_name(f"{bad.name}.json").write_text(text)
    assert [copy.path for copy in archive.copies(tmp_path, SOURCE.id)] == [good]
    assert [bad.name in message for message in caplog.messages] == [True]


def test_foreign_files_in_a_room_are_left_alone(tmp_path: Path) -> None:
    path = keep(tmp_path, "2026-11-22")
    for name in ("notes.json", "2026.json", ".DS_Store", "20261122T120000Z-0123456789ab.json"):
        path.with_name(name).write_text("{}")
    assert len(archive.copies(tmp_path, SOURCE.id)) == 1
    archive.prune(tmp_path, "2030-01-01")
    assert [name.split("/")[1] for name in files(tmp_path)] == [".DS_Store", "2026.json", "notes.json"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_write_that_fails_leaves_no_half_copy(
    call: str, nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full disk at each step in turn: body, its name, its folder, then the same for the sidecar."""
    calls = 0
    owner = os if call == "fsync" else Path
    real = getattr(owner, call)

    def failing(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(owner, call, failing)
    if call == "replace" and nth > 2:
        keep(tmp_path, "2026-11-22")
    else:
        with pytest.raises(UsageError, match="No space left"):
            keep(tmp_path, "2026-11-22")
    monkeypatch.undo()
    assert not any(name.endswith(".tmp") for name in files(tmp_path))
    whole = archive.copies(tmp_path, SOURCE.id)
    assert len(whole) == (1 if (call, nth) in {("fsync", 4), ("replace", 3), ("replace", 4)} else 0)
    keep(tmp_path, "2026-11-22")
    assert [copy.body for copy in archive.copies(tmp_path, SOURCE.id)] == [PAGE]


def test_the_body_is_on_disk_before_its_sidecar_and_each_before_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def named(draft: Path, target: Path) -> Path:
        steps.append(target.suffix)
        return replace(draft, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", named)
    keep(tmp_path, "2026-11-22")
    assert steps == ["file", ".html", "folder", "file", ".json", "folder"]


def test_a_folder_that_cannot_be_written_is_said_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / SOURCE.id).write_text("a file where a folder should be")
    with pytest.raises(UsageError, match="another place"):
        keep(tmp_path, "2026-11-22")


def test_pages_older_than_ninety_days_are_deleted_with_their_sidecars(tmp_path: Path) -> None:
    for day in ("2026-08-23", "2026-08-24", "2026-11-22"):
        keep(tmp_path, day)
    gone = archive.prune(tmp_path, "2026-11-22")
    assert [path.name[:8] for path in gone] == ["20260823", "20260823"]
    assert [name.split("/")[1][:8] for name in files(tmp_path)] == ["20260824"] * 2 + ["20261122"] * 2


def test_not_even_the_newest_copy_of_a_source_is_kept_longer(tmp_path: Path) -> None:
    keep(tmp_path, "2020-01-01")
    keep(tmp_path, "2026-01-01", vu_le="2026-11-20T12:00:00Z")
    keep(tmp_path, "2019-01-01", source="autre")
    archive.prune(tmp_path, "2026-11-22")
    assert files(tmp_path) == []


def test_old_bodies_without_sidecar_and_old_drafts_are_deleted_too(tmp_path: Path) -> None:
    keep(tmp_path, "2026-11-22")
    orphan = keep(tmp_path, "2026-01-01")
    orphan.with_name(f"{orphan.name}.json").unlink()
    orphan.with_name(f".{orphan.name}.tmp").write_bytes(PAGE)
    assert len(archive.prune(tmp_path, "2026-11-22")) == 2
    assert len(files(tmp_path)) == 2


def test_pruning_an_archive_that_does_not_exist_does_nothing(tmp_path: Path) -> None:
    assert archive.prune(tmp_path / "none", "2026-11-22") == []


def test_seeing_a_copy_again_changes_its_sidecar_only(tmp_path: Path) -> None:
    path = keep(tmp_path, "2026-11-22")
    copy = archive.copies(tmp_path, SOURCE.id)[0]
    archive.seen_again(copy, dataclasses.replace(copy.sidecar, vu_le="2026-11-29T12:00:00Z"))
    again = archive.copies(tmp_path, SOURCE.id)[0]
    assert (again.path, again.body, again.sidecar.seen_at) == (path, PAGE, "2026-11-29T12:00:00Z")
