"""What people decided wins over every provider; and each decision is told, or reported when it no longer applies."""

from dataclasses import replace

import pytest

from flows.geocode.doubts import KINDS
from schemas.tables import conform
from tests.flows.geocode_decisions import (
    AT_THE_CENTRE,
    BY_HAND,
    CENTRE,
    CHARMETTES,
    EVIDENCE,
    IN_VILLEURBANNE,
    across,
    cells,
    decided,
    heard,
    said,
)
from tests.flows.geocode_places import DAY, DELIZY, PANTIN, Said, down_after, places

LATER = "2027-02-01"
HAND = ("manuel", "manuel", "2.4101", "48.8979")
NEAR = replace(DELIZY, voie="Avenue Delizy", libelle="41 Avenue Delizy 93500 Pantin")


def test_a_point_by_hand_is_published_with_everything_that_was_decided() -> None:
    found, told = decided(places(PANTIN), BY_HAND, ask=said(NEAR))
    row = found.places.iloc[0]
    assert dict(row[row.index.str.startswith("geo_")]) == {
        "geo_precision": "numero",
        "geo_qualite": "11",
        "geo_score": "",
        "geo_similarite": "",
        "geo_libelle": "41 Rue Delizy, Pantin",
        "geo_id": "",
        "geo_source": "manuel",
        "geo_date": "2026-11-01",
        "geo_rayon_m": "330",
        "geo_statut": "manuel",
    }
    assert cells(row) == HAND and told == ["correction_geo_appliquee"]
    assert found.anomalies[0].valeur == EVIDENCE and found.anomalies[0].gravite == "info"


@pytest.mark.parametrize("wide", ["2.41010", "2.4101000001"])
def test_a_point_by_hand_is_written_as_every_point_is(wide: str) -> None:
    found, _ = decided(places(PANTIN), replace(BY_HAND, longitude=wide))
    assert found.places.iloc[0]["longitude"] == "2.4101"


@pytest.mark.parametrize(
    "ask",
    [None, said(), said(NEAR), said(DELIZY), said(replace(DELIZY, longitude=0.0)), down_after(0, lambda q, c: None)],
    ids=["offline", "not found", "in doubt", "sure", "impossible", "down"],
)
def test_a_decision_wins_over_every_answer_and_over_none(ask: Said | None) -> None:
    found, told = decided(places(PANTIN), BY_HAND, ask=ask)
    assert cells(found.places.iloc[0]) == HAND
    assert len(told) == 1 and told[0].startswith("correction_geo_") and found.review.empty


def test_a_decision_wins_over_the_cache_and_over_the_last_release() -> None:
    cache = heard(places(PANTIN), said(DELIZY))
    before, _ = decided(places(PANTIN), ask=said(DELIZY))
    found, _ = decided(places(PANTIN), BY_HAND, cache=cache, previous=before.places, day=LATER)
    assert cells(found.places.iloc[0]) == HAND


def test_a_centre_by_hand_says_that_the_proposals_are_wrong() -> None:
    found, told = decided(places(PANTIN), AT_THE_CENTRE, ask=said(NEAR))
    row = found.places.iloc[0]
    assert (*cells(row), row["geo_precision"]) == ("gazetteer", "manuel", "2.40898", "48.8986", "commune")
    assert (row["geo_date"], told) == ("2026-11-01", ["correction_geo_appliquee"])


def test_a_centre_by_hand_is_never_useless_since_nobody_else_says_so() -> None:
    for ask in (None, said()):
        assert decided(places(PANTIN), AT_THE_CENTRE, ask=ask)[1] == ["correction_geo_appliquee"]


def test_a_decision_is_to_be_reviewed_when_the_automatic_value_is_not_the_one_it_replaced() -> None:
    found, told = decided(places(PANTIN), BY_HAND, ask=said(DELIZY))
    assert (cells(found.places.iloc[0]), told) == (HAND, ["correction_geo_a_revoir"])
    assert found.anomalies[0].valeur == "2.4098 48.8981"


def test_a_decision_is_useless_when_the_geocoder_now_gives_its_point() -> None:
    agreeing = replace(DELIZY, longitude=2.4101, latitude=48.8979)
    found, told = decided(places(PANTIN), BY_HAND, ask=said(agreeing))
    assert (cells(found.places.iloc[0]), told) == (HAND, ["correction_geo_inutile"])


