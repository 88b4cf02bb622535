"""The shapes: Table Schemas for the public, frozen dataclasses for the code."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def descriptor_schema() -> dict[str, object]:
    """JSON Schema of a source's descriptor."""
    schema: dict[str, object] = json.loads((FOLDER / "descriptor.json").read_text(encoding="utf-8"))
    return schema
