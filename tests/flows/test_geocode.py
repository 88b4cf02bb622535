"""Address -> place: the commune first, a point only when it is proved, and a word on every doubt."""

import sys
from dataclasses import replace
from subprocess import run

import pandas as pd
import pytest

from schemas.tables import conform
from tests.flows.geocode_places import (
    DAY,
    DELIZY,
    MEMBERS,
    NOTHING,
    PANTIN,
    Said,
    codes,
    geocode,
    placed,
    places,
    point,
)


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member[3])
def test_the_six_members_are_in_their_communes(member: tuple[str, ...]) -> None:
    rows, told = geocode(places((member[0], member[1], member[2])), NOTHING, DAY)
    found = rows.iloc[0]
    assert tuple(found[["code_insee", "code_commune", "departement", "region"]]) == member[3:]
    assert told == []


def test_offline_the_point_is_the_commune_s_centre_and_says_so() -> None:
    rows, _ = geocode(places(PANTIN), NOTHING, DAY)
    assert dict(rows.iloc[0][rows.columns.str.startswith("geo_")]) == {
        "geo_precision": "commune",
        "geo_qualite": "33",
        "geo_score": "",
        "geo_similarite": "",
        "geo_libelle": "Pantin",
        "geo_id": "93055",
        "geo_source": "gazetteer",
        "geo_date": DAY,
        "geo_rayon_m": "2159",
        "geo_statut": "auto",
    }
    assert point(rows.iloc[0]) == ("commune", "2.40898", "48.8986")


def test_the_commune_takes_its_official_name_and_the_postcode_stays_the_source_s() -> None:
    row, _ = placed(("", "81013", "ALBI CEDEX 9"), None)
    assert (row["commune"], row["code_postal"], row["code_insee"]) == ("Albi", "81013", "81004")


def test_an_unknown_commune_has_no_point_and_goes_to_review() -> None:
    rows, told = geocode(places(("1 Rue Neuve", "93500", "Nulle-Part")), NOTHING, DAY, Said(lambda q, c: DELIZY))
    row = rows.iloc[0]
    assert (*point(row), row["geo_statut"], row["commune"]) == ("aucune", "", "", "revue", "Nulle-Part")
    assert not any(row[["code_insee", "code_commune", "departement", "region", "geo_source", "geo_date"]])
    assert [(a.code, a.gravite, a.id, a.champ, a.source) for a in told] == [
        ("commune_inconnue", "avertissement", row["id"], "commune", "coop_petite_enfance")
    ]


@pytest.mark.parametrize(
    ("code_postal", "commune", "code_insee"),
    [
        ("69001", "Villeurbanne", "69266"),
        ("84320", "Entraigue sur la Sorgues", "84043"),
        ("75012", "Paris 10", "75056"),
    ],
    ids=["postcode of a neighbour", "misspelt", "two arrondissements"],
)
def test_a_commune_that_only_nearly_agrees_is_used_and_told(code_postal: str, commune: str, code_insee: str) -> None:
    row, told = placed(("", code_postal, commune), None)
    assert (row["code_insee"], row["geo_statut"], told) == (code_insee, "auto", ["commune_a_verifier"])


def test_a_commune_without_a_point_in_the_gazetteer_has_none() -> None:
    row, told = placed(("1 Rue de Sébastopol", "98800", "Nouméa"))
    assert (*point(row), row["geo_statut"], row["code_insee"]) == ("aucune", "", "", "auto", "98818")
    assert told == ["commune_sans_point"]


def test_a_city_as_a_whole_is_asked_without_filter() -> None:
    ask = Said(lambda q, c: None)
    geocode(places(("1 Rue Neuve", "75012", "Paris 10"), PANTIN), NOTHING, DAY, ask)
    assert [citycode for _, citycode in ask.asked] == ["", "93055", ""]


def test_an_address_without_street_is_not_asked_for() -> None:
    ask = Said(lambda q, c: DELIZY)
    rows, told = geocode(places(("", "93500", "Pantin")), NOTHING, DAY, ask)
    assert (rows.iloc[0]["geo_precision"], rows.iloc[0]["geo_statut"], ask.asked, told) == ("commune", "auto", [], [])


def test_one_address_twice_is_asked_once() -> None:
    ask = Said(lambda q, c: DELIZY)
    rows, _ = geocode(places(PANTIN, PANTIN), NOTHING, DAY, ask)
    assert list(rows["geo_precision"]) == ["numero", "numero"]
    assert ask.asked == [("41 Rue Delizy 93500 Pantin", "93055")]


def test_rows_keep_their_order_their_index_and_their_other_columns() -> None:
    given = places(("", "93500", "Pantin"), ("", "00000", "Nulle-Part"), ("", "22100", "Taden"))
    given = given.iloc[[2, 0, 1]].assign(telephone=["a", "b", "c"])
    rows, _ = geocode(given, NOTHING, DAY)
    assert list(rows.index) == [2, 0, 1]
    assert list(rows["id"]) == list(given["id"])
    assert list(rows["telephone"]) == ["a", "b", "c"]
    assert list(rows.columns) == list(given.columns)


def test_no_row_gives_no_row() -> None:
    rows, told = geocode(NOTHING, pd.DataFrame(), DAY)
    assert (len(rows), list(rows.columns), told) == (0, list(NOTHING.columns), [])


def test_what_was_given_is_not_touched() -> None:
    given = places(PANTIN)
    copy = given.copy()
    geocode(given, NOTHING, DAY)
    pd.testing.assert_frame_equal(given, copy)


def test_every_anomaly_and_every_row_fits_its_schema() -> None:
    answers = {"Delizy": DELIZY, "Manoir": replace(DELIZY, code_insee="22050", voie="Rue du Manoir")}
    ask = Said(lambda q, c: next((m for word, m in answers.items() if word in q), None))
    addresses = [
        PANTIN,
        ("7 Rue du Manoir", "22100", "Taden"),
        ("1 Rue X", "0", "Y"),
        ("", "84320", "Entraigue sur la Sorgues"),
    ]
    rows, told = geocode(places(*addresses), NOTHING, DAY, ask)
    assert conform(rows, "etablissements").equals(rows.sort_values("id", ignore_index=True))
    assert all(a.message_fr and a.message_en and a.message_fr != a.message_en and a.source for a in told)
    assert set(codes(told)) == {"conflit_commune", "commune_inconnue", "commune_a_verifier"}


def test_the_geocoding_library_is_not_loaded_offline() -> None:
    code = (
        "import sys; from tests.flows.geocode_places import DAY, geocode, places;"
        "geocode(places(('1 Rue X', '93500', 'Pantin')), places(), DAY);"
        "sys.exit('geopy' in sys.modules or 'requests' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
