"""Watched runs for tests: what lies in `runs/`, and documents proved by their schemas."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema

from flows import running
from flows.caller import Caller
from flows.options import Options
from flows.outcome import Outcome
from tests.flows.runs import DAY, ROOT

Walk = Callable[[Options, Caller], Outcome]


def watched(output: Path, day: str = DAY, walk: Walk | None = None, **asked: Any) -> Outcome:
    """A watched run without Prefect, offline unless told otherwise."""
    return running.run(Options(day, output, **{"offline": True, **asked}), None, walk)


def proved(name: str, document: Any) -> Any:
    """The document, which its schema must accept."""
    schema = json.loads((ROOT / "schemas" / "documents" / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    return document


def folders(output: Path) -> list[Path]:
    """The folders of runs, newest last."""
    return sorted(path for path in (output / "runs").iterdir() if path.is_dir())


def report(output: Path) -> dict[str, Any]:
    """The newest report."""
    return dict(proved("report", json.loads((folders(output)[-1] / "report.json").read_text(encoding="utf-8"))))


def events(output: Path) -> list[dict[str, Any]]:
    """The events of the newest run."""
    lines = (folders(output)[-1] / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [dict(proved("journal", json.loads(line))) for line in lines]


def codes(output: Path) -> list[str]:
    """Their codes, in order."""
    return [event["event"] for event in events(output)]
