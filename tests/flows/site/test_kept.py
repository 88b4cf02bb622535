"""The site follows what stands: a release, a way back and a withdrawal bring it along; a fault of it undoes nothing."""

import errno
import shutil
from pathlib import Path

import pytest

from flows import settings, settings_ready, site
from flows.outcome import report
from flows.shelf import durable
from flows.site import building, kept
from schemas.errors import Refused
from tests.commands import Creches
from tests.flows.runs import rows, run
from tests.sweep.shelves import longer

SITE, POINTER = "site/index.html", "latest.json"


def text(output: Path, name: str = SITE) -> str:
    return (output / name).read_text(encoding="utf-8")


@pytest.fixture
def building_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases build the site, as they do by default."""
    monkeypatch.setenv("CRECHES_SITE", "yes")


def test_by_default_a_release_builds_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRECHES_SITE")
    assert settings.load().site == "yes"
    assert kept.wanted()


def test_a_release_brings_its_site(tmp_path: Path, building_sites: None) -> None:
    done = run(tmp_path / "output")
    assert (done.result, done.site, done.exit_code) == ("published", "", 0)
    assert done.version in text(tmp_path / "output")
    assert kept.is_current(tmp_path / "output")


def test_a_run_without_anything_new_leaves_the_site_as_it_is(tmp_path: Path, building_sites: None) -> None:
    run(tmp_path / "output")
    before = (tmp_path / "output" / SITE).stat()
    run(tmp_path / "output")
    assert (tmp_path / "output" / SITE).stat() == before


def test_a_later_day_on_which_nothing_changed_is_shown(tmp_path: Path, building_sites: None) -> None:
    run(tmp_path / "output")
    assert run(tmp_path / "output", "2026-11-25").result == "unchanged"
    assert "25 novembre 2026" in text(tmp_path / "output")


def test_a_dry_run_and_the_setting_no_build_none(
    tmp_path: Path, output: Path, building_sites: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(output, dry_run=True)
    assert not (output / "site").exists()
    monkeypatch.setenv("CRECHES_SITE", "no")
    run(tmp_path / "other")
    assert not (tmp_path / "other" / "site").exists()


@pytest.mark.parametrize(
    "fault", [Refused("the disk is full"), KeyError("creche.titre"), ModuleNotFoundError("altair")]
)
def test_a_site_that_cannot_be_built_is_told_and_what_was_published_stays(
    tmp_path: Path, building_sites: None, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def failing(output: Path) -> None:
        raise fault

    monkeypatch.setattr(building, "built", failing)
    done = run(tmp_path / "output")
    assert (done.result, done.exit_code) == ("published", 4)
    assert "disk is full" in done.site if isinstance(fault, Refused) else type(fault).__name__ in done.site
    assert f"  site     {done.site}" in report(done)
    assert text(tmp_path / "output", "latest/README.md")


def two(output: Path, tmp_path: Path) -> Path:
    """A shelf with two releases."""
    longer(output, tmp_path / "two", ("2026-11-29",))
    return tmp_path / "two"


def test_the_way_back_brings_the_site_along(
    output: Path, tmp_path: Path, creches: Creches, building_sites: None
) -> None:
    folder = two(output, tmp_path)
    site.build(folder)
    assert "Version 2026.11.29" in text(folder)
    done = creches("rollback", "--reason", "a wrong list was read", "--output", str(folder), "--as-of", "2026-12-01")
    assert done.code == 0
    assert "Version 2026.11.22" in text(folder)
    assert kept.is_current(folder)


def test_the_way_back_says_when_the_site_cannot_be_built_and_the_old_one_is_gone(
    output: Path, tmp_path: Path, creches: Creches, building_sites: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = two(output, tmp_path)
    site.build(folder)
    monkeypatch.setattr(building, "built", lambda output: {}["a fault of ours"])
    done = creches("rollback", "--reason", "a wrong list was read", "--output", str(folder), "--as-of", "2026-12-01")
    assert done.code == 4
    assert "KeyError" in done.out
    assert not (folder / "site").exists()


@pytest.mark.parametrize("wish", ["yes", "no"])
@pytest.mark.parametrize("killed", [False, True])
def test_who_is_taken_out_is_in_no_file_of_the_site_nor_of_a_build_that_was_killed(
    output: Path, creches: Creches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wish: str, killed: bool
) -> None:
    monkeypatch.setenv("CRECHES_SITE", wish)
    monkeypatch.setenv("CRECHES_REFUSALS", str(tmp_path / "refus.csv"))
    shutil.copyfile(settings.ROOT / "sources" / "refus.csv", tmp_path / "refus.csv")
    row = rows(output, "etablissements")[0]
    site.build(output)
    if killed:
        (output / "site").rename(output / ".site.draft")
    assert creches("erase", "--id", row["id"], "--yes", "--as-of", "2026-12-01", "--output", str(output)).code == 0
    told = [path for room in output.glob("*site*") for path in room.rglob("*") if path.is_file()]
    assert bool(told) == (wish == "yes" and not killed)
    assert [path for path in told if row["nom"].encode() in path.read_bytes()] == []


def test_a_site_that_shows_what_was_withdrawn_goes_even_if_none_is_wanted(output: Path) -> None:
    site.build(output)
    pointer = output / POINTER
    pointer.write_text(pointer.read_text() + " ")
    assert kept.follow(output) == ""
    assert not (output / "site").exists()


def test_a_link_in_place_of_the_site_is_taken_away_and_what_it_leads_to_stays(output: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (output / "site").symlink_to(tmp_path / "elsewhere")
    assert kept.follow(output) == ""
    assert not (output / "site").is_symlink()
    assert (tmp_path / "elsewhere").is_dir()


def test_a_file_system_that_cannot_exchange_folders_builds_again_and_again(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(new: bytes, there: bytes) -> None:
        raise OSError(errno.ENOSYS, "no such call")

    monkeypatch.setattr(durable, "renameat2", cannot)
    for _ in range(3):
        site.build(output)
        assert [path.name for path in output.glob(".site*")] == []


def test_the_badge_of_the_site_is_renewed_with_the_other(output: Path, creches: Creches) -> None:
    site.build(output)
    assert creches("status", "--write", "--as-of", "2027-03-01", "--output", str(output)).code == 8
    assert '"expire"' in text(output, "site/donnees/etat.json")
    assert text(output, "site/donnees/badge.svg") == text(output, "badge.svg")


def test_nothing_is_built_where_there_was_no_site(output: Path, building_sites: None) -> None:
    kept.follow(output)
    assert not (output / "site").exists()


@pytest.mark.parametrize("word", ["", "oui", "YES", "1"])
def test_the_setting_says_yes_or_no(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_SITE", word or "maybe")
    assert "yes or no" in settings_ready.faults(settings.load())["site"]


def test_what_is_left_of_a_build_that_was_killed_is_no_hindrance(output: Path) -> None:
    (output / ".site.draft" / "creche").mkdir(parents=True)
    (output / ".site.draft-old").write_text("a file")
    (output / "site").write_text("a file too")
    assert site.build(output).pages > 20
    assert [path.name for path in output.glob(".site*")] == []
