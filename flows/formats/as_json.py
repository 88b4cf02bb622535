"""JSON in UTF-8: compact, or with a blank a level. Only door to orjson."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

_WIDE = orjson.OPT_INDENT_2
_ROWS = 2_000
"""Items of a list that are written at once."""
_OUTER = 3
"""Levels of objects whose members are written one by one."""


def to_json(value: object, other: Callable[[object], object] | None = None) -> bytes:
    """A value without any blank; what JSON cannot say is first given to `other`. Raises TypeError for what it cannot say then."""
    return bytes(
        memoryview(orjson.dumps(value, other))
    )  # a copy: what orjson gives keeps a buffer of many times its length


def from_json(text: bytes) -> Any:
    """The value of a JSON text in UTF-8. Raises ValueError."""
    return orjson.loads(text)


def json_line(row: Mapping[str, object]) -> bytes:
    """An object on a line of its own, its line feed with it."""
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def indented(value: Any, depth: int = 0) -> Iterator[bytes]:
    """A value of texts, whole numbers, lists and objects as `json.dumps(indent=1)` writes it `depth` levels down, in pieces.

    Raises TypeError for what JSON cannot say.
    """
    before = b"\n" + b" " * depth
    if isinstance(value, dict) and value and depth < _OUTER:
        for n, (name, member) in enumerate(value.items()):
            yield (b"," if n else b"{") + before + b" " + to_json(name) + b": "
            yield from indented(member, depth + 1)
        yield before + b"}"
    elif isinstance(value, list) and value:
        for start in range(0, len(value), _ROWS):
            yield (b"," if start else b"[") + _one_blank(value[start : start + _ROWS], before)[1 : -len(before) - 1]
        yield before + b"]"
    else:
        yield _one_blank(value, before)


def _one_blank(value: object, before: bytes) -> bytes:
    """With one blank a level instead of two. In JSON no text holds a line feed nor a NUL: both stand for structure here."""
    body = orjson.dumps(value, option=_WIDE)
    done = b"\n"
    while (wide := done + b"  ") in body:
        body = body.replace(wide, done + b"\0")
        done += b"\0"
    return body.replace(b"\0", b" ").replace(b"\n", before)
