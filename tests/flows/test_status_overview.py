"""`creches status`: ages, the release, the last run, the last refusal, the next runs; it reads, and needs no lock."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import shelf
from flows.status.holder import holder
from flows.status.overview import document, overview
from schemas.errors import Refused
from tests.commands import Creches
from tests.flows.runs import DAY, tree
from tests.flows.watched_runs import proved, watched

MOMENT = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)


def on(output: Path, day: str = DAY) -> dict[str, object]:
    """The document of a day, proved by its schema, and that looking changed nothing."""
    before = tree(output)
    said: dict[str, object] = proved("status", document(overview(output, day, MOMENT)))
    assert tree(output) == before
    return said


def of_source(said: dict[str, object], id_: str) -> dict[str, object]:
    found = said["sources"]
    assert isinstance(found, list)
    return dict(next(one for one in found if one["id"] == id_))


def test_a_fresh_folder_is_fresh(output: Path) -> None:
    watched(output)
    said = on(output)
    assert (said["result"], said["exit_code"], said["faults"], said["held_by"]) == ("fresh", 0, [], "")
    assert said["next_runs"] == {
        "hebdomadaire": "2026-11-30T04:17+01:00",
        "quotidien": "2026-11-27T05:43+01:00",
        "registres": "2026-12-03T03:29+01:00",
    }
    assert isinstance(said["last_run"], dict) and said["last_run"]["result"] == "unchanged"


def test_a_source_is_late_after_its_cadence_and_a_day_unless_it_is_never_asked(output: Path) -> None:
    assert not of_source(on(output, "2026-11-30"), "coop_petite_enfance")["late"]  # 8 days, cadence 7
    late = of_source(on(output, "2026-12-01"), "coop_petite_enfance")
    assert (late["late"], late["age_days"], late["had"], late["cadence_days"]) == (True, 9, DAY, 7)
    assert not of_source(on(output, "2027-12-01"), "pope")["late"]  # its address is not confirmed
    assert (on(output, "2026-12-01")["result"], on(output, "2026-12-01")["exit_code"]) == ("late", 4)


def test_a_run_that_changed_nothing_makes_its_sources_younger(output: Path, tmp_path: Path) -> None:
    from tests.flows.runs import saved
    from tests.pages.markups import MARKUPS, MEMBERS

    os.utime(saved(tmp_path, MARKUPS["h3_p"](MEMBERS)), (1796256000, 1796256000))
    watched(output, "2026-12-03", pages={"coop_petite_enfance": tmp_path / "page.html"})
    seen = of_source(on(output, "2026-12-04"), "coop_petite_enfance")
    assert seen["state"] == "page" and seen["had"] != DAY and not seen["late"]


def test_an_expired_release_ends_with_8_and_one_that_cannot_be_read_too(output: Path) -> None:
    assert (on(output, "2027-01-07")["result"], on(output, "2027-01-07")["exit_code"]) == ("expired", 8)
    (output / "versions.json").write_text("{")
    said = on(output)
    assert (said["result"], said["exit_code"]) == ("damaged", 8) and "versions.json" in str(said["faults"])


def test_a_folder_without_a_release_says_none(tmp_path: Path) -> None:
    said = on(tmp_path / "nothing")
    assert (said["result"], said["exit_code"], said["release"], said["last_run"]) == ("none", 4, None, None)


def test_a_refusal_is_told_with_its_reason_and_command_until_a_run_goes_to_its_end(output: Path) -> None:
    def refuse(*_: object) -> None:
        raise Refused("The release is refused.\n- Lost 5. To accept it, once checked: creches gate list.")

    with pytest.raises(Refused):
        watched(output, walk=refuse)  # type: ignore[arg-type]
    said = on(output)
    assert (said["result"], said["exit_code"]) == ("late", 4)
    refusal = said["last_refusal"]
    assert isinstance(refusal, dict) and "Lost 5" in refusal["error"] and refusal["commands"] == ["creches gate list"]
    watched(output)
    assert on(output)["last_refusal"] is None and on(output)["result"] == "fresh"


def test_it_works_while_a_run_holds_the_folder_and_says_who(output: Path) -> None:
    assert holder(output) == ""
    with shelf.locked(output):
        assert str(on(output)["held_by"]).startswith(f"{os.getpid()}")
    assert holder(output) == ""
    (output / ".verrou").write_text(f"{os.getpid()}: creches release\n")  # a dead run's words, its number used again
    assert holder(output) == ""


def test_a_badge_that_is_not_true_is_told(output: Path) -> None:
    (output / "badge.svg").write_text("<svg/>")
    said = on(output)
    assert said["result"] == "late" and "creches status --write" in str(said["faults"])


def test_the_command_prints_one_document_or_lines_and_renews_the_badge(creches: Creches, output: Path) -> None:
    ended = creches("status", "--output", output, "--as-of", DAY, "--json")
    assert ended.code == 0 and proved("status", ended.document)["written"] == "" and ended.err == ""
    ended = creches("status", "--output", output, "--as-of", "2026-12-20", "--write")
    assert ended.code == 4 and ended.out.startswith("late on 2026-12-20\nrelease   2026.11.22, 6 places")
    assert (
        "source    LATE coop_petite_enfance: 28 day(s) old" in ended.out and "say en_retard on 2026-12-20" in ended.out
    )
    assert json.loads((output / "etat.json").read_text())["made"] == "2026-12-20"
    assert creches("status", "--output", output, "--as-of", "tomorrow").code == 2
    assert creches("status", "--output", output / "versions.json").code == 2


def test_damaged_reports_are_passed_over(output: Path) -> None:
    watched(output)
    for number, text in enumerate(("", "[]", "{}", '{"run": 1}', '{"sources": [{}], "steps": []}')):
        folder = output / "runs" / f"20990101T00000000{number}Z-aaaa"
        folder.mkdir()
        (folder / "journal.jsonl").write_text("\n[]\n{}\n")
        (folder / "report.json").write_text(text)
    assert on(output)["result"] == "fresh"
