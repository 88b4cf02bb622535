"""A service that the process beside the run asks: the same answers, the same outages, and one process alone that asks."""

import pytest

from flows.aside import Aside
from flows.geocode import elsewhere
from flows.geocode.elsewhere import Elsewhere
from flows.geocode.remote import Remote
from schemas.errors import UsageError, WorkersFailed
from tests.flows import aside_steps
from tests.flows.geocode_service import AGENT, Service, Trouble
from tests.flows.geocode_tables import BOOK, questions

GONE = Trouble(429, headers=(("retry-after", "3600"),))


@pytest.fixture(autouse=True)
def _eight_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "MANY", 8)


def test_it_answers_what_a_service_answers_that_is_asked_from_here(beside: Aside) -> None:
    asked = questions(300)
    with Service(book=BOOK) as service:
        here = Remote(AGENT, service.address)(asked)
        there = Elsewhere(beside, AGENT, service.address, 10.0)(asked)
    assert there == here and len(there.matches) == 300 and len(service.tables) == 2


def test_few_questions_are_asked_from_here(beside: Aside) -> None:
    with Service(book=BOOK) as service:
        found = Elsewhere(beside, AGENT, service.address, 10.0)(questions(7))
    assert len(found.matches) == len(service.asked) == 7
    assert beside(aside_steps.imported, "flows.geocode.remote") is False


def test_after_many_were_put_the_other_process_asks_all_that_follow(
    beside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Service(book=BOOK) as service:
        one = Elsewhere(beside, AGENT, service.address, 10.0)
        one(questions(8))
        monkeypatch.setattr(Remote, "__call__", None)
        assert len(one(questions(9)[8:]).matches) == 1


def test_a_service_that_is_down_is_told_and_not_asked_again(beside: Aside) -> None:
    with Service(book=BOOK, always=GONE) as service:
        one = Elsewhere(beside, AGENT, service.address, 10.0)
        told = [one(questions(8)), one(questions(20)[8:])]
        assert len(service.asked) == 1, "the process that asks knows that it is down"
    assert [one.matches for one in told] == [{}, {}]
    assert all("for 3600 seconds. No point is made of that" in one.panne for one in told)


def test_a_service_that_was_down_for_the_first_few_is_not_asked_by_another_process(beside: Aside) -> None:
    with Service(book=BOOK, always=GONE) as service:
        one = Elsewhere(beside, AGENT, service.address, 10.0)
        assert one(questions(7)).panne and one(questions(20)[7:]).panne
        assert len(service.asked) == 1


def test_one_that_is_lost_ends_the_run(beside: Aside) -> None:
    with Service(book=BOOK) as service:
        one = Elsewhere(beside, AGENT, service.address, 10.0)
        with pytest.raises(WorkersFailed):
            beside(aside_steps.dying)
        with pytest.raises(WorkersFailed):
            one(questions(8))


@pytest.mark.parametrize(("address", "who"), [("127.0.0.1:1/x", "addok"), ("data.geopf.fr/geocodage", "ban")])
def test_who_answers_is_known_before_anybody_is_asked(beside: Aside, address: str, who: str) -> None:
    assert Elsewhere(beside, AGENT, address, 10.0).fournisseur == who


def test_an_address_that_is_none_is_refused_at_once(beside: Aside) -> None:
    with pytest.raises(UsageError, match="geocoder"):
        Elsewhere(beside, AGENT, "http://a:b:c", 10.0)
