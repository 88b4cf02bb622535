"""How old what we have of each source is, and whether that is late for its cadence."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.running.report import Report
from schemas.records import Source

GRACE = 1
"""Days past its cadence before a source is late: runs are weekly, and not to the minute."""


@dataclass(frozen=True, slots=True)
class Age:
    """A source: `had`, the day (ISO) of what is used of it, '' when it never was; its state then; days of age, and its cadence."""

    id: str
    titre: str
    had: str
    state: str
    cadence_days: int
    age_days: int | None
    late: bool


def ages(output: Path, known: Mapping[str, Source], runs: Iterable[Report], day: str) -> list[Age]:
    """One a source, by id. `runs`: reports, newest first; `day`: the day (ISO) to tell it for."""
    seen = _of_release(output) | _of_runs(runs)
    return [_age(source, *seen.get(id_, ("", "jamais_lue")), day) for id_, source in sorted(known.items())]


def _age(source: Source, had: str, state: str, day: str) -> Age:
    old = (date.fromisoformat(day) - date.fromisoformat(had)).days if had else None
    late = old is not None and _has_a_page(source) and old > source.cadence_jours + GRACE
    return Age(source.id, source.titre, had, state, source.cadence_jours, old, late)


def _has_a_page(source: Source) -> bool:
    """Whether it can be asked at all: files of the project, and pages whose address is not confirmed, cannot be late."""
    return source.acces != "fichier" and source.adresse_confirmee


def _of_release(output: Path) -> dict[str, tuple[str, str]]:
    """Day and state of each source as the current release tells them."""
    try:
        with (output / "latest" / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
            found = {row["id"]: (row["recupere_le"][:10], row["statut"]) for row in csv.DictReader(file)}
    except (OSError, KeyError, csv.Error, UnicodeDecodeError):
        return {}
    return {id_: about for id_, about in found.items() if _is_day(about[0])}


def _of_runs(runs: Iterable[Report]) -> dict[str, tuple[str, str]]:
    """The same of the runs since, which may have changed nothing: the newest that asked; a failure keeps the older day."""
    found: dict[str, tuple[str, str]] = {}
    for run in runs:
        for seen in run.sources:
            had, state = found.get(seen.id, ("", ""))
            if seen.state != "non_demandee" and not had:
                found[seen.id] = (seen.day, state or seen.state)
    return {id_: about for id_, about in found.items() if _is_day(about[0])}


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
