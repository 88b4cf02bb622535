"""Every old release can be read under today's schemas, and no schema changes in silence."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from flows import validate
from flows.catalogue import datapackage
from flows.catalogue.manifest import Manifest
from flows.formats.csv_table import from_csv, write_csv
from flows.formats.measure import measured
from schemas.errors import Refused, UsageError
from schemas.migrations import MIGRATIONS, migrated, seal
from schemas.migrations.seal import fingerprints, kept, today
from schemas.migrations.shape import Shape, breaks, fingerprint
from schemas.tables import SCHEMA_VERSION, TABLES, Tables, columns

DATA = Path(__file__).parent / "data"
OLD = sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())
_CHANGED = (
    "The schemas of {0} changed, but the version {1} is sealed: programs of others rely on it. Give schemas/tables.py a new"
    " SCHEMA_VERSION (minor: columns at the end or rules that admit more; else major) and each *.schema.json its version, add the"
    " step to schemas/migrations/steps.py, then run: .venv/bin/python -m schemas.migrations.seal"
)


def published(version: str) -> Tables:
    """Tables as they were published under an older schema."""
    return {path.stem: from_csv(str(path)) for path in sorted((DATA / version).glob("*.csv"))}


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@pytest.mark.parametrize("version", OLD)
def test_tables_of_an_older_schema_come_out_as_today_s_and_valid(version: str, tmp_path: Path) -> None:
    tables = migrated(published(version), version)
    assert {table: tuple(frame.columns) for table, frame in tables.items()} == {t: columns(t) for t in TABLES}
    for table in TABLES:
        write_csv(tables[table], tmp_path / f"{table}.csv")
    about = Manifest("2026.11.22", "2026-11-22", "", "contact@example.org", "https://example.org", "", tables)
    assert validate.validate(tmp_path, datapackage.descriptor(about, measured(tmp_path))) == []


@pytest.mark.parametrize("version", OLD)
def test_a_migration_changes_no_cell_that_was_there_nor_the_tables_it_is_given(version: str) -> None:
    before = published(version)
    after = migrated(before, version)
    for table, frame in published(version).items():
        assert before[table].equals(frame)
        assert after[table][list(frame.columns)].equals(frame)


@pytest.mark.parametrize("version", OLD)
def test_a_migration_done_twice_does_nothing_more(version: str) -> None:
    once = migrated(published(version), version)
    again = migrated(once, version)
    assert once.keys() == again.keys() and all(again[table].equals(once[table]) for table in once)


def test_a_release_of_before_versions_were_told_is_read_as_the_oldest() -> None:
    assert migrated(published("1.0.0"), "").keys() == set(TABLES)


def test_today_s_tables_stay_untouched() -> None:
    tables = migrated(published("1.0.0"), "1.0.0")
    assert migrated(tables, SCHEMA_VERSION) is tables


@pytest.mark.parametrize("version", ["9.0.0", "1.0.1", "one"])
def test_a_version_that_is_not_known_is_refused_with_what_to_do(version: str) -> None:
    with pytest.raises(Refused, match=rf"{version}.*git pull"):
        migrated(published("1.0.0"), version)


def test_every_older_version_has_its_golden_tables_and_its_step_and_none_is_left_out() -> None:
    assert [step.start for step in MIGRATIONS] == OLD
    assert all(one.end == other.start for one, other in pairwise(MIGRATIONS))
    assert MIGRATIONS[-1].end == SCHEMA_VERSION
    assert all(step.fr and step.en and step.fr != step.en for step in MIGRATIONS)


def test_no_schema_changes_without_a_new_version() -> None:
    sealed = fingerprints().get(SCHEMA_VERSION, {})
    changed = sorted({t for t, one in today().items() if sealed.get(t) != fingerprint(one)} | sealed.keys() - today())
    assert changed == [], _CHANGED.format(", ".join(changed), SCHEMA_VERSION)


def test_what_was_sealed_of_older_versions_is_still_that() -> None:
    assert list(fingerprints()) == [*OLD, SCHEMA_VERSION]
    for version, known in fingerprints().items():
        assert {table: fingerprint(one) for table, one in kept(version).items()} == known


@pytest.mark.parametrize(("before", "after"), list(pairwise([*OLD, SCHEMA_VERSION])))
def test_a_minor_version_only_adds_at_the_end_or_admits_more(before: str, after: str) -> None:
    broken = breaks(kept(before), kept(after))
    assert broken == [] or numbers(after)[0] > numbers(before)[0], f"{after} must be a major version: {broken}"
    assert numbers(after) > numbers(before)


def _shape(**changed: object) -> dict[str, Shape]:
    columns = [["id", "string", {"required": True}], ["kind", "string", {"enum": ["a", "b"]}], ["n", "integer", {}]]
    return {"things": {"columns": columns, "key": ["id"], "links": [], "missing": [""], **changed}}


@pytest.mark.parametrize(
    ("place", "column", "told"),
    [
        (0, ["ID", "string", {"required": True}], "removed, renamed or moved"),
        (2, ["n", "number", {}], "its type was integer, is number"),
        (2, ["n", "integer", {"minimum": 1}], "its rule minimum was None, is 1"),
        (1, ["kind", "string", {"enum": ["a"]}], "its rule enum"),
        (3, ["new", "string", {"required": True}], "is new and required"),
        (3, ["new", "string", {}], ""),
        (0, ["id", "string", {}], ""),
        (1, ["kind", "string", {"enum": ["a", "b", "c"]}], ""),
    ],
)
def test_what_breaks_the_programs_of_others_is_known(place: int, column: list[object], told: str) -> None:
    columns = list(_shape()["things"]["columns"])  # type: ignore[call-overload]
    columns[place : place + 1] = [column]
    found = breaks(_shape(), _shape(columns=columns))
    assert (not found) if not told else any(told in one for one in found)


def test_another_key_or_a_table_less_breaks_too() -> None:
    assert breaks(_shape(), _shape(key=["n"])) == ["things: its key changed"]
    assert breaks(_shape(), {}) == ["things: the table is gone"]


def test_a_version_is_sealed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "fingerprints.json"
    shutil.copy(seal.FINGERPRINTS, copy)
    monkeypatch.setattr(seal, "FINGERPRINTS", copy)
    monkeypatch.setattr(seal, "SHAPES", tmp_path)
    with pytest.raises(UsageError, match="are sealed"):
        seal.seal()
    seal.seal(again=True)
    assert copy.read_bytes() == (Path(seal.__file__).parents[1] / "fingerprints.json").read_bytes()
