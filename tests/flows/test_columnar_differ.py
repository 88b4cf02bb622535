"""Differences by whole columns are those that a comparison row by row finds, and those behind wait until they are asked for."""

from collections.abc import Sequence

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.changes import Change, compare
from flows.changes.change import Behind, Came, Changes, behind, counts, of_table, rows_by_table, told
from flows.changes.parts import Arrived
from flows.columnar.differ import COLUMNS, differences
from schemas.records import Row
from schemas.tables import Tables, conform, rows_of

NAMES = ("a", "b", "nom", "c")
KEY = ("a", "b")


def row_by_row(before: Sequence[Row], after: Sequence[Row]) -> set[tuple[str, ...]]:
    """The same, the slow and plain way. Keys are unique."""
    was, now = ({"|".join(row[n] for n in KEY): row for row in rows} for rows in (before, after))
    gone = {(k, was[k]["nom"], "retire", "", "", "") for k in was.keys() - now.keys()}
    come = {(k, now[k]["nom"], "ajoute", "", "", "") for k in now.keys() - was.keys()}
    both = [(k, n) for k in was.keys() & now.keys() for n in NAMES if was[k][n] != now[k][n]]
    return gone | come | {(k, now[k]["nom"], "modifie", n, was[k][n], now[k][n]) for k, n in both}


CELL = st.sampled_from(["", "x", "y", "é", " x", "x\ny", '"', "0"])
TABLE = st.lists(
    st.fixed_dictionaries(dict.fromkeys(NAMES, CELL)), max_size=8, unique_by=lambda r: tuple(r[n] for n in KEY)
)


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(NAMES), dtype="str")


@settings(max_examples=150, deadline=None)
@given(before=TABLE, after=TABLE)
def test_differences_are_those_found_row_by_row_each_once_and_sorted(before: list[Row], after: list[Row]) -> None:
    found = differences(frame(before), frame(after), NAMES, KEY, ("nom",), {})
    rows = [tuple(row[name] for name in COLUMNS) for row in rows_of(found)]
    assert set(rows) == row_by_row(before, after)
    assert len(rows) == len(set(rows)) and [(r[0], r[3]) for r in rows] == sorted((r[0], r[3]) for r in rows)


@settings(deadline=None)
@given(rows=TABLE)
def test_a_table_beside_itself_in_another_order_does_not_differ(rows: list[Row]) -> None:
    assert len(differences(frame(rows), frame(rows[::-1]), NAMES, KEY, ("nom",), {})) == 0


def test_a_column_that_the_table_before_lacks_was_empty() -> None:
    before, after = (
        frame([{"a": "1", "b": "", "nom": "n", "c": ""}]),
        frame([{"a": "1", "b": "", "nom": "n", "c": "new"}]),
    )
    found = differences(before.drop(columns="c"), after, NAMES, KEY, ("nom",), {})
    assert rows_of(found)[0] == dict(zip(COLUMNS, ("1|", "n", "modifie", "c", "", "new"), strict=True))


def test_two_rows_with_one_key_are_a_difference_once_and_never_a_failure() -> None:
    one = {"a": "1", "b": "2", "nom": "n", "c": "x"}
    twice = frame([one, {**one, "c": "y"}])
    assert len(differences(twice, twice, NAMES, KEY, ("nom",), {})) == 0
    found = rows_of(differences(frame([one]), twice, NAMES, KEY, ("nom",), {}))
    assert [(row["champ"], row["apres"]) for row in found] == [("c", "y")]


PROOF = {"id": "cc-aaaaaaaa", "source": "liste", "valeur_source": "AGAPI"}


def release(*champs: str, **cells: str) -> Tables:
    return {
        "etablissements": conform([{"id": "cc-aaaaaaaa", "nom": "AGAPI", **cells}], "etablissements"),
        "provenance": conform([{**PROOF, "champ": champ} for champ in champs], "provenance"),
    }


def test_what_is_behind_is_counted_without_being_made_and_is_there_for_who_asks() -> None:
    found = compare({}, release("nom", "adresse"))
    assert [type(part) for part in found.parts] == [Came, Arrived]
    assert behind(found) == {"provenance": 2, "anomalies": 0, "identifiants": 0}
    assert [change.table for change in told(found)] == ["etablissements"] and len(found) == 3
    assert [change.cle for change in of_table(found, "provenance")] == ["cc-aaaaaaaa|adresse", "cc-aaaaaaaa|nom"]
    assert found == tuple(found) and found[-1] == Change("provenance", "cc-aaaaaaaa|nom", "", "ajoute")


def test_rows_behind_that_all_came_are_the_differences_that_they_would_be_without_the_shortcut() -> None:
    rows = [
        {**PROOF, "id": f"cc-{id_}", "champ": champ}
        for id_ in ("b", "a_", "a")
        for champ in ("nom", "adresse_source", "adresse")
    ]
    after = conform(rows, "provenance")
    arrived = compare({}, {"provenance": after}).parts[0]
    names = [name for name in after.columns if name not in ("date", "snapshot", "regle")]
    long = Behind("provenance", differences(after.iloc[:0], after, names, ("id", "champ"), (), {}))
    assert isinstance(arrived, Arrived) and list(arrived) == list(long) and len(arrived) == len(long) == 9
    assert arrived.ids() == long.ids() and arrived.natures() == long.natures()
    twice = {"provenance": conform([*rows, rows[0]], "provenance")}
    assert [type(part) for part in compare({}, twice).parts] == [Behind] and len(compare({}, twice)) == 9


def test_counts_are_the_same_from_columns_and_from_changes_one_by_one() -> None:
    moved = release("nom", "adresse", nom="AGAPI 2")
    moved["provenance"] = moved["provenance"].assign(valeur_source="autre", source="autre")
    found = compare(release("nom", "siret"), moved)
    assert isinstance(found, Changes)
    one_by_one = tuple(found)
    for count in (counts, behind, told, rows_by_table):
        assert count(found) == count(one_by_one)
    assert rows_by_table(found)["provenance", "modifie"] == 1 and behind(found)["provenance"] == 4
