"""Places that stay, beside what they were: in the order of this release, whoever came, left or was named twice."""

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from flows.gate.pairs import staying
from schemas.tables import Tables

IDS = st.lists(st.sampled_from("abcde"), max_size=5)


def of(ids: list[str], when: str) -> Tables:
    """Places by id; each row tells of which release and place it is."""
    cells = {"id": ids, "nom": [f"{when} {at} {one}" for at, one in enumerate(ids)]}
    return {"etablissements": pd.DataFrame(cells, dtype=str)}


@given(IDS, st.lists(st.sampled_from("abcde"), max_size=5, unique=True))
@example(["a", "b"], ["a", "b"])
@example(["a", "b", "b"], ["a", "b"])
@example([], ["a"])
@example(["a"], [])
@example([], [])
def test_each_place_stands_beside_its_last_row_of_the_release_before(before: list[str], now: list[str]) -> None:
    pairs = staying(of(now, "now"), of(before, "before"))
    last = {one: f"before {at} {one}" for at, one in enumerate(before)}
    told = [(last[one], f"now {at} {one}") for at, one in enumerate(now) if one in last]
    assert pairs.cells("nom") == told and len(pairs) == len(told)
    assert pairs.old.index.tolist() == pairs.new.index.tolist() == list(range(len(told)))
    assert pairs.differ("nom").tolist() == [old != new for old, new in told]


def test_a_first_release_has_nobody_who_stays() -> None:
    assert len(staying(of(["a"], "now"), {})) == 0


def test_those_of_a_table_whose_rows_are_numbered_otherwise_stand_side_by_side_too() -> None:
    before = {"etablissements": of(["x", "a"], "before")["etablissements"].iloc[1:]}
    assert staying(of(["a"], "now"), before).cells("nom") == [("before 1 a", "now 0 a")]
