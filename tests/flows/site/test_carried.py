"""The release's own files in the site: every release that stands lies where catalogues and feeds say, and none that was taken back."""

import json
import shutil
from pathlib import Path

import pytest

from flows.publish.prune import prune
from flows.publish.rollback import rollback
from flows.site import carried as files
from flows.site.shown import shown
from tests.flows.erasing import GONE, telling
from tests.flows.runs import tree
from tests.sweep.shelves import longer

FIRST, SECOND, THIRD = "2026.11.22", "2026.11.25", "2026.11.29"
LATER = "2026-12-01"


@pytest.fixture(scope="module")
def _three(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("of three") / "three"
    longer(_first_release, folder, ("2026-11-25", "2026-11-29"))
    return folder


@pytest.fixture
def three(_three: Path, tmp_path: Path) -> Path:
    """A shelf of one's own with three releases of one month."""
    return Path(shutil.copytree(_three, tmp_path / "three"))


def carried(output: Path) -> Path:
    """Where a site made now has the releases."""
    draft = output.parent / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    files.write(draft, shown(output))
    return draft / "donnees" / "releases"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_every_release_that_stands_is_carried_byte_for_byte(three: Path) -> None:
    folder = carried(three)
    assert names(folder) == {FIRST, SECOND, THIRD}
    for version in names(folder):
        assert tree(folder / version) == tree(three / "releases" / version)


def test_they_are_the_shelfs_own_files_under_another_name(three: Path) -> None:
    """Links: sixty releases in a site take little more room than on the shelf."""
    folder = carried(three)
    one = three / "releases" / FIRST / "etablissements.csv"
    assert (folder / FIRST / one.name).samefile(one)


def test_a_withdrawn_release_is_not_carried(three: Path) -> None:
    assert THIRD in names(carried(three))
    rollback(three, "", "A list was read wrongly.", LATER)
    assert names(carried(three)) == {FIRST, SECOND}


def test_a_pruned_release_is_not_carried_even_if_its_folder_is_still_there(three: Path) -> None:
    kept = shutil.copytree(three / "releases" / FIRST, three.parent / "kept")
    prune(three, LATER, 1, dry_run=False)
    shutil.copytree(kept, three / "releases" / FIRST, dirs_exist_ok=True)
    assert names(carried(three)) == {SECOND, THIRD}


def test_a_release_whose_files_are_damaged_is_not_carried(three: Path) -> None:
    with (three / "releases" / FIRST / "etablissements.csv").open("a") as file:
        file.write("x")
    assert names(carried(three)) == {SECOND, THIRD}


def test_who_asked_to_leave_is_in_no_file_that_is_carried(
    _asking: Path, _asked: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    before = shutil.copytree(_asking, tmp_path / "before" / "output")
    assert names(carried(before)) == {FIRST, SECOND} and telling(before.parent / "draft", GONE.nom) != []
    output = shutil.copytree(_asked[0] / "output", tmp_path / "output")
    folder = carried(output)
    listed = {one["version"] for one in json.loads((output / "versions.json").read_text())}
    assert names(folder) == listed and not listed & {FIRST, SECOND}
    assert telling(folder.parent, GONE.nom) == []
