"""The report of a run, for a machine: what happened, what it measured, what it said."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Result = Literal[
    "published", "partial", "unchanged", "dry-run", "usage", "refused", "failed", "crashed", "stopped", "killed"
]
GOOD = ("published", "partial", "unchanged", "dry-run")
"""Results of runs that went to their end."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name as people watch it, wall seconds, and the process's highest memory so far in MB."""

    name: str
    seconds: float
    peak_mb: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run had of a source."""

    id: str
    state: str
    """`reseau`, `inchangee`, `archive`, `page`, `embarquee` as it came; `perimee`, `bloquee`, `cassee`, `echec`; `retenue`
    by its gates; `non_demandee`."""
    day: str = ""
    """Day (ISO) on which what is used of it was had; '' when nothing is."""
    records: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One run. Times are ISO date-times in UTC, durations seconds."""

    run: str
    result: Result
    exit_code: int
    begun: str
    ended: str
    seconds: float
    as_of: str
    offline: bool = False
    asked: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    version: str = ""
    """Published, or standing when nothing changed; what readers find after a run that published nothing, '' when nothing."""
    rows: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    causes: Mapping[str, int] = field(default_factory=dict)
    review: tuple[str, ...] = ()
    """The first lines that ask for a person, in English; `review_fr` in French, `review_count` how many there are."""
    review_fr: tuple[str, ...] = ()
    review_count: int = 0
    stale: Mapping[str, str] = field(default_factory=dict)
    gates: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Seen, ...] = ()
    steps: tuple[Step, ...] = ()
    error: str = ""
    where: str = ""
    """The place in the code, of a crash."""
    died: tuple[str, ...] = ()
    """Ids of the runs that this one found dead."""

    @property
    def is_published(self) -> bool:
        return self.result in ("published", "partial")


def to_json(report: Report) -> bytes:
    """`report.json`; `schemas/documents/report.json` says what it holds."""
    return (json.dumps(document(report), ensure_ascii=False, indent=2) + "\n").encode()


def document(report: Report) -> dict[str, Any]:
    """The report as a JSON document."""
    return {**dataclasses.asdict(report), "published": report.is_published}


def from_document(said: Mapping[str, Any]) -> Report:
    """A report from its JSON document. Raises KeyError, TypeError, ValueError for what is none."""
    known = {f.name for f in dataclasses.fields(Report)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items() if name in known
    }
    values["sources"] = tuple(Seen(**one) for one in said["sources"])
    values["steps"] = tuple(Step(**one) for one in said["steps"])
    return Report(**values)
