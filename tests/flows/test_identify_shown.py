"""Mentions as columns say what they say one by one; sights and names of many are those of each."""

from collections.abc import Callable
from itertools import combinations, pairwise

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.identify import _sighted
from flows.identify.compared import names_by_id
from flows.identify.located import _groups
from flows.identify.nodes import names_of, with_addresses
from flows.identify.shown import Shown, Table
from schemas.tables import conform, key

CELLS = st.sampled_from(("", "", "a", "b"))
ROWS = st.lists(st.builds(Shown, *[CELLS] * 15, st.booleans()), min_size=1, max_size=8)


def table(rows: list[Shown]) -> Table:
    columns = dict(zip(Shown._fields[:-1], zip(*(row[:-1] for row in rows), strict=True), strict=True))
    return Table(columns, [row.cooperative for row in rows])


@given(ROWS)
def test_a_table_gives_back_its_rows_and_what_each_tells(rows: list[Shown]) -> None:
    told = table(rows)
    assert [told[i] for i in range(len(told))] == rows
    assert list(told.here()) == [row.here for row in rows] and list(told.person()) == [row.person for row in rows]
    assert told.names(range(len(rows))) == [(i, name) for i, row in enumerate(rows) for name in row.names]


@given(ROWS, st.sets(st.integers(0, 7)))
def test_rows_that_say_the_same_are_found_by_columns(rows: list[Shown], others: set[int]) -> None:
    both = [*rows, *(row._replace(siret="c") if place in others else row for place, row in enumerate(rows))]
    pairs = list(combinations(range(len(both)), 2))
    assert list(table(both).equal(pairs)) == [(i, j) for i, j in pairs if both[i] == both[j]]


@given(st.lists(CELLS, max_size=12))
def test_groups_are_of_those_who_say_one_value(values: list[str]) -> None:
    expected = {value: [i for i, other in enumerate(values) if other == value] for value in set(values) - {""}}
    assert sorted(_groups(values, range(len(values)))) == sorted(each for each in expected.values() if len(each) > 1)


def seen(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Networks with their first and last sight."""
    return conform([{"id": id_, "date_premiere_vue": a, "date_derniere_vue": b} for id_, a, b in rows], "reseaux")


def one_by_one(rows: pd.DataFrame, before: pd.DataFrame, of: Callable[[str, str], str], column: str) -> list[str]:
    known = dict(zip(before["id"].tolist(), before[column].tolist(), strict=True))
    return [of(known.get(id_, ""), day) for id_, day in zip(rows["id"].tolist(), rows[column].tolist(), strict=True)]


DAYS = st.sampled_from(("", "2026-11-01", "2026-11-08", "2026-11-15"))
SIGHTS = st.lists(st.tuples(st.sampled_from("abcdef"), DAYS, DAYS), unique_by=lambda row: row[0], max_size=6)


@given(SIGHTS, SIGHTS, st.booleans())
@settings(deadline=None)
def test_sights_are_those_of_each_row(
    ours: list[tuple[str, str, str]], theirs: list[tuple[str, str, str]], same: bool
) -> None:
    rows = seen(ours)
    before = rows.assign(date_premiere_vue="2026-11-08", date_derniere_vue="2026-11-08") if same else seen(theirs)
    made = _sighted(rows, before, "reseaux")
    assert key("reseaux") == ("id",) and all(a < b for a, b in pairwise(made["id"].tolist()))
    assert made["date_premiere_vue"].tolist() == one_by_one(
        rows, before, lambda old, now: old or now, "date_premiere_vue"
    )
    assert made["date_derniere_vue"].tolist() == one_by_one(rows, before, max, "date_derniere_vue")


NAMED = st.lists(st.tuples(*[CELLS] * 2, st.sampled_from(("", "c", "a|d")), CELLS), max_size=6)


@given(NAMED, NAMED)
@settings(deadline=None)
def test_the_names_of_each_id_are_all_that_its_rows_go_by(
    ours: list[tuple[str, ...]], theirs: list[tuple[str, ...]]
) -> None:
    columns, now = ["id", "nom", "autres_noms", "sigle"], {"a": "b"}
    frames = [pd.DataFrame(rows, columns=columns, dtype="str") for rows in (ours, theirs)]
    expected: dict[str, set[str]] = {}
    for row in (dict(zip(columns, cells, strict=True)) for cells in (*ours, *theirs)):
        expected.setdefault(now.get(row["id"], row["id"]), set()).update(names_of(row))
    assert names_by_id(frames, now) == {id_: tuple(sorted(names)) for id_, names in expected.items()}


LINES = st.lists(st.tuples(st.sampled_from("abcd"), CELLS, CELLS), unique_by=lambda row: row[0], max_size=4)


@settings(deadline=None)
@given(LINES, st.booleans())
def test_an_operator_borrows_the_address_of_its_place_whether_or_not_all_stand_alike(
    lines: list[tuple[str, str, str]], own: bool
) -> None:
    rows = [
        {"reference": r, "adresse": a, "code_postal": b, "code_commune": a, "departement": b}
        for r, a, b in sorted(lines)
    ]
    columns = ["source", "reference", "gestionnaire", "adresse", "code_postal", "code_commune", "departement"]
    places = pd.DataFrame(
        [{**row, "source": "s", "gestionnaire": row["reference"]} for row in rows], columns=columns, dtype="str"
    )
    operators = places.assign(adresse=places["adresse"] if own else "", code_postal="", code_commune="1")
    other = pd.DataFrame([dict.fromkeys(columns, "z")], columns=columns, dtype="str")
    careful = with_addresses(operators, pd.concat([places, other], ignore_index=True))
    pd.testing.assert_frame_equal(with_addresses(operators, places), careful)
