"""Who publishes members, and how each page is read: `catalogue()`, `load(id)`, `read(source, snapshot)`."""

import importlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jsonschema

from schemas import descriptor_schema
from schemas.errors import SourceChanged, UsageError
from schemas.records import Reading, Row, Snapshot, Source

FOLDER = Path(__file__).parent
SNAPSHOTS = FOLDER / "snapshots"


class Fault(NamedTuple):
    """A cell that a schema refuses: the place of its row from 0, its column ('' for the row as a whole), what is expected."""

    place: int
    column: str
    expected: str


def catalogue() -> dict[str, Source]:
    """All sources by id, sorted. Raises UsageError for a descriptor that its schema refuses."""
    return {path.stem: load(path.stem) for path in sorted(FOLDER.glob("*.toml"))}


def pages() -> dict[str, Source]:
    """The sources that are pages to fetch and read (not reference tables)."""
    return {id_: source for id_, source in catalogue().items() if source.lecteur}


@cache
def load(id_: str) -> Source:
    """One source. Raises UsageError when there is none of that id, or its descriptor is not valid."""
    path = FOLDER / f"{id_}.toml"
    if not id_.isidentifier() or not path.is_file():
        known = ", ".join(p.stem for p in sorted(FOLDER.glob("*.toml")))
        raise UsageError(f"Unknown source {id_!r}. The sources are: {known}.")
    return _checked(path.read_text(encoding="utf-8"), path)


def _checked(text: str, path: Path) -> Source:
    try:
        row = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path.name}: not valid TOML: {error}.") from error
    plain = json.loads(json.dumps(row, default=str))  # TOML dates as text
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
    validator = jsonschema.Draft202012Validator(schema)
    found = {
        Fault(place, str(error.path[0]) if error.path else "", _expected(error))
        for place, row in enumerate(rows)
        for error in validator.iter_errors(row)
    }
    return sorted(found)


def _expected(error: jsonschema.ValidationError) -> str:
    """The words of the schema on what a cell may hold."""
    described = error.schema.get("description") if isinstance(error.schema, Mapping) and error.path else None
    return str(described or f"the rule {error.validator!r} of the schema does not hold")


def read(source: Source, snapshot: Snapshot) -> Reading:
    """What the source's reader understands of a page. Raises SourceChanged when it does not."""
    reader = importlib.import_module(f"sources.{source.lecteur}")
    try:
        reading = reader.parse(snapshot, source)
    except (RecursionError, ValueError, LookupError) as error:
        raise SourceChanged(f"{source.id}: the page cannot be parsed: {type(error).__name__}: {error}.") from error
    assert isinstance(reading, Reading)
    return reading
