"""Addresses asked for while ids are given: it saves time, asks what places at these addresses ask, and changes nothing."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import places as step
from flows import shelf
from flows.erasure import refusals
from flows.geocode import ahead
from flows.geocode.ahead import Address, Ahead, question_of
from flows.geocode.answers import Answers
from flows.geocode.match import Match, Question, Replies
from flows.geocode.placing import geocode
from flows.geocode.remote import BATCH_FROM, BATCH_ROWS
from flows.options import Options
from tests.flows import many_pages
from tests.flows.geocode_places import DAY, DELIZY, NOTHING, PANTIN, Said, places
from tests.flows.geocode_service import Service
from tests.flows.loopback import Loopback
from tests.flows.many_pages import Directory
from tests.flows.runs import published, run
from tests.samples import examples

LYON = ("133 Rue des Charmettes", "69006", "Lyon")
ADDRESSES = (
    *(PANTIN, LYON, ("43 rue Delizy", "93500", "PANTIN CEDEX")),
    *(("", "93500", "Pantin"), ("1 rue X", "", "Pantin"), ("1 rue X", "93500", "Nulle-Part")),
)


def address(given: tuple[str, str, str]) -> Address:
    return Address(*given, " ".join(given))


@pytest.fixture(autouse=True)
def _few_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "FEWEST", 1)


def answered(question: str, _: str) -> Match | None:
    return DELIZY if "Delizy" in question else None


@examples(25, 60)
@given(st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=6), st.lists(st.sampled_from(ADDRESSES), max_size=6))
def test_places_are_the_same_whatever_was_asked_ahead(
    wanted: list[tuple[str, str, str]], listed: list[tuple[str, str, str]]
) -> None:
    alone = Answers(Said(answered), None, DAY)
    with Ahead([Answers(said := Said(answered), None, DAY)], map(address, listed)) as begun:
        chain = begun.answers()
    long, short = (geocode(places(*wanted), NOTHING, DAY, each, None, "https://ban") for each in ([alone], chain))
    pd.testing.assert_frame_equal(long.places, short.places)
    assert (long.anomalies, long.proofs) == (short.anomalies, short.proofs)
    pd.testing.assert_frame_equal(long.review, short.review)
    assert len(said.asked) == len(set(said.asked)), "a question was put twice"


@pytest.mark.parametrize(
    "given", [("", "93500", "Pantin"), ("1 rue X", "", "Pantin"), ("1 rue X", "93500", "Nulle-Part")]
)
def test_an_address_that_does_not_tell_its_commune_is_left_to_its_place(given: tuple[str, str, str]) -> None:
    assert question_of(address(given)) is None


def test_what_is_asked_ahead_is_what_the_place_asks() -> None:
    said, later = Said(answered), Said(answered)
    with Ahead([Answers(said, None, DAY)], map(address, (PANTIN, PANTIN, LYON))) as begun:
        begun.answers()
    geocode(places(PANTIN, LYON), NOTHING, DAY, [Answers(later, None, DAY)])
    assert len(said.asked) == 2
    assert later.asked[:2] == said.asked


def test_a_fresh_answer_is_not_asked_for_again() -> None:
    cache = Answers(Said(answered), None, DAY)
    cache.ask(filter(None, [question_of(address(PANTIN))]))
    with Ahead([Answers(said := Said(answered), cache.heard(), DAY)], [address(PANTIN)]) as begun:
        begun.answers()
    assert said.asked == []


def test_few_questions_are_left_to_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "FEWEST", 3)
    with Ahead([Answers(said := Said(answered), None, DAY)], map(address, (PANTIN, LYON))) as begun:
        begun.answers()
    assert said.asked == []


class Slow:
    """A service that answers when it is told to; `tables` are those that it was asked."""

    fournisseur = "ban"

    def __init__(self) -> None:
        self.tables: list[Sequence[Question]] = []
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def __call__(self, questions: Sequence[Question]) -> Replies:
        self.tables.append(questions)
        self.asked.set()
        assert self.may_answer.wait(10)
        return Replies(dict.fromkeys(questions, ()))


def test_a_run_that_is_given_up_asks_no_more() -> None:
    service = Slow()
    many = [address((f"{door} Rue Delizy", "93500", "Pantin")) for door in range(1, 1_101)]
    with pytest.raises(KeyboardInterrupt), Ahead([Answers(service, None, DAY)], many) as begun:
        assert service.asked.wait(10)
        raise KeyboardInterrupt
    service.may_answer.set()
    begun.answers()
    assert [len(table) for table in service.tables] == [500]


@pytest.mark.parametrize("count", [299, 300, 501, 799, 800, 1_001, 1_299, 1_300])
def test_no_part_of_many_questions_is_so_small_that_they_are_asked_one_by_one(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "FEWEST", 300)
    service = Slow()
    service.may_answer.set()
    many = [address((f"{door} Rue Delizy", "93500", "Pantin")) for door in range(1, count + 1)]
    with Ahead([Answers(service, None, DAY)], many) as begun:
        begun.answers()
    assert all(BATCH_FROM <= 300 <= len(table) < BATCH_ROWS + 300 for table in service.tables)
    assert [one for table in service.tables for one in table] == [question_of(one) for one in many if count >= 300]


def test_one_question_of_several_addresses_is_put_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "AT_ONCE", 2)
    written = [address((f"{door} Rue Delizy", "93500", town)) for town in ("Pantin", "PANTIN") for door in (41, 43, 48)]
    with Ahead([Answers(said := Said(answered), None, DAY)], written, 2) as begun:
        begun.answers()
    assert len(said.asked) == len(set(said.asked)) == 3


def test_what_asking_raises_is_raised_where_the_answers_are_wanted() -> None:
    def broken(question: str, _: str) -> Match | None:
        raise LookupError("no such table")

    with Ahead([Answers(Said(broken), None, DAY)], [address(PANTIN)]) as begun, pytest.raises(LookupError):
        begun.answers()


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    """Twelve members, whose pages are archived."""
    with Loopback({}) as server:
        made = Directory(server, tmp_path)
        many_pages.settings(monkeypatch, made.folder)
        made.read()
        yield made


def asked_of(service: Service) -> list[str]:
    return sorted(one["q"] for one in service.asked if one.get("citycode"))


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked ahead."""
    monkeypatch.setattr(ahead, "FEWEST", 1_000)


