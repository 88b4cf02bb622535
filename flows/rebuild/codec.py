"""Frozen shapes and tables of text <-> plain JSON, by the types that they declare. Strict: what is not as declared is refused.

No pickle, no class by name: what is read can only be the shape that was asked for.
"""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pandas as pd

Json = Any
"""What `json` writes and reads: text, numbers, true, false, null, lists, and objects with text keys."""
_PLAIN = (str, bool, int, float)


def plain(value: object) -> Json:
    """A value as JSON can hold it. Raises TypeError for what has no such form: bytes too, and cells that are no text."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, bytes) and not value:
        return ""  # of a page that was left out; one that was not is refused below
    if isinstance(value, pd.DataFrame):
        return _plain_table(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        cells = ((name, getattr(value, name)) for name in _names(type(value)))
        return {name: one if type(one) is str else plain(one) for name, one in cells}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"a {type(value).__name__} has no form in JSON here")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a shape, in order."""
    return tuple(one.name for one in dataclasses.fields(kind))


def _plain_table(frame: pd.DataFrame) -> Json:
    columns = {str(name): frame.iloc[:, i].tolist() for i, name in enumerate(frame.columns)}
    if not all(isinstance(cell, str) for cells in columns.values() for cell in cells):
        raise TypeError("a cell of a table is no text")
    return {"rows": len(frame), "columns": columns}


def typed(kind: Any, value: Json, where: str = "") -> Any:
    """A value of the declared type `kind`, from `plain`'s form. Raises ValueError, naming the place `where`, never the value."""
    if kind is object or kind is Any:
        return value
    if kind in _PLAIN:
        return _scalar(kind, value, where)
    if kind is bytes:
        return _one_of(("",), value, where).encode()
    if kind is pd.DataFrame:
        return _table(value, where)
    if get_origin(kind) is not None:
        return _composed(kind, value, where)
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        return _shape(kind, value, where)
    raise ValueError(f"{where}: {kind} is no type that an archive holds")


def _scalar(kind: type, value: Json, where: str) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{where}: a {kind.__name__} was expected")
    return value


def _composed(kind: Any, value: Json, where: str) -> Any:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(inside, value, where)
    if origin in (Union, UnionType):
        return _either(inside, value, where)
    if origin in (tuple, list):
        _expected(isinstance(value, list), where, "a list")
        made: Callable[[Any], Any] = origin
        return made(typed(inside[0], one, f"{where}[{place}]") for place, one in enumerate(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _expected(isinstance(value, dict), where, "an object")
        return {key: typed(inside[1], one, f"{where}.{key}") for key, one in value.items()}
    raise ValueError(f"{where}: {kind} is no type that an archive holds")


def _one_of(allowed: tuple[Any, ...], value: Json, where: str) -> Any:
    _expected(value in allowed, where, f"one of {', '.join(map(str, allowed))}")
    return value


def _either(kinds: tuple[Any, ...], value: Json, where: str) -> Any:
    """An optional value."""
    if value is None and type(None) in kinds:
        return None
    (kind,) = [one for one in kinds if one is not type(None)]
    return typed(kind, value, where)


def _shape(kind: Any, value: Json, where: str) -> Any:
    hints = get_type_hints(kind)
    _expected(isinstance(value, dict), where, "an object")
    if wrong := sorted(hints.keys() ^ value.keys()):
        raise ValueError(f"{where}: missing or unknown: {', '.join(wrong)}"[:200])
    return kind(**{name: typed(hints[name], value[name], f"{where}.{name}") for name in hints})


def _table(value: Json, where: str) -> pd.DataFrame:
    _expected(isinstance(value, dict) and value.keys() == {"rows", "columns"}, where, "a table")
    columns, rows = value["columns"], value["rows"]
    _expected(isinstance(columns, dict) and isinstance(rows, int), where, "a table")
    for name, cells in columns.items():
        fine = isinstance(cells, list) and len(cells) == rows and all(isinstance(cell, str) for cell in cells)
        _expected(fine, f"{where}.{name}", f"{rows} texts")
    return pd.DataFrame(columns, columns=list(columns), index=pd.RangeIndex(rows), dtype=str)


def _expected(fine: bool, where: str, what: str) -> None:
    if not fine:
        raise ValueError(f"{where}: {what} was expected")
