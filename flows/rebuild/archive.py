"""`records/<version>.json.gz`: the inputs of one release, private, without a page nor a withheld value.

Its digest is that of the JSON inside: how well a library compresses is no fact of a release.
"""

import dataclasses
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from flows.formats.whole import write_whole
from flows.rebuild.codec import typed
from flows.rebuild.inputs import Inputs
from flows.rebuild.streamed import members
from schemas.errors import Damaged, Refused, UsageError
from schemas.found import Found
from schemas.records import Record, Row, Source
from schemas.tables import TABLES

FORMAT = 1
FOLDER = "records"
MAX_BYTES = 400_000_000
"""Of the JSON: some hundred times the largest that the sources of today make. More is no archive of ours."""
_TAKEN_BACK = "Put the file back from a copy of the output folder; without one, this release cannot be made again."


@dataclasses.dataclass(frozen=True, slots=True)
class _Heard:
    """What a source gave, less what only its reading needed: raw records and mentions are no more than their number."""

    found: Found
    records: int
    raw: Mapping[str, int]
    """Rows of tables that are none of a release's, by table."""


def path_of(output: Path, version: str) -> Path:
    """Where the archive of a release is."""
    return output / FOLDER / f"{version}.json.gz"


@dataclasses.dataclass(frozen=True, slots=True)
class Archived:
    """An archive as a file holds it, and the sha256 of the JSON in it."""

    body: bytes
    sha256: str


def archived(inputs: Inputs) -> Archived:
    """The same inputs give the same bytes wherever and whenever it is made. Raises TypeError for what no JSON can say."""
    return packed(_document(inputs))


def packed(text: Iterable[bytes]) -> Archived:
    """Text in pieces, compressed as they come, without a day nor a name."""
    body, proof = io.BytesIO(), hashlib.sha256()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=4, fileobj=body, mtime=0) as file:
        for piece in text:
            proof.update(piece)
            file.write(piece)
    return Archived(body.getvalue(), proof.hexdigest())


def begun(inputs: Inputs) -> Future[Archived]:
    """The archive, being made by a thread: compressing leaves the processor's other half to who goes on."""
    pool = ThreadPoolExecutor(1, "archive")
    made = pool.submit(archived, inputs)
    pool.shutdown(wait=False)
    return made


def digest(body: bytes) -> str:
    """sha256 of the JSON in an archive's bytes, as `manifeste.json` holds it under `made.records`. Raises Damaged."""
    return hashlib.sha256(_unpacked(body, "the archive")).hexdigest()


def write(output: Path, version: str, body: bytes) -> Path:
    """Puts the archive of a release in its place, durably: the whole of it or nothing. Raises Refused."""
    path = path_of(output, version)
    try:
        write_whole(path, body)
    except UsageError as error:
        raise Refused(f"{error} Nothing is published.") from None
    return path


def prune(output: Path, versions: Collection[str]) -> list[Path]:
    """Removes what killed runs left: drafts, and archives of a release that is none of `versions`. Returns them."""
    named = {path_of(output, version) for version in versions}
    gone = [path for path in sorted((output / FOLDER).glob("*")) if _ours(path) and path not in named]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _ours(path: Path) -> bool:
    return path.name.endswith((".json.gz", ".tmp")) and path.is_file()


def read(path: Path, expected: str = "") -> Inputs:
    """The inputs that a file holds; `expected` is the digest that the release names, '' when it is not known.

    Raises Refused when there is no such file, Damaged when it is cut, changed, too large, or of a format unknown here.
    """
    try:
        body = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}. {_TAKEN_BACK}") from None
    text = _unpacked(body, str(path))
    if expected and hashlib.sha256(text).hexdigest() != expected:
        raise Damaged(
            f"{path}: its sha256 is not the one in the release's manifeste.json (made.records). {_TAKEN_BACK}"
        )
    return _inputs(text, path)


def _document(inputs: Inputs) -> Iterator[bytes]:
    whole = {one.name: getattr(inputs, one.name) for one in dataclasses.fields(inputs)}
    whole["found"] = tuple(map(_slim, inputs.found))
    whole["missing"] = tuple(dataclasses.replace(one, source=_anywhere(one.source)) for one in inputs.missing)
    whole["references"] = tuple(one._replace(source=_anywhere(one.source)) for one in inputs.references)
    yield b'{"format":%d,"inputs":' % FORMAT
    yield from members(whole.items())
    yield b"}\n"


def _anywhere(source: Source) -> Source:
    """Without the folder that its descriptor lies in, which is this machine's."""
    return dataclasses.replace(source, dossier="")


def _slim(one: Found) -> _Heard:
    """The page itself is left out, and the hour it was had: a release made at any hour of a day is the same."""
    snapshot = dataclasses.replace(one.snapshot, body=b"", content_type="", recupere_le=one.snapshot.recupere_le[:10])
    tables = one.reading.tables
    kept = {table: rows for table, rows in tables.items() if table in TABLES}
    reading = dataclasses.replace(one.reading, records=(), tables=kept)
    raw = {table: len(rows) for table, rows in tables.items() if table not in TABLES}
    found = dataclasses.replace(one, source=_anywhere(one.source), snapshot=snapshot, reading=reading)
    return _Heard(found, len(one.reading.records), raw)


def _whole(slim: _Heard) -> Found:
    """What the steps see again: as many records, with nothing in them."""
    reading = slim.found.reading
    raw: Mapping[str, tuple[Row, ...]] = {table: ({},) * count for table, count in slim.raw.items()}
    counted = dataclasses.replace(reading, records=(Record("", ""),) * slim.records, tables={**reading.tables, **raw})
    return dataclasses.replace(slim.found, reading=counted)


def _unpacked(body: bytes, what: str) -> bytes:
    unpack = zlib.decompressobj(wbits=31)
    try:
        text = unpack.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise Damaged(f"{what} is damaged: {error}. {_TAKEN_BACK}") from None
    if len(text) > MAX_BYTES or not unpack.eof or unpack.unused_data:
        raise Damaged(f"{what} is cut short, too large, or followed by something else. {_TAKEN_BACK}")
    return text


def _inputs(text: bytes, path: Path) -> Inputs:
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise Damaged(
                f"{path}: an archive of a format that this version does not read (it reads {FORMAT}). Check out the "
                "revision in the release's manifeste.json (made.code) and run there: creches rebuild."
            )
        whole = document["inputs"]
        found = typed(tuple[_Heard, ...], whole["found"], "found")
        inputs: Inputs = typed(Inputs, {**whole, "found": []}, "inputs")
        return dataclasses.replace(inputs, found=tuple(map(_whole, found)))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Damaged(f"{path} is not an archive of a release: {str(error)[:200]}. {_TAKEN_BACK}") from None
