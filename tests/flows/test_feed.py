"""Atom feeds: valid, with ids that last, one for all and one a département."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import feedparser
import pytest

from flows.changes.feed import Fresh, feeds
from flows.formats.csv_table import to_csv
from schemas.errors import Damaged
from schemas.tables import conform

OLD: dict[str, Any] = {
    "version": "2026.11.22",
    "date": "2026-11-22",
    "changes": {"ajoute": 2, "retire": 0, "modifie": 0},
}
NEW: dict[str, Any] = {
    "version": "2026.11.29",
    "date": "2026-11-29",
    "changes": {"ajoute": 0, "retire": 0, "modifie": 1},
}
HOSTILE = '<script>alert(1)</script> & ]]> \x0b\ufffe "x"'


def told(version: str, **kinds: list[dict[str, Any]]) -> dict[str, Any]:
    return {"version": version, "tables": {"etablissements": {"added": [], "removed": [], "changed": [], **kinds}}}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Two releases; the newer one still in its draft."""
    first = told(OLD["version"], added=[row("cc-a", "AGAPI", "75"), row("cc-b", HOSTILE, "2A")])
    second = told(NEW["version"], changed=[row("cc-a", "AGAPI", "75") | {"changes": {"capacite": ["20", "24"]}}])
    for folder, document in ((tmp_path / "releases" / OLD["version"], first), (tmp_path / "draft", second)):
        folder.mkdir(parents=True)
        (folder / "changements.json").write_text(json.dumps(document), encoding="utf-8")
        places = conform([{"id": "cc-a", "departement": "75"}, {"id": "cc-e", "departement": "38"}], "etablissements")
        (folder / "etablissements.csv").write_bytes(to_csv(places))
    return tmp_path


def row(key: str, nom: str, departement: str) -> dict[str, Any]:
    return {"key": key, "nom": nom, "departement": departement, "commune": "X", "cause": "source", "source": "liste"}


def parsed(body: bytes) -> Any:
    found = feedparser.parse(body)
    assert found.bozo == 0, found.get("bozo_exception")
    return found


def test_there_is_a_feed_of_all_and_one_a_departement_that_has_places_or_changes(shelf: Path) -> None:
    made = feeds(shelf, [NEW, OLD], shelf / "draft")
    assert set(made) == {"changements.atom", "atom/75.atom", "atom/2A.atom", "atom/38.atom"}


def test_every_feed_is_valid_and_complete(shelf: Path) -> None:
    for body in feeds(shelf, [NEW, OLD], shelf / "draft").values():
        found = parsed(body)
        assert found.feed.id and found.feed.title and found.feed.updated and found.feed.author
        assert all(one.id and one.title and one.updated and one.summary for one in found.entries)
        root = ElementTree.fromstring(body)
        assert root.tag == "{http://www.w3.org/2005/Atom}feed"


def test_entries_are_the_releases_newest_first_with_ids_made_of_their_version(shelf: Path) -> None:
    found = parsed(feeds(shelf, [NEW, OLD], shelf / "draft")["changements.atom"])
    assert [one.id.rpartition(":")[2] for one in found.entries] == [NEW["version"], OLD["version"]]
    assert [one.updated for one in found.entries] == ["2026-11-29T00:00:00Z", "2026-11-22T00:00:00Z"]
    assert all(one.id.startswith("tag:") for one in found.entries)
    before = parsed(feeds(shelf, [OLD], shelf / "releases" / OLD["version"])["changements.atom"])
    assert before.entries[0].id == found.entries[1].id


def test_a_departement_is_told_of_its_own_changes_only(shelf: Path) -> None:
    made = feeds(shelf, [NEW, OLD], shelf / "draft")
    assert [one.id.rpartition(":")[2] for one in parsed(made["atom/2A.atom"]).entries] == [OLD["version"]]
    assert "AGAPI" not in made["atom/2A.atom"].decode() and parsed(made["atom/38.atom"]).entries == []


def test_a_hostile_name_is_text(shelf: Path) -> None:
    body = feeds(shelf, [NEW, OLD], shelf / "draft")["changements.atom"].decode()
    assert "<script" not in body and "&lt;script&gt;alert(1)" in body and "\x0b" not in body


