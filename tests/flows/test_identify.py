"""Members become places, operators and memberships with stable ids; twins are joined only on strong keys."""

import dataclasses
from dataclasses import replace

import pytest

import sources
from flows.identifiers import compute
from flows.identify import identify
from schemas.errors import Refused
from schemas.found import Found
from schemas.records import Row
from schemas.tables import Tables
from tests.flows.runs import DAY, NETWORK, found
from tests.pages.members import MEMBERS, Member

LATER = "2026-12-01"
PHONE = "+33 1 99 00 12 34"


def tables(*members: Member, previous: Tables | None = None, day: str = DAY) -> Tables:
    return identify([found(members, day)], previous or {}, day).tables


def ids(made: Tables, table: str = "etablissements") -> dict[str, str]:
    """Ids by postcode."""
    return dict(zip(made[table]["code_postal"], made[table]["id"], strict=True))


def one_row(made: Tables, table: str) -> Row:
    (row,) = made[table].to_dict("records")
    return {str(k): str(v) for k, v in row.items()}


def test_six_members_are_six_places_six_operators_and_six_memberships_of_the_network() -> None:
    made = tables(*MEMBERS)
    assert {table: len(made[table]) for table in ("etablissements", "gestionnaires", "reseaux", "adhesions")} == {
        "etablissements": 6,
        "gestionnaires": 6,
        "reseaux": 1,
        "adhesions": 6,
    }
    assert set(made["etablissements"]["gestionnaire_id"]) == set(made["gestionnaires"]["id"])
    assert set(made["adhesions"]["gestionnaire_id"]) == set(made["gestionnaires"]["id"])
    assert set(made["adhesions"]["reseau_id"]) == set(made["reseaux"]["id"])


def test_a_member_list_tells_neither_what_a_place_is_nor_its_category() -> None:
    made = tables(*MEMBERS)["etablissements"]
    assert set(made["nature_lieu"]) == set(made["categorie"]) == {"inconnu"}
    assert set(made["statut"]) == {"actif"}


def test_the_id_of_a_place_comes_from_its_raw_name_and_is_kept_in_the_register() -> None:
    row, known = one_row(tables(MEMBERS[3]), "etablissements"), tables(MEMBERS[3])["identifiants"]
    assert row["id"] == compute("cc", "coop_petite_enfance", "AGAPI")
    assert known[known["id"] == row["id"]]["reference"].tolist() == ["AGAPI"]


def test_ids_are_carried_when_the_page_turns_to_capitals() -> None:
    before = tables(*MEMBERS)
    loud = [replace(m, nom=m.nom.upper(), rue=m.rue.upper(), ville=m.ville.upper()) for m in MEMBERS]
    after = tables(*loud, previous=before, day=LATER)
    assert ids(after) == ids(before)
    assert set(after["etablissements"]["date_premiere_vue"]) == {DAY}
    assert set(after["etablissements"]["date_derniere_vue"]) == {LATER}


def test_ids_are_carried_when_a_better_cleaning_changes_a_name() -> None:
    before = tables(*MEMBERS)
    one = found(MEMBERS, LATER)
    cleaned = replace(one, membres=one.membres.assign(nom="Autre graphie"))
    after = identify([cleaned], before, LATER).tables
    assert set(after["etablissements"]["nom"]) == {"Autre graphie"}
    assert ids(after) == ids(before)


def test_ids_are_carried_when_a_member_moves_or_changes_its_phone() -> None:
    before = tables(*MEMBERS)
    moved = [replace(MEMBERS[0], rue="1 Rue Neuve", code_postal="69003", telephone=PHONE), *MEMBERS[1:]]
    assert set(ids(tables(*moved, previous=before, day=LATER)).values()) == set(ids(before).values())


def test_homonyms_in_two_towns_are_two_places() -> None:
    homonyms = (replace(MEMBERS[0], nom="Méli-Mélo"), replace(MEMBERS[1], nom="Méli-Mélo"))
    assert len(set(ids(tables(*homonyms)).values())) == 2


def test_a_homonym_that_comes_or_goes_changes_no_id() -> None:
    here, there = replace(MEMBERS[0], nom="Méli-Mélo"), replace(MEMBERS[1], nom="Méli-Mélo")
    alone = tables(here)
    both = tables(there, here, previous=alone, day=LATER)
    assert ids(both)["69006"] == ids(alone)["69006"]
    again = tables(there, previous=both, day="2026-12-09")
    assert ids(again)["84320"] == ids(both)["84320"]


