"""A contact that many operators of different names share is a host's or a network's: it tells none of them."""

import pandas as pd
import pytest

from flows.identify import identify
from flows.identify.hosts import MOST, hosts
from tests.flows.mentioned import mentioned, operator, place
from tests.flows.runs import DAY

NAMES = "Abeilles Bourdons Cigales Daims Ecureuils Faons Girafes Herissons Iguanes Jaguars Koalas Lynx".split()


def operators(names: list[str], phone: str = "+33199001234") -> pd.DataFrame:
    return pd.DataFrame({"nom": names, "telephone": phone, "courriel": "", "domaine": "reseau.example"}, dtype=str)


@pytest.mark.parametrize(("count", "shared"), [(MOST, False), (MOST + 1, True)])
def test_a_contact_is_a_hosts_from_one_name_more_than_a_group_has(count: int, shared: bool) -> None:
    told = hosts([operators(NAMES[:count])])
    assert ("+33199001234" in told["telephone"], "reseau.example" in told["domaine"]) == (shared, shared)
    assert told["courriel"] == frozenset()


def test_one_name_however_often_it_is_told_is_one_operator() -> None:
    assert hosts([operators(["Les Lutins", "LES LUTINS"] * 20)])["telephone"] == frozenset()


@pytest.mark.parametrize(("count", "asks"), [(MOST, True), (MOST + 1, False)])
def test_a_shared_phone_asks_of_a_group_and_says_nothing_of_a_network(count: int, asks: bool) -> None:
    told = {"telephone": "+33199001234", "code_commune": "59350", "departement": "59"}
    rows = [operator(name, nom=name, **told) for name in NAMES[:count]]
    made = identify([mentioned("liste", rows[::2], DAY), mentioned("curation", rows[1::2], DAY)], {}, DAY)
    assert bool(made.questions) is asks
    assert len(made.tables["gestionnaires"]) == count
    assert set(made.tables["gestionnaires"]["telephone"]) == {"+33199001234"}  # published all the same


def test_twenty_four_places_of_one_operator_keep_its_phone_as_evidence() -> None:
    told = {"nom": "Les Galopins", "telephone": "+33199001234", "code_commune": "59350", "departement": "59"}
    rows = [operator("g", **told)]
    rows += [place(f"p{i}", "g", nom=f"{name} {i}", telephone="+33199001234") for i, name in enumerate(NAMES * 2)]
    made = identify([mentioned("liste", rows, DAY), mentioned("curation", [operator("h", **told)], DAY)], {}, DAY)
    assert made.tables["gestionnaires"]["nom"].tolist() == ["Les Galopins"]
    assert len(made.tables["etablissements"]) == 24
