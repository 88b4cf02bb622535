"""Who asked to leave is in no byte of a source of many pages: its archive, what was read of it, the logs of runs."""

import contextlib
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.erasure.needles import holds, needles
from sources.text import fold
from tests.flows.erasing import ask, empty_list, walk_with
from tests.flows.loopback import Loopback
from tests.flows.many_pages import DAY, Directory, page, path_of, settings
from tests.flows.runs import row_of, run

pytestmark = pytest.mark.every_source

NAME, GONE, STAYS = "Les Écureuils Roux", 5, "Crèche n° 3"
STRAY = ("cache/readings-annuaire.sqlite-journal", "cache/readings-gone.sqlite-wal")
OLD_ARCHIVE = "snapshots/autre/pages.sqlite"
LOGS = ("cron.log", "runs/cron.log")
TELLS = {
    **dict.fromkeys(STRAY, NAME.encode()),
    OLD_ARCHIVE: b"SQLite format 3\0" + NAME.encode() * 40,
    **dict.fromkeys(LOGS, f"creches: lire:annuaire\n  review   {NAME} : à revoir\n".encode()),
}
"""What lies in a folder besides, and names it."""


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    folder = tmp_path_factory.mktemp("annuaire")
    with Loopback({}) as server, pytest.MonkeyPatch.context() as monkeypatch:
        walk_with(monkeypatch, empty_list(folder))
        made = Directory(server, folder)
        settings(monkeypatch, made.folder)
        made.serves(GONE, page(GONE, name="Les <b>&Eacute;cureuils</b> Roux"))
        made.read()
        assert run(made.output, DAY).result == "published"
        yield made


@pytest.fixture
def directory(_published: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Directory:
    """A release of a directory of which one asks to leave, in folders of one's own."""
    walk_with(monkeypatch, empty_list(tmp_path))
    made = _published.copied(tmp_path)
    settings(monkeypatch, made.folder)
    monkeypatch.setattr(made.server, "routes", dict(made.server.routes))
    return made


@pytest.fixture(scope="module")
def _left(_published: Directory, tmp_path_factory: pytest.TempPathFactory) -> tuple[Directory, dict[str, object]]:
    """The same once it asked, and what it was told; what a killed run, an archive of old and two logs tell of it lay there."""
    folder = tmp_path_factory.mktemp("left")
    made = _published.copied(folder)
    for path in (*STRAY, OLD_ARCHIVE, *LOGS):
        (made.output / path).parent.mkdir(exist_ok=True)
        (made.output / path).write_bytes(TELLS[path])
    with pytest.MonkeyPatch.context() as monkeypatch:
        walk_with(monkeypatch, empty_list(folder))
        settings(monkeypatch, made.folder)
        report = asks(made)
    return made, report


@pytest.fixture
def left(_left: tuple[Directory, dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Directory:
    made = _left[0].copied(tmp_path)
    shutil.copy(_left[0].output.parent / "refus.csv", tmp_path)
    walk_with(monkeypatch, tmp_path / "refus.csv")
    settings(monkeypatch, made.folder)
    return made


def archive(directory: Directory) -> Path:
    return directory.output / "snapshots" / "annuaire" / "pages.sqlite"


def asks(directory: Directory) -> dict[str, object]:
    return ask(directory.output, DAY, id_=row_of(directory.output, NAME)["id"])


def cells(path: Path) -> list[object]:
    """Every cell of a database, bodies inflated."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [cell for table in tables for row in base.execute(f"SELECT * FROM {table}") for cell in row]
    return [zlib.decompress(cell) if isinstance(cell, bytes) and cell[:1] == b"\x78" else cell for cell in found]


def test_the_page_leaves_its_archive_and_the_others_stay(
    _published: Directory, left: Directory, _left: tuple[Directory, dict[str, object]]
) -> None:
    assert any(b"cureuils" in cell for cell in cells(archive(_published)) if isinstance(cell, bytes))
    report = _left[1]
    assert report["result"] == "reissued"
    assert {"snapshots/annuaire/pages.sqlite", "cache/readings-annuaire.sqlite"} <= set(report["private"])  # type: ignore[call-overload]
    there = cells(archive(left))
    bodies = [cell for cell in there if isinstance(cell, bytes)]
    assert len(bodies) == len(left.numbers) - 1 and not any(b"cureuils" in body for body in bodies)
    assert not [cell for cell in there if isinstance(cell, str) and cell.endswith(path_of(GONE))]
    read = left.read(offline=True)
    assert STAYS in [one.nom for one in read.reading.records] and len(read.reading.records) == len(bodies)


def test_no_byte_of_the_folder_holds_its_compressed_page_any_more(_published: Directory, left: Directory) -> None:
    body = page(GONE, name="Les <b>&Eacute;cureuils</b> Roux")
    packed = zlib.compress(body, 1)
    assert packed[20:80] in archive(_published).read_bytes() + wal(_published)
    files = [path for path in left.output.rglob("*") if path.is_file()]
    assert [path.name for path in files if packed[20:80] in path.read_bytes()] == []
    found = needles([fold(NAME)])
    assert [path.name for path in files if holds(found, path.read_bytes().decode("utf-8", "replace"))] == []


def wal(directory: Directory) -> bytes:
    path = archive(directory).with_name("pages.sqlite-wal")
    return path.read_bytes() if path.is_file() else b""


def test_what_a_killed_run_left_beside_its_databases_is_searched_and_emptied(left: Directory) -> None:
    assert not any((left.output / path).exists() for path in STRAY)


def test_an_archive_that_cannot_be_read_is_removed_whole(left: Directory) -> None:
    assert not (left.output / OLD_ARCHIVE).exists() and archive(left).exists()


@pytest.mark.parametrize("place", LOGS)
def test_the_log_of_cron_leaves_too_where_it_tells(
    left: Directory, _left: tuple[Directory, dict[str, object]], place: str
) -> None:
    assert place in _left[1]["private"] and not (left.output / place).exists()  # type: ignore[operator]


def test_a_second_request_finds_nothing_more(left: Directory) -> None:
    again = ask(left.output, DAY)
    assert again["result"] == "unchanged" and again["private"] == []


def test_a_page_in_an_old_encoding_leaves_as_well(directory: Directory) -> None:
    body = page(GONE, name=NAME).decode().replace("charset='utf-8'", "charset='iso-8859-1'").encode("latin-1")
    directory.serves(GONE, body)
    directory.unchanged(*[number for number in directory.numbers if number != GONE])
    directory.read("2026-11-27")
    asks(directory)
    assert not [cell for cell in cells(archive(directory)) if isinstance(cell, bytes) and b"cureuils" in cell]
