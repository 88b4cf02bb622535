"""No answer takes more time, more bytes or more hops than allowed, and none that is cut passes for whole."""

import gzip
import socket
import time
import tracemalloc

import pytest

from flows import http
from flows.failure import NotFetched
from tests.flows.loopback import PAGE, Action, Loopback, answer, chunked, drip, endless

LONG = b"<html>" + b"".join(b"<p>membre %04d</p>" % n for n in range(1200)) + b"</html>"


def kind_of(action: Action, limits: http.Limits | None = None) -> str:
    """The word for what is wrong with a page, or its size when nothing is."""
    with Loopback({"/page": action}) as server:
        try:
            return str(len(http.get(server.session(limits), server.url()).body))
        except NotFetched as error:
            return error.kind


@pytest.mark.parametrize(
    "slow",
    [
        drip(answer(body=PAGE * 99), 0.05),
        drip(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 99, 0.05),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, 0.02),
        drip(answer(body=PAGE, length=False), 0.02),
        drip(chunked(PAGE, 1), 0.01),
    ],
    ids=["body", "headers", "continue", "body without length", "chunks"],
)
def test_a_server_that_sends_a_byte_at_a_time_is_cut_at_the_total_limit(slow: Action) -> None:
    start = time.monotonic()
    assert kind_of(slow, http.Limits(total=0.4)) == "timeout"
    assert time.monotonic() - start < 2.5


def stuck(sent: bytes, seconds: float = 5.0) -> Action:
    """Send this, then keep the line open and say nothing more."""

    def send(line: socket.socket) -> None:
        line.sendall(sent)
        time.sleep(seconds)

    return send


def test_a_body_without_length_that_we_cut_ourselves_is_not_taken_for_complete() -> None:
    assert kind_of(stuck(answer(body=PAGE, length=False)), http.Limits(total=0.3)) == "timeout"


def test_a_server_that_says_nothing_is_left_after_the_read_limit() -> None:
    start = time.monotonic()
    assert kind_of(stuck(b""), http.Limits(read=0.2)) == "timeout"
    assert kind_of(stuck(answer(body=PAGE)[:-9]), http.Limits(read=0.2)) == "timeout"
    assert time.monotonic() - start < 2.5


def test_time_is_counted_over_all_redirects_together() -> None:
    def late(line: socket.socket) -> None:
        time.sleep(0.15)
        line.sendall(answer(301, b"", location=f"/{time.monotonic_ns()}"))

    start = time.monotonic()
    with Loopback({"*": late}) as server, pytest.raises(NotFetched) as error:
        http.get(server.session(http.Limits(total=0.4)), server.url())
    assert error.value.kind == "timeout"
    assert time.monotonic() - start < 2.5


@pytest.mark.parametrize("coding", ["length", "chunks", "gzip", "gzip in chunks", "nothing"])
def test_a_page_cut_anywhere_is_never_returned(coding: str) -> None:
    zipped = gzip.compress(LONG)
    whole: dict[str, bytes] = {
        "length": answer(body=LONG),
        "chunks": chunked(LONG, 4096),
        "gzip": answer(body=zipped, length=False, content_encoding="gzip"),
        "gzip in chunks": chunked(zipped, 512, content_encoding="gzip"),
        "nothing": answer(body=LONG, length=False),
    }
    sent = whole[coding]
    start = sent.index(b"\r\n\r\n") + 4
    body = len(sent) - start
    end = {"chunks": 2, "gzip in chunks": 2, "nothing": 1}.get(coding, 0)  # past it, only the last line feed is missing
    cuts = sorted({start + body * part // 25 for part in range(25)} | {len(sent) - end - 1, len(sent) - end - 9})
    with Loopback({"/page": [sent[:cut] for cut in cuts] + [sent]}) as server:
        session = server.session()
        for cut in cuts:
            with pytest.raises(NotFetched) as error:
                http.get(session, server.url())
            assert error.value.kind == "truncated", cut
        assert http.get(session, server.url()).body == LONG


def test_a_body_without_length_must_show_its_end() -> None:
    assert kind_of(answer(length=False)) == str(len(PAGE))
    assert kind_of(answer(body=b"a list of members", length=False, content_type="text/plain")) == "truncated"
    assert kind_of(answer(length=False, content_length="many")) == str(len(PAGE))
    assert kind_of(answer(body=PAGE[:-9], length=False, content_length="-1")) == "truncated"


@pytest.mark.parametrize("size", [b"-1", b"-5", b"+5", b"1_0", b"0x10", b"zz", b"", b"7fffffffffffffff", b"f" * 40_000])
def test_a_chunk_of_senseless_length_neither_fills_memory_nor_passes(size: bytes) -> None:
    head = answer(200, b"", length=False, transfer_encoding="chunked") + size + b"\r\n"
    assert in_little_memory(endless(head, b"x" * 65536)) in ("truncated", "too_large")


def test_a_padded_chunk_length_cut_in_its_zeros_is_not_the_end() -> None:
    sent = chunked(LONG, 4096)
    sent = sent.replace(b"\r\n1000\r\n", b"\r\n00001000\r\n")
    assert kind_of(sent) == str(len(LONG))
    for cut in range(1, 5):
        assert kind_of(sent[: sent.rindex(b"00001000\r\n") + cut]) == "truncated"


def in_little_memory(action: Action, limits: http.Limits | None = None) -> str:
    tracemalloc.start()
    try:
        outcome = kind_of(action, limits)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    return outcome


@pytest.mark.parametrize(
    "head",
    [
        answer(200, b"", length=False),
        answer(200, b"", length=False, transfer_encoding="chunked") + b"fffffff\r\n",
        answer(200, b"", length=False, content_length="99999999999"),
    ],
    ids=["no length", "one vast chunk", "a vast length"],
)
def test_a_body_without_end_is_left_at_ten_megabytes(head: bytes) -> None:
    assert in_little_memory(endless(head, b"x" * 65536)) == "too_large"


def test_a_redirect_with_an_endless_body_is_followed_without_reading_it() -> None:
    away = endless(answer(302, b"", length=False, location="/there"), b"x" * 65536)
    with Loopback({"/page": away, "/there": answer()}) as server:
        assert http.get(server.session(), server.url()).body == PAGE


def test_the_cap_counts_decoded_bytes_and_a_page_of_exactly_that_size_passes() -> None:
    limits = http.Limits(max_bytes=1000)
    assert kind_of(answer(body=b"x" * 1000), limits) == "1000"
    assert kind_of(answer(body=b"x" * 1001), limits) == "too_large"
    assert kind_of(answer(body=gzip.compress(b"x" * 1001), content_encoding="gzip"), limits) == "too_large"


def bomb(members: int) -> bytes:
    return gzip.compress(b"\0" * 10_000_000) * members


def test_a_compression_bomb_of_ten_gigabytes_is_refused_in_little_memory() -> None:
    assert in_little_memory(answer(body=bomb(1000), content_encoding="gzip")) == "too_large"
    assert in_little_memory(answer(body=bomb(2), content_encoding="gzip"), http.Limits(max_bytes=10**9)) == "too_large"


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "compress", "x"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    assert kind_of(answer(content_encoding=encoding)) == "truncated"


def test_headers_without_end_are_refused() -> None:
    def junk(count: int, size: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\n" + (b"a: " + b"b" * size + b"\r\n") * count

    assert kind_of(junk(200, 10) + b"\r\n" + PAGE) == "unreachable"
    assert kind_of(junk(1, 70_000) + b"\r\n" + PAGE) == "unreachable"
    assert kind_of(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde") == "truncated"
