"""Shelf -> `site/`: every page in both languages, pictures, assets and the current release's own files.

It is written beside its place and swapped in whole; a build that is killed leaves the site that was there.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows import shelf
from flows.shelf.durable import exchange
from flows.site import assets, carried, feeds_map
from flows.site.kept import DRAFT, FOLDER, cleared, removed
from flows.site.page import Page, path_in
from flows.site.pages import EVERY
from flows.site.pictures import pictures_of
from flows.site.render import html
from flows.site.shown import Shown, shown
from flows.site.words import TONGUES, Words
from schemas.errors import Damaged, Refused

Maker = Callable[[Shown, Words], Iterator[Page]]
_PATH = re.compile(r"([a-z]+/)?[A-Za-z0-9-]+\.html")
NO_ROOM = "{} cannot be written: {}. The site is as it was; free some space and run creches site build."


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the release shown, where, how many pages, and the bytes of all files."""

    version: str
    folder: Path
    pages: int
    bytes: int

    def document(self) -> dict[str, object]:
        """The JSON document of `creches site build --json`."""
        about = {"version": self.version, "folder": str(self.folder), "pages": self.pages, "bytes": self.bytes}
        return {"result": "built", "exit_code": 0, **about}


def build(output: Path) -> Built:
    """Builds the site of the current release, by the output folder's lock.

    Raises UsageError when there is no release, Damaged when it is not whole, Locked, Refused when the disk refuses.
    """
    with shelf.locked(output, make=False):
        return built(output)


def built(output: Path) -> Built:
    """As `build`, for who holds the lock already."""
    draft, place = output / DRAFT, output / FOLDER
    about = shown(output)
    try:
        cleared(output)
        draft.mkdir(mode=0o755)
        count = write(draft, about)
        size = sum(path.stat().st_size for path in draft.rglob("*") if path.is_file())
        if place.is_symlink() or place.is_file():
            removed(place)
        exchange(draft, place)
    except OSError as error:
        raise Refused(NO_ROOM.format(place, error.strerror or error)) from None
    finally:
        with contextlib.suppress(OSError):
            cleared(output)
    return Built(about.version, place, count, size)


def write(draft: Path, about: Shown, makers: Sequence[Maker] = ()) -> int:
    """All files of a site, into an empty folder; how many pages. `makers`: the kinds of pages, all when empty.

    Raises OSError; Damaged for an id or a code that cannot be the name of a page.
    """
    carried.write(draft, about)
    assets.write(draft, about)
    for name, body in pictures_of(about).items():
        put(draft / name, body)
    count, listed = 0, []
    for words in map(Words, TONGUES):
        for page in pages(about, words, makers):
            if not _PATH.fullmatch(page.path):
                raise Damaged(
                    f"{page.path!r} is no name of a page: an id or a code of the release is none. Nothing is built."
                )
            put(draft / path_in(words.tongue, page.path), html(page, words, about).encode())
            count += 1
            if words.tongue == "fr" and page.listed:
                listed.append(page.path)
    put(draft / "sitemap.xml", feeds_map.sitemap(listed, about))
    put(draft / "robots.txt", feeds_map.robots(about))
    return count


def pages(about: Shown, words: Words, makers: Sequence[Maker] = ()) -> Iterator[Page]:
    """Every page of some kinds, all when empty, in one language."""
    for made in makers or EVERY:
        yield from made(about, words)


def put(path: Path, body: bytes) -> None:
    """Writes a file, the folders above it made when needed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