@pytest.mark.parametrize("ask", [None, down_after(0, lambda q, c: None)], ids=["offline", "down"])
def test_what_nobody_answered_speaks_neither_against_a_decision_nor_for_it(ask: Said | None) -> None:
    replacing_a_door = replace(BY_HAND, remplace="2.4098 48.8981")
    assert decided(places(PANTIN), replacing_a_door, ask=ask)[1] == ["correction_geo_appliquee"]


def test_a_place_by_hand_does_not_wait_for_a_geocoder_that_is_down() -> None:
    found, told = decided(places(PANTIN), BY_HAND, ask=down_after(0, lambda q, c: None))
    assert "geocodeur_indisponible" not in told and list(found.places["geo_statut"]) == ["manuel"]


def test_a_decision_holds_on_its_last_day_and_expires_on_the_next() -> None:
    until = replace(BY_HAND, expire_le=DAY)
    assert decided(places(PANTIN), until)[1] == ["correction_geo_appliquee"]
    found, told = decided(places(PANTIN), until, day="2026-11-23")
    assert (cells(found.places.iloc[0])[:2], told) == (("gazetteer", "auto"), ["correction_geo_expiree"])
    assert found.anomalies[0].valeur == DAY


def test_an_expired_decision_gives_the_question_back_to_people() -> None:
    found, told = decided(places(PANTIN), replace(BY_HAND, expire_le="2026-11-02"), ask=said(NEAR))
    assert told == ["correction_geo_expiree", "point_a_revoir"] and len(found.review) == 1


def test_a_point_that_is_not_in_the_commune_is_refused_and_told() -> None:
    in_lyon = replace(BY_HAND, longitude="4.862", latitude="45.77")
    found, told = decided(places(PANTIN), in_lyon, ask=said(DELIZY))
    assert (cells(found.places.iloc[0]), told) == (
        ("ban", "auto", "2.4098", "48.8981"),
        ["correction_geo_refusee"],
    )
    assert found.anomalies[0].valeur == "4.862 45.77"


def test_a_decision_about_an_address_whose_commune_is_unknown_cannot_be_applied() -> None:
    nowhere = ("1 Rue Neuve", "93500", "Nulle-Part")
    about = dict(zip(("adresse", "code_postal", "commune"), nowhere, strict=True))
    for one in (BY_HAND, AT_THE_CENTRE):
        found, told = decided(places(nowhere), replace(one, **about, code_insee=""))
        assert told == ["correction_geo_refusee", "commune_inconnue"]
        assert "()" not in found.anomalies[0].message_fr


def test_a_decision_whose_address_is_gone_is_without_object() -> None:
    found, told = decided(places(("43 Rue Delizy", "93500", "Pantin")), BY_HAND)
    assert told == ["correction_geo_sans_objet"]
    assert (found.anomalies[0].source, found.anomalies[0].id) == ("geocode_corrections", "")
    assert "41 Rue Delizy, Pantin" in found.anomalies[0].message_fr


@pytest.mark.parametrize("written", ["41 rue DELIZY", "41, Rue Delizy", "41 Rue Delizÿ"])
def test_a_decision_is_about_an_address_however_it_is_written(written: str) -> None:
    found, told = decided(places((written, "93500", "PANTIN")), BY_HAND)
    assert (list(found.places["geo_statut"]), told[-1]) == (["manuel"], "correction_geo_appliquee")


def test_a_decision_is_about_one_of_the_streets_of_one_name_that_a_commune_has() -> None:
    asked = [
        ("3 Rue de l'Église", code, town)
        for code, town in (("49600", "Andrezé"), ("49600", "Beaupréau"), ("49110", "Beaupréau-en-Mauges"))
    ]
    about = {"adresse": asked[0][0], "code_postal": "49600", "commune": "Andrezé", "code_insee": "49023"}
    one = replace(BY_HAND, **about, longitude="-0.95", latitude="47.17")
    found, told = decided(places(*asked), one)
    assert list(found.places["code_insee"]) == ["49023"] * 3
    assert list(found.places["geo_statut"]).count("manuel") == 1 and found.places.iloc[0]["geo_statut"] == "manuel", (
        told
    )


def test_a_decision_is_not_about_the_same_street_of_another_commune() -> None:
    _, told = decided(places(("41 Rue Delizy", "93100", "Montreuil")), BY_HAND)
    assert told == ["correction_geo_sans_objet"]


def test_two_places_at_one_address_have_one_decision() -> None:
    found, told = decided(places(PANTIN, PANTIN), BY_HAND)
    assert list(found.places["geo_statut"]) == ["manuel"] * 2 and told == ["correction_geo_appliquee"] * 2


