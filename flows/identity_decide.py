"""`creches review` for who is who: two sides shown under each other, and an answer made a row of the decisions file."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from flows import clock, decision_file, identity_file, settings
from flows.decision_rules import expired
from flows.identify.questions import case_id
from flows.identity_file import ANSWERS, FILE, DecisionRow
from schemas.errors import UsageError
from schemas.records import Row
from sources.text import clean, fold

PREFIX = "i-"
QUEUE = identity_file.QUEUE
WORDS = ("identities", "identities_file", "identities")
_KEPT = ("source", "reference", "nom")


def path() -> Path:
    """The decisions file."""
    return settings.load().decisions_path


def made(row: Row, cells: Row, day: str) -> DecisionRow:
    """The row that an answer makes; même and Different are understood. Raises UsageError when it is none."""
    answer = fold(cells["decision"])
    if answer not in ANSWERS:
        word = cells["decision"][:40]
        raise UsageError(f"{row['cas']}: {word!r} is no answer. The answers are: {', '.join(ANSWERS)}.")
    asked = _as_asked(row)
    sides = {f"{name}_{side}": clean(asked[f"{name}_{side}"]) for side in "ab" for name in _KEPT}
    given = {name: text for name, text in cells.items() if name != "decision"}
    return DecisionRow(table=asked["table"], **sides, decision=answer, decide_le=day, **given)


def _as_asked(row: Row) -> Row:
    """The row with the zeros that a spreadsheet takes from a SIREN or SIRET. Raises UsageError when it changed more."""
    for a, b in product(*(_spellings(row[f"reference_{side}"]) for side in "ab")):
        sides = ({"source": row["source_a"], "reference": a}, {"source": row["source_b"], "reference": b})
        if case_id(row["table"], *sides) == row["cas"]:
            return {**row, "reference_a": a, "reference_b": b}
    raise UsageError(
        f"{row['cas']}: its table, sources or references were changed in the file. Put these cells back; or make a"
        " release, which writes them anew and keeps your answers."
    )


def _spellings(reference: str) -> tuple[str, ...]:
    return (reference, reference.zfill(9), reference.zfill(14)) if reference.isdecimal() else (reference,)


def faults(one: DecisionRow) -> list[str]:
    """What is wrong with a decision, in words."""
    return identity_file.faults_of(one)


def merged(file: Path, new: Sequence[DecisionRow]) -> list[DecisionRow]:
    """The decisions there are and the new ones; one about the same pair is replaced. Raises UsageError.

    Also when together they would say of one pair that it is one and that it is two.
    """
    rows = decision_file.with_new(FILE, file, new)
    today = clock.today()
    if found := identity_file.contradicted([one for one in rows if not expired(one.expire_le, today)]):
        pairs = "\n- ".join(map(identity_file.named, found))
        raise UsageError(
            f"Nothing was applied. With what {file} holds, other decisions would make one of what these tell to be"
            f" different; change one of them:\n- {pairs}"
        )
    return rows


def write(file: Path, rows: Sequence[DecisionRow]) -> None:
    """Writes the decisions file. Raises UsageError."""
    identity_file.write_rows(file, rows)


def told(one: DecisionRow) -> str:
    """A decision in one line."""
    return f"{one.decision:9} {one.nom_a} ({one.source_a}) / {one.nom_b} ({one.source_b})"


def shown(row: Row) -> str:
    """A case with its two sides under each other, and a suggested answer."""
    row = {name: clean(text) for name, text in row.items()}
    lines = [
        f"{row['cas']}  {row['table']}",
        f"  {row['question']}",
        *(line for side in "ab" for line in _side(row, side)),
        f"  suggested: {row['suggestion'] or 'look at both pages'}",
    ]
    return "\n".join(lines)


def _side(row: Row, side: str) -> list[str]:
    cells = {name.removesuffix(f"_{side}"): text for name, text in row.items() if name.endswith(f"_{side}")}
    where = ", ".join(filter(None, (cells["adresse"], f"{cells['code_postal']} {cells['commune']}".strip())))
    about = " | ".join(filter(None, (cells["nom"], where, cells["numero"], cells["telephone"])))
    known = ", ".join(filter(None, (cells["source"], cells["reference"], cells["id"])))
    return [f"  {side}: {about}", f"     {known} {cells['url']}".rstrip()]
