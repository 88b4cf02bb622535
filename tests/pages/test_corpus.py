"""The corpus is what it says: whole pages, each with the six members, torn only where a tear is meant."""

import itertools
import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.pages.judge import folded, missing, wrong
from tests.pages.markups import COPIES, MARKUPS, MEMBERS, MOBILES, PERSONS, PLAIN
from tests.pages.members import Page, to_bytes
from tests.pages.pope_facts import CONTACT_MAILBOX, CONTACT_MOBILE, CONTACT_PERSON, FIGURES, PARTNERS, RATES
from tests.pages.pope_markups import POPE_MARKUPS
from tests.pages.surroundings import NETWORK_POSTCODE
from tests.pages.tags import unbalanced

HERE = Path(__file__).parent
# Where a name is not between the postcode before and its own: columns, reversed cards, a clone in front.
OTHER_ORDER = {"table_transposed", "table_transposed_headed", "address_first", "carousel_clones"}

every_markup = pytest.mark.parametrize("name", MARKUPS)


def decoded(page: Page) -> str:
    """The page as text: declared charset, entities and script escapes undone, invisible characters gone."""
    body = to_bytes(page)
    charset = re.search(rb'charset="?([\w-]+)', body)
    text = body.decode(charset[1].decode() if charset else "utf-8")
    text = re.sub(r"\\+u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    return re.sub("[\u00ad\u200b\ufeff]", "", unescape(unescape(text)))


def positions(text: str, postcode: str) -> list[int]:
    return [found.start() for found in re.finditer(rf"(?<!\d){postcode}(?!\d)", text)]


def test_there_are_at_least_thirty_markups() -> None:
    assert len(MARKUPS) >= 30


@every_markup
def test_each_postcode_is_said_as_often_as_expected(name: str) -> None:
    text = decoded(MARKUPS[name](MEMBERS))
    said = tuple(len(positions(text, member.code_postal)) for member in MEMBERS)
    assert said == COPIES.get(name, (1,) * len(MEMBERS))


@every_markup
def test_each_name_street_and_town_is_on_the_page(name: str) -> None:
    text = folded(decoded(MARKUPS[name](MEMBERS)))
    parts = [part for m in MEMBERS for part in (m.nom, m.rue, m.ville)]
    assert [part for part in parts if folded(part) not in text] == []


@pytest.mark.parametrize("name", [name for name in MARKUPS if name not in OTHER_ORDER])
def test_each_name_stands_between_its_postcode_and_the_one_before(name: str) -> None:
    text, start = decoded(MARKUPS[name](MEMBERS)), 0
    for member in MEMBERS:
        end = positions(text, member.code_postal)[0]
        assert folded(member.nom) in folded(text[start:end])
        start = end


@pytest.mark.parametrize("name", [name for name in MARKUPS if name not in PLAIN])
def test_each_page_is_balanced_html_with_the_networks_own_address(name: str) -> None:
    text = decoded(MARKUPS[name](MEMBERS))
    assert name == "unclosed" or unbalanced(text) == []
    assert positions(text, NETWORK_POSTCODE)
    assert text.rstrip().lower().endswith("</html>")


@every_markup
def test_each_declared_json_script_is_json(name: str) -> None:
    page = to_bytes(MARKUPS[name](MEMBERS)).decode("utf-8", errors="replace")
    for script in re.findall(r'<script[^>]+type="application/(?:ld\+)?json">(.*?)</script>', page, flags=re.DOTALL):
        assert json.loads(script)


@every_markup
def test_invented_persons_and_mobiles_are_only_where_they_are_a_trap(name: str) -> None:
    text = decoded(MARKUPS[name](MEMBERS))
    assert any(person in text for person in PERSONS) == (
        name in {"directors", "directors_in_cards", "mobiles_one_line"}
    )
    assert any(mobile in text for mobile in MOBILES) == (name in {"mobiles", "mobiles_one_line"})


def test_expected_json_is_what_the_members_say() -> None:
    assert json.loads((HERE / "expected.json").read_text()) == [member.facts for member in MEMBERS]


def test_the_judge_accepts_the_truth_in_capitals_and_finds_a_shifted_street_and_a_half_town() -> None:
    rows = [member.facts for member in MEMBERS]
    assert wrong({**row, "nom": row["nom"].upper()} for row in rows) == []
    shifted = [{**row, "rue": other["rue"]} for row, other in itertools.pairwise(rows)]
    assert wrong(shifted) == shifted
    assert wrong([{**rows[3], "commune": "Par"}]) != []
    assert wrong([{**rows[3], "telephone": rows[0]["telephone"]}]) != []
    assert missing(rows[1:]) == [MEMBERS[0].nom]


@pytest.mark.parametrize("name", POPE_MARKUPS)
def test_each_pope_page_says_the_figures_the_rates_and_the_partners(name: str) -> None:
    text = folded(re.sub(r"<[^>]+>", " ", decoded(POPE_MARKUPS[name](FIGURES))))
    for figure in FIGURES:
        label, number = folded(figure.libelle), figure.nombre
        assert re.search(rf"\b{number} {label}\b|\b{label} {number}\b", text), figure
    for territory, rate in RATES:
        assert territory.lower().replace("-", " ") in text and rate in text
    assert [partner for partner in PARTNERS if folded(partner) not in text] == []


@pytest.mark.parametrize("name", POPE_MARKUPS)
def test_only_one_pope_page_holds_a_contact(name: str) -> None:
    text = decoded(POPE_MARKUPS[name](FIGURES))
    for contact in (CONTACT_PERSON, CONTACT_MOBILE, CONTACT_MAILBOX):
        assert (contact in text) == (name == "with_contact")


def test_pope_expected_json_is_what_the_pages_say() -> None:
    expected = json.loads((HERE / "pope_expected.json").read_text())
    assert expected["chiffres"] == {figure.indicateur: figure.nombre for figure in FIGURES}
    assert expected["taux_couverture"] == dict(RATES)
    assert expected["partenaires"] == list(PARTNERS)
