"""A snapshot as a reader sees it: text lines in reading order, running text, and the markup's structured data."""

from dataclasses import dataclass

from schemas.errors import SourceChanged
from schemas.records import Snapshot
from sources.reading.decoding import as_markup, decode, is_cut, is_json, is_markup
from sources.reading.lines import Line, Walk
from sources.reading.tree import parse_html


@dataclass(frozen=True, slots=True)
class Page:
    """All that was visible (`lines`, `blocks` of running text) and the decoded markup for structured data."""

    lines: tuple[Line, ...]
    blocks: tuple[str, ...]
    scripts: tuple[str, ...]
    attributes: tuple[dict[str, str], ...]


def open_page(snapshot: Snapshot) -> Page:
    """Decode and flatten a page (HTML, JSON or plain text). Raises SourceChanged when it is cut or has no text."""
    text = decode(snapshot)
    if not text.strip():
        raise SourceChanged(f"{snapshot.source}: the page is empty ({len(snapshot.body)} bytes).")
    if is_json(text):
        return Page((), (), (text,), ())
    if not is_markup(text):
        text = as_markup(text)
    elif is_cut(text):
        raise SourceChanged(f"{snapshot.source}: the page is cut short: its markup is never closed.")
    return _flatten(text)


def _flatten(text: str) -> Page:
    root = parse_html(text)
    walk = Walk(root)
    scripts = tuple(node.text for node in root.iter() if node.tag == "script" and node.text.strip())
    data = ({k[5:]: v for k, v in n.attributes.items() if k.startswith("data-") and v.strip()} for n in root.iter())
    return Page(tuple(walk.lines()), tuple(walk.blocks()), scripts, tuple(d for d in data if d))
