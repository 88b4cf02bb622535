"""Rows of provenance made and put in order by whole columns are those that one by one would be."""

import random
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.columnar.csv import table_of
from flows.columnar.frames import columnar, few
from flows.columnar.proofs import NAMES, Proved, in_order, of_columns, together
from schemas.tables import empty

BY = pd.DataFrame(
    {
        "id": ["cc-b", "cc-a"],
        "source": ["s"] * 2,
        "source_url": ["https://s.example.fr/b", "https://s.example.fr/a"],
        "snapshot": ["1" * 64, "2" * 64],
        "date": ["2026-11-26"] * 2,
    },
    dtype="str",
)


def cells(*said: str) -> pd.Series:
    return pd.Series(said, dtype="str")


def test_a_filled_cell_is_a_row_and_its_rule_says_how_it_comes_from_its_words() -> None:
    told = [
        Proved("nom", cells("B", "A"), cells("B", "a")),
        Proved("adresse", cells("", "1 Rue X"), cells("", "1 rue x")),
        Proved("statut", cells("actif", ""), cells("ouvert", ""), deduced=True),
    ]
    rows = in_order([of_columns(BY, told)])
    said = list(zip(rows["id"], rows["champ"], rows["regle"], rows["valeur_source"], rows["source_url"], strict=True))
    assert said == [
        ("cc-a", "adresse", "normalisee", "1 rue x", "https://s.example.fr/a"),
        ("cc-a", "nom", "normalisee", "a", "https://s.example.fr/a"),
        ("cc-b", "nom", "lue", "B", "https://s.example.fr/b"),
        ("cc-b", "statut", "deduite", "ouvert", "https://s.example.fr/b"),
    ]


def test_nothing_said_is_no_row() -> None:
    assert in_order([of_columns(BY, [])]).empty and list(in_order([empty("provenance")]).columns) == list(NAMES)


def test_rows_are_in_the_order_of_their_cells_and_equal_ones_as_they_stand() -> None:
    draw = random.Random(5)
    rows = [
        dict.fromkeys(NAMES, "") | {"id": draw.choice("éaZ~c"), "champ": draw.choice("bà"), "source": str(i)}
        for i in range(200)
    ]
    halves = [pd.DataFrame(part, columns=list(NAMES), dtype="str") for part in (rows[:90], rows[90:])]
    found = in_order([together([halves[0]]), halves[1]])
    assert found.to_dict("records") == sorted(rows, key=lambda row: (row["id"], row["champ"]))


@given(st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "é", "Z", "\0"]), st.text(max_size=3))))
def test_texts_that_are_kept_once_are_the_same_texts_in_the_same_order(texts: list[str | None]) -> None:
    said = [text or "" for text in texts]
    frame = pd.DataFrame({"x": few(pl.Series(texts, dtype=pl.String))})
    assert frame["x"].tolist() == said and columnar(frame)["x"].to_list() == said
    assert columnar(frame.iloc[1:])["x"].to_list() == said[1:]
    assert frame.sort_values("x", kind="stable")["x"].tolist() == sorted(said)


@pytest.mark.parametrize("count", [127, 128, 32_767, 32_768, 65_536])
def test_many_different_texts_have_numbers_that_are_large_enough(count: int) -> None:
    texts = [str(place) for place in range(count)]
    assert columnar(pd.DataFrame({"x": few(pl.Series(texts))}))["x"].to_list() == texts


def test_a_missing_cell_of_such_a_column_is_empty() -> None:
    assert columnar(pd.DataFrame({"x": pd.Categorical(["a", None, "b"])}))["x"].to_list() == ["a", "", "b"]


def test_what_a_row_has_in_common_with_others_is_kept_once() -> None:
    same = pd.concat([BY] * 500, ignore_index=True)
    told = Proved("nom", pd.Series(["B"] * len(same), dtype="str"), pd.Series(["B"] * len(same), dtype="str"))
    found = in_order([of_columns(same, [told])])
    assert found["snapshot"].memory_usage(deep=True) < 5 * len(found)


def test_a_table_read_with_texts_kept_once_is_the_table_as_it_is_read_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "provenance.csv"
    path.write_text('id,champ,regle\n1,é,\n2,"a,""b""\nc",lue\n3,é,lue\n', encoding="utf-8")
    plain, common = table_of(path), table_of(path, ("champ", "regle", "no such column"))
    assert common.to_dict("records") == plain.to_dict("records")
    assert [str(kind) for kind in common.dtypes] == ["str", "category", "category"]
