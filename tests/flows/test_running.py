"""A run leaves word of itself: a journal, a report in three forms, whatever its end."""

import gc
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from flows import collect, release
from flows.caller import Caller
from flows.options import Options
from flows.outcome import Outcome
from flows.running.events import EVENTS
from schemas.errors import Damaged, FetchFailed, Locked, Refused, UsageError
from tests.commands import unfetched
from tests.flows.geocode_service import Service
from tests.flows.runs import ROOT, published, saved, tree
from tests.flows.watched_runs import codes, events, folders, report, watched
from tests.pages.markups import MARKUPS

STAGES = ["lire", "identifier", "situer", "compter", "prouver", "valider", "publier"]


def test_a_run_that_publishes_tells_its_steps_its_sources_and_its_release(first: Path) -> None:
    told = codes(first)
    assert told[0] == "run.begun" and told[-2:] == ["release.published", "run.done"]
    steps = [e["step"] for e in events(first) if e["event"] == "step.done"]
    assert [step for step in steps if ":" not in step] == STAGES and steps[0].startswith("lire:coop_petite_enfance")
    assert {e["source"]: e["records"] for e in events(first) if e["event"] == "source.had"} == {
        "coop_petite_enfance": 6,
        "pope": 1,
    }
    assert len({event["run"] for event in events(first)}) == 1 and set(told) <= set(EVENTS)


def test_its_report_answers_what_changed_why_and_what_to_do(first: Path) -> None:
    said = report(first)
    assert (said["result"], said["published"], said["exit_code"], said["version"]) == (
        "published",
        True,
        0,
        "2026.11.22",
    )
    assert said["changes"]["etablissements ajoute"] == 6 and said["causes"]["source_nouvelle"] > 6
    assert {*STAGES} <= {step["name"] for step in said["steps"]} and all(step["peak_mb"] > 20 for step in said["steps"])
    french, english = ((folders(first)[-1] / name).read_text() for name in ("rapport.md", "report.md"))
    assert "Oui : **2026.11.22**, 6 établissement(s)" in french and "établissement : 6 ajout(s)" in french
    assert "Yes: **2026.11.22**, 6 place(s)" in english and "place: 6 added" in english
    assert all(
        title in french
        for title in ("## Publiée ?", "## Qu'est-ce qui a changé, et pourquoi ?", "## Que dois-je faire ?")
    )
    assert "Rien." in french.split("## Que dois-je faire ?")[1] and "Nothing." in english
    assert max(len(text.splitlines()) for text in (french, english)) <= 50  # one screen


def test_word_of_runs_changes_no_byte_of_what_is_published(first: Path, output: Path) -> None:
    assert tree(first) == tree(output)
    run = folders(first)[-1].name
    assert not [name for name, body in tree(first).items() if run.encode() in body]


def test_an_unchanged_run_says_so(first: Path) -> None:
    assert watched(first, "2026-11-29").result == "unchanged"
    assert codes(first)[-2:] == ["release.unchanged", "run.done"] and "publier" not in {
        s["name"] for s in report(first)["steps"]
    }
    assert report(first)["version"] == "2026.11.22" and not report(first)["published"]
    assert "No: **2026.11.22** stays the release." in (folders(first)[-1] / "report.md").read_text()


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    assert watched(tmp_path / "output", dry_run=True).result == "dry-run"
    assert not (tmp_path / "output").exists()
    with pytest.raises(UsageError, match="cannot be written"):
        watched(saved(tmp_path, b"a file") / "output", dry_run=True)


def test_a_refused_page_is_told_with_what_to_do_next(first: Path, tmp_path: Path) -> None:
    before = published(first)
    with pytest.raises(Refused) as refused:
        watched(first, "2026-11-29", pages={"coop_petite_enfance": saved(tmp_path, MARKUPS["h3_p"](()))})
    assert codes(first)[-3:] == ["step.failed", "run.refused", "run.done"] and published(first) == before
    said = report(first)
    assert (said["result"], said["exit_code"], said["version"]) == ("refused", 3, "2026.11.22")
    assert said["error"].splitlines()[0] == str(refused.value).splitlines()[0] and "no member read" in said["error"]


