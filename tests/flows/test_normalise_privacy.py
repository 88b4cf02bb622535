"""The second wall: contacts and people in a text go, and nothing else does."""

import pytest

from flows.normalise.privacy import guard, without_contacts, without_people
from schemas.records import Record


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("12 rue des Lilas, 75010 Paris - Tél. 06 39 98 00 01", "12 rue des Lilas, 75010 Paris"),
        ("12 rue des Lilas, Tél : 01 99 00 12 34 / 06 39 98 00 01, 75010 Paris", "12 rue des Lilas, 75010 Paris"),
        ("12 rue des Lilas (06.39.98.00.01), 75010 Paris", "12 rue des Lilas, 75010 Paris"),
        ("+33 6 39 98 00 01 75010 Paris", "75010 Paris"),
        ("+33 (0)6 39 98 00 01 12 rue des Lilas", "12 rue des Lilas"),
        ("12 rue du Port 0639980001", "12 rue du Port"),
        ("12 rue du Port, port. : 06-39-98-00-01", "12 rue du Port"),
        ("06‑39‑98‑00‑01 Taden", "Taden"),
        ("06, 39, 98, 00, 01", ""),
        ("6 39 98 00 01 Taden", "Taden"),
        ("BP 145, 06 39 98 00 01", "BP 145"),
        ("12 rue des Lilas prenom.nom@gmail.com 75010 Paris", "12 rue des Lilas 75010 Paris"),
        ("12 rue des Lilas, courriel : prenom.nom (at) free (point) fr", "12 rue des Lilas"),
        ("prenom.nom@ 12 rue des Lilas", "12 rue des Lilas"),
        ("69006 06 39 98 00 01", "69006"),
        ("69006 6 39 98 00 01", "69006"),
        ("639980001 06 39 98 00 02", ""),
    ],
)
def test_a_contact_is_taken_out_of_an_address_with_its_label(text: str, left: str) -> None:
    assert without_contacts(text) == left


@pytest.mark.parametrize(
    "good",
    [
        "48-50 rue Delizy, 93500 Pantin",
        "1 rue de la Commune de Paris, 93450 L'Île-Saint-Denis",
        "BP 01234 69006 Lyon",
        "CS 06123 69006 LYON CEDEX 06",
        "37/39, 8/22 rue X - 01000 Bourg-en-Bresse",
        "12 rue du Port, 06000 Nice",
        "Bât. 02, 84320 Entraigues",
        "rue du Téléphone",
        "Place du 19 mars 1962",
    ],
)
def test_an_address_without_contact_is_left_alone(good: str) -> None:
    assert without_contacts(good) == good


def test_a_name_may_hold_an_at_but_no_mailbox() -> None:
    assert without_contacts("L@ Ruche", mailbox_leftovers=False) == "L@ Ruche"
    assert without_contacts("La Ruche prenom@free.fr", mailbox_leftovers=False) == "La Ruche"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("c/o Mme Exemple, 12 rue des Lilas", "12 rue des Lilas"),
        ("c/o Camille Exemple 12 rue des Lilas", "12 rue des Lilas"),
        ("chez Mme Exemple 12 rue des Lilas", "12 rue des Lilas"),
        ("Mme Exemple, 12 rue des Lilas", "12 rue des Lilas"),
        ("12 rue des Lilas, M. Exemple, 75010 Paris", "12 rue des Lilas, 75010 Paris"),
        ("à l'attention de Camille Exemple, 12 rue des Lilas", "12 rue des Lilas"),
        ("CHEZ M EXEMPLE PAUL 12 RUE DES LILAS", "12 RUE DES LILAS"),
        ("CHEZ MADAME EXEMPLE", ""),
        ("MME EXEMPLE ANNE 3 RUE DES LILAS", "3 RUE DES LILAS"),
        ("M EXEMPLE LUC 4 RUE DES LILAS", "4 RUE DES LILAS"),
        ("M. EXEMPLE LUC 4 RUE DES LILAS", "4 RUE DES LILAS"),
        ("M EXEMPLE LUC, 4 RUE DES LILAS", "4 RUE DES LILAS"),
        ("MONSIEUR EXEMPLE LUC 5 RUE DES LILAS", "5 RUE DES LILAS"),
        ("M ET MME EXEMPLE 5 RUE DES LILAS", "5 RUE DES LILAS"),
        ("BAT B MME EXEMPLE JEANNE, 7 RUE DES LILAS", "BAT B, 7 RUE DES LILAS"),
        ("MME EXEMPLE JEANNE 8 RUE MADAME", "8 RUE MADAME"),
        ("9 RUE DES LILAS MLLE EXEMPLE", "9 RUE DES LILAS"),
        ("MADAME EXEMPLE MARIE", ""),
        ("madame exemple marie", ""),
        ("CRECHE X MADAME EXEMPLE LUCIE", "CRECHE X"),
        ("Crèche X (Mme Exemple)", "Crèche X"),
        ("Scop de Madame Exemple", "Scop"),
        ("Mademoiselle Exemple Impasse des Lilas", "Impasse des Lilas"),
    ],
)
def test_a_person_is_taken_out(text: str, left: str) -> None:
    assert without_people(text) == left


@pytest.mark.parametrize(
    "good",
    [
        "c/o Maison des associations, 12 rue des Lilas",
        "c/o Scop Les Lilas, 12 rue des Lilas",
        "12 rue Madame",
        "Rue Monsieur le Prince",
        "Chez Piet",
        "12 rue M. Berthelot",
        "12 RUE MADAME",
        "12 R MONSIEUR LE PRINCE",
        "3 Rue Madame de Sévigné",
        "Rue de Monsieur",
        "10 RUE MADAME CURIE 75006 PARIS",
        "Allée de Mademoiselle Lenormand",
        "PLACE MADAME",
        "IMP MME DE STAEL",
        "2 Chemin de la Madame",
        "Rue du Moulin de Madame Angot",
        "Parc de l'Île Monsieur",
        "1 Place Notre Dame",
        "Notre-Dame des Champs",
        "3 M",
        "M COMME MAMAN",
        "M et Mme",
        "Les Mini M",
        "2 Rue M Berthelot",
    ],
)
def test_an_organisation_or_a_street_is_no_person(good: str) -> None:
    assert without_people(good) == good


def test_a_record_is_freed_of_its_own_contacts_however_they_are_spaced() -> None:
    record = Record("AGAPI", "12 rue X 06 – 39980 – 001 Taden", telephones=("0639980001",))
    assert guard(record).record.adresse_source == "12 rue X Taden"
    assert guard(record).contacts


def test_a_record_s_own_contacts_go_even_written_like_no_contact() -> None:
    record = Record(
        "AGAPI prenom@agapi", "12 rue X 06:::39:::98:::00:::01", "", "", "", ("06 39 98 00 01",), ("prenom@agapi",)
    )
    assert (guard(record).record.nom, guard(record).record.adresse_source) == ("AGAPI", "12 rue X")


def test_a_clean_record_is_left_alone() -> None:
    record = Record("AGAPI", "4 Rue de Saint-Quentin, 75010 Paris", "4 Rue de Saint-Quentin", "75010", "Paris")
    assert guard(record) == (record, False, False)