def test_twins_with_the_same_phone_and_the_same_address_are_one_row_with_both_names() -> None:
    twin = replace(MEMBERS[0], nom="Bottines Botillons", rue=MEMBERS[0].rue.upper())
    both = identify([found([MEMBERS[0], twin, MEMBERS[1]])], {}, DAY)
    made, told = both.tables, list(both.anomalies)
    assert sorted(made["etablissements"]["nom"]) == ["Au Nid'Ô", "Bottines et Botillons Services"]
    (row,) = made["etablissements"][made["etablissements"]["autres_noms"] != ""].to_dict("records")
    assert row["autres_noms"] == "Bottines Botillons"
    assert [(doubt.code, doubt.gravite) for doubt in told] == [("jumeaux_joints", "avertissement")]


@pytest.mark.parametrize(
    "second",
    [
        replace(MEMBERS[0], nom="Section B", telephone=""),
        replace(MEMBERS[0], nom="Section B", telephone=PHONE),
        replace(MEMBERS[0], nom="Section B", rue="1 Rue Neuve"),
        replace(MEMBERS[0], nom="Section B", code_postal="69003"),
    ],
    ids=["same address, no phone", "same address, other phone", "same phone, other street", "same phone, other town"],
)
def test_a_weaker_likeness_joins_nothing(second: Member) -> None:
    both = identify([found([MEMBERS[0], second])], {}, DAY)
    made, told = both.tables, list(both.anomalies)
    assert len(made["etablissements"]) == len(made["gestionnaires"]) == 2
    assert told == []


def test_two_members_at_one_address_without_any_phone_are_two() -> None:
    made = tables(replace(MEMBERS[3], nom="Section A"), replace(MEMBERS[3], nom="Section B"))
    assert len(made["etablissements"]) == 2


def test_a_network_proves_a_cooperative_and_only_a_form_on_the_page_says_which() -> None:
    made = tables(*MEMBERS)["gestionnaires"].set_index("nom")
    assert made.loc["AGAPI", ["forme", "forme_preuve"]].tolist() == ["INCONNU", "reseau"]
    assert made.loc["E2S Scop Petite Enfance", ["forme", "forme_preuve", "forme_source"]].tolist() == [
        "SCOP",
        "reseau",
        "Scop",
    ]


def test_a_page_that_could_not_be_fetched_confirms_nothing() -> None:
    made = identify([found(perimee="Too slow")], {}, DAY).tables
    assert set(made["etablissements"]["statut"]) == {"non_confirme"}


def test_a_stale_page_never_moves_the_last_sight_back() -> None:
    before = tables(*MEMBERS, day=LATER)
    made = identify([found(day=DAY)], before, "2026-12-05").tables
    assert set(made["etablissements"]["date_derniere_vue"]) == {LATER}


def test_a_page_had_after_the_day_of_the_release_counts_for_that_day() -> None:
    assert set(tables(*MEMBERS, day=DAY)["etablissements"]["date_premiere_vue"]) == {DAY}
    made = identify([found(day=LATER)], {}, DAY).tables
    assert set(made["etablissements"]["date_derniere_vue"]) == {DAY}


def test_a_reader_that_gives_no_network_is_refused() -> None:
    with pytest.raises(Refused, match="no row for the network"):
        identify([found(tables={"reseaux": ({"nom": "Another", "type": "reseau"},)})], {}, DAY)


def _initiative() -> Found:
    """A page about an initiative, with a partner and a figure."""
    rows: dict[str, tuple[Row, ...]] = {
        "initiatives": ({"nom": "PôPE, Pôle Petite Enfance", "type": "ptce"},),
        "partenariats": ({"partenaire": "CAF", "role": "financeur"},),
        "chiffres": (
            {"sujet_type": "initiative", "sujet": "PôPE, Pôle Petite Enfance", "indicateur": "salaries", "valeur": "2"},
        ),
    }
    one = found((), tables=rows)
    return dataclasses.replace(one, source=sources.load("pope"))


def test_a_figure_and_a_partner_lead_to_the_initiative_they_are_about() -> None:
    made = identify([found(), _initiative()], {}, DAY).tables
    initiative = one_row(made, "initiatives")["id"]
    assert one_row(made, "partenariats")["initiative_id"] == initiative
    assert one_row(made, "chiffres")["sujet_id"] == initiative
    assert initiative == compute("ci", "pope", "PôPE, Pôle Petite Enfance")


def test_the_networks_own_id_comes_from_the_name_it_goes_by() -> None:
    assert one_row(tables(*MEMBERS), "reseaux")["id"] == compute("cr", "coop_petite_enfance", NETWORK["nom"])
