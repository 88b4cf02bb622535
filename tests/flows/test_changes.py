"""Two releases compared: what came, went and changed; when we looked is no change."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.changes import Change, compare
from schemas.tables import Tables, columns, conform

AGAPI = {"id": "cc-aaaaaaaa", "nom": "AGAPI", "telephone": "+33199001234", "statut": "actif", "date_maj": "2026-11-22"}
NIDO = {"id": "cc-bbbbbbbb", "nom": "Au Nid'Ô", "statut": "actif"}
WHEN = {"date_premiere_vue", "date_derniere_vue", "date_maj", "geo_date"}


def places(*rows: dict[str, str]) -> Tables:
    return {"etablissements": conform(list(rows), "etablissements")}


def test_a_release_compared_with_itself_has_no_change() -> None:
    assert compare(places(AGAPI, NIDO), places(NIDO, AGAPI)) == []


def test_everything_is_new_beside_nothing() -> None:
    assert compare({}, places(AGAPI, NIDO)) == [
        Change("etablissements", "cc-aaaaaaaa", "AGAPI", "ajoute"),
        Change("etablissements", "cc-bbbbbbbb", "Au Nid'Ô", "ajoute"),
    ]


def test_a_row_that_went_is_told() -> None:
    assert compare(places(AGAPI, NIDO), places(NIDO)) == [Change("etablissements", "cc-aaaaaaaa", "AGAPI", "retire")]


def test_a_cell_that_changed_is_told_with_both_values() -> None:
    after = places({**AGAPI, "telephone": "+33199005678"})
    assert compare(places(AGAPI), after) == [
        Change("etablissements", AGAPI["id"], "AGAPI", "modifie", "telephone", "+33199001234", "+33199005678")
    ]


@pytest.mark.parametrize("column", sorted(WHEN))
def test_a_date_of_sight_is_no_change(column: str) -> None:
    assert compare(places(AGAPI), places({**AGAPI, column: "2027-01-01"})) == []


@pytest.mark.parametrize("column", ["recupere_le", "sha256", "age_jours", "robots"])
def test_when_and_how_a_page_was_fetched_is_no_change(column: str) -> None:
    row = {"id": "pope", "statut": "ok"}
    before, after = conform([row], "sources"), conform([{**row, column: "9"}], "sources")
    assert compare({"sources": before}, {"sources": after}) == []


@pytest.mark.parametrize(
    ("before", "after", "count"), [("ok", "inchangee", 0), ("ok", "perimee", 1), ("perimee", "ok", 1)]
)
def test_a_source_that_cannot_be_had_is_a_change_and_one_that_is_unchanged_is_not(
    before: str, after: str, count: int
) -> None:
    old, new = (conform([{"id": "pope", "statut": statut}], "sources") for statut in (before, after))
    assert len(compare({"sources": old}, {"sources": new})) == count


def test_the_day_and_digest_of_an_evidence_are_no_change_but_its_words_are() -> None:
    row = {"id": "cc-aaaaaaaa", "champ": "nom", "date": "2026-11-22", "snapshot": "a", "valeur_source": "AGAPI"}

    def made(**cells: str) -> Tables:
        return {"provenance": conform([{**row, **cells}], "provenance")}

    assert compare(made(), made(date="2027-01-01", snapshot="b")) == []
    assert [c.champ for c in compare(made(), made(valeur_source="Agapi"))] == ["valeur_source"]


def test_a_doubt_that_comes_is_a_change() -> None:
    doubt = {
        "code": "membre_disparu",
        "gravite": "avertissement",
        "source": "pope",
        "message_fr": "x",
        "message_en": "y",
    }
    assert [c.nature for c in compare({}, {"anomalies": conform([doubt], "anomalies")})] == ["ajoute"]


def test_changes_come_in_the_order_of_the_tables_then_of_the_ids_and_columns() -> None:
    after = {
        **places(NIDO, {**AGAPI, "statut": "ferme", "nom": "A"}),
        "retraits": conform([{"id": "cc-c"}], "retraits"),
    }
    told = [(c.table, c.cle, c.champ) for c in compare(places(AGAPI), after)]
    assert told == [
        ("etablissements", "cc-aaaaaaaa", "nom"),
        ("etablissements", "cc-aaaaaaaa", "statut"),
        ("etablissements", "cc-bbbbbbbb", ""),
        ("retraits", "cc-c", ""),
    ]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(columns("etablissements")[1:]), st.text("abc", min_size=1), max_size=6))
def test_every_changed_cell_is_told_once_and_no_other(cells: dict[str, str]) -> None:
    told = compare(places({"id": "cc-aaaaaaaa"}), places({"id": "cc-aaaaaaaa", **cells}))
    assert {(c.champ, c.avant, c.apres) for c in told} == {(k, "", v) for k, v in cells.items() if k not in WHEN}
    assert len(told) == len({c.champ for c in told})


def test_tables_are_left_as_they_were() -> None:
    before, after = places(AGAPI), places(NIDO)
    copies = [frame.copy() for frame in (before["etablissements"], after["etablissements"])]
    compare(before, after)
    for frame, copy in zip((before["etablissements"], after["etablissements"]), copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
