"""The text of what a file or a cell holds, so that a refused word can be looked for in it: unpacked, escapes read, tags apart."""

import gzip
import html
import re
import zlib
from pathlib import Path

from flows.erasure.needles import Needles, holds

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]*>")


def file_tells(every: Needles, path: Path) -> bool:
    """Whether a file tells it; False when it has left meanwhile or is damaged."""
    try:
        body = path.read_bytes()
        body = gzip.decompress(body) if path.suffix == ".gz" else body
    except (OSError, EOFError, zlib.error):
        return False
    return tells(every, body)


def tells(every: Needles, value: object) -> bool:
    """Whether a text, or bytes as received or compressed by zlib, tell it, also where tags part its words."""
    if not isinstance(value, (str, bytes)):
        return False
    text = value if isinstance(value, str) else _decoded(_inflated(value))
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), html.unescape(text))
    text = " ".join(text.split())  # without line ends, folding is ten times faster
    return holds(every, text) or any(holds(every, _TAG.sub(by, text)) for by in ("", " ") if "<" in text)


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompress(body)
    except zlib.error:
        return body


def _decoded(body: bytes) -> str:
    """As UTF-8; what is none, as the old Western encoding too: nobody's declaration is believed here."""
    try:
        return body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        return "\n".join((body.decode("utf-8", "replace"), body.decode("cp1252", "replace")))
