"""What a version of the schemas promises to programs: columns, types, rules and keys, not the words that describe them."""

import hashlib
import json
from collections.abc import Iterator, Mapping

Shape = dict[str, object]
"""Of one table: `columns` ([[name, type, rules]] in order), `key`, `links`, `missing`."""

_LIMITS = {"minimum": -1, "minLength": -1, "maximum": 1, "maxLength": 1}
"""Rules that are loosened by going down (-1) or up (1)."""


def shape(schema: Mapping[str, object]) -> Shape:
    """The shape of a Table Schema."""
    fields = schema["fields"]
    assert isinstance(fields, list)
    return {
        "columns": [[field["name"], field["type"], field.get("constraints", {})] for field in fields],
        "key": schema.get("primaryKey", []),
        "links": schema.get("foreignKeys", []),
        "missing": schema.get("missingValues", []),
    }


def fingerprint(shape_: Mapping[str, object]) -> str:
    """sha256 of a shape, the same whatever the order of its keys."""
    return hashlib.sha256(json.dumps(shape_, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def breaks(before: Mapping[str, Shape], after: Mapping[str, Shape]) -> list[str]:
    """Why `after` is more than a minor version of `before`: what a program written for `before` could trip over."""
    gone = [f"{table}: the table is gone" for table in before if table not in after]
    return gone + [f"{t}: {why}" for t in before if t in after for why in _breaks(before[t], after[t])]


def _breaks(before: Shape, after: Shape) -> Iterator[str]:
    old, new = _columns(before), _columns(after)
    if list(new)[: len(old)] != list(old):
        yield "its columns were removed, renamed or moved; a new one goes to the end"
    for name in ("key", "missing"):
        if before[name] != after[name]:
            yield f"its {name} changed"
    for name, (kind, rules) in old.items():
        if name in new:
            yield from (f"{name}: {why}" for why in _tightened((kind, rules), new[name]))
    for name in new.keys() - old.keys():
        if new[name][1].get("required"):
            yield f"{name} is new and required: older rows have none"


def _tightened(before: tuple[str, dict[str, object]], after: tuple[str, dict[str, object]]) -> Iterator[str]:
    """A type that changed, and rules that admit less than they did. A pattern that changed has to be read by a person."""
    if before[0] != after[0]:
        yield f"its type was {before[0]}, is {after[0]}"
    for rule in sorted(before[1].keys() | after[1].keys()):
        old, new = before[1].get(rule), after[1].get(rule)
        if old != new and not _looser(rule, old, new):
            yield f"its rule {rule} was {old}, is {new}"


def _looser(rule: str, old: object, new: object) -> bool:
    if new is None or new is False or (rule == "pattern" and old is not None):
        return True
    if isinstance(old, list) and isinstance(new, list):
        return set(old) <= set(new)
    if rule in _LIMITS and isinstance(old, int | float) and isinstance(new, int | float):
        return (new - old) * _LIMITS[rule] > 0
    return False


def _columns(of: Shape) -> dict[str, tuple[str, dict[str, object]]]:
    listed = of["columns"]
    assert isinstance(listed, list)
    return {str(name): (str(kind), dict(rules)) for name, kind, rules in listed}
