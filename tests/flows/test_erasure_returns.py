"""Who asked to leave stays away: whatever the gates had said of it, and under a name written otherwise."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import sources
from tests.flows.erasing import AFTER, DAY, GONE, LATER, PHONE, STAYS, ask, empty_list, walk_with
from tests.flows.opened import texts
from tests.flows.runs import pages_only, row_of, rows, run_members


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returns")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        walk_with(monkeypatch, empty_list(folder))
        assert run_members(folder / "output", [*STAYS, GONE], DAY).result == "published"
    return folder


@pytest.fixture(scope="module")
def _left(_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_published, tmp_path_factory.mktemp("left") / "folder")
    with pytest.MonkeyPatch.context() as monkeypatch:
        walk_with(monkeypatch, folder / "refus.csv")
        ask(folder / "output", LATER, id_=row_of(folder / "output", GONE.nom)["id"])
    return folder


@pytest.fixture
def output(_published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release with the structure that will ask."""
    return own(_published, tmp_path, monkeypatch)


@pytest.fixture
def left(_left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, once it asked by its id."""
    return own(_left, tmp_path, monkeypatch)


def own(folder: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a shelf and of its list, which walks of this test read."""
    shutil.copytree(folder, mine, dirs_exist_ok=True)
    walk_with(monkeypatch, mine / "refus.csv")
    return mine / "output"


def test_one_that_left_its_list_and_was_named_by_the_gates_can_still_ask(output: Path) -> None:
    id_ = row_of(output, GONE.nom)["id"]
    assert run_members(output, STAYS, LATER).result == "published"
    assert GONE.nom in (output / "latest" / "qualite.json").read_text()
    assert ask(output, LATER, id_=id_)["result"] == "reissued"
    assert [name for name, text in texts(output).items() if GONE.nom in text] == []


@pytest.mark.parametrize("changed", [{"nom": f"Crèche {GONE.nom}"}, {"nom": f"{GONE.nom} - SCOP", "telephone": ""}])
def test_it_does_not_come_back_under_a_name_written_otherwise(left: Path, changed: dict[str, str]) -> None:
    run_members(left, [*STAYS, replace(GONE, **changed)], AFTER)
    assert len(rows(left, "etablissements")) == len(STAYS)
    opened = texts(left / "latest")
    assert [name for name, text in opened.items() if GONE.nom in text or PHONE in text.replace(" ", "")] == []
