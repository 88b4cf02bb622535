"""Many questions that a fake service knows, and what an honest one answers to each, alone or in a table."""

from collections.abc import Callable
from functools import cache
from unittest.mock import patch

from flows.geocode import remote
from flows.geocode.match import Match, Question, Replies
from flows.geocode.wire import asked_line, match_of
from tests.flows.geocode_book import RESULTS, Street, search
from tests.flows.geocode_service import AGENT, Service

TOWNS = [
    ("93500", "93055", "Pantin", 2.4098, 48.8981),
    ("22100", "22339", "Taden", -2.0164, 48.4755),
    ("93100", "93048", "Montreuil", 2.4400, 48.8600),
]
NAMES = ["Rue Delizy", "Avenue Jean Lolive", "Chemin des Vignes", "Allée des Érables"]
NUMBERS = tuple(map(str, range(1, 101)))
BOOK = tuple(
    Street(name, postcode, citycode, city, round(longitude + place / 1000, 6), latitude, NUMBERS)
    for postcode, citycode, city, longitude, latitude in TOWNS
    for place, name in enumerate(NAMES)
)


def questions(number: int) -> list[Question]:
    """So many different doors, each in its commune; neighbours in the list are of other communes and streets."""
    lines = [(town, name, door) for door in NUMBERS for name in NAMES for town in TOWNS]
    return [Question(f"{door} {name}", town[0], town[2], town[1]) for town, name, door in lines[:number]]


TWELVE = questions(12)
PLACE = ("latitude", "longitude", "result_score_next", "result_status", *(f"result_{name}" for name in RESULTS))
"""The cells that the service adds to a row."""


@cache
def alone(question: Question, book: tuple[Street, ...] = BOOK) -> tuple[Match, ...]:
    """What an honest service answers to a single question."""
    filters = {"citycode": question.citycode} if question.citycode else {}
    _, said = search({"q": asked_line(question.requete), **filters}, book)
    places = ((f["properties"], f["geometry"]["coordinates"]) for f in said["features"])
    return tuple(match_of("addok", {**told, "longitude": x, "latitude": y}) for told, (x, y) in places)


def is_honest(question: Question, matches: tuple[Match, ...]) -> bool:
    """Whether these are the matches of an honest service: all of them, or the best as a table gives it."""
    every = alone(question)
    return matches == every or (bool(every) and matches == every[:1])


def replies(service: Service, asked: list[Question], batch_from: int = 6, rests: list[float] | None = None) -> Replies:
    """The replies to questions that go by tables from `batch_from` on; rests are noted and not taken."""
    sleep: Callable[[float], None] = (lambda seconds: None) if rests is None else rests.append
    with service, patch.object(remote, "BATCH_FROM", batch_from):
        return remote.Remote(AGENT, service.address, 0.4, sleep=sleep)(asked)


def asked_alone(service: Service, asked: list[Question] = TWELVE) -> set[int]:
    """Which of the questions went alone, by their place; every one of them must have got an honest answer."""
    said = replies(service, asked)
    assert said.panne == "" and set(said.matches) == set(asked)
    assert all(is_honest(question, matches) for question, matches in said.matches.items())
    singles = {question["q"] for question in service.asked}
    return {n for n, question in enumerate(asked) if question.requete in singles}


def every_one_alone(service: Service) -> None:
    """All the questions are answered, one by one: the table was good for nothing."""
    assert asked_alone(service) == set(range(12))
