"""Who asked to leave stays away: whatever the gates had said of it, and under a name written otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest

import sources
from tests.flows.erasing import AFTER, DAY, GONE, LATER, PHONE, STAYS, ask, empty_list, walk_with
from tests.flows.opened import texts
from tests.flows.runs import pages_only, row_of, rows, run_members


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sources, "pages", pages_only)
    walk_with(monkeypatch, empty_list(tmp_path))
    assert run_members(tmp_path / "output", [*STAYS, GONE], DAY).result == "published"
    return tmp_path / "output"


def test_one_that_left_its_list_and_was_named_by_the_gates_can_still_ask(output: Path) -> None:
    id_ = row_of(output, GONE.nom)["id"]
    assert run_members(output, STAYS, LATER).result == "published"
    assert GONE.nom in (output / "latest" / "qualite.json").read_text()
    assert ask(output, LATER, id_=id_)["result"] == "reissued"
    assert [name for name, text in texts(output).items() if GONE.nom in text] == []


@pytest.mark.parametrize("changed", [{"nom": f"Crèche {GONE.nom}"}, {"nom": f"{GONE.nom} - SCOP", "telephone": ""}])
def test_it_does_not_come_back_under_a_name_written_otherwise(output: Path, changed: dict[str, str]) -> None:
    ask(output, LATER, id_=row_of(output, GONE.nom)["id"])
    run_members(output, [*STAYS, replace(GONE, **changed)], AFTER)
    assert len(rows(output, "etablissements")) == len(STAYS)
    opened = texts(output / "latest")
    assert [name for name, text in opened.items() if GONE.nom in text or PHONE in text.replace(" ", "")] == []
