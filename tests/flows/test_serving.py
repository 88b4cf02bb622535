"""The schedules are one table: Prefect's file, `creches serve`, the crontab and systemd say the same."""

import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

import sources
from flows import serving
from flows.cli import app
from flows.orchestration import serving as keeping
from flows.orchestration.deployed import creches_release
from flows.orchestration.serving import deployments
from flows.schedules import SCHEDULES, TIMEZONE, Schedule, next_run
from tests.flows.served import served

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DECLARED: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

each_schedule = pytest.mark.parametrize("one", SCHEDULES, ids=lambda one: one.name)


@pytest.mark.every_source
def test_there_is_a_weekly_run_of_all_a_daily_of_first_hand_pages_and_a_monthly_of_registers() -> None:
    asked = {one.name: set(one.sources) for one in SCHEDULES}
    of_class = {
        kind: {s.id for s in sources.pages().values() if s.classe == kind} for kind in ("premiere_main", "registre")
    }
    assert asked == {"hebdomadaire": set(), "quotidien": of_class["premiere_main"], "registres": of_class["registre"]}


@each_schedule
def test_each_begins_at_an_odd_minute_and_never_in_the_hour_that_summer_time_takes_or_gives(one: Schedule) -> None:
    minute, hour = map(int, one.cron.split()[:2])
    assert minute % 2 == 1 and minute % 5 and hour != 2 and one.timezone == TIMEZONE


