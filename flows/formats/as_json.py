"""JSON, compact, in UTF-8. Only door to orjson."""

from collections.abc import Mapping

import orjson


def to_json(value: object) -> bytes:
    """A value without any blank. Raises TypeError for what JSON cannot say."""
    return bytes(memoryview(orjson.dumps(value)))  # a copy: what orjson gives keeps a buffer of many times its length


def json_line(row: Mapping[str, object]) -> bytes:
    """An object on a line of its own, its line feed with it."""
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
