"""A place whose point is told at a glance, or that is near enough at a glance, is what the long way makes of it."""

from unittest.mock import patch

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.corrections import Correction
from flows.geocode.judge import Candidate, Finding, _best, candidate, judge
from flows.geocode.match import Answer, Match
from flows.geocode.placing import Located
from flows.geocode.placing import geocode as step
from flows.geocode.points import in_reach, surely_in_reach
from sources.communes import resolve
from tests.flows.geocode_decisions import AT_THE_CENTRE, BY_HAND
from tests.flows.geocode_places import DAY, DELIZY, NOTHING, PANTIN, Said, Unanswered, places
from tests.flows.test_geocode_properties import addresses, answering, answers, matches

BAN = "https://adresse.data.gouv.fr/"
HANDS = st.sampled_from([(), (), (BY_HAND,), (AT_THE_CENTRE,)])


def _located(rows: pd.DataFrame, last: pd.DataFrame, service: Said, hand: ByHand, url: str) -> Located:
    return step(rows, last, DAY, [Answers(service, None, DAY)], hand, url)


def _the_long_way(rows: pd.DataFrame, last: pd.DataFrame, service: Said, hand: ByHand, url: str) -> Located:
    with (
        patch("flows.geocode.placing.plain", lambda _case, _url: None),
        patch("flows.geocode.judge.surely_in_reach", lambda *_point: False),
    ):
        return _located(rows, last, service, hand, url)


def _assert_same(one: Located, other: Located) -> None:
    pd.testing.assert_frame_equal(one.places, other.places)
    pd.testing.assert_frame_equal(one.review, other.review)
    assert one.anomalies == other.anomalies
    assert list(one.proofs.items()) == list(other.proofs.items())


@settings(max_examples=80, deadline=None)
@given(
    addresses.map(lambda some: [PANTIN, *some]),
    st.lists(st.one_of(st.just(DELIZY), st.none(), matches(), st.just(Unanswered("down"))), min_size=1),
    HANDS,
    st.sampled_from([BAN, ""]),
    st.booleans(),
)
def test_what_is_told_at_a_glance_is_what_the_long_way_tells(
    asked: list[tuple[str, str, str]],
    said: list[Match | Unanswered | None],
    hand: tuple[Correction, ...],
    url: str,
    again: bool,
) -> None:
    rows, last = places(*asked), NOTHING
    if again:
        last = _located(rows, NOTHING, answering(said[::-1]), ByHand(hand, DAY), url).places.iloc[::2]
    short = _located(rows, last, answering(said), ByHand(hand, DAY), url)
    _assert_same(short, _the_long_way(rows, last, answering(said), ByHand(hand, DAY), url))


@settings(max_examples=60, deadline=None)
@given(addresses, answers)
def test_the_only_match_is_judged_as_one_of_several(
    asked: list[tuple[str, str, str]], said: list[Match | Unanswered | None]
) -> None:
    for adresse, code_postal, name in [PANTIN, *asked]:
        commune = resolve(code_postal, name)
        for match in [DELIZY, *(one for one in said if isinstance(one, Match))]:
            answer = Answer((match,), DAY)
            found = judge(adresse, commune, answer, code_postal) if commune else Finding(DAY)
            one: Candidate | None = candidate(adresse, commune, match) if commune and found.accepted else None
            assert one is None or found == _best(answer, [one], [], code_postal)


@given(st.floats(-6, 10) | st.floats(), st.floats(41, 52) | st.floats(), st.sampled_from(["Lyon", "Pantin", "Nouméa"]))
def test_what_is_surely_in_reach_is_in_reach(longitude: float, latitude: float, name: str) -> None:
    commune = resolve({"Lyon": "69006", "Pantin": "93500", "Nouméa": "98800"}[name], name)
    assert commune
    centre = (float(commune.longitude or 0), float(commune.latitude or 0))
    for share in (1.0, 0.01, 0.001):
        x, y = centre[0] + (longitude - centre[0]) * share, centre[1] + (latitude - centre[1]) * share
        if surely_in_reach(x, y, commune):
            assert in_reach(round(x, 6), round(y, 6), commune)
