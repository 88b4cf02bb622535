"""Address -> place: the commune first, a point only when it is proved, and a word on every doubt."""

import sys
from dataclasses import replace
from subprocess import run
from typing import Any

import pandas as pd
import pytest

from flows.geocode import Match, Recorder, geocode, merged
from schemas.records import Anomaly
from schemas.tables import conform, empty
from tests.flows.geocode_service import DAY, DELIZY, Said, down_after, places

NOTHING = empty("etablissements")
PANTIN = ("41 Rue Delizy", "93500", "Pantin")
MEMBERS = [
    ("133 Rue des Charmettes", "69006", "Lyon", "69386", "69123", "69", "84"),
    ("542 Avenue Victor Hugo", "84320", "Entraigues sur la Sorgue", "84043", "84043", "84", "93"),
    ("2 Chemin de la crèche", "22100", "TADEN", "22339", "22339", "22", "53"),
    ("4 Rue de Saint-Quentin", "75010", "Paris", "75110", "75056", "75", "11"),
    (*PANTIN, "93055", "93055", "93", "11"),
    ("30 Rue de Saint-Antoine", "93100", "Montreuil", "93048", "93048", "93", "11"),
]


def placed(address: tuple[str, str, str], answer: Match | None = DELIZY, **given: Any) -> tuple[pd.Series, list[str]]:
    """One address placed online by a service that gives one answer: its row, and the codes of its doubts."""
    rows, told = geocode(places(address), NOTHING, DAY, Said(lambda q, c: answer), **given)
    return rows.iloc[0], codes(told)


def codes(told: list[Anomaly]) -> list[str]:
    return [anomaly.code for anomaly in told]


def point(row: pd.Series) -> tuple[str, str, str]:
    return row["geo_precision"], row["longitude"], row["latitude"]


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
    [("69001", "Villeurbanne", "69266"), ("84320", "Entraigue sur la Sorgues", "84043"), ("75012", "Paris 10", "75056")],
    ids=["postcode of a neighbour", "misspelt", "two arrondissements"],
)
def test_a_commune_that_only_nearly_agrees_is_used_and_told(code_postal: str, commune: str, code_insee: str) -> None:
    row, told = placed(("", code_postal, commune), None)
    assert (row["code_insee"], row["geo_statut"], told) == (code_insee, "auto", ["commune_a_verifier"])


def test_a_commune_without_a_point_in_the_gazetteer_has_none() -> None:
    row, told = placed(("1 Rue de Sébastopol", "98800", "Nouméa"))
    assert (*point(row), row["geo_statut"], row["code_insee"]) == ("aucune", "", "", "auto", "98818")
    assert told == ["commune_sans_point"]


def test_a_door_found_in_the_commune_is_published_with_its_evidence() -> None:
    row, told = placed(PANTIN)
    assert dict(row[row.index.str.startswith("geo_")]) == {
        "geo_precision": "numero",
        "geo_qualite": "11",
        "geo_score": "0.9709",
        "geo_similarite": "100",
        "geo_libelle": "41 Rue Delizy 93500 Pantin",
        "geo_id": "93055_2622_00041",
        "geo_source": "ban",
        "geo_date": DAY,
        "geo_rayon_m": "330",
        "geo_statut": "auto",
    }
    assert (row["longitude"], row["latitude"], told) == ("2.4098", "48.8981", [])


def test_a_street_without_the_door_is_said_to_be_a_street() -> None:
    street = replace(DELIZY, type="street", numero="", libelle="Rue Delizy 93500 Pantin")
    row, told = placed(PANTIN, street)
    assert (row["geo_precision"], row["geo_qualite"], told) == ("voie", "12", [])


def test_another_door_of_the_street_is_not_said_to_be_the_door() -> None:
    row, _ = placed(PANTIN, replace(DELIZY, numero="43", libelle="43 Rue Delizy 93500 Pantin"))
    assert (row["geo_precision"], row["geo_qualite"]) == ("voie", "12")


