"""Members' pages read in batches: pages in, one line of JSON a page out. Pure, so that it may be done anywhere.

A line is what its reader understood of one page, without what the archive knows of it anyway (address, digest).
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import sources
from flows.pages.archive import unpacked
from schemas.errors import SourceChanged
from schemas.records import Anomaly, Reading, Record, Snapshot, Source

AT_ONCE = 320
"""Pages in a batch: about a twentieth of a second of work, and half a megabyte to carry."""

_WRITTEN = json.JSONEncoder(separators=(",", ":")).encode
_READ = json.JSONDecoder().raw_decode
NO_DAY = ""
"""What a reader of many pages is told of the day: the same bytes read alike whenever they were had."""


class Sheet(NamedTuple):
    """One page to read. `packed`: its body as the archive keeps it."""

    url: str
    sha256: str
    content_type: str
    packed: bytes


class Told(NamedTuple):
    """What one page gave: members, rows of other tables, doubts; or why it cannot be read."""

    records: tuple[Record, ...] = ()
    tables: dict[str, list[dict[str, str]]] = {}  # noqa: RUF012  (never changed)
    doubts: tuple[Anomaly, ...] = ()
    why: str = ""
    damaged: bool = False
    """The archived body is no longer what its digest says."""


def read(source: Source, sheets: Sequence[Sheet]) -> list[str]:
    """One line a page, in their order. A page that its reader refuses is a line that says why."""
    return [_read(source, sheet) for sheet in sheets]


def _read(source: Source, sheet: Sheet) -> str:
    try:
        body = unpacked(sheet.packed)
        if hashlib.sha256(body).hexdigest() != sheet.sha256:
            raise ValueError("its archived body no longer has its sha256")
    except ValueError as error:
        return _line({"why": str(error), "damaged": True})
    page = Snapshot(source.id, sheet.url, body, NO_DAY, sheet.sha256, "archive", sheet.content_type)
    try:
        return encoded(_filled(source, sources.read(source, page)))
    except SourceChanged as error:
        return _line({"why": str(error)})


def _filled(source: Source, reading: Reading) -> Reading:
    """Raises SourceChanged when a member lacks a column that the descriptor says every one has."""
    champs: Any = source.attentes.get("champs", ()) if source.liste_des_membres else ()
    gaps = [champ for champ in champs for record in reading.records if not getattr(record, champ, "")]
    if gaps:
        raise SourceChanged(f"{source.id}: mandatory columns are empty: {', '.join(dict.fromkeys(gaps))}.")
    return reading


def encoded(reading: Reading) -> str:
    """A reading as a line."""
    told: dict[str, object] = {"records": [_cells(record) for record in reading.records]}
    if reading.tables:
        told["tables"] = reading.tables
    if reading.doubts:
        told["doubts"] = [[getattr(doubt, name) for name in Anomaly.__slots__] for doubt in reading.doubts]
    return _line(told)


def _cells(r: Record) -> tuple[object, ...]:
    return (
        *(r.nom, r.adresse_source, r.rue, r.code_postal, r.commune, r.telephones, r.courriels, r.site_web),
        *(r.capacite, r.forme, r.reference),
    )


def decoded(line: str, url: str, sha256: str) -> Told:
    """What a line tells of the page at `url`. Raises ValueError, TypeError or LookupError for what is no such line."""
    told, end = _READ(line)
    if end != len(line):
        raise ValueError("more than one line")
    if "why" in told:
        return Told(why=str(told["why"]), damaged=bool(told.get("damaged")))
    records = tuple([_record(words, url, sha256) for words in told["records"]])
    doubts = tuple(Anomaly(*doubt) for doubt in told["doubts"]) if "doubts" in told else ()
    return Told(records, told.get("tables", {}), doubts)


def _record(words: list[Any], url: str, sha256: str) -> Record:
    cells: list[Any] = [*words[:5], tuple(words[5]), tuple(words[6]), *words[7:11], url, sha256]
    return Record(*cells)


def is_refusal(line: str) -> bool:
    """Whether a line says why a page is not read: such a page is read again each time."""
    return line.startswith('{"why":')


def _line(told: dict[str, object]) -> str:
    return _WRITTEN(told)
