"""The step over a page: clean columns beside the source's own words, and every doubt told without what it withholds."""

from dataclasses import replace

import pandas as pd
import pytest

from flows.normalise import COLUMNS, records
from flows.normalise.anomalies import KINDS
from schemas.records import Anomaly, Record
from tests.flows.sources_for_tests import source

LILAS = Record(
    nom="• E2S Scop Petite Enfance",
    adresse_source="30 RUE DE SAINT-ANTOINE, 93100 MONTREUIL",
    rue="30 RUE DE SAINT-ANTOINE",
    code_postal="93100",
    commune="MONTREUIL",
    telephones=("01 99 00 12 34",),
    courriels=("Contact@e2s.example.fr",),
    site_web="www.e2s.example.fr",
)


def codes(told: list[Anomaly]) -> list[tuple[str, str, str]]:
    return [(one.code, one.gravite, one.champ) for one in told]


def test_a_good_member_fills_its_columns_and_raises_no_doubt() -> None:
    table, told = records([LILAS], source())
    assert table.to_dict("records") == [
        {
            "nom": "E2S Scop Petite Enfance",
            "nom_source": "E2S Scop Petite Enfance",
            "adresse_source": "30 RUE DE SAINT-ANTOINE, 93100 MONTREUIL",
            "numero": "30",
            "repetition": "",
            "voie": "Rue de Saint-Antoine",
            "complement_adresse": "",
            "adresse": "30 Rue de Saint-Antoine",
            "code_postal": "93100",
            "commune": "Montreuil",
            "telephone": "+33199001234",
            "courriel": "contact@e2s.example.fr",
            "site_web": "https://www.e2s.example.fr",
            "forme": "SCOP",
            "forme_source": "Scop",
            **dict.fromkeys(("capacite", "reference", "url", "snapshot"), ""),
        }
    ]
    assert told == []


def test_a_member_with_a_page_of_its_own_brings_its_key_its_address_its_places_and_its_form() -> None:
    own = {"capacite": "24 berceaux", "forme": "Association loi 1901", "reference": "post-7", "snapshot": "ab" * 32}
    table, told = records([replace(LILAS, **own, url="https://membres.example.org/lilas/")], source())
    row = table.iloc[0]
    assert (row.capacite, row.forme, row.forme_source) == ("24", "ASSOCIATION", "Association loi 1901")
    assert (row.reference, row.url, row.snapshot) == ("post-7", "https://membres.example.org/lilas/", "ab" * 32)
    assert told == []


@pytest.mark.parametrize(
    ("field", "forme", "words"),
    [
        ("SCIC", "SCIC", "SCIC"),  # the page's own field goes before a word in the name
        ("Autre", "SCOP", "Scop"),
        ("Mme Exemple", "SCOP", "Scop"),
        ("=1+1", "SCOP", "Scop"),
        ("", "SCOP", "Scop"),
    ],
)
def test_the_form_is_the_page_s_field_and_else_the_name_s_words(field: str, forme: str, words: str) -> None:
    table, _ = records([replace(LILAS, forme=field)], source())
    assert (table.iloc[0].forme, table.iloc[0].forme_source) == (forme, words)


def test_words_that_state_no_form_stay_beside_an_unknown_one_and_are_told() -> None:
    table, told = records([replace(LILAS, nom="Les Lilas", forme="Autre, 06 39 98 00 01")], source())
    assert (table.iloc[0].forme, table.iloc[0].forme_source) == ("INCONNU", "Autre")
    assert codes(told) == [("forme_inconnue", "avertissement", "forme")]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"capacite": "95 places sur six crèches"}, "capacite_refusee", "capacite"),
        ({"capacite": "beaucoup"}, "capacite_refusee", "capacite"),
        ({"reference": "06 39 98 00 01"}, "valeur_refusee", "reference"),
        ({"reference": "=1+1"}, "valeur_refusee", "reference"),
        ({"url": "javascript:alert(1)"}, "valeur_refusee", "url"),
        ({"url": "https://example.org/?m=prenom.nom@example.org"}, "valeur_refusee", "url"),
    ],
)
def test_what_a_page_s_field_may_not_publish_is_emptied_and_told(change: dict[str, str], code: str, field: str) -> None:
    table, told = records([replace(LILAS, **change)], source())
    assert table.iloc[0][field] == ""
    assert codes(told) == [(code, "avertissement", field)]
    assert not any(value in one.message_fr + one.valeur for one in told for value in change.values())


def test_the_member_s_town_and_name_tell_whose_mailbox_it_is() -> None:
    table, _ = records([replace(LILAS, courriels=("accueil.montreuil@e2s.example.fr",))], source())
    assert table.iloc[0].courriel == "accueil.montreuil@e2s.example.fr"


def test_the_table_is_text_in_the_page_s_order_even_when_empty() -> None:
    table, _ = records([replace(LILAS, nom="Zoé"), replace(LILAS, nom="Agapi")], source())
    empty, _ = records([], source())
    assert list(table.nom) == ["Zoé", "Agapi"]
    assert list(table.columns) == list(empty.columns) == COLUMNS
    assert all(pd.api.types.is_string_dtype(kind) for kind in [*table.dtypes, *empty.dtypes])


