"""A run as a worker begins it, by Prefect's own engine in a process of its own: its end is told once, in words."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import CrechesError, SourceChanged
from tests.flows.orchestrated import waited
from tests.flows.runs import DAY, ROOT, saved
from tests.pages.markups import MARKUPS


def asked(client: Any, parameters: dict[str, Any]) -> Any:
    """A run of a deployment that waits for a worker."""
    from prefect.types.entrypoint import EntrypointType

    from flows.orchestration.deployed import creches_release

    made: Any = creches_release.to_deployment("essai", entrypoint_type=EntrypointType.MODULE_PATH)
    return client.create_flow_run_from_deployment(made.apply(), parameters=parameters)


def engine(run: Any, folder: Path) -> tuple[int, str]:
    """What a worker starts for it: the exit code, and all that it says."""
    from prefect.settings import PREFECT_API_URL

    there = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value()), "PREFECT_HOME": str(folder / "home")}
    there |= {"PREFECT_LOGGING_TO_API_ENABLED": "true", "PREFECT_LOGGING_LEVEL": "INFO"}
    command = [sys.executable, "-m", "prefect.engine", str(run.id)]
    done = subprocess.run(command, cwd=ROOT, env=there, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def logged(client: Any, run: Any) -> list[str]:
    """The log of a run as the server shows it, once its last line is there."""
    from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId

    mine = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
    lines = waited(
        lambda: [one.message for one in client.read_logs(mine)], lambda told: any("Finished" in t for t in told)
    )
    assert lines
    return list(lines)


@pytest.fixture
def refused(client: Any, tmp_path: Path) -> dict[str, Any]:
    """Parameters of a run that is refused: the page names nobody."""
    page = saved(tmp_path, MARKUPS["h3_p"](()), "empty.html")
    pages = {"coop_petite_enfance": str(page)}
    return {"offline": True, "as_of": DAY, "output": str(tmp_path / "output"), "pages": pages}


def test_a_refused_run_of_a_worker_is_failed_with_its_words_and_no_traceback(
    client: Any, refused: dict[str, Any], tmp_path: Path
) -> None:
    run = asked(client, refused)
    code, said = engine(run, tmp_path)
    state = client.read_flow_run(run.id).state
    assert state.is_failed() and "coop_petite_enfance" in state.message
    told = "\n".join([said, *logged(client, run)])
    assert "coop_petite_enfance" in told and code == 0
    assert not [word for word in ("Traceback", "TypeError", "Carried", "unexpected exception") if word in told], told


def test_who_calls_the_flow_in_python_is_raised_the_very_error(client: Any, refused: dict[str, Any]) -> None:
    from flows.orchestration.deployed import creches_release

    with pytest.raises(CrechesError) as raised:
        creches_release(**refused)
    assert type(raised.value) is SourceChanged
