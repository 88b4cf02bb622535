"""A whole release of a source of one page a member: each row is proved by its own page, whoever worked on the batches."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.geocode import ahead, elsewhere
from flows.geocode.remote import Remote
from flows.publish import draft, writing
from tests.flows.geocode_service import Service
from tests.flows.loopback import Loopback
from tests.flows.many_pages import DAY, Directory, page, path_of, settings
from tests.flows.runs import published, row_of, rows, run
from tests.sweep.views import left

pytestmark = pytest.mark.every_source


@pytest.fixture(scope="module")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Directory, Path]]:
    """A directory whose pages were read once, and a shelf with the release that threads, five pages at once, made of them."""
    with Loopback({}) as server:
        made = Directory(server, tmp_path_factory.mktemp("directory"))
        output = made.output.with_name("released")
        with pytest.MonkeyPatch.context() as patch:
            settings(patch, made.folder)
            made.read()  # its pages are archived; what follows is offline, geocoding too
            shutil.copytree(made.output, output)
            patch.setattr("flows.pages.merged.AT_ONCE", 5)
            assert run(output, DAY).result == "published"
        yield made, output


@pytest.fixture
def directory(
    _released: tuple[Directory, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Directory]:
    """A directory whose pages are archived and of which no release is made; its server answers as at first afterwards."""
    made, _ = _released
    settings(monkeypatch, made.folder)
    routes, output = dict(made.server.routes), made.output
    made.output = Path(shutil.copytree(output, tmp_path / "output"))
    yield made
    made.server.routes, made.output = routes, output


@pytest.fixture
def released(directory: Directory, _released: tuple[Directory, Path]) -> Directory:
    """The same with its release."""
    shutil.rmtree(directory.output)
    shutil.copytree(_released[1], directory.output)
    return directory


def test_each_cell_is_proved_by_the_page_of_its_own_member(released: Directory) -> None:
    directory = released
    place = row_of(directory.output, "Crèche n° 3")
    proofs = [row for row in rows(directory.output, "provenance") if row["id"] == place["id"] and row["champ"] == "nom"]
    (record,) = [one for one in directory.read(offline=True).reading.records if one.nom == "Crèche n° 3"]
    assert [(row["source_url"], row["snapshot"]) for row in proofs] == [(record.url, record.snapshot)]
    assert record.url == directory.server.url(path_of(3)) and place["capacite"] == "13"
    known = {row["reference"] for row in rows(directory.output, "identifiants") if row["source"] == "annuaire"}
    assert {f"CRE{n:06}" for n in directory.numbers} <= known


def test_threads_and_processes_publish_the_same_bytes(
    directory: Directory, _released: tuple[Directory, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.pages.merged.AT_ONCE", 5)
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    assert run(directory.output, DAY).result == "published"
    assert published(directory.output) == published(_released[1]) != {}


def test_a_process_beside_the_run_asks_and_writes_the_same(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, asked = {}, {}
    for module, name in ((ahead, "FEWEST"), (elsewhere, "MANY"), (draft, "MANY")):
        monkeypatch.setattr(module, name, 1)
    for runner in ("threads", "processes"):
        monkeypatch.setenv("CRECHES_RUNNER", runner)
        output = directory.output.with_name(runner)
        output.mkdir()
        (directory.output / "snapshots").rename(output / "snapshots")
        with Service() as service, monkeypatch.context() as patch:
            patch.setenv("CRECHES_GEOCODER", service.address)
            if runner == "processes":
                patch.setattr(Remote, "__call__", None)
                patch.setattr(writing, "write_formats", None)
            run(output, DAY, offline=False, archived=True)
        (output / "snapshots").rename(directory.output / "snapshots")
        made[runner], asked[runner] = published(output), sorted(one["q"] for one in service.asked)
        assert left(output) == []
    assert made["threads"] == made["processes"] and asked["threads"] == asked["processes"] != []


def test_one_changed_page_is_one_changed_row(released: Directory) -> None:
    directory = released
    directory.unchanged(*directory.numbers)
    directory.serves(5, page(5).replace(b"15 berceaux", b"16 berceaux"))
    directory.read("2026-11-27")
    result = run(directory.output, "2026-11-27")
    assert result.changes["etablissements modifie"] == 1 and row_of(directory.output, "Crèche n° 5")["capacite"] == "16"
