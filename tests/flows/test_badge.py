"""The badge: static files that tell their own end, in words, in both languages, and that follow from `latest.json`."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from flows import publish, shelf
from flows.integrity.verify import faults as verify
from flows.status import badge, renew
from flows.status.pointer import Pointer, read
from flows.status.state import Standing, standing
from schemas.errors import UsageError
from tests.flows.runs import DAY, run, tree
from tests.flows.watched_runs import proved

SVG = "{http://www.w3.org/2000/svg}"
NOW = Pointer("2026.11.22", "2026-11-22", "2027-01-06")


def on(day: str, **rows: int) -> Standing:
    return standing(NOW, "2026-11-22", rows or {"etablissements": 6}, day)


def state(output: Path) -> dict[str, Any]:
    return dict(proved("etat", json.loads((output / "etat.json").read_text())))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-22", "a_jour"),
        ("2026-11-30", "a_jour"),
        ("2026-12-01", "en_retard"),
        ("2027-01-06", "en_retard"),
        ("2027-01-07", "expire"),
    ],
)
def test_the_state_goes_from_fresh_to_late_after_eight_days_and_to_expired_after_the_last_one(
    day: str, expected: str
) -> None:
    assert on(day).state == expected
    assert (on(day).late_after, on(day).expires) == ("2026-11-30", "2027-01-06")


@pytest.mark.parametrize("day", ["2026-11-22", "2026-12-01", "2027-01-07"])
def test_the_picture_says_in_words_what_its_colour_says_and_until_when(day: str) -> None:
    made = badge.files(on(day))
    root = etree.fromstring(made["badge.svg"])
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert (
        texts[0]
        == {"a_jour": "données à jour", "en_retard": "données en retard", "expire": "données périmées"}[on(day).state]
    )
    assert "2026-11-22" in texts[1] and "6 crèches" in texts[1] and "2027-01-06" in texts[1]
    assert root.get("role") == "img" and root.get("aria-labelledby") == root[0].get("id")
    title = root.findtext(f"{SVG}title")
    assert title is not None and title.startswith("Crèches coopératives : ") and " / Cooperative nurseries: " in title
    shield = json.loads(made["badge.json"])
    assert (shield["schemaVersion"], shield["label"]) == (1, texts[0]) and shield["message"] == texts[1]
    assert shield["isError"] == (on(day).state == "expire")


def test_each_state_has_its_colour_and_letters_that_can_be_read_on_it() -> None:
    colours = {
        json.loads(badge.files(on(day))["badge.json"])["color"] for day in ("2026-11-22", "2026-12-01", "2027-01-07")
    }
    assert len(colours) == 3
    for colour in (*colours, "#333333"):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        assert 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05) > 4.5


def test_one_nursery_is_one() -> None:
    (facts,) = [json.loads(badge.files(on(DAY, etablissements=1))["badge.json"])["message"]]
    assert " 1 crèche · " in facts


def test_a_release_brings_its_badge_and_the_same_one_each_time(output: Path, tmp_path: Path) -> None:
    said = state(output)
    assert (said["state"], said["version"], said["result"], said["rows"]["etablissements"]) == (
        "a_jour",
        "2026.11.22",
        "published",
        6,
    )
    assert (said["made"], said["checked"], said["late_after"], said["expires"]) == (
        DAY,
        DAY,
        "2026-11-30",
        "2027-01-06",
    )
    run(tmp_path / "again")
    assert all((tmp_path / "again" / name).read_bytes() == (output / name).read_bytes() for name in badge.NAMES)


def test_an_unchanged_run_renews_it(output: Path) -> None:
    run(output, "2026-12-20")
    said = state(output)
    assert (said["state"], said["result"], said["date"], said["checked"]) == ("a_jour", "unchanged", DAY, "2026-12-20")
    assert said["expires"] == json.loads((output / "latest.json").read_text())["expires"]


def test_it_is_renewed_without_a_run_and_touches_nothing_else(output: Path) -> None:
    before = tree(output)
    for day, expected in (("2026-12-20", "en_retard"), ("2027-02-01", "expire"), (DAY, "a_jour")):
        assert expected in renew.renew(output, day)
        assert state(output)["state"] == expected and renew.faults(output) == []
        assert {name for name, body in tree(output).items() if before[name] != body} <= {*badge.NAMES}
        assert verify(output, as_of=DAY) == []
    assert tree(output) == before


def test_it_is_left_to_a_run_that_holds_the_folder_and_there_is_none_without_a_release(
    output: Path, tmp_path: Path
) -> None:
    before = tree(output)
    with shelf.locked(output):
        assert "left to the run" in renew.renew(output, "2027-02-01")
    assert tree(output) == before
    (tmp_path / "empty").mkdir()
    assert "no release yet" in renew.renew(tmp_path / "empty", DAY)
    with pytest.raises(UsageError):
        renew.renew(tmp_path / "nowhere", DAY)


def test_going_back_takes_the_badge_back(seventh: Path) -> None:
    output = seventh
    assert state(output)["version"] == "2026.11.29"
    from flows.publish.rollback import rollback

    rollback(output, "", "the wrong list was read", "2026-11-30")
    assert (state(output)["version"], state(output)["checked"]) == ("2026.11.22", "2026-11-30")
    assert renew.faults(output) == [] and verify(output, as_of="2026-11-30") == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("etat.json", '"expires": "2027-01-06"', '"expires": "2099-01-01"'),
        ("etat.json", '"etablissements": 6', '"etablissements": 600'),
        ("etat.json", '"state": "a_jour"', '"state": "expire"'),
        ("badge.svg", "2027-01-06", "2099-01-01"),
        ("badge.json", "2026-11-22", "2026-12-22"),
        ("etat.json", "{", "["),
    ],
)
def test_a_badge_that_does_not_say_what_the_pointer_says_is_found(output: Path, name: str, old: str, new: str) -> None:
    assert renew.faults(output) == []
    path = output / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert name in renew.faults(output)[0]


def test_what_is_no_pointer_is_none() -> None:
    assert read(b"{}") is None and read(b"\xff") is None and read(b"[]") is None
    assert read(b'{"version": "1", "created": "x", "expires": "2026-11-22"}') is None
    assert publish.POINTER == "latest.json"
