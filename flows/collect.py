"""One source, from its page or register to clean members or mentions: had, read, held to its expectations, normalised."""

import dataclasses
import importlib
from pathlib import Path

import sources
from flows import clock, fetch, normalise, operators, parse, settings, shelf
from flows.normalise.mentions import mentions
from flows.normalise.sayable import sayable
from flows.options import Options
from flows.running.sayable import words_of
from schemas.errors import FetchFailed, SourceChanged
from schemas.found import Absent, Found, Known, State
from schemas.records import REGISTERS, Reading, Snapshot, Source


def found_of(source: Source, options: Options, known: Known) -> Found | Absent:
    """One source: its page had, read, held to its expectations, and its members or mentions made clean.

    Absent when it was not asked, or failed and nothing may stand in for it. `known`: what registers are asked about.
    """
    read, why, statut = _read(source, options, known)
    if read is None:
        return Absent(source, why, statut)
    snapshot, reading = read
    members, anomalies = normalise.records(reading.records if source.liste_des_membres else (), source)
    told, doubts = mentions(reading.tables.get("mentions", ()), source)
    doubts = [*map(sayable, reading.doubts), *anomalies, *doubts]
    return Found(source, snapshot, dataclasses.replace(reading, doubts=tuple(doubts)), members, told, statut)


_Read = tuple[Snapshot, Reading]


def _read(source: Source, options: Options, known: Known) -> tuple[_Read | None, str, State]:
    """What is read of the source, fresh or of what stands in for it; why nothing fresh could be had, and its state then.

    Raises SourceChanged for a page that a person gave, and for a file or a copy of the project.
    """
    if source.id in options.pages:
        return _parsed(source, fetch.from_file(source, options.pages[source.id], options.as_of)), "", ""
    if source.acces == "fichier" or (options.offline and source.acces not in REGISTERS):
        return _parsed(source, fetch.embedded(source, sources.snapshots_of(source))), "", ""
    why, statut = "", state_of(None)
    if not options.offline and is_asked(source, options):
        try:
            return _fresh(source, options, known), "", ""
        except (FetchFailed, SourceChanged) as error:
            why, statut = words_of(error), state_of(error)
    return _stand_in(source, options.output / "snapshots", why), why, statut


def state_of(error: FetchFailed | SourceChanged | None) -> State:
    """What is wrong with a source: it answers, and its reader does not understand; it turns us away; or it is not there."""
    if error is None:
        return ""
    if isinstance(error, SourceChanged) or _EMPTY in str(error):
        return "cassee"
    refused = getattr(error, "kind", "") in ("blocked", "robots") and _BUSY not in str(error)
    return "bloquee" if refused else "perimee"


_EMPTY = "the page is empty"
_BUSY = "answers 503"  # a robot check or a site at rest: which one, nothing tells


def _fresh(source: Source, options: Options, known: Known) -> _Read:
    """A page or a register had now. Raises SourceChanged when its reader does not understand it, FetchFailed.

    A page that is not understood is kept for a person, and never again taken for the one that is unchanged; a
    register's answer that is not understood is as none.
    """
    archive = options.output / "snapshots"
    if source.acces in REGISTERS:
        read = _parsed(source, harvested(source, options.as_of, known))
        fetch.keep(read[0], archive)
        return read
    snapshot = fetch_page(source, archive, options.as_of)
    try:
        return _parsed(source, snapshot)
    except SourceChanged:
        fetch.distrust(snapshot, archive)
        raise


def _stand_in(source: Source, archive: Path, why: str) -> _Read | None:
    """The newest archived copy that reads well; of a page, the embedded one at last."""
    copies = fetch.archived(source, archive)
    if source.acces not in REGISTERS:
        copies.append(fetch.embedded(source, sources.snapshots_of(source)))
    copies.sort(key=lambda copy: copy.recupere_le, reverse=True)
    for copy in copies:
        try:
            return _parsed(source, dataclasses.replace(copy, perimee=why))
        except SourceChanged:
            if copy.origine != "archive" and not why:
                raise
    return None


def _parsed(source: Source, snapshot: Snapshot) -> _Read:
    return snapshot, parse.parse(source, snapshot)


def is_asked(source: Source, options: Options) -> bool:
    """Whether a source is to be asked now: its address is known, and the run does not ask others only."""
    set_up = source.acces != "sirene" or bool(settings.load().sirene)
    meant = not options.archived and (not options.asked or source.id in options.asked)
    return source.adresse_confirmee and set_up and meant


def had(source: Source, output: Path, as_of: str) -> Snapshot:
    """One page or register asked now and archived, about the operators of the last release. Raises FetchFailed.

    Of a source of many pages, all are asked, and the first one is given.
    """
    archive = output / "snapshots"
    if source.acces == "pages":
        from flows import collect_pages  # which knows this file

        return collect_pages.had(source, archive, as_of).first
    if source.acces not in REGISTERS:
        return fetch_page(source, archive, as_of)
    snapshot = harvested(source, as_of, operators.known([], shelf.last(output).tables))
    fetch.keep(snapshot, archive)
    return snapshot


def harvested(source: Source, as_of: str, known: Known) -> Snapshot:
    """A register asked now. Raises FetchFailed."""
    register = importlib.import_module(f"flows.registers.{source.acces}")
    body: bytes = register.harvest(source, known, lambda: clock.now(as_of))
    return fetch.made(source, body, clock.now(as_of))


def fetch_page(source: Source, archive: Path, as_of: str) -> Snapshot:
    """One page fetched and archived; of a source of many pages, the first one. Raises FetchFailed."""
    from flows import http  # the network's libraries are loaded only when a page is fetched

    session = http.open_session(settings.load().user_agent)
    return fetch.fetch(source, session, archive, lambda: clock.now(as_of))
