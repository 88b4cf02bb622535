"""How a run ended, for a person in one screen and for a machine in one JSON document."""

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from flows.catalogue.manifest import Manifest
from flows.review import for_a_person
from schemas.tables import TABLES
from schemas.verdicts import Verdict

Result = Literal["published", "partial", "unchanged", "dry-run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`version` is the release published, the one that stands when nothing changed, or the one a dry run would make.

    `stale`: sources that were asked and not had, or that their gates hold -> why. `gates`: the verdicts that are not ok.
    """

    result: Result
    version: str
    rows: dict[str, int]
    changes: dict[str, int]
    review: tuple[str, ...]
    stale: dict[str, str]
    gates: tuple[Verdict, ...] = ()

    @property
    def exit_code(self) -> int:
        """4 when the last good state of a source stood in for it: it failed, is broken, or is held by a gate; else 0."""
        return 4 if self.stale else 0


def told(result: Result, version: str, manifest: Manifest, stale: dict[str, str]) -> Outcome:
    """The outcome of a run."""
    review = for_a_person(manifest.tables["anomalies"])["message_en"].tolist()
    changed = {(change.table, change.cle, change.nature) for change in manifest.changes}  # rows, not cells
    counts = Counter(f"{table} {nature}" for table, _, nature in changed)
    rows = {t: len(manifest.tables[t]) for t in TABLES}
    gates = tuple(one for one in manifest.gates if one.ruling != "ok")
    return Outcome(result, version, rows, dict(sorted(counts.items())), tuple(review), stale, gates)


def as_document(outcome: Outcome) -> dict[str, object]:
    """The JSON document of `creches release --json`."""
    return {
        "result": outcome.result,
        "version": outcome.version,
        "exit_code": outcome.exit_code,
        "rows": outcome.rows,
        "changes": outcome.changes,
        "review": list(outcome.review),
        "stale": outcome.stale,
        "gates": [dataclasses.asdict(one) for one in outcome.gates],
    }


def report(outcome: Outcome) -> str:
    """What was published, what changed, what needs a person."""
    words = {
        "published": f"published {outcome.version}",
        "partial": f"published {outcome.version}, with stale sources",
        "unchanged": f"unchanged: {outcome.version} stands, no new version",
        "dry-run": f"dry run: {outcome.version} would be published, nothing was written",
    }
    main = TABLES[: TABLES.index("sources")]  # those that say what is true, not where it was read
    lines = [words[outcome.result], "  rows     " + ", ".join(f"{outcome.rows[t]} {t}" for t in main)]
    if outcome.changes and outcome.result != "unchanged":
        lines.append("  changed  " + ", ".join(f"{count} {what}" for what, count in outcome.changes.items()))
    held = {one.source for one in outcome.gates if one.ruling == "retenue"}
    lines += [f"  {'held ' if source in held else 'stale'}    {source}: {why}" for source, why in outcome.stale.items()]
    lines += [f"  gate     {_of_gate(one)}" for one in outcome.gates if one.ruling != "retenue"]
    lines += [f"  review   {line}" for line in outcome.review]
    return "\n".join(lines if outcome.review else [*lines, "  review   nothing needs a person"])


def _of_gate(one: Verdict) -> str:
    """A breach that a person let pass, or a warning."""
    until = one.acknowledged.replace(" : ", ": ", 1)  # as it is kept, it is written the French way
    return f"{one.message_en}{f' Acknowledged until {until}' if until else ''}"
