"""What several files of tests share: a server of Prefect with an empty database, a folder in which a watched run published, a
release that is ready to be published, and a process beside a run."""

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
from tests.flows.runs import pages_only
from tests.flows.watched_runs import watched
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


@pytest.fixture(scope="module")
def _ready(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return manifest_of(_first_release, tmp_path_factory.mktemp("ready"))


@pytest.fixture
def ready(_ready: Path) -> Manifest:
    """The release of a seventh member, of a week later, not published."""
    found: Manifest = pickle.loads(_ready.read_bytes())
    return found
