"""A table of /search/csv that is cut, late, refused or no table at all: nobody is taken for "not found"."""

import csv
import gzip
from collections.abc import Callable
from unittest.mock import patch

import pytest

from flows.geocode import batch
from tests.flows.geocode_book import Rows, as_table
from tests.flows.geocode_service import Service, Trouble, Wire
from tests.flows.geocode_tables import BOOK, PLACE, TWELVE, asked_alone, every_one_alone, replies


def without(*columns: str) -> Wire:
    """The table loses whole columns."""

    def spoil(rows: Rows) -> Rows:
        return [{name: cell for name, cell in row.items() if name not in columns} for row in rows]

    return lambda body: Trouble(200, as_table(spoil(rows_of(body))))


def rows_of(body: bytes) -> Rows:
    header, *rows = csv.reader(body.decode("utf-8-sig").splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


def recoded(change: Callable[[str], bytes]) -> Wire:
    """The table comes in another encoding."""
    return lambda body: Trouble(200, change(body.decode("utf-8-sig")))


WIRES: dict[str, Wire] = {
    "a page": lambda body: Trouble(200, b"<html><body>Maintenance</body></html>"),
    "a long page": lambda body: Trouble(200, b"<html>\n" + b"<p>cle,adresse,citycode</p>\n" * 999),
    "nothing": lambda body: Trouble(200, b""),
    "a mark of order": lambda body: Trouble(200, b"\xef\xbb\xbf"),
    "json": lambda body: Trouble(200, b'{"error": "no"}'),
    "the header only": lambda body: Trouble(200, body.splitlines(keepends=True)[0]),
    "no id": without("cle"),
    "no address": without("adresse"),
    "no commune": without("citycode"),
    "no results": without(*PLACE),
    "no point": without("latitude"),
    "no score": without("result_score"),
    "no second score": without("result_score_next"),
    "semicolons": lambda body: Trouble(200, body.replace(b",", b";")),
    "latin-1": recoded(lambda text: text.encode("latin-1")),
    "utf-16": recoded(lambda text: text.encode("utf-16")),
    "a quote that is not closed": lambda body: Trouble(200, body.replace(b"\r\nq0", b'\r\n"q0')),
    "a huge cell": lambda body: Trouble(200, body.replace(b",ok", b"," + b"x" * 10_100_000, 1)),
    "NUL": lambda body: Trouble(200, body.replace(b"q", b"\0")),
    "gzip that was not told": lambda body: Trouble(200, gzip.compress(body)),
    "another status": lambda body: Trouble(206, body),
    "no content": lambda body: Trouble(204, b""),
    "a connection cut": lambda body: Trouble(200, body[:900], missing=900),
}


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_what_is_no_table_answers_nothing_and_the_questions_go_alone(wire: Wire) -> None:
    every_one_alone(Service(book=BOOK, wire=wire))


def test_words_that_come_back_garbled_are_not_ours() -> None:
    garbled = recoded(lambda text: text.encode().decode("latin-1").encode())
    assert asked_alone(Service(book=BOOK, wire=garbled)) == {9, 10, 11}


def test_a_cell_of_a_million_characters_costs_its_own_row_only() -> None:
    def told(rows: Rows) -> Rows:
        return [rows[0] | {"result_label": "x" * 1_000_000}, *rows[1:]]

    assert asked_alone(Service(book=BOOK, table=told)) == {0}


AGAIN = (("retry-after", "3"),)


@pytest.mark.parametrize("headers", [(), AGAIN], ids=["at once", "later"])
@pytest.mark.parametrize("status", [301, 403, 404, 413, 429, 500, 502, 503])
def test_a_service_that_gives_no_table_is_asked_by_single_questions(
    status: int, headers: tuple[tuple[str, str], ...]
) -> None:
    every_one_alone(Service(book=BOOK, table=Trouble(status, headers=headers)))


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413])
def test_a_table_that_is_refused_is_not_asked_for_again(status: int) -> None:
    service = Service(book=BOOK, table=Trouble(status))
    with patch("flows.geocode.remote.BATCH_ROWS", 6):
        every_one_alone(service)
    assert len(service.tables) == 1


@pytest.mark.parametrize("trouble", [Trouble(500), Trouble(429), Trouble(503), Trouble(200, b"<html>")], ids=str)
def test_one_failure_of_a_table_is_tried_again(trouble: Trouble) -> None:
    service = Service(book=BOOK, tables=[trouble])
    assert asked_alone(service) == set()
    assert len(service.tables) == 2


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [(Trouble(429), 5.5), (Trouble(429, headers=AGAIN), 3), (Trouble(503, headers=AGAIN), 3), (Trouble(500), 1)],
    ids=str,
)
def test_a_busy_service_is_left_alone_before_its_table_is_asked_for_again(trouble: Trouble, waits: float) -> None:
    rests: list[float] = []
    said = replies(Service(book=BOOK, tables=[trouble]), TWELVE, rests=rests)
    assert len(said.matches) == 12
    assert [rest for rest in rests if rest >= 1] == [waits]


def test_a_service_that_wants_a_long_rest_gets_it_and_everybody_waits() -> None:
    service = Service(book=BOOK, table=Trouble(429, headers=(("retry-after", "31"),)))
    said = replies(service, TWELVE)
    assert (said.matches, service.asked, len(service.tables)) == ({}, [], 1)
    assert "for 31 seconds" in said.panne


def test_a_slow_table_is_left_at_its_time_limit_and_not_asked_for_twice() -> None:
    service = Service(book=BOOK, table=Trouble(200, b"x", pause=0.6))
    with patch.multiple(batch, LEAST_SECONDS=0.2, SECONDS_A_ROW=0.0):
        every_one_alone(service)
    assert len(service.tables) == 1


def test_a_table_that_drips_is_left_at_its_time_limit() -> None:
    service = Service(book=BOOK, wire=lambda body: Trouble(200, body, drip=0.05))
    with patch.multiple(batch, LEAST_SECONDS=0.2, SECONDS_A_ROW=0.0):
        every_one_alone(service)


def test_when_neither_tables_nor_questions_are_answered_everybody_waits() -> None:
    service = Service(book=BOOK, table=Trouble(500), always=Trouble(500))
    said = replies(service, TWELVE)
    assert said.matches == {} and "status 500" in said.panne
    assert (len(service.tables), len(service.asked)) == (3, 6)


def test_after_half_a_table_and_an_outage_the_answered_half_stays_and_the_other_waits() -> None:
    said = replies(Service(book=BOOK, table=lambda rows: rows[:6], always=Trouble(500)), TWELVE)
    assert list(said.matches) == TWELVE[:6]
    assert "run again later" in said.panne


def test_a_first_table_stays_when_the_second_fails() -> None:
    def first_only(rows: Rows) -> Rows:
        return rows if len(service.tables) == 1 else []

    service = Service(book=BOOK, table=first_only)
    with patch("flows.geocode.remote.BATCH_ROWS", 6):
        assert asked_alone(service) == set(range(6, 12))
