"""The same walk through a real Prefect server: same bytes, same refusals, one task a step."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.environment import prepare
from schemas.errors import ServerFailed, SourceChanged
from tests.flows.runs import DAY, saved, tree
from tests.pages.markups import MARKUPS


@pytest.fixture(scope="session")
def flow() -> Iterator[Any]:
    """The flow, and a server of its own with an empty database."""
    prepare()
    from prefect.testing.utilities import prefect_test_harness

    from flows import flow as module

    with prefect_test_harness(server_startup_timeout=120):
        yield module


def options(flow: Any, output: Path, **asked: Any) -> Any:
    return flow.release.Options(DAY, output, True, **asked)


def test_a_flow_run_publishes_the_same_bytes_as_a_direct_run(flow: Any, output: Path, tmp_path: Path) -> None:
    result = flow.run(options(flow, tmp_path / "flow" / "output"))
    assert (result.result, result.exit_code) == ("published", 0)
    assert tree(tmp_path / "flow" / "output") == tree(output)


def test_a_refused_page_is_the_same_error_with_the_same_words(flow: Any, output: Path, tmp_path: Path) -> None:
    before = tree(output)
    asked = options(flow, output, pages={"coop_petite_enfance": saved(tmp_path, MARKUPS["h3_p"](()))})
    with pytest.raises(SourceChanged) as direct:
        flow.release.walk(asked)
    with pytest.raises(SourceChanged) as through:
        flow.run(asked)
    assert str(through.value) == str(direct.value)
    assert tree(output) == before


def test_a_second_run_is_unchanged_and_the_server_knows_it_with_its_tasks_by_the_names_of_the_steps(
    flow: Any, output: Path
) -> None:
    from prefect.client.orchestration import get_client

    assert flow.run(options(flow, output)).result == "unchanged"
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs()
        names = {re.sub(r"-\w+$", "", task.name) for task in client.read_task_runs()}
    assert {run.name for run in runs} and any(run.state and run.state.is_completed() for run in runs)
    assert names >= {"lire:coop_petite_enfance", "lire:pope", "identifier", "situer", "prouver"}


SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


def test_a_server_is_given_two_minutes_to_start_and_sends_no_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    prepare()
    assert {name: os.environ[name] for name in SETTINGS} == SETTINGS


def test_what_a_maintainer_has_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "300")
    prepare()
    assert os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] == "300"


def test_a_home_that_cannot_be_written_is_replaced_by_a_temporary_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("PREFECT_HOME", "")  # put back at the end, whatever prepare() sets
    monkeypatch.delenv("PREFECT_HOME")
    prepare()
    assert Path(os.environ["PREFECT_HOME"]).parent == tmp_path


def test_no_server_at_all_is_a_failure_that_says_what_to_do(
    flow: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_server(*_: object, **__: object) -> None:
        raise RuntimeError("timed out")

    monkeypatch.setattr(flow, "_release", no_server)
    with pytest.raises(ServerFailed, match=r"could not be reached or started.*--direct"):
        flow.run(options(flow, tmp_path / "output"))
    assert not (tmp_path / "output").exists()
