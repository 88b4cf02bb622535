"""The one element of a page that holds its values, parsed by itself where that surely gives what the whole page would.

Of a member's page nine tenths are menus, the same on thousands of pages. What stands around the element is not parsed but
proved harmless: plain tags, each closed by its own, chunk by chunk, and each different chunk once. The element must be
written as its parsed tree is written out again: then no tag of it could have closed, or be closed by, one around it. Whatever
is not proved is left to the parser, whole.
"""

import re
from typing import NamedTuple

from sources.reading.tree import Element, parse_bytes, select, written

_LONGEST = 1_000_000
"""Bytes of a page. As the depths below, far from where the parser gives a page up."""
_DEEP = 50
"""Elements in one another, of those around the element and again of those in a chunk; the element itself may hold twice as many."""
_TOO_DEEP = "/*" * 2 * _DEEP
_REMEMBERED = 5_000
_NO_CONTROL = rb"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_TEXT = rb"[^<" + _NO_CONTROL + rb"]*+"
_VALUE = rb"(?:\"[^\"<" + _NO_CONTROL + rb"]*+\"|'[^'<" + _NO_CONTROL + rb"]*+')"
_ATTRIBUTES = rb"(?:[ \t\r\n]++[a-z_:][\w:.-]{0,60}+(?:=" + _VALUE + rb")?+)*+[ \t\r\n]*+"
_RAWS = (b"title", b"script", b"style", b"textarea", b"iframe", b"noscript")
"""What they hold is read as text, or is text: they are known here only when there is no tag in it."""
STRANGE = rb"(?:(?:" + b"|".join(_RAWS) + rb"|xmp|noembed|noframes|plaintext|frameset|frame|template|svg|math)\b)"
_NAME = rb"(?!" + STRANGE + rb")[a-z][a-z0-9-]{0,30}+"
_TOKENS = (
    rb"<!doctype [a-z]++(?: (?:public|system))?+(?: \"[^\"<>]*+\")*+>",
    rb"<!--[^<>-][^<>]*+(?<=--)>",
    *(b"<" + name + _ATTRIBUTES + rb">" + _TEXT + b"</" + name + b">" for name in _RAWS),
    rb"<" + _NAME + _ATTRIBUTES + rb"/?+>",
    rb"</" + _NAME + rb">",
)
_PLAIN = re.compile(rb"(?:(?:" + rb"|".join(_TOKENS) + rb")" + _TEXT + rb")*+", re.IGNORECASE)
"""From text to text: no tag, value, comment or script is begun and not ended. It goes as the tokenizer of HTML does."""
_TAG = re.compile(rb"<(/?)([a-z][a-z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>")
_EMPTY = frozenset([b"area", b"base", b"br", b"col", b"hr", b"img", b"input", b"link", b"meta", b"param"])
"""Those that the parser knows to have no end."""
_ZONE = re.compile(r"(?!(?:html|head|body)\b)" + _NAME.decode())


class Effect(NamedTuple):
    """What a chunk of a page does to the elements that are open: those that it closes, and those that it leaves open."""

    closed: tuple[bytes, ...] = ()
    opened: tuple[bytes, ...] = ()


class Frame(NamedTuple):
    """What stood around the element of a page whose element was found: from `<body` to it, and from its end on."""

    menus: bytes
    after: bytes
    effects: tuple[Effect, Effect]


_CHUNKS: dict[bytes, Effect | None] = {}
_LAST: dict[str, tuple[bytes, Effect | None]] = {}
"""What stood around the element of the page before, most of which stands around that of the next."""
_FRAMES: dict[str, Frame] = {}
"""The last one of each zone."""


def alone(body: bytes, zone: str) -> Element | None:
    """The root of a tree that holds the only element `zone` of a page in UTF-8, and nothing else of the page.

    None when it is not proved that this element is what it is in the whole page.
    """
    text = inside(body, zone)
    return None if text is None else parsed(text, zone)


def inside(body: bytes, zone: str) -> bytes | None:
    """The only element `zone` of a page in UTF-8 as written, where all around it is harmless. Its `parsed` is to prove the rest."""
    if not _ZONE.fullmatch(zone) or len(body) > _LONGEST:
        return None
    begins, ends = f"<{zone}".encode(), f"</{zone}>".encode()
    framed = _framed(body, zone, begins, ends)
    if framed is not None:
        return framed
    low = body.lower()
    start = low.find(begins)
    end = low.find(ends, start)
    if not 0 <= start < end or low.find(begins, start + 1) >= 0:
        return None
    after = end + len(ends)
    return body[start:after] if _is_harmless(body[:start], body[after:], zone) else None