def test_the_conflict_keeps_the_declared_commune_and_its_centre() -> None:
    found, told = decided(places(CHARMETTES), ask=Said(across))
    row = found.places.iloc[0]
    assert (row["code_insee"], row["commune"], row["geo_precision"], told) == (
        "69386",
        "Lyon",
        "commune",
        ["conflit_commune"],
    )


def test_a_decision_for_the_other_commune_finds_the_door_there_and_keeps_the_source_s_words() -> None:
    found, told = decided(places(CHARMETTES), IN_VILLEURBANNE, ask=Said(across))
    row = found.places.iloc[0]
    assert cells(row) == ("ban", "auto", "4.866", "45.771") and row["geo_precision"] == "numero"
    assert tuple(row[["code_insee", "code_commune", "departement", "commune"]]) == (
        "69266",
        "69266",
        "69",
        "Villeurbanne",
    )
    assert (row["adresse"], row["code_postal"]) == CHARMETTES[:2]
    assert told == ["correction_geo_appliquee"] and found.review.empty


def test_a_decision_for_the_other_commune_holds_offline_at_its_centre() -> None:
    found, told = decided(places(CHARMETTES), IN_VILLEURBANNE)
    row = found.places.iloc[0]
    assert (row["code_insee"], row["geo_precision"], told) == ("69266", "commune", ["correction_geo_appliquee"])


def test_a_decision_for_the_declared_commune_ends_the_doubt_about_it() -> None:
    _, told = decided(places(CHARMETTES), replace(AT_THE_CENTRE, **_about_charmettes()), ask=Said(across))
    assert told == ["correction_geo_appliquee"]


def test_an_expired_decision_for_a_commune_leaves_the_declared_one() -> None:
    expired = replace(IN_VILLEURBANNE, expire_le="2026-11-02")
    found, told = decided(places(CHARMETTES), expired, ask=Said(across))
    assert (found.places.iloc[0]["code_insee"], told) == ("69386", ["correction_geo_expiree", "conflit_commune"])


def test_a_commune_and_a_point_in_it_may_both_be_decided() -> None:
    point = replace(BY_HAND, **_about_charmettes(), longitude="4.8661", latitude="45.7711")
    found, told = decided(places(CHARMETTES), IN_VILLEURBANNE, point, ask=Said(lambda q, c: None))
    row = found.places.iloc[0]
    assert (row["code_insee"], *cells(row)) == ("69266", "manuel", "manuel", "4.8661", "45.7711")
    assert set(told) == {"correction_geo_appliquee", "correction_geo_a_revoir"}


def test_an_unknown_commune_is_decided_by_what_is_declared_of_it() -> None:
    nowhere = ("41 Rue Delizy", "93500", "Pantain-sur-Ourcq")
    about = dict(zip(("adresse", "code_postal", "commune"), nowhere, strict=True))
    here = replace(IN_VILLEURBANNE, **about, code_insee="", code_insee_corrige="93055", remplace="")
    found, told = decided(places(nowhere), here, ask=said(DELIZY))
    row = found.places.iloc[0]
    assert (row["commune"], *cells(row)) == ("Pantin", "ban", "auto", "2.4098", "48.8981")
    assert told == ["correction_geo_appliquee"]


# Rows taken over from the last release: places that no page names any more.


def test_a_place_that_no_page_names_any_more_keeps_its_point_by_hand_as_long_as_the_decision_stands() -> None:
    first, _ = decided(places(PANTIN), BY_HAND, ask=said(NEAR))
    again, told = decided(first.places, BY_HAND, previous=first.places, day=LATER)
    assert (cells(again.places.iloc[0]), told) == (HAND, ["correction_geo_appliquee"])


@pytest.mark.parametrize("left", [(), (replace(BY_HAND, expire_le="2026-12-01"),)], ids=["taken out", "expired"])
def test_and_loses_it_with_the_decision(left: tuple[object, ...]) -> None:
    first, _ = decided(places(PANTIN), BY_HAND, ask=said(NEAR))
    again, told = decided(first.places, *left, previous=first.places, day=LATER)  # type: ignore[arg-type]
    assert cells(again.places.iloc[0]) == ("gazetteer", "auto", "2.40898", "48.8986")
    assert told == ["correction_geo_expiree"] * len(left)


