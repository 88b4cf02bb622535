"""Names: what is repaired, and what is left as the page has it."""

import pytest

from flows.normalise.cases import title
from flows.normalise.names import bare, name, names

KNOWN = ["Bottines et Botillons Services", "Au Nid'Ô", "A l'Abord'Ages", "AGAPI", "Les Petits d'Homme"]


@pytest.mark.parametrize(
    ("raw", "expected", "why"),
    [
        ("A l’Abord’Ages", "A l'Abord'Ages", "typographic apostrophes"),
        ("Au Nid`Ô", "Au Nid'Ô", "a grave accent between letters is an apostrophe"),
        ("L’ Île d ' Yeu", "L'Île d'Yeu", "no blank after an elision"),
        ("  Les\u00a0Petits   d'Homme\u200b ", "Les Petits d'Homme", "hard blanks and invisible characters"),
        ("Les e\u0301toiles", "Les étoiles", "composed accents (NFC)"),
        ("• AGAPI", "AGAPI", "bullet"),
        ("– AGAPI :", "AGAPI", "dash and colon of a list"),
        ("2. AGAPI", "AGAPI", "number of a list"),
        ("AGAPI |", "AGAPI", "separator of a menu"),
        ("Les Petits d'Homme.", "Les Petits d'Homme", "full stop"),
        ("« Les Petits »", "Les Petits", "quotes around the whole name"),
        ("Crèche «\u00a0L’Étoile\u00a0»", 'Crèche "L\'Étoile"', "quotes inside are kept, simply"),
        ("Bottines‑et‑Botillons", "Bottines-et-Botillons", "non-breaking hyphen"),
        ("–", "", "nothing but a dash is no name"),
    ],
)
def test_a_name_is_repaired(raw: str, expected: str, why: str) -> None:
    assert name(raw) == expected, why


@pytest.mark.parametrize(
    ("good", "why"),
    [
        ("E2S Scop Petite Enfance", "legal-form words stay"),
        ("Scic SARL Les Lilas", "legal-form words stay"),
        ("1, 2, 3 Soleil", "begins with a number and is no list"),
        ("La Coopé des p'tits B", "a letter that ends a name"),
        ("Mêli-Mêlo", "is not Méli-Mélo: two nurseries"),
        ("Méli-Mélo", "is not Mêli-Mêlo: two nurseries"),
        ("Kaléide S.A.", "the stop of initials"),
        ("les crèches de AL", "case is the source's"),
        ("Qui dort dîne ?", "a question mark says something"),
        ("-AGAPI", "a dash without a blank is no bullet; a person looks at it"),
    ],
)
def test_a_good_name_is_left_alone(good: str, why: str) -> None:
    assert name(good) == good, why


def test_a_bullet_goes_before_a_house_number_but_the_number_stays() -> None:
    assert bare("• 2 Chemin de la crèche") == "2 Chemin de la crèche"
    assert bare("2. rue du Port") == "2. rue du Port"


def test_known_spellings_win_over_a_page_in_capitals() -> None:
    assert names([known.upper() for known in KNOWN], KNOWN) == KNOWN


def test_a_known_spelling_wins_on_a_mixed_page_too_and_only_over_capitals() -> None:
    assert names(["AU NID'O", "Les petits d'homme", "MAM"], KNOWN) == ["Au Nid'Ô", "Les petits d'homme", "MAM"]


def test_a_known_name_never_lends_its_letters_to_another() -> None:
    assert names(["AU NID'OR", "LES PETITS HOMMES"], KNOWN) == ["AU NID'OR", "LES PETITS HOMMES"]


def test_unknown_names_of_a_page_in_capitals_get_french_title_case() -> None:
    raws = ["L'ÎLE AUX P'TITS LOUPS", "MAM DES KID'S", "E2S PETITE ENFANCE", "A L'ABORD'AGES"]
    expected = ["L'Île aux P'tits Loups", "MAM des Kid's", "E2S Petite Enfance", "A l'Abord'Ages"]
    assert names(raws, KNOWN) == expected


def test_capitals_of_one_or_two_names_are_an_acronym_not_a_theme() -> None:
    assert names(["AGAPI", "ZOE"], []) == ["AGAPI", "ZOE"]


def test_capitals_beside_a_small_name_are_kept() -> None:
    assert names(["ZOE", "LES LILAS", "L'arbre"], []) == ["ZOE", "LES LILAS", "L'arbre"]


def test_a_page_without_names_has_none() -> None:
    assert names([], KNOWN) == []


@pytest.mark.parametrize(
    ("capitals", "expected", "why"),
    [
        ("LES ENFANTS D'ABORD", "Les Enfants d'Abord", "d' small inside"),
        ("D'UNE RIVE À L'AUTRE", "D'une Rive à l'Autre", "d' capital at the head, a particle after it small"),
        ("AUJOURD'HUI", "Aujourd'hui", "one word in spite of its apostrophe"),
        ("ARC-EN-CIEL", "Arc-en-Ciel", "a particle between hyphens"),
        ("RUE LOUIS XIV", "Rue Louis XIV", "a roman number"),
        ("PLACE DE LA 1ÈRE ARMÉE", "Place de la 1ère Armée", "an ordinal"),
        ("RUE A. BRIAND", "Rue A. Briand", "an initial is no particle"),
        ("BÂTIMENT A", "Bâtiment A", "a last letter is no particle"),
        ("ÉCOLE (LES LILAS)", "École (Les Lilas)", "a bracket opens a name"),
        ("BTP SCIC", "BTP Scic", "no vowel, no word; a word stays a word"),
        ("RUE J.-J. ROUSSEAU", "Rue J.-J. Rousseau", "initials"),
    ],
)
def test_title_case_is_french(capitals: str, expected: str, why: str) -> None:
    assert title(capitals) == expected, why
