"""Rows of provenance made and put in order by whole columns are those that one by one would be."""

import random

import pandas as pd

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
