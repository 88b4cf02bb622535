"""The same walk through a real Prefect server: same bytes, same refusals, one task a step."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import release
from flows.environment import prepare
from flows.outcome import Outcome
from schemas.errors import ServerFailed, SourceChanged
from tests.flows.orchestrated import named, stages, tasks, waited, whole
from tests.flows.runs import DAY, pages_only, saved, tree
from tests.pages.markups import MARKUPS


@pytest.fixture
def flow(prefect_home: Path) -> Any:
    """The door to the flow."""
    from flows import flow as module

    return module


def options(output: Path, **asked: Any) -> release.Options:
    return release.Options(DAY, output, True, **asked)


@pytest.fixture(scope="module")
def published(prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A folder in which the flow published, which nobody changes, and what it gave."""
    from flows import flow as module

    output = tmp_path_factory.mktemp("flow") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        return output, module.run(options(output))


def test_a_flow_run_publishes_the_same_bytes_as_a_direct_run(published: tuple[Path, Outcome], output: Path) -> None:
    folder, result = published
    assert (result.result, result.exit_code) == ("published", 0)
    made = {name: body for name, body in tree(folder).items() if not name.startswith("runs/")}
    assert made == tree(output)  # word of the run itself has its own clock


def test_a_refused_page_is_the_same_error_with_the_same_words(flow: Any, output: Path, tmp_path: Path) -> None:
    before = tree(output)
    asked = options(output, pages={"coop_petite_enfance": saved(tmp_path, MARKUPS["h3_p"](()))})
    with pytest.raises(SourceChanged) as direct:
        release.walk(asked)
    with pytest.raises(SourceChanged) as through:
        flow.run(asked)
    assert str(through.value) == str(direct.value)
    assert {name: body for name, body in tree(output).items() if not name.startswith("runs/")} == before


STAGES = ["lire", "identifier", "situer", "compter", "prouver", "valider", "publier"]


def test_the_server_knows_a_run_with_a_sub_flow_a_stage_and_its_tasks_by_the_names_of_the_steps(
    published: tuple[Path, Outcome], client: Any
) -> None:
    run = whole(client, "output", str(published[0]))
    called = stages(client, run)
    assert [client.read_flow(one.flow_id).name for one in called] == STAGES
    done = [[named(task) for task in waited(lambda one=one: tasks(client, one))] for one in called]
    assert done == [["lire:coop_petite_enfance", "lire:pope"], *([name] for name in STAGES[1:])]
    assert run.state.is_completed() and run.state.message == "published 2026.11.22"


def test_a_run_that_changes_nothing_is_completed_and_says_so(flow: Any, client: Any, output: Path) -> None:
    assert flow.run(options(output)).result == "unchanged"
    run = whole(client, "output", str(output))
    assert run.state.is_completed() and run.state.message == "unchanged 2026.11.22"


def test_a_refused_run_has_failed_with_the_words_of_the_refusal_and_so_have_its_stage_and_its_task(
    flow: Any, client: Any, output: Path, tmp_path: Path
) -> None:
    page = saved(tmp_path, MARKUPS["h3_p"](()))
    with pytest.raises(SourceChanged) as refused:
        flow.run(options(output, pages={"coop_petite_enfance": page}))
    run = whole(client, "pages", {"coop_petite_enfance": str(page)})
    (stage,) = stages(client, run)
    (task,) = waited(lambda: [one for one in tasks(client, stage) if one.state.is_failed()])
    assert all(one.state.is_failed() for one in (run, stage, task))
    assert {one.state.message for one in (run, stage, task)} == {str(refused.value)}


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

    monkeypatch.setattr("flows.orchestration.command.creches_release", no_server)
    with pytest.raises(ServerFailed, match=r"could not be reached or started.*--direct"):
        flow.run(options(tmp_path / "output"))
    assert not (tmp_path / "output").exists()
