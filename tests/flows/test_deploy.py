"""What is shipped for containers and for a forge: pinned, with least rights, open to nobody."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.schedules import SCHEDULES

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
FORGE: dict[Any, Any] = yaml.safe_load((DEPLOY / "forge" / "release.yml").read_text(encoding="utf-8"))


def test_compose_pins_every_image_asks_for_a_password_and_opens_nothing_to_the_world() -> None:
    services = COMPOSE["services"]
    assert services.keys() == {"database", "server", "deploy", "worker"}
    assert all(re.fullmatch(r"[a-z]+:\d[\w.-]*", one["image"]) for one in services.values())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {one["image"] for name, one in services.items() if name != "database"} == {f"creches:{version}"}
    asked = services["server"]["environment"]
    assert asked["PREFECT_SERVER_API_AUTH_STRING"] and asked["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert all(port.startswith("127.0.0.1:") for one in services.values() for port in one.get("ports", ()))
    assert all("healthcheck" in services[name] for name in ("database", "server"))
    assert "output:/srv/creches/output" in services["worker"]["volumes"]


def test_the_image_is_built_from_the_lock_and_holds_all_that_a_run_reads() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes --no-deps -r requirements-dask.lock" in text
    assert not re.search(r"^FROM \S+:latest|^FROM [^:\s]+$", text, re.M)
    copied = {word for line in re.findall(r"^COPY (.*) \S+$", text, re.M) for word in line.split()}
    let = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split() if line.startswith("!")}
    assert copied == let and all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize(("unit", "ended"), [("creches@", {"4", "130", "143"}), ("creches-serve", {"130", "143"})])
def test_a_unit_makes_the_folders_that_it_writes_in_and_a_stop_on_purpose_is_no_failure(
    unit: str, ended: set[str]
) -> None:
    text = (DEPLOY / "systemd" / f"{unit}.service").read_text(encoding="utf-8")
    [written] = re.findall(r"^ReadWritePaths=(.*)$", text, re.M)
    [made] = re.findall(r"^ExecStartPre=\+/usr/bin/install -d -o creches -g creches (.*)$", text, re.M)
    assert written.split() == [f"-{path}" for path in made.split()] and "/srv/creches/output" in made
    [word] = re.findall(r"^SuccessExitStatus=(.*)$", text, re.M)
    assert set(word.split()) == ended


def test_the_forge_runs_weekly_and_by_hand_in_the_sandbox_unless_told_and_with_least_rights() -> None:
    begun = FORGE[True]  # YAML reads `on` as true
    assert begun["workflow_dispatch"]["inputs"]["target"]["default"] == "sandbox"
    assert begun["workflow_dispatch"]["inputs"]["dry_run"]["default"] is True
    minute, _, *rest = begun["schedule"][0]["cron"].split()
    weekly = SCHEDULES[0].cron.split()
    assert int(minute) % 2 and rest == weekly[2:]
    assert FORGE["permissions"] == {} and FORGE["concurrency"]["cancel-in-progress"] is False
    rights = {name: job["permissions"] for name, job in FORGE["jobs"].items()}
    assert rights == {"release": {"contents": "write"}, "report": {"issues": "write"}}
    assert "'sandbox'" in FORGE["env"]["TARGET"]


def test_the_forge_uses_no_action_of_anybody_and_lets_no_input_into_a_script() -> None:
    steps = [step for job in FORGE["jobs"].values() for step in job["steps"]]
    assert [step for step in steps if "uses" in step] == []
    assert [step["name"] for step in steps if "${{" in step["run"]] == []
    assert all(subprocess.run(["bash", "-n"], input=step["run"], text=True).returncode == 0 for step in steps)
