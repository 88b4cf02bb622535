"""The site follows what stands: a release, a way back and a withdrawal bring it along; a fault of it undoes nothing."""

import errno
import shutil
from pathlib import Path

import pytest

import sources
from flows import settings, settings_ready, site
from flows.outcome import Outcome, report
from flows.shelf import durable
from flows.site import building, kept
from schemas.errors import Refused
from tests.commands import Creches
from tests.flows.runs import pages_only, rows, run
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


@pytest.fixture(scope="module")
def _brought(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A first release that built its site, and how it ended."""
    output = tmp_path_factory.mktemp("brought") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        monkeypatch.setenv("CRECHES_SITE", "yes")
        return output, run(output)


@pytest.fixture
def brought(_brought: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """A folder of one's own with that release and its site."""
    return Path(shutil.copytree(_brought[0], tmp_path / "brought"))


def test_a_release_brings_its_site(brought: Path, _brought: tuple[Path, Outcome]) -> None:
    done = _brought[1]
    assert (done.result, done.site, done.exit_code) == ("published", "", 0)
    assert done.version in text(brought)
    assert kept.is_current(brought)


def test_a_run_without_anything_new_leaves_the_site_as_it_is(brought: Path, building_sites: None) -> None:
    before = (brought / SITE).stat()
    run(brought)
    assert (brought / SITE).stat() == before


def test_a_later_day_on_which_nothing_changed_is_shown(brought: Path, building_sites: None) -> None:
    assert run(brought, "2026-11-25").result == "unchanged"
    assert "25 novembre 2026" in text(brought)


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


@pytest.fixture(scope="module")
def _two(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("of two") / "two"
    longer(_first_release, folder, ("2026-11-29",))
    site.build(folder)
    return folder


@pytest.fixture
def two(_two: Path, tmp_path: Path) -> Path:
    """A shelf with two releases, and their site."""
    return Path(shutil.copytree(_two, tmp_path / "two"))


@pytest.fixture(scope="module")
def _with_site(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(_first_release, tmp_path_factory.mktemp("with site") / "output"))
    site.build(folder)
    return folder


@pytest.fixture
def shown(_with_site: Path, tmp_path: Path) -> Path:
    """A shelf with one release, and its site."""
    return Path(shutil.copytree(_with_site, tmp_path / "shown"))


def test_the_way_back_brings_the_site_along(two: Path, creches: Creches, building_sites: None) -> None:
    assert "Version 2026.11.29" in text(two)
    done = creches("rollback", "--reason", "a wrong list was read", "--output", str(two), "--as-of", "2026-12-01")
    assert done.code == 0
    assert "Version 2026.11.22" in text(two)
    assert kept.is_current(two)


def test_the_way_back_says_when_the_site_cannot_be_built_and_the_old_one_is_gone(
    two: Path, creches: Creches, building_sites: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (two / "site").is_dir()
    monkeypatch.setattr(building, "built", lambda output: {}["a fault of ours"])
    done = creches("rollback", "--reason", "a wrong list was read", "--output", str(two), "--as-of", "2026-12-01")
    assert done.code == 4
    assert "KeyError" in done.out
    assert not (two / "site").exists()


@pytest.mark.parametrize("wish", ["yes", "no"])
@pytest.mark.parametrize("killed", [False, True])
def test_who_is_taken_out_is_in_no_file_of_the_site_nor_of_a_build_that_was_killed(
    shown: Path, creches: Creches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wish: str, killed: bool
) -> None:
    monkeypatch.setenv("CRECHES_SITE", wish)
    monkeypatch.setenv("CRECHES_REFUSALS", str(tmp_path / "refus.csv"))
    shutil.copyfile(settings.ROOT / "sources" / "refus.csv", tmp_path / "refus.csv")
    row = rows(shown, "etablissements")[0]
    assert row["nom"].encode() in b"".join(path.read_bytes() for path in (shown / "site").rglob("*.html"))
    if killed:
        (shown / "site").rename(shown / ".site.draft")
    assert creches("erase", "--id", row["id"], "--yes", "--as-of", "2026-12-01", "--output", str(shown)).code == 0
    told = [path for room in shown.glob("*site*") for path in room.rglob("*") if path.is_file()]
    assert bool(told) == (wish == "yes" and not killed)
    assert [path for path in told if row["nom"].encode() in path.read_bytes()] == []


def test_a_site_that_shows_what_was_withdrawn_goes_even_if_none_is_wanted(shown: Path) -> None:
    pointer = shown / POINTER
    pointer.write_text(pointer.read_text() + " ")
    assert (shown / "site").is_dir() and kept.follow(shown) == ""
    assert not (shown / "site").exists()


def test_a_link_in_place_of_the_site_is_taken_away_and_what_it_leads_to_stays(output: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (output / "site").symlink_to(tmp_path / "elsewhere")
    assert kept.follow(output) == ""
    assert not (output / "site").is_symlink()
    assert (tmp_path / "elsewhere").is_dir()


def test_a_file_system_that_cannot_exchange_folders_builds_again_and_again(
    shown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(new: bytes, there: bytes) -> None:
        raise OSError(errno.ENOSYS, "no such call")

    monkeypatch.setattr(durable, "renameat2", cannot)
    for _ in range(2):  # the first exchanges what is there, the second what the first left
        site.build(shown)
        assert [path.name for path in shown.glob(".site*")] == []


def test_the_badge_of_the_site_is_renewed_with_the_other(shown: Path, creches: Creches) -> None:
    assert creches("status", "--write", "--as-of", "2027-03-01", "--output", str(shown)).code == 8
    assert '"expire"' in text(shown, "site/donnees/etat.json")
    assert text(shown, "site/donnees/badge.svg") == text(shown, "badge.svg")


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
