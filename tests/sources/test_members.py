"""The member list is read from any reasonable markup; what is torn is refused or told, never given to a neighbour."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import pytest

from flows.parse import parse
from schemas.errors import SourceChanged
from schemas.records import Reading, Snapshot, Source
from sources import load
from tests.pages.challenges import CHALLENGES
from tests.pages.judge import missing, wrong
from tests.pages.markups import MARKUPS, PERSONS
from tests.pages.members import MEMBERS, Page, to_bytes
from tests.pages.tears import CONTRADICTIONS, REFUSED, TEARS, WHOLE, truncations
from tests.samples import FULL

T = TypeVar("T")
KNOWN = load("coop_petite_enfance")
# The same source before anyone knew its members: what the markup alone proves.
UNKNOWN = dataclasses.replace(KNOWN, lecture={"noms_propres": KNOWN.lecture["noms_propres"]})
SOURCES = pytest.mark.parametrize("source", [KNOWN, UNKNOWN], ids=["known members", "unknown members"])
EACH_MARKUP = pytest.mark.parametrize("markup", sorted(MARKUPS))


def read(page: Page, source: Source = KNOWN) -> Reading:
    return _read(to_bytes(page), source is KNOWN)


@lru_cache(maxsize=256)
def _read(body: bytes, is_known: bool) -> Reading:
    """Several tests look at one page: it is read once, and none changes what was read. A refusal is not kept."""
    source = KNOWN if is_known else UNKNOWN
    digest = hashlib.sha256(body).hexdigest()
    return parse(source, Snapshot(source.id, source.url, body, "2026-11-22T00:00:00Z", digest, "page"))


def rows(reading: Reading) -> list[dict[str, str]]:
    return [{n: str(getattr(r, n)) for n in ("nom", "rue", "code_postal", "commune")} for r in reading.records]


def sample(every: Iterable[T], of: int, markup: str, source: Source) -> Iterator[T]:
    """All of them with CRECHES_FULL=1; else, for each markup, a share of its own of them, one in `of`: each is tried in many
    markups, and those that one source tries in a markup the other does not."""
    turn = sorted(MARKUPS).index(markup) + (0 if source is KNOWN else of // 2)
    return (one for i, one in enumerate(every) if FULL or (i + turn) % of == 0)


@SOURCES
@EACH_MARKUP
def test_the_six_members_are_read_from_every_markup(markup: str, source: Source) -> None:
    reading = read(MARKUPS[markup](MEMBERS), source)
    assert (wrong(rows(reading)), missing(rows(reading)), reading.doubts) == ([], [], ())
    assert len(reading.records) == 6


@EACH_MARKUP
def test_the_two_phones_go_to_their_members(markup: str) -> None:
    found = {
        r.code_postal: [t for t in r.telephones if not re.search(r"39[\s.]?98", t)]
        for r in read(MARKUPS[markup](MEMBERS)).records
    }
    shown = {"69006", "22100"} if markup != "map_arrays" else set()  # arrays without keys show no phone
    assert {code for code, phones in found.items() if phones} == shown


@SOURCES
@EACH_MARKUP
def test_a_member_more_or_fewer_or_another_order_is_read_as_it_is(markup: str, source: Source) -> None:
    for members in sample(WHOLE.values(), 2, markup, source):
        reading = read(MARKUPS[markup](members), source)
        assert (wrong(rows(reading), members), missing(rows(reading), members), reading.doubts) == ([], [], ())


@SOURCES
@EACH_MARKUP
def test_a_torn_page_is_refused_or_its_doubt_told_and_no_row_is_wrong(markup: str, source: Source) -> None:
    for name in sample(sorted(TEARS), 12, markup, source):
        try:
            reading = read(TEARS[name](MARKUPS[markup]), source)
        except SourceChanged:
            continue
        assert wrong(rows(reading)) == [], name
        assert reading.doubts or not missing(rows(reading)), name


@SOURCES
@EACH_MARKUP
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_half_a_list_none_or_one_that_slipped_is_refused(name: str, markup: str, source: Source) -> None:
    with pytest.raises(SourceChanged, match="Next:"):
        read(REFUSED[name](MARKUPS[markup]), source)


@pytest.mark.parametrize("name", sorted(CONTRADICTIONS))
def test_a_page_that_contradicts_itself_is_refused(name: str) -> None:
    page = CONTRADICTIONS[name]
    with pytest.raises(SourceChanged):
        read(page() if callable(page) else page)


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda c: c.nom)
def test_a_page_that_is_no_member_list_is_refused(challenge: object) -> None:
    with pytest.raises(SourceChanged):
        read(challenge.body)  # type: ignore[attr-defined]


@pytest.mark.parametrize("markup", ["h3_p", "table_header", "jsonld_itemlist", "text_blank_lines"])
def test_a_page_that_is_cut_gives_no_wrong_row(markup: str) -> None:
    for page in truncations(MARKUPS[markup](MEMBERS), 200 if FULL else 25):
        try:
            reading = read(page)
        except SourceChanged:
            continue
        assert [r for r in wrong(rows(reading)) if r["code_postal"] not in {m.code_postal for m in MEMBERS}] == []


@EACH_MARKUP
def test_no_person_of_a_page_comes_out(markup: str) -> None:
    reading = read(MARKUPS[markup](MEMBERS))
    said = json.dumps([dataclasses.asdict(r) for r in (*reading.records, *reading.doubts)], ensure_ascii=False)
    assert [person for person in PERSONS if person in said] == []


def test_the_seed_is_read_exactly_where_it_is_at_hand() -> None:
    seed = Path(__file__).parents[3] / "shared" / "seeds" / "coop-petite-enfance.txt"
    expected = json.loads((Path(__file__).parents[1] / "pages" / "expected.json").read_text(encoding="utf-8"))
    page = seed.read_bytes() if seed.exists() else to_bytes(MARKUPS["text_blank_lines"](MEMBERS))
    found = rows(read(page))
    assert found == [{n: row[n] for n in ("nom", "rue", "code_postal", "commune")} for row in expected]
