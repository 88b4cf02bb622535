"""What the members' pages gave, page after page, as one reading of their source."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.caller import Caller
from flows.failure import shown
from flows.pages.archive import Archive, Page
from flows.pages.asking import SHARE
from flows.pages.batches import AT_ONCE, Sheet, Told, decoded, is_refusal, read
from flows.pages.doubts import twice, unreadable
from flows.pages.memory import Memory
from flows.running.sayable import sayable
from schemas.errors import SourceChanged
from schemas.records import Anomaly, Reading, Record, Row, Source
from sources.text import clean

_log = logging.getLogger(__name__)
Taker = Callable[[Sequence[Record]], None]
_PART = 1_600
"""Members that are handed on together."""
_WINDOW = 32
"""Batches that are in memory at once, bodies and all: what is read of 100,000 pages never stands there together with them."""


@dataclass(slots=True)
class Merged:
    """A reading in the making; `well` and `ill` are the addresses of the pages that were read, and that were not."""

    records: list[Record] = field(default_factory=list)
    tables: dict[str, dict[tuple[tuple[str, str], ...], Row]] = field(default_factory=dict)
    doubts: list[Anomaly] = field(default_factory=list)
    well: list[str] = field(default_factory=list)
    ill: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    """Digests of archived bodies that are no longer what they were."""


def merged(
    call: Caller, source: Source, pages: Sequence[Page], archive: Archive, memory: Memory, take: Taker | None = None
) -> Merged:
    """Read all pages, those alone that were not read before, and put what they give together in their order.

    `take` is given the members part by part, in their order, while others are still being read.
    """
    merging, size = _Merging(source, memory, take), AT_ONCE * _WINDOW
    for start in range(0, len(pages), size):
        window = pages[start : start + size]
        lines = memory.lines(window)
        new = [page for page, line in zip(window, lines, strict=True) if not line]
        merging.begin(window, lines)
        batches = _Batches(source, new, archive, merging.came)
        names = [f"lire:{source.id}:{place}" for place in range(1, len(batches) + 1)]
        given = call.every(names, read, batches)[::-1]
        while given:
            merging.came(given.pop())  # nothing, where the caller told of it as it came
        merging.end()
    merging.give(1)
    return merging.whole


class _Merging:
    """Pages merged in their order, whether their lines are remembered or come now."""

    def __init__(self, source: Source, memory: Memory, take: Taker | None) -> None:
        self.whole = Merged()
        self._source, self._memory, self._take = source, memory, take
        self._references: set[str] = set()
        self._pages: Iterator[tuple[Page, str]] = iter(())
        self._given = 0

    def begin(self, pages: Sequence[Page], lines: list[str]) -> None:
        """The next pages, and the lines that are remembered; '' of those whose lines will come."""
        self._pages = _emptied(pages, lines)

    def came(self, lines: Sequence[str]) -> list[str]:
        """The lines of the next pages that were not remembered. Nothing is left of them: they have become members."""
        fresh: list[tuple[Page, str]] = []
        for line in lines:
            page = self._unread()
            self._add(page, line)
            fresh.append((page, line))
        self._memory.keep(pair for pair in fresh if not is_refusal(pair[1]))
        self.give(_PART)
        return []

    def end(self) -> None:
        """Nothing more comes: the pages that are left are remembered."""
        for page, line in self._pages:
            self._add(page, line)
        self.give(_PART)

    def give(self, fewest: int) -> None:
        """Hand on the members that were not handed on yet, if there are so many."""
        if self._take and len(self.whole.records) - self._given >= fewest:
            self._take(self.whole.records[self._given :])
            self._given = len(self.whole.records)

    def _unread(self) -> Page:
        """The next page that was not remembered; those before it are merged."""
        for page, line in self._pages:
            if not line:
                return page
            self._add(page, line)
        raise LookupError("more lines came than pages were read")

    def _add(self, page: Page, line: str) -> None:
        told, whole = _understood(line, page), self.whole
        if told.why:
            whole.ill[page.url] = told.why
            whole.doubts.append(unreadable(self._source.id, page.url))
            _log.warning("%s: not read: %s", shown(page.url), clean(sayable(told.why))[:500])
            whole.damaged += [page.sha256] if told.damaged else []
            return
        whole.well.append(page.url)
        whole.doubts += told.doubts
        _add_tables(whole, told)
        for record in told.records:
            if record.reference and record.reference in self._references:
                whole.doubts.append(twice(self._source.id, record.reference, page.url))
                continue
            self._references.add(record.reference)
            whole.records.append(record)


def _emptied(pages: Sequence[Page], lines: list[str]) -> Iterator[tuple[Page, str]]:
    """Each page with its line, which is left to nobody else: what is understood of it takes its room."""
    for place, page in enumerate(pages):
        line, lines[place] = lines[place], ""
        yield page, line


def refuse_unread(source: Source, whole: Merged, lost: int, count: int) -> None:
    """Raises SourceChanged when more than a tenth of `count` pages are not read; one alone never stops a source.

    `lost`: those that could not be had at all.
    """
    unread = len(whole.ill) + lost
    if unread <= max(count * SHARE, 1) and whole.well:
        return
    url, why = next(iter(whole.ill.items()), ("", "they could not be had."))
    raise SourceChanged(
        f"{source.id}: {unread} of {count} members' pages are not read, more than one in ten. The first one, {shown(url)}: "
        f"{clean(sayable(why))[:300]} Nothing of these pages is used. Next: open it and compare; then tell a maintainer of the reader "
        f"{source.lecteur}.py."
    )


def reading_of(source: Source, whole: Merged) -> Reading:
    """One reading; the network itself stands even where no page says anything of it."""
    tables = {name: tuple(rows.values()) for name, rows in whole.tables.items()}
    if source.liste_des_membres and "reseaux" not in tables:
        tables["reseaux"] = ({"nom": source.editeur, "type": "reseau"},)
    return Reading(source.id, tuple(whole.records), tables, tuple(whole.doubts))


def body_of(pages: Iterable[Page]) -> tuple[bytes, str]:
    """What stands for the body of a source of many pages, a line of digest and address a page; and its sha256."""
    body = "".join(f"{page.sha256} {page.url}\n" for page in pages).encode()
    return body, hashlib.sha256(body).hexdigest()


def _add_tables(whole: Merged, told: Told) -> None:
    """Rows of other tables, each once: every page of a network may name it."""
    for name, rows in told.tables.items():
        known = whole.tables.setdefault(name, {})
        for row in rows:
            known.setdefault(tuple(sorted(row.items())), row)


class _Batches(Sequence[tuple[Source, tuple[Sheet, ...]]]):
    """Pages in batches, whose bodies are taken out of the archive when the batch is taken.

    `came` is told what each gave (`flows.caller`).
    """

    def __init__(
        self, source: Source, pages: Sequence[Page], archive: Archive, came: Callable[[list[str]], list[str]]
    ) -> None:
        self._source, self._pages, self._archive, self.came = source, pages, archive, came

    def __len__(self) -> int:
        return -(-len(self._pages) // AT_ONCE)

    def __getitem__(self, place: Any) -> Any:
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._source, _sheets(self._pages[place * AT_ONCE : (place + 1) * AT_ONCE], self._archive)


def _sheets(pages: Sequence[Page], archive: Archive) -> tuple[Sheet, ...]:
    bodies = archive.bodies([page.sha256 for page in pages])
    return tuple(Sheet(page.url, page.sha256, page.content_type, bodies.get(page.sha256, b"")) for page in pages)


def _understood(line: str, page: Page) -> Told:
    try:
        return decoded(line, page.url, page.sha256)
    except (ValueError, TypeError, LookupError) as error:
        return Told(why=f"what was kept of it cannot be understood ({type(error).__name__})", damaged=True)
