"""Going back: readers find the older release again at once, the newer one is kept and marked, and runs go on from there."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import typer

from flows import shelf
from flows.cli import versions
from flows.doctor import checks
from flows.explain.shelved import shelved
from flows.publish.rollback import print_rollback, rollback
from schemas.errors import CrechesError, Damaged, Refused, UsageError
from tests.flows.runs import run_members, tree
from tests.pages.markups import MEMBERS
from tests.pages.members import SEVENTH
from tests.sweep.shelves import longer
from tests.sweep.views import left, torn

OLD, NEW, DAY = "2026.11.22", "2026.11.29", "2026-12-01"
WHY = "A list of members was read wrongly."


@pytest.fixture(scope="module")
def _two(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two") / "output"
    longer(_first_release, folder, ("2026-11-29",))
    return folder


@pytest.fixture
def two(_two: Path, tmp_path: Path) -> Path:
    """A shelf with two releases."""
    shutil.copytree(_two, tmp_path / "two")
    return tmp_path / "two"


def entries(output: Path) -> list[dict[str, Any]]:
    """`versions.json`."""
    return list(json.loads((output / "versions.json").read_text()))


def test_the_release_before_is_the_current_one_again_everywhere(two: Path) -> None:
    serial = json.loads((two / "latest.json").read_text())["serial"]
    done = rollback(two, "", WHY, DAY)
    assert (done.before, done.version, done.withdrawn, done.reason) == (NEW, OLD, (NEW,), WHY)
    assert tree(two / "latest") == tree(two / "releases" / OLD)
    pointer = json.loads((two / "latest.json").read_text())
    assert (pointer["version"], pointer["serial"]) == (OLD, serial + 1)
    assert torn(two) == [] and left(two) == []


def test_the_release_that_was_wrong_stays_marked_with_the_day_and_the_reason(two: Path) -> None:
    before = tree(two / "releases")
    rollback(two, OLD, f"  {WHY}\n", DAY)
    newest, older = entries(two)
    assert newest["withdrawn"] == {"date": DAY, "reason": WHY} and "withdrawn" not in older
    assert tree(two / "releases") == before


def test_the_next_release_builds_upon_the_one_that_stands_and_takes_a_new_name(two: Path) -> None:
    rollback(two, "", WHY, "2026-11-29")
    assert shelf.last(two).version == OLD
    assert run_members(two, [*MEMBERS, SEVENTH], "2026-11-29").version == "2026.11.29.1"
    newest = entries(two)[0]
    assert (newest["version"], newest["previous"]) == ("2026.11.29.1", OLD)
    assert torn(two) == []


def test_it_can_go_back_over_several_releases_and_keeps_what_was_said_before(two: Path, tmp_path: Path) -> None:
    four = tmp_path / "four"
    longer(two, four, ("2026-11-30", "2026-12-01"))
    rollback(four, "", "First.", DAY)
    done = rollback(four, OLD, "Second.", DAY)
    assert done.withdrawn == ("2026.11.30", NEW) and torn(four) == []
    assert [e.get("withdrawn", {}).get("reason") for e in entries(four)] == ["First.", "Second.", "Second.", None]


@pytest.mark.parametrize(
    ("version", "reason", "kind", "words"),
    [
        ("", "", UsageError, "write a sentence"),
        ("", "ask anne@example.org", UsageError, "holds no name"),
        ("", "call 06 39 98 00 12", UsageError, "holds no name"),
        ("", "=1+1", UsageError, "write a sentence"),
        (NEW, WHY, UsageError, "is the current release already"),
        ("2020.01.01", WHY, UsageError, "holds no release 2020.01.01"),
    ],
)
def test_a_wrong_call_changes_nothing(
    two: Path, version: str, reason: str, kind: type[CrechesError], words: str
) -> None:
    before = tree(two)
    with pytest.raises(kind, match=words):
        rollback(two, version, reason, DAY)
    assert tree(two) == before


def test_a_release_that_is_damaged_is_not_gone_back_to(two: Path) -> None:
    (two / "releases" / OLD / "reseaux.csv").write_text("x")
    before = tree(two)
    with pytest.raises(Damaged, match=r"reseaux\.csv is not what SHA256SUMS says"):
        rollback(two, "", WHY, DAY)
    assert tree(two) == before


def test_a_release_that_was_pruned_or_withdrawn_is_not_gone_back_to(two: Path) -> None:
    listed = [entries(two)[0], {**entries(two)[1], "pruned": DAY}]
    (two / "versions.json").write_text(json.dumps(listed))
    with pytest.raises(Refused, match=f"were pruned on {DAY}"):
        rollback(two, OLD, WHY, DAY)
    with pytest.raises(Refused, match="nothing to go back to"):
        rollback(two, "", WHY, DAY)


def test_there_is_no_way_back_to_what_was_withdrawn_nor_before_the_first(two: Path, tmp_path: Path) -> None:
    rollback(two, "", WHY, DAY)
    with pytest.raises(Refused, match="was withdrawn"):
        rollback(two, NEW, WHY, DAY)
    with pytest.raises(Refused, match="holds no release before"):
        rollback(two, "", WHY, DAY)
    with pytest.raises(Refused, match="holds no release: "):
        (tmp_path / "empty").mkdir()
        rollback(tmp_path / "empty", "", WHY, DAY)
    with pytest.raises(Refused, match="never goes back in time"):
        rollback(two, "", WHY, "2026-11-28")


def test_a_damaged_current_release_is_left_by_going_back(two: Path) -> None:
    (two / "releases" / NEW / "reseaux.csv").write_text("x")
    assert rollback(two, "", WHY, DAY).version == OLD
    assert tree(two / "latest") == tree(two / "releases" / OLD)


def test_a_large_release_is_left_in_less_than_ten_seconds(two: Path) -> None:
    """As many bytes as a release of 50,000 places takes."""
    folder, latest = two / "releases" / OLD, two / "latest"
    for n in range(8):
        (folder / f"large{n}.bin").write_bytes(bytes([n]) * 20_000_000)
    sums = shelf.sums_of({p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()})
    (folder / "SHA256SUMS").write_bytes(sums)
    listed = entries(two)
    listed[1]["sha256"] = shelf.digest(folder / "SHA256SUMS")
    (two / "versions.json").write_text(json.dumps(listed))
    begun = time.monotonic()
    rollback(two, "", WHY, DAY)
    assert time.monotonic() - begun < 10 and (latest / "large7.bin").stat().st_size == 20_000_000


@pytest.mark.parametrize("as_json", [True, False])
def test_it_says_what_it_did(two: Path, capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    print_rollback(two, "", WHY, DAY, as_json)
    said = capsys.readouterr().out
    if as_json:
        assert json.loads(said) == {
            **{"result": "rolled_back", "exit_code": 0, "before": NEW, "version": OLD},
            **{"withdrawn": [NEW], "reason": WHY, "site": ""},
        }
    else:
        assert f"{OLD} is the current release again" in said and f"withdrawn {NEW}" in said


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        rollback(tmp_path / "typo", "", WHY, DAY)
    assert [*tmp_path.iterdir()] == []


def test_what_was_withdrawn_explains_nothing_any_more(two: Path) -> None:
    assert [one.version for one in shelved(two)] == [NEW, OLD]
    rollback(two, "", WHY, DAY)
    assert [one.version for one in shelved(two)] == [OLD]


def test_a_release_whose_files_went_is_told_as_not_read(two: Path) -> None:
    listed = [entries(two)[0], {**entries(two)[1], "pruned": DAY}]
    (two / "versions.json").write_text(json.dumps(listed))
    shutil.rmtree(two / "releases" / OLD)
    assert [(one.version, one.whole) for one in shelved(two)] == [(NEW, True), (OLD, False)]


def test_the_doctor_tells_what_stands_and_what_waits(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rollback(two, "", WHY, DAY)
    (two / ".annonce").mkdir()
    told = {name: (well, word) for name, well, word in checks(two)}
    assert told["lock"][0] and f"newest release {OLD} (1 withdrawn); a run was interrupted" in told["lock"][1]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 0, 10**6))  # type: ignore[attr-defined]
    assert "MB wanted: free some space (creches prune)" in {n: w for n, _, w in checks(two)}["disk"]


def test_the_command_gives_its_options_on(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        versions.rollback(reason=WHY, version=OLD, output=two, as_of=DAY, as_json=True)
    assert ended.value.exit_code == 0
    assert json.loads(capsys.readouterr().out)["version"] == OLD
    versions.prune(dry_run=True, output=two, as_of=DAY, as_json=True)
    assert json.loads(capsys.readouterr().out)["result"] == "dry-run"
    with pytest.raises(UsageError, match="is not a day"):
        versions.prune(dry_run=True, output=two, as_of="soon", as_json=True)
