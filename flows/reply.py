"""What a server sent: is it whole, small enough, and a page rather than a refusal?"""

import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from flows.failure import Kind, NotFetched

_RATIO_MATTERS_FROM = 65_536
_PART = 65_536
_CHUNK_LENGTH = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_REFUSALS = frozenset({401, 403, 451, 503})
_CHALLENGES = (
    b"<title>just a moment...",
    b"_cf_chl_opt",
    b"<title>attention required! | cloudflare",
    b"checking your browser before accessing",
    b"incapsula incident id",
    b"captcha-delivery.com",
    b"px-captcha",
    b"gokuprops",
    b"sucuri_cloudproxy_js",
    b"/.well-known/sgcaptcha",
    b"anubis_challenge",
    b"<title>ddos-guard",
)
"""Words that only challenge pages hold; lower case. They come with any status, 200 too."""


def whole(
    chunks: Iterable[bytes], url: str, *, encoding: str, max_bytes: int, max_ratio: float, cut: bool = False
) -> bytes:
    """The decoded body, held to `max_bytes` (sent and decoded) and to `max_ratio` (decoded / sent).

    Only gzip is asked for, so only gzip is undone. With `cut`, what exceeds `max_bytes` is left out instead
    of refused (kept: one byte more than `max_bytes`, which shows that it was cut).
    Raises `NotFetched`: truncated, too_large.
    """
    body, sent = bytearray(), 0
    unzip = _Unzip() if encoding in ("gzip", "x-gzip") else None
    if unzip is None and encoding not in ("", "identity"):
        raise NotFetched("truncated", url, f"it comes in the encoding {encoding!r}, which was not asked for")
    for chunk in chunks:
        sent += len(chunk)
        for part in unzip.parts(chunk, url) if unzip else (chunk,):
            body += part
            if len(body) > max_bytes and cut:
                return bytes(body[: max_bytes + 1])
            _refuse_excess(url, len(body), sent, max_bytes, max_ratio)
    if unzip and not unzip.ended:
        raise NotFetched("truncated", url, "its compressed body stops before its end")
    return bytes(body)


def _refuse_excess(url: str, decoded: int, sent: int, max_bytes: int, max_ratio: float) -> None:
    if max(decoded, sent) > max_bytes:
        raise NotFetched("too_large", url, f"its body exceeds {max_bytes} bytes")
    if decoded > max(_RATIO_MATTERS_FROM, sent * max_ratio):
        raise NotFetched("too_large", url, f"its body unfolds more than {max_ratio:g} times: a compression bomb")


def read_chunk_lengths_strictly(raw: Any, url: str) -> None:
    """Make a urllib3 response take only chunk lengths that are hexadecimal and end with a line feed (RFC 9112, 7.1).

    urllib3 2.8 reads a chunk of length -1 until the connection ends, past every cap, and takes a length that
    is cut after its leading 0 for the end of the body.
    """

    def read_length() -> None:
        if raw.chunk_left is None:
            length = _CHUNK_LENGTH.fullmatch(raw._fp.fp.readline(_PART))
            if not length:
                raise NotFetched("truncated", url, "its body is cut or damaged: a chunk without a sensible length")
            raw.chunk_left = int(length[1], 16)

    raw._update_chunk_length = read_length


class _Unzip:
    """Undoes gzip (RFC 1952, several members allowed) in parts of 64 KiB at most; knows whether it ended."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._fresh = True
        self._members = 0

    @property
    def ended(self) -> bool:
        return self._members > 0 and self._fresh

    def parts(self, chunk: bytes, url: str) -> Iterable[bytes]:
        while chunk:
            if self.ended and not chunk.strip(b"\0"):
                return  # zeros after the last member are padding
            try:
                part = self._member.decompress(chunk, _PART)
            except zlib.error as error:
                raise NotFetched("truncated", url, f"its compressed body is damaged ({error})") from None
            self._fresh = False
            chunk = self._member.unconsumed_tail
            if self._member.eof:
                chunk = self._member.unused_data
                self._member = zlib.decompressobj(31)
                self._fresh = True
                self._members += 1
            yield part


def shows_its_end(body: bytes, content_type: str) -> bool:
    """Whether a body that came with neither length nor chunks is complete: only a closing </html> can tell."""
    return "html" in content_type.lower() and b"</html" in body[-2000:].lower()


def challenged(headers: Mapping[str, str], body: bytes = b"") -> bool:
    """Whether a robot check stands before the page."""
    if headers.get("cf-mitigated"):
        return True
    start = body[:100_000].lower()
    return "html" in headers.get("content-type", "").lower() and any(word in start for word in _CHALLENGES)


def refusal(status: int, headers: Mapping[str, str], body: bytes, conditional: bool) -> tuple[Kind, str] | None:
    """Why a final answer is not a page, or None when it is one (200, or 304 to a conditional request)."""
    if challenged(headers, body) or status in _REFUSALS:
        return "blocked", f"the site answers {status} with a refusal or a robot check"
    if status == 202 and not body.strip():
        return "blocked", "the site answers 202 with nothing, as robot checks do"
    if status == 304 and conditional:
        return None
    if status != 200:
        return "status", f"the site answers {status}"
    if not body.strip():
        return "truncated", "the page is empty"
    return None
