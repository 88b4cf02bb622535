"""`creches release`: what it says, and every exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import cli, collect, shelf
from flows.calls import options_of
from schemas.errors import UsageError
from tests.commands import ID, NEXT, OFFLINE, Creches, unfetched
from tests.flows.geocode_service import Service, Trouble
from tests.flows.runs import DAY, ROOT, published, saved, tree
from tests.flows.watched_runs import report
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    """A saved page with some members."""
    return lambda members=MEMBERS, markup="h3_p": saved(tmp_path, MARKUPS[markup](members))


def test_a_release_says_what_was_published_what_changed_and_what_needs_a_person(creches: Creches) -> None:
    ended = creches(*OFFLINE)
    assert ended.code == 0
    first, rows, changed, review = ended.out.splitlines()
    assert first == "published 2026.11.22"
    assert rows.startswith("  rows     6 etablissements, 6 gestionnaires, 6 reseaux, 6 adhesions, 1 initiatives")
    assert "6 etablissements ajoute" in changed and review == "  review   nothing needs a person"
    assert ended.err.splitlines()[0] == "creches: lire:coop_petite_enfance"
    assert (Path("output") / "latest" / "etablissements.csv").is_file()


def test_a_second_release_says_the_word_unchanged(creches: Creches, output: Path) -> None:
    ended = creches(*NEXT, "--output", output)
    assert ended.code == 0 and ended.out.startswith("unchanged: 2026.11.22 stands")
    assert creches(*NEXT, "--output", output, "--json").document["result"] == "unchanged"


def test_a_release_in_json_is_one_document_with_the_counts(creches: Creches, output: Path, page: Any) -> None:
    more = page([*MEMBERS, SEVENTH])
    ended = creches(*NEXT, "--output", output, "--page", f"{ID}={more}", "--json")
    told = ended.document
    assert (told["result"], told["version"], told["exit_code"]) == ("published", "2026.11.29", 0)
    assert told["rows"]["etablissements"] == 7 and told["changes"]["etablissements ajoute"] == 1
    assert told["review"] == [] and told["stale"] == {} and ended.err == ""


def test_a_member_that_vanished_needs_a_person_and_changes_no_exit_code(
    creches: Creches, output: Path, page: Any
) -> None:
    ended = creches(*NEXT, "--output", output, "--page", f"{ID}={page(MEMBERS[1:])}")
    assert ended.code == 0
    assert "  review   Bottines et Botillons Services is no longer named by its source" in ended.out


def test_a_dry_run_says_what_it_would_publish(creches: Creches, page: Any) -> None:
    ended = creches(*OFFLINE, "--dry-run", "--json")
    assert ended.code == 0 and ended.document["result"] == "dry-run"
    assert tree(Path("output")) == {}
    assert "nothing was written" in creches(*OFFLINE, "--dry-run").out


def test_today_is_the_day_of_a_release_unless_another_is_told(creches: Creches) -> None:
    before = time.strftime("%Y.%m.%d", time.gmtime())
    version = creches("release", "--direct", "--offline", "--dry-run", "--json").document["version"]
    assert version in (before, time.strftime("%Y.%m.%d", time.gmtime()))


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_refused_page_ends_with_3_and_leaves_latest_alone(
    creches: Creches, output: Path, page: Any, as_json: tuple[str, ...]
) -> None:
    before = published(output)
    ended = creches(*NEXT, "--output", output, "--page", f"{ID}={page(())}", *as_json)
    assert ended.code == 3 and published(output) == before
    assert "no member read" in ended.err and "Next:" in ended.err and "Traceback" not in ended.err
    if as_json:
        assert (ended.document["result"], ended.document["exit_code"]) == ("refused", 3)
        assert ended.document["error"] in ended.err
    else:
        assert ended.out == ""


def test_a_source_that_was_asked_and_failed_ends_with_4(creches: Creches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "fetch_page", unfetched)
    with Service() as geocoder:
        monkeypatch.setenv("CRECHES_GEOCODER", geocoder.address)
        ended = creches("release", "--direct", "--as-of", DAY, "--source", ID, "--dry-run", "--json")
    assert ended.code == ended.document["exit_code"] == 4
    assert "Too slow" in ended.document["stale"][ID]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_geocoder_that_is_down_on_a_first_run_ends_with_3_and_publishes_nothing(
    creches: Creches, monkeypatch: pytest.MonkeyPatch, page: Any, dry: tuple[str, ...]
) -> None:
    monkeypatch.setattr("flows.geocode.remote.TRIES", 1)
    with Service(always=Trouble(503)) as geocoder:
        monkeypatch.setenv("CRECHES_GEOCODER", geocoder.address)
        ended = creches("release", "--direct", "--as-of", DAY, "--page", f"{ID}={page()}", *dry, "--json")
    assert (ended.code, ended.document["result"]) == (3, "refused") and tree(Path("output")) == {}
    assert "6 of 6 addresses wait" in ended.err and "creches release --offline" in ended.err


def test_another_run_in_the_same_folder_ends_with_6(creches: Creches, output: Path) -> None:
    with shelf.locked(output):
        ended = creches(*NEXT, "--output", output, "--json")
    assert ended.code == 6 and ended.document["result"] == "failed"
    assert f"process {os.getpid()}" in ended.err


def test_a_damaged_shelf_ends_with_8(creches: Creches, output: Path) -> None:
    (output / "releases" / "2026.11.22" / "reseaux.csv").write_text("x")
    ended = creches(*NEXT, "--output", output)
    assert ended.code == 8 and "reseaux.csv is not what SHA256SUMS says" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        (*OFFLINE, "--source", "nobody"),
        (*OFFLINE, "--source", "communes"),
        (*OFFLINE, "--page", ID),
        (*OFFLINE, "--page", f"{ID}="),
        (*OFFLINE, "--page", f"{ID}=missing.html"),
        (*OFFLINE, "--page", f"{ID}=a", "--page", f"{ID}=b"),
        (*OFFLINE, "--page", "nobody=missing.html"),
        ("release", "--direct", "--offline", "--as-of", "yesterday"),
        ("release", "--direct", "--offline", "--as-of", "20261122"),
        (*OFFLINE, "--output", "/dev/null"),
        (*OFFLINE, "--unknown"),
        ("parse", ID),
        ("parse", "nobody", "missing.html"),
        ("parse", "communes", "missing.html"),
        ("parse", ID, "missing.html"),
        ("fetch", "nobody"),
        ("fetch", "pope"),
        ("fetch", "communes"),
        ("verify", "missing"),
        ("nothing",),
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2_says_why_and_does_nothing(creches: Creches, arguments: tuple[str, ...]) -> None:
    ended = creches(*arguments, "--json")
    assert ended.code == 2
    assert (ended.document["result"], ended.document["exit_code"]) == ("usage", 2)
    assert ended.document["error"] in ended.err and len(ended.document["error"]) > 15
    assert "Traceback" not in ended.err and not list(Path().rglob("*.csv"))


def test_a_wrong_setting_ends_with_2(creches: Creches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr("flows.settings.ROOT", tmp_path)
    ended = creches(*OFFLINE)
    assert ended.code == 2 and "CRECHES_<NAME>" in ended.err


def test_a_bug_ends_with_1_without_its_values_and_is_shown_when_asked(
    creches: Creches, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError("a value that must not be seen")

    monkeypatch.setattr(collect, "found_of", bug)
    ended = creches(*OFFLINE, "--json")
    assert (ended.code, ended.document["result"]) == (1, "failed")
    assert "a bug: RuntimeError" in ended.err and "must not be seen" not in ended.out + ended.err
    monkeypatch.setenv("CRECHES_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["creches", *OFFLINE])
    with pytest.raises(RuntimeError):
        cli.main()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_says_so_and_frees_its_folder(tmp_path: Path, number: int, code: int) -> None:
    command = [sys.executable, "-m", "flows", *OFFLINE, "--output", str(tmp_path / "output"), "--json"]
    script = (
        "import os, sys; from flows import cli, collect\n"
        f"collect.found_of = lambda *_: os.kill(os.getpid(), {int(number)}) or __import__('time').sleep(20)\n"
        f"sys.argv = {['creches', *command[3:]]!r}\ncli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=15)
    assert done.returncode == code
    assert json.loads(done.stdout)["result"] == "stopped" and "Run the same command again" in done.stderr
    with shelf.locked(tmp_path / "output"):
        assert tree(tmp_path / "output") == {}
    assert (report(tmp_path / "output")["result"], report(tmp_path / "output")["exit_code"]) == ("stopped", code)


def test_the_options_of_a_run_are_what_was_asked(tmp_path: Path) -> None:
    made = options_of(True, [ID], [f"{ID}=a=b.html"], DAY, Path("out"), True)
    assert (made.asked, dict(made.pages), made.dry_run) == ((ID,), {ID: Path("a=b.html")}, True)
    assert made.output.is_absolute() and made.as_of == DAY
    with pytest.raises(UsageError):
        options_of(True, [], [], "2026-13-01", tmp_path, False)


def test_archived_pages_are_read_and_none_is_asked_which_offline_and_source_contradict(tmp_path: Path) -> None:
    assert options_of(False, [], [], "2026-11-22", tmp_path, False, archived=True).archived
    for offline, asked in ((True, []), (False, ["pope"])):
        with pytest.raises(UsageError, match="--archived asks no page"):
            options_of(offline, asked, [], "2026-11-22", tmp_path, False, archived=True)
