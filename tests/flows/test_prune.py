"""Retention: young releases stay, of older ones the last of each month; entries stay for ever."""

import json
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import shelf
from flows.publish.prune import print_prune, prune
from flows.shelf.retention import outdated
from schemas.errors import Refused, UsageError
from tests.flows.runs import run_members, tree
from tests.pages.markups import MEMBERS
from tests.pages.members import SEVENTH
from tests.sweep.shelves import longer
from tests.sweep.views import left, torn

DAY = "2026-12-01"
DATES = ("2026-11-23", "2026-11-24", "2026-11-29")


@pytest.fixture(scope="module")
def _four(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("four") / "output"
    longer(_first_release, folder, DATES)
    return folder


@pytest.fixture
def four(_four: Path, tmp_path: Path) -> Path:
    """A shelf with four releases of one month."""
    shutil.copytree(_four, tmp_path / "four")
    return tmp_path / "four"


def listed(days: Sequence[str], **marks: object) -> list[shelf.Entry]:
    """Entries of these days, newest first; `withdrawn` and `pruned` by version."""
    return [
        {"version": day.replace("-", "."), "date": day, **{m: True for m, v in marks.items() if v == day}}
        for day in sorted(days, reverse=True)
    ]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, dry_run: bool) -> None:
    with pytest.raises(UsageError, match="is not there"):
        prune(tmp_path / "typo", DAY, 400, dry_run)
    assert [*tmp_path.iterdir()] == []


def test_of_each_older_month_the_last_release_stays() -> None:
    days = ["2026-01-04", "2026-01-11", "2026-02-01", "2026-02-08", "2026-06-07", "2026-06-14", "2026-06-21"]
    assert outdated(listed(days), "2026-07-01", 30) == ["2026.02.01", "2026.01.04"]
    assert outdated(listed(days), "2026-07-01", 0) == ["2026.06.07", "2026.02.01", "2026.01.04"]


def test_the_last_of_a_month_is_one_that_was_not_withdrawn() -> None:
    days = ["2026-01-04", "2026-01-11", "2026-06-14", "2026-06-21"]
    assert outdated(listed(days, withdrawn="2026-01-11"), "2026-07-01", 90) == ["2026.01.11"]
    assert outdated(listed(days, pruned="2026-01-04"), "2026-07-01", 90) == []


DAYS = st.lists(st.dates(date(2025, 1, 1), date(2026, 11, 1)).map(date.isoformat), unique=True, max_size=40)


@given(DAYS, st.integers(0, 500), st.randoms())
def test_what_stays_is_enough_whatever_was_there(days: list[str], keep: int, chance: st.randoms) -> None:  # type: ignore[valid-type]
    entries = listed(days)
    for entry in entries:
        if chance.random() < 0.2:  # type: ignore[attr-defined]
            entry["withdrawn"] = {"date": "2026-11-01", "reason": "Wrong."}
    going = outdated(entries, "2026-11-01", keep)
    limit = (date(2026, 11, 1) - timedelta(days=keep)).isoformat()
    there = shelf.standing(entries)
    assert not {str(e["version"]) for e in there[:2]} & {*going}
    assert all(str(e["date"]) <= limit for e in entries if e["version"] in going)
    months = {str(e["date"])[:7] for e in there}
    assert months == {str(e["date"])[:7] for e in there if e["version"] not in going}
    once = [e if e["version"] not in going else {**e, "pruned": DAY} for e in entries]
    assert outdated(once, "2026-11-01", keep) == []


def test_the_files_go_and_the_entries_stay(four: Path) -> None:
    (four / "records").mkdir(exist_ok=True)
    (four / "records" / "2026.11.23.json.gz").write_bytes(b"private")
    done = prune(four, DAY, 0)
    assert (done.result, done.pruned, done.kept) == (
        "pruned",
        ("2026.11.23", "2026.11.22"),
        ("2026.11.29", "2026.11.24"),
    )
    assert done.bytes > 10_000
    assert sorted(path.name for path in (four / "releases").iterdir()) == ["2026.11.24", "2026.11.29"]
    assert [e.get("pruned", "") for e in shelf.versions(four)] == ["", "", DAY, DAY]
    assert not (four / "records" / "2026.11.23.json.gz").exists()
    assert torn(four) == [] and left(four) == []
    assert run_members(four, [*MEMBERS, SEVENTH], DAY).version == "2026.12.01"


def test_a_dry_run_says_the_same_and_touches_nothing(four: Path) -> None:
    before = tree(four)
    would = prune(four, DAY, 0, dry_run=True)
    assert tree(four) == before and would.result == "dry-run"
    done = prune(four, DAY, 0)
    assert (would.pruned, would.kept, would.bytes) == (done.pruned, done.kept, done.bytes)


def test_where_nothing_is_outdated_nothing_changes(four: Path) -> None:
    before = tree(four)
    assert prune(four, DAY, 400).result == "unchanged" and tree(four) == before
    with pytest.raises(Refused, match="never goes back in time"):
        prune(four, "2026-11-01", 0)


def test_it_says_what_went_by_the_setting(
    four: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    print_prune(four, DAY, False, False)
    assert "nothing to prune: 4 release(s) stay" in capsys.readouterr().out
    monkeypatch.setenv("CRECHES_KEEP_DAYS", "1")
    print_prune(four, DAY, True, False)
    assert "would go: 2026.11.23, 2026.11.22" in capsys.readouterr().out
    print_prune(four, DAY, False, True)
    said = json.loads(capsys.readouterr().out)
    assert (said["result"], said["exit_code"], said["pruned"]) == ("pruned", 0, ["2026.11.23", "2026.11.22"])
    monkeypatch.setenv("CRECHES_KEEP_DAYS", "soon")
    with pytest.raises(UsageError, match="write a number of days"):
        print_prune(four, DAY, False, False)
