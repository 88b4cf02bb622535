"""What is alone is found and fused by whole columns: letter for letter what comparing and fusing one by one gives."""

import dataclasses
import random
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from flows.identify import Identified, identify
from flows.identify.compare.cores import core
from flows.identify.compare.names import names
from flows.identify.compare.strangers import strangers
from flows.identify.compare.traits import Traits
from flows.identify.fuse import single
from flows.identify.suspects import Looked
from flows.remember import remember
from schemas.found import Absent, Found
from schemas.tables import Tables
from tests.flows.churn import weeks
from tests.flows.runs import found
from tests.pages.members import MEMBERS, Member

WORDS = (
    "Lutins",
    "Lutines",
    "Loups",
    "Pirates",
    "Pomme",
    "d'Api",
    "Crèche",
    "Scop",
    "Scic",
    "SARL",
    "A",
    "B",
    "2",
    "17",
)
TOWNS = (
    ("Lyon", "69006"),
    ("Lyon", "69003"),
    ("Lille", "59000"),
    ("Roncq", "59223"),
    ("Nulle-Part", "99999"),
    ("", ""),
)
PHONES = ("", "+33 1 99 00 12 34", "+33 1 99 00 12 35")


def members(seed: int, count: int) -> list[Member]:
    """Members with names, doors and phones of few words, so that many are alike."""
    draw = random.Random(seed)
    made = []
    for i in range(count):
        town, code = draw.choice(TOWNS)
        name = " ".join(draw.sample(WORDS, draw.randint(1, 3)))
        made.append(Member(f"{name} {i}" if draw.random() < 0.3 else name, f"{draw.randint(1, 3)} Rue du Port", code, town,
                           draw.choice(PHONES)))  # fmt: skip
    return [*{(one.nom, one.code_postal): one for one in made}.values()]


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is compared, and every row is fused by itself."""
    import sys

    def every(looked: Looked, named: object) -> list[int]:
        return list(range(len(looked.mentions) + len(looked.before)))

    monkeypatch.setattr(sys.modules["flows.identify.compared"], "suspects", every)
    monkeypatch.setattr(single, "is_plain", lambda table, values: pd.Series(False, index=values.index))


def runs(seed: int) -> Iterator[tuple[list[Found], list[Absent], str]]:
    """A few weeks of a country, then a list that changes."""
    yield from ((list(week.found), list(week.missing), week.day) for week in weeks(seed, 5))
    listed = members(seed, 40)
    for day, part in (("2027-01-04", listed), ("2027-01-11", listed[3:]), ("2027-02-22", [*listed[5:], *MEMBERS])):
        one = found(part, day)
        frame = one.membres.assign(capacite="24", url="", snapshot="")
        frame.loc[frame.index[::2], ["url", "snapshot"]] = ["https://a.example.fr/page", "f" * 64]
        yield [dataclasses.replace(one, membres=frame)], [], day


def played(seed: int) -> Iterator[Identified]:
    before: Tables = {}
    for heard, missing, day in runs(seed):
        made = identify(heard, before, day, (), missing)
        tables, told = remember(made.tables, made.gone, before, heard, missing, day, day)
        before = {**tables, "provenance": made.proofs}
        yield dataclasses.replace(made, tables=tables, anomalies=(*made.anomalies, *told))


@pytest.mark.parametrize("seed", range(2))
def test_columns_give_what_one_by_one_gives(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = list(played(seed))
    with monkeypatch.context() as patched:
        one_by_one(patched)
        careful = list(played(seed))
    assert len(quick) == 8 and any(made.questions for made in quick)
    for ours, theirs in zip(quick, careful, strict=True):
        assert (ours.questions, ours.anomalies, ours.gone, ours.ids) == (
            *(theirs.questions, theirs.anomalies, theirs.gone, theirs.ids),
        )
        pd.testing.assert_frame_equal(ours.proofs, theirs.proofs)
        assert ours.tables.keys() == theirs.tables.keys()
        for table, rows in ours.tables.items():
            pd.testing.assert_frame_equal(rows, theirs.tables[table])


def test_most_rows_of_a_list_are_made_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    plain: list[int] = []
    real = single.is_plain

    def counted(table: str, values: pd.DataFrame) -> pd.Series:
        plain.append(int(np.count_nonzero(real(table, values))))
        return real(table, values)

    monkeypatch.setattr(single, "is_plain", counted)
    identify([found(MEMBERS)], {}, "2026-11-22")
    assert plain == [6, 6]


def test_a_page_of_its_own_and_its_places_go_with_a_member() -> None:
    one = found(MEMBERS)
    frame = one.membres.assign(
        reference=[f"m-{i}" for i in range(6)], capacite="24", url="https://a.example.fr/m", snapshot="f" * 64
    )
    made = identify([dataclasses.replace(one, membres=frame)], {}, "2026-11-22")
    assert set(made.tables["etablissements"]["capacite"]) == {"24"}
    assert set(made.tables["identifiants"]["reference"]) >= {"m-0", "m-5"}
    assert set(made.proofs["snapshot"]) == {"f" * 64} and set(made.proofs["source_url"]) == {"https://a.example.fr/m"}


def test_strangers_are_never_one_name() -> None:
    draw, told = random.Random(7), 0
    said = [" ".join(draw.sample(WORDS, draw.randint(1, 4))) for _ in range(400)]
    for a, b in zip(said, said[1:] + said[:1], strict=True):
        if strangers(core(a), core(b)):
            told += 1
            both = [Traits("gestionnaires", "s", name, (name,)) for name in (a, b)]
            assert names(*both).link in ("other", "opposed"), (a, b)
    assert told > 20
