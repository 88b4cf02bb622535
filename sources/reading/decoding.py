"""Bytes to text: the charset of a page, whether it is whole, and plain text as markup. Only door to w3lib."""

import html
import re

from w3lib.encoding import html_to_unicode

from schemas.records import Snapshot

_MARKUP = re.compile(
    r"<(?:!doctype|html|body|div|p|li|ul|ol|dl|h[1-6]|table|br|span|script|section|article|main)\b", re.I
)
_PAIRED = ("div", "ul", "ol", "dl", "table", "section", "article", "main", "script")


def decode(snapshot: Snapshot) -> str:
    """Text of the body: byte-order mark, then HTTP header, then <meta>, then UTF-8, then windows-1252."""
    _, text = html_to_unicode(snapshot.content_type or None, snapshot.body, auto_detect_fun=_guess_charset)
    return text.lstrip("\ufeff").replace("\x00", "")


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
