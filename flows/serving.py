"""What `creches serve` does: the schedules as plain cron lines, or kept by this process with a Prefect server."""

import shlex
import tomllib
from pathlib import Path

from flows.rebuild.revision import modified, revision
from flows.schedules import SCHEDULES, TIMEZONE, Schedule
from flows.settings import ROOT

_OURS = ("flows", "sources", "schemas")


def code_version(root: Path = ROOT) -> str:
    """The code as deployments name it: its version, its commit when git has it, `-dirty` when it was changed since."""
    version = str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    commit = revision(root)[:12]
    changed = commit and modified(root, _OURS, (".py", ".toml", ".json", ".csv"))
    return version + (f"+{commit}" if commit else "") + ("-dirty" if changed else "")


def crontab(home: str, output: str) -> str:
    """The schedules as lines of a crontab. `home`: the folder of the checkout; `output`: the folder of releases.

    Each runs without a server and leaves what it says in `runs/cron.log` of the output folder, private as the word of runs is.
    """
    head = (
        "# The schedules of creches-cooperatives, written by `creches serve --cron`: no server at all.\n"
        f"CRON_TZ={TIMEZONE}\n"  # understood by cronie; elsewhere the machine's own time holds
    )
    return head + "".join(f"\n# {one.description_en}\n{_line(one, home, output)}\n" for one in SCHEDULES)


def _line(one: Schedule, home: str, output: str) -> str:
    folder, runs, log = (shlex.quote(f"{output}{path}") for path in ("", "/runs", "/runs/cron.log"))
    asked = f".venv/bin/creches release {arguments(one)} --output {folder}"
    line = f"{one.cron}  cd {shlex.quote(home)} && mkdir -p {runs} && {asked} >>{log} 2>&1"
    return line.replace("%", r"\%")  # which cron takes for the end of a line


def arguments(one: Schedule) -> str:
    """The options of `creches release` that ask what this schedule asks, without Prefect."""
    return " ".join(("--direct", *(f"--source {id_}" for id_ in one.sources)))
