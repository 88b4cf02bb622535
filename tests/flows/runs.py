"""Whole runs for tests: a walk in a folder, and what lies there afterwards."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import normalise, release
from flows.formats.csv_table import from_csv
from flows.outcome import Outcome
from schemas.found import Found
from schemas.records import Reading, Record, Row, Snapshot, Source
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import Member, Page, to_bytes

ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"
NETWORK = {"nom": "Coop Petite Enfance", "type": "reseau"}


every_source = sources.pages
"""Every source that is read, the curation and the registers too: tests of this process read the pages only unless they ask."""


def pages_only() -> dict[str, Source]:
    """The page sources: six members and an initiative, which most tests count."""
    return {id_: source for id_, source in every_source().items() if source.acces == "page"}


def run(output: Path, day: str = DAY, **asked: Any) -> Outcome:
    """A run without Prefect, offline unless told otherwise."""
    return release.walk(release.Options(day, output, **{"offline": True, **asked}))


def saved(folder: Path, page: Page, name: str = "page.html") -> Path:
    """A page saved by hand."""
    path = folder / name
    path.write_bytes(to_bytes(page))
    return path


def run_page(output: Path, page: Page, day: str = DAY, source: str = "coop_petite_enfance", **asked: Any) -> Outcome:
    """A run that reads a saved page of one source."""
    return run(output, day, pages={source: saved(output.parent, page)}, **asked)


def run_members(output: Path, members: Sequence[Member], day: str = DAY, markup: str = "h3_p") -> Outcome:
    """A run whose member list has these members."""
    return run_page(output, MARKUPS[markup](members), day)


def after(shelf: Path, folder: Path, members: Sequence[Member], day: str) -> tuple[Path, Outcome]:
    """A copy of a shelf, in a folder, after a run whose member list has these members; for shelves that several tests share."""
    output = Path(shutil.copytree(shelf, folder / "output"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        return output, run_members(output, members, day)


def rows(output: Path, table: str) -> list[Row]:
    """A published table."""
    frame = from_csv(str(output / "latest" / f"{table}.csv"))
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def row_of(output: Path, nom: str, table: str = "etablissements") -> Row:
    """The one row of that name."""
    (found,) = [row for row in rows(output, table) if row["nom"] == nom]
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, lock and word of runs (`runs/`) aside, by its path in it."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".verrou")
    found = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("runs/")}


ISSUED_ANEW = ("latest.json", "badge.json", "badge.svg", "etat.json")
"""What a later day without news writes anew: when the run was, and until when the release is to be trusted."""


def issued_anew(before: dict[str, bytes]) -> dict[str, bytes]:
    """Those files as they were, of a tree."""
    return {name: before[name] for name in ISSUED_ANEW}


def kept(output: Path) -> dict[str, bytes]:
    """`tree` without the private rooms: pages as received, rows for a person, answers of the geocoder."""
    rooms = ("snapshots/", "review/", "cache/", "records/")
    return {name: body for name, body in tree(output).items() if not name.startswith(rooms)}


def published(output: Path) -> dict[str, bytes]:
    """`latest` and `versions.json`, byte for byte."""
    return {name: body for name, body in tree(output).items() if name.startswith("latest/") or name == "versions.json"}


def versions(output: Path) -> list[str]:
    """The versions on the shelf, newest first."""
    return [entry["version"] for entry in json.loads((output / "versions.json").read_text())]


def found(
    members: Sequence[Member] = MEMBERS,
    day: str = DAY,
    tables: dict[str, tuple[Row, ...]] | None = None,
    **snapshot: Any,
) -> Found:
    """What the member list gives, without a page: the members through the real cleaning."""
    source = sources.load("coop_petite_enfance")
    records = tuple(
        Record(m.nom, m.line or m.town, m.rue, m.code_postal, m.ville, (m.telephone,) if m.telephone else ())
        for m in members
    )
    frame, _ = normalise.records(records, source)
    body = repr(members).encode()
    about = {"origine": "reseau", "sha256": hashlib.sha256(body).hexdigest(), **snapshot}
    page = Snapshot(source.id, source.url, body, f"{day}T09:00:00+00:00", **about)
    return Found(source, page, Reading(source.id, records, tables or {"reseaux": (NETWORK,)}), frame)
