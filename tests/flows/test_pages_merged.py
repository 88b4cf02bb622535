"""Members' pages merged: in their order and alike, whoever reads them, and whatever was remembered of some."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import collect_pages
from flows.caller import Caller, caller_of
from flows.options import Options
from schemas.found import Found
from tests.flows.loopback import Loopback
from tests.flows.many_pages import DAY, Directory, codes, names, page, settings

NEXT = "2026-11-27"
TOLD_BY_THE_PAGE = (
    "from schemas.records import Reading\nfrom sources.reading.fields import member\n\n\n"
    "def parse(snapshot, source):\n    return Reading(source.id, (member(snapshot, source),))\n"
)


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    monkeypatch.setattr("flows.pages.merged.AT_ONCE", 2)
    monkeypatch.setattr("flows.pages.merged._WINDOW", 3)
    with Loopback({}) as server:
        made = Directory(server, tmp_path)
        settings(monkeypatch, made.folder)
        yield made


def found_by(call: Caller, directory: Directory) -> Found:
    """What a run finds that calls its steps so."""
    found = collect_pages.found_of(call, directory.source(), Options(DAY, directory.output))
    assert isinstance(found, Found), found.why
    return found


@pytest.mark.parametrize("part", [1, 5, 1_000])
def test_pages_are_merged_alike_whether_they_are_told_of_as_they_come_or_all_at_last(
    directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr("flows.pages.merged._PART", part)
    directory.describes(('forme = ".statut"', 'forme = ".statut"\nreference = ".numero"'))
    (directory.folder / "annuaire.py").write_text(TOLD_BY_THE_PAGE)
    directory.serves(3, page(3, reference="A1"))
    directory.serves(8, page(8, reference="A1"))
    directory.serves(7, b"<html><body><main>nothing</main></body></html>")
    told = found_by(Caller(), directory)
    directory.output = tmp_path / "other"
    at_last = found_by(caller_of(lambda _, step, *given: step(*given)), directory)
    assert told.reading == at_last.reading and told.membres.equals(at_last.membres)
    assert len(told.membres) == 10 and sorted(codes(told)) == ["page_illisible", "reference_double"]


def test_pages_that_are_remembered_keep_their_place_among_those_that_are_read(directory: Directory) -> None:
    first = directory.read()
    directory.unchanged(*directory.numbers)
    others = (0, 1, 5, 6, 7, 11)
    for number in others:
        directory.serves(number, page(number, f"Crèche {number} bis"))
    second = directory.read(NEXT)
    assert [record.reference for record in second.reading.records] == [r.reference for r in first.reading.records]
    assert [name.endswith(" bis") for name in names(second)] == [n in others for n in directory.numbers]


def test_more_lines_than_pages_are_refused(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice(Caller):
        def every(self, names: object, step: object, batches: object) -> list[list[str]]:
            return [["{}"]] * 13

    with pytest.raises(LookupError):
        found_by(Twice(), directory)
