"""Patches: from any release to any other, byte for byte or not at all, whoever wrote them."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sources
from flows.changes.commands import apply_patch, print_diff, write_patch
from flows.changes.patch import apply, since
from flows.changes.patch_check import Patch, read_patch
from flows.changes.rows_patch import applied, difference
from schemas.errors import Damaged, Refused, UsageError
from schemas.tables import TABLES, columns, conform
from tests.flows.runs import pages_only, run_members, tree
from tests.pages.members import MEMBERS, SEVENTH

OLD, NEW = "2026.11.22", "2026.11.29"


@pytest.fixture(scope="module")
def shelf(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: a phone goes, a member comes, another is named no more."""
    output = tmp_path_factory.mktemp("shelf") / "output"
    shutil.copytree(_first_release, output)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        run_members(output, [replace(MEMBERS[0], telephone=""), *MEMBERS[1:5], SEVENTH], "2026-11-29")
    return output


@pytest.fixture(scope="module")
def _made(shelf: Path) -> Patch:
    return since(shelf, OLD, NEW)


@pytest.fixture
def patch(_made: Patch) -> Patch:
    return dict(json.loads(json.dumps(_made)))


def old(shelf: Path) -> Path:
    return shelf / "releases" / OLD


def test_a_patch_gives_the_new_release_byte_for_byte_and_leaves_the_old_one_as_it_was(
    shelf: Path, patch: Patch, tmp_path: Path
) -> None:
    before = tree(old(shelf))
    apply(patch, old(shelf), tmp_path / "new")
    assert tree(tmp_path / "new") == tree(shelf / "releases" / NEW)
    assert tree(old(shelf)) == before and [p.name for p in tmp_path.iterdir()] == ["new"]


def test_it_carries_the_rows_that_differ_and_no_format(patch: Patch) -> None:
    places = patch["tables"]["etablissements"]
    assert len(places["added"]) == 1 and not places["removed"]
    assert set(places["columns"]) == set(columns("etablissements"))
    assert all("date_derniere_vue" in cells for _, cells in places["changed"] if "telephone" in cells)
    assert not any(name.endswith((".geojson", ".gpkg", ".parquet", ".xlsx", ".sqlite")) for name in patch["files"])
    assert "README.md" in patch["files"] and "LICENSE.txt" in patch["files"]


def test_a_release_patched_to_itself_is_the_same(shelf: Path, tmp_path: Path) -> None:
    nothing = since(shelf, OLD, OLD)
    assert nothing["files"] == {} and not any(part["changed"] for part in nothing["tables"].values())
    apply(nothing, old(shelf), tmp_path / "same")
    assert tree(tmp_path / "same") == tree(old(shelf))


def test_the_same_two_releases_give_the_same_patch(shelf: Path, patch: Patch) -> None:
    assert json.dumps(since(shelf, OLD, NEW)) == json.dumps(patch)


def test_it_is_applied_to_the_release_it_starts_from_only(shelf: Path, patch: Patch, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"is not the release 2026\.11\.22"):
        apply(patch, shelf / "releases" / NEW, tmp_path / "new")


def test_a_damaged_old_folder_is_told(shelf: Path, patch: Patch, tmp_path: Path) -> None:
    shutil.copytree(old(shelf), tmp_path / "old")
    (tmp_path / "old" / "chiffres.csv").write_bytes(b"x")
    with pytest.raises(Damaged, match=r"chiffres\.csv is not what SHA256SUMS says"):
        apply(patch, tmp_path / "old", tmp_path / "new")


