"""Bytes to text: the charset of a page, whether it is whole, and plain text as markup. Only door to w3lib."""

import html
import re

from w3lib.encoding import html_to_unicode

from schemas.records import Snapshot

_MARKUP = re.compile(
    r"<(?:!doctype|html|body|div|p|li|ul|ol|dl|h[1-6]|table|br|span|script|section|article|main)\b", re.I
)
_NAMED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([^\s\"'>;]+)", re.I)
_PAIRED = ("div", "ul", "ol", "dl", "table", "section", "article", "main", "script")


def decode(snapshot: Snapshot) -> str:
    """Text of the body: byte-order mark, then HTTP header, then <meta>, then UTF-8, then windows-1252."""
    _, text = html_to_unicode(snapshot.content_type or None, snapshot.body, auto_detect_fun=_guess_charset)
    return text.lstrip("\ufeff").replace("\x00", "")


def as_utf8(snapshot: Snapshot) -> bytes:
    """The body in UTF-8: as it came when it plainly is, else as `decode` understands it."""
    body = snapshot.body
    if _is_plain_utf8(snapshot.content_type, body):
        return body
    return decode(snapshot).encode("utf-8", "replace")


def _is_plain_utf8(content_type: str, body: bytes) -> bool:
    """Whether header, <meta> and bytes agree on UTF-8, without a mark before the text or a null in it."""
    named = _NAMED.findall(content_type.encode("utf-8", "replace")) or _NAMED.findall(body[:4096])
    if any(name.lower() not in (b"utf-8", b"utf8") for name in named) or body[:3] == b"\xef\xbb\xbf" or b"\0" in body:
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_whole(body: bytes) -> bool:
    """True when a page in UTF-8 ends with the end of its markup; `is_cut` judges the others."""
    return body[-100:].rstrip().lower().endswith(b"</html>") or not is_cut(body.decode("utf-8", "replace"))


def _guess_charset(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def is_json(text: str) -> bool:
    """True for a body that is one JSON value, not a page."""
    return text.lstrip()[:1] in ("{", "[") and not is_markup(text[:2000])


def is_markup(text: str) -> bool:
    """True for text that holds HTML elements."""
    return bool(_MARKUP.search(text))


def is_cut(text: str) -> bool:
    """True when <html> or <body> is opened and never closed, and some container is not closed either."""
    low = re.sub(r"<!--.*?-->", "", text, flags=re.S).lower()
    if "</html" in low or "</body" in low or not re.search(r"<(?:html|body)\b", low):
        return False
    unbalanced = any(len(re.findall(rf"<{t}\b", low)) > len(re.findall(rf"</{t}\b", low)) for t in _PAIRED)
    return unbalanced or not low.rstrip().endswith(">")


def as_markup(text: str) -> str:
    """Plain text as paragraphs: blank lines part them, single line ends break them."""
    paragraphs = re.split(r"\n[^\S\n]*\n+", text.replace("\r\n", "\n").replace("\r", "\n"))
    broken = ("<br>".join(html.escape(_undress(line)) for line in p.split("\n") if line.strip()) for p in paragraphs)
    return "<html><body>" + "".join(f"<p>{p}</p>" for p in broken if p) + "</body></html>"


def _undress(line: str) -> str:
    """A line of plain text without list bullets or the marks of light markup; cells of a pasted table by commas."""
    bare = re.sub(r"^\s*(?:[-*•·‣▪–]\s+|#{1,6}\s+)|\*\*|__", "", line)
    return re.sub(r"(?<=\S) *\t+ *(?=\S)", ", ", bare)
