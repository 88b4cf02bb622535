"""Who asked to leave is nowhere: not in the releases of the shelf, nor in those to come."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from flows import shelf
from flows.erasure import refusals
from flows.erasure.needles import holds, needles
from schemas.errors import UsageError
from sources.text import fold
from tests.flows.erasing import AFTER, DAY, GONE, LATER, PHONE, STAYS, ask, empty_list, telling, walk_with
from tests.flows.opened import texts
from tests.flows.runs import row_of, rows, run_members, versions

LATE = type(GONE)("Les Renards Polis", "6 rue des Lilas", "59300", "Valenciennes")


@pytest.fixture
def asked(_asking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(_asking, tmp_path / "output")
    walk_with(monkeypatch, empty_list(tmp_path))
    return tmp_path / "output"


@pytest.fixture
def asked_of_one(_asking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first of them alone, where a second would prove nothing more."""
    shutil.copytree(_asking.parent / "first", tmp_path / "output")
    walk_with(monkeypatch, empty_list(tmp_path))
    return tmp_path / "output"


def whole(output: Path) -> None:
    """Every release is what its sums say, `latest/` the current one. That it is valid, a re-issue has frictionless prove."""
    for version in versions(output):
        folder = shelf.folder_of(output, version)
        assert shelf.broken_sums(folder) == []
    assert shelf.broken_sums(output / "latest") == []
    assert {path.name for path in (output / "releases").iterdir()} == set(versions(output))


