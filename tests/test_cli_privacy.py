"""What is withheld, and who is named on a page, is seen in neither stream of any command."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import ID, NEXT, OFFLINE, Creches, Ended
from tests.flows.opened import texts
from tests.flows.runs import saved
from tests.pages.markups import MARKUPS, MEMBERS, MOBILES, PERSONS
from tests.pages.members import Page, to_bytes
from tests.pages.pope_facts import CONTACT_MAILBOX, CONTACT_MOBILE, CONTACT_PERSON, FIGURES
from tests.pages.pope_markups import POPE_MARKUPS
from tests.pages.tears import REFUSED, TEARS

TRAPS = ("mobiles", "mobiles_one_line", "directors", "directors_in_cards")
FULL = bool(os.environ.get("CRECHES_FULL"))
SECRETS = (*MOBILES, *PERSONS, CONTACT_MAILBOX, CONTACT_MOBILE, CONTACT_PERSON)


def seen(text: str) -> list[str]:
    """The secrets that a text shows, however their digits are spaced."""
    digits = re.sub(r"\D", "", text)
    folded = text.casefold()
    numbers = [s for s in SECRETS if re.fullmatch(r"[\d .+]+", s) and re.sub(r"\D", "", s)[-9:] in digits]
    return numbers + [s for s in SECRETS if s.casefold() in folded]


def told(ended: Ended) -> str:
    return ended.out + ended.err


def pages() -> Iterator[tuple[str, Page]]:
    """Every page with a trap, whole and torn: each way to tear tears one of them by default, and all with CRECHES_FULL=1."""
    for number, name in enumerate(TRAPS):
        yield name, MARKUPS[name](MEMBERS)
        tears = TEARS if FULL else dict(list(TEARS.items())[number :: len(TRAPS)])
        for tear, torn in {**tears, **REFUSED}.items():
            yield f"{name} {tear}", torn(MARKUPS[name])


def test_the_traps_hold_secrets_and_the_judge_sees_them() -> None:
    for name in TRAPS:
        assert seen(to_bytes(MARKUPS[name](MEMBERS)).decode())
    assert set(seen(to_bytes(POPE_MARKUPS["with_contact"](FIGURES)).decode())) == {
        CONTACT_MAILBOX,
        CONTACT_MOBILE,
        CONTACT_PERSON,
    }


def test_parse_shows_no_secret_of_any_page_whole_or_torn(creches: Creches, tmp_path: Path) -> None:
    codes = set()
    for number, (name, page) in enumerate(pages()):
        ended = creches("parse", ID, saved(tmp_path, page), *(("--json",) if number % 2 else ()))
        codes.add(ended.code)
        assert ended.code in (0, 3, 4), name
        assert seen(told(ended)) == [], name
    assert codes >= {0, 3}


def test_parse_of_a_page_with_mobiles_tells_that_they_were_withheld(creches: Creches, tmp_path: Path) -> None:
    told = creches("parse", ID, saved(tmp_path, MARKUPS["mobiles"](MEMBERS)), "--json").document
    assert [doubt["code"] for doubt in told["anomalies"]].count("telephone_mobile_retenu") == len(MEMBERS)
    assert {row["telephone"] for row in told["records"]} == {"", "+33478265602", "+33296397208"}


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["in words", "in json"])
def test_parse_shows_nobody_of_the_initiatives_sheet(creches: Creches, tmp_path: Path, as_json: tuple[str]) -> None:
    ended = creches("parse", "pope", saved(tmp_path, POPE_MARKUPS["with_contact"](FIGURES)), *as_json)
    assert ended.code == 0 and seen(told(ended)) == []


@pytest.mark.parametrize("name", ["mobiles_one_line", "directors_in_cards"])
def test_no_secret_is_published_nor_told_by_a_release(creches: Creches, tmp_path: Path, name: str) -> None:
    for number, call in enumerate((OFFLINE, NEXT)):
        page = saved(tmp_path, MARKUPS[name](MEMBERS[: 6 - number]), f"{number}.html")
        ended = creches(*call, "--page", f"{ID}={page}")
        assert ended.code == 0 and seen(told(ended)) == []
    for file, text in texts(Path("output")).items():
        assert file.startswith("snapshots/") or seen(text) == [], file


def test_a_release_refused_for_its_schemas_or_its_page_shows_no_secret(creches: Creches, tmp_path: Path) -> None:
    page = saved(tmp_path, REFUSED["half"](MARKUPS["mobiles_one_line"]))
    ended = creches(*OFFLINE, "--page", f"{ID}={page}", "--json")
    assert ended.code == 3 and seen(told(ended)) == []
