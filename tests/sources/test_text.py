"""Text as people compare it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.text import _clean_any, _fold_any, clean, fold, fold_all


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=60))
def test_nothing_invisible_or_decomposed_is_left(text: str) -> None:
    out = clean(text)
    assert unicodedata.is_normalized("NFC", out) and "\u200b" not in out and "  " not in out
    assert not any(unicodedata.category(c) == "Cc" for c in out)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'Île–Saint-Denis, Œufs", "l ile saint denis oeufs"),
        ("  AGAPI\u00a0! ", "agapi"),
        ("e\u200b\u0301te", "ete"),
        ("\uff10\uff16", "06"),
    ],
)
def test_folding_keeps_letters_and_digits(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text(max_size=80))
def test_the_shortcuts_for_latin_letters_change_nothing(text: str) -> None:
    assert (clean(text), fold(text)) == (_clean_any(text), _fold_any(text))


@given(st.lists(st.text(max_size=12) | st.text("Éà'œ– Stn°1", max_size=12), max_size=12), st.integers(1, 40))
def test_many_folded_at_once_are_each_folded_alone(texts: list[str], times: int) -> None:
    assert fold_all(texts * times) == [_fold_any(text) for text in texts] * times


def test_every_sign_is_folded_at_once_as_it_is_alone() -> None:
    signs = [f"A{chr(code)}b" for code in range(0x3000) if code != 10]
    for sign in signs:  # one by one: of many together, an odd one has all folded alone
        assert fold_all([sign, "Les Lutins"]) == [_fold_any(sign), "les lutins"]
