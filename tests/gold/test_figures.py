"""The measure sees what it is there to see: each target can be missed."""

import pandas as pd
import pytest

from tests.gold.cases import ABSENT_KIND, ASKED, Gold
from tests.gold.figures import by_kind, judged, summary, targets, worst


def perfect(made: Gold) -> pd.DataFrame:
    """Every findable address at its door, every other at some centre."""
    findable, table = made.questions["findable"], made.questions
    return table[[*ASKED, "code_insee", "longitude", "latitude"]].assign(
        geo_precision=findable.map({True: "numero", False: "commune"}),
        geo_statut="auto",
        geo_rayon_m=findable.map({True: "330", False: "4000"}),
    )


def missed(made: Gold, answers: pd.DataFrame) -> list[int]:
    return [place for place, target in enumerate(targets(judged(made.questions, answers))) if not target.held]


def some(made: Gold, kind: str, number: int) -> pd.Index:
    return made.questions.index[made.questions["kind"].str.startswith(kind)][:number]


def test_perfect_answers_miss_nothing(small: Gold) -> None:
    table = judged(small.questions, perfect(small))
    assert summary(table, targets(table)).startswith("gold: PASS") and worst(table) == []
    assert by_kind(table)["n"].sum() == len(table)


@pytest.mark.parametrize(
    ("kind", "number", "change", "target"),
    [
        ("0", 40, {"geo_precision": "commune"}, [0]),
        ("0", 40, {"geo_statut": "revue"}, [0]),
        ("5", 1, {"geo_precision": "aucune"}, [1]),
        ("6", 1, {"geo_precision": "aucune", "geo_statut": "en_attente"}, [1]),
        ("6", 40, {"geo_precision": "aucune", "geo_statut": "revue"}, []),
        ("6", 40, {"geo_precision": "commune"}, []),
        ("6", 1, {"code_insee": "01001"}, [2]),
        (ABSENT_KIND, 1, {"code_insee": "01001"}, []),
        ("2", 3, {"latitude": "0"}, [3]),
        (ABSENT_KIND, 1, {"geo_precision": "voie"}, [4]),
        (ABSENT_KIND, 1, {"geo_precision": "voie", "geo_statut": "revue", "latitude": "0"}, [5]),
        (ABSENT_KIND, 1, {"latitude": "0"}, []),
    ],
)
def test_each_target_is_missed_by_what_it_is_about(
    small: Gold, kind: str, number: int, change: dict[str, str], target: list[int]
) -> None:
    answers = perfect(small)
    answers.loc[some(small, kind, number), list(change)] = list(change.values())
    assert missed(small, answers) == target


def test_a_point_within_its_declared_radius_is_off_but_not_far(small: Gold) -> None:
    answers = perfect(small)
    row = some(small, ABSENT_KIND, 1)
    north = str(float(answers.loc[row, "latitude"].iloc[0]) + 0.009)  # about 1 km
    answers.loc[row, ["latitude", "geo_precision", "geo_statut", "geo_rayon_m"]] = [north, "voie", "revue", "1364"]
    table = judged(small.questions, answers)
    assert int(table["off"].sum()) == 1 and int(table["far"].sum()) == 0
    answers.loc[row, "geo_rayon_m"] = "330"
    assert int(judged(small.questions, answers)["far"].sum()) == 1


def test_answers_in_another_order_are_refused(small: Gold) -> None:
    with pytest.raises(ValueError, match="order"):
        judged(small.questions, perfect(small)[::-1])


def test_rows_that_went_wrong_are_shown_the_worst_first(small: Gold) -> None:
    answers = perfect(small)
    answers.loc[some(small, "0", 20), "geo_precision"] = "commune"
    answers.loc[some(small, "4", 1), "code_insee"] = "01001"
    shown = worst(judged(small.questions, answers))
    assert len(shown) == 15 and shown[0].startswith("4 ") and shown[1].startswith("0 ")
