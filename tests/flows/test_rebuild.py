"""A release made again from its archived records: byte for byte, offline, years after its pages were deleted."""

import dataclasses
import gzip
import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import collect, places, rebuild
from flows.formats.measure import digest
from flows.rebuild import archive
from flows.rebuild.compared import Rebuilt, differing, of_pruned, report
from flows.rebuild.made import of_checkout
from schemas.errors import Damaged, Refused, UsageError
from tests.commands import Creches, unfetched
from tests.flows.runs import DAY, pages_only, run, run_members, run_page, tree, versions
from tests.flows.test_rebuild_archive import alone
from tests.pages.markups import MARKUPS, MEMBERS

FIRST, SECOND, THIRD = "2026.11.22", "2026.11.29", "2026.12.06"


def identical(output: Path, version: str) -> bool:
    """Whether a release is made again as it is, every file of it."""
    made = rebuild.rebuild(output, version)
    assert made.differs == () and made.other == ()
    return tree(made.folder) == tree(output / "releases" / version)


def without_pages(output: Path) -> None:
    """Raw pages, the answers of the geocoder and the questions to people are gone."""
    for name in ("snapshots", "cache", "review"):
        shutil.rmtree(output / name, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even loopback."""

    def refused(*_: Any) -> None:
        raise AssertionError("no network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def entry_of(output: Path, named: str, **told: object) -> None:
    """Writes something in the entry of a version."""
    path = output / "versions.json"
    entries = json.loads(path.read_text())
    path.write_text(json.dumps([{**one, **told} if one["version"] == named else one for one in entries]))


@pytest.fixture(scope="module")
def _three(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release; one where a member moved and another left; one whose page could not be had."""
    output = tmp_path_factory.mktemp("three") / "output"
    shutil.copytree(_first_release, output)
    moved = dataclasses.replace(MEMBERS[0], rue="12 Rue de la Paix", code_postal="69006", ville="Lyon")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        run_members(output, [moved, *MEMBERS[2:]], "2026-11-29")
        patch.setattr(collect, "fetch_page", unfetched)
        patch.setattr(places, "remote", lambda *_, **__: None)
        assert run(output, "2026-12-06", offline=False, asked=("coop_petite_enfance",)).result == "partial"
    assert versions(output) == [THIRD, SECOND, FIRST]
    return output


@pytest.fixture
def three(_three: Path, tmp_path: Path) -> Path:
    """A folder of one's own that holds three releases."""
    shutil.copytree(_three, tmp_path / "three")
    return tmp_path / "three"


def test_a_first_release_is_made_again_without_its_pages_and_nothing_else_is_touched(output: Path) -> None:
    without_pages(output)
    before = tree(output)
    assert identical(output, FIRST)
    assert {name: body for name, body in tree(output).items() if not name.startswith("rebuilt/")} == before


def test_later_releases_are_made_again_each_beside_the_one_before_one_whose_source_failed_too(three: Path) -> None:
    without_pages(three)
    assert all(identical(three, version) for version in (SECOND, THIRD))


def test_what_people_decide_and_set_afterwards_and_a_commit_without_code_change_nothing_of_it(
    output: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("IDENTITY_DECISIONS", "GEOCODE_CORRECTIONS", "ACKNOWLEDGEMENTS", "REFUSALS"):
        monkeypatch.setenv(f"CRECHES_{name}", str(tmp_path / "gone.csv"))
    monkeypatch.setenv("CRECHES_CONTACT", "autre@creches-cooperatives.fr")
    monkeypatch.setenv("CRECHES_BASE_URL", "https://ailleurs.example/donnees")
    monkeypatch.setattr("flows.rebuild.made.of_checkout", lambda root: _of(root, revision="b" * 40))
    assert identical(output, FIRST)


def _of(root: Path, **code: str) -> dict[str, object]:
    made = of_checkout(root)
    assert isinstance(made["code"], dict)
    return {**made, "code": {**made["code"], **code}}


def test_other_code_is_told_with_the_commit_to_check_out(
    output: Path, monkeypatch: pytest.MonkeyPatch, creches: Creches
) -> None:
    revision = json.loads((output / "latest" / "manifeste.json").read_bytes())["made"]["code"]["revision"]
    monkeypatch.setattr("flows.rebuild.made.of_checkout", lambda root: _of(root, sha256="0" * 64))
    document = creches("rebuild", FIRST, "--output", output, "--json").document
    assert document["result"] == "different" and document["exit_code"] == 8 and document["other"] == ["code"]
    assert "manifeste.json" in document["differs"] and "etablissements.csv" not in document["differs"]
    told = report(Rebuilt(FIRST, output, 36, ("manifeste.json",), ("code",), revision))
    assert "differs  manifeste.json" in told and "not what made it then: the code" in told
    assert f"git checkout {revision}" in told or not revision
    assert "the archive or this machine is to blame" in report(Rebuilt(FIRST, output, 36, ("a.csv",), (), revision))


def test_other_code_that_refuses_the_old_release_says_which_code_did_not(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: Any, **_named: Any) -> Any:
        raise Refused("a gate")

    monkeypatch.setattr("flows.rebuild.made.of_checkout", lambda root: _of(root, sha256="0" * 64))
    monkeypatch.setattr("flows.rebuild.walk.check.checked", refuses)
    with pytest.raises(Refused, match=r"The code that is here now refuses to make 2026\.11\.22: a gate"):
        rebuild.rebuild(output, FIRST)


def test_the_command_tells_that_every_sum_is_the_same(creches: Creches, output: Path, tmp_path: Path) -> None:
    told = creches("rebuild", FIRST, "--output", output, "--into", tmp_path / "again")
    assert told.code == 0 and "every sum is the same" in told.out
    assert tree(tmp_path / "again") == tree(output / "latest")
    told = creches("rebuild", FIRST, "--output", output, "--json")
    assert told.code == 0 and told.document["result"] == "identical" and told.document["differs"] == []


def test_a_signature_counts_where_both_have_one(tmp_path: Path) -> None:
    then, now = tmp_path / "then", tmp_path / "now"
    for folder in (then, now):
        folder.mkdir()
        (folder / "SHA256SUMS").write_text("the same")
    (then / "SHA256SUMS.minisig").write_text("signed")
    assert differing(then, now) == ()
    (now / "SHA256SUMS.minisig").write_text("signed by another")
    assert differing(then, now) == ("SHA256SUMS.minisig",)
    (now / "more.csv").write_text("")
    assert differing(then, now) == ("SHA256SUMS.minisig", "more.csv")


def test_a_folder_with_something_in_it_or_of_the_releases_is_refused(output: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    (tmp_path / "link").symlink_to(output / "releases")
    for into in (tmp_path / "mine", output, output / "latest", output / "releases" / "x", tmp_path / "link" / "x"):
        with pytest.raises(UsageError):
            rebuild.rebuild(output, FIRST, into)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine"


def test_a_version_that_is_not_there_is_told_with_those_that_are(output: Path) -> None:
    with pytest.raises(UsageError, match=r"no release 2020\.01\.01\. The newest are: 2026\.11\.22"):
        rebuild.rebuild(output, "2020.01.01")
    with pytest.raises(UsageError):
        rebuild.rebuild(output, "../../etc")


def test_a_release_without_its_archive_or_with_that_of_another_is_refused(three: Path) -> None:
    path = archive.path_of(three, FIRST)
    path.write_bytes(archive.path_of(three, SECOND).read_bytes())
    with pytest.raises(Damaged, match=r"made\.records"):
        rebuild.rebuild(three, FIRST)
    path.unlink()
    with pytest.raises(Refused, match="Put the file back"):
        rebuild.rebuild(three, FIRST)


def test_a_damaged_release_is_not_taken_for_the_truth(output: Path) -> None:
    path = output / "releases" / FIRST / "etablissements.csv"
    path.write_bytes(path.read_bytes() + b"x\n")
    with pytest.raises(Damaged):
        rebuild.rebuild(output, FIRST)


def test_a_release_whose_files_were_pruned_is_proved_by_its_entry_and_made_again_for_the_next_one(three: Path) -> None:
    then = tree(three / "releases" / SECOND)
    for version in (FIRST, SECOND):
        shutil.rmtree(three / "releases" / version)
        entry_of(three, version, pruned="2028-01-01")
    made = rebuild.rebuild(three, SECOND)
    assert made.differs == () and tree(made.folder) == then
    told = {"sha256": digest(made.folder / "SHA256SUMS"), "manifest": "0" * 64}
    assert of_pruned(told, made.folder) == ("manifeste.json",)
    archive.path_of(three, FIRST).unlink()
    with pytest.raises(Refused, match=r"was compared with 2026\.11\.22, whose files were removed on 2028-01-01"):
        rebuild.rebuild(three, SECOND)


def test_a_release_that_was_issued_anew_and_one_compared_with_it_are_refused(three: Path) -> None:
    anew = {"version": f"{FIRST}-r1", "reissued": {"date": DAY, "replaces": FIRST, "manifest": ""}}
    entry_of(three, FIRST, **anew)
    archive.path_of(three, FIRST).unlink()
    with pytest.raises(Refused, match=r"2026\.11\.29 was compared with 2026\.11\.22, which is no longer"):
        rebuild.rebuild(three, SECOND)
    for version in (FIRST, f"{FIRST}-r1"):
        with pytest.raises(Refused, match=r"issued anew as 2026\.11\.22-r1 after an erasure request"):
            rebuild.rebuild(three, version)


def test_archives_are_the_same_wherever_a_release_is_made(output: Path, tmp_path: Path) -> None:
    run(tmp_path / "elsewhere")
    assert tree(output / "records") == tree(tmp_path / "elsewhere" / "records")
    assert alone(output / "records") == [f"{FIRST}.json.gz"]


def test_a_dry_run_and_a_run_that_changes_nothing_leave_no_archive(output: Path) -> None:
    run(output, "2026-11-29")
    run_page(output, MARKUPS["h3_p"](MEMBERS[1:]), "2026-11-30", dry_run=True)
    assert alone(output / "records") == [f"{FIRST}.json.gz"]


def test_an_archive_names_no_folder_of_this_machine(output: Path, tmp_path: Path) -> None:
    text = gzip.decompress(archive.path_of(output, FIRST).read_bytes()).decode()
    assert str(tmp_path) not in text and str(Path.home()) not in text and "signing" not in text