@each_schedule
def test_prefect_yaml_declares_it(one: Schedule) -> None:
    found = {row["name"]: row for row in DECLARED["deployments"]}
    assert found.keys() == {s.name for s in SCHEDULES}
    row = found[one.name]
    assert row["schedules"] == [{"cron": one.cron, "timezone": one.timezone, "active": True}]
    assert row["parameters"] == {"sources": list(one.sources) or None, "output": "output"}
    assert row["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert row["description"] == f"{one.description_fr} {one.description_en}"
    assert row["work_pool"] == {"name": "creches"} and "code:{{ code.stdout }}" in row["tags"]


def test_prefect_yaml_names_the_flow_and_the_version_of_prefect_that_is_locked() -> None:
    path, _, name = DECLARED["deployments"][0]["entrypoint"].partition(":")
    assert {row["entrypoint"] for row in DECLARED["deployments"]} == {f"{path}:{name}"}
    assert (ROOT / path).is_file() and creches_release.fn.__name__ == name
    assert f"\nprefect=={DECLARED['prefect-version']} " in LOCK


def test_the_parameters_of_each_deployment_are_parameters_of_the_flow() -> None:
    named = creches_release.parameters.properties
    assert all(row["parameters"].keys() <= named.keys() for row in DECLARED["deployments"])
    assert named.keys() == {"sources", "offline", "dry_run", "as_of", "output", "pages", "archived"}


@each_schedule
def test_creches_serve_makes_the_deployment_that_prefect_yaml_declares(one: Schedule, tmp_path: Path) -> None:
    [made] = [found for found in deployments(tmp_path) if found.name == f"{one.name}-local"]
    [scheduled] = made.schedules or []
    assert (scheduled.schedule.cron, scheduled.schedule.timezone) == (one.cron, one.timezone)
    assert made.parameters == {"sources": list(one.sources) or None, "output": str(tmp_path)}
    assert made.concurrency_limit == 1 and made.concurrency_options.collision_strategy == "CANCEL_NEW"
    assert made.paused is False and f"code:{serving.code_version()}" in made.tags


def test_creches_serve_names_no_deployment_of_workers_which_it_would_take_over_and_pause(tmp_path: Path) -> None:
    of_workers = {row["name"] for row in DECLARED["deployments"]}
    assert of_workers and not of_workers & {made.name for made in deployments(tmp_path)}


def test_without_a_server_creches_serve_says_so_and_names_cron() -> None:
    code, said = served({"PREFECT_API_URL": ""})
    assert code == 2
    assert "No Prefect server is named" in said and "creches serve --cron" in said and "Traceback" not in said


def test_a_server_that_does_not_answer_is_named_and_nothing_is_served() -> None:
    code, said = served({"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert code == 5 and "http://127.0.0.1:9/api" in said and "Traceback" not in said


def test_the_committed_crontab_is_the_one_that_the_command_writes() -> None:
    assert (DEPLOY / "crontab").read_text(encoding="utf-8") == serving.crontab("/srv/creches", "/srv/creches/output")


@each_schedule
def test_a_cron_line_asks_for_a_release_that_the_command_understands(one: Schedule) -> None:
    lines = serving.crontab("/home/a b", "/home/a b/output").splitlines()
    [line] = [text for text in lines if text.startswith(f"{one.cron}  ")]
    words = shlex.split(line.removeprefix(one.cron))
    assert words[:6] == ["cd", "/home/a b", "&&", "mkdir", "-p", "/home/a b/output/runs"]
    assert words[6:8] == ["&&", ".venv/bin/creches"] and words[-2:] == [">>/home/a b/output/runs/cron.log", "2>&1"]
    command = typer.main.get_command(app).commands["release"]
    given = command.make_context("release", words[9 : words.index("--output") + 2]).params
    assert given["direct"] and tuple(given["source"] or ()) == one.sources
    assert given["output"] == Path("/home/a b/output") and "%" not in line


def test_a_per_cent_sign_of_a_path_does_not_end_a_cron_line() -> None:
    lines = [
        line for line in serving.crontab("/srv/100%", "/srv/100%/output").splitlines() if "creches release" in line
    ]
    assert len(lines) == 3
    assert all(re.findall(r".?%", line) == [r"\%"] * line.count("%") and line.count("%") > 2 for line in lines)


def test_creches_serve_says_in_one_line_what_it_keeps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(keeping, "keep", lambda *_, **__: None)
    monkeypatch.setattr(keeping, "named_server", lambda: "http://user:secret@127.0.0.1:4200/api")
    keeping.serve(tmp_path)
    [line] = capsys.readouterr().err.splitlines()
    assert "hebdomadaire" in line and "http://127.0.0.1:4200/api" in line and "secret" not in line


def test_a_version_names_the_commit_and_says_when_the_code_was_changed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    assert serving.code_version(tmp_path) == "1.2.3"
    assert re.fullmatch(r"\d+\.\d+\.\d+(\+[0-9a-f]{12}(-dirty)?)?", serving.code_version())


@each_schedule
def test_a_systemd_timer_begins_it_with_the_same_words(one: Schedule) -> None:
    timer = (DEPLOY / "systemd" / f"creches-{one.name}.timer").read_text(encoding="utf-8")
    assert f"Unit=creches@{one.name}.service" in timer and one.description_en in timer
    asked = (DEPLOY / "systemd" / f"{one.name}.env").read_text(encoding="utf-8")
    assert asked == f'ASKED="{serving.arguments(one)}"\n'


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@each_schedule
@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2026-11-26"])
def test_a_systemd_timer_is_due_when_the_schedule_is(one: Schedule, day: str) -> None:
    timer = (DEPLOY / "systemd" / f"creches-{one.name}.timer").read_text(encoding="utf-8")
    [calendar] = re.findall(r"^OnCalendar=(.*)$", timer, re.M)
    base = f"--base-time={day} 12:00:00 UTC"
    done = subprocess.run(
        ["systemd-analyze", "calendar", base, "--iterations=5", calendar], capture_output=True, text=True
    )
    told = re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", done.stdout.split("Next elapse:", 1)[1])
    moment, due = datetime.fromisoformat(f"{day}T12:00:00+00:00"), []
    for _ in range(5):
        moment = next_run(one, moment)
        due.append(f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}")
    assert told == due


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_finds_no_fault_in_the_units_but_that_the_program_is_not_there() -> None:
    units = [str(path) for path in (DEPLOY / "systemd").glob("*.[st]*") if path.suffix in (".service", ".timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    assert len(units) == 5
    assert [line for line in done.stderr.splitlines() if "is not executable: No such file" not in line] == []
