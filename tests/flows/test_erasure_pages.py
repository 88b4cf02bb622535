"""Who asked to leave is in no byte of a source of many pages: its archive, what was read of it, the logs of runs."""

import contextlib
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


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    """A release of a directory of which one asks to leave."""
    walk_with(monkeypatch, empty_list(tmp_path))
    with Loopback({}) as server:
        made = Directory(server, tmp_path)
        settings(monkeypatch, made.folder)
        made.serves(GONE, page(GONE, name="Les <b>&Eacute;cureuils</b> Roux"))
        made.read()
        assert run(made.output, DAY).result == "published"
        yield made


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


def test_the_page_leaves_its_archive_and_the_others_stay(directory: Directory) -> None:
    assert any(b"cureuils" in cell for cell in cells(archive(directory)) if isinstance(cell, bytes))
    report = asks(directory)
    assert report["result"] == "reissued"
    assert {"snapshots/annuaire/pages.sqlite", "cache/readings-annuaire.sqlite"} <= set(report["private"])  # type: ignore[call-overload]
    left = cells(archive(directory))
    bodies = [cell for cell in left if isinstance(cell, bytes)]
    assert len(bodies) == len(directory.numbers) - 1 and not any(b"cureuils" in body for body in bodies)
    assert not [cell for cell in left if isinstance(cell, str) and cell.endswith(path_of(GONE))]
    read = directory.read(offline=True)
    assert STAYS in [one.nom for one in read.reading.records] and len(read.reading.records) == len(bodies)


def test_no_byte_of_the_folder_holds_its_compressed_page_any_more(directory: Directory) -> None:
    body = page(GONE, name="Les <b>&Eacute;cureuils</b> Roux")
    packed = zlib.compress(body, 1)
    assert packed[20:80] in archive(directory).read_bytes() + wal(directory)
    asks(directory)
    files = [path for path in directory.output.rglob("*") if path.is_file()]
    assert [path.name for path in files if packed[20:80] in path.read_bytes()] == []
    found = needles([fold(NAME)])
    assert [path.name for path in files if holds(found, path.read_bytes().decode("utf-8", "replace"))] == []


def wal(directory: Directory) -> bytes:
    path = archive(directory).with_name("pages.sqlite-wal")
    return path.read_bytes() if path.is_file() else b""


def test_what_a_killed_run_left_beside_its_databases_is_searched_and_emptied(directory: Directory) -> None:
    cache = directory.output / "cache"
    left = [cache / "readings-annuaire.sqlite-journal", cache / "readings-gone.sqlite-wal"]
    for path in left:
        path.write_bytes(NAME.encode())
    asks(directory)
    assert not any(path.exists() for path in left)


def test_an_archive_that_cannot_be_read_is_removed_whole(directory: Directory) -> None:
    other = directory.output / "snapshots" / "autre" / "pages.sqlite"
    other.parent.mkdir()
    other.write_bytes(b"SQLite format 3\0" + NAME.encode() * 40)
    asks(directory)
    assert not other.exists() and archive(directory).exists()


@pytest.mark.parametrize("place", ["cron.log", "runs/cron.log"])
def test_the_log_of_cron_leaves_too_where_it_tells(directory: Directory, place: str) -> None:
    log = directory.output / place
    log.parent.mkdir(exist_ok=True)
    log.write_text(f"creches: lire:annuaire\n  review   {NAME} : à revoir\n", encoding="utf-8")
    report = asks(directory)
    assert place in report["private"] and not log.exists()  # type: ignore[operator]


def test_a_second_request_finds_nothing_more(directory: Directory) -> None:
    asks(directory)
    again = ask(directory.output, DAY)
    assert again["result"] == "unchanged" and again["private"] == []


def test_a_page_in_an_old_encoding_leaves_as_well(directory: Directory) -> None:
    body = page(GONE, name=NAME).decode().replace("charset='utf-8'", "charset='iso-8859-1'").encode("latin-1")
    directory.serves(GONE, body)
    directory.unchanged(*[number for number in directory.numbers if number != GONE])
    directory.read("2026-11-27")
    asks(directory)
    assert not [cell for cell in cells(archive(directory)) if isinstance(cell, bytes) and b"cureuils" in cell]
