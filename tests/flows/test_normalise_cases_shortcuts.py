"""Words and towns that are spelled at a glance are spelled as the long way does."""

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from flows.normalise import cases, communes
from sources.text import fold

WORDS = st.text(alphabet="AEIXVURSCOPDÉŒßİ'-. 1(", max_size=12)


def long_way(text: str) -> str:
    """`title` without its shortcuts."""
    with patch.object(cases, "_SHORT", 5):
        words = text.split(" ")
        cases._part.cache_clear()
        real = cases._ACRONYMS
        every = frozenset({*real, *(part for word in words for part in word.split("-") if len(part) > 5)})
        with patch.object(cases, "_ACRONYMS", every), patch.object(cases, "_stays", lambda core: _stays(core, real)):
            made = " ".join(cases._word(word, i == 0, i == len(words) - 1) for i, word in enumerate(words))
        cases._part.cache_clear()
        return made


_STAYS = cases._stays


def _stays(core: str, acronyms: frozenset[str]) -> bool:
    with patch.object(cases, "_ACRONYMS", acronyms):
        return _STAYS(core)


@given(WORDS)
@example("URSCOP")
@example("XXXVIII")
@example("ÉPIAIS")
@example("VILLOUXEL")
def test_a_title_is_that_of_the_long_way(text: str) -> None:
    assert cases.title(text) == long_way(text)


@given(st.text(alphabet="LlAa DdEeéFfNnSs-'.\u00ad", max_size=14))
@example("PARIS LA DÉFENSE")
@example("Paris la Defense ")
def test_only_a_town_that_may_be_la_defense_is_folded(town: str) -> None:
    assert communes._may_be_la_defense(town) or not fold(town).endswith("la defense")
