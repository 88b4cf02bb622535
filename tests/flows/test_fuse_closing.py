"""A closing that is still to come: a word on it until its day, and from that day on a closing."""

import pytest

from tests.flows.fuse_mentions import DAY, NEW_SIRET, OLD_SIRET, Said, operator, place, proofs, row, told

TO_COME, THE_DAY_BEFORE = "2027-06-30", "2027-06-29"
CODE = "fermeture_annoncee"


def closing(source: str = "sirene", **said: str) -> Said:
    return place(source, **{"etat": "ferme", "siret": OLD_SIRET, "date_fermeture": TO_COME, **said})


def status(*mentions: Said, as_of: str = DAY) -> tuple[str, str]:
    made = row(*mentions, as_of=as_of)
    return made["statut"], made["date_fermeture"]


@pytest.mark.parametrize("as_of", [DAY, "2026-11-27", THE_DAY_BEFORE])
@pytest.mark.parametrize("source", ["sirene", "fiche"])
def test_until_its_day_a_place_is_open_and_the_day_is_told(source: str, as_of: str) -> None:
    assert status(closing(source), as_of=as_of) == ("actif", "")
    (anomaly,) = told(closing(source), as_of=as_of)
    assert (anomaly.code, anomaly.gravite, anomaly.source) == (CODE, "info", source)
    assert (anomaly.champ, anomaly.valeur) == ("date_fermeture", TO_COME)
    for message in (anomaly.message_fr, anomaly.message_en):
        assert all(word in message for word in ("Les Fictifs", source, TO_COME))


@pytest.mark.parametrize("as_of", [TO_COME, "2027-07-01", "2029-01-01"])
def test_from_its_day_on_a_place_is_closed_on_that_very_day(as_of: str) -> None:
    assert status(closing(), as_of=as_of) == ("ferme", TO_COME)
    assert told(closing(), as_of=as_of) == []


def test_that_it_is_open_is_proved_by_the_day_to_come() -> None:
    found = proofs(closing())
    assert (found["statut"]["valeur_source"], found["statut"]["regle"]) == (TO_COME, "deduite")
    assert "date_fermeture" not in found


def test_until_its_day_it_is_as_sure_as_another_word_of_its_source() -> None:
    assert status(closing(perimee="panne")) == ("non_confirme", "")
    assert status(closing("fiche", jour="2020-01-01")) == ("non_confirme", "")
    assert status(closing(), place("liste")) == ("actif", "")
    assert status(closing(etat="candidat"), place("fiche", jour="2013-02-15")) == ("actif", "")
    assert status(closing(etat="candidat")) == ("non_confirme", "")


def test_a_closing_that_has_come_holds_beside_one_that_has_not() -> None:
    shut = place("fiche", etat="ferme", date_fermeture="2026-11-01", jour=DAY)
    assert status(shut, closing("annuaire", jour="2026-10-01")) == ("ferme", "2026-11-01")
    assert [one.code for one in told(shut, closing("annuaire", jour="2026-10-01"))] == [CODE]


def test_each_day_is_told_once_and_that_of_an_establishment_already_left_is_not() -> None:
    said = closing(), closing("fiche"), closing("annuaire", date_fermeture="2027-07-31")
    assert {one.source: one.valeur for one in told(*said)} == {"annuaire": "2027-07-31", "sirene": TO_COME}
    moved = place("sirene", reference="2", siret=NEW_SIRET, predecesseur=OLD_SIRET)
    assert status(closing(), moved) == ("actif", "") and told(closing(), moved) == []


def test_an_operator_that_will_cease_has_no_date_until_it_does() -> None:
    ending = operator("sirene", siren="000000001", etat="ferme", date_fermeture=TO_COME)
    assert row(ending)["date_fermeture"] == "" and [one.code for one in told(ending)] == [CODE]
    assert row(ending, as_of=TO_COME)["date_fermeture"] == TO_COME
    candidate = operator("sirene", siren="000000001", etat="candidat", date_fermeture=TO_COME)
    assert row(candidate)["date_fermeture"] == "" and [one.code for one in told(candidate)] == [CODE]
