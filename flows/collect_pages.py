"""One source of many pages, from its first page to clean members: asked, kept, read in batches, held to its expectations."""

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import sources
from flows import clock, fetch, normalise, parse
from flows.caller import Caller
from flows.collect import is_asked, state_of
from flows.normalise.mentions import mentions
from flows.normalise.sayable import sayable
from flows.options import Options
from flows.pages import archive as pages_archive
from flows.pages import memory
from flows.pages.archive import Archive, Page
from flows.pages.doubts import not_had, unreadable
from flows.pages.links import Link, first_of, links
from flows.pages.merged import body_of, merged, reading_of, refuse_unread
from flows.running.sayable import words_of
from schemas.errors import FetchFailed, SourceChanged, UsageError
from schemas.found import Absent, Found, State
from schemas.records import Anomaly, Reading, Snapshot, Source


class Had(NamedTuple):
    """The pages of a source as one run has them. `archive`: the folder of the source's archive is in it."""

    first: Snapshot
    links: tuple[Link, ...]
    archive: Path
    fresh: bool
    """Whether the newest pages are to be read, or those that were last read well."""
    changed: bool = True
    failed: tuple[tuple[str, str], ...] = ()
    gone: frozenset[str] = frozenset()


def found_of(call: Caller, source: Source, options: Options) -> Found | Absent:
    """One source of many pages: its pages had, read in batches through `call`, and its members made clean.

    Absent when it was not asked, or failed and nothing may stand in for it. Raises UsageError for a page given by hand.
    """
    if source.id in options.pages:
        raise UsageError(
            f"{source.id} has one page a member: no single page saved by hand can stand for it. Leave --page out."
        )
    kept, why, statut = options.output / "snapshots", "", state_of(None)
    if not options.offline and is_asked(source, options):
        try:
            return _found(call, source, call(f"lire:{source.id}", had, source, kept, options.as_of), options, "", "")
        except (FetchFailed, SourceChanged) as error:
            why, statut = words_of(error), state_of(error)
    for one in _stand_ins(source, kept, options.offline):
        try:
            return _found(call, source, one, options, why, statut)
        except (FetchFailed, SourceChanged) as error:
            if one.first.origine == "embarquee" and not why:
                raise
            why, statut = (
                (why, statut) if why or isinstance(error, SourceChanged) else (words_of(error), state_of(error))
            )
    return Absent(source, why, statut)


def had(source: Source, archive: Path, as_of: str) -> Had:
    """The first page and those it leads to, asked now and archived.

    Raises FetchFailed when the first one, or too many of the others, cannot be had; SourceChanged for a first page
    that leads nowhere, which is never again taken for the one that is unchanged.
    """
    from flows.pages import ahead, asking, manners  # the network's libraries are loaded only when a page is fetched

    def now() -> str:
        return clock.now(as_of)

    with contextlib.closing(manners.pacing(source)) as pacing:
        first = fetch.fetch(_of_first(source), pacing.sessions[0], archive, now)
        found = _leads(source, first, archive)
        with (
            pages_archive.opened(archive, source.id) as kept,
            ahead.reading(source, archive.parent / "cache", len(pacing.sessions)) as reader,
        ):
            told = asking.ask(found, kept, pacing, now, reader)
    changed = first.origine != "inchangee" or bool(told.fresh)
    return Had(first, found, archive, True, changed, tuple(told.failed.items()), told.gone)


def _leads(source: Source, first: Snapshot, archive: Path) -> tuple[Link, ...]:
    try:
        return links(source, first)
    except (SourceChanged, ValueError) as error:
        fetch.distrust(first, archive)
        raise _refused(source, error) from error


def _of_first(source: Source) -> Source:
    return dataclasses.replace(source, url=first_of(source))


def _refused(source: Source, error: SourceChanged | ValueError) -> SourceChanged:
    if isinstance(error, SourceChanged):
        return error
    return SourceChanged(
        f"{source.id}: the first page cannot be understood ({type(error).__name__}). Nothing of it is used; open {first_of(source)}."
    )


def _stand_ins(source: Source, archive: Path, offline: bool) -> Iterator[Had]:
    """The newest archived first page that leads somewhere, with the pages last read well; then what is embedded."""
    embedded = sources.snapshots_of(source)
    for folder, origin in ((archive, "archive"), (embedded, "embarquee")):
        if not (folder / source.id / pages_archive.NAME).is_file():
            continue
        for first in fetch.archived(source, folder):
            if first.url != first_of(source):
                continue
            try:
                found = links(source, first)
            except (SourceChanged, ValueError):
                continue
            yield Had(dataclasses.replace(first, origine=origin), found, folder, False)  # type: ignore[arg-type]


def _found(call: Caller, source: Source, one: Had, options: Options, why: str, statut: State) -> Found:
    """Raises SourceChanged when the pages are not what the source promised."""
    with pages_archive.opened(one.archive, source.id) as kept:
        pages, doubts = _present(source, one, kept)
        cleaning = normalise.Cleaning(source)
        reading = _read(call, source, pages, doubts, kept, options, cleaning, settles=one.fresh)
    body, digest = body_of(pages)
    origin = one.first.origine if not one.fresh else "reseau" if one.changed else "inchangee"
    snapshot = dataclasses.replace(
        one.first, url=source.url, body=body, sha256=digest, origine=origin, content_type="text/plain", perimee=why
    )
    parse.held(source, snapshot, reading)
    members, anomalies = cleaning.made()
    told, more = mentions(reading.tables.get("mentions", ()), source)
    doubts = [*map(sayable, reading.doubts), *anomalies, *more]
    return Found(source, snapshot, dataclasses.replace(reading, doubts=tuple(doubts)), members, told, statut)


def _present(source: Source, one: Had, kept: Archive) -> tuple[list[Page], list[Anomaly]]:
    """The pages that there are to read, in the order of the links, and the doubts about those that there are not."""
    known, failed = kept.newest() if one.fresh else kept.read_well(), dict(one.failed)
    pages: list[Page] = []
    doubts: list[Anomaly] = []
    for link in one.links:
        if link.url in known and link.url not in one.gone:
            pages.append(known[link.url])
            doubts += [not_had(source.id, link.url)] if link.url in failed else []
        else:
            doubts.append(unreadable(source.id, link.url))
    return pages, doubts


def _read(
    call: Caller,
    source: Source,
    pages: list[Page],
    doubts: list[Anomaly],
    kept: Archive,
    options: Options,
    cleaning: normalise.Cleaning,
    settles: bool,
) -> Reading:
    """All pages read. What was read well is what stands in from now on; Raises SourceChanged."""
    with memory.opened(options.output / "cache", source) as remembered:
        take = cleaning.take if source.liste_des_membres else None
        whole = merged(call, source, pages, kept, remembered, take)
    for digest in whole.damaged:
        kept.damaged(digest)
    try:
        lost = sum(doubt.code == "page_illisible" for doubt in doubts)
        refuse_unread(source, whole, lost, len(pages) + lost)
    except SourceChanged:
        if settles:
            kept.settle((), whole.ill)
        raise
    if settles:
        kept.settle(whole.well, whole.ill)
    reading = reading_of(source, whole)
    return dataclasses.replace(reading, doubts=(*doubts, *reading.doubts))
