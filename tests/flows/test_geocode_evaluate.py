"""A located table is measured against a gold one: shares, communes, radii and distances, no row lost in silence."""

import json
from dataclasses import fields, replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.geocode.evaluate import as_document, as_table, bin_of, evaluate
from flows.geocode.evaluation import CLASSES, EDGES, PRECISIONS, Evaluation
from schemas.errors import Refused
from schemas.records import Row
from sources.communes import same_commune

LYON, LYON_3, LYON_6, PANTIN = "69123", "69383", "69386", "93055"
DEGREE_M = 111_194.927
"""Metres in a degree of latitude over the round Earth of `distance_m`."""
GOLD = {"code_insee": LYON_6, "longitude": "4.85", "latitude": "45.76"}
FOUND = {**GOLD, "geo_precision": "numero", "geo_qualite": "11", "geo_statut": "auto", "geo_source": "ban"}
FOUND |= {"geo_rayon_m": "50"}
CENTRE = {"geo_precision": "commune", "geo_qualite": "33", "geo_statut": "revue", "geo_rayon_m": "3000"}
NOWHERE = {"longitude": "", "latitude": "", "geo_precision": "aucune", "geo_qualite": "", "geo_rayon_m": ""}


def at(metres: float, **cells: str) -> Row:
    """A located row so many metres north of the gold point."""
    return {**FOUND, "latitude": f"{45.76 + metres / DEGREE_M:.9f}", **cells}


def measured(*located: Row, gold: dict[int, Row] | None = None) -> Evaluation:
    """The evaluation of these rows; `gold` changes the gold row at a place."""
    right = [{**GOLD, **(gold or {}).get(place, {})} for place in range(len(located))]
    return evaluate(pd.DataFrame(right, dtype=str), pd.DataFrame(list(located), dtype=str))


def test_shares_are_of_the_rows_whose_gold_has_a_point() -> None:
    overall = measured(at(10), at(100), at(300), at(900)).overall
    assert overall.rows == 4
    assert overall.within == {50: 0.25, 200: 0.5, 500: 0.75}


def test_a_row_that_was_not_located_is_a_miss_in_the_shares_and_has_no_distance() -> None:
    e = measured(at(10), at(0, **NOWHERE))
    assert (e.not_located, e.measured, e.none) == (1, 1, 0.5)
    assert e.overall.within[500] == e.classes["none"].rows * 0.5
    assert e.median_m == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize("blank", [{"longitude": ""}, {"latitude": ""}, {"longitude": "", "latitude": ""}])
def test_a_gold_row_without_point_is_counted_and_left_out_of_the_shares_only(blank: Row) -> None:
    e = measured(at(10), at(10), gold={1: blank})
    assert (e.rows, e.without_gold_point, e.measured, e.overall.rows) == (2, 1, 1, 1)
    assert (e.accepted, e.commune_measured) == (1, 2)


def test_each_class_has_its_own_shares_and_an_empty_class_has_none() -> None:
    e = measured(at(10), at(400, geo_precision="voie", geo_qualite="12"), at(0, **NOWHERE))
    assert tuple(e.classes) == CLASSES
    assert e.classes["11"].within == {50: 1, 200: 1, 500: 1}
    assert e.classes["12"].within == {50: 0, 200: 0, 500: 1}
    assert e.classes["22"].within == {50: None, 200: None, 500: None}
    assert sum(part.rows for part in e.classes.values()) == e.overall.rows


def test_accepted_is_a_street_or_a_door_that_no_person_is_waited_for() -> None:
    e = measured(
        at(1),
        at(1, geo_statut="manuel", geo_precision="lieu_dit"),
        at(1, geo_statut="revue"),
        at(1, geo_statut="auto", geo_precision="commune"),
        at(1, geo_statut="en_attente", geo_precision="commune"),
    )
    assert (e.accepted, e.review, e.centre, e.waiting, e.none) == (0.4, 0.2, 0.4, 0.2, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LYON_6, LYON_6, True),
        (LYON_6, LYON, True),
        (LYON, LYON_6, True),
        (LYON_6, LYON_3, False),
        (LYON_6, PANTIN, False),
        ("75056", "75110", True),
        ("75056", LYON_6, False),
        ("14712", "14712", True),
    ],
)
def test_a_city_is_each_of_its_arrondissements_but_two_of_them_are_two(one: str, other: str, same: bool) -> None:
    assert same_commune(one, other) == same
    assert measured(at(1, code_insee=other), gold={0: {"code_insee": one}}).wrong_commune == (not same)


def test_a_former_commune_is_the_commune_of_today() -> None:
    assert same_commune("01039", "01138")  # Béon is in Culoz-Béon since 2023
    assert not same_commune("01039", "01004")


def test_a_wrong_commune_counts_whether_accepted_or_not_and_a_missing_code_is_not_measured() -> None:
    wrong = {"code_insee": PANTIN}
    e = measured(at(1, **wrong), at(1, **wrong, **CENTRE), at(1, code_insee=""), at(1), gold={3: {"code_insee": ""}})
    assert (e.commune_measured, e.wrong_commune, e.accepted_wrong_commune) == (2, 2, 1)


def test_far_and_accepted_is_a_fault_far_and_in_review_is_none() -> None:
    assert measured(at(499), at(501), at(501, **CENTRE)).accepted_far == 1


def test_a_point_is_outside_its_radius_only_when_it_declares_one() -> None:
    e = measured(at(49), at(51), at(51, geo_rayon_m=""), at(0, **NOWHERE), at(2_900, **CENTRE))
    assert (e.radius_measured, e.outside_radius) == (3, 1)