def test_each_gate_that_refuses_is_an_event_with_the_command_that_lets_it_pass(first: Path) -> None:
    line = 'Too many went (5/6). To accept it, once checked: creches gate acknowledge baisse --source pope --days 14 --reason "…"'

    def walk(options: Options, call: Caller) -> Outcome:
        call("valider", lambda: None)
        raise Refused(f"The release is refused by its gates; nothing is published:\n- {line}")

    with pytest.raises(Refused):
        watched(first, "2026-11-29", walk)
    (refused,) = [event for event in events(first) if event["event"] == "gate.refused"]
    assert refused["gate"] == "baisse" and refused["message"] == line
    assert (
        'creches gate acknowledge baisse --source pope --days 14 --reason "…"`'
        in (folders(first)[-1] / "rapport.md").read_text()
    )


def test_a_source_that_failed_is_told_and_the_run_is_partial(
    first: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(collect, "fetch_page", unfetched)
    with Service() as geocoder:
        monkeypatch.setenv("CRECHES_GEOCODER", geocoder.address)
        watched(first, "2026-11-29", offline=False, asked=("coop_petite_enfance",))
    said = report(first)
    assert said["exit_code"] == 4 and "Too slow" in said["stale"]["coop_petite_enfance"]
    assert {"source.stale", "source.failed"} & set(codes(first))
    assert "creches release --page coop_petite_enfance=FILE" in (folders(first)[-1] / "report.md").read_text()


@pytest.mark.parametrize(
    ("error", "result", "code", "event"),
    [
        (Refused("no"), "refused", 3, "run.refused"),
        (UsageError("no"), "usage", 2, "run.refused"),
        (FetchFailed("no"), "failed", 5, "run.failed"),
        (Locked("no"), "failed", 6, "run.failed"),
        (Damaged("no"), "failed", 8, "run.failed"),
        (RuntimeError("a value that must not be seen"), "crashed", 1, "run.crashed"),
        (KeyboardInterrupt(), "stopped", 130, "run.stopped"),
        (SystemExit(143), "stopped", 143, "run.stopped"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_every_end_has_its_event_its_report_and_is_raised_on(
    first: Path, error: BaseException, result: str, code: int, event: str
) -> None:
    def walk(options: Options, call: Caller) -> Outcome:
        raise error

    with pytest.raises(type(error)) as raised:
        watched(first, walk=walk)
    assert raised.value is error and codes(first)[-2:] == [event, "run.done"]
    assert (report(first)["result"], report(first)["exit_code"]) == (result, code)
    assert "must not be seen" not in "".join(path.read_text() for path in folders(first)[-1].iterdir())
    if result == "crashed":
        assert re.fullmatch(r"tests/flows/test_running.py:\d+ in walk", report(first)["where"])


def test_a_step_gives_what_it_gives_and_its_stage_too(first: Path) -> None:
    seen: dict[str, Any] = {}

    def walk(options: Options, call: Caller) -> Outcome:
        seen["one"] = call("un", lambda a, b: a + b, 1, 2)
        seen["stage"] = call.stage("étape", lambda inner, a: [inner("étape", str, a), inner("deux", str, a)], 5)
        seen["every"] = call.every(["a", "b", "c"], abs, [(-1,), (-2,), (3,)])
        seen["none"] = call.every([], abs, [])
        return release.walk(options, call)

    watched(first, walk=walk)
    assert seen == {"one": 3, "stage": ["5", "5"], "every": [1, 2, 3], "none": []}
    assert [step["name"] for step in report(first)["steps"]][:4] == ["un", "deux", "étape", "a … (3)"]


@pytest.mark.parametrize("fails", [False, True])
def test_garbage_is_seldom_searched_while_a_run_works_and_as_before_it_afterwards(first: Path, fails: bool) -> None:
    before, kept, seen = gc.get_threshold(), gc.get_freeze_count(), []

    def walk(options: Options, call: Caller) -> Outcome:
        seen.append((gc.get_threshold()[0], gc.get_freeze_count()))
        if fails:
            raise Refused("no")
        return release.walk(options, call)

    with pytest.raises(Refused) if fails else nullcontext():
        watched(first, walk=walk)
    assert seen[0][0] > 10 * before[0] and seen[0][1] > kept
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_a_wrong_setting_of_metrics_is_refused_before_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_METRICS", "statsd")
    with pytest.raises(UsageError, match="write prometheus"):
        watched(tmp_path / "output")
    assert not (tmp_path / "output").exists()


def test_the_events_are_those_that_the_documents_list() -> None:
    table = (ROOT / "docs" / "operations.md").read_text().split("| event |", 1)[1].split("\n\n")[0]
    listed = {row[0]: row[1:] for row in re.findall(r"^\| `([a-z.]+)` \| (\w+) \| (.+?) \|$", table, re.M)}
    assert listed == {code: (level, english) for code, (level, _, english) in EVENTS.items()}
