"""What must hold of deployments and workers: each proof says what it saw, or raises."""

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flows.schedules import SCHEDULES, next_run
from tests.orchestration.copied import DAY, copied, declared_in
from tests.orchestration.house import POOL, House
from tests.orchestration.processes import is_alive, until
from tests.orchestration.shelf import faults, is_free, seen, versions

Proof = Callable[[House], str]
ONLINE = {"sources": ["curation"], "offline": False, "as_of": "2026-11-23"}
"""A run that asks the slow geocoder and nobody else: it is under way for a minute or more."""


def deploys(home: House) -> str:
    """prefect.yaml as it is: three deployments, each limited to one run, with runs due when flows/schedules.py says."""
    assert home.server.refusal("/deployments/name/creches-release/hebdomadaire") == 401, "the server lets anybody in"
    home.prefect("work-pool", "create", POOL, "--type", "process")
    home.prefect("deploy", "--all")
    for one in SCHEDULES:
        found = home.server.deployment(one.name)
        assert found["global_concurrency_limit"]["limit"] == 1, found
        assert found["concurrency_options"]["collision_strategy"] == "CANCEL_NEW", found
        assert any(tag.startswith("code:") for tag in found["tags"]), found["tags"]
        runs = until(lambda name=one.name: home.server.runs(name), f"a run of {one.name} that is due", 90)
        due = datetime.fromisoformat(runs[0]["expected_start_time"])
        assert due == next_run(one, datetime.now(UTC)), f"{one.name} is due {due}"
        home.server.ask(f"/deployments/{found['id']}", method="DELETE")
    return "three deployments, due when flows/schedules.py says; nobody enters without the auth string"


def asked(home: House) -> str:
    """A run with parameters, asked with Prefect's own command, ends well and leaves a whole release of that day."""
    home.prefect("deploy", "--all", "--prefect-file", str(copied(home.folder)))
    words = ("--param", "offline=true", "--param", f'as_of="{DAY}"', "--watch")
    said = home.prefect("deployment", "run", "creches-release/essai", *words)
    [run] = home.server.runs("essai")
    assert run["state_type"] == "COMPLETED", said
    assert versions(home.output("essai")) == [DAY.replace("-", ".")] and not faults(home, home.output("essai"))
    return str(run["state"]["message"])


def fires(home: House) -> str:
    """A run that nobody asked for, declared before the last proof, begins at the minute of its cron line, and ends well."""
    run = home.server.ended(home.server.runs("essai-cron")[0]["id"], 240)
    due, begun = (datetime.fromisoformat(run[name]) for name in ("expected_start_time", "start_time"))
    assert run["state_type"] == "COMPLETED" and run["auto_scheduled"], run["state"]["message"]
    late = (begun - due).total_seconds()
    assert 0 <= late < 60, f"it began {late:.0f} s after its minute"
    assert due == next_run(declared_in(home.folder), due - timedelta(minutes=5)), due
    assert versions(home.output("cron")) == [DAY.replace("-", ".")] and not faults(home, home.output("cron"))
    return f"due {due:%H:%M} UTC, began {late:.1f} s later by itself, {run['state']['message']}"


def second(home: House) -> str:
    """While one run is under way: a second of its deployment is cancelled, one of the command ends with 6."""
    run = _begun(home)
    other = home.server.ended(home.server.begin("essai", **ONLINE), 60)
    assert other["state_type"] == "CANCELLED", other["state_name"]
    words = ("--direct", "--offline", "--as-of", "2026-11-24", "--output", str(home.output("essai")))
    code, said = home.creches("release", *words)
    assert code == 6, (code, said)
    assert home.server.run(run)["state_type"] == "RUNNING"
    return f"deployment: {other['state_name']}; command: exit 6"


def cancelled(home: House) -> str:
    """The run of the last proof is cancelled: it ends within seconds, and readers find the release of before."""
    before = seen(home.output("essai"))
    [run] = [one["id"] for one in home.server.runs("essai") if one["state_type"] == "RUNNING"]
    pid, begun = home.server.pid(run), time.monotonic()
    home.server.ask(f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}})
    until(lambda: not is_alive(pid), "the end of the cancelled process", 60)
    seconds, ended = time.monotonic() - begun, home.server.ended(run, 60)
    assert ended["state_type"] == "CANCELLED", ended["state_name"]
    return f"{ended['state_name']} in {seconds:.0f} s; {_whole(home, before)}"


def killed(home: House) -> str:
    """A run whose process is killed is known as crashed; readers find the release of before; the next run goes well."""
    before, run = seen(home.output("essai")), _begun(home)
    os.kill(home.server.pid(run), signal.SIGKILL)
    ended = home.server.ended(run, 60)
    assert ended["state_type"] == "CRASHED", ended["state_name"]
    whole = _whole(home, before)
    after = home.server.ended(home.server.begin("essai", offline=True, as_of="2026-11-25"))
    assert after["state_type"] == "COMPLETED", after["state"]
    return f"{ended['state_name']}; {whole}; next run {after['state_name']}"


def _begun(home: House) -> str:
    """A run that holds the folder and waits for the geocoder."""
    count = len(home.geocoder.moments)
    run = home.server.begin("essai", **ONLINE)
    until(lambda: len(home.geocoder.moments) > count, "a run that asks the geocoder", 90)
    return run


def _whole(home: House, before: tuple[bytes, bytes]) -> str:
    """After a run that did not end: the folder is free, its readers see what they saw, and it verifies."""
    output = home.output("essai")
    assert is_free(output), "somebody holds the folder still"
    assert seen(output) == before, "readers find another release"
    assert not (found := faults(home, output)), found
    return "latest whole, folder free"