def test_median_and_tails_are_of_the_measured_distances() -> None:
    e = measured(*(at(metres) for metres in range(101)))
    assert (e.median_m, e.p90_m, e.p99_m) == pytest.approx((50, 90, 99), abs=0.01)


@pytest.mark.parametrize(("metres", "place"), [(0, 0), (10, 0), (10.1, 1), (50, 1), (10_000, 8), (10_001, 9)])
def test_an_upper_end_belongs_to_its_bin(metres: float, place: int) -> None:
    assert bin_of(metres) == place


def test_the_histogram_holds_every_measured_row_by_precision() -> None:
    e = measured(at(5), at(30), at(150_000), at(4_000, **CENTRE), at(0, **NOWHERE), at(5), gold={5: {"latitude": ""}})
    assert tuple(e.histogram) == PRECISIONS
    assert e.histogram["numero"] == (1, 1, 0, 0, 0, 0, 0, 0, 0, 1)
    assert e.histogram["commune"] == (0, 0, 0, 0, 0, 0, 0, 1, 0, 0)
    assert sum(map(sum, e.histogram.values())) == e.measured == 4


def test_the_index_of_the_tables_does_not_matter() -> None:
    gold, located = pd.DataFrame([GOLD, GOLD], dtype=str), pd.DataFrame([at(1), at(600)], dtype=str)
    assert evaluate(gold.set_axis([7, 8]), located.set_axis([8, 7])) == evaluate(gold, located)


def test_tables_of_different_lengths_are_refused() -> None:
    with pytest.raises(Refused, match="1 rows and the located one 2"):
        evaluate(pd.DataFrame([GOLD], dtype=str), pd.DataFrame([FOUND, FOUND], dtype=str))


@pytest.mark.parametrize("cell", [{"geo_precision": "rue"}, {"geo_qualite": "13"}, {"geo_statut": "ok"}])
def test_a_word_outside_a_closed_list_is_refused_for_no_figure_would_count_it(cell: Row) -> None:
    with pytest.raises(Refused, match=next(iter(cell))):
        measured({**FOUND, **cell})


def test_a_coordinate_that_is_no_number_is_an_error_not_a_missing_one() -> None:
    with pytest.raises(ValueError, match="4,85"):
        measured({**FOUND, "longitude": "4,85"})


def test_no_row_at_all_gives_no_share_and_can_still_be_told() -> None:
    columns = list(FOUND)
    e = evaluate(pd.DataFrame(columns=list(GOLD), dtype=str), pd.DataFrame(columns=columns, dtype=str))
    assert (e.rows, e.accepted, e.median_m, e.overall.within[50]) == (0, None, None, None)
    assert "nothing can be measured" in as_table(e)
    json.dumps(as_document(e), allow_nan=False)


def test_the_table_begins_with_a_sentence_for_everybody() -> None:
    told = as_table(measured(at(10), at(100), at(600), at(900, code_insee=PANTIN))).splitlines()
    assert told[0] == (
        "Of 100 addresses whose true point is known, 50 are placed within 200 m of it; "
        "of 4 addresses, 2 were accepted more than 500 m away and 1 in a wrong commune."
    )


def test_the_columns_of_the_table_are_aligned_and_no_line_ends_in_blanks() -> None:
    lines = as_table(measured(*[at(10)] * 12, at(900, **CENTRE))).splitlines()
    shares = [line for line in lines if line.startswith(("rows with", "all", "geo_qualite"))]
    assert len(shares) == 2 + len(CLASSES) and len({len(line) for line in shares}) == 1
    bins = [line for line in lines if line.startswith((*PRECISIONS, "metres"))]
    assert len({len(line) for line in bins}) == 1
    assert all(line == line.rstrip() for line in lines)


def test_the_document_is_json_with_every_figure_and_the_ends_of_the_bins() -> None:
    e = measured(at(10), at(0, **NOWHERE))
    document = json.loads(json.dumps(as_document(e), allow_nan=False))
    assert document.keys() == {field.name for field in fields(Evaluation)} | {"edges_m"}
    assert document["overall"]["within"] == {"50": 0.5, "200": 0.5, "500": 0.5}
    assert document["edges_m"] == list(EDGES) and len(document["histogram"]["numero"]) == len(EDGES) + 1


CELLS = st.fixed_dictionaries(
    {
        "metres": st.integers(0, 60_000),
        "code_insee": st.sampled_from(["", LYON, LYON_3, LYON_6, PANTIN]),
        "geo_precision": st.sampled_from(PRECISIONS),
        "geo_qualite": st.sampled_from(["11", "12", "21", "22", "33", ""]),
        "geo_statut": st.sampled_from(["auto", "manuel", "revue", "en_attente"]),
        "geo_rayon_m": st.sampled_from(["", "50", "3000"]),
    }
)


@settings(deadline=None, max_examples=40)
@given(st.lists(CELLS, min_size=1, max_size=12), st.sets(st.integers(0, 11)))
def test_every_row_is_counted_once_and_shares_grow_with_the_distance(
    cells: list[dict[str, str]], blind: set[int]
) -> None:
    located = [at(float(c["metres"]), **{k: v for k, v in c.items() if k != "metres"}) for c in cells]
    e = measured(*located, gold={place: {"longitude": ""} for place in blind})
    assert e.rows == e.without_gold_point + e.not_located + e.measured == e.without_gold_point + e.overall.rows
    assert sum(map(sum, e.histogram.values())) == e.measured
    within = [share or 0 for share in e.overall.within.values()]
    assert within == sorted(within)
    assert e.accepted_wrong_commune <= e.wrong_commune <= e.commune_measured
    assert replace(e) == e
