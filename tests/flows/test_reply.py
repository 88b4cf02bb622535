"""A body is undone as it comes, within its limits, and judged."""

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import reply
from flows.failure import NotFetched
from tests.flows.loopback import PAGE


def undone(
    sent: bytes, size: int = 1000, encoding: str = "gzip", max_bytes: int = 10_000_000, max_ratio: float = 100
) -> bytes:
    """A body that came in chunks of `size` bytes."""
    chunks = [sent[i : i + size] for i in range(0, len(sent), size)]
    return reply.whole(chunks, "https://a.fr/", encoding=encoding, max_bytes=max_bytes, max_ratio=max_ratio)


@settings(deadline=None)
@given(st.binary(max_size=300_000) | st.text().map(str.encode), st.integers(1, 70_000), st.integers(0, 9))
def test_any_body_comes_back_the_same_however_it_was_cut_on_the_way(body: bytes, size: int, level: int) -> None:
    assert undone(gzip.compress(body, level), size) == body
    assert undone(body, size, "") == body


def test_every_cut_of_a_compressed_page_is_refused() -> None:
    sent = gzip.compress(PAGE * 40)
    for cut in range(len(sent)):
        with pytest.raises(NotFetched) as error:
            undone(sent[:cut])
        assert error.value.kind == "truncated"


def test_a_flipped_bit_in_a_compressed_page_is_refused() -> None:
    sent = gzip.compress(PAGE, mtime=0)
    for place in range(10, len(sent)):  # the first ten bytes hold a date and a system that nobody reads
        with pytest.raises(NotFetched):
            undone(sent[:place] + bytes([sent[place] ^ 0x10]) + sent[place + 1 :])


def test_several_members_are_one_body_and_zeros_after_them_are_padding() -> None:
    assert undone(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 40, 3) == b"one two"


@pytest.mark.parametrize("sent", [b"", b"no gzip at all", gzip.compress(b"x", mtime=0) + b"junk", zlib.compress(b"x")])
def test_what_is_no_gzip_is_refused(sent: bytes) -> None:
    with pytest.raises(NotFetched) as error:
        undone(sent)
    assert error.value.kind == "truncated"


def test_endless_empty_members_are_refused() -> None:
    with pytest.raises(NotFetched) as error:
        undone(gzip.compress(b"") * 200, max_bytes=1000)
    assert error.value.kind == "too_large"


def test_a_ratio_of_a_hundred_passes_and_more_does_not() -> None:
    body = b"x" * 200_000
    sent = gzip.compress(body)
    ratio = len(body) // len(sent) + 1
    assert undone(sent, max_ratio=ratio) == body
    with pytest.raises(NotFetched, match="bomb"):
        undone(sent, max_ratio=ratio // 2)


def test_a_small_page_may_be_as_repetitive_as_it_likes() -> None:
    assert undone(gzip.compress(b" " * 60_000)) == b" " * 60_000


def test_a_cut_body_shows_by_one_byte_that_it_was_cut() -> None:
    got = reply.whole([b"x" * 50] * 9, "u", encoding="", max_bytes=100, max_ratio=100, cut=True)
    assert len(got) == 101


@pytest.mark.parametrize("body", [b"<html>", b"<html><body>Recaptcha: je ne suis pas un robot</body></html>", PAGE])
def test_an_ordinary_page_is_no_challenge(body: bytes) -> None:
    assert not reply.challenged({"content-type": "text/html"}, body)


def test_a_challenge_word_in_json_is_data() -> None:
    assert not reply.challenged({"content-type": "application/json"}, b'{"a": "_cf_chl_opt"}')