def test_a_decision_taken_after_the_last_page_applies_to_a_place_that_is_kept() -> None:
    first, _ = decided(places(PANTIN), ask=said(NEAR))
    again, told = decided(first.places, BY_HAND, previous=first.places, day=LATER)
    assert (cells(again.places.iloc[0]), told) == (HAND, ["correction_geo_appliquee"])


def test_a_place_kept_in_an_arrondissement_that_its_name_no_longer_tells_keeps_its_point_by_hand() -> None:
    address = ("17 Rue Bichat", "75012", "Paris 10")
    one = replace(BY_HAND, adresse=address[0], code_postal="75012", commune=address[2], code_insee="75056")
    one = replace(one, longitude="2.365", latitude="48.871", remplace="2.347 48.8589")
    first, _ = decided(places(address), one)
    assert first.places.iloc[0]["geo_statut"] == "manuel"
    again, told = decided(first.places, one, previous=first.places, day=LATER)
    assert cells(again.places.iloc[0]) == cells(first.places.iloc[0])
    assert told == ["correction_geo_appliquee"] and again.places.iloc[0]["code_insee"] == "75056"


@pytest.mark.parametrize("ask", [Said(across), None], ids=["door found", "centre"])
def test_a_place_kept_in_its_corrected_commune_stays_there_and_its_decision_is_not_without_object(
    ask: Said | None,
) -> None:
    first, _ = decided(places(CHARMETTES), IN_VILLEURBANNE, ask=ask)
    again, told = decided(first.places, IN_VILLEURBANNE, previous=first.places, day=LATER)
    assert again.places.equals(first.places) and told == ["correction_geo_appliquee"]


def test_and_so_does_its_point_by_hand_in_it() -> None:
    point = replace(BY_HAND, **_about_charmettes(), longitude="4.8661", latitude="45.7711")
    first, _ = decided(places(CHARMETTES), IN_VILLEURBANNE, point)
    again, told = decided(first.places, IN_VILLEURBANNE, point, previous=first.places, day=LATER)
    assert again.places.equals(first.places) and told == ["correction_geo_appliquee"] * 2


def test_a_commune_decided_after_the_last_page_moves_a_place_that_is_kept() -> None:
    first, _ = decided(places(CHARMETTES), ask=Said(across))
    again, told = decided(first.places, IN_VILLEURBANNE, ask=Said(across), previous=first.places, day=LATER)
    row = again.places.iloc[0]
    assert (row["code_insee"], *cells(row)) == ("69266", "ban", "auto", "4.866", "45.771")
    assert (row["code_postal"], told) == ("69006", ["correction_geo_appliquee"])


def test_every_outcome_has_its_sentence_in_both_languages_and_fits_the_table() -> None:
    for answers in (said(NEAR), said(DELIZY)):
        found, _ = decided(places(PANTIN, CHARMETTES), BY_HAND, IN_VILLEURBANNE, ask=answers)
        assert conform(found.places, "etablissements").equals(found.places)
        for one in found.anomalies:
            assert one.message_fr and one.message_en and "{" not in one.message_fr + one.message_en
            assert KINDS[one.code].champ == one.champ


def test_a_decision_has_its_proof_and_a_door_found_by_it_that_of_the_answer() -> None:
    found, _ = decided(places(PANTIN, CHARMETTES), BY_HAND, IN_VILLEURBANNE, ask=Said(across))
    by_hand, by_ban = (found.proofs[id_, "latitude"] for id_ in found.places["id"])
    assert (by_hand.source, by_hand.source_url, by_hand.regle) == ("geocode_corrections", EVIDENCE, "corrigee")
    assert by_hand.valeur_source == CENTRE
    assert (by_ban.source, by_ban.regle) == ("ban", "geocodee") and by_ban.source_url.endswith("/69266_1420_00133")
    commune = found.proofs[found.places["id"][1], "code_insee"]
    assert (commune.source, commune.source_url, commune.regle) == ("geocode_corrections", EVIDENCE, "corrigee")
    assert commune.valeur_source == "69006 Lyon" and (found.places["id"][0], "code_insee") not in found.proofs


def test_an_expired_decision_proves_nothing() -> None:
    for one in (BY_HAND, IN_VILLEURBANNE):
        found, _ = decided(places(PANTIN, CHARMETTES), replace(one, expire_le="2026-11-02"), ask=Said(across))
        assert "geocode_corrections" not in {proof.source for proof in found.proofs.values()}


def _about_charmettes() -> dict[str, str]:
    return {"adresse": CHARMETTES[0], "code_postal": CHARMETTES[1], "commune": CHARMETTES[2], "code_insee": "69386"}
