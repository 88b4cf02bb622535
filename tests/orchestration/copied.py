"""The project's prefect.yaml for the proofs: the same deployments, one of them due in a minute, none of them asking the network."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from flows.schedules import Schedule
from tests.orchestration.house import ROOT

SOON = timedelta(seconds=45)
"""For the copy to be deployed."""
DAY = "2026-11-22"


def copied(folder: Path) -> Path:
    """A copy whose first deployment, `essai-cron`, is due once, soon; the second, `essai`, when asked."""
    text = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    due, asked, *_ = text["deployments"]
    moment = datetime.now(ZoneInfo(due["schedules"][0]["timezone"])) + SOON + timedelta(minutes=1)
    due |= {"name": "essai-cron", "parameters": {"offline": True, "as_of": DAY, "output": str(folder / "cron")}}
    due["schedules"][0]["cron"] = f"{moment.minute} {moment.hour} {moment.day} {moment.month} *"
    asked |= {"name": "essai", "schedules": [], "parameters": {"output": str(folder / "essai")}}
    path = folder / "prefect.yaml"
    path.write_text(yaml.safe_dump({**text, "deployments": [due, asked]}, allow_unicode=True), encoding="utf-8")
    return path


def declared_in(folder: Path) -> Schedule:
    """The schedule that the copy declares, as our own code understands it."""
    due = yaml.safe_load((folder / "prefect.yaml").read_text(encoding="utf-8"))["deployments"][0]
    [found] = due["schedules"]
    return Schedule(due["name"], found["cron"], (), "", "", found["timezone"])
