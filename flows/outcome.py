"""How a run ended, for a person in one screen and for a machine in one JSON document."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flows.catalogue.manifest import Manifest
from flows.changes.change import causes, rows_by_table
from flows.review import for_a_person
from flows.running.sayable import all_sayable, sayable
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
    causes: Mapping[str, int] = field(default_factory=dict)
    """Why, by code of `changes.CAUSES`: how many differences, rows that came or went and cells."""
    review_fr: tuple[str, ...] = ()
    site: str = ""
    """Why the site does not show what stands; '' when it does, or is not wanted."""

    @property
    def exit_code(self) -> int:
        """4 when the last good state of a source stood in for it (it failed, is broken, or is held by a gate), or when the site
        could not be built; else 0."""
        return 4 if self.stale or self.site else 0


def told(result: Result, version: str, manifest: Manifest, stale: dict[str, str]) -> Outcome:
    """The outcome of a run."""
    asked = for_a_person(manifest.tables["anomalies"])
    counts = {
        f"{table} {nature}": n for (table, nature), n in rows_by_table(manifest.changes).items()
    }  # rows, not cells
    why = {cause: n for cause, n in causes(manifest.changes).items() if cause}
    return Outcome(
        result,
        version,
        rows={t: len(manifest.tables[t]) for t in TABLES},
        changes=dict(sorted(counts.items())),
        review=tuple(asked["message_en"]),
        stale=stale,
        gates=tuple(one for one in manifest.gates if one.ruling != "ok"),
        causes=dict(sorted(why.items())),
        review_fr=tuple(asked["message_fr"]),
    )


def as_document(outcome: Outcome) -> dict[str, object]:
    """The JSON document of `creches release --json`."""
    return {
        "result": outcome.result,
        "version": outcome.version,
        "exit_code": outcome.exit_code,
        "rows": outcome.rows,
        "changes": outcome.changes,
        "causes": dict(outcome.causes),
        "review": list(map(sayable, outcome.review)),
        "stale": all_sayable(outcome.stale),
        "site": sayable(outcome.site),
        "gates": [all_sayable(dataclasses.asdict(one)) for one in outcome.gates],
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
    lines += [
        f"  {'held ' if source in held else 'stale'}    {source}: {why}"
        for source, why in all_sayable(outcome.stale).items()
    ]
    lines += [f"  gate     {sayable(_of_gate(one))}" for one in outcome.gates if one.ruling != "retenue"]
    lines += [f"  site     {sayable(outcome.site)}"] if outcome.site else []
    lines += [f"  review   {sayable(line)}" for line in outcome.review]
    return "\n".join(lines if outcome.review else [*lines, "  review   nothing needs a person"])


def _of_gate(one: Verdict) -> str:
    """A breach that a person let pass, or a warning."""
    until = one.acknowledged.replace(" : ", ": ", 1)  # as it is kept, it is written the French way
    return f"{one.message_en}{f' Acknowledged until {until}' if until else ''}"