def test_a_folder_that_is_there_is_not_written_over(shelf: Path, patch: Patch, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with pytest.raises(Refused, match="not written over"):
        apply(patch, old(shelf), tmp_path / "new")


def _renamed(of: str, to: str) -> Callable[[Patch], object]:
    return lambda patch: patch["files"].update({to: patch["files"].pop(of)})


HOSTILE: dict[str, Callable[[Patch], object]] = {
    "a path out of the folder": _renamed("README.md", "../README.md"),
    "an absolute path": _renamed("README.md", "/tmp/README.md"),
    "a hidden file": _renamed("README.md", ".bashrc"),
    "a path with a back stroke": _renamed("README.md", "..\\README.md"),
    "a file that no sum lists": _renamed("README.md", "autre.md"),
    "the sums as a file": _renamed("README.md", "SHA256SUMS"),
    "a path out of the folder in the sums": lambda p: p.update(sums=p["sums"].replace("  README.md", "  ../x")),
    "other sums": lambda p: p.update(sums=p["sums"].replace("a", "b")),
    "no sums": lambda p: p.update(sums=""),
    "another format": lambda p: p.update(format=2),
    "a key too many": lambda p: p.update(more=1),
    "a table that is none": lambda p: p["tables"].update(x=p["tables"]["sources"]),
    "rows that are too short": lambda p: p["tables"]["etablissements"]["added"].append(["x"]),
    "a number for a cell": lambda p: p["tables"]["etablissements"]["added"][0].__setitem__(1, 3),
    "a key of another width": lambda p: p["tables"]["etablissements"]["removed"].append(["x", "y"]),
    "no column at all": lambda p: p["tables"].__setitem__("etablissements", {"columns": [], "rows": []}),
    "a column that is none": lambda p: p["tables"]["etablissements"]["columns"].__setitem__(0, "../id"),
    "tables as a list": lambda p: p.update(tables=[]),
    "a row to remove that is not there": lambda p: p["tables"]["etablissements"]["removed"].append(["cc-nowhere"]),
    "a file that is no text": lambda p: p["files"].update({"README.md": "\ud800"}),
    "another word in a file": lambda p: p["files"].update({"README.md": "x"}),
    "another cell": lambda p: p["tables"]["etablissements"]["added"][0].__setitem__(1, "Autre"),
    "an end that is no version": lambda p: p["to"].update(version="../../x"),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_patch_that_is_not_ours_is_refused_and_nothing_is_written(
    shelf: Path, patch: Patch, tmp_path: Path, fault: str
) -> None:
    HOSTILE[fault](patch)
    with pytest.raises(Refused):
        apply(patch, old(shelf), tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_patch_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "patch.json").write_bytes(body)
    with pytest.raises(Refused):
        read_patch(tmp_path / "patch.json")


def test_a_format_that_cannot_be_made_to_its_sum_is_named_with_where_it_is(
    shelf: Path, patch: Patch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of the writers: the workbook comes out otherwise."""
    from flows.changes import patch as room

    def otherwise(folder: Path, manifest: Any) -> None:
        real(folder, manifest)
        (folder / "creches-cooperatives.xlsx").write_bytes(b"x")

    real = room.write_formats
    monkeypatch.setattr(room, "write_formats", otherwise)
    with pytest.raises(Refused, match=r"creches-cooperatives\.xlsx: made here.*Fetch the release itself: https://"):
        apply(patch, old(shelf), tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_version_that_is_not_there_is_a_wrong_call(shelf: Path) -> None:
    with pytest.raises(UsageError, match=r"no release 2020\.01\.01"):
        since(shelf, "2020.01.01", NEW)


def test_a_patch_is_written_to_a_file_and_applied_from_it(
    shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_patch(shelf, OLD, "", tmp_path / "patch.json")
    apply_patch(tmp_path / "patch.json", old(shelf), tmp_path / "new")
    assert tree(tmp_path / "new") == tree(shelf / "releases" / NEW)
    assert "release 2026.11.29, every file proved" in capsys.readouterr().out


def test_the_difference_of_two_releases_is_told_field_by_field_with_its_causes(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_diff(shelf, OLD, NEW, as_json=False)
    text = capsys.readouterr().out
    assert (
        "telephone: value withdrawn, not repeated -> (empty) [the source no longer mentions it, coop_petite_enfance]"
        in text
    )
    assert f"{SEVENTH.nom} (Grenoble): the source names it for the first time" in text
    print_diff(shelf, OLD, NEW, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert all(change["cause"] for change in document["changes"]) and document["counts"]["ajoute"] >= 1


cells = st.text('ab,"\n\r|é', max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TABLES), st.data())
def test_any_table_is_made_again_of_any_other(table: str, data: st.DataObject) -> None:
    names = columns(table)
    some = st.lists(st.dictionaries(st.sampled_from(names), cells, max_size=4), max_size=5)
    before, after = (conform(data.draw(some), table) for _ in range(2))
    part = json.loads(json.dumps(difference(table, before, after)))
    pd.testing.assert_frame_equal(applied(part, before), after)


def test_a_table_of_an_older_schema_gets_its_new_columns_and_loses_the_old_ones() -> None:
    new = conform([{"id": "cc-a", "nom": "A"}, {"id": "cc-b", "capacite": "20"}], "etablissements")
    before = new.drop(columns=["capacite"]).assign(ancienne="x")
    pd.testing.assert_frame_equal(applied(difference("etablissements", before, new), before), new)
    assert list(applied(difference("etablissements", new, before), new).columns) == list(before.columns)
