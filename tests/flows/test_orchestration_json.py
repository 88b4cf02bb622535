"""What crosses to the server, and what Prefect stores: JSON, and nothing else; no pickle, no result, no page."""

from pathlib import Path
from typing import Any

import pytest

from flows.options import Options
from tests.flows.orchestrated import stages, tasks, waited, whole
from tests.flows.runs import DAY


@pytest.fixture
def flow(prefect_home: Path) -> Any:
    from flows import flow as module

    return module


def test_nothing_is_persisted_even_where_the_default_says_so(
    flow: Any, prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import temporary_settings

    with temporary_settings({"results.persist_by_default": True, "results.local_storage_path": tmp_path / "storage"}):
        flow.run(Options(DAY, tmp_path / "output", True))
    stored = [path for folder in (tmp_path / "storage", prefect_home / "storage") for path in folder.rglob("*")]
    assert [path for path in stored if path.is_file()] == []


def test_what_would_be_stored_would_be_json(flow: Any) -> None:
    from flows.orchestration.deployed import creches_release

    assert (creches_release.result_serializer, creches_release.persist_result) == ("json", False)


def test_the_server_gets_the_parameters_of_the_run_as_json_and_no_result(
    flow: Any, client: Any, tmp_path: Path
) -> None:
    flow.run(Options(DAY, tmp_path / "output", True))
    run = whole(client, "output", str(tmp_path / "output"))
    told = {"sources": None, "offline": True, "dry_run": False, "as_of": DAY, "pages": None, "archived": False}
    assert run.parameters == {**told, "output": str(tmp_path / "output")}
    inside = stages(client, run)
    done = [task for stage in inside for task in waited(lambda stage=stage: tasks(client, stage))]
    assert len(done) == 8
    assert {repr(one.parameters) for one in inside} == {"{}"}
    assert all(one.task_inputs == {} for one in done)
    assert all(getattr(one.state.data, "expiration", None) is None for one in (run, *inside, *done))
    assert {type(one.state.data).__name__ for one in (run, *inside, *done)} <= {"NoneType", "ResultRecordMetadata"}


def test_the_parameters_have_a_schema_that_a_form_is_made_of(flow: Any) -> None:
    from flows.orchestration.deployed import creches_release

    schema = creches_release.parameters.properties
    assert list(schema) == ["sources", "offline", "dry_run", "as_of", "output", "pages", "archived"]
    assert {name: one["default"] for name, one in schema.items()} == {
        "sources": None,
        "offline": False,
        "dry_run": False,
        "as_of": None,
        "output": "output",
        "pages": None,
        "archived": False,
    }
    assert all(one["description"] for one in schema.values())
    assert {"type": "string", "format": "date"} in schema["as_of"]["anyOf"]
