"""While a service is down, and when it answers otherwise than before, nobody is lost and what was known goes on serving."""

import json
from datetime import date, timedelta
from unittest.mock import patch

import pandas as pd
import pytest

from flows.geocode import remote
from flows.geocode.answers import MAX_AGE_DAYS, Answers
from flows.geocode.placing import geocode as step
from flows.geocode.remote import Remote
from tests.flows.geocode_book import Street, feature
from tests.flows.geocode_places import DAY, DELIZY, NOTHING, PANTIN, Said, Unanswered, codes, geocode, places, point
from tests.flows.geocode_service import AGENT, Service, Trouble
from tests.flows.geocode_tables import BOOK, NUMBERS, questions

LATER = "2027-08-01"
DOWN = Trouble(500)

# A whole table while the service goes down


def rows_of(number: int) -> pd.DataFrame:
    """So many places, each at a door of its own."""
    return places(*((q.adresse, q.code_postal, q.commune) for q in questions(number)))


@pytest.mark.parametrize("trouble", [DOWN, Trouble(429), Trouble(200, b"<html>")], ids=["500", "429", "a page"])
@pytest.mark.parametrize("k", range(6))
def test_an_outage_at_any_question_leaves_those_before_placed_and_those_after_waiting(k: int, trouble: Trouble) -> None:
    with Service(book=BOOK, up_for=k, always=trouble) as service:
        rows, told = geocode(rows_of(5), ask=Remote(AGENT, service.address, 0.5, sleep=lambda s: None))  # type: ignore[arg-type]
    assert list(rows["geo_precision"]) == ["numero"] * k + ["commune"] * (5 - k)
    assert list(rows["geo_statut"]) == ["auto"] * k + ["en_attente"] * (5 - k)
    assert [(one.code, one.valeur) for one in told] == [("geocodeur_indisponible", str(5 - k))] * (k < 5)


@pytest.mark.parametrize("k", range(4))
def test_an_outage_at_any_table_leaves_those_before_placed_and_those_after_waiting(k: int) -> None:
    service = Service(book=BOOK, tables=[None] * k, table=DOWN, always=DOWN)
    with service, patch.multiple(remote, BATCH_FROM=3, BATCH_ROWS=2):
        rows, _ = geocode(rows_of(6), ask=Remote(AGENT, service.address, 0.5, sleep=lambda s: None))  # type: ignore[arg-type]
    assert list(rows["geo_statut"]) == ["auto"] * 2 * k + ["en_attente"] * (6 - 2 * k)


# What was known


def answers(service: Service, cache: pd.DataFrame | None = None, as_of: str = DAY, age: int = MAX_AGE_DAYS) -> Answers:
    return Answers(Remote(AGENT, service.address, 0.5, sleep=lambda seconds: None), cache, as_of, age)


def known() -> pd.DataFrame:
    """What a first run heard of PANTIN, on DAY."""
    with Service() as service:
        first = answers(service)
        step(places(PANTIN), NOTHING, DAY, [first])
    return first.heard()


def test_an_answer_that_is_too_old_serves_while_the_service_is_down() -> None:
    cache = known()
    with Service(always=DOWN) as service:
        asked = answers(service, cache, LATER)
        found = step(places(PANTIN, ("7 Rue du Manoir", "22100", "Taden")), NOTHING, LATER, [asked])
    assert list(found.places["geo_statut"]) == ["auto", "en_attente"]
    assert tuple(found.places.iloc[0][["geo_precision", "geo_date"]]) == ("numero", DAY)
    assert len(service.asked) == 6 and asked.panne and len(asked.heard()) == 0


@pytest.mark.parametrize(("days", "age", "asked"), [(180, 180, 0), (181, 180, 1), (10, 10, 0), (11, 10, 1), (0, 0, 0)])
def test_an_answer_is_asked_for_again_when_it_is_older_than_allowed(days: int, age: int, asked: int) -> None:
    cache, day = known(), (date.fromisoformat(DAY) + timedelta(days=days)).isoformat()
    with Service() as service:
        step(places(PANTIN), NOTHING, day, [answers(service, cache, day, age)])
    assert len(service.asked) == asked


def test_a_new_answer_replaces_one_that_is_too_old() -> None:
    cache = known()
    with Service(book=(Street("Rue Delizy", "93500", "93055", "Pantin", 2.41, 48.9, ("41",)),)) as service:
        asked = answers(service, cache, LATER)
        rows = step(places(PANTIN), NOTHING, LATER, [asked]).places
    assert (point(rows.iloc[0]), set(asked.heard()["trouve_le"])) == (("numero", "2.41", "48.9"), {LATER})


# An address that has not changed

