"""Every JSON or JavaScript value that a page carries in its scripts and data attributes. Only door to chompjs."""

import json
import re
from collections.abc import Iterator

import chompjs

from sources.reading.page import Page

_PARSE = re.compile(r"JSON\.parse\(\s*(['\"])((?:\\.|(?!\1).)*)\1\s*\)", re.S)
_LITERAL = re.compile(r"(?:[=(]|\breturn\b)\s*(?=[\[{])")
_ATTEMPTS = 300  # literals tried in one script
_LIMIT = 2_000_000  # characters of script that are read: real pages hold a few hundred thousand


def values(page: Page) -> Iterator[object]:
    """Every decoded value of the scripts, then of the data attributes."""
    for script in page.scripts:
        yield from _script_values(script[:_LIMIT])
    for attributes in page.attributes:
        yield dict(attributes)
        for value in attributes.values():
            if value.lstrip()[:1] in ("[", "{"):
                yield from _script_values(value)


def _script_values(script: str) -> Iterator[object]:
    try:
        yield json.loads(script)
        return
    except (ValueError, RecursionError):
        pass
    for match in _PARSE.finditer(script):
        yield from _script_values(_unescape(match.group(2)))
    for match in list(_LITERAL.finditer(script))[:_ATTEMPTS]:
        yield from _literal(script[match.end() :])


def _literal(text: str) -> Iterator[object]:
    """The JavaScript array or object that the text begins with, when it is one (a function's body is not)."""
    if re.search(r"\d{4}", text):
        try:
            yield chompjs.parse_js_object(text)
        except (ValueError, RecursionError):
            return


def _unescape(text: str) -> str:
    """A JavaScript string literal's content."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", lambda m: chr(int(m.group(1) or m.group(2), 16)), text)
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r"}.get(m.group(1), m.group(1)), text, flags=re.S)
