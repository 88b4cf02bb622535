"""A list cut short is held, then a person acknowledges it: who left is told then, and a held source is never called unread."""

import csv
import shutil
from pathlib import Path

import pytest

import sources
from flows import settings
from flows.changes.feed_words import lines, row_list
from flows.changes.files import JSON
from flows.gate.acknowledgements import COLUMNS
from flows.outcome import Outcome
from tests.flows.cut_short import FIVE, NINE
from tests.flows.runs import pages_only, run_members

ID = "coop_petite_enfance"
LINE = ("baisse", ID, "5", "Le réseau a confirmé ces départs.", "", "2026-12-10", "2026-12-24")


@pytest.fixture(scope="module")
def lived(_held: tuple[Path, Outcome], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The output folder, the release of the week when the page is held, that of the week when it is let through."""
    folder = tmp_path_factory.mktemp("let_through")
    shelf, held = _held
    assert held.exit_code == 4
    shutil.copytree(shelf, folder / "output")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        path = folder / "acquittements.csv"
        patch.setenv("CRECHES_ACKNOWLEDGEMENTS", str(path))
        with path.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, LINE])
        assert settings.load().acknowledgements == str(path)
        through = run_members(folder / "output", FIVE, "2026-12-13")
        assert through.exit_code == 0
    return folder / "output", held.version, through.version


def told(output: Path, version: str) -> str:
    return (output / "releases" / version / "CHANGELOG.md").read_text(encoding="utf-8")


def test_those_who_left_while_the_page_was_held_are_named_when_it_is_let_through(lived: tuple[Path, str, str]) -> None:
    output, _, version = lived
    french, english = told(output, version).split("\n---\n")
    section = french.partition("## Plus cités")[2].partition("\n## ")[0]
    assert all(
        f"**{member.nom}**" in section.replace("\\", "").replace("&#39;", "'") for member in NINE if member not in FIVE
    )
    assert section.count("vu pour la dernière fois le 2026-11-29 – la source n'en parle plus") == len(NINE) - len(FIVE)
    assert english.count("last seen on 2026-11-29") == len(NINE) - len(FIVE)
    assert not any(f"**{member.nom}**" in section for member in FIVE)


def test_the_feeds_name_them_too(lived: tuple[Path, str, str]) -> None:
    output, _, version = lived
    feed = (output / "changements.atom").read_text(encoding="utf-8")
    assert feed.count("Établissement qui n'est plus cité") == len(NINE) - len(FIVE)
    assert "4 qui ne sont plus citées." in feed
    assert (output / "releases" / version / JSON).read_text(encoding="utf-8").count('"table": "etablissements"') == 4


def test_a_held_source_is_told_as_read_and_held(lived: tuple[Path, str, str]) -> None:
    output, version, _ = lived
    text = told(output, version)
    assert "Sources lues, mais non retenues" in text and "n'ont pas été lues" not in text
    assert "Sources read, but not taken in" in text and "was not read" not in text
    cells = (output / "releases" / version / "changements.csv").read_text(encoding="utf-8")
    assert "source_retenue" in cells and "source_reprise" not in cells


def test_the_feed_says_a_change_in_words() -> None:
    row = {"key": "cc-a", "nom": "AGAPI", "commune": "Paris", "changes": {"statut": ["actif", "non_confirme"]}}
    document = {"tables": {"etablissements": {"added": [], "removed": [], "changed": [row]}}}
    assert list(lines(row_list(document), {})) == [
        "Établissement modifié : AGAPI (Paris), statut : actif → non confirmé"
    ]
