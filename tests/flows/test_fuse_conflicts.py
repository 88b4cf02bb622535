"""A word that was overruled is told, once a value, and names both sources."""

import pytest

from schemas.records import Anomaly
from tests.flows.fuse_mentions import NEW_SIRET, OLD_SIRET, Said, operator, place, told

CODE = "valeurs_divergentes"


def only(*mentions: Said) -> Anomaly:
    (anomaly,) = told(*mentions)
    assert anomaly.code == CODE
    return anomaly


@pytest.mark.parametrize(
    ("champ", "first", "second"),
    [
        ("telephone", "+33199001234", "+33199005678"),
        ("capacite", "12", "13"),
        ("categorie", "mam", "laep"),
        ("commune", "Pantin", "Bobigny"),
        ("adresse", "4 Rue Fictive", "6 Rue Fictive"),
        ("adresse", "4 Rue Fictive", "4 Rue Autre"),
    ],
)
def test_another_value_of_a_place_is_a_warning_that_names_both(champ: str, first: str, second: str) -> None:
    anomaly = only(place("fiche", **{champ: second}), place("liste", **{champ: first}))
    assert (anomaly.champ, anomaly.source, anomaly.valeur, anomaly.gravite) == (champ, "fiche", second, "avertissement")
    for message in (anomaly.message_fr, anomaly.message_en):
        assert all(word in message for word in ("Les Fictifs", "fiche", "liste", first, second))


def test_two_open_sirets_are_a_warning() -> None:
    anomaly = only(place("sirene", siret=OLD_SIRET, reference="1"), place("sirene", siret=NEW_SIRET, reference="2"))
    assert (anomaly.champ, anomaly.gravite) == ("siret", "avertissement")


def test_two_sirens_are_a_doubt() -> None:
    anomaly = only(operator("fiche", siren="000000002"), operator("sirene", siren="000000001"))
    assert (anomaly.champ, anomaly.gravite, anomaly.valeur) == ("siren", "doute", "000000002")


def test_another_phone_of_an_operator_is_a_warning_though_a_register_gives_it() -> None:
    anomaly = only(operator("liste", telephone="+33199001234"), operator("sirene", telephone="+33199005678"))
    assert (anomaly.champ, anomaly.gravite) == ("telephone", "avertissement")


@pytest.mark.parametrize("sources", [("liste", "fiche"), ("sirene", "recherche_entreprises")])
def test_two_pages_or_two_registers_that_give_two_head_offices_are_a_warning(sources: tuple[str, str]) -> None:
    first, second = (
        operator(s, siren="000000001", commune=c) for s, c in zip(sources, ("Pantin", "Paris"), strict=True)
    )
    anomaly = only(first, second)
    assert (anomaly.champ, anomaly.gravite) == ("commune_siege", "avertissement")


def test_another_year_is_but_a_word() -> None:
    anomaly = only(operator("fiche", annee_creation="2008"), operator("sirene", annee_creation="2009"))
    assert (anomaly.champ, anomaly.gravite) == ("annee_creation", "info")


def test_a_registers_head_office_beside_a_pages_nursery_is_but_a_word() -> None:
    page = {"adresse": "4 Rue Fictive", "commune": "Pantin"}
    register = {"adresse": "9 Rue Autre", "commune": "Paris"}
    found = told(place("liste", **page), place("sirene", nature_lieu="siege", **register))
    assert [(one.champ, one.gravite) for one in found] == [("adresse", "info"), ("commune", "info")]
    assert {one.gravite for one in told(place("liste", **page), place("sirene", **register))} == {"avertissement"}
    found = told(operator("liste", **page), operator("sirene", **register))
    assert [(one.champ, one.gravite) for one in found] == [("adresse_siege", "info"), ("commune_siege", "info")]


def test_one_value_that_several_say_is_told_once_on_the_word_of_the_most_trusted() -> None:
    said = [place(source, capacite="13") for source in ("annuaire", "fiche", "sirene")]
    assert only(place("liste", capacite="12"), *said).source == "fiche"


def test_each_other_value_is_told() -> None:
    said = [place("liste", capacite="12"), place("fiche", capacite="13"), place("sirene", capacite="14")]
    assert [one.valeur for one in told(*said)] == ["13", "14"]


def test_the_same_place_spelt_otherwise_is_no_conflict() -> None:
    assert (
        told(
            place("liste", commune="L'Île-Saint-Denis", adresse="12bis Rue de l'Église"),
            place("sirene", commune="L ILE SAINT DENIS", adresse="12 BIS RUE DE L EGLISE"),
        )
        == []
    )


def test_communes_are_compared_by_their_code_where_both_have_one() -> None:
    assert (
        told(
            place("liste", commune="Lyon", code_commune="69123"),
            place("sirene", commune="Lyon 6e", code_commune="69123"),
        )
        == []
    )
    near = place("liste", commune="Saint-Denis", code_commune="93066", telephone="+33199001234")
    assert only(near, place("sirene", commune="Saint-Denis", code_commune="97411")).champ == "commune"
    assert told(near, place("sirene", commune="SAINT DENIS")) == told(place("site", commune="SAINT DENIS"), near) == []
    assert only(near, place("sirene", code_commune="93066", telephone="+33199005678")).champ == "telephone"


def test_a_district_or_a_silence_contradicts_no_street() -> None:
    street = place("liste", adresse="4 Rue Fictive")
    assert told(street, place("fiche", adresse="quartier des Morillons"), place("annuaire"), place("sirene")) == []
    assert told(place("liste", adresse="quartier des Morillons"), place("fiche", adresse="4 Rue Fictive")) == []
    assert told(place("liste", categorie="mam"), place("fiche", categorie="inconnu")) == []


def test_where_a_place_was_before_it_moved_is_history() -> None:
    old = {"siret": OLD_SIRET, "adresse": "4 Rue Fictive", "commune": "Pantin"}
    new = place(
        "sirene", siret=NEW_SIRET, adresse="9 Rue Autre", commune="Paris", predecesseur=OLD_SIRET, reference="2"
    )
    assert told(place("sirene", etat="ferme", date_fermeture="2024-01-31", reference="1", **old), new) == []
    assert told(place("sirene", reference="1", **old), new) == []
    assert told(place("fiche", siret=OLD_SIRET), new) == []
    alone = place("sirene", siret=NEW_SIRET, reference="2")
    assert told(place("sirene", siret=OLD_SIRET, etat="ferme", date_fermeture="2024-01-31", reference="1"), alone) == []


def test_what_else_differs_since_it_moved_is_told() -> None:
    old = place("sirene", siret=OLD_SIRET, etat="ferme", reference="1", capacite="13")
    assert only(old, place("sirene", siret=NEW_SIRET, reference="2", capacite="12")).valeur == "13"
