"""The JSON text of shapes and tables in pieces: what `codec.plain` says of them, without an object for each of their cells."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from flows.formats.as_json import to_json
from flows.rebuild.codec import plain

_FEW = 100
"""Members of a list up to which each may hold tables, and is taken apart; longer ones are of small shapes."""
_ROWS = 10_000
"""Cells of a column, or members of a list, that are written at once."""


def pieces(value: object) -> Iterator[bytes]:
    """The text, without any blank. Raises TypeError for what has no form in JSON, cells that are no text among it."""
    if isinstance(value, pd.DataFrame):
        yield from _table(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from members((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
    elif isinstance(value, list | tuple) and not hasattr(value, "_asdict"):
        yield from _items(value)
    else:
        yield to_json(value, plain)


def members(named: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """An object of these members. Raises TypeError."""
    between = b"{"
    for name, value in named:
        yield between + to_json(name) + b":"
        yield from pieces(value)
        between = b","
    yield b"{}" if between == b"{" else b"}"


def _items(values: Sequence[object]) -> Iterator[bytes]:
    if len(values) > _FEW:
        yield from _long(values)
        return
    yield b"["
    for place, value in enumerate(values):
        yield b"," if place else b""
        yield from pieces(value)
    yield b"]"


def _table(frame: pd.DataFrame) -> Iterator[bytes]:
    yield b'{"rows":%d,"columns":{' % len(frame)
    for place, name in enumerate(map(str, frame.columns)):
        yield (b"," if place else b"") + to_json(name) + b":"
        yield from _column(frame.iloc[:, place].tolist())
    yield b"}}"


def _column(cells: Sequence[object]) -> Iterator[bytes]:
    if not all(issubclass(kind, str) for kind in set(map(type, cells))):
        raise TypeError("a cell of a table is no text")
    yield from _long(cells)


def _long(values: Sequence[object]) -> Iterator[bytes]:
    """A list in pieces, each of many members."""
    yield b"["
    for start in range(0, len(values), _ROWS):
        yield (b"," if start else b"") + to_json(values[start : start + _ROWS], plain)[1:-1]
    yield b"]"