@pytest.fixture
def left(_asked: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(_asked[0], tmp_path, dirs_exist_ok=True)
    walk_with(monkeypatch, tmp_path / "refus.csv")
    return tmp_path / "output"


def test_a_structure_that_asked_is_in_no_byte_of_the_folder(left: Path) -> None:
    assert versions(left) == ["2026.11.25-r1", "2026.11.22-r1"]
    assert telling(left, GONE.nom, GONE.rue, phones=(PHONE,)) == []
    whole(left)


def test_the_list_tells_no_value(left: Path) -> None:
    text = (left.parent / "refus.csv").read_text()
    assert "par courrier" in text and "cc-" not in text
    assert not holds(needles([fold(GONE.nom), fold(GONE.rue)], [PHONE]), text)


def test_a_tombstone_without_a_name_is_all_that_stays_of_it(left: Path, _asked: tuple[Path, dict[str, str]]) -> None:
    ids = set(_asked[1].values())
    stone = {
        "nom": "(retiré à sa demande)",
        "date": LATER,
        "motif": "demande",
        "remplace_par": "",
        "derniere_release": "",
    }
    assert rows(left, "retraits") == [{"id": id_, **stone} for id_ in sorted(ids)]
    for table in ("etablissements", "gestionnaires", "adhesions", "provenance", "identifiants", "anomalies"):
        assert not [row for row in rows(left, table) if ids & set(row.values())]
    france = next(row for row in rows(left, "territoires") if row["code"] == "FR")
    assert (france["nb_etablissements"], france["nb_gestionnaires"]) == ("5", "5")
    assert not [row for row in rows(left, "territoires") if row["nom"] == GONE.ville]


def test_its_source_naming_it_every_week_brings_it_back_nowhere_and_makes_no_version(left: Path) -> None:
    before = versions(left)
    for day in (LATER, AFTER):
        assert run_members(left, [*STAYS, GONE], day).result == "unchanged"
    assert versions(left) == before
    assert {name.partition("/")[0] for name in telling(left, GONE.nom, phones=(PHONE,))} <= {"snapshots", "records"}


def test_the_next_release_holds_it_no_more_than_the_last(left: Path) -> None:
    stones = rows(left, "retraits")
    assert run_members(left, [*STAYS, GONE, LATE], AFTER).result == "published"
    assert rows(left, "retraits") == stones
    assert {name.partition("/")[0] for name in telling(left, GONE.nom, phones=(PHONE,))} <= {"snapshots", "records"}
    whole(left)


def test_its_id_is_never_given_again(left: Path, _asked: tuple[Path, dict[str, str]]) -> None:
    moved = type(GONE)(GONE.nom, "2 rue Neuve", "59100", GONE.ville, "03 20 00 00 77")
    run_members(left, [*STAYS, moved], AFTER)
    assert not set(_asked[1].values()) & {row["id"] for t in _asked[1] for row in rows(left, t)}


def test_a_list_alone_keeps_it_out_of_the_next_release_and_buries_it(asked: Path, tmp_path: Path) -> None:
    id_ = row_of(asked, GONE.nom)["id"]
    line = refusals.refusal("structure", "id", id_, "ab" * 16, LATER)
    refusals.added(tmp_path / "refus.csv", [line])
    assert run_members(asked, [*STAYS, GONE], AFTER).result == "published"
    (stone,) = [row for row in rows(asked, "retraits") if row["id"] == id_]
    assert (stone["motif"], stone["date"], stone["nom"]) == ("demande", LATER, "(retiré à sa demande)")
    assert id_ not in {row["id"] for row in rows(asked, "etablissements")}


def test_a_phone_is_emptied_wherever_it_stands_and_however_it_was_given(asked: Path) -> None:
    kept, listed = row_of(asked, GONE.nom), json.loads((asked / "versions.json").read_text())
    listed[1]["withdrawn"] = {"date": DAY, "reason": "essai"}  # taken back, it is still there for who knows its name
    (asked / "versions.json").write_text(json.dumps(listed))
    ask(asked, value="telephone=+33 (0)3.20.00.00.14")
    assert telling(asked, phones=(PHONE,)) == []
    row = row_of(asked, GONE.nom)
    assert row["telephone"] == "" and {**row, "telephone": kept["telephone"]} == kept
    assert not [r for r in rows(asked, "provenance") if r["id"] == row["id"] and r["champ"] == "telephone"]
    whole(asked)
    assert run_members(asked, [*STAYS, GONE], AFTER).result == "unchanged"


def test_a_re_issue_says_that_a_cell_left_on_request_and_what_it_replaces(asked: Path) -> None:
    called = type(GONE)(GONE.nom, GONE.rue, GONE.code_postal, GONE.ville, "03 20 00 00 99")
    run_members(asked, [*STAYS, called], "2026-11-27")
    ask(asked, value="telephone=0320000099")
    told = rows(asked, "changements")
    assert [(r["champ"], r["avant"], r["apres"], r["cause"]) for r in told if r["champ"] == "telephone"] == [
        ("telephone", "", "", "demande")
    ] * sum(r["champ"] == "telephone" for r in told)
    text = (asked / "latest" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "remplace la version 2026.11.27" in text.splitlines()[2] and "retiré à la demande" in text
    feed = (asked / "changements.atom").read_text(encoding="utf-8")
    assert f"<updated>{LATER}T00:00:00Z</updated>" in feed and "remplace 2026.11.27" in feed


def test_an_address_leaves_with_the_point_that_tells_it(asked: Path) -> None:
    ask(asked, value="adresse=14, RUE des Noisetiers")
    row = row_of(asked, GONE.nom)
    assert (row["adresse"], row["adresse_source"]) == ("", "59100 Roubaix")
    assert row["longitude"] == row["geo_libelle"] == "" and row["geo_precision"] == "aucune"
    assert telling(asked, GONE.rue) == []
    whole(asked)


def test_two_requests_in_turn(left: Path) -> None:
    ask(left, AFTER, id_=row_of(left, STAYS[0].nom)["id"])
    assert versions(left) == ["2026.11.25-r2", "2026.11.22-r2"]
    assert telling(left, GONE.nom, STAYS[0].nom, phones=(PHONE, "320000003")) == []
    told = json.loads((left / "versions.json").read_text())[0]["reissued"]
    assert (told["replaces"], told["date"], told["before"]["replaces"]) == ("2026.11.25-r1", AFTER, "2026.11.25")
    whole(left)


def test_a_company_leaves_by_its_siren_even_before_it_is_known(asked: Path) -> None:
    report = ask(asked, siren="732 829 320")
    assert report["result"] == "unchanged" and report["lines"] == 1 and versions(asked) == ["2026.11.25", "2026.11.22"]


def test_the_list_applied_again_changes_nothing(left: Path) -> None:
    before = texts(left)
    assert ask(left)["result"] == "unchanged"
    assert texts(left) == before


def test_a_dry_run_tells_what_would_change_without_a_value_and_changes_nothing(asked: Path, tmp_path: Path) -> None:
    from flows.erasure.command import Request, erased

    before, listed = texts(asked), (tmp_path / "refus.csv").read_text()
    report = erased(asked, Request(value="telephone=0320000014", as_of=LATER), dry_run=True)
    assert report["result"] == "dry-run" and [one["replaces"] for one in report["releases"]] == [
        "2026.11.25",
        "2026.11.22",
    ]
    assert PHONE not in json.dumps(report)
    assert texts(asked) == before and (tmp_path / "refus.csv").read_text() == listed


def test_killed_when_half_is_in_place_it_is_finished_by_the_next_run(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    id_ = row_of(asked, GONE.nom)["id"]
    with monkeypatch.context() as patched:
        patched.setattr(sys.modules[shelf.place.__module__], "_leave", killed)
        with pytest.raises(KeyboardInterrupt):
            ask(asked, id_=id_)
    shelf.recover(asked)
    assert telling(asked, GONE.nom, GONE.rue, phones=(PHONE,)) == []
    whole(asked)


def test_killed_before_anything_is_in_place_it_is_done_by_the_next_call(
    asked_of_one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    id_ = row_of(asked_of_one, GONE.nom)["id"]
    with monkeypatch.context() as patched:
        patched.setattr(shelf, "place", killed)
        with pytest.raises(KeyboardInterrupt):
            ask(asked_of_one, id_=id_)
    assert versions(asked_of_one) == ["2026.11.22"]
    assert ask(asked_of_one)["result"] == "reissued"
    assert telling(asked_of_one, GONE.nom, GONE.rue, phones=(PHONE,)) == []


@pytest.mark.parametrize(
    ("asked_for", "told"),
    [
        ({"id_": "cc-22222222"}, "no release on this shelf"),
        ({"id_": "Les Écureuils"}, "is no id"),
        ({"siren": "12"}, "nine digits"),
        ({"value": "forme=x"}, "COLUMN is one of"),
        ({"value": "telephone=12"}, "too short"),
        ({"value": "telephone=0320000014", "note": "écrire à a@b.example"}, "note holds a contact"),
    ],
)
def test_a_request_that_cannot_be_understood_changes_nothing(asked: Path, asked_for: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ask(asked, **asked_for)
    assert versions(asked) == ["2026.11.25", "2026.11.22"]
