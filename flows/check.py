"""A release proved before it is published: its gates, then its schemas, by frictionless or by whole columns."""

import dataclasses
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from flows import changes, gate, shelf, validate, witness
from flows.catalogue import datapackage
from flows.catalogue.manifest import Manifest
from flows.formats.measure import measured
from flows.publish.draft import NO_ROOM
from flows.publish.writing import write_tables
from schemas.errors import FetchFailed, Refused
from schemas.tables import Tables
from schemas.verdicts import Verdict

FULL_ROWS = 10_000
"""Up to so many rows in all, frictionless reads every one before a release is published: some seconds at most. Beyond, it reads
a sample there, and all of them in `creches verify`."""


def checked(
    manifest: Manifest,
    last: shelf.Last,
    output: Path,
    accepted: Sequence[gate.Acknowledgement] = (),
    silent: bool = False,
    asked: Collection[tuple[str, str]] = (),
) -> Manifest:
    """The release with the verdicts of its gates, proved as written; optional cells that frictionless refuses are emptied.

    `accepted`: breaches that people acknowledged. `silent`: no source that was asked gave anything.
    `asked`: cells (id, column) emptied on request. Raises Refused when a
    gate or the schemas refuse the release, FetchFailed when that is only because nothing at all could be reached.
    """
    found = gate.verdicts(manifest.tables, last.tables, manifest.contact, accepted, manifest.date)
    _let_through(gate.breaches(found), silent)
    issues = emptied = _issues(manifest, output)
    if issues:
        tables = validate.without_refused_cells(manifest.tables, issues)
        manifest = dataclasses.replace(manifest, tables=tables, changes=changes.compare(last.tables, tables))
        issues = _issues(manifest, output)
    if issues:
        listed = "\n- ".join(str(issue) for issue in issues[:20])
        raise Refused(
            f"The release is refused by its schemas ({len(issues)} faults); nothing is published:\n- {listed}"
        )
    told = changes.explained(manifest.changes, last.tables, manifest.tables, last.schema, asked)
    return dataclasses.replace(manifest, changes=told, gates=(*manifest.gates, *found, gate.of_schema(len(emptied))))


def completed(manifest: Manifest, accepted: Sequence[gate.Acknowledgement]) -> Manifest:
    """The release with a word on the acknowledgements that have expired, or that this run did not need."""
    left = gate.left_over(accepted, manifest.gates, manifest.date)
    return dataclasses.replace(manifest, gates=(*manifest.gates, left))


def _let_through(broken: Sequence[Verdict], silent: bool) -> None:
    """Raises Refused, or FetchFailed, unless no gate is breached."""
    if silent and broken and {one.gate for one in broken} == {"attente"}:
        raise FetchFailed(
            f"Neither a source nor the geocoder could be reached; nothing is published: {broken[0].message_en}"
        )
    if broken:
        listed = "\n- ".join(map(gate.with_command, broken))
        refusal = Refused(f"The release is refused by its gates; nothing is published:\n- {listed}")
        refusal.verdicts = tuple(broken)
        raise refusal


def _issues(manifest: Manifest, output: Path) -> list[validate.Issue]:
    """Faults of the tables: what frictionless finds in them as written; of very many rows, the same found by whole columns,
    with a sample that frictionless reads too. Raises Damaged when the two do not agree.
    """
    if sum(map(len, manifest.tables.values())) <= FULL_ROWS:
        return _read_by_frictionless(manifest, output, lambda draft: _as_package(manifest, draft))
    found = validate.validate_tables(manifest.tables)
    witnesses = witness.witnesses(manifest.tables)
    asked = witness.sample(manifest.tables, {name: rows for name, rows in witnesses.items() if rows})
    read = _read_by_frictionless(manifest, output, lambda draft: _as_rows(asked, draft))
    witness.agreed(found, read, witnesses)
    return found


def _as_rows(tables: Tables, draft: Path) -> list[validate.Issue]:
    witness.write(tables, draft)
    return validate.faults_of_rows(draft, tables)


def _as_package(manifest: Manifest, draft: Path) -> list[validate.Issue]:
    write_tables(draft, manifest)
    return validate.validate(draft, datapackage.descriptor(manifest, measured(draft)))


def _read_by_frictionless(
    manifest: Manifest, output: Path, read: Callable[[Path], list[validate.Issue]]
) -> list[validate.Issue]:
    """Faults that frictionless finds in the data as `read` writes it to a draft folder."""
    draft = output / f".staging-{manifest.version}-check"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        return read(draft)
    except OSError as error:
        raise Refused(NO_ROOM.format(draft, error.strerror or error)) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
