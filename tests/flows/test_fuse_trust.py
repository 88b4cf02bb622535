"""The written order of trust: whose word goes first, field by field."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from flows.identify.fuse.trust import OF_THE_REGISTER, PAGES_FIRST, REGISTER_FIRST, TRUST
from schemas.mentions import VALUES
from tests.flows.fuse_mentions import OPERATOR, Said, operator, place, proofs, row

DOCUMENT = (Path(__file__).parents[2] / "docs" / "fusion.md").read_text(encoding="utf-8")


def test_the_document_tells_the_order_that_the_code_has() -> None:
    told = {}
    for line in DOCUMENT.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `nom`") or line.startswith("| `nature_lieu`"):
            told |= dict.fromkeys(re.findall(r"`(\w+)`", cells[0]), tuple(cells[1].split(", ")))
    assert told == TRUST


def test_the_document_names_what_a_candidate_may_win() -> None:
    sentence = DOCUMENT.split("proven source but ")[1].split(".\n")[0]
    assert set(re.findall(r"`(\w+)`", sentence)) == OF_THE_REGISTER


def test_every_value_of_a_mention_has_its_order() -> None:
    block = {"complement_adresse", "code_postal", "commune", "adresse_source", "forme_source"}
    assert set(VALUES) - block <= set(TRUST)
    assert {frozenset(classes) for classes in TRUST.values()} == {frozenset(PAGES_FIRST)} == {frozenset(REGISTER_FIRST)}


VALUE = {"est_ess": ("true", "false"), "annee_creation": ("1999", "2001"), "capacite": ("12", "13")}
IN_ORDER = {
    PAGES_FIRST: ("liste", "fiche", "annuaire", "sirene"),
    REGISTER_FIRST: ("sirene", "liste", "fiche", "annuaire"),
}


def _pair(champ: str, first: str, second: str) -> tuple[Said, Said]:
    make = operator if champ in ("siren", "categorie_juridique", "ape", "est_ess", "annee_creation", "sigle") else place
    one, other = VALUE.get(champ, ("1", "2"))
    return make(first, **{champ: one}), make(second, **{champ: other})


@pytest.mark.parametrize(
    "champ",
    "nom sigle categorie modes_accueil capacite age_min_mois age_max_mois financement telephone courriel site_web"
    " siret siren categorie_juridique est_ess ape annee_creation".split(),
)
def test_each_class_goes_before_the_next_one(champ: str) -> None:
    order = IN_ORDER[TRUST[champ]]  # type: ignore[index]
    for first, second in pairwise(order):
        pair = _pair(champ, first, second)
        assert proofs(*reversed(pair))[champ]["source"] == first
        assert row(*pair)[champ] == pair[0].values[champ]


def test_a_less_trusted_source_fills_what_the_others_leave_empty() -> None:
    made = row(place("liste", telephone="+33199001234"), place("annuaire", telephone="+33199005678", capacite="12"))
    assert (made["telephone"], made["capacite"]) == ("+33199001234", "12")


def test_unknown_is_no_value() -> None:
    made = row(place("liste", categorie="inconnu"), place("annuaire", categorie="laep"))
    assert made["categorie"] == "laep"


def test_within_a_class_what_this_run_read_goes_before_what_is_carried() -> None:
    carried = place("site", capacite="12", reprise="oui", jour=DAY_AFTER)
    assert row(carried, place("liste", capacite="13", jour="2020-01-01"))["capacite"] == "13"


DAY_AFTER = "2026-11-25"


def test_then_the_newest_word_then_the_stock_of_registers() -> None:
    old, new = place("liste", capacite="12", jour="2019-01-01"), place("site", capacite="13", jour="2024-01-01")
    assert row(old, new)["capacite"] == "13"
    assert row(old, place("site", capacite="13", jour=""))["capacite"] == "13"  # said on the day of its snapshot
    pair = operator("recherche_entreprises", siren="1", ape="a"), operator("sirene", siren="1", ape="b")
    assert row(*pair)["ape"] == "b"


def test_then_the_id_of_the_source_then_the_reference() -> None:
    assert row(place("site", capacite="12", reference="a"), place("liste", capacite="13"))["capacite"] == "13"
    pair = place("site", capacite="12", reference="b"), place("site", capacite="13", reference="a")
    assert row(*pair)["capacite"] == "13"


def test_a_day_to_come_counts_as_the_day_of_the_release() -> None:
    later, today = place("site", capacite="12", jour="2031-01-01"), place("liste", capacite="13")
    assert row(later, today)["capacite"] == "13"  # equally new: the id of the source tells


def test_a_candidate_wins_only_what_a_register_knows_of_anyone() -> None:
    candidate = operator(
        "sirene", etat="candidat", siren="000000001", ape="88.91A", est_ess="true", annee_creation="1999", nom="X"
    )
    made = row(candidate, operator("fiche", siren="000000002", annee_creation="2001", nom="Y"))
    assert (made["siren"], made["ape"], made["est_ess"]) == ("000000001", "88.91A", "true")
    assert (made["annee_creation"], made["nom"]) == ("2001", "Y")


def test_the_list_of_an_activity_code_is_told_by_who_tells_the_code() -> None:
    coded = operator("sirene", ape="88.91A", siren="000000001"), operator("fiche", nomenclature_ape="NAF2025")
    assert row(*coded)["nomenclature_ape"] == "" and "nomenclature_ape" not in proofs(*coded)
    assert row(operator("sirene", ape="88.91A", nomenclature_ape="NAFRev2"))["nomenclature_ape"] == "NAFRev2"


def test_what_belongs_to_one_legal_person_is_not_taken_from_another() -> None:
    person = {"categorie_juridique": "9220", "annee_creation": "1989", "ape": "94.99Z", "est_ess": "true"}
    old = operator("sirene", siren="000000001", etat="ferme", **person)
    made = row(old, operator("sirene", reference="2", siren="000000002"))
    assert made["siren"] == "000000002"
    assert {made[champ] for champ in person} == {""}
    assert made["id"] == OPERATOR
