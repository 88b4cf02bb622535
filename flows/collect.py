"""One source, from its page or register to clean members or mentions: had, read, held to its expectations, normalised."""

import dataclasses
import importlib
from pathlib import Path

import sources
from flows import clock, fetch, normalise, operators, parse, settings, shelf
from flows.normalise.mentions import mentions
from flows.normalise.sayable import sayable
from flows.options import Options
from schemas.errors import FetchFailed, SourceChanged
from schemas.found import Absent, Found, Known
from schemas.records import REGISTERS, Reading, Snapshot, Source


def found_of(source: Source, options: Options, known: Known) -> Found | Absent:
    """One source: its page had, read, held to its expectations, and its members or mentions made clean.

    Absent when it was not asked, or failed and nothing may stand in for it. `known`: what registers are asked about.
    """
    read, why = _read(source, options, known)
    if read is None:
        return Absent(source, why)
    snapshot, reading = read
    members, anomalies = normalise.records(reading.records if source.liste_des_membres else (), source)
    told, doubts = mentions(reading.tables.get("mentions", ()), source)
    doubts = [*map(sayable, reading.doubts), *anomalies, *doubts]
    return Found(source, snapshot, dataclasses.replace(reading, doubts=tuple(doubts)), members, told)


def _read(source: Source, options: Options, known: Known) -> tuple[tuple[Snapshot, Reading] | None, str]:
    """What is read of the source, fresh or of what stands in for it; and why nothing fresh could be had."""
    if source.id in options.pages:
        return _parsed(source, fetch.from_file(source, options.pages[source.id], options.as_of)), ""
    if source.acces == "fichier" or (options.offline and source.acces not in REGISTERS):
        return _parsed(source, fetch.embedded(source, sources.SNAPSHOTS)), ""
    why = ""
    if not options.offline and _is_asked(source, options):
        try:
            return _fresh(source, options, known), ""
        except FetchFailed as error:
            why = str(error)
    return _stand_in(source, options.output / "snapshots", why), why


def _fresh(source: Source, options: Options, known: Known) -> tuple[Snapshot, Reading]:
    """A page or a register had now. A page must read well, or the run is refused: raises SourceChanged, FetchFailed.

    A register whose answer is not what its reader understands is as one that did not answer: none of it is kept.
    """
    archive = options.output / "snapshots"
    if source.acces not in REGISTERS:
        return _parsed(source, fetch_page(source, archive, options.as_of))
    try:
        read = _parsed(source, harvested(source, options.as_of, known))
    except SourceChanged as error:
        raise FetchFailed(str(error)) from error
    fetch.keep(read[0], archive)
    return read


def _stand_in(source: Source, archive: Path, why: str) -> tuple[Snapshot, Reading] | None:
    """The newest archived copy that reads well; of a page, the embedded one at last."""
    copies = fetch.archived(source, archive)
    if source.acces not in REGISTERS:
        copies.append(fetch.embedded(source, sources.SNAPSHOTS))
    copies.sort(key=lambda copy: copy.recupere_le, reverse=True)
    for copy in copies:
        try:
            return _parsed(source, dataclasses.replace(copy, perimee=why))
        except SourceChanged:
            if copy.origine != "archive":
                raise
    return None


def _parsed(source: Source, snapshot: Snapshot) -> tuple[Snapshot, Reading]:
    return snapshot, parse.parse(source, snapshot)


def _is_asked(source: Source, options: Options) -> bool:
    """Whether a source is to be asked now: its address is known, and the run does not ask others only."""
    set_up = source.acces != "sirene" or bool(settings.load().sirene)
    return source.adresse_confirmee and set_up and (not options.asked or source.id in options.asked)


def had(source: Source, output: Path, as_of: str) -> Snapshot:
    """One page or register asked now and archived, about the operators of the last release. Raises FetchFailed."""
    archive = output / "snapshots"
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
    """One page fetched and archived. Raises FetchFailed."""
    from flows import http  # the network's libraries are loaded only when a page is fetched

    session = http.open_session(settings.load().user_agent)
    return fetch.fetch(source, session, archive, lambda: clock.now(as_of))
