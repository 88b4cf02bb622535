"""Whose is a place? After a take-over, that of the operator whose open establishment the register knows."""

from flows.identify.fuse import fuse
from schemas.records import Anomaly
from tests.flows.fuse_mentions import DAY, NEW_SIRET, OPERATOR, Said, gathered, place, row, told

HEIR, THIRD = "cg-bbbbbbbb", "cg-cccccccc"
FIRST_SIRET, HEIRS_SIRET = "00000000100011", "00000000200019"
DIVERGENT, OF_ANOTHER = "gestionnaires_divergents", "siret_d_un_autre"


def old(**said: str) -> Said:
    closed = {"reference": "1", "siret": FIRST_SIRET, "etat": "ferme", "date_fermeture": "2024-01-31"}
    return place("sirene", **{**closed, **said})


def new(**said: str) -> Said:
    opened = {"reference": "2", "siret": HEIRS_SIRET, "operator_id": HEIR, "predecesseur": FIRST_SIRET}
    return place("sirene", **{**opened, **said})


def only(*mentions: Said, code: str) -> Anomaly:
    (anomaly,) = told(*mentions, code=code)
    return anomaly


def test_a_place_taken_over_is_of_the_operator_whose_siret_is_published() -> None:
    made = row(old(), new(), place("fiche"), place("liste"))
    assert (made["gestionnaire_id"], made["siret"]) == (HEIR, HEIRS_SIRET)


def test_the_other_operator_is_told_and_both_are_named() -> None:
    anomaly = only(old(), new(), place("fiche"), code=DIVERGENT)
    assert (anomaly.gravite, anomaly.source, anomaly.champ) == ("doute", "fiche", "gestionnaire_id")
    assert anomaly.valeur == OPERATOR
    for message in (anomaly.message_fr, anomaly.message_en):
        assert all(word in message for word in ("Les Fictifs", HEIR, OPERATOR, "fiche", "sirene"))


def test_of_two_establishments_the_open_one_tells_succession_or_not_and_else_the_newest_word() -> None:
    assert row(old(), new(predecesseur=""), place("liste"))["gestionnaire_id"] == HEIR
    both = old(etat="actif", date_fermeture="", jour="2026-01-01"), new(predecesseur="", jour="2026-05-01")
    assert row(*both)["gestionnaire_id"] == HEIR
    assert row(*both)["siret"] == HEIRS_SIRET


def test_where_no_register_has_it_open_the_order_of_trust_tells_and_the_other_is_told() -> None:
    pages = place("liste", operator_id=HEIR), place("fiche")
    assert row(*pages)["gestionnaire_id"] == HEIR
    assert only(*pages, code=DIVERGENT).valeur == OPERATOR
    assert row(old(), place("liste", operator_id=HEIR))["gestionnaire_id"] == HEIR
    unnumbered = place("sirene", operator_id=HEIR), place("liste")  # a directory of the State without SIRET
    assert row(*unnumbered)["gestionnaire_id"] == OPERATOR


def test_each_other_operator_is_told_once_and_one_operator_is_no_doubt() -> None:
    said = new(), place("fiche"), place("annuaire"), place("liste", operator_id=THIRD)
    assert [one.valeur for one in told(*said, code=DIVERGENT)] == [OPERATOR, THIRD]
    assert told(place("liste"), place("fiche"), place("sirene", siret=NEW_SIRET)) == []
    assert told(place("liste", operator_id=""), place("fiche")) == []


def test_a_siret_that_is_of_none_of_its_operators_sirens_is_a_doubt() -> None:
    said = place("fiche", siret=HEIRS_SIRET, operator_siren="000000001"), place("liste", operator_siren="000000001")
    anomaly = only(*said, code=OF_ANOTHER)
    assert (anomaly.gravite, anomaly.source, anomaly.champ) == ("doute", "fiche", "siret")
    assert anomaly.valeur == HEIRS_SIRET
    for message in (anomaly.message_fr, anomaly.message_en):
        assert all(word in message for word in ("Les Fictifs", HEIRS_SIRET, "fiche", "000000001", OPERATOR))


def test_only_the_sirens_of_the_operator_published_count() -> None:
    heirs = place("liste", operator_id=HEIR, operator_siren="000000002")
    said = old(operator_siren="000000001"), heirs  # closed: the page says whose it is, and its SIRET is the old one's
    assert row(*said)["gestionnaire_id"] == HEIR
    assert only(*said, code=OF_ANOTHER).valeur == FIRST_SIRET
    assert told(old(operator_siren="000000001"), new(operator_siren="000000002"), code=OF_ANOTHER) == []


def test_a_siret_of_one_of_its_sirens_or_of_an_operator_without_one_is_no_doubt() -> None:
    assert told(place("fiche", siret=HEIRS_SIRET, operator_siren="000000002")) == []
    assert told(place("fiche", siret=HEIRS_SIRET, operator_siren="000000001|000000002")) == []
    assert told(place("fiche", siret=HEIRS_SIRET, operator_siren="")) == []
    assert told(place("fiche", operator_siren="000000001")) == []


def test_without_the_column_nothing_is_compared() -> None:
    both = gathered([place("fiche", siret=HEIRS_SIRET, operator_siren="000000001")])
    assert fuse("etablissements", both, DAY).anomalies
    assert not fuse("etablissements", both._replace(values=both.values.drop(columns="operator_siren")), DAY).anomalies
