"""Cells that do not go together: published and told, but for a capacity where there can be none."""

import pytest

from tests.flows.fuse_mentions import place, proofs, row, told


def test_an_age_of_entry_above_that_of_leaving_is_told_and_both_are_published() -> None:
    both = place("liste", age_min_mois="36"), place("fiche", age_max_mois="3")
    (anomaly,) = told(*both)
    assert (anomaly.code, anomaly.gravite, anomaly.source) == ("ages_incoherents", "avertissement", "liste")
    assert (anomaly.champ, anomaly.valeur) == ("age_min_mois", "36")
    for message in (anomaly.message_fr, anomaly.message_en):
        assert all(word in message for word in ("Les Fictifs", "liste", "36", "fiche", "3 "))
    made = row(*both)
    assert (made["age_min_mois"], made["age_max_mois"]) == ("36", "3")


@pytest.mark.parametrize("ages", [("3", "36"), ("9", "36"), ("36", "36"), ("", "3"), ("36", "")])
def test_ages_in_their_order_are_no_anomaly(ages: tuple[str, str]) -> None:
    assert told(place("liste", age_min_mois=ages[0], age_max_mois=ages[1])) == []


@pytest.mark.parametrize("category", ["laep", "rpe"])
def test_where_no_child_has_a_place_no_capacity_is_published_and_each_is_told(category: str) -> None:
    said = place("liste", categorie=category), place("fiche", capacite="12"), place("annuaire", capacite="13")
    assert row(*said)["capacite"] == row(*said)["taille"] == ""
    assert "capacite" not in proofs(*said)
    found = told(*said)
    assert [(one.code, one.gravite, one.champ) for one in found] == [
        ("capacite_sans_objet", "avertissement", "capacite")
    ] * 2
    assert [(one.source, one.valeur) for one in found] == [("annuaire", "13"), ("fiche", "12")]
    for message in (found[1].message_fr, found[1].message_en):
        assert all(word in message for word in ("Les Fictifs", "fiche", "12", category.upper()))


def test_one_capacity_that_several_say_is_told_once_on_the_word_of_the_most_trusted() -> None:
    said = place("liste", categorie="laep"), place("annuaire", capacite="12"), place("fiche", capacite="12")
    assert [one.source for one in told(*said)] == ["fiche"]


@pytest.mark.parametrize("category", ["creche_collective", "mam", "creche_familiale", "autre", "inconnu", ""])
def test_any_other_category_keeps_its_capacity(category: str) -> None:
    assert row(place("liste", categorie=category, capacite="12"))["capacite"] == "12"


def test_a_relay_has_no_capacity_to_be_too_large_for_its_funding() -> None:
    found = told(place("liste", categorie="rpe", capacite="13", financement="paje_cmg"))
    assert [one.code for one in found] == ["capacite_sans_objet"]
