"""The head of an answer that is read at a glance says what http.client reads of it, and leaves the same body to be read."""

import io
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.heads import Heard, plain

NAMES = [
    "Content-Type",
    "ETag",
    "Last-Modified",
    "X-Odd",
    "content-length",
    "Connection",
    "Transfer-Encoding",
    "Server",
]
VALUES = [
    "text/html; charset=utf-8",
    '"a"',
    "3",
    "0",
    "-1",
    "close",
    "keep-alive",
    "chunked",
    "",
    " b ",
    "é",
    "a\tb",
    "1_0",
]
LINES = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)).map(lambda both: f"{both[0]}: {both[1]}"),
    st.sampled_from(["odd", " folded", "X:1", "X : 1", "From me", ""]),
)
STATUS = st.sampled_from(
    ["HTTP/1.1 200 OK", "HTTP/1.1 304 Not Modified", "HTTP/1.1 200 ", "HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 404 No",
     "HTTP/1.1 100 Continue", "HTTP/1.1 204 None", "odd"]
)  # fmt: skip


class Sock:
    """What an answer is read from."""

    def __init__(self, said: bytes) -> None:
        self._said = said

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(cast(Any, io.BytesIO(self._said)), 8192)


def heard(kind: type[HTTPResponse], said: bytes) -> tuple[object, ...]:
    """All that is known of an answer once its head was read, and its body; or the error that it raises."""
    answer: Any = kind(cast(Any, Sock(said)), method="GET")
    try:
        answer.begin()
        fields = answer.headers.items()
        known = (answer.status, answer.code, answer.reason, answer.version, answer.length, answer.chunked)
        return (*known, answer.will_close, fields, answer.msg is answer.headers, answer.read())
    except (HTTPException, ValueError) as error:
        return type(error), str(error)


def said(*lines: str, body: bytes = b"abcdef") -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@given(STATUS, st.lists(LINES, max_size=5), st.sampled_from([b"", b"abc", b"abcdef", b"3\r\nabc\r\n0\r\n\r\n"]))
def test_a_head_at_a_glance_is_what_http_client_reads(status: str, lines: list[str], body: bytes) -> None:
    told = said(status, *lines, body=body)
    assert heard(Heard, told) == heard(HTTPResponse, told)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text('ab;"/= \t,', max_size=6)), max_size=5), st.integers(0, 8))
def test_so_it_is_of_plain_ones(fields: list[tuple[str, str]], length: int) -> None:
    told = said("HTTP/1.1 200 OK", f"Content-Length: {length}", *(f"{name}: {value}" for name, value in fields))
    assert heard(Heard, told) == heard(HTTPResponse, told)


@pytest.mark.parametrize(
    "lines",
    [("content-length: 3", "connection: close"), ("transfer-encoding: chunked",), ("content-length: 3", "Content-Length: 4"),
     ("content-length: -3",), ("content-length: +3",), ("content-length: 3 ",), ("x-a: é", "content-length: 3"), ("x-a: b",),
     ("content-length: 3", " folded")],
)  # fmt: skip
def test_what_has_to_be_looked_at_is_no_plain_head(lines: tuple[str, ...]) -> None:
    assert plain(said("HTTP/1.1 200 OK", *lines)) is None


def test_a_head_that_is_not_all_there_is_no_plain_one() -> None:
    whole = said("HTTP/1.1 200 OK", "content-length: 3", body=b"")
    assert plain(whole) is not None
    assert all(plain(whole[:end]) is None for end in range(len(whole)))


def test_more_fields_than_a_plain_head_has_are_left_to_http_client() -> None:
    fields = [f"x-{n}: 1" for n in range(60)]
    assert plain(said("HTTP/1.1 200 OK", "content-length: 3", *fields)) is None