@pytest.mark.parametrize(
    "gone", [{"withdrawn": {"date": "2026-12-01", "reason": "Une erreur."}}, {"pruned": "2026-12-01"}]
)
def test_a_release_that_is_gone_keeps_its_entry_and_tells_no_row(shelf: Path, gone: dict[str, Any]) -> None:
    found = parsed(feeds(shelf, [NEW, {**OLD, **gone}], shelf / "draft")["changements.atom"])
    assert [one.id.rpartition(":")[2] for one in found.entries] == [NEW["version"], OLD["version"]]
    assert "content" not in found.entries[1]
    if "withdrawn" in gone:
        assert "Une erreur." in found.entries[1].summary and found.feed.updated == "2026-12-01T00:00:00Z"


def test_a_feed_holds_fifty_releases(shelf: Path) -> None:
    many = [{**NEW, "version": f"2026.11.29.{n}"} for n in range(60, 0, -1)]
    assert len(parsed(feeds(shelf, many, shelf / "draft")["changements.atom"]).entries) == 50


def test_the_same_shelf_gives_the_same_bytes(shelf: Path) -> None:
    assert feeds(shelf, [NEW, OLD], shelf / "draft") == feeds(shelf, [NEW, OLD], shelf / "draft")


def test_a_release_at_hand_is_told_as_it_is_read(shelf: Path) -> None:
    titles = conform([{"id": "liste", "titre": "Une liste"}], "sources")
    (shelf / "draft" / "sources.csv").write_bytes(to_csv(titles))
    places = conform([{"id": "cc-a", "departement": "75"}, {"id": "cc-e", "departement": "38"}], "etablissements")
    document = json.loads((shelf / "draft" / "changements.json").read_text(encoding="utf-8"))
    fresh = Fresh(document, {"etablissements": places, "sources": titles})
    read = feeds(shelf, [NEW, OLD], shelf / "draft")
    assert feeds(shelf, [NEW, OLD], shelf / "nowhere", fresh) == read


def test_a_release_whose_changes_cannot_be_read_is_damaged(shelf: Path) -> None:
    (shelf / "releases" / OLD["version"] / "changements.json").write_text("{", encoding="utf-8")
    with pytest.raises(Damaged, match="cannot be read"):
        feeds(shelf, [NEW, OLD], shelf / "draft")


def test_a_release_made_before_there_were_such_files_has_its_numbers_only(shelf: Path) -> None:
    (shelf / "releases" / OLD["version"] / "changements.json").unlink()
    found = parsed(feeds(shelf, [NEW, OLD], shelf / "draft")["changements.atom"])
    assert "2 lignes ajoutées" in found.entries[1].summary


def test_a_departement_keeps_the_entry_of_a_release_that_was_withdrawn_and_its_feed_does_not_go_back(
    shelf: Path,
) -> None:
    (shelf / "draft").rename(shelf / "releases" / NEW["version"])
    gone = {**NEW, "withdrawn": {"date": "2026-12-01", "reason": "Une erreur."}}
    found = parsed(feeds(shelf, [gone, OLD], shelf / "releases" / OLD["version"])["atom/75.atom"])
    assert [one.title for one in found.entries] == [f"Version {NEW['version']} (retirée)", f"Version {OLD['version']}"]
    assert found.feed.updated == "2026-12-01T00:00:00Z" and "content" not in found.entries[0]


def test_a_release_that_was_withdrawn_because_it_is_damaged_stops_no_feed(shelf: Path) -> None:
    (shelf / "releases" / OLD["version"] / "changements.json").write_text("{", encoding="utf-8")
    gone = {**OLD, "withdrawn": {"date": "2026-12-01", "reason": "Une erreur."}}
    assert "atom/75.atom" in feeds(shelf, [NEW, gone], shelf / "draft")


def test_a_departement_counts_its_own_rows(shelf: Path) -> None:
    found = parsed(feeds(shelf, [NEW, OLD], shelf / "draft")["atom/2A.atom"])
    assert found.entries[0].summary == "1 ligne ajoutée, aucune retirée, aucune modifiée."


def test_a_release_that_replaces_another_says_so_on_its_day(shelf: Path) -> None:
    again = {**NEW, "reissued": {"date": "2026-12-02", "replaces": "2026.11.28"}}
    found = parsed(feeds(shelf, [again, OLD], shelf / "draft")["changements.atom"])
    assert found.entries[0].updated == found.feed.updated == "2026-12-02T00:00:00Z"
    assert "remplace 2026.11.28" in found.entries[0].title and "à la demande" in found.entries[0].summary
