"""What the last release, the cache and an outage leave: points stay, doubts stay, nothing is made up."""

from dataclasses import replace

import pandas as pd
import pytest

from flows.geocode.answers import Answers
from flows.geocode.cache import merged
from flows.geocode.match import Match
from flows.geocode.placing import geocode as step
from tests.flows.geocode_places import (
    DAY,
    DELIZY,
    MEMBERS,
    NOTHING,
    PANTIN,
    Said,
    codes,
    down_after,
    geocode,
    places,
    point,
)

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
        longitude, latitude = float(row["longitude"]), float(row["latitude"])
        found = replace(DELIZY, voie=voie, numero=number, code_insee=everywhere[street])
        return replace(found, longitude=longitude, latitude=latitude)

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
    rows, told = geocode(
        places(PANTIN, ("7 Rue du Manoir", "22100", "Taden")), before, LATER, down_after(0, lambda q, c: None)
    )
    assert list(rows["geo_statut"]) == ["auto", "en_attente"]
    assert rows.iloc[0]["geo_precision"] == "numero"
    assert codes(told) == ["geocodeur_indisponible"]


def test_a_place_that_no_page_names_any_more_keeps_what_was_found_when_one_did() -> None:
    first, told = geocode(places(("", "75012", "Paris 10"), ("", "01200", "Châtillon-en-Michaille")), NOTHING, DAY)
    assert list(first["commune"]) == ["Paris", "Valserhône"]
    again, told_again = geocode(first, first, LATER)
    pd.testing.assert_frame_equal(again, first)
    assert (codes(told), told_again) == (["commune_a_verifier"], [])


def test_a_place_that_waited_is_asked_for_again_even_when_no_page_names_it() -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY, down_after(0, lambda q, c: None))
    again, _ = geocode(first, first, LATER, Said(lambda q, c: DELIZY))
    assert (again.iloc[0]["geo_precision"], again.iloc[0]["geo_statut"]) == ("numero", "auto")


def test_what_a_run_heard_serves_the_next_one_offline() -> None:
    answers = Answers(Said(lambda q, c: DELIZY if c == "93055" else None), as_of=DAY)
    both = places(PANTIN, ("7 Rue du Manoir", "22100", "Taden"))
    first, told, *_ = step(both, NOTHING, DAY, [answers])
    again, told_again = geocode(both, NOTHING, LATER, cache=merged(answers.heard()))
    pd.testing.assert_frame_equal(again.drop(columns="geo_date"), first.drop(columns="geo_date"))
    assert list(again["geo_date"]) == [DAY, LATER]
    assert (codes(told), told_again) == (["voie_non_trouvee"], told)


def test_a_known_answer_is_not_asked_for_again() -> None:
    answers = Answers(Said(lambda q, c: DELIZY), as_of=DAY)
    step(places(PANTIN), NOTHING, DAY, [answers])
    silent = Said(lambda q, c: None)
    rows, _ = geocode(places(PANTIN), NOTHING, LATER, silent, answers.heard())
    assert (rows.iloc[0]["geo_precision"], rows.iloc[0]["geo_date"], silent.asked) == ("numero", DAY, [])


def test_a_question_to_a_person_is_not_answered_by_silence() -> None:
    first, _ = geocode(places(PANTIN), NOTHING, DAY, Said(lambda q, c: DELIZY))
    moved, told = geocode(places(PANTIN), first, "2027-09-01", Said(lambda q, c: replace(DELIZY, latitude=48.8881)))
    assert (moved.iloc[0]["geo_statut"], codes(told)) == ("revue", ["point_deplace"])
    for answer in (None, replace(DELIZY, code_insee="93048"), replace(DELIZY, longitude=9.0)):
        again, told = geocode(places(PANTIN), moved, "2027-09-01", Said(lambda q, c, answer=answer: answer))  # type: ignore[misc]
        assert (again.iloc[0]["geo_statut"], codes(told)) == ("revue", ["point_deplace"])
    offline, told = geocode(places(PANTIN), moved, "2027-09-01")
    assert (offline.iloc[0]["geo_statut"], codes(told)) == ("revue", ["point_deplace"])
    back, told = geocode(places(PANTIN), moved, "2027-09-01", Said(lambda q, c: DELIZY))
    assert (back.iloc[0]["geo_statut"], told) == ("auto", [])
