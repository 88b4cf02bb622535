"""May a point be published? The commune must agree and the street be the one asked; no score decides."""

from dataclasses import replace

import pytest

from flows.geocode.match import Match
from tests.flows.geocode_places import (
    DAY,
    DELIZY,
    NOTHING,
    PANTIN,
    Said,
    codes,
    geocode,
    placed,
    places,
    point,
)


@pytest.mark.parametrize(
    ("numero", "code_postal", "longitude", "doubt"),
    [
        ("133", "69100", 4.866, "conflit_commune"),
        ("133", "69006", 2.35, "conflit_commune"),
        ("131", "69100", 4.866, "voie_non_trouvee"),
        ("133", "75020", 2.35, "voie_non_trouvee"),
    ],
    ids=["close by", "same postcode", "another number", "far away"],
)
def test_only_the_very_number_close_by_speaks_against_the_declared_commune(
    numero: str, code_postal: str, longitude: float, doubt: str
) -> None:
    across = replace(DELIZY, voie="Rue des Charmettes", code_insee="69266", latitude=45.771)
    across = replace(across, numero=numero, code_postal=code_postal, longitude=longitude)
    ask = Said(lambda requete, citycode: None if citycode else across)
    rows, told = geocode(places(("133 Rue des Charmettes", "69006", "Lyon")), NOTHING, DAY, ask)
    assert (rows.iloc[0]["geo_precision"], codes(told)) == ("commune", [doubt])


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
    ],
    ids=["other way", "near name", "locality"],
)
def test_a_proposal_in_doubt_is_withheld_and_goes_to_review(proposal: Match) -> None:
    row, told = placed(PANTIN, proposal)
    assert (*point(row), row["geo_statut"]) == ("commune", "2.40898", "48.8986", "revue")
    assert told == ["point_a_revoir"]


@pytest.mark.parametrize(
    "proposal",
    [
        replace(DELIZY, longitude=2.4098, latitude=48.9700),
        replace(DELIZY, longitude=48.8981, latitude=2.4098),
        replace(DELIZY, longitude=0.0, latitude=0.0),
        replace(DELIZY, longitude=None, latitude=None),
        replace(DELIZY, longitude=float("nan")),
        replace(DELIZY, latitude=float("inf")),
    ],
    ids=["too far", "swapped", "null island", "no point", "nan", "infinite"],
)
def test_a_point_that_cannot_be_is_withheld_and_goes_to_review(proposal: Match) -> None:
    row, told = placed(PANTIN, proposal)
    assert (*point(row), row["geo_statut"]) == ("commune", "2.40898", "48.8986", "revue")
    assert told == ["point_impossible"]


def test_a_hamlet_is_a_place_and_not_a_street() -> None:
    bourg = replace(DELIZY, type="locality", voie="Le Bourg", numero="", libelle="Le Bourg 93500 Pantin")
    row, told = placed(("12 Le Bourg", "93500", "Pantin"), bourg)
    assert (row["geo_precision"], row["geo_qualite"], row["geo_rayon_m"], told) == ("lieu_dit", "12", "1364", [])
    assert placed(("12 Rue du Bourg", "93500", "Pantin"), bourg)[1] == ["point_a_revoir"]


def test_of_several_proposals_the_one_that_is_proved_is_taken() -> None:
    row, told = placed(PANTIN, replace(DELIZY, voie="Avenue Delizy", numero="41"), DELIZY)
    assert (row["geo_precision"], row["geo_libelle"], told) == ("numero", DELIZY.libelle, [])


def test_the_door_is_taken_before_the_street() -> None:
    street = replace(DELIZY, type="street", numero="", libelle="Rue Delizy 93500 Pantin")
    assert placed(PANTIN, street, DELIZY)[0]["geo_libelle"] == DELIZY.libelle


def test_two_streets_of_one_name_far_apart_in_one_commune_are_for_a_person_to_tell_apart() -> None:
    twin = replace(DELIZY, id="93055_9999_00041", latitude=48.8881)
    row, told = placed(PANTIN, DELIZY, twin)
    assert (row["geo_precision"], row["geo_statut"], told) == ("commune", "revue", ["voie_homonyme"])
    near = replace(twin, latitude=48.8991)
    assert placed(PANTIN, DELIZY, near)[0]["geo_precision"] == "numero"


@pytest.mark.parametrize(("score", "told"), [(0.96, ["conflit_commune"]), (0.8, [])], ids=["as good", "far behind"])
def test_the_same_door_in_another_commune_with_as_good_a_score_is_a_conflict(score: float, told: list[str]) -> None:
    rival = replace(DELIZY, code_insee="93048", score=score)
    assert placed(PANTIN, DELIZY, rival)[1] == told


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


def test_the_street_of_that_very_name_goes_before_a_door_in_another() -> None:
    street = replace(DELIZY, voie="Route de Saint-Martinet", type="street", numero="", id="93055_1")
    other = replace(DELIZY, voie="Route de Saint-Martinit", id="93055_2_00041")
    row, told = placed(("41 Route de Saint-Martinet", "93500", "Pantin"), other, street)
    assert (row["geo_precision"], row["geo_id"], told) == ("voie", "93055_1", [])


def test_of_streets_of_one_name_the_number_that_only_one_has_settles_nothing() -> None:
    far = replace(DELIZY, type="street", numero="", id="93055_9999", latitude=48.8881)
    assert placed(PANTIN, DELIZY, far)[1] == ["voie_homonyme"]


def test_of_streets_of_one_name_the_declared_postcode_tells_which() -> None:
    far = replace(DELIZY, id="93055_9999_00041", latitude=48.8881, code_postal="93501")
    row, told = placed(PANTIN, far, DELIZY)
    assert (row["geo_id"], told) == (DELIZY.id, [])


def test_a_door_and_the_middle_of_its_own_long_street_are_no_two_streets() -> None:
    middle = replace(DELIZY, type="street", numero="", id="93055_2622", latitude=48.8881)
    assert placed(PANTIN, DELIZY, middle)[0]["geo_precision"] == "numero"


def test_where_postcode_and_name_disagree_a_street_without_number_proves_nothing() -> None:
    street = replace(DELIZY, type="street", numero="", code_insee="93048", latitude=48.8602, longitude=2.4437)
    row, told = placed(("Rue Delizy", "93200", "Montreuil"), street)
    assert (row["geo_precision"], row["geo_statut"]) == ("commune", "revue")
    assert told == ["commune_a_verifier", "point_a_revoir"]
