"""Of a town's pairs, only those that may be one are looked at: none that needs a look is left out, however odd the names."""

import random
from collections.abc import Iterator
from itertools import combinations

import pytest

from flows.identify.compare.core_words import CATEGORIES, SERVICES, STEMS
from flows.identify.compare.cores import core
from flows.identify.compare.strangers import strangers
from flows.identify.neighbours import FEW, neighbours

WORDS = "Lutins Lutines Loups Pirates Pomme d'Api Crèche Scop Roche Kaléide A B 2 17 II bis Petits Grands 1001".split()
PHONES = ("", "", "", "+33 1 99 00 12 34", "+33 1 99 00 12 35")


def town(seed: int, count: int = 40) -> list[tuple[str, str]]:
    """The name and the phone of each nursery of a town."""
    draw = random.Random(seed)
    return [(" ".join(draw.sample(WORDS, draw.randint(1, 4))), draw.choice(PHONES)) for _ in range(count)]


def looked_at(nurseries: list[tuple[str, str]]) -> set[tuple[int, int]]:
    def said(i: int) -> Iterator[str]:
        return filter(None, nurseries[i][1:])

    return neighbours(range(len(nurseries)), lambda i: core(nurseries[i][0]), said)


@pytest.mark.parametrize("seed", range(8))
def test_whoever_is_not_a_stranger_is_looked_at(seed: int) -> None:
    there = town(seed)
    needed = {
        (i, j)
        for (i, (a, phone)), (j, (b, other)) in combinations(enumerate(there), 2)
        if (phone and phone == other) or not strangers(core(a), core(b))
    }
    found = looked_at(there)
    assert needed <= found
    assert all(i < j < len(there) for i, j in found)


def test_a_town_of_numbered_houses_has_no_pair() -> None:
    assert looked_at([(f"Les P'tits Loups n°{i}", "") for i in range(300)]) == set()
    assert looked_at([(f"Les P'tits Loups n°{i % 299}", "") for i in range(300)]) == {(0, 299)}


def test_names_that_share_nothing_are_no_pair_and_a_lone_word_meets_all() -> None:
    names = [f"{letter}ataplan {letter}u{letter}u{letter}" for letter in "BCDFGHJKLM"]
    assert looked_at([(name, "") for name in names]) == set()
    assert looked_at([(name, "") for name in (*names, "Lutins")]) == {(i, 10) for i in range(10)}


def test_of_a_few_every_pair_is_looked_at() -> None:
    few = [(f"Les P'tits Loups n°{i}", "") for i in range(FEW)]
    assert looked_at(few) == set(combinations(range(FEW), 2))


@pytest.mark.parametrize("name", sorted(STEMS))
def test_what_fits_a_kind_of_nursery_holds_its_stem(name: str) -> None:
    pattern, draw, fits = (CATEGORIES | SERVICES)[name], random.Random(name), 0
    said = (
        "mam mams maison maisons d de la des assistantes assistante maternelles maternelle laep lieu lieux accueil enfants"
        " parents et rpe ram rampe ripe relais petite enfance creche creches microcreche multi accueils multiaccueil familial"
        " familiale jardin eveil micro halte haltes garderie garderies haltegarderie jeux municipale intercommunale communales"
    )
    words = [*said.split(), "jardin d", "lieu d accueil", "relais petite enfance", "maison d"]
    for _ in range(4000):
        text = " ".join(draw.choices(words, k=draw.randint(1, 6)))
        if pattern.search(text):
            fits += 1
            assert any(stem in text for stem in STEMS[name]), text
    assert fits


def test_every_kind_but_parental_has_its_stems() -> None:
    assert STEMS.keys() == (CATEGORIES | SERVICES).keys() - {"parentale"}
