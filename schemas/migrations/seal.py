"""`python -m schemas.migrations.seal`: keeps the shape and the fingerprint of today's schemas, once a version.

`--again` replaces those of a version that no release was published under yet.
"""

import json
import sys

from schemas import FOLDER
from schemas.errors import UsageError
from schemas.migrations.shape import Shape, fingerprint, shape
from schemas.tables import SCHEMA_VERSION

FINGERPRINTS = FOLDER / "fingerprints.json"
SHAPES = FOLDER / "migrations" / "shapes"


def today() -> dict[str, Shape]:
    """The shapes of the schemas as they are, by table."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.schema.json")))
    return {str(schema["name"]): shape(schema) for schema in found}


def kept(version: str) -> dict[str, Shape]:
    """The shapes of a version that was sealed."""
    found: dict[str, Shape] = json.loads((SHAPES / f"{version}.json").read_text(encoding="utf-8"))
    return found


def fingerprints() -> dict[str, dict[str, str]]:
    """The fingerprint of each table, by version."""
    found: dict[str, dict[str, str]] = json.loads(FINGERPRINTS.read_text(encoding="utf-8"))
    return found


def seal(again: bool = False) -> None:
    """Writes both for today's version. Raises UsageError when it is sealed already."""
    known = fingerprints()
    if SCHEMA_VERSION in known and not again:
        raise UsageError(
            f"The schemas {SCHEMA_VERSION} are sealed: give SCHEMA_VERSION a new number, and MIGRATIONS its step. With --again"
            " they are sealed anew, which is for a version that no release was published under."
        )
    shapes = today()
    known[SCHEMA_VERSION] = {table: fingerprint(one) for table, one in shapes.items()}
    FINGERPRINTS.write_text(_text(known), encoding="utf-8")
    (SHAPES / f"{SCHEMA_VERSION}.json").write_text(_text(shapes), encoding="utf-8")


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    seal("--again" in sys.argv[1:])
