"""A draft that the process beside the run writes: the same release, and nothing of it is left where the run does not end well."""

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows import publish, shelf
from flows.aside import Aside
from flows.catalogue.manifest import Manifest
from flows.publish import draft as drafts
from flows.publish import writing
from schemas.errors import Refused, WorkersFailed
from tests.flows import aside_steps
from tests.flows.runs import kept, versions
from tests.flows.watched_processes import ends
from tests.sweep.views import left, torn


@pytest.fixture(autouse=True)
def _one_place_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MANY", 1)


def test_a_draft_of_another_process_is_the_release_that_is_written_at_once(
    output: Path, ready: Manifest, tmp_path: Path, beside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_tables", None)  # nothing of it is written here
        publish.made_ready(beside, ready.tables)
        with publish.drafted(output, ready, beside) as draft:
            folder = publish.publish(output, ready, draft)
    publish.stage(tmp_path / "again", ready)
    assert kept(folder) == kept(tmp_path / "again") == kept(output / "latest")
    assert versions(output)[0] == ready.version and torn(output) == [] and left(output) == []


def test_a_draft_of_another_process_that_is_refused_is_thrown_away(
    output: Path, ready: Manifest, beside: Aside
) -> None:
    before = kept(output)
    with pytest.raises(Refused, match="a gate"), publish.drafted(output, ready, beside):
        raise Refused("a gate")
    assert kept(output) == before and left(output) == []


def test_a_disk_that_refuses_another_process_its_draft_refuses_the_publication(
    output: Path, ready: Manifest, beside: Aside
) -> None:
    before = kept(output)
    beside(aside_steps.small_files)
    with publish.drafted(output, ready, beside) as draft, pytest.raises(Refused, match="File too large"):
        publish.publish(output, ready, draft)
    assert kept(output) == before and left(output) == []


def test_a_process_that_is_lost_with_its_draft_publishes_nothing(output: Path, ready: Manifest, beside: Aside) -> None:
    before = kept(output)
    with pytest.raises(WorkersFailed):
        beside(aside_steps.dying)
    with publish.drafted(output, ready, beside) as draft, pytest.raises(WorkersFailed, match="nothing is published"):
        publish.publish(output, ready, draft)
    assert kept(output) == before and left(output) == []


def test_another_process_writes_apart_for_it_may_outlive_its_run(output: Path, ready: Manifest, beside: Aside) -> None:
    with publish.drafted(output, ready) as mine, publish.drafted(output, ready, beside) as theirs:
        assert mine.folder == output / f".staging-{ready.version}"
        assert theirs.folder.parent == output and theirs.folder != mine.folder
        assert theirs.folder.name.startswith(".staging-"), "the next run throws it away"
    assert left(output) == []


_RUN = """
import pickle, sys, time
from pathlib import Path
from flows import aside, publish
from flows.publish import draft
from tests.flows import aside_steps
if __name__ == "__main__":
    draft.MANY = 1
    output, ready = Path(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes())
    with aside.opened() as one:
        pid = one(aside_steps.pid)
        folder = publish.drafted(output, ready, one).folder
        while not any(folder.iterdir()):
            time.sleep(0.001)
        print(pid, flush=True)
        time.sleep(60)
"""


def killed_while_it_drafts(output: Path, ready: Manifest, folder: Path) -> int:
    """A run of its own that is killed while its other process writes the draft, which this is the id of."""
    (folder / "run.py").write_text(_RUN)
    (folder / "ready.pickle").write_bytes(pickle.dumps(ready))
    about = {**os.environ, "CRECHES_RUNNER": "processes", "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(folder / "run.py"), str(output), str(folder / "ready.pickle")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=about) as run:
        assert run.stdout
        pid = int(run.stdout.readline())
        run.send_signal(signal.SIGKILL)
    return pid


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes where Linux shows them")
def test_what_is_written_on_after_a_run_was_killed_spoils_no_later_one(
    output: Path, ready: Manifest, tmp_path: Path
) -> None:
    pid = killed_while_it_drafts(output, ready, tmp_path)
    assert list(output.glob(".staging-*~*")), "nothing was being written"
    shelf.recover(output)
    with publish.drafted(output, ready) as draft:
        folder = publish.publish(output, ready, draft)
    assert ends(pid)
    publish.stage(tmp_path / "again", ready)
    assert kept(folder) == kept(tmp_path / "again") == kept(output / "latest") and torn(output) == []
    shelf.recover(output)
    assert left(output) == []
