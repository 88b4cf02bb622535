"""Files are written whole or not at all, by one process at a time."""

import multiprocessing
from pathlib import Path

import pytest

from flows.formats.whole import alone, write_whole
from schemas.errors import UsageError

_fork = multiprocessing.get_context("fork")


def test_a_file_is_written_with_nothing_left_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "a.csv", b"one")
    write_whole(tmp_path / "deep" / "a.csv", b"two")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "deep").iterdir()] == [("a.csv", b"two")]


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(UsageError, match=r"a\.csv cannot be written"):
        write_whole(tmp_path / "a.csv", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        write_whole(tmp_path / "file" / "b.csv", b"x")
    with pytest.raises(UsageError), alone(tmp_path / "file" / "c"):
        pass


def add_one(path: Path, times: int) -> None:
    for _ in range(times):
        with alone(path.parent):
            write_whole(path, str(int(path.read_text()) + 1).encode())


def test_of_what_several_processes_change_nothing_is_lost_nor_torn(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")
    several = [_fork.Process(target=add_one, args=(path, 40)) for _ in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join(60)
    assert path.read_text() == "160" and [p.name for p in tmp_path.iterdir()] == ["count"]
