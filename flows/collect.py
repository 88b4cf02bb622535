"""One source, from its page to clean members: had, read, held to its expectations, normalised."""

import dataclasses
from pathlib import Path

import sources
from flows import clock, fetch, normalise, parse, settings
from flows.options import Options
from schemas.errors import FetchFailed, SourceChanged
from schemas.found import Found
from schemas.records import Reading, Snapshot, Source


def found_of(source: Source, options: Options) -> Found:
    """One source: its page had, read, held to its expectations, and its members made clean."""
    snapshot, reading = _read_first_good(source, options)
    members, anomalies = normalise.records(reading.records if source.liste_des_membres else (), source)
    return Found(source, snapshot, dataclasses.replace(reading, doubts=(*reading.doubts, *anomalies)), members)


def _read_first_good(source: Source, options: Options) -> tuple[Snapshot, Reading]:
    """A fresh page must read well, or the run is refused; of the stand-ins, the first that reads well is used."""
    snapshots = _snapshots(source, options)
    for snapshot in snapshots[:-1]:
        try:
            return snapshot, parse.parse(source, snapshot)
        except SourceChanged:
            if snapshot.origine != "archive":
                raise
    return snapshots[-1], parse.parse(source, snapshots[-1])


def _snapshots(source: Source, options: Options) -> list[Snapshot]:
    """The page to read, and what may stand in for it, best first."""
    if source.id in options.pages:
        return [fetch.from_file(source, options.pages[source.id], options.as_of)]
    embedded = fetch.embedded(source, sources.SNAPSHOTS)
    if options.offline:
        return [embedded]
    archive = options.output / "snapshots"
    why = ""
    if source.adresse_confirmee and (not options.asked or source.id in options.asked):
        try:
            return [fetch_page(source, archive, options.as_of)]
        except FetchFailed as error:
            why = str(error)
    stand_ins = sorted([*fetch.archived(source, archive), embedded], key=lambda s: s.recupere_le, reverse=True)
    return [dataclasses.replace(s, perimee=why) for s in stand_ins]


def fetch_page(source: Source, archive: Path, as_of: str) -> Snapshot:
    """One page fetched and archived. Raises FetchFailed."""
    from flows import http  # the network's libraries are loaded only when a page is fetched

    session = http.open_session(settings.load().user_agent)
    return fetch.fetch(source, session, archive, lambda: clock.now(as_of))