def test_a_page_in_capitals_takes_the_known_spellings_and_keeps_its_own_words() -> None:
    raws = ["AU NID'Ô", "A L'ABORD'AGES", "LES LILAS"]
    table, _ = records([replace(LILAS, nom=raw) for raw in raws], source(noms_connus=["Au Nid'Ô", "A l'Abord'Ages"]))
    assert list(table.nom) == ["Au Nid'Ô", "A l'Abord'Ages", "Les Lilas"]
    assert list(table.nom_source) == raws


@pytest.mark.parametrize(
    ("change", "code", "gravity", "field"),
    [
        ({"telephones": ("06 39 98 00 01",)}, "telephone_mobile_retenu", "info", "telephone"),
        ({"telephones": ("0892 12 34 56",)}, "telephone_special", "avertissement", "telephone"),
        ({"telephones": ("01 99 00 12 3",)}, "telephone_invalide", "avertissement", "telephone"),
        ({"telephones": ("01 99 00 12 34", "01 99 00 56 78")}, "telephone_supplementaire", "info", "telephone"),
        ({"courriels": ("prenom.nom@wanadoo.fr",)}, "courriel_personnel_retenu", "info", "courriel"),
        ({"courriels": ("creche.lilas@gmail.com",)}, "courriel_a_revoir", "avertissement", "courriel"),
        ({"courriels": ("contact@e2s",)}, "courriel_invalide", "avertissement", "courriel"),
        ({"courriels": ("contact@e2s.fr", "creche@e2s.fr")}, "courriel_supplementaire", "info", "courriel"),
        ({"site_web": "javascript:alert(1)"}, "site_web_invalide", "avertissement", "site_web"),
        ({"code_postal": "9310"}, "code_postal_invalide", "avertissement", "code_postal"),
        ({"rue": "30 rue X 06 39 98 00 01"}, "contact_dans_le_texte", "info", "adresse_source"),
        ({"rue": "c/o Mme Exemple, 30 rue X"}, "personne_retenue", "info", "adresse_source"),
    ],
)
def test_what_is_not_published_is_told_once_with_the_member_s_name(
    change: dict[str, object], code: str, gravity: str, field: str
) -> None:
    record = replace(LILAS, **change)  # type: ignore[arg-type]
    table, told = records([record], source())
    assert codes(told) == [(code, gravity, field)]
    assert len(table) == 1
    assert all("E2S Scop Petite Enfance" in message for message in (told[0].message_fr, told[0].message_en))
    assert (told[0].id, told[0].valeur, told[0].source) == ("", "", "liste_fictive")


def test_withheld_mobiles_are_counted() -> None:
    _, told = records([replace(LILAS, telephones=("06 39 98 00 01", "06 39 98 00 02 / 01 99 00 12 34"))], source())
    assert [one.message_fr for one in told] == ["E2S Scop Petite Enfance : mobiles lus et non publiés : 2."]
    assert [one.message_en for one in told] == ["E2S Scop Petite Enfance: mobile numbers read and not published: 2."]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"nom": "=1+1"}, "texte_dangereux", "nom"),
        ({"nom": "<b>Lilas</b>"}, "texte_dangereux", "nom"),
        ({"nom": "CrÃ¨che"}, "texte_dangereux", "nom"),
        ({"nom": "-Lilas"}, "texte_dangereux", "nom"),
        ({"adresse_source": "@12 rue X"}, "texte_dangereux", "adresse_source"),
        ({"rue": "12 rue\x00X"}, "texte_dangereux", "rue"),
        ({"rue": "12 rue X, =1+1"}, "texte_dangereux", "complement_adresse"),
        ({"commune": "Mont\ufffdreuil"}, "texte_dangereux", "commune"),
        ({"nom": "•"}, "nom_vide", "nom"),
        ({"nom": "06 39 98 00 01"}, "nom_vide", "nom"),
    ],
)
def test_a_dangerous_member_is_set_aside_in_doubt_and_the_others_are_kept(
    change: dict[str, str], code: str, field: str
) -> None:
    bad = replace(LILAS, **change)  # type: ignore[arg-type]
    table, told = records([LILAS, bad, replace(LILAS, nom="AGAPI")], source())
    assert list(table.nom) == ["E2S Scop Petite Enfance", "AGAPI"]
    assert codes(told) == [(code, "doute", field)]


def test_a_member_whose_name_is_the_danger_is_told_by_its_place() -> None:
    _, told = records([LILAS, replace(LILAS, nom="=1+1")], source())
    assert told[0].message_fr.startswith("n° 2 : écarté")
    assert "=1+1" not in told[0].message_fr + told[0].message_en


def test_every_code_has_its_sentence_in_both_languages() -> None:
    assert all("{membre}" in kind.fr and "{membre}" in kind.en for kind in KINDS.values())