def _framed(body: bytes, zone: str, begins: bytes, ends: bytes) -> bytes | None:
    """The element of a page that stands between the same menus and the same end as that of the page before.

    Of these it is known that they are harmless and that no other element `zone` is in them.
    """
    frame, opened = _FRAMES.get(zone), body.find(b"<body")
    if frame is None or not body.startswith(frame.menus, opened) or not body.endswith(frame.after):
        return None
    text = body[opened + len(frame.menus) : len(body) - len(frame.after)]
    head, low = body[:opened], text.lower()
    if not text.startswith(begins) or low.find(ends) != len(low) - len(ends) or low.find(begins, 1) >= 0:
        return None
    is_plain = begins not in head.lower() and _are_harmless((_of_lines(head), *frame.effects))
    return text if is_plain else None


def parsed(text: bytes, zone: str) -> Element | None:
    """The root of the tree of an element as written; None when a tag of it might reach beyond it."""
    root = parse_bytes(text)
    found = list(root.iter(zone))
    if len(found) != 1 or written(found[0]) != text:
        return None
    many = text.count(b"</") > _DEEP  # as every element that may hold another one is closed, they are no deeper
    return None if many and select(root, _TOO_DEEP) else root


def _is_harmless(before: bytes, after: bytes, zone: str) -> bool:
    """Whether what stands around an element is plain tags, each closed by its own."""
    head, body, menus = before.partition(b"<body")
    effects = (_known("menus", body + menus), _known("after", after))
    if not _are_harmless((_of_lines(head), *effects)):
        return False
    if body and effects[0] and effects[1]:
        _FRAMES[zone] = Frame(body + menus, after, (effects[0], effects[1]))
    return True


def _are_harmless(effects: tuple[Effect | None, ...]) -> bool:
    opened: list[bytes] = []
    return all(effect is not None and _applied(effect, opened) for effect in effects) and not opened


def _known(place: str, text: bytes) -> Effect | None:
    """The effect of a text that may be the one of the page before."""
    last = _LAST.get(place)
    if last is None or last[0] != text:
        last = _LAST[place] = (text, _of_lines(text))
    return last[1]


def _of_lines(text: bytes) -> Effect | None:
    """The effect of chunk after chunk, cut before each tag that begins a line; None when one is not surely harmless."""
    first, *chunks = (b"\n" + text).split(b"\n<")
    if first.strip():
        return None
    closed: list[bytes] = []
    opened: list[bytes] = []
    for chunk in chunks:
        effect = _CHUNKS[chunk] if chunk in _CHUNKS else _remembered(chunk)
        if effect is None or not _applied(effect, opened, closed):
            return None
    return Effect(tuple(closed), tuple(opened))


def _applied(effect: Effect, opened: list[bytes], closed: list[bytes] | None = None) -> bool:
    """Closes and opens elements; false when one is closed that is not the last open one, or too many are open.

    `closed`: where those go that were open before; None when nothing was.
    """
    for name in effect.closed:
        if opened:
            if opened.pop() != name:
                return False
        elif closed is None:
            return False
        else:
            closed.append(name)
    opened.extend(effect.opened)
    return len(opened) < _DEEP


def _remembered(chunk: bytes) -> Effect | None:
    if len(_CHUNKS) >= _REMEMBERED:
        _CHUNKS.clear()
    effect = _CHUNKS[chunk] = _effect(chunk)
    return effect


def _effect(chunk: bytes) -> Effect | None:
    """None for a chunk that is not surely whole tags and plain text. Its first `<` was cut off."""
    whole = b"<" + chunk
    if not _PLAIN.fullmatch(whole):
        return None
    closed: list[bytes] = []
    opened: list[bytes] = []
    for end, name, rest in _TAG.findall(whole.lower()):
        if name in _EMPTY:
            if end:
                return None
        elif not end:
            opened += [] if rest.endswith(b"/") else [name]
            if len(opened) >= _DEEP:
                return None
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            return None
    return Effect(tuple(closed), tuple(opened))
