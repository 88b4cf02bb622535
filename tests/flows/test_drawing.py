"""Drawing: the same picture gives the same bytes, and a PNG is packed tightly without changing a pixel."""

import zlib

from flows.drawing import packed, png

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="40" height="40" fill="#0f5c55"/></svg>'
)


def pixels(image: bytes) -> bytes:
    """The filtered lines of a PNG."""
    found, at = b"", 8
    while at < len(image):
        size = int.from_bytes(image[at : at + 4])
        kind, body = image[at + 4 : at + 8], image[at + 8 : at + 8 + size]
        assert int.from_bytes(image[at + 8 + size : at + 12 + size]) == zlib.crc32(kind + body)
        found += body if kind == b"IDAT" else b""
        at += size + 12
    return zlib.decompress(found)


def test_a_png_has_the_size_of_its_drawing_times_the_scale() -> None:
    body = png(SQUARE, scale=2)
    assert (int.from_bytes(body[16:20]), int.from_bytes(body[20:24])) == (180, 120)
    assert body == png(SQUARE, scale=2)


def test_packing_changes_no_pixel() -> None:
    import vl_convert

    loose = bytes(vl_convert.svg_to_png(SQUARE))
    assert pixels(packed(loose)) == pixels(loose)
    assert len(packed(loose)) <= len(loose)
