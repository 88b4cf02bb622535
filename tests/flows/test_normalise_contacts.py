"""Phones and mailboxes: which are published, and that the others leave nothing behind.

Numbers are of the ranges that ARCEP keeps for fiction (01 99 00, 06 39 98), or libphonenumber's own examples.
"""

import pytest

from flows.normalise.contacts import Mailbox, Phone, choose_mailbox, choose_phone, mailbox, phone

FIXED = "+33199001234"
MEMBER = ("AGAPI", "Pantin")


@pytest.mark.parametrize(
    "raw",
    [
        "01 99 00 12 34",
        "0199001234",
        "01.99.00.12.34",
        "01-99-00-12-34",
        "01/99/00/12/34",
        "01\u00a099\u00a000\u00a012\u00a034",
        "+33 1 99 00 12 34",
        "+33 (0)1 99 00 12 34",
        "0033 1 99 00 12 34",
        "199001234",
        "Tél. : 01 99 00 12 34",
        "01 99 00 12 34 poste 12",
        "\u202a01 99 00 12 34\u202c",
    ],
)
def test_every_writing_of_a_fixed_line_is_one_number(raw: str) -> None:
    assert phone(raw) == Phone(FIXED, "fixe")


@pytest.mark.parametrize(
    ("raw", "e164", "where"),
    [
        ("0262 16 12 34", "+262262161234", "La Réunion"),
        ("+262 262 16 12 34", "+262262161234", "La Réunion"),
        ("0269 61 12 34", "+262269611234", "Mayotte, read as metropolitan by the library alone"),
        ("0590 20 12 34", "+590590201234", "Guadeloupe"),
        ("0594 10 12 34", "+594594101234", "Guyane"),
        ("0596 30 12 34", "+596596301234", "Martinique, read as metropolitan by the library alone"),
        ("+33 596 30 12 34", "+596596301234", "Martinique with the wrong country"),
        ("09 72 12 34 56", "+33972123456", "a line over the internet"),
    ],
)
def test_a_fixed_line_is_read_wherever_it_is(raw: str, e164: str, where: str) -> None:
    assert phone(raw) == Phone(e164, "fixe"), where


@pytest.mark.parametrize(
    ("raw", "nature", "why"),
    [
        ("06 39 98 00 01", "mobile", "French mobile"),
        ("+33 (0)6 39 98 00 01", "mobile", "French mobile"),
        ("639980001", "mobile", "its zero was lost"),
        ("33639980001", "mobile", "its plus was lost"),
        ("06 39 98 00", "mobile", "two digits were lost: still a person's"),
        ("0692 12 34 56", "mobile", "La Réunion"),
        ("0693 12 34 56", "mobile", "La Réunion"),
        ("0639 12 34 56", "mobile", "Mayotte"),
        ("0690 00 12 34", "mobile", "Guadeloupe"),
        ("0694 20 12 34", "mobile", "Guyane"),
        ("+596 696 20 12 34", "mobile", "Martinique"),
        ("+41 78 123 45 67", "mobile", "Swiss mobile"),
        ("0800 12 34 56", "special", "free number"),
        ("0892 12 34 56", "special", "premium number"),
        ("36 46", "special", "short number"),
        ("118 218", "special", "directory"),
        ("+32 12 34 56 78", "special", "another country's line: a person looks"),
        ("01 99 00 12 3", "invalide", "a digit too few"),
        ("01 99 00 12 34 5", "invalide", "a digit too many is not cut off"),
        ("0000000000", "absent", "CAF's filler"),
        ("01 00 00 00 00", "absent", "filler"),
        ("", "absent", "none"),
        ("non communiqué", "absent", "words"),
    ],
)
def test_any_other_number_is_withheld_and_not_even_kept(raw: str, nature: str, why: str) -> None:
    assert phone(raw) == Phone("", nature), why  # type: ignore[arg-type]


def test_of_several_numbers_the_first_fixed_line_is_published_and_the_others_counted() -> None:
    e164, others = choose_phone(["06 39 98 00 01 / 01 99 00 12 34", "01 99 00 56 78", "0892 12 34 56"])
    assert e164 == FIXED
    assert others == {"mobile": 1, "fixe": 1, "special": 1}


