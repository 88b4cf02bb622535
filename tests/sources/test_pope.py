"""The sheet on PôPE: figures with their labels, partners with their roles, rates with their territories."""

import hashlib
import json
from pathlib import Path

import pytest

from flows.parse import parse
from schemas.errors import SourceChanged
from schemas.records import Reading, Row, Snapshot
from sources import load
from tests.pages.members import Page, to_bytes
from tests.pages.pope_facts import CONTACT_MAILBOX, CONTACT_MOBILE, CONTACT_PERSON, FIGURES
from tests.pages.pope_markups import POPE_MARKUPS, POPE_REFUSED

SOURCE = load("pope")
EXPECTED = json.loads((Path(__file__).parents[1] / "pages" / "pope_expected.json").read_text(encoding="utf-8"))


def read(page: Page) -> Reading:
    body = to_bytes(page)
    digest = hashlib.sha256(body).hexdigest()
    return parse(SOURCE, Snapshot(SOURCE.id, SOURCE.url, body, "2026-11-22T00:00:00Z", digest, "page"))


def figures(reading: Reading) -> dict[str, str]:
    return {r["indicateur"]: r["valeur"] for r in reading.tables["chiffres"] if r["indicateur"] != "taux_couverture"}


def rates(reading: Reading) -> list[Row]:
    return [r for r in reading.tables["chiffres"] if r["indicateur"] == "taux_couverture"]


@pytest.mark.parametrize("markup", sorted(POPE_MARKUPS))
def test_every_markup_gives_the_same_figures_partners_and_rates(markup: str) -> None:
    reading = read(POPE_MARKUPS[markup](FIGURES))
    assert figures(reading) == EXPECTED["chiffres"]
    assert {r["territoire_nom"]: r["valeur"] for r in rates(reading)} == EXPECTED["taux_couverture"]
    assert {r.get("periode_debut") for r in reading.tables["chiffres"] if r["indicateur"] == "salaries"} == {"2014"}
    partners = {r["partenaire"].replace("Chalon", "Châlon") for r in reading.tables["partenariats"]}
    assert set(EXPECTED["partenaires"]) <= partners
    (initiative,) = reading.tables["initiatives"]
    assert (initiative["annee_creation"], initiative["certifications"]) == ("2015", "Qualiopi")
    assert reading.doubts == ()


def test_a_rate_has_its_territory_s_code_and_no_vintage() -> None:
    found = rates(read(POPE_MARKUPS["h2_p"](FIGURES)))
    assert [(r["territoire_code"], r.get("millesime", "")) for r in found] == [("93", ""), ("FR", ""), ("75", "")]


def test_the_award_of_2021_is_dated_and_no_other_partnership_is() -> None:
    found = read(POPE_MARKUPS["h2_p"](FIGURES)).tables["partenariats"]
    assert [(r["partenaire"], r["role"]) for r in found if r["annee"]] == [("AMI PTCE émergent", "labellisateur")]


@pytest.mark.parametrize("name", sorted(POPE_REFUSED))
def test_figures_torn_from_their_labels_are_refused(name: str) -> None:
    with pytest.raises(SourceChanged):
        read(POPE_REFUSED[name]())


def test_nothing_of_a_contact_comes_out() -> None:
    reading = read(POPE_MARKUPS["with_contact"](FIGURES))
    said = str(reading)
    assert [v for v in (CONTACT_PERSON, CONTACT_MOBILE, CONTACT_MAILBOX) if v in said] == []


@pytest.mark.parametrize("page", ["", "<html><body><h1>PôPE</h1></body></html>", "<p>Chiffres clés</p><p>15 MAM</p>"])
def test_another_page_is_refused(page: str) -> None:
    with pytest.raises(SourceChanged):
        read(page)
