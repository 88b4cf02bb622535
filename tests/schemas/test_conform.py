"""Rows become tables: the schema's columns, all text, in the order of the key, whatever they were given as."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.tables import columns, conform, key
from tests.samples import examples

ODD = st.one_of(
    st.text(st.sampled_from("a\0bé\U0001f600 ~"), max_size=3),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
)
CELLS: st.SearchStrategy[Any] = st.one_of(ODD, st.none())
TABLE = "provenance"


def as_written_out(rows: pd.DataFrame | list[dict[str, Any]], table: str) -> pd.DataFrame:
    """The same, step by step, as pandas says it."""
    frame = pd.DataFrame(rows, dtype=str).reindex(columns=list(columns(table)), fill_value="").fillna("").astype(str)
    return frame.sort_values(list(key(table)), kind="stable", ignore_index=True)


def rows(cells: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.dictionaries(st.sampled_from(columns(TABLE)), cells, max_size=4), max_size=8)


@examples(80, 300)
@given(rows(CELLS))
@example([{"id": "a", "champ": "b"}, {"id": "a\0"}])  # joined by that character, they would change places
def test_rows_are_what_pandas_makes_of_them_step_by_step(given_rows: list[dict[str, Any]]) -> None:
    found = conform(given_rows, TABLE)
    pd.testing.assert_frame_equal(found, as_written_out(given_rows, TABLE))
    assert set(map(str, found.dtypes)) == {"str"}


@examples(60, 200)
@given(rows(ODD), rows(ODD))
def test_a_table_joined_of_others_is_sorted_and_in_one_piece(
    one: list[dict[str, str]], two: list[dict[str, str]]
) -> None:
    both = pd.concat([conform(one, TABLE), conform(two, TABLE)])
    found = conform(both, TABLE)
    pd.testing.assert_frame_equal(found, as_written_out(both, TABLE))
    pd.testing.assert_frame_equal(conform(found, TABLE), found)
    assert all(found[name].array.__arrow_array__().num_chunks == 1 for name in found)


def test_a_stranger_among_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="provenance: no such column: prenom"):
        conform([{"id": "a", "prenom": "x"}], TABLE)
