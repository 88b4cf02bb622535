"""Releases of all sources made again: registers that answer or not, the geocoder down; and no person in what is kept."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import rebuild
from flows.rebuild import archive
from tests.flows.five_sources import CAF, GEOCODER, LIST, PLANTED, RECHERCHE, World
from tests.flows.five_sources_companies import COMPANIES
from tests.flows.runs import run, tree, versions

pytestmark = pytest.mark.every_source


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A release of all sources, and one where the list, two registers and the geocoder fall and a company is gone."""
    folder = tmp_path_factory.mktemp("all")
    with World(folder / "world") as world, pytest.MonkeyPatch.context() as patch:
        world.reached(patch)
        assert run(folder / "output", "2026-11-26", offline=False).result == "published"
        world.live(COMPANIES[:-1])
        world.faults = {LIST: "en_panne", RECHERCHE: "coupee", CAF: "du_html", GEOCODER: "en_panne"}
        assert run(folder / "output", "2026-12-03", offline=False).result == "partial"
        assert world.persons > 0
    for name in ("snapshots", "cache", "review"):
        shutil.rmtree(folder / "output" / name)
    yield folder / "output"


def test_releases_of_all_sources_are_made_again_whoever_failed(output: Path) -> None:
    for version in versions(output):
        made = rebuild.rebuild(output, version)
        assert made.differs == () and tree(made.folder) == tree(output / "releases" / version)


def test_no_person_that_a_register_tells_of_is_in_an_archive(output: Path) -> None:
    for version in versions(output):
        text = gzip.decompress(archive.path_of(output, version).read_bytes()).decode().casefold()
        assert [one for one in PLANTED if one.casefold() in text] == []
