"""Ten releases of a year: each change has the cause that it had, ids last, and patches give each release byte for byte."""

import json
import os
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd
import pytest

import sources
from flows.changes import Change
from flows.changes.commands import between
from flows.changes.files import as_table
from flows.changes.patch import apply, since
from flows.formats.csv_table import from_csv
from schemas.records import Row
from schemas.tables import rows_of
from tests.flows.runs import pages_only, tree
from tests.flows.year import ENTRAIGUES, EVENTS, LYON, MONTREUIL, PAGE, PANTIN, RENAMED, SEVENTH, TADEN, lived

FULL = bool(os.environ.get("CRECHES_FULL"))
NAMES = [event.what for event in EVENTS]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    output = tmp_path_factory.mktemp("year") / "output"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        return output, lived(output)


@pytest.fixture(scope="module")
def told(year: tuple[Path, dict[str, str]]) -> dict[str, tuple[Change, ...]]:
    """What each event changed."""
    output, versions = year
    return {after: between(output, versions[before], versions[after]) for before, after in pairwise(versions)}


def causes(changes: tuple[Change, ...], nom: str, champ: str, table: str = "etablissements") -> set[tuple[str, str]]:
    """Nature and cause of what is told of one column of one row; '' for the row itself."""
    return {(c.nature, c.cause) for c in changes if (c.table, c.nom, c.champ) == (table, nom, champ)}


def places(output: Path, version: str) -> list[Row]:
    return rows_of(from_csv(str(output / "releases" / version / "etablissements.csv")))


def test_every_event_makes_a_release(year: tuple[Path, dict[str, str]]) -> None:
    assert list(year[1]) == NAMES


def test_no_change_is_without_a_cause(told: dict[str, tuple[Change, ...]]) -> None:
    assert [c for changes in told.values() for c in changes if not c.cause] == []


@pytest.mark.parametrize(
    ("event", "nom", "champ", "cause"),
    [
        ("added", SEVENTH.nom, "", ("ajoute", "cite")),
        ("called and moved", LYON.nom, "telephone", ("modifie", "source")),
        ("called and moved", SEVENTH.nom, "adresse", ("modifie", "source")),
        ("gone", MONTREUIL.nom, "statut", ("modifie", "source_muette")),
        ("failed", ENTRAIGUES.nom, "statut", ("modifie", "source_reprise")),
        ("back and corrected", MONTREUIL.nom, "statut", ("modifie", "source")),
        ("back and corrected", PANTIN.nom, "longitude", ("modifie", "correction")),
        ("back and corrected", PANTIN.nom, "geo_precision", ("modifie", "correction")),
        ("gone for good", SEVENTH.nom, "statut", ("modifie", "source_muette")),
        ("withdrawn and ruled", SEVENTH.nom, "", ("retire", "source_muette")),
        ("withdrawn and ruled", PANTIN.nom.replace("'", "’"), "nom", ("modifie", "regle")),
        ("renamed", RENAMED.nom, "", ("ajoute", "cite")),
        ("renamed", TADEN.nom, "statut", ("modifie", "source_muette")),
        ("merged", RENAMED.nom, "", ("retire", "re_cle")),
        ("merged", RENAMED.nom, "nom", ("modifie", "re_cle")),
        ("merged", RENAMED.nom, "autres_noms", ("modifie", "deduite")),
    ],
)
def test_what_happened_is_the_cause_that_is_told(
    told: dict[str, tuple[Change, ...]], event: str, nom: str, champ: str, cause: tuple[str, str]
) -> None:
    assert causes(told[event], nom, champ) == {cause}


def test_a_source_whose_word_changed_is_named(told: dict[str, tuple[Change, ...]]) -> None:
    (phone,) = [c for c in told["called and moved"] if (c.table, c.champ) == ("etablissements", "telephone")]
    assert (phone.source, phone.commune, phone.departement) == (PAGE, "Lyon", "69")
    corrected = {
        c.source for c in told["back and corrected"] if c.cause == "correction" and c.table == "etablissements"
    }
    assert corrected == {"geocode_corrections"}


def test_a_row_that_left_says_when_it_was_last_seen(told: dict[str, tuple[Change, ...]]) -> None:
    gone = [c.vue for c in told["withdrawn and ruled"] if (c.table, c.nature) == ("etablissements", "retire")]
    assert gone == ["2027-01-10"]


def test_an_id_is_of_one_thing_all_year(year: tuple[Path, dict[str, str]]) -> None:
    output, versions = year
    names: dict[str, set[str]] = {}
    for version in versions.values():
        for row in places(output, version):
            names.setdefault(row["id"], set()).add(row["nom"].replace("’", "'"))
    assert len(names) == 8
    assert [each for each in names.values() if len(each) > 1] == [{TADEN.nom, RENAMED.nom}]


def test_each_release_holds_what_is_told_of_it(
    year: tuple[Path, dict[str, str]], told: dict[str, tuple[Change, ...]]
) -> None:
    output, versions = year
    for event, changes in told.items():
        folder = output / "releases" / versions[event]
        pd.testing.assert_frame_equal(from_csv(str(folder / "changements.csv")), as_table(changes))
        named = {change.nom for change in changes if change.table == "etablissements" and change.cause != "deduite"}
        text = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
        assert all(nom in text for nom in named), event


def pairs() -> list[tuple[str, str]]:
    sampled = [(NAMES[0], NAMES[-1]), (NAMES[1], NAMES[2]), (NAMES[7], NAMES[8]), (NAMES[-1], NAMES[0])]
    return list(combinations(NAMES, 2)) if FULL else sampled


@pytest.mark.parametrize(("before", "after"), pairs())
def test_a_patch_gives_the_release_byte_for_byte(
    year: tuple[Path, dict[str, str]], tmp_path: Path, before: str, after: str
) -> None:
    output, versions = year
    patch = json.loads(json.dumps(since(output, versions[before], versions[after])))
    apply(patch, output / "releases" / versions[before], tmp_path / "new")
    assert tree(tmp_path / "new") == tree(output / "releases" / versions[after])
