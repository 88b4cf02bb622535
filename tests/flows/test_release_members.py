"""What a network does to its member list, and what the next release makes of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.flows.runs import DAY, issued_anew, kept, row_of, rows, run_members, tree, versions
from tests.pages.members import MEMBERS, SEVENTH

NEXT = "2026-11-29"


@pytest.fixture
def ids(output: Path) -> dict[str, str]:
    """Ids of the places of a first release, by name."""
    return {row["nom"]: row["id"] for row in rows(output, "etablissements")}


@pytest.mark.parametrize("markup", ["h3_p", "table_header", "jsonld_graph", "li_strong_br", "details"])
def test_the_same_members_in_another_markup_are_unchanged(output: Path, markup: str) -> None:
    before = kept(output)
    assert run_members(output, MEMBERS, NEXT, markup).result == "unchanged"
    assert {**kept(output), **issued_anew(before)} == before


def test_a_page_in_capitals_changes_the_words_of_its_addresses_and_no_name_or_id(
    output: Path, ids: dict[str, str]
) -> None:
    before = rows(output, "etablissements")
    run_members(output, MEMBERS, NEXT, "upper_case")
    after = rows(output, "etablissements")
    changed = {c for old, new in zip(before, after, strict=True) for c in old if old[c] != new[c]}
    assert changed == {"adresse", "adresse_source", "date_derniere_vue", "date_maj"}
    assert {row["nom"]: row["id"] for row in after} == ids


def test_members_in_another_order_are_unchanged(output: Path) -> None:
    assert run_members(output, MEMBERS[::-1], NEXT).result == "unchanged"


def test_one_member_more_is_one_row_more_and_the_others_keep_their_ids(output: Path, ids: dict[str, str]) -> None:
    result = run_members(output, [*MEMBERS[:3], SEVENTH, *MEMBERS[3:]], NEXT)
    assert result.changes["etablissements ajoute"] == result.changes["adhesions ajoute"] == 1
    now = {row["nom"]: row["id"] for row in rows(output, "etablissements")}
    assert now.items() >= ids.items() and len(now) == 7
    assert row_of(output, SEVENTH.nom)["date_premiere_vue"] == NEXT
    assert row_of(output, MEMBERS[0].nom)["date_premiere_vue"] == DAY


def test_one_member_fewer_stays_unconfirmed_then_is_withdrawn_then_may_come_back(
    output: Path, ids: dict[str, str]
) -> None:
    gone, fewer = MEMBERS[4], [m for m in MEMBERS if m != MEMBERS[4]]
    result = run_members(output, fewer, NEXT)
    assert (row_of(output, gone.nom)["statut"], row_of(output, gone.nom)["date_derniere_vue"]) == ("non_confirme", DAY)
    assert any("no longer named" in line and gone.nom in line for line in result.review)
    assert [row["code"] for row in rows(output, "anomalies")] == ["membre_disparu"]
    assert run_members(output, fewer, "2026-12-05").result == "unchanged"

    result = run_members(output, fewer, "2026-12-20")
    assert result.changes["etablissements retire"] == result.changes["gestionnaires retire"] == 1
    assert {row["nom"] for row in rows(output, "retraits")} == {gone.nom}
    assert {row["derniere_release"] for row in rows(output, "retraits")} == {"2026.11.29"}
    assert run_members(output, fewer, "2026-12-21").result == "unchanged"

    run_members(output, MEMBERS, "2027-01-10")
    back = row_of(output, gone.nom)
    assert (back["id"], back["statut"]) == (ids[gone.nom], "actif")
    assert rows(output, "retraits") == [] and rows(output, "anomalies") == []
    assert versions(output) == ["2027.01.10", "2026.12.20", "2026.11.29", "2026.11.22"]


def test_a_changed_phone_is_one_changed_cell_with_its_evidence(output: Path, ids: dict[str, str]) -> None:
    changed = [replace(MEMBERS[0], telephone="+33 4 65 71 20 31"), *MEMBERS[1:]]
    result = run_members(output, changed, NEXT)
    row = row_of(output, MEMBERS[0].nom)
    assert (row["id"], row["telephone"], row["date_maj"]) == (ids[MEMBERS[0].nom], "+33465712031", NEXT)
    assert result.changes == {"etablissements modifie": 1, "gestionnaires modifie": 1, "provenance modifie": 2}
    (proof,) = [r for r in rows(output, "provenance") if (r["id"], r["champ"]) == (row["id"], "telephone")]
    assert proof["valeur_source"] == "+33465712031" and proof["date"] == NEXT
    assert {r["date_maj"] for r in rows(output, "etablissements") if r["id"] != row["id"]} == {DAY}


def test_a_member_that_moves_keeps_its_id_and_gets_its_new_commune(output: Path, ids: dict[str, str]) -> None:
    moved = [*MEMBERS[:4], replace(MEMBERS[4], code_postal="93300", ville="Aubervilliers"), MEMBERS[5]]
    run_members(output, moved, NEXT)
    row = row_of(output, MEMBERS[4].nom)
    assert (row["id"], row["code_insee"], row["statut"]) == (ids[MEMBERS[4].nom], "93001", "actif")


def test_no_two_rows_ever_share_an_id(output: Path) -> None:
    homonym = replace(SEVENTH, nom=MEMBERS[3].nom)
    run_members(output, [*MEMBERS, homonym], NEXT)
    ids = [row["id"] for table in ("etablissements", "gestionnaires") for row in rows(output, table)]
    assert len(set(ids)) == len(ids) == 14
    assert [r["code_insee"] for r in rows(output, "etablissements") if r["nom"] == homonym.nom] != []


def test_every_release_on_the_shelf_stays_byte_for_byte_as_it_was_published(output: Path, seventh: Path) -> None:
    before = [tree(output / "releases" / "2026.11.22"), tree(seventh / "releases" / "2026.11.29")]
    output = seventh
    run_members(output, MEMBERS, "2026-12-06")
    assert [tree(output / "releases" / version) for version in ("2026.11.22", "2026.11.29")] == before
    assert tree(output / "latest") == tree(output / "releases" / "2026.12.06")