@pytest.mark.parametrize(
    "proposal",
    [
        replace(DELIZY, voie="Avenue Delizy"),
        replace(DELIZY, voie="Rue Delassy"),
        replace(DELIZY, type="locality"),
        replace(DELIZY, longitude=2.4098, latitude=48.9700),
        replace(DELIZY, longitude=48.8981, latitude=2.4098),
        replace(DELIZY, longitude=0.0, latitude=0.0),
        replace(DELIZY, longitude=None, latitude=None),
        replace(DELIZY, longitude=float("nan")),
        replace(DELIZY, latitude=float("inf")),
    ],
    ids=["other way", "near name", "locality", "too far", "swapped", "null island", "no point", "nan", "infinite"],
)
def test_a_proposal_in_doubt_is_withheld_and_goes_to_review(proposal: Match) -> None:
    row, told = placed(PANTIN, proposal)
    assert (*point(row), row["geo_statut"]) == ("commune", "2.40898", "48.8986", "revue")
    assert told == ["point_a_revoir"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        replace(DELIZY, voie="Rue Hoche"),
        replace(DELIZY, type="municipality", voie="Pantin"),
        replace(DELIZY, type="", voie=""),
        replace(DELIZY, voie="Rue Hoche", code_insee="93048"),
        replace(DELIZY, voie="Rue Hoche", score=0.99),
    ],
    ids=["nothing", "other street", "town", "nothing said", "other street elsewhere", "best score"],
)
def test_a_street_that_is_not_found_leaves_the_centre_whatever_the_score(answer: Match | None) -> None:
    row, told = placed(PANTIN, answer)
    assert (*point(row), row["geo_statut"]) == ("commune", "2.40898", "48.8986", "auto")
    assert told == ["voie_non_trouvee"]


def test_a_low_score_refuses_nothing() -> None:
    row, told = placed(PANTIN, replace(DELIZY, score=0.31))
    assert (row["geo_precision"], row["geo_score"], told) == ("numero", "0.31", [])


@pytest.mark.parametrize("score", [None, -1.0, 7.0, float("nan")])
def test_a_score_that_is_none_is_not_published(score: float | None) -> None:
    row, _ = placed(PANTIN, replace(DELIZY, score=score))
    assert (row["geo_precision"], row["geo_score"]) == ("numero", "")


def test_an_address_found_in_another_commune_is_a_conflict() -> None:
    rows, told = geocode(places(PANTIN), NOTHING, DAY, Said(lambda q, c: replace(DELIZY, code_insee="93048")))
    row = rows.iloc[0]
    assert (*point(row), row["geo_statut"], row["code_insee"]) == ("commune", "2.40898", "48.8986", "revue", "93055")
    assert [(a.code, a.valeur) for a in told] == [("conflit_commune", "41 Rue Delizy 93500 Pantin")]


@pytest.mark.parametrize(
    ("commune", "answered", "precision"),
    [
        (("17 Rue Bichat", "75010", "Paris"), "75056", "numero"),
        (("17 Rue Bichat", "75012", "Paris 10"), "75110", "numero"),
        (("17 Rue Bichat", "75010", "Paris"), "75111", "commune"),
    ],
    ids=["city for its arrondissement", "arrondissement for its city", "two arrondissements"],
)
def test_a_city_agrees_with_its_arrondissements_and_they_not_with_each_other(
    commune: tuple[str, str, str], answered: str, precision: str
) -> None:
    bichat = replace(DELIZY, voie="Rue Bichat", numero="17", code_insee=answered, longitude=2.365, latitude=48.871)
    row, _ = placed(commune, bichat)
    assert row["geo_precision"] == precision


def test_a_former_commune_in_the_answer_is_the_commune_of_today() -> None:
    street = replace(DELIZY, code_insee="01033", voie="Rue Neuve", numero="1", longitude=5.81, latitude=46.108)
    address = ("1 Rue Neuve", "01200", "Valserhône")
    assert placed(address, street)[0]["geo_precision"] == "numero"
    assert placed(address, replace(street, code_insee="01205"))[0]["geo_precision"] == "numero"


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


LATER = "2027-02-01"


def test_an_unchanged_place_keeps_the_day_it_was_found() -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY)
    again, _ = geocode(places(("41 rue DELIZY", "93500", "pantin")), first, LATER)
    assert again.iloc[0]["geo_date"] == DAY


def test_another_address_or_another_point_has_its_own_day() -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY)
    moved, _ = geocode(places(("43 Rue Delizy", "93500", "Pantin")), first, LATER)
    shifted, _ = geocode(places(PANTIN), first.assign(latitude="48.8987"), LATER)
    assert [moved.iloc[0]["geo_date"], shifted.iloc[0]["geo_date"]] == [LATER, LATER]


def test_offline_a_point_found_online_is_kept_for_the_same_address_only() -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY, Said(lambda q, c: DELIZY))
    again, told = geocode(places(PANTIN), first, LATER)
    pd.testing.assert_frame_equal(again, first)
    assert told == []
    moved, _ = geocode(places(("43 Rue Delizy", "93500", "Pantin")), first, LATER)
    assert moved.iloc[0]["geo_precision"] == "commune"


