"""The other commands: parse, fetch, verify, sources, doctor, and their help."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import collect, shelf
from schemas.records import Snapshot
from tests.commands import ID, Creches, unfetched
from tests.flows.runs import DAY, ROOT, saved
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.tears import without_address


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    """A saved page with some members."""
    return lambda members=MEMBERS, markup="h3_p": saved(tmp_path, MARKUPS[markup](members))


def test_parse_reads_the_members_and_prints_one_document(creches: Creches, page: Any) -> None:
    told = creches("parse", ID, page(), "--json").document
    assert told["source"] == ID and told["anomalies"] == []
    assert [row["nom"] for row in told["records"]] == [m.nom for m in MEMBERS]
    assert told["records"][3]["adresse"] == "4 Rue de Saint-Quentin" and told["records"][3]["code_postal"] == "75010"
    assert {type(value) for row in told["records"] for value in row.values()} == {str}
    assert {row["nom"] for row in told["reseaux"]} >= {"Coop Petite Enfance"}


def test_parse_in_words_has_a_line_for_each_member(creches: Creches, page: Any) -> None:
    ended = creches("parse", ID, page())
    assert ended.code == 0 and ended.out.startswith("coop_petite_enfance: 6 record(s)\n")
    assert "  AGAPI | 4 Rue de Saint-Quentin, 75010 Paris | -" in ended.out


def test_parse_ends_with_4_when_a_member_is_in_doubt_and_with_3_when_the_page_is_refused(
    creches: Creches, tmp_path: Path, page: Any
) -> None:
    torn = saved(tmp_path, without_address(MARKUPS["li_strong_br"], 4), "torn.html")
    ended = creches("parse", ID, torn, "--json")
    assert ended.code in (3, 4)
    if ended.code == 4:
        assert {"doute", "erreur"} & {doubt["gravite"] for doubt in ended.document["anomalies"]}
        assert all(doubt["code"] and doubt["message"] for doubt in ended.document["anomalies"])
    refused = creches("parse", ID, page(MEMBERS[:3]), "--json")
    assert (refused.code, refused.document["result"]) == (3, "refused")


def test_fetch_archives_a_page_and_tells_what_it_is(creches: Creches, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = Snapshot(ID, "https://coop-petite-enfance.fr/", b"page", f"{DAY}T09:00:00Z", "ab12", "reseau")
    monkeypatch.setattr(collect, "fetch_page", lambda *_: snapshot)
    told = creches("fetch", ID, "--json").document
    assert (told["source"], told["sha256"], told["bytes"], told["origine"]) == (ID, "ab12", 4, "reseau")
    assert "sha256       ab12" in creches("fetch", ID).out


def test_fetch_ends_with_5_when_the_page_cannot_be_had_now(creches: Creches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "fetch_page", unfetched)
    ended = creches("fetch", ID, "--json")
    assert ended.code == ended.document["exit_code"] == 5 and "--page" in ended.err


def test_verify_tells_a_whole_release_from_a_damaged_one(creches: Creches, output: Path) -> None:
    assert creches("verify", output / "latest").code == 0
    assert creches("verify", output / "latest", "--json").document["result"] == "valid"
    (output / "latest" / "reseaux.csv").write_text("id,nom\n")
    ended = creches("verify", output / "latest", "--json")
    assert (ended.code, ended.document["result"]) == (8, "damaged")
    assert "reseaux.csv is not what SHA256SUMS says" in ended.document["faults"]
    assert "Next:" in creches("verify", output / "latest").out


def test_verify_of_a_folder_that_is_no_release_is_damage(creches: Creches, tmp_path: Path) -> None:
    assert creches("verify", tmp_path).code == 8


def test_sources_are_listed_with_their_licence_and_legal_basis(creches: Creches) -> None:
    told = creches("sources", "list", "--json").document["sources"]
    assert [source["id"] for source in told] == [
        *("ban", "caf", "communes", ID, "curation", "geocode_corrections", "pope", "recherche_entreprises", "sirene")
    ]
    assert all(source["licence"] and source["base_legale"] and source["revue_le"] for source in told)
    assert creches("sources", "list").out.count("https://") >= 5


def test_sources_check_reads_every_embedded_snapshot(creches: Creches) -> None:
    ended = creches("sources", "check", "--json")
    assert ended.code == 0 and ended.document["sources"][ID].startswith("ok, 6 record(s)")
    assert creches("sources", "check").code == 0


def test_sources_check_ends_with_3_when_a_snapshot_no_longer_reads(
    creches: Creches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sources.SNAPSHOTS", tmp_path)
    ended = creches("sources", "check", "--json")
    assert (ended.code, ended.document["result"]) == (3, "refused") and "git" in ended.document["sources"][ID]


def test_doctor_says_what_is_well_and_what_to_mend(creches: Creches, output: Path) -> None:
    told = creches("doctor", "--output", output, "--json")
    assert told.code == 0 and {check["check"] for check in told.document["checks"]} >= {
        "python",
        "prefect",
        "disk",
        "lock",
    }
    with shelf.locked(output):
        ended = creches("doctor", "--output", output)
    assert ended.code == 2 and "MEND lock" in ended.out and "another run holds it" in ended.out


@pytest.mark.parametrize(
    "group", [(), ("release",), ("fetch",), ("parse",), ("verify",), ("sources",), ("doctor",), ("status",)]
)
def test_help_is_there_for_every_command_and_tells_the_exit_codes(creches: Creches, group: tuple[str, ...]) -> None:
    ended = creches(*group, "--help")
    assert ended.code == 0 and "Usage:" in ended.out and ended.err == ""
    assert group or re.findall(r"\b(\d+) (?:done|a bug|wrong|refused|partial|temporary|another|a release)", ended.out)


def test_python_m_flows_is_the_command_and_its_help_is_there_within_400_ms_of_work() -> None:
    command = [sys.executable, "-m", "flows", "--help"]
    times = []
    for _ in range(3):
        before = os.times()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
        assert done.returncode == 0 and "creches release --offline" in done.stdout
    assert 0 < min(times) < 0.4


def test_a_terminal_without_our_letters_stops_nothing(output: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "flows", "sources", "list", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, env=env)
    assert done.returncode == 0 and "Petite Enfance" in done.stdout