@pytest.mark.every_source
def test_a_release_is_the_same_and_asks_the_same(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    made, asked = {}, {}
    for how in ("ahead", "alone"):
        with Service() as service:
            monkeypatch.setenv("CRECHES_GEOCODER", service.address)
            output = directory.output.with_name(how)
            output.mkdir()
            (directory.output / "snapshots").rename(output / "snapshots")
            run(output, many_pages.DAY, offline=False, archived=True)
            (output / "snapshots").rename(directory.output / "snapshots")
            made[how], asked[how] = published(output), asked_of(service)
        alone(monkeypatch)
    assert made["ahead"] == made["alone"]
    assert asked["ahead"] == asked["alone"] and len(asked["ahead"]) >= 12


def test_nobody_is_asked_ahead_offline_or_while_there_are_refusals(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, line = [directory.read()], refusals.refusal("structure", "nom+commune", "x", "0" * 32, DAY)
    with Service() as service:
        monkeypatch.setenv("CRECHES_GEOCODER", service.address)
        online, offline = (Options(many_pages.DAY, directory.output, offline=one) for one in (False, True))
        for refused, options in ((refusals.asked([line]), online), (refusals.asked(()), offline)):
            with step.asked_ahead(found, {}, refused, options) as begun:
                begun.answers()
        assert service.asked == []


@pytest.mark.every_source
@pytest.mark.parametrize("written", [str, str.upper])
def test_an_address_of_the_last_release_is_left_to_its_place(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, written: Callable[[str], str]
) -> None:
    with Service() as service:
        monkeypatch.setenv("CRECHES_GEOCODER", service.address)
        run(directory.output, many_pages.DAY, offline=False, archived=True)
        last = shelf.last(directory.output).tables
        (directory.output / "cache" / "geocodes.csv").unlink()
        service.asked.clear()
        options = Options(many_pages.DAY, directory.output)
        found = directory.read(offline=True)
        found = replace(found, membres=found.membres.assign(adresse=found.membres["adresse"].map(written)))
        with step.asked_ahead([found], last, refusals.asked(()), options) as begun:
            begun.answers()
        assert service.asked == []
