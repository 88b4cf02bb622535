"""What was found on real pages, in the order in which the data model lists it: each one is read as it should be."""

import pandas as pd
import pytest

from flows.geocode.streets import doors, is_door, likeness
from flows.identifiers import Register, compute, references
from flows.normalise.addresses import address
from flows.normalise.capacity import Capacity, capacity
from flows.normalise.communes import commune, postcode
from flows.normalise.forms import form_in_name, legal_form
from schemas.errors import Refused
from schemas.tables import empty
from sources.communes import Commune, resolve
from tests.flows.runs import found
from tests.pages.members import MEMBERS

SOURCE, DAY, LATER = "coop_petite_enfance", "2026-11-22", "2026-12-01"


def members(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Members as a page names them: name, postcode, address as written."""
    return pd.DataFrame(rows, columns=["nom_source", "code_postal", "adresse_source"], dtype=str)


def place(code_postal: str, name: str) -> Commune:
    there = resolve(code_postal, name)
    assert there, f"{code_postal} {name}"
    return there


@pytest.mark.parametrize(
    "text", ["45 places à terme, 23 enfants présents", "45 berceaux à terme, 23 enfants présents à la date de la page"]
)
def test_45_places_planned_and_23_children_present_are_45_places(text: str) -> None:
    assert capacity(text) == Capacity(45, "")


@pytest.mark.parametrize("text", ["18 inscrits, 10 places", "10 places pour 18 enfants inscrits"])
def test_18_enrolled_on_10_places_are_10_places(text: str) -> None:
    assert capacity(text) == Capacity(10, "")


@pytest.mark.parametrize("text", ["95 places réparties sur six crèches", "95 places dans 6 crèches"])
def test_95_places_over_six_nurseries_are_the_capacity_of_none(text: str) -> None:
    assert capacity(text) == Capacity(None, "total_de_plusieurs")


@pytest.mark.parametrize(
    "text",
    ["54 places en accueil collectif et 27 en accueil familial", "81 berceaux = 54 en collectif + 27 en familial"],
)
def test_54_collective_and_27_family_places_are_kept_apart_and_make_no_single_capacity(text: str) -> None:
    assert capacity(text) == Capacity(None, "plusieurs_categories", collectives=54, familiales=27)


@pytest.mark.parametrize(
    ("written", "numero", "repetition", "asked"),
    [
        ("48-50", "48-50", "", {"48", "50"}),
        ("37/39", "37/39", "", {"37", "39"}),
        ("8/22", "8/22", "", {"8", "22"}),
        ("1 BIS", "1", "bis", {"1b"}),
        ("2 TER", "2", "ter", {"2t"}),
        ("11Bis", "11", "bis", {"11b"}),
        ("392 A", "392", "A", {"392a"}),
    ],
)
def test_a_house_number_is_read_however_it_is_written(
    written: str, numero: str, repetition: str, asked: set[str]
) -> None:
    read = address(f"{written} Rue Delizy", "93500", "Pantin")
    assert (read.numero, read.repetition, read.voie) == (numero, repetition, "Rue Delizy")
    assert doors(read.adresse) == doors(f"{written} Rue Delizy") == asked


def test_a_street_without_a_number_stays_without_one() -> None:
    read = address("Rue Delizy", "93500", "Pantin")
    assert (read.numero, read.repetition, read.voie) == ("", "", "Rue Delizy")
    assert not doors(read.adresse) and not is_door("41", read.adresse)


@pytest.mark.parametrize(
    ("line", "complement"),
    [
        ("Bâtiment B, Service petite enfance, 41 rue Delizy", "Bâtiment B, Service petite enfance"),
        ("41 rue Delizy, Bât. B, Service petite enfance", "Bâtiment B, Service petite enfance"),
        ("Bâtiment B 2e étage 41 rue Delizy", "Bâtiment B 2e étage"),
        ("Maison de l'enfance - 41 rue Delizy", "Maison de l'enfance"),
        ("41 rue Delizy bâtiment B", "Bâtiment B"),
    ],
)
def test_a_building_and_a_service_mixed_in_the_street_line_go_to_the_complement(line: str, complement: str) -> None:
    read = address(line, "93500", "Pantin")
    assert read.adresse == "41 rue Delizy"
    assert read.complement.casefold() == complement.casefold()


def test_issssy_les_moulineaux_is_issy_les_moulineaux() -> None:
    assert place("92130", "Issssy-les-Moulineaux").code_insee == place("92130", "Issy-les-Moulineaux").code_insee
    assert place("92130", "Issssy-les-Moulineaux").nom == "Issy-les-Moulineaux"


def test_a_street_named_after_the_commune_of_paris_is_in_l_ile_saint_denis() -> None:
    read = address("1 rue de la Commune de Paris", "93450", "L'Île-Saint-Denis")
    assert (read.adresse, read.commune) == ("1 rue de la Commune de Paris", "L'Île-Saint-Denis")
    assert place(read.code_postal, read.commune).code_insee == "93039"


@pytest.mark.parametrize(
    ("code_postal", "written", "name", "insee"),
    [
        ("93500", "PANTIN CEDEX", "Pantin", "93055"),
        ("93507", "Pantin Cedex", "Pantin", "93055"),
        ("22108", "TADEN CEDEX 2", "Taden", "22339"),
        ("59034", "LILLE CEDEX", "Lille", "59350"),
        ("75480", "PARIS CEDEX 10", "Paris", "75056"),
    ],
)
def test_cedex_is_no_part_of_a_town_s_name(code_postal: str, written: str, name: str, insee: str) -> None:
    assert commune(written) == name
    assert place(code_postal, written).code_insee == insee


def test_75116_is_the_other_postcode_of_the_16th_arrondissement() -> None:
    assert postcode("75116 Paris") == "75116"
    assert place("75116", "Paris").code_insee == place("75016", "Paris").code_insee == "75116"
    assert place("75116", "Paris").code_commune == "75056"


def test_a_lower_case_chemin_de_la_creche_is_a_street_and_no_nursery() -> None:
    read = address("2 chemin de la crèche", "22100", "Taden")
    assert (read.numero, read.voie, read.complement) == ("2", "chemin de la crèche", "")
    assert likeness(read.adresse, "Chemin de la Crèche").sure


def test_saint_denis_is_one_commune_in_93_and_another_in_974() -> None:
    near, far = place("93200", "Saint Denis"), place("97400", "Saint Denis")
    assert (near.code_insee, near.departement) == ("93066", "93")
    assert (far.code_insee, far.departement) == ("97411", "974")


@pytest.mark.parametrize(
    "two",
    [
        (("Mêli-Mêlo", "59800", "59800 Lille"), ("Méli-Mélo", "37700", "37700 Saint-Pierre-des-Corps")),
        (("Mêli-Mêlo", "", "Lille (59)"), ("Méli-Mélo", "", "Saint-Pierre-des-Corps (37)")),
    ],
)
def test_meli_melo_of_lille_and_meli_melo_of_saint_pierre_des_corps_are_two(
    two: tuple[tuple[str, str, str], ...],
) -> None:
    register = Register(empty("identifiants"))
    told = references(members(*two), {})
    ids = {register.id_of("etablissements", SOURCE, reference, DAY) for reference in told}
    assert len(ids) == 2


def test_microscop_and_microscop_in_capitals_are_one_and_it_keeps_its_id() -> None:
    register = Register(empty("identifiants"))
    ids = {register.id_of("gestionnaires", SOURCE, name, DAY) for name in ("Microscop", "MicroScop", "MicroSCOP")}
    assert ids == {compute("cg", SOURCE, "Microscop")}
    assert Register(register.table()).id_of("gestionnaires", SOURCE, "MICROSCOP", LATER) in ids


def test_a_page_that_names_microscop_twice_at_one_address_is_not_counted_as_two() -> None:
    with pytest.raises(Refused, match="cannot be told apart"):
        references(members(("Microscop", "44690", "Monnières"), ("MicroScop", "44690", "Monnières")), {})


def test_the_name_microscop_claims_no_legal_form() -> None:
    assert {form_in_name(name) for name in ("Microscop", "MicroScop", "MicroSCOP")} == {"INCONNU"}


def test_scoop_is_written_for_scop() -> None:
    assert legal_form("SCOOP") == legal_form("Scop") == "SCOP"


def test_scop_arl_is_a_scop_of_limited_liability() -> None:
    assert legal_form("SCOP/ARL") == legal_form("Scop SARL") == "SCOP_SARL"


def test_a_street_that_lyon_6e_and_villeurbanne_share_is_told_by_its_commune_alone() -> None:
    read = address("133 RUE DES CHARMETTES", "69006", "LYON 06")
    assert likeness(read.adresse, "Rue des Charmettes").sure and is_door("133", read.adresse)
    lyon, villeurbanne = place("69006", "Lyon"), place("69100", "Villeurbanne")
    assert (lyon.code_insee, lyon.code_commune, villeurbanne.code_insee) == ("69386", "69123", "69266")
    assert place(read.code_postal, read.commune) == lyon


def test_two_members_of_six_have_a_phone_and_the_others_none() -> None:
    phones = found(MEMBERS).membres["telephone"].tolist()
    assert len(phones) == 6
    assert [bool(phone) for phone in phones] == [bool(member.telephone) for member in MEMBERS]
    assert sum(map(bool, phones)) == len({phone for phone in phones if phone}) == 2
