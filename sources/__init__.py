"""Who publishes members, and how each page is read: `catalogue()`, `load(id)`, `read(source, snapshot)`."""

import dataclasses
import importlib
import json
import tomllib
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from schemas import descriptor_schema
from schemas.errors import SourceChanged, UsageError
from schemas.records import Reading, Row, Snapshot, Source
from sources import folder

if TYPE_CHECKING:
    import jsonschema

FOLDER = Path(__file__).parent
SNAPSHOTS = FOLDER / "snapshots"


class Fault(NamedTuple):
    """A cell that a schema refuses: the place of its row from 0, its column ('' for the row as a whole), what is expected."""

    place: int
    column: str
    expected: str


def catalogue() -> dict[str, Source]:
    """All sources by id, sorted: those of the folder that the settings name instead of the project's pages, and the
    project's reference tables. Raises UsageError for a descriptor that its schema refuses."""
    own = folder.chosen()
    known = {path.stem: load(path.stem) for path in FOLDER.glob("*.toml")}
    if own:
        known = {id_: source for id_, source in known.items() if not source.lecteur}
        known |= {path.stem: load(path.stem) for path in own.glob("*.toml")}
    return dict(sorted(known.items()))


def pages() -> dict[str, Source]:
    """The sources that are pages to fetch and read (not reference tables)."""
    return {id_: source for id_, source in catalogue().items() if source.lecteur}


def load(id_: str) -> Source:
    """One source. Raises UsageError when there is none of that id, or its descriptor is not valid."""
    own = folder.chosen()
    places = [each for each in (own, FOLDER) if each and (each / f"{id_}.toml").is_file()] if id_.isidentifier() else []
    if not places:
        known = ", ".join(sorted({p.stem for each in (own, FOLDER) if each for p in each.glob("*.toml")}))
        raise UsageError(f"Unknown source {id_!r}. The sources are: {known}.")
    path = places[0] / f"{id_}.toml"
    if places[0] == FOLDER:
        return _loaded(path)
    return dataclasses.replace(_checked(path.read_text(encoding="utf-8"), path), dossier=folder.as_named(places[0]))


def snapshots_of(source: Source) -> Path:
    """Where the embedded copies of a source are."""
    return folder.ROOT / source.dossier / "snapshots" if source.dossier else SNAPSHOTS


@cache
def _loaded(path: Path) -> Source:
    return _checked(path.read_text(encoding="utf-8"), path)


def _checked(text: str, path: Path) -> Source:
    try:
        row = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path.name}: not valid TOML: {error}.") from error
    plain = json.loads(json.dumps(row, default=str))  # TOML dates as text
    import jsonschema  # only where descriptors and rows are judged: workers that read pages start without it

    faults = sorted(
        jsonschema.Draft202012Validator(descriptor_schema()).iter_errors(plain), key=lambda e: list(map(str, e.path))
    )
    if faults:
        told = "; ".join(f"{'.'.join(map(str, f.path)) or 'descriptor'}: {f.message}" for f in faults)
        raise UsageError(
            f"{path.name}: the descriptor is refused: {told}. Correct the file; schemas/descriptor.json says what it may hold."
        )
    if plain["id"] != path.stem:
        raise UsageError(f"{path.name}: its id is {plain['id']!r}; the file's name must be the id.")
    return Source(**{**plain, "corrections": tuple(plain.get("corrections", ()))})


def faults_of(rows: Sequence[Row], schema: Mapping[str, object]) -> list[Fault]:
    """What a JSON Schema refuses in rows, sorted; never a value, which a message might not be allowed to show."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema)
    found = {
        Fault(place, str(error.path[0]) if error.path else "", _expected(error))
        for place, row in enumerate(rows)
        for error in validator.iter_errors(row)
    }
    return sorted(found)


def _expected(error: "jsonschema.ValidationError") -> str:
    """The words of the schema on what a cell may hold."""
    described = error.schema.get("description") if isinstance(error.schema, Mapping) and error.path else None
    return str(described or f"the rule {error.validator!r} of the schema does not hold")


def reader_of(source: Source) -> ModuleType:
    """The module that reads pages of a source. Raises UsageError for one of `sources_folder` that cannot be imported."""
    if source.dossier:
        return folder.reader(source.dossier, source.lecteur)
    return importlib.import_module(f"sources.{source.lecteur}")


def ready(found: dict[str, Source]) -> dict[str, Source]:
    """The same sources, whose readers can all be imported. Raises UsageError: it is told before anybody is asked."""
    for source in found.values():
        reader_of(source)
    return found


def read(source: Source, snapshot: Snapshot) -> Reading:
    """What the source's reader understands of a page. Raises SourceChanged when it does not.

    Of an error of the reader the type and the place are told, never its words, which may quote the page; nor is it chained:
    who logs a traceback would write them down.
    """
    reader = reader_of(source)
    foreseen = (Exception, SystemExit) if source.dossier else (RecursionError, ValueError, LookupError)
    try:
        reading = reader.parse(snapshot, source)
    except foreseen as error:
        raise SourceChanged(
            f"{source.id}: the page cannot be parsed: {type(error).__name__} at {_place(error)}."
        ) from None
    assert isinstance(reading, Reading)
    return reading


def _place(error: BaseException) -> str:
    """Where in a reader, or in what readers share, it came up last: `annuaire.py:12`."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/lib/python" not in frame.filename]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
