"""Human repairs: applied where the value they replace is still there, and told in every case."""

import pytest

from flows.normalise import records
from schemas.records import Record
from tests.flows.sources_for_tests import source

AGAPI = Record("• AGAPI", "4 Rue de Saint-Quentin, 75010 Paris", "4 Rue de Saint-Quentin", "75010", "Paris")


def correction(champ: str, ancien: str, nouveau: str, cle: str = "AGAPI") -> dict[str, str]:
    return {
        "cle": cle,
        "champ": champ,
        "ancien": ancien,
        "nouveau": nouveau,
        "raison": "le siège a déménagé",
        "preuve_url": "https://agapi.example.fr/contact",
        "date": "2026-11-01",
    }


def test_a_correction_replaces_the_value_it_names_and_says_so_with_its_evidence() -> None:
    table, told = records([AGAPI], source([correction("adresse", "4 Rue de Saint-Quentin", "6 bis Rue de Metz")]))
    row = table.iloc[0]
    assert (row.adresse, row.numero, row.repetition, row.voie) == ("6 bis Rue de Metz", "6", "bis", "Rue de Metz")
    assert [(one.code, one.gravite, one.champ) for one in told] == [("correction_appliquee", "info", "adresse")]
    assert "https://agapi.example.fr/contact" in told[0].message_fr


def test_a_corrected_number_shows_in_the_line() -> None:
    table, _ = records([AGAPI], source([correction("numero", "4", "6")]))
    assert table.iloc[0].adresse == "6 Rue de Saint-Quentin"


def test_the_key_is_compared_by_its_letters() -> None:
    table, _ = records([AGAPI], source([correction("nom", "AGAPI", "Agapi", cle="agapi")]))
    assert table.iloc[0].nom == "Agapi"


@pytest.mark.parametrize(
    ("champ", "ancien", "cle"),
    [("adresse", "5 Rue de Saint-Quentin", "AGAPI"), ("adresse", "4 Rue de Saint-Quentin", "Un autre membre")],
)
def test_a_correction_whose_value_or_member_is_gone_changes_nothing(champ: str, ancien: str, cle: str) -> None:
    table, told = records([AGAPI], source([correction(champ, ancien, "6 Rue de Metz", cle)]))
    assert table.iloc[0].adresse == "4 Rue de Saint-Quentin"
    assert [(one.code, one.gravite) for one in told] == [("correction_sans_objet", "avertissement")]


@pytest.mark.parametrize(
    ("champ", "ancien", "nouveau", "why"),
    [
        ("adresse_source", "4 Rue de Saint-Quentin, 75010 Paris", "6 Rue de Metz", "identity is computed from it"),
        ("siren", "", "123456789", "not a column of this step"),
        ("telephone", "", "+33639980001", "a mobile"),
        ("telephone", "", "01 99 00 12 34", "not in E.164"),
        ("courriel", "", "prenom.nom@gmail.com", "a person's"),
        ("site_web", "", "http://agapi.example.fr", "not https"),
        ("code_postal", "75010", "7501", "four digits"),
        ("forme", "INCONNU", "COOPERATIVE", "not in the vocabulary"),
        ("adresse", "4 Rue de Saint-Quentin", "=1+1", "a formula"),
        ("complement_adresse", "", "c/o Mme Exemple", "a person"),
        ("nom", "AGAPI", "", "a member has a name"),
    ],
)
def test_a_correction_may_not_publish_what_a_page_may_not(champ: str, ancien: str, nouveau: str, why: str) -> None:
    table, told = records([AGAPI], source([correction(champ, ancien, nouveau)]))
    before, _ = records([AGAPI], source())
    assert [one.code for one in told] == ["correction_refusee"], why
    assert table.equals(before), why
    assert not nouveau or nouveau not in told[0].message_fr + told[0].message_en


@pytest.mark.parametrize(
    ("champ", "ancien", "nouveau"),
    [
        ("telephone", "", "+33199001234"),
        ("courriel", "", "contact@agapi.example.fr"),
        ("site_web", "", "https://agapi.example.fr"),
        ("forme", "INCONNU", "SCIC_SARL"),
        ("commune", "Paris", "Pantin"),
        ("code_postal", "75010", ""),
    ],
)
def test_a_good_value_may_be_given_by_a_correction(champ: str, ancien: str, nouveau: str) -> None:
    table, told = records([AGAPI], source([correction(champ, ancien, nouveau)]))
    assert table.iloc[0][champ] == nouveau
    assert [one.code for one in told] == ["correction_appliquee"]
