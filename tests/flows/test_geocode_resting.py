"""A place that rests is not looked at again: with that shortcut or the long way, the same comes out."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import cycle

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.cache import merged
from flows.geocode.corrections import Correction
from flows.geocode.match import Match
from flows.geocode.placing import Located
from flows.geocode.placing import geocode as step
from schemas.records import Proofs
from tests.flows.geocode_decisions import AT_THE_CENTRE, BY_HAND
from tests.flows.geocode_places import DELIZY, NOTHING, PANTIN, Said, places
from tests.samples import examples

FIRST, LATER, LATE = "2026-11-22", "2026-11-29", "2027-11-29"
BAN = "https://adresse.data.gouv.fr/"
FAR = replace(DELIZY, longitude=2.4198)
ELSEWHERE = replace(DELIZY, code_insee="93048", commune="Montreuil")
STREET = replace(DELIZY, type="street", numero="", id="93055_2622", libelle="Rue Delizy 93500 Pantin")
ANSWERS = (
    DELIZY,
    DELIZY,
    DELIZY,
    FAR,
    ELSEWHERE,
    STREET,
    replace(DELIZY, id="93055_2622_00042"),
    replace(DELIZY, score=0.5),
)
ADDRESSES = (PANTIN, PANTIN, ("43 Rue Delizy", "93500", "Pantin"), ("41 rue Delizy", "93500", "PANTIN"), ("", "93500", "Pantin"),
             ("41 Rue Delizy", "93500", "Pantain"), ("41 Rue Delizy", "", "Pantin"), ("41 Rue Delizy", "93500", "Nulle-Part"))  # fmt: skip


def _released(found: Located) -> dict[tuple[str, str], str]:
    """The digests behind points, as the provenance of a release keeps them (`columnar.proofs.by_day`)."""
    days = dict(zip(found.places["id"], found.places["geo_date"], strict=True))
    told = ((id_, proof.snapshot) for (id_, champ), proof in found.proofs.items() if champ == "longitude")
    return {(id_, days[id_]): digest for id_, digest in told if digest}


def _with_kept(found: Located, behind: Mapping[tuple[str, str], str]) -> Proofs:
    """The proofs with the digests that the last release kept, as `evidence_points` gives them."""
    days = dict(zip(found.places["id"], found.places["geo_date"], strict=True))
    return {
        (id_, champ): replace(proof, snapshot=proof.snapshot or behind.get((id_, days[id_]), ""))
        for (id_, champ), proof in found.proofs.items()
    }


def _same(one: Located, other: Located, behind: Mapping[tuple[str, str], str]) -> None:
    pd.testing.assert_frame_equal(one.places, other.places)
    assert one.anomalies == other.anomalies
    pd.testing.assert_frame_equal(one.review, other.review)
    assert _with_kept(one, behind) == _with_kept(other, behind)


def _first(rows: pd.DataFrame, said: Said) -> tuple[Located, pd.DataFrame]:
    """A first release, and the answers kept of it."""
    answers = Answers(said, None, FIRST)
    found = step(rows, NOTHING, FIRST, [answers], None, BAN)
    return found, answers.heard()


said = st.lists(st.one_of(st.sampled_from(ANSWERS), st.none(), st.tuples(*[st.sampled_from(ANSWERS)] * 2)), min_size=1)
asked = st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=6)
hands = st.lists(st.sampled_from([BY_HAND, AT_THE_CENTRE]), max_size=1)


def _in_turn(told: list[Match | tuple[Match, ...] | None]) -> Said:
    """A service that gives these answers in turn, again and again."""
    turns = cycle(told)
    return Said(lambda _, __: next(turns))


@examples(50, 150)
@given(asked, asked, said, said, st.sampled_from([LATER, LATE]), hands, st.booleans(), st.booleans())
def test_with_the_shortcut_or_the_long_way_the_same_comes_out(
    before: list[tuple[str, str, str]],
    after: list[tuple[str, str, str]],
    told: list[Match | tuple[Match, ...] | None],
    again: list[Match | tuple[Match, ...] | None],
    day: str,
    decided: list[Correction],
    moved: bool,
    heard_anew: bool,
) -> None:
    first, cache = _first(places(*before), _in_turn(told))
    if heard_anew:
        cache = merged(cache, _first(places(*before), _in_turn(again))[1].assign(trouve_le=LATER))
    behind, rows = _released(first), places(*(after if moved else before))
    long, short = (
        step(rows, first.places, day, [Answers(_in_turn(again), cache, day)], ByHand(decided, day), BAN, known)
        for known in (None, behind)
    )
    _same(long, short, behind)


class _Unlooked(Answers):
    """Answers that may be proved by their digest, and not looked at."""

    def answer(self, question: object) -> None:
        pytest.fail(f"{question} was looked at")


def test_an_unchanged_door_with_an_unchanged_answer_is_not_judged_again() -> None:
    first, cache = _first(places(PANTIN), Said(lambda _, __: DELIZY))
    behind = _released(first)
    assert behind
    again = step(places(PANTIN), first.places, LATER, [_Unlooked(None, cache, LATER)], None, BAN, behind)
    assert again.places.iloc[0]["geo_date"] == FIRST
    assert again.proofs == first.proofs


@pytest.mark.parametrize(
    ("day", "change"),
    [(LATE, {}), (LATER, {"longitude": "2.4101"}), (LATER, {"score": "0.5"}), (LATER, {"rang": "0"})],
)
def test_an_old_answer_or_another_one_is_looked_at(day: str, change: dict[str, str]) -> None:
    first, cache = _first(places(PANTIN), Said(lambda _, __: DELIZY))
    answers = Answers(None, cache.assign(**change), day)
    looked: list[object] = []
    answers.answer = lambda question: looked.append(question)  # type: ignore[method-assign]
    step(places(PANTIN), first.places, day, [answers], None, BAN, _released(first))
    assert looked


@pytest.mark.parametrize("decided", [BY_HAND, AT_THE_CENTRE, replace(BY_HAND, expire_le=FIRST)])
def test_what_a_person_decided_is_looked_at(decided: Correction) -> None:
    first, cache = _first(places(PANTIN), Said(lambda _, __: DELIZY))
    behind = _released(first)
    long, short = (
        step(places(PANTIN), first.places, LATER, [Answers(None, cache, LATER)], ByHand([decided], LATER), BAN, known)
        for known in (None, behind)
    )
    _same(long, short, behind)
    assert long.anomalies
