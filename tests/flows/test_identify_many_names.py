"""Many names looked at together say what each says alone, whatever is in them, wherever they are and whosever."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.identify.compare import kept
from flows.identify.compare.addresses import communes_at, parted
from flows.identify.compare.cores import core
from flows.identify.compare.many_names import Named, Said, look_at, said, said_alone
from flows.identify.compare.names import town
from sources.commune_table import parts, rows

WORDS = (
    "Les P'tits p tites Ptit Loups n°3 Crèche crèches Micro-crèche Multi accueil Halte Garderie SCOP S.C.O.P. Ste Sté St"
    " Sainte Jean Lutins Lutines II IV i v bis A B h 1 2 17 1901 un deux trois mille et une petite enfance Kaléide (Kaléide)"
    " (KL) Lyon Lille Lilas Roncq Paris l'Île d'Api Œuf naïf association loi choux souris tit jardin d'éveil relais RPE"
).split()
CODES = ("", "69123", "59350", "75056", "93045", "59508", "97411", "00000")
names = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=4).map("-".join),
    st.text(max_size=12),
)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    kept.forget()


def shown(one: Named) -> tuple[Any, ...]:
    return one.full, one.words, one.joined


@given(st.lists(st.tuples(names, st.sampled_from(CODES), st.lists(names, max_size=2)), min_size=1, max_size=6))
@settings(deadline=None)
def test_each_is_as_it_is_made_alone(asked: Sequence[tuple[str, str, list[str]]]) -> None:
    kept.forget()
    told = [name for name, _, owners in asked for name in (name, *owners)]
    look_at(told[: len(told) // 2 + 1], [code for _, code, _ in asked])  # some were not looked at: they are made alone
    for name, code, owners in asked:
        assert shown(said(name, code, owners)) == shown(core(name, (town(code),), tuple(owners)))
        assert shown(said_alone(name)) == shown(core(name))


@pytest.mark.parametrize("owners", [(), ("Les P'tits Loups n°17",), ("Kaléide",)])
def test_names_of_plain_words_are_told_at_a_glance(owners: tuple[str, ...]) -> None:
    look_at(["Les P'tits Loups n°17", "Multi-accueil Pomme d'Api", *owners], ["69123"])
    assert isinstance(said("Les P'tits Loups n°17", "69123", owners), Said)
    assert isinstance(said("Multi-accueil Pomme d'Api", "69123", owners), Said)


@pytest.mark.parametrize(
    "name", ["Les Lutins de Lyon", "Les Trois Lutins", "S.C.O.P. Lutins", "Lutins (L)", "Crèche", ""]
)
def test_other_names_are_made_alone(name: str) -> None:
    look_at([name], ["69123"])
    assert not isinstance(said(name, "69123"), Said)


def test_nothing_is_told_at_a_glance_of_what_was_not_looked_at() -> None:
    look_at(["Les Lutins"], ["69123"])
    assert not isinstance(said("Les Loups", "69123"), Said)
    assert not isinstance(said("Les Lutins", "59350"), Said)  # which commune that is, nobody has looked


def test_a_commune_without_parts_is_itself_at_every_postcode() -> None:
    there = {(row.code_commune, row.code_postal) for row in rows()} | {("", ""), ("00000", "69006"), ("99999", "")}
    assert {(code, postcode) for code, postcode in there if code in parted()} < there
    for code, postcode in there:
        if code not in parted():
            assert communes_at(code, postcode) == (code, code)


def test_a_code_is_the_commune_of_today_of_its_part_unless_it_is_in_force() -> None:
    today = {row.code_insee for row in rows() if row.type in ("COM", "ARM")}
    former = {row.code_insee: row.code_commune for row in parts() if row.code_insee not in today}
    assert len(former) > 1000
    for code in parted():
        assert communes_at(code, "")[0] == former.get(code, code)
