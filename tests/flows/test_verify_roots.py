"""`latest.json` covers the files of the root too: the list of versions, the feeds, the catalogues."""

import json
from pathlib import Path

import pytest

from flows.integrity.verify import faults
from flows.status import badge
from tests.flows.runs import DAY


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_every_file_of_the_root_is_told_and_true(output: Path) -> None:
    told = json.loads((output / "latest.json").read_text())["roots"]
    there = {p.relative_to(output).as_posix() for p in (*output.glob("*.*"), *output.glob("atom/*")) if p.is_file()}
    assert set(told) == there - {"latest.json", ".verrou", *badge.NAMES}  # which is renewed without a key
    assert faults(output, as_of=DAY) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("changements.atom", "AGAPI", "AGAPA"),
        ("atom/93.atom", "Pantin", "Pantan"),
        ("versions.json", '"previous": ""', '"previous": "", "withdrawn": {"date": "2026-11-22", "reason": "x"}'),
        ("catalog.ttl", "dcat:Dataset", "dcat:Datasets"),
    ],
)
def test_a_file_of_the_root_that_was_changed_is_seen(output: Path, name: str, old: str, new: str) -> None:
    edited(output / name, old, new)
    assert any(fault.startswith(name) or "versions.json" in fault for fault in faults(output, as_of=DAY))


def test_a_feed_that_nothing_tells_is_a_stranger(output: Path) -> None:
    (output / "atom" / "01.atom").write_text("<feed/>")
    assert [fault.split()[0] for fault in faults(output, as_of=DAY)] == ["atom/01.atom"]


def test_a_mirror_may_do_without_feeds(output: Path) -> None:
    (output / "changements.atom").unlink()
    assert faults(output, as_of=DAY) == []
