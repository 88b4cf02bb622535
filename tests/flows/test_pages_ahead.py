"""Pages that are read while others are asked for: the same reading, whatever becomes of who reads ahead."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from flows.pages import ahead
from flows.pages.batches import Sheet
from schemas.records import Source
from tests.flows.loopback import Loopback
from tests.flows.many_pages import Directory, names, settings


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    monkeypatch.setattr(ahead, "AT_ONCE", 5)
    monkeypatch.setattr(ahead, "_WAITING", 2)
    monkeypatch.setenv("CRECHES_WORKERS", "1")
    with Loopback({}) as server:
        made = Directory(server, tmp_path, 24)
        settings(monkeypatch, made.folder)
        yield made


def _no_reading(source: Source, sheets: tuple[Sheet, ...]) -> list[str]:
    raise AssertionError("read after all")


def test_what_was_read_ahead_is_not_read_again_and_says_the_same(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = directory.read()
    directory.output = tmp_path / "other"
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    monkeypatch.setattr("flows.pages.merged.read", _no_reading)
    assert directory.read().reading == plain.reading and len(names(plain)) == 24


def test_a_page_that_is_refused_is_told_by_the_reading_that_follows(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    directory.serves(7, b"<html><body><main>nothing</main></body></html>")
    plain = directory.read()
    directory.output = tmp_path / "other"
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    assert directory.read().reading == plain.reading and len(names(plain)) == 23


class _Lost:
    """A pool whose process dies with the second batch."""

    def __init__(self) -> None:
        self._sent = 0

    def submit(self, step: Any, *arguments: Any) -> Future[Any]:
        self._sent += 1
        if self._sent > 2:
            raise RuntimeError("the pool is broken")
        future: Future[Any] = Future()
        future.set_exception(OSError("lost")) if self._sent == 2 else future.set_result(step(*arguments))
        return future

    def __enter__(self) -> "_Lost":
        return self

    def __exit__(self, *_: object) -> None:
        return None


def test_a_process_that_is_lost_while_it_reads_ahead_costs_nothing_but_time(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = directory.read()
    directory.output = tmp_path / "other"
    monkeypatch.setattr(ahead, "process_pool", lambda made: _Lost())
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    assert directory.read().reading == plain.reading


def test_nothing_is_read_ahead_in_threads_nor_where_pages_come_on_one_line(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = directory.source()
    with ahead.reading(source, tmp_path, 8) as reader:
        assert reader is None
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    with ahead.reading(source, tmp_path, 1) as reader:
        assert reader is None
