"""`creches review`: what is in doubt, and people's decisions turned into rows of the files that keep them."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from flows import clock, identity_decide, point_decide
from flows.decision_rules import EVIDENCE
from flows.formats.whole import alone, write_whole
from flows.normalise.privacy import without_people
from flows.queue_file import Queue, answer_of, read_queue, save
from schemas.errors import UsageError
from schemas.records import Row
from schemas.tables import rows_of
from sources.text import clean

_SHOWN = 20  # cases of one message


class Kind(Protocol):
    """One kind of doubt, a module: how a case is shown, and how its answer becomes a row of a committed file."""

    PREFIX: str
    """What the names of its cases begin with."""
    QUEUE: Queue
    WORDS: tuple[str, str, str]
    """In documents for a machine: its cases, its committed file, the rows applied to it."""

    def path(self) -> Path: ...

    def shown(self, row: Row) -> str: ...

    def made(self, row: Row, cells: Row, day: str) -> Any: ...

    def faults(self, one: Any) -> list[str]: ...

    def merged(self, file: Path, new: Sequence[Any]) -> list[Any]: ...

    def write(self, file: Path, rows: Sequence[Any]) -> None: ...

    def told(self, one: Any) -> str: ...


KINDS: tuple[Kind, ...] = (point_decide, identity_decide)


class _Answer(NamedTuple):
    kind: Kind
    row: Row
    cells: Row
    """What a person gives for the row."""


class _Applied(NamedTuple):
    kind: Kind
    cas: str
    one: Any


def list_cases(output: Path, as_json: bool) -> None:
    """Prints what is in doubt: addresses with their candidates, then pairs with their two sides, each with a suggestion."""
    cases = [(kind, _rows(kind, output)) for kind in KINDS]
    if as_json:
        print(json.dumps({kind.WORDS[0]: rows for kind, rows in cases}, ensure_ascii=False, indent=2))
        return
    print("\n\n".join(kind.shown(row) for kind, rows in cases for row in rows) or "nothing is in doubt")


def given(decide: str, reason: str, evidence: str, role: str, expires: str) -> Row:
    """A decision as the command line gives it, under the names of the columns that people fill."""
    return dict(zip(("decision", *EVIDENCE), map(clean, (decide, reason, evidence, role, expires)), strict=True))


def apply_one(output: Path, cas: str, given: Row, as_json: bool) -> None:
    """One decision, given on the command line. Raises UsageError when the case or the decision is none."""
    kinds = [kind for kind in KINDS if cas.startswith(kind.PREFIX)] or KINDS
    rows = {row["cas"]: (kind, row) for kind in kinds for row in _rows(kind, output)}
    if cas not in rows:
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        known = f"The cases are: {', '.join([*rows][:_SHOWN])}{more}." if rows else "Nothing of its kind is in doubt."
        raise UsageError(
            f"No case {cas!r} is in doubt. {known} A decision that was applied is changed in the committed file itself."
        )
    _apply(output, [_Answer(*rows[cas], given)], as_json)


def apply_filled(output: Path, as_json: bool) -> None:
    """The decisions that people wrote into the files of questions. Raises UsageError, naming every bad one."""
    rows = [(kind, row) for kind in KINDS for row in _rows(kind, output)]
    filled = [_Answer(kind, row, answer_of(row, kind.QUEUE)) for kind, row in rows if row["decision"].strip()]
    if not filled:
        where = " or ".join(f"{kind.QUEUE.at(output)} ({', '.join(kind.QUEUE.to_fill)})" for kind in KINDS)
        raise UsageError(
            f"No file holds a decision: write one into the last columns of {where}, or give one: creches review apply CASE"
            " --decide … (see --help)."
        )
    _apply(output, filled, as_json)


def _rows(kind: Kind, output: Path) -> list[Row]:
    return rows_of(read_queue(kind.QUEUE.at(output), kind.QUEUE))


def _apply(output: Path, answers: Sequence[_Answer], as_json: bool) -> None:
    """All the decisions or none: each is held against the rules first."""
    made = _made(answers)
    by_kind = {kind: [*of_kind] for kind, of_kind in groupby(made, key=lambda one: one.kind)}
    with _alone({kind.path().parent.resolve() for kind in by_kind}):
        _write({kind: kind.merged(kind.path(), [each.one for each in of_kind]) for kind, of_kind in by_kind.items()})
    _tell(made, as_json)
    done = {each.cas for each in made}
    for kind in by_kind:
        asked = read_queue(kind.QUEUE.at(output), kind.QUEUE)
        save(kind.QUEUE.at(output), asked[~asked["cas"].isin(done)])


@contextlib.contextmanager
def _alone(folders: set[Path]) -> Iterator[None]:
    """Each folder once, and in one order: two processes never wait for each other."""
    with contextlib.ExitStack() as stack:
        for folder in sorted(folders):
            stack.enter_context(alone(folder))
        yield


def _write(files: dict[Kind, list[Any]]) -> None:
    """Every file, or none: what was written before one that the disk refuses is put back."""
    before: dict[Path, bytes | None] = {}
    try:
        for kind, rows in files.items():
            path = kind.path()
            before[path] = path.read_bytes() if path.exists() else None
            kind.write(path, rows)
    except UsageError:
        for path, body in before.items():
            if body is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != body:
                write_whole(path, body)
        raise


def _made(answers: Sequence[_Answer]) -> list[_Applied]:
    """Each case and its decision. Raises UsageError, naming every fault of every one."""
    made: list[_Applied] = []
    faults: list[str] = []
    for answer in answers:
        try:
            made.append(_Applied(answer.kind, answer.row["cas"], _sound(answer)))
        except UsageError as error:
            faults.append(str(error))
    seen = [each.cas for each in made]
    faults += [f"{cas}: it stands on two lines; leave one." for cas in sorted(set(seen)) if seen.count(cas) > 1]
    if faults:
        raise UsageError("Nothing was applied; correct these and try again:\n- " + "\n- ".join(faults))
    return made


def _sound(answer: _Answer) -> Any:
    """The row that an answer makes. Raises UsageError. The file is published: it names nobody."""
    one = answer.kind.made(answer.row, answer.cells, clock.today())
    named = [] if without_people(one.raison) == one.raison else ["raison names a person: say it without"]
    if faults := answer.kind.faults(one) or named:
        raise UsageError("\n- ".join(f"{answer.row['cas']}: {fault}" for fault in faults))
    return one


def _tell(made: Sequence[_Applied], as_json: bool) -> None:
    if as_json:
        told: dict[str, Any] = {"result": "applied"}
        for kind in KINDS:
            told[kind.WORDS[1]] = str(kind.path())
            told[kind.WORDS[2]] = [asdict(each.one) for each in made if each.kind is kind]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for each in made:
        print(each.kind.told(each.one))
    files = dict.fromkeys(str(each.kind.path()) for each in made)
    print(f"written to {' and '.join(files)}: review and commit it; the next release applies it")
