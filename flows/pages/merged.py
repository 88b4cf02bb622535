"""What the members' pages gave, page after page, as one reading of their source."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
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


def merged(call: Caller, source: Source, pages: Sequence[Page], archive: Archive, memory: Memory) -> Merged:
    """Read all pages, those alone that were not read before, and put what they give together in their order.

    Raises SourceChanged when more than a tenth cannot be read.
    """
    whole, references = Merged(), set[str]()
    for page, line in _lines(call, source, pages, archive, memory):
        told = _understood(line, page)
        if told.why:
            whole.ill[page.url] = told.why
            whole.doubts.append(unreadable(source.id, page.url))
            _log.warning("%s: not read: %s", shown(page.url), clean(sayable(told.why))[:500])
            whole.damaged += [page.sha256] if told.damaged else []
            continue
        whole.well.append(page.url)
        whole.doubts += told.doubts
        _add_tables(whole, told)
        for record in told.records:
            if record.reference and record.reference in references:
                whole.doubts.append(twice(source.id, record.reference, page.url))
                continue
            references.add(record.reference)
            whole.records.append(record)
    return whole


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


def _lines(
    call: Caller, source: Source, pages: Sequence[Page], archive: Archive, memory: Memory
) -> Iterator[tuple[Page, str]]:
    """The line of each page, remembered or read now, in their order."""
    for start in range(0, len(pages), AT_ONCE * _WINDOW):
        window = pages[start : start + AT_ONCE * _WINDOW]
        lines = memory.lines(window)
        new = [page for page, line in zip(window, lines, strict=True) if not line]
        fresh = iter(_read_now(call, source, new, archive))
        told = [line or next(fresh) for line in lines]
        memory.keep(
            (page, line) for page, was, line in zip(window, lines, told, strict=True) if not (was or is_refusal(line))
        )
        del lines, fresh
        for place, page in enumerate(window):
            line, told[place] = told[place], ""  # what is understood of a line takes its room
            yield page, line


def _read_now(call: Caller, source: Source, pages: Sequence[Page], archive: Archive) -> list[str]:
    batches = _Batches(source, pages, archive)
    names = [f"lire:{source.id}:{place}" for place in range(1, len(batches) + 1)]
    return [line for lines in call.every(names, read, batches) for line in lines]


class _Batches(Sequence[tuple[Source, tuple[Sheet, ...]]]):
    """Pages in batches, whose bodies are taken out of the archive when the batch is taken."""

    def __init__(self, source: Source, pages: Sequence[Page], archive: Archive) -> None:
        self._source, self._pages, self._archive = source, pages, archive

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
