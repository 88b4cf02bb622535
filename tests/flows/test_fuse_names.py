"""Names: one is published, every other one is kept."""

from tests.flows.fuse_mentions import operator, place, proofs, row


def test_every_other_name_is_kept_and_one_that_a_page_knows_as_another_is_not_in_use() -> None:
    made = row(
        operator("sirene", nom="ABORD AGES SCOP"),
        operator("fiche", nom="Les crèches de AL", autres_noms="Al'abord|A l'Abord'Ages"),
        operator("liste", nom="A l'Abord'Ages"),
    )
    assert made["nom"] == "Les crèches de AL"
    assert made["autres_noms"] == "ABORD AGES SCOP|A l'Abord'Ages|Al'abord"


def test_two_pages_that_each_know_the_other_name_as_another_leave_the_most_trusted() -> None:
    made = row(operator("liste", nom="Un", autres_noms="Deux"), operator("fiche", nom="Deux", autres_noms="Un"))
    assert (made["nom"], made["autres_noms"]) == ("Un", "Deux")


def test_a_register_s_usual_name_does_not_take_the_place_of_a_page_s() -> None:
    made = row(operator("liste", nom="La Mare"), operator("sirene", nom="SCOP LA GRANDE", autres_noms="La Mare"))
    assert (made["nom"], made["autres_noms"]) == ("La Mare", "SCOP LA GRANDE")


def test_a_name_that_differs_by_capitals_accents_or_signs_is_no_other_name() -> None:
    made = row(
        place("liste", nom="Mêli-Mêlo"),
        place("sirene", nom="MELI MELO"),
        place("fiche", nom="MÊLI-MÊLO", autres_noms="méli mélo"),
    )
    assert (made["nom"], made["autres_noms"]) == ("Mêli-Mêlo", "")


def test_former_names_of_the_last_release_come_last() -> None:
    before = place("site", nom="Ancien nom", autres_noms="Plus ancien", reprise="oui")
    assert row(before, place("liste", nom="Nom"))["autres_noms"] == "Ancien nom|Plus ancien"


def test_other_names_are_proved_by_the_first_that_gives_one() -> None:
    found = proofs(
        place("liste", nom="Nom"), place("fiche", nom="Nom", autres_noms="Usage"), place("sirene", nom="USUEL")
    )
    assert (found["nom"]["source"], found["autres_noms"]["source"]) == ("liste", "sirene")
    assert found["autres_noms"]["valeur_source"] == "USUEL"


def test_a_name_of_signs_only_is_kept_as_it_is() -> None:
    assert row(place("liste", nom="!?"), place("fiche", nom="…"))["autres_noms"] == "…"