DELIZY_DOORS = Street("Rue Delizy", "93500", "93055", "Pantin", 2.4098, 48.8981, NUMBERS)
VOIE = DELIZY_DOORS._replace(doors=())
NEAR, FAR = 2.4130, 2.4180  # longitudes 230 and 600 m to the East
DELIZY_FAR = DELIZY_DOORS._replace(longitude=FAR)
HOCHE = DELIZY_DOORS._replace(nom="Rue Hoche")


def again(before: Street, after: tuple[Street, ...] | Trouble) -> tuple[pd.Series, pd.Series, list[str]]:
    """PANTIN as one release placed it and as a later one does, whose service answers otherwise; and its doubts."""
    with Service(book=(before,)) as service:
        first = step(places(PANTIN), NOTHING, DAY, [answers(service)]).places
    later = Service(always=after) if isinstance(after, Trouble) else Service(book=after)
    with later as service:
        second = step(places(PANTIN), first, LATER, [answers(service, as_of=LATER)])
    assert service.asked
    return first.iloc[0], second.places.iloc[0], codes(second.anomalies)


def elsewhere(citycode: str) -> Trouble:
    """A service that forgets its filter and finds the door in another commune."""
    found = feature(DELIZY_DOORS._replace(citycode=citycode), "41 Rue Delizy")
    return Trouble(200, json.dumps({"type": "FeatureCollection", "features": [found]}).encode())


OTHERWISE: dict[str, tuple[Street, tuple[Street, ...] | Trouble]] = {
    "not found": (DELIZY_DOORS, ()),
    "another street": (DELIZY_DOORS, (HOCHE,)),
    "another commune": (DELIZY_DOORS, elsewhere("93048")),
    "no point": (DELIZY_DOORS, (DELIZY_DOORS._replace(longitude=0.0, latitude=0.0),)),
    "swapped": (DELIZY_DOORS, (DELIZY_DOORS._replace(longitude=48.8981, latitude=2.4098),)),
    "the street only": (DELIZY_DOORS, (VOIE,)),
    "close by": (DELIZY_DOORS, (DELIZY_DOORS._replace(longitude=NEAR),)),
    "the same": (DELIZY_DOORS, (DELIZY_DOORS,)),
    "a street, close by": (VOIE, (VOIE._replace(longitude=NEAR),)),
    "down": (DELIZY_DOORS, DOWN),
    "busy": (VOIE, Trouble(429)),
}


@pytest.mark.parametrize(("before", "after"), OTHERWISE.values(), ids=OTHERWISE)
def test_an_unchanged_address_keeps_its_point_when_the_service_answers_otherwise(
    before: Street, after: tuple[Street, ...] | Trouble
) -> None:
    first, second, told = again(before, after)
    pd.testing.assert_series_equal(first, second)
    assert (first["geo_statut"], told) == ("auto", [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (DELIZY_DOORS, DELIZY_FAR),
        (VOIE, DELIZY_FAR._replace(doors=())),
        (VOIE, DELIZY_FAR),
    ],
    ids=["door", "street", "finer"],
)
def test_a_point_more_than_500_m_away_is_for_a_person_and_the_former_one_stays(before: Street, after: Street) -> None:
    first, second, told = again(before, (after,))
    assert point(second) == point(first) and second["geo_date"] == DAY
    assert (second["geo_statut"], told) == ("revue", ["point_deplace"])


def test_a_finer_point_close_by_replaces_a_street_s() -> None:
    first, second, told = again(VOIE, (DELIZY_DOORS._replace(longitude=NEAR),))
    assert (point(first), point(second)) == (("voie", "2.4098", "48.8981"), ("numero", "2.413", "48.8981"))
    assert (second["geo_statut"], second["geo_date"], told) == ("auto", LATER, [])


# The street index


def silent(requete: str, citycode: str) -> None:
    raise Unanswered("It does not cover this département.")


def test_a_street_index_that_does_not_answer_makes_nobody_wait() -> None:
    found = step(places(PANTIN), NOTHING, DAY, [Answers(Said(silent, "index"), None, DAY)])
    assert tuple(found.places.iloc[0][["geo_precision", "geo_statut"]]) == ("commune", "auto")
    assert found.anomalies == []


def test_after_a_service_that_is_down_the_index_places_whom_it_knows_and_the_others_wait() -> None:
    two = places(PANTIN, ("7 Rue du Manoir", "22100", "Taden"))
    with Service(always=DOWN) as service:
        index = Answers(Said(lambda q, c: DELIZY if c == "93055" else None, "index"), None, DAY)
        found = step(two, NOTHING, DAY, [answers(service), index])
    assert list(found.places["geo_statut"]) == ["auto", "en_attente"]


def test_after_a_service_that_is_down_an_index_that_is_silent_too_changes_nothing() -> None:
    with Service(always=DOWN) as service:
        found = step(places(PANTIN), NOTHING, DAY, [answers(service), Answers(Said(silent, "index"), None, DAY)])
    assert list(found.places["geo_statut"]) == ["en_attente"]
