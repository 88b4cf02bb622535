"""No test asks the network, inherits a maintainer's settings, or touches the project's own `output/`."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import sources
from tests.commands import Creches, command
from tests.flows.runs import pages_only, run

_connect = socket.socket.connect
_KEPT = ("CRECHES_FULL", "CRECHES_SITE")
hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tested
hypothesis.settings.load_profile("untimed")
os.environ["CRECHES_SITE"] = "no"  # hundreds of runs: those of the site's own tests build it


def _only_loopback(line: socket.socket, address: Any) -> None:
    if line.family in (socket.AF_INET, socket.AF_INET6) and not ip_address(address[0]).is_loopback:
        raise AssertionError("a test may only connect to loopback")
    _connect(line, address)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Loopback only, no setting from outside, and the handlers of signals as they were."""
    monkeypatch.setattr(socket.socket, "connect", _only_loopback)
    for name in [name for name in os.environ if name.startswith("CRECHES_") and name not in _KEPT]:
        monkeypatch.delenv(name)
    handler = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture(autouse=True)
def few_sources(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in this process read the pages only, except in tests marked `every_source`."""
    if not request.node.get_closest_marker("every_source"):
        monkeypatch.setattr(sources, "pages", pages_only)


@pytest.fixture(scope="session")
def _first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("first") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        assert run(output).result == "published"
    return output


@pytest.fixture
def output(_first_release: Path, tmp_path: Path) -> Path:
    """A folder of one's own that holds one release, of 2026-11-22, made offline."""
    shutil.copytree(_first_release, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def creches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Creches:
    """The command, in this process, from an empty folder."""
    monkeypatch.chdir(tmp_path)
    return command(monkeypatch, capsys)