def test_online_a_point_that_is_known_is_not_asked_for_again() -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY, Said(lambda q, c: DELIZY))
    ask = Said(lambda q, c: None)
    again, _ = geocode(places(PANTIN), first, LATER, ask)
    pd.testing.assert_frame_equal(again, first)
    assert ask.asked == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"latitude": "48.97"},
        {"latitude": ""},
        {"latitude": "abc"},
        {"longitude": "nan"},
        {"code_insee": "93048"},
        {"geo_source": "manuel"},
        {"geo_precision": "commune"},
    ],
    ids=str,
)
def test_a_former_point_that_would_not_be_published_today_is_not_kept(spoilt: dict[str, str]) -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY, Said(lambda q, c: DELIZY))
    again, _ = geocode(places(PANTIN), first.assign(**spoilt), LATER)
    assert point(again.iloc[0]) == ("commune", "2.40898", "48.8986")


@pytest.mark.parametrize("k", range(7))
def test_after_an_outage_at_any_question_the_new_addresses_wait_at_their_centre(k: int) -> None:
    six = places(*((a, p, c) for a, p, c, *_ in MEMBERS))
    everywhere = {m[0]: m[3] for m in MEMBERS}

    def answer(requete: str, citycode: str) -> Match:
        street = next(adresse for adresse in everywhere if requete.startswith(adresse))
        number, _, voie = street.partition(" ")
        row = geocode(six[six["adresse"] == street], NOTHING, DAY)[0].iloc[0]
        at = {"longitude": float(row["longitude"]), "latitude": float(row["latitude"])}
        return replace(DELIZY, voie=voie, numero=number, code_insee=everywhere[street], **at)

    ask = down_after(k, answer)
    rows, told = geocode(six, NOTHING, DAY, ask)
    centres, _ = geocode(six, NOTHING, DAY)
    assert list(rows["geo_precision"]) == ["numero"] * k + ["commune"] * (6 - k)
    assert list(rows["geo_statut"]) == ["auto"] * k + ["en_attente"] * (6 - k)
    assert list(rows["latitude"]) == list(centres["latitude"])
    assert [(a.code, a.valeur) for a in told] == [("geocodeur_indisponible", str(6 - k))] * (k < 6)
    assert len(ask.asked) == min(6, k + 1)


def test_an_outage_takes_no_point_away() -> None:
    before, _ = geocode(places(PANTIN), NOTHING, DAY, Said(lambda q, c: DELIZY))
    rows, told = geocode(places(PANTIN, ("7 Rue du Manoir", "22100", "Taden")), before, LATER, down_after(0, str))
    assert list(rows["geo_statut"]) == ["auto", "en_attente"]
    assert rows.iloc[0]["geo_precision"] == "numero"
    assert codes(told) == ["geocodeur_indisponible"]


def test_what_a_run_heard_serves_the_next_one_offline() -> None:
    ask = Recorder(Said(lambda q, c: DELIZY if c == "93055" else None), DAY)
    both = places(PANTIN, ("7 Rue du Manoir", "22100", "Taden"))
    first, told = geocode(both, NOTHING, DAY, ask)
    again, told_again = geocode(both, NOTHING, LATER, cache=merged(ask.heard()))
    pd.testing.assert_frame_equal(again.drop(columns="geo_date"), first.drop(columns="geo_date"))
    assert list(again["geo_date"]) == [DAY, LATER]
    assert (codes(told), told_again) == (["voie_non_trouvee"], told)


def test_a_known_answer_is_not_asked_for_again() -> None:
    ask = Recorder(Said(lambda q, c: DELIZY), DAY)
    geocode(places(PANTIN), NOTHING, DAY, ask)
    silent = Said(lambda q, c: None)
    rows, _ = geocode(places(PANTIN), NOTHING, LATER, silent, ask.heard())
    assert (rows.iloc[0]["geo_precision"], rows.iloc[0]["geo_date"], silent.asked) == ("numero", DAY, [])


def test_every_anomaly_and_every_row_fits_its_schema() -> None:
    answers = {"Delizy": DELIZY, "Manoir": replace(DELIZY, code_insee="22050", voie="Rue du Manoir")}
    ask = Said(lambda q, c: next((m for word, m in answers.items() if word in q), None))
    addresses = [PANTIN, ("7 Rue du Manoir", "22100", "Taden"), ("1 Rue X", "0", "Y"), ("", "84320", "Entraigue sur la Sorgues")]
    rows, told = geocode(places(*addresses), NOTHING, DAY, ask)
    assert conform(rows, "etablissements").equals(rows.sort_values("id", ignore_index=True))
    assert all(a.message_fr and a.message_en and a.message_fr != a.message_en and a.source for a in told)
    assert set(codes(told)) == {"conflit_commune", "commune_inconnue", "commune_a_verifier"}


def test_the_geocoding_library_is_not_loaded_offline() -> None:
    code = (
        "import sys; from flows.geocode import geocode; from tests.flows.geocode_service import DAY, places;"
        "geocode(places(('1 Rue X', '93500', 'Pantin')), places(), DAY);"
        "sys.exit('geopy' in sys.modules or 'requests' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
