"""From the tables of an older schema to those of today's: one pure step a version, so that every old release can be read."""

from schemas.errors import Refused
from schemas.migrations.steps import MIGRATIONS, Migration
from schemas.tables import SCHEMA_VERSION, Tables

__all__ = ["MIGRATIONS", "Migration", "migrated"]


def migrated(tables: Tables, version: str) -> Tables:
    """Tables as published under a schema version (`1.0.0`; '' for one of before versions were told), under today's.

    Pure: the tables given stay as they are. Raises Refused for a version that this code does not know.
    """
    known = [step.start for step in MIGRATIONS]
    if version == SCHEMA_VERSION:
        return tables
    if version and version not in known:
        raise Refused(
            f"A release was published under the schema {version}, which this code ({SCHEMA_VERSION}) does not know: it would be read"
            " wrongly. Update this checkout (git pull), then run again."
        )
    for step in MIGRATIONS[known.index(version) if version else 0 :]:
        tables = step.apply(tables)
    return tables
