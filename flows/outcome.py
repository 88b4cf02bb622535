"""How a run ended, for a person in one screen and for a machine in one JSON document."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flows.changes import Change
from flows.review import for_a_person
from schemas.tables import TABLES, Tables

Result = Literal["published", "partial", "unchanged", "dry-run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`version` is the release published, the one that stands when nothing changed, or the one a dry run would make."""

    result: Result
    version: str
    rows: dict[str, int]
    changes: dict[str, int]
    review: tuple[str, ...]
    stale: dict[str, str]

    @property
    def exit_code(self) -> int:
        """4 when a source that was asked failed and its last good page stood in for it; else 0."""
        return 4 if self.stale else 0


def told(result: Result, version: str, tables: Tables, difference: Sequence[Change], stale: dict[str, str]) -> Outcome:
    """The outcome of a run."""
    review = for_a_person(tables["anomalies"])["message_en"].tolist()
    counts = Counter(f"{change.table} {change.nature}" for change in difference)
    return Outcome(
        result, version, {t: len(tables[t]) for t in TABLES}, dict(sorted(counts.items())), tuple(review), stale
    )


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
    lines += [f"  stale    {source}: {why}" for source, why in outcome.stale.items()]
    lines += [f"  review   {line}" for line in outcome.review]
    return "\n".join(lines if outcome.review else [*lines, "  review   nothing needs a person"])
