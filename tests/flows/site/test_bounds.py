"""Limits of gates and what they measured, as sentences instead of signs."""

import pytest

from flows.gate.limits import LIMITS
from flows.site.bounds import measured, told
from flows.site.words import Words

FR, EN = Words("fr"), Words("en")


@pytest.mark.parametrize(("signs", "french", "english"), [
    ("> 0", "dès le premier", "from the first on"),
    ("> 2 et >= 20 %", "plus de 2, et au moins 20 %", "more than 2, and at least 20%"),
    ("> 0 et > 5 %", "plus de 5 %", "more than 5%"),
    ("> 0 et >= 5 %", "au moins 5 %", "at least 5%"),
    ("> 3", "plus de 3", "more than 3"),
])  # fmt: skip
def test_a_limit_in_signs_is_a_sentence(signs: str, french: str, english: str) -> None:
    assert (told(FR, signs), told(EN, signs)) == (french, english)


@pytest.mark.parametrize("signs", ["", "< 2", "> 2 et <b>", "> 2 et >= 20 % "])
def test_signs_of_another_shape_stay_as_the_release_has_them(signs: str) -> None:
    assert told(FR, signs) == signs


def test_no_limit_of_today_is_left_in_signs() -> None:
    assert [name for name, limit in LIMITS.items() if ">" in told(FR, limit.signs) + told(EN, limit.signs)] == []


def test_a_share_is_told_as_one_and_a_number_stays() -> None:
    assert [measured(FR, cell) for cell in ("0/38", "3", "1234/5678", "x/2")] == [
        "0 sur 38",
        "3",
        "1\u202f234 sur 5\u202f678",
        "x/2",
    ]
    assert measured(EN, "3/10") == "3 of 10"
