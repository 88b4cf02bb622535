"""A source that was asked and not had is told, with the day of what stands in for it."""

from dataclasses import replace

import pytest

from flows.staleness import staleness
from schemas.found import Absent, State
from schemas.tables import Tables, conform
from schemas.verdicts import Verdict
from tests.flows.mentioned import described, mentioned
from tests.flows.runs import DAY, found

REGISTER = described("registre")


def before(day: str) -> Tables:
    return {"sources": conform([{"id": "sirene", "recupere_le": day}], "sources")}


def test_a_page_that_is_used_again_is_told_with_its_day_and_a_fresh_one_is_not() -> None:
    (doubt,) = staleness([found(perimee="Too slow"), found()], [], {})
    assert (doubt.code, doubt.gravite, doubt.source) == ("source_perimee", "avertissement", "coop_petite_enfance")
    assert f"La page n'a pas pu être récupérée : celle du {DAY}" in doubt.message_fr
    assert f"that of {DAY} is used again" in doubt.message_en and doubt.valeur == ""


def test_a_register_is_no_page() -> None:
    (doubt,) = staleness([mentioned("registre", (), DAY, perimee="it does not answer")], [], {})
    assert f"Le registre n'a pas répondu : sa réponse du {DAY}" in doubt.message_fr
    assert f"The register did not answer: its answer of {DAY}" in doubt.message_en


@pytest.mark.parametrize(("day", "code"), [(DAY, "source_reprise"), ("", "source_jamais_lue")])
def test_a_source_that_nothing_stands_in_for_is_told_with_the_day_of_its_last_release_if_any(
    day: str, code: str
) -> None:
    (doubt,) = staleness([], [Absent(REGISTER, "it does not answer")], before(day))
    assert (doubt.code, doubt.source) == (code, "sirene")
    assert day in doubt.message_fr and day in doubt.message_en


def test_a_source_that_has_no_row_yet_was_never_read() -> None:
    (doubt,) = staleness([], [Absent(REGISTER, "it does not answer")], {})
    assert doubt.code == "source_jamais_lue"


def test_a_source_that_was_not_asked_is_no_doubt() -> None:
    assert staleness([], [Absent(REGISTER)], before(DAY)) == []


@pytest.mark.parametrize(
    ("statut", "fr", "en"),
    [
        ("bloquee", "Le site refuse", "turns us away"),
        ("cassee", "sans la liste attendue", "without the list that is expected"),
    ],
)
def test_a_page_that_is_blocked_and_one_that_is_broken_have_each_their_word(statut: State, fr: str, en: str) -> None:
    (doubt,) = staleness([replace(found(perimee="why"), statut=statut)], [], {})
    assert doubt.code == f"source_{statut}" and fr in doubt.message_fr and en in doubt.message_en
    assert DAY in doubt.message_fr and DAY in doubt.message_en
    (carried,) = staleness(
        [], [Absent(found().source, "why", statut)], {"sources": before(DAY)["sources"].assign(id=found().source.id)}
    )
    assert carried.code == "source_reprise" and fr in carried.message_fr and en in carried.message_en


def test_a_source_that_is_held_tells_what_its_gates_measured() -> None:
    verdict = Verdict("baisse", "retenue", "9 sur 20.", "9 of 20.", "sirene")
    (doubt,) = staleness([], [Absent(REGISTER, "why", "perimee", (verdict,))], before(DAY))
    assert doubt.code == "source_retenue" and DAY in doubt.message_fr
    assert doubt.message_fr.endswith("9 sur 20.") and doubt.message_en.endswith("9 of 20.")