def test_one_number_written_twice_counts_once() -> None:
    assert choose_phone(["06 39 98 00 01", "+33 6 39 98 00 01"]) == ("", {"mobile": 1})
    assert choose_phone(["01 99 00 12 34", "tel:+33199001234"]) == (FIXED, {})


def test_a_number_among_words_is_the_first_that_may_be_published() -> None:
    assert phone("06 39 98 00 01 ou 01 99 00 12 34") == Phone(FIXED, "fixe")


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("contact@agapi.example.fr", "contact@agapi.example.fr"),
        ("Contact@AGAPI.example.fr", "contact@agapi.example.fr"),
        ("mailto:contact@agapi.example.fr?subject=Bonjour", "contact@agapi.example.fr"),
        ("<accueil@agapi.example.fr>.", "accueil@agapi.example.fr"),
        ("contact (at) agapi (point) fr", "contact@agapi.fr"),
        ("creche@agapi.example.fr", "creche@agapi.example.fr"),
        ("mac.ville@agapi.example.fr", "mac.ville@agapi.example.fr"),
        ("creche-des-lilas@agapi.example.fr", "creche-des-lilas@agapi.example.fr"),
        ("multi-accueil@agapi.example.fr", "multi-accueil@agapi.example.fr"),
        ("accueil.pantin@agapi.example.fr", "accueil.pantin@agapi.example.fr"),
        ("secretariat@agapi.example.fr", "secretariat@agapi.example.fr"),
        ("petite-enfance@agapi.example.fr", "petite-enfance@agapi.example.fr"),
        ("info93@agapi.example.fr", "info93@agapi.example.fr"),
        ("agapi@agapi.fr", "agapi@agapi.fr"),
    ],
)
def test_a_surely_generic_mailbox_is_published(raw: str, published: str) -> None:
    assert mailbox(raw, MEMBER) == Mailbox(published, "generique")


@pytest.mark.parametrize(
    ("raw", "nature", "why"),
    [
        ("prenom.nom@agapi.example.fr", "personnel", "a person of the organisation"),
        ("p.nom@agapi.example.fr", "personnel", "an initial"),
        ("prenom@agapi.example.fr", "personnel", "a first name alone"),
        ("prenomnom@prenomnom.fr", "personnel", "a person's own domain"),
        ("prenom.nom@wanadoo.fr", "personnel", "free mail"),
        ("nom59@gmail.com", "personnel", "free mail"),
        ("creche.lilas@gmail.com", "a_revoir", "free mail in the name of the nursery"),
        ("contact@orange.fr", "a_revoir", "free mail of a role"),
        ("agapi@laposte.net", "a_revoir", "free mail in the member's name"),
        ("secretariat@yahoo.co.uk", "a_revoir", "free mail abroad"),
        ("direction@agapi.example.fr", "a_revoir", "one person reads it"),
        ("rh@agapi.example.fr", "a_revoir", "one person reads it"),
        ("creche.direction@agapi.example.fr", "a_revoir", "one person reads it"),
        ("contact.prenom@agapi.example.fr", "a_revoir", "a role and perhaps a person"),
        ("prenom.creche@agapi.example.fr", "a_revoir", "a person and a nursery"),
        ("crechet@agapi.example.fr", "a_revoir", "begins like a nursery, may be a person"),
        ("contact@agapi", "invalide", "no domain"),
        ("crèche@agapi.example.fr", "invalide", "an accent"),
        ("contact..creche@agapi.example.fr", "invalide", "two dots"),
        ("agapi.example.fr", "invalide", "no at"),
    ],
)
def test_any_other_mailbox_is_withheld_and_not_even_kept(raw: str, nature: str, why: str) -> None:
    assert mailbox(raw, MEMBER) == Mailbox("", nature), why  # type: ignore[arg-type]


def test_of_several_mailboxes_the_first_generic_one_is_published_and_the_others_counted() -> None:
    raws = ["prenom.nom@agapi.fr", "contact@agapi.fr", "Contact@agapi.fr", "creche@agapi.fr", ""]
    assert choose_mailbox(raws, MEMBER) == ("contact@agapi.fr", {"personnel": 1, "generique": 1})
