"""Which mentions are worth comparing: each pair once, never the whole country."""

import random
import time
from typing import Any

import pytest

from flows.identify.compare.blocks import pairs
from flows.identify.compare.traits import Traits

LILLE = {"code_postal": "59000", "code_commune": "59350", "departement": "59"}
PAU = {"code_postal": "64000", "code_commune": "64445", "departement": "64"}
MANY = 5_000
SECONDS = 3.0


def one(*noms: str, table: str = "etablissements", **more: Any) -> Traits:
    return Traits(table, "a", "x", noms, **more)


def found(*traits: Traits) -> list[tuple[int, int]]:
    return list(pairs(traits))


@pytest.mark.parametrize(
    "key", [{"siren": "990000001"}, {"siret": "99000000100018"}, {"telephone": "+33199001122"}, {"domaine": "x.fr"}]
)
def test_a_shared_key_is_looked_at_across_the_country_where_it_may_tell_something(key: dict[str, str]) -> None:
    somewhere = one("Tagada", **key)
    assert found(one("Les Lutins", **LILLE), one("Tagada", **PAU)) == []
    assert found(one("Les Lutins", **LILLE, **key), somewhere) == [(0, 1)]
    far = found(one("Les Lutins", **LILLE, **key), one("Tagada", **PAU, **key))
    assert far == ([(0, 1)] if "siret" in key else [])  # two places in two communes are two, whatever else they share


def test_a_predecessor_is_looked_for_and_so_is_the_siren_inside_a_siret() -> None:
    assert found(one(siret="99000000100018", **LILLE), one(predecesseur="99000000100018", **PAU)) == [(0, 1)]
    assert found(one(siret="99000000100018", **LILLE), one(siren="990000001")) == [(0, 1)]


def test_neighbours_are_looked_at() -> None:
    assert found(one("Les Lutins", **LILLE), one("Les Petits Lutins", departement="59")) == [(0, 1)]
    assert found(one("Les Lutins", code_commune="59350"), one("Tagada", code_commune="59350")) == [(0, 1)]
    assert found(one("Les Lutins", **LILLE), one("Tagada", departement="59")) == []
    assert found(one("Les Lutins", code_postal="59000"), one("Tagada", code_postal="59000")) == [(0, 1)]


@pytest.mark.parametrize(
    ("told", "near"),
    [
        ("Les Galopins", "Les Glopins"),
        ("Les Galopins", "Maison Les Galopins"),
        ("La Ruche", "La Roche"),
        ("Les Galopins du Port", "Port (Les Galopins du)"),
        ("Nid d'anges", "Nidanges"),
        ("Service des Petits Galopins", "SPG"),
        ("Les Petits Galopins de la Mare", "LES PETITS GALOPINS DE LA M"),
    ],
)
def test_a_mention_without_a_commune_is_compared_with_near_names_of_its_departement(told: str, near: str) -> None:
    assert found(one(told, **LILLE), one(near, departement="59")) == [(0, 1)]
    assert found(one(told, **PAU), one(near, departement="59")) == []


def test_two_arrondissements_are_two_communes_and_the_city_may_be_either() -> None:
    paris = {"code_commune": "75056", "departement": "75"}
    first, last = one("Les Lutins", code_postal="75001", **paris), one("Tagada", code_postal="75020", **paris)
    assert found(first, last, one("Les Loups", **paris)) == [(0, 2), (1, 2)]


def test_the_places_of_one_operator_and_of_one_departement_are_not_all_compared() -> None:
    chain = [
        one(f"Les Lutins {i}", siren="990000001", domaine="x.fr", code_commune=f"59{i:03d}", departement="59")
        for i in range(1_000)
    ]
    assert len(found(*chain)) < 50  # a few codes are of former communes


def test_two_operators_of_one_name_in_one_departement_are_compared() -> None:
    other = {"code_commune": "59512", "departement": "59"}
    given = [one(name, table="gestionnaires", **where) for name, where in (("Kaléide", LILLE), ("Scop Kaléide", other))]
    assert found(*given) == [(0, 1)]


def test_a_mention_without_a_departement_is_compared_with_those_of_its_name() -> None:
    nowhere = one("KALEIDE")
    assert found(one("Kaléide", **LILLE), nowhere, one("Scop Kaléide", **PAU)) == [(0, 1), (1, 2)]
    assert found(one("Tagada", "Kaléide", **LILLE), nowhere) == [(0, 1)]
    assert found(one("Tagada", **LILLE), nowhere) == []


def test_an_operator_and_a_place_are_never_compared() -> None:
    assert found(one("Kaléide", **LILLE), one("Kaléide", table="gestionnaires", **LILLE)) == []


def test_each_pair_comes_once_in_order() -> None:
    given = [one("Les Lutins", **LILLE, telephone="+33199001122", domaine="x.fr") for _ in range(4)]
    assert found(*given) == [(i, j) for i in range(4) for j in range(i + 1, 4)]


def test_five_thousand_mentions_are_soon_paired_and_not_with_the_whole_country() -> None:
    chance = random.Random(4)
    codes = [f"{chance.randint(1, 95):02d}{chance.randint(1, 400):03d}" for _ in range(MANY)]
    given = [one(f"Les Lutins {i}", code_commune=code, departement=code[:2]) for i, code in enumerate(codes)]
    begun = time.process_time()
    made = found(*given)
    assert time.process_time() - begun < SECONDS
    assert len(made) < MANY * MANY / 2 / 50
