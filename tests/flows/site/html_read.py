"""Built pages as tests read them: through a parser, never as text."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_VOID = frozenset("area base br col embed hr img input link meta source track wbr path circle rect line".split())


class Element:
    """One element: its tag, its attributes, the text right inside it and all that is below."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.parts: list[Element | str] = []

    def each(self, tag: str = "") -> Iterator["Element"]:
        """The elements below it, of a tag or all."""
        for part in self.parts:
            if isinstance(part, Element):
                if not tag or part.tag == tag:
                    yield part
                yield from part.each(tag)

    def get(self, name: str) -> str:
        """An attribute, '' when it has none."""
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """All text below, blanks folded."""
        return " ".join("".join(p if isinstance(p, str) else f"{p.text} " for p in self.parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(one)
        if tag not in _VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(path: Path) -> Element:
    """A page; a tag that is not closed where it should be fails the test."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert len(reader.open) == 1, f"{path} does not close {reader.open[-1].tag}"
    return reader.root


def every_page(site: Path) -> list[Path]:
    """The site's own pages; a release's files are not."""
    return [path for path in sorted(site.rglob("*.html")) if "donnees" not in path.relative_to(site).parts]


def links(page: Element) -> Iterator[str]:
    """Every address that a page names: links, pictures, scripts, styles."""
    for one in page.each():
        yield from (one.get(name) for name in ("href", "src", "action") if name in one.attributes)


def target(site: Path, page: Path, address: str) -> tuple[Path, str]:
    """The file and the anchor that an address of the site leads to; one from the root begins with `/`."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    found = site / path.lstrip("/") if path.startswith("/") else (page.parent / path if path else page)
    return (found / "index.html" if found.is_dir() else found).resolve(), unquote(parts.fragment)


def by_id(page: Element, name: str) -> Element:
    """The one element of an id."""
    (found,) = [one for one in page.each() if one.get("id") == name]
    return found
