"""Who is who, by people: `sources/identites.csv` keeps their decisions, `output/review/identites.csv` asks for more."""

import logging
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import cast, get_args

import pandas as pd

from flows import decision_file
from flows.decision_rules import EVIDENCE, evidence_faults
from flows.decision_rules import expired as is_past
from flows.identify.decisions import Answer, Decision
from flows.identify.questions import COLUMNS as ASKED
from flows.queue_file import Queue, write_queue
from flows.safety import REASONS, hazard
from schemas.records import Row
from sources.text import clean, fold

TABLES = ("etablissements", "gestionnaires")
"""Of what two references may be one."""
ANSWERS: tuple[Answer, ...] = get_args(Answer)
TO_FILL = ("decision", *EVIDENCE)
QUEUE = Queue("identites.csv", (*ASKED, *TO_FILL), TO_FILL, lambda row, written: True)
"""The pairs in doubt. A case is its two references, whatever is shown of them: an answer stands as long as it."""
_SOURCE = re.compile(r"[a-z][a-z0-9_]{1,40}")
_NUMBER = re.compile(r"\d{9}|\d{14}")
_PHONE = re.compile(r"\+\d{6,15}")
_FREE_TEXTS = ("reference_a", "nom_a", "reference_b", "nom_b", "raison")
_log = logging.getLogger(__name__)

Side = tuple[str, str, str]
"""Table, source and folded reference."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of the file; all text. The names are for who reads it: the references decide."""

    table: str
    source_a: str
    reference_a: str
    nom_a: str
    source_b: str
    reference_b: str
    nom_b: str
    decision: str
    raison: str
    preuve_url: str
    auteur_role: str
    decide_le: str
    expire_le: str

    @property
    def sides(self) -> tuple[Side, Side]:
        """What it is about, as identity recognises references: by their letters and digits."""
        a, b = (self.source_a, self.reference_a), (self.source_b, self.reference_b)
        return (self.table, a[0], fold(a[1])), (self.table, b[0], fold(b[1]))


def faults_of(one: DecisionRow) -> list[str]:
    """What is wrong with a decision, in words; [] when nothing is."""
    a, b = one.sides
    tests = {
        f"table {one.table[:40]!r} is none of {', '.join(TABLES)}": one.table in TABLES,
        **{f"source_{side} is no source's id": _SOURCE.fullmatch(at[1]) for side, at in (("a", a), ("b", b))},
        **{f"reference_{side} has no letter or digit": at[2] for side, at in (("a", a), ("b", b))},
        "source_b and reference_b are those of its other side": a != b,
        f"decision {one.decision[:40]!r} is none of {', '.join(ANSWERS)}": one.decision in ANSWERS,
    }
    # a SIREN or SIRET that begins with zeros reads like a phone number
    people = [n for n in _FREE_TEXTS if not (n.startswith("reference") and _NUMBER.fullmatch(getattr(one, n)))]
    evidence = evidence_faults(one, "decide_le", _FREE_TEXTS, (*people, "preuve_url"))
    return [fault for fault, fine in tests.items() if not fine] + evidence


def named(one: DecisionRow) -> str:
    """A pair in a message."""
    return f"the pair {one.source_a} {one.reference_a} / {one.source_b} {one.reference_b}"


FILE = decision_file.DecisionFile(
    about="who is who",
    setting="identity_decisions",
    columns=tuple(field.name for field in fields(DecisionRow)),
    row=DecisionRow,
    faults_of=faults_of,
    key_of=lambda one: frozenset(one.sides),
    named=named,
    order=lambda one: (*one.sides[0], *one.sides[1]),
)


def read_decisions(path: Path, as_of: str) -> tuple[Decision, ...]:
    """The decisions that hold on a day. Raises UsageError, naming every bad line, also when the file is not there."""
    rows = decision_file.read(FILE, path)
    active = {row: number for row, number in rows if not is_past(row.expire_le, as_of)}
    if found := contradicted(active):
        faults = [f"line {active[row]}: decision different, but other lines make {named(row)} one" for row in found]
        raise decision_file.refused(FILE, path, faults)
    return tuple(map(_decision, active))


def expired(path: Path, as_of: str) -> tuple[DecisionRow, ...]:
    """The decisions whose last day is past. Raises UsageError as `read_decisions` does."""
    return tuple(row for row, _ in decision_file.read(FILE, path) if is_past(row.expire_le, as_of))


def write_rows(path: Path, rows: Iterable[DecisionRow]) -> None:
    """Writes the file sorted, the lower side of each pair first. Raises UsageError."""
    decision_file.write(FILE, path, map(_sorted_sides, rows))


def contradicted(rows: Collection[DecisionRow]) -> list[DecisionRow]:
    """The pairs told to differ that other rows together make one: a is b, b is c, but a is not c."""
    up: dict[Side, Side] = {}
    for row in rows:
        if row.decision == "meme":
            up[_top(up, row.sides[0])] = _top(up, row.sides[1])
    return [row for row in rows if row.decision == "different" and len({_top(up, side) for side in row.sides}) == 1]


def _top(up: dict[Side, Side], side: Side) -> Side:
    """What stands for all that is one with a side."""
    while up.get(side, side) != side:
        side = up[side]
    return side


def _decision(row: DecisionRow) -> Decision:
    a, b = (row.source_a, row.reference_a), (row.source_b, row.reference_b)
    return Decision(row.table, *a, *b, cast(Answer, row.decision))


def _sorted_sides(one: DecisionRow) -> DecisionRow:
    if one.sides[0] <= one.sides[1]:
        return one
    names = ("source", "reference", "nom")
    swapped = {f"{name}_{to}": getattr(one, f"{name}_{of}") for name in names for to, of in ("ab", "ba")}
    return replace(one, **swapped)


def write_questions(output: Path, questions: Sequence[Row]) -> None:
    """Writes the pairs in doubt, with what people wrote beside the same ones. What the disk refuses is logged."""
    rows = {row["cas"]: row for row in map(_shown, filter(_may_be_asked, questions))}
    ordered = sorted(rows.values(), key=lambda row: (row["table"], row["nom_a"], row["nom_b"], row["cas"]))
    write_queue(output, pd.DataFrame(ordered, columns=list(QUEUE.columns), dtype=str), QUEUE)


def _may_be_asked(row: Row) -> bool:
    """A reference that no file may hold could not be answered about: the release's own report tells of it."""
    dangers = {name: hazard(row[name]) for name in ("reference_a", "reference_b")}
    for name, danger in dangers.items():
        if danger:
            _log.warning("%s is not asked about in the file: its %s %s.", row["cas"], name, REASONS[danger][1])
    return not any(dangers.values())


def _shown(row: Row) -> Row:
    """The cells as a spreadsheet may show them; what it could take for more than text is named and left out."""
    ours = {name: row[name] if name.startswith("reference") else clean(row[name]) for name in ASKED}
    dangers = {name: "" if _PHONE.fullmatch(text) else hazard(text) for name, text in ours.items()}
    left = {name: f"(retiré : {REASONS[danger][0]})" for name, danger in dangers.items() if danger}
    return {**ours, **left, **dict.fromkeys(TO_FILL, "")}
