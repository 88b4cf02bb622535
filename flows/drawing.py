"""Charts and SVG -> files: the only door to altair and to vl_convert, which draw without network, with fonts of their own.

Both are slow to load: they are asked for when something is drawn.
"""

import io
import zlib
from typing import Any

FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
"""The first is the one that widths are measured with here; the others are what readers may have instead."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def altair() -> Any:
    """The library that charts are written with."""
    import altair

    return altair


def svg(chart: Any) -> str:
    """A chart of altair as SVG; the same chart gives the same text."""
    out = io.StringIO()
    chart.save(out, format="svg")
    return out.getvalue()


def png(image: str, scale: float = 1.0) -> bytes:
    """An SVG as PNG, `scale` pixels for each of its own, packed as tightly as can be."""
    import vl_convert

    return packed(bytes(vl_convert.svg_to_png(image, scale=scale)))


def packed(image: bytes) -> bytes:
    """The same PNG (ISO/IEC 15948), its pixels compressed again: who draws quickly packs loosely, by a factor of three for maps."""
    chunks, at = [], len(_SIGNATURE)
    while at < len(image):
        end = at + 8 + int.from_bytes(image[at : at + 4]) + 4
        chunks.append((image[at + 4 : at + 8], image[at + 8 : end - 4]))
        at = end
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    others = [chunk for chunk in chunks if chunk[0] not in (b"IDAT", b"IEND")]
    return _SIGNATURE + b"".join(map(_chunk, [*others, (b"IDAT", zlib.compress(pixels, 7)), (b"IEND", b"")]))


def _chunk(named: tuple[bytes, bytes]) -> bytes:
    kind, body = named
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
