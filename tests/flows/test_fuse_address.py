"""An address is one block: the street of one source and the town of another make an address that nobody gave."""

from tests.flows.fuse_mentions import NEW_SIRET, OLD_SIRET, operator, place, proofs, row

FULL = {
    "adresse": "4 Rue Fictive",
    "complement_adresse": "Bâtiment B",
    "code_postal": "93500",
    "commune": "Pantin",
    "adresse_source": "4 rue Fictive, bât. B, 93500 PANTIN",
}
TOWN = {"code_postal": "44690", "commune": "Monnières", "adresse_source": "Monnières (44)"}


def test_the_most_trusted_mention_with_a_street_gives_the_whole_block() -> None:
    other = place("sirene", adresse="9 Rue Autre", code_postal="75010", commune="Paris", adresse_source="9 R AUTRE")
    made = row(place("liste", **FULL), other)
    assert {column: made[column] for column in FULL} == FULL
    assert {proofs(place("liste", **FULL), other)[column]["source"] for column in FULL} == {"liste"}


def test_a_street_goes_before_a_postcode_and_a_postcode_before_a_town() -> None:
    bare = place("liste", commune="Paris", adresse_source="Paris")
    assert row(bare, place("annuaire", **TOWN))["commune"] == "Monnières"
    assert row(bare, place("annuaire", **TOWN), place("sirene", **FULL))["commune"] == "Pantin"
    assert row(bare, place("fiche", commune="Lille", adresse_source="Lille"))["commune"] == "Paris"


def test_a_page_without_a_street_takes_the_block_of_the_registers_establishment() -> None:
    made = row(place("liste", commune="Pantin", code_postal="93500", adresse_source="Pantin"), place("sirene", **FULL))
    assert {column: made[column] for column in FULL} == FULL


def test_a_block_is_not_filled_from_another_one() -> None:
    street_only = place("liste", adresse="4 Rue Fictive", adresse_source="4 rue Fictive")
    made = row(street_only, place("fiche", **TOWN))
    assert (made["adresse"], made["code_postal"], made["commune"]) == ("4 Rue Fictive", "", "")


def test_a_place_that_moved_is_where_its_open_establishment_is() -> None:
    old = place("sirene", reference=OLD_SIRET, siret=OLD_SIRET, etat="ferme", date_fermeture="2024-01-31", **FULL)
    new = place("sirene", reference=NEW_SIRET, siret=NEW_SIRET, predecesseur=OLD_SIRET, **TOWN)
    made = row(old, new)
    assert (made["siret"], made["commune"], made["adresse"]) == (NEW_SIRET, "Monnières", "")


def test_the_place_as_written_is_made_of_the_parts_where_a_source_gives_parts_only() -> None:
    parts = {**FULL, "adresse_source": ""}
    made = row(place("fiche", **parts))
    assert made["adresse_source"] == "4 Rue Fictive, 93500 Pantin"
    assert proofs(place("fiche", **parts))["adresse_source"]["regle"] == "deduite"
    for column in ("adresse", "code_postal", "commune", "complement_adresse"):
        alone = place("fiche", words={column: "lu"}, **{column: FULL[column]})
        assert row(alone)["adresse_source"] == FULL[column]
        assert proofs(alone)["adresse_source"]["valeur_source"] == "lu"


def test_the_address_of_an_operator_is_that_of_its_head_office_and_the_register_knows_it_best() -> None:
    made = row(operator("liste", **TOWN), operator("sirene", **FULL))
    assert (made["adresse_siege"], made["code_postal_siege"], made["commune_siege"]) == (
        "4 Rue Fictive",
        "93500",
        "Pantin",
    )
    assert "adresse_source" not in made
    page = operator("liste", adresse="9 Rue Autre", commune="Paris"), operator("sirene", **FULL)
    assert row(*page)["adresse_siege"] == "4 Rue Fictive"


def test_nobody_knows_where_leaves_all_of_it_empty() -> None:
    assert {row(operator("fiche"))[column] for column in ("adresse_siege", "code_postal_siege", "commune_siege")} == {
        ""
    }
