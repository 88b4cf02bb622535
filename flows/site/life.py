"""What became of a row from release to release, in words; a contact that gave way is never repeated."""

from collections.abc import Collection
from typing import NamedTuple

from flows.changes.change import CAUSES
from flows.changes.shielded import CONTACTS
from flows.explain.values import withheld
from flows.site.past import Step
from flows.site.shown import Shown
from flows.site.values import said, title
from flows.site.words import Words
from schemas.records import Row


class Event(NamedTuple):
    """One thing that changed. `what`: the column's title, '' when the whole row came or went; `hidden`: a value there is not told."""

    nature: str
    what: str
    before: str
    after: str
    hidden: bool
    cause: str


class Release(NamedTuple):
    """A release in which something changed."""

    version: str
    day: str
    events: list[Event]


def life(about: Shown, t: Words, table: str, row: Row) -> list[Release]:
    """The releases in which a row changed, newest first."""
    silent = withheld(about.doubts.get(row["id"], ())) | set(CONTACTS)
    steps = about.lives.get(row["id"], ())
    return [told for step in steps if (told := _release(about, t, table, row, silent, step)).events]


def _release(about: Shown, t: Words, table: str, row: Row, silent: Collection[str], step: Step) -> Release:
    lines = [line for line in step.lines if line["table"] == table]
    events = [_event(about, t, row, line, line["champ"] in silent) for line in lines]
    return Release(step.version, t.day(step.date), events)


def _event(about: Shown, t: Words, row: Row, line: Row, silent: bool) -> Event:
    """`silent`: only the value that is published today may be told."""
    table, champ = line["table"], line["champ"]
    before = "" if silent else line["avant"]
    after = "" if silent and line["apres"] != row.get(champ, "") else line["apres"]
    return Event(
        nature=line["nature"],
        what=title(t, table, champ) if champ else "",
        before=said(about, t, table, champ, before),
        after=said(about, t, table, champ, after),
        hidden=silent,
        cause=CAUSES[line["cause"]][0 if t.tongue == "fr" else 1] if line["cause"] in CAUSES else line["cause"],
    )
