"""What several files of tests share: a server of Prefect with an empty database, a folder in which a watched run published,
shelves of several weeks, a release that is ready to be published, a process beside a run, and releases of which somebody asks
to leave."""

import json
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import aside
from flows.aside import Aside
from flows.catalogue.manifest import Manifest
from flows.environment import prepare
from flows.outcome import Outcome
from tests.flows.cut_short import FIVE, LATER, NEXT, NINE
from tests.flows.erasing import DAY, GONE, PHONE, STAYS, ask, empty_list, telling, walk_with
from tests.flows.online import _down as _down
from tests.flows.online import _fetched as _fetched
from tests.flows.online import down as down
from tests.flows.online import fetched as fetched
from tests.flows.online import list_server as list_server
from tests.flows.online import online as online
from tests.flows.runs import after, every_source, pages_only, row_of, run, run_members
from tests.flows.watched_runs import watched
from tests.pages.members import MEMBERS, SEVENTH
from tests.sweep.shelves import manifest_of


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running server, and the folder in which Prefect would store what it persists."""
    prepare()
    from prefect.settings import temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    home = tmp_path_factory.mktemp("prefect")
    with prefect_test_harness(server_startup_timeout=120), temporary_settings({"home": home}):
        yield home


@pytest.fixture
def client(prefect_home: Path) -> Iterator[Any]:
    """A client of that server."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def _watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("watched") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        assert watched(output).result == "published"
    return output


@pytest.fixture
def first(_watched: Path, tmp_path: Path) -> Path:
    """A folder of one's own in which a watched run published."""
    shutil.copytree(_watched, tmp_path / "watched")
    return tmp_path / "watched"


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aside]:
    """A process beside a run."""
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    with aside.opened() as one:
        assert one
        yield one


@pytest.fixture(scope="session")
def first_of_every_source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A first release of every source that is read offline, the curation too, to be read or copied; and how its run ended."""
    output = tmp_path_factory.mktemp("every") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", every_source)
        return output, run(output)


@pytest.fixture(scope="session")
def _seventh(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return after(_first_release, tmp_path_factory.mktemp("seventh"), [*MEMBERS, SEVENTH], NEXT)[0]


@pytest.fixture
def seventh(_seventh: Path, tmp_path: Path) -> Path:
    """A folder of one's own that holds the first release and that of a seventh member, of 2026-11-29."""
    return Path(shutil.copytree(_seventh, tmp_path / "seventh"))


@pytest.fixture(scope="session")
def _nine(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return after(_first_release, tmp_path_factory.mktemp("nine"), NINE, NEXT)[0]


@pytest.fixture
def nine(_nine: Path, tmp_path: Path) -> Path:
    """A folder of one's own that holds the first release and that of nine members, of 2026-11-29."""
    return Path(shutil.copytree(_nine, tmp_path / "nine"))


@pytest.fixture(scope="session")
def _held(_nine: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    return after(_nine, tmp_path_factory.mktemp("held"), FIVE, LATER)


@pytest.fixture
def held(_held: tuple[Path, Outcome], tmp_path: Path) -> tuple[Path, Outcome]:
    """The same after a run, of 2026-12-06, whose list has five members only; and how that run ended."""
    return Path(shutil.copytree(_held[0], tmp_path / "held")), _held[1]


@pytest.fixture(scope="session")
def _ready(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of a seventh member, of a week later, ready to be published: its manifest, in a file."""
    return manifest_of(_first_release, tmp_path_factory.mktemp("ready"))


@pytest.fixture
def ready(_ready: Path) -> Manifest:
    """The release of a seventh member, of a week later, not published."""
    found: Manifest = pickle.loads(_ready.read_bytes())
    return found


@pytest.fixture(scope="session")
def _asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with a structure that will ask to leave, then one with a newcomer; beside, the shelf with but the first."""
    output = tmp_path_factory.mktemp("asking") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        walk_with(monkeypatch, empty_list(output.parent))
        assert run_members(output, [*STAYS[:4], GONE], DAY).result == "published"
        shutil.copytree(output, output.parent / "first")
        assert run_members(output, [*STAYS, GONE], "2026-11-25").result == "published"
    return output


@pytest.fixture(scope="session")
def _asked(_asking: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the two releases after a request by id, and with its list; the ids that the structure had."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copytree(_asking, folder / "output")
    output = folder / "output"
    ids = {table: row_of(output, GONE.nom, table)["id"] for table in ("etablissements", "gestionnaires")}
    with pytest.MonkeyPatch.context() as monkeypatch:
        walk_with(monkeypatch, empty_list(folder))
        assert telling(output, GONE.nom, GONE.rue, phones=(PHONE,))
        report = ask(output, id_=ids["etablissements"], note="par courrier")
    assert report["result"] == "reissued" and GONE.nom not in json.dumps(report, ensure_ascii=False)
    return folder, ids
