"""Awkward addresses met on real pages, each with its reason, and good ones that must stay as they are."""

import pytest

from flows.normalise.addresses import Address, address


@pytest.mark.parametrize(
    ("rue", "code", "town", "line"),
    [
        ("133 Rue des Charmettes", "69006", "Lyon", "133 Rue des Charmettes"),
        ("542 Avenue Victor Hugo", "84320", "Entraigues-sur-la-Sorgue", "542 Avenue Victor Hugo"),
        ("2 Chemin de la crèche", "22100", "Taden", "2 Chemin de la crèche"),
        ("4 Rue de Saint-Quentin", "75010", "Paris", "4 Rue de Saint-Quentin"),
        ("41 Rue Delizy", "93500", "Pantin", "41 Rue Delizy"),
        ("30 Rue de Saint-Antoine", "93100", "Montreuil", "30 Rue de Saint-Antoine"),
    ],
)
def test_a_clean_address_stays_as_it_is(rue: str, code: str, town: str, line: str) -> None:
    parts = address(rue, code, town)
    assert (parts.adresse, parts.complement, parts.code_postal, parts.commune) == (line, "", code, town)


def test_every_part_has_its_field() -> None:
    assert address("BAT A, 1 BIS AV. DU GAL LECLERC, BP 145", "F-93200", "ST DENIS CEDEX 2") == Address(
        numero="1",
        repetition="bis",
        voie="Avenue du Général Leclerc",
        complement="Bâtiment A, BP 145",
        adresse="1 bis Avenue du Général Leclerc",
        code_postal="93200",
        commune="Saint-Denis",
    )


def test_an_address_without_a_street_is_its_town() -> None:
    assert address("", "97460", "Saint-Paul de la Réunion (97)") == Address("", "", "", "", "", "97460", "Saint-Paul")


@pytest.mark.parametrize(
    ("rue", "adresse", "complement"),
    [
        ("12 rue des Lilas, BP 145", "12 rue des Lilas", "BP 145"),
        ("CS 10145 12 RUE DES LILAS", "12 Rue des Lilas", "CS 10145"),
        ("12 rue des Lilas B.P. n° 145 CEDEX", "12 rue des Lilas", "BP 145"),
        ("BP 145", "", "BP 145"),
        ("Maison de la Rue Verte", "", "Maison de la Rue Verte"),
        ("BÂTIMENT A, 12 RUE DES LILAS", "12 Rue des Lilas", "Bâtiment A"),
        ("12 rue des Lilas bât. A 2e étage", "12 rue des Lilas", "bâtiment A 2e étage"),
        ("12 rue des Lilas - Appt 4", "12 rue des Lilas", "Appartement 4"),
        ("1er étage, 12 rue des Lilas", "12 rue des Lilas", "1er étage"),
        ("RDC, 12 rue des Lilas", "12 rue des Lilas", "RDC"),
        ("Bât. 3 rue Pasteur", "rue Pasteur", "Bâtiment 3"),
        ("12 rue des Lilas, Résidence du Parc", "12 rue des Lilas", "Résidence du Parc"),
        ("12 rue des Lilas Résidence du Parc", "12 rue des Lilas", "Résidence du Parc"),
        ("ZA des Forges, 12 rue de l'Étang", "12 rue de l'Étang", "ZA des Forges"),
        ("ZA des Forges 12 rue de l'Étang", "12 rue de l'Étang", "ZA des Forges"),
        ("Maison de l'enfance 12 rue des Lilas", "12 rue des Lilas", "Maison de l'enfance"),
        ("Maison de l'enfance, 12, rue des Lilas", "12 rue des Lilas", "Maison de l'enfance"),
        ("Centre social rue Pasteur", "rue Pasteur", "Centre social"),
        ("Mairie, place de l'Église", "place de l'Église", "Mairie"),
        ("C/O MAISON DES ASSOCIATIONS, 3 RUE PASTEUR", "3 Rue Pasteur", "c/o Maison des Associations"),
        ("12 rue du Moulin entrée B", "12 rue du Moulin", "entrée B"),
    ],
)
def test_what_is_not_the_street_is_its_complement(rue: str, adresse: str, complement: str) -> None:
    parts = address(rue, "38100", "Grenoble")
    assert (parts.adresse, parts.complement) == (adresse, complement)


@pytest.mark.parametrize(
    ("rue", "adresse"),
    [
        ("133 RUE DES CHARMETTES", "133 Rue des Charmettes"),
        ("133, rue des Charmettes", "133 rue des Charmettes"),
        ("48 - 50 rue Delizy", "48-50 rue Delizy"),
        ("1 rue de la Commune de Paris", "1 rue de la Commune de Paris"),
        ("12 bis, RUE DE L'ABBÉ GRÉGOIRE", "12 bis Rue de l'Abbé Grégoire"),
        ("12 RUE ST-MICHEL", "12 Rue Saint-Michel"),
        ("rue de la Résidence", "rue de la Résidence"),
        ("RD 12 Route de Lyon", "RD 12 Route de Lyon"),
        ("Résidence Les Tilleuls", "Résidence Les Tilleuls"),
        ("ZA DES FORGES", "ZA des Forges"),
        ("Le Bourg", "Le Bourg"),
        ("zi PANTIN", "ZI Pantin"),
        ("12 rue de la Résidence du Parc", "12 rue de la Résidence du Parc"),
        ("PLACE DU 8 MAI 1945", "Place du 8 Mai 1945"),
        ("Maison Neuve", "Maison Neuve"),
        ("12 Grande Rue", "12 Grande Rue"),
    ],
)
def test_the_street_line_is_read_as_a_person_reads_it(rue: str, adresse: str) -> None:
    parts = address(rue, "", "")
    assert (parts.adresse, parts.complement) == (adresse, "")
    assert address(parts.adresse, "", "") == parts


@pytest.mark.parametrize(
    "rue",
    [
        "133 Rue des Charmettes, 69006 Lyon, France",
        "133 Rue des Charmettes 69006 LYON CEDEX 06",
        "133 Rue des Charmettes, Lyon 6e",
        "• 133 Rue des Charmettes,",
    ],
)
def test_a_town_that_follows_the_street_is_not_said_twice(rue: str) -> None:
    assert address(rue, "69006", "Lyon") == Address(
        "133", "", "Rue des Charmettes", "", "133 Rue des Charmettes", "69006", "Lyon"
    )


def test_a_postcode_written_with_its_town_is_read_there() -> None:
    assert address("", "", "75116 PARIS") == Address("", "", "", "", "", "75116", "Paris")


def test_a_street_named_as_its_town_stays() -> None:
    assert address("12 rue de Taden", "22100", "Taden").adresse == "12 rue de Taden"


def test_a_complement_put_back_before_its_street_is_found_again() -> None:
    parts = address("Maison de l'enfance, BAT A, 12 RUE DES LILAS, CS 10145", "38100", "GRENOBLE")
    assert address(f"{parts.complement}, {parts.adresse}", "38100", "Grenoble") == parts
