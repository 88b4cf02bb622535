"""Runs that fetch, from a real server on loopback: what is new, unchanged or out of reach."""

from pathlib import Path

import pytest

from flows.outcome import Outcome
from schemas.errors import FetchFailed, Refused
from tests.flows.loopback import Loopback, answer
from tests.flows.online import DOWN, ID, Online, page, source_row
from tests.flows.runs import published, row_of, rows, saved, tree, versions
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH, to_bytes

NOT_MODIFIED = answer(304, b"", length=False)


@pytest.fixture
def output(fetched: Path) -> Path:
    """A shelf with one release, of 2026-11-22, whose member list was fetched from the server."""
    return fetched


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty" / "output"


def test_a_fetched_page_is_published_archived_and_its_robots_decision_kept(output: Path) -> None:
    row = source_row(output)
    assert (row["statut"], row["recupere_le"], row["age_jours"], row["robots"]) == ("ok", "2026-11-22", "0", "absent")
    (body,) = (output / "snapshots" / ID).glob("*.html")
    assert body.read_bytes() == to_bytes(MARKUPS["h3_p"](MEMBERS))
    assert not any("snapshots" in name for name in tree(output / "releases"))


def test_a_page_that_is_unchanged_at_its_site_makes_no_version(
    output: Path, online: Online, list_server: Loopback
) -> None:
    before = published(output)
    result = online(output, "2026-11-29", NOT_MODIFIED)
    assert (result.result, result.exit_code) == ("unchanged", 0)
    assert [headers.get("if-none-match") for path, headers in list_server.asked if path == "/page"] == ['"v1"']
    assert published(output) == before


def test_a_page_that_cannot_be_had_keeps_its_places_unconfirmed_and_says_how_old_it_is(
    down: tuple[Path, Outcome],
) -> None:
    output, result = down
    assert (result.result, result.exit_code) == ("partial", 4)
    assert ID in result.stale and "500" in result.stale[ID]
    row = source_row(output)
    assert (row["statut"], row["age_jours"], row["recupere_le"]) == ("perimee", "10", "2026-11-22")
    assert {r["statut"] for r in rows(output, "etablissements")} == {"non_confirme"}
    assert [r["code"] for r in rows(output, "anomalies")].count("source_perimee") == 1
    assert len(rows(output, "etablissements")) == 6 and rows(output, "retraits") == []


def test_a_page_still_out_of_reach_is_unchanged_yet_partial(down: tuple[Path, Outcome], online: Online) -> None:
    output, _ = down
    result = online(output, "2027-01-15", DOWN)
    assert (result.result, result.exit_code) == ("unchanged", 4)
    assert versions(output) == ["2026.12.02", "2026.11.22"]


def test_the_first_run_that_reaches_the_page_again_confirms_everything(
    down: tuple[Path, Outcome], online: Online
) -> None:
    output, _ = down
    result = online(output, "2026-12-03", page())
    assert (result.result, result.exit_code) == ("published", 0)
    assert {r["statut"] for r in rows(output, "etablissements")} == {"actif"}
    assert (source_row(output)["statut"], source_row(output)["age_jours"]) == ("ok", "0")
    assert "source_perimee" not in {r["code"] for r in rows(output, "anomalies")}


def test_without_any_copy_of_its_own_a_first_run_stands_on_the_embedded_one(empty: Path, online: Online) -> None:
    result = online(empty, "2026-11-25", DOWN)
    assert (result.result, result.exit_code, result.rows["etablissements"]) == ("partial", 4, 6)
    assert (source_row(empty)["statut"], source_row(empty)["age_jours"]) == ("perimee", "3")


def test_when_neither_the_page_nor_the_geocoder_can_be_reached_the_network_is_to_blame(
    empty: Path, online: Online, list_server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.geocode.remote.TRIES", 1)
    monkeypatch.setitem(list_server.routes, "*", [DOWN])
    with pytest.raises(FetchFailed, match="Neither a source nor the geocoder could be reached") as failure:
        online(empty, "2026-11-25", DOWN)
    assert failure.value.exit_code == 5 and not (empty / "latest").exists()
    with pytest.raises(Refused, match="addresses wait") as refusal:
        online(empty, "2026-11-25", page())
    assert refusal.value.exit_code == 3
    assert {one.gate for one in refusal.value.verdicts} == {"attente"}


def test_a_page_that_answered_and_is_not_understood_is_no_network_that_is_down(
    empty: Path, online: Online, list_server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.geocode.remote.TRIES", 1)
    monkeypatch.setitem(list_server.routes, "*", [DOWN])
    with pytest.raises(Refused, match="addresses wait"):
        online(empty, "2026-11-25", answer(200, to_bytes(MARKUPS["h3_p"](()))))


def test_pages_are_archived_for_ninety_days_at_most(output: Path, online: Online) -> None:
    online(output, "2027-02-20", page(*MEMBERS, SEVENTH))  # 90 days
    assert len(list((output / "snapshots" / ID).glob("*.html"))) == 2
    online(output, "2027-02-21", page(*MEMBERS, SEVENTH))
    assert [path.name[:8] for path in sorted((output / "snapshots" / ID).glob("*.html"))] == ["20270220", "20270221"]


def test_old_pages_go_even_when_nothing_changes(output: Path, online: Online) -> None:
    assert online(output, "2027-03-01", page()).result == "unchanged"
    assert [path.name[:8] for path in (output / "snapshots" / ID).glob("*.html")] == ["20270301"]


def test_only_the_sources_asked_for_are_fetched(output: Path, online: Online, list_server: Loopback) -> None:
    result = online(output, "2026-11-29", DOWN, asked=("pope",))
    assert (result.result, result.exit_code) == ("unchanged", 0)
    assert list_server.paths.count("/page") == 0


def test_a_source_whose_address_is_not_confirmed_is_never_fetched_nor_stale(output: Path) -> None:
    assert source_row(output, "pope")["statut"] == "ok"


def test_a_page_saved_by_hand_is_read_instead_of_fetched_then_stands_in(
    output: Path, online: Online, list_server: Loopback, tmp_path: Path
) -> None:
    online(output, "2026-11-22", pages={ID: saved(tmp_path, MARKUPS["dl"]([*MEMBERS, SEVENTH]))})
    assert list_server.paths.count("/page") == 0
    online(output, "2026-11-29", DOWN)
    assert row_of(output, SEVENTH.nom)["statut"] == "non_confirme"
    assert source_row(output)["recupere_le"] == "2026-11-22"


def test_the_geocoders_answers_are_kept_and_not_asked_again(
    output: Path, online: Online, list_server: Loopback, empty: Path
) -> None:
    assert len((output / "cache" / "geocodes.csv").read_text().splitlines()) >= 6
    online(output, "2026-11-23", page())
    assert [path for path, _ in list_server.asked if path.startswith("/geo")] == []
    online(empty, "2026-11-23", page(), dry_run=True)
    assert len([path for path, _ in list_server.asked if path.startswith("/geo")]) >= 6
    assert not (empty / "cache").exists()
