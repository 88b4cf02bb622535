"""The questions that a run leaves, with a word on each in `anomalies`."""

from collections.abc import Sequence

from flows.identify.compared import Side
from flows.identify.questions import doubts, questions
from schemas.records import Anomaly, Row
from schemas.tables import Tables, empty, rows_of


def asking(sides: Sequence[Side], previous: Tables, rows: Tables) -> tuple[tuple[Row, ...], tuple[Anomaly, ...]]:
    """Questions of both tables that touch a row of this release; `rows` are those that enter."""
    asked = [row for side in sides for row in _of(side, previous)]
    if not asked:
        return (), ()
    aside = {id_ for side in sides for id_ in side.mentions.values[side.mentions.values["etat"] == "ecarte"]["id"]}
    alive = {str(id_) for table in rows.values() for id_ in table["id"]}
    alive |= {str(id_) for side in sides for id_ in previous.get(side.table, empty(side.table))["id"]}
    kept = tuple(row for row in asked if (alive | aside) & {row["id_a"], row["id_b"]})
    return kept, tuple(doubts(kept, alive, aside))


def _of(side: Side, previous: Tables) -> list[Row]:
    asked = side.clustered.asked
    shown, known = dict(enumerate(side.shown)), _references(previous) if asked else {}
    return questions(side.table, asked, side.nodes, shown, side.assigned.ids, known)


def _references(previous: Tables) -> dict[str, tuple[str, str]]:
    """The newest reference of each id of the last release: what a decision is written about."""
    known = previous.get("identifiants", empty("identifiants")).sort_values("date_derniere_vue", kind="stable")
    return {row["id"]: (row["source"], row["reference"]) for row in rows_of(known)}
