"""One field of a Table Schema -> an expression that is true only where frictionless accepts the cell."""

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from flows.columnar.patterns import same_everywhere

Field = Mapping[str, Any]
_WORDS = frozenset(("name", "title", "description", "description_en", "type", "format", "example", "constraints"))
_RULES = {
    "string": {"required", "unique", "minLength", "maxLength", "pattern", "enum"},
    "integer": {"required", "unique", "minimum", "maximum"},
    "number": {"required", "unique", "minimum", "maximum"},
    "boolean": {"required", "unique"},
    "date": {"required", "unique"},
}
"""What can be proved of each type; a field with another rule is left to frictionless whole."""
_PRINTABLE = r"^[\x20-\x7e]*$"
_FORMATS = {
    "email": r"^[a-z0-9]{1,30}(?:[._-][a-z0-9]{1,15}){0,2}@[a-z0-9]{1,40}(?:-[a-z0-9]{1,15}){0,2}\.(?:fr|com|org|net|coop)$",
    "uri": r"^https?://[a-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?$",
}
"""Plain addresses that frictionless surely takes; unusual ones are its own to judge."""
_INTEGER = r"^-?[0-9]{1,15}$"
_NUMBER = r"^-?[0-9]{1,7}(?:\.[0-9]{1,8})?$"
"""Fifteen digits: as many as a double tells apart."""
_DAY = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
_TRUE, _FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


def proved(field: Field, missing: Collection[str]) -> pl.Expr:
    """True where the cell is surely good. False proves nothing: the cell is for frictionless to read."""
    cell = pl.col(str(field["name"]))
    empty = cell.is_in(list(missing))
    rules = field.get("constraints", {})
    full = _of_type(field, cell, rules) if _is_plain(field, rules) else pl.lit(False)
    return ~empty & full if rules.get("required") else empty | full


def _is_plain(field: Field, rules: Mapping[str, object]) -> bool:
    known = _WORDS | ({"trueValues", "falseValues"} if field.get("type") == "boolean" else set())
    return field.keys() <= known and rules.keys() <= _RULES.get(str(field.get("type")), set())


def _of_type(field: Field, cell: pl.Expr, rules: Mapping[str, Any]) -> pl.Expr:
    form = field.get("format", "default")
    if field["type"] == "string":
        return _formatted(form, cell) & _of_text(cell, rules)
    if form != "default":
        return pl.lit(False)
    if field["type"] == "boolean":
        return cell.is_in([*field.get("trueValues", _TRUE), *field.get("falseValues", _FALSE)])
    if field["type"] == "date":
        return cell.str.contains(_DAY) & cell.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    kind, shape = (pl.Int64(), _INTEGER) if field["type"] == "integer" else (pl.Float64(), _NUMBER)
    return cell.str.contains(shape) & _within(cell.cast(kind, strict=False), rules)


def _formatted(form: str, cell: pl.Expr) -> pl.Expr:
    if form == "default":
        return pl.lit(True)
    return cell.str.contains(_FORMATS[form]) if form in _FORMATS else pl.lit(False)


def _of_text(cell: pl.Expr, rules: Mapping[str, Any]) -> pl.Expr:
    found = pl.lit(True)
    if "enum" in rules:
        found &= cell.is_in([str(one) for one in rules["enum"]])
    if "minLength" in rules:
        found &= cell.str.len_chars() >= rules["minLength"]
    if "maxLength" in rules:
        found &= cell.str.len_chars() <= rules["maxLength"]
    if "pattern" in rules:
        pattern = same_everywhere(str(rules["pattern"]))
        found &= cell.str.contains(_PRINTABLE) & cell.str.contains(pattern) if pattern else pl.lit(False)
    return found


def _within(value: pl.Expr, rules: Mapping[str, Any]) -> pl.Expr:
    """Between whole bounds, which a double holds exactly; nothing is proved beside another bound."""
    low, high = rules.get("minimum"), rules.get("maximum")
    if not all(one is None or (type(one) is int and abs(one) < 10**7) for one in (low, high)):
        return pl.lit(False)
    above = value >= low if low is not None else pl.lit(True)
    return above & (value <= high if high is not None else pl.lit(True))
