"""A source that loses, gains or repeats too much, or empties a column, is held: what it said before is carried forward."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import sources
from flows import evidence, gate
from flows.gate import hold
from flows.identify import identify
from flows.outcome import Outcome
from schemas.errors import Refused
from schemas.found import Absent, Found
from schemas.tables import Tables
from schemas.verdicts import Verdict
from tests.flows.cut_short import FIVE, LATER, NEXT, NINE, members
from tests.flows.mentioned import mentioned, operator
from tests.flows.runs import DAY, after, found, row_of, rows, run, run_members, versions
from tests.pages.members import MEMBERS, Member

ID = "coop_petite_enfance"
GAZETTEER = evidence.Reference(sources.load("communes"), "0" * 64)


def said(now: Found, before: Tables, name: str) -> Verdict:
    """What one gate says of a source, beside the last release; the worst of several columns."""
    told = [one for one in gate.source_verdicts(now, before) if one.gate == name]
    return max(told, key=lambda one: ("ok", "averti", "retenue").index(one.ruling))


@pytest.fixture(scope="module")
def twenty() -> Tables:
    """A release of twenty members."""
    return released(members(20))


def released(listed: Sequence[Member]) -> Tables:
    """The tables of a release that a list makes."""
    one = found(listed)
    made = identify([one], {}, DAY)
    tables = {**made.tables}
    tables["provenance"] = evidence.provenance([one], made.proofs, tables, {}, [GAZETTEER], {}, DAY)
    tables["sources"] = evidence.sources_table([one], [], [], {}, DAY)
    return tables


@pytest.mark.parametrize("left", range(0, 21))
def test_any_drop_of_a_list_is_let_through_warned_of_or_held_by_the_limit(twenty: Tables, left: int) -> None:
    verdict = said(found(members(left), NEXT), twenty, "baisse")
    lost = 20 - left
    assert (verdict.ruling, verdict.measured) == (
        "ok" if lost < 2 else "averti" if lost < 4 else "retenue",
        f"{lost}/20",
    )
    assert verdict.message_en.count("last seen 2026-11-22") == lost
    assert verdict.message_fr.count("vu la dernière fois le 2026-11-22") == lost


@pytest.mark.parametrize(
    ("of", "left", "ruled"), [(6, 4, "averti"), (6, 3, "retenue"), (2, 0, "averti"), (3, 0, "retenue")]
)
def test_two_members_may_always_leave(of: int, left: int, ruled: str) -> None:
    assert said(found(members(left), NEXT), released(members(of)), "baisse").ruling == ruled


@pytest.mark.parametrize(
    ("replaced", "ruled"), [(1, "ok"), (2, "averti"), (3, "averti"), (4, "retenue"), (20, "retenue")]
)
def test_records_that_are_replaced_are_lost_whatever_came_instead(twenty: Tables, replaced: int, ruled: str) -> None:
    verdict = said(found([*members(20 - replaced), *members(replaced, 50)], NEXT), twenty, "baisse")
    assert (verdict.ruling, verdict.measured) == (ruled, f"{replaced}/20")
    assert verdict.message_en.count("last seen") == replaced


@pytest.mark.parametrize(
    ("of", "now", "ruled"),
    [
        (20, 29, "ok"),
        (20, 30, "averti"),
        (20, 39, "averti"),
        (20, 40, "retenue"),
        (5, 10, "averti"),
        (5, 11, "retenue"),
    ],
)
def test_a_list_that_doubles_is_held_but_a_small_one_may_grow_by_five(of: int, now: int, ruled: str) -> None:
    assert said(found(members(now), NEXT), released(members(of)), "hausse").ruling == ruled


def test_a_source_that_is_read_for_the_first_time_has_nothing_to_be_held_against() -> None:
    told = gate.source_verdicts(found(members(20)), {})
    assert {one.gate for one in told} == {"repetitions"} and {one.ruling for one in told} == {"ok"}


@pytest.mark.parametrize(("again", "ruled"), [(0, "ok"), (1, "averti"), (2, "averti"), (3, "retenue"), (20, "retenue")])
def test_a_source_that_repeats_its_records_is_held(again: int, ruled: str) -> None:
    listed = [operator(f"{n}", f"Coopérative {n}") for n in range(20)]
    verdict = said(mentioned("registre", [*listed, *listed[:again]], DAY), {}, "repetitions")
    assert (verdict.ruling, verdict.measured) == (ruled, f"{again}/{20 + again}")


@pytest.mark.parametrize(
    ("bare", "ruled"), [(0, "ok"), (3, "ok"), (4, "averti"), (9, "averti"), (10, "retenue"), (20, "retenue")]
)
@pytest.mark.parametrize(("column", "without"), [("telephone", {"telephone": ""}), ("adresse", {"rue": ""})])
def test_a_column_that_leaves_half_of_the_rows_at_once_holds_the_source(
    twenty: Tables, column: str, without: dict[str, str], bare: int, ruled: str
) -> None:
    listed = members(20)
    now = [replace(one, **without) if n < bare else one for n, one in enumerate(listed)]
    verdict = said(found(now, NEXT), twenty, "valeurs_perdues")
    assert verdict.ruling == ruled
    assert ruled == "ok" or (verdict.subject, verdict.measured) == (column, f"{bare}/20")


def test_what_is_held_says_why_and_the_command_that_lets_it_pass(twenty: Tables) -> None:
    made = hold.held([found(members(10), NEXT)], [], twenty, (), NEXT)
    (absent,) = made.missing
    assert (made.found, absent.source.id, absent.statut) == ([], ID, "perimee")
    assert "10 of 20 records that the source lost" in absent.why
    assert absent.why.endswith(f'creches gate acknowledge baisse --source {ID} --subject 10 --days 14 --reason "…"')


def test_a_source_that_must_be_held_and_has_no_good_state_refuses_the_release() -> None:
    listed = [operator("1", "Coopérative"), *[operator("2", "Autre")] * 9]
    with pytest.raises(Refused, match="no release has a good state of it") as refusal:
        hold.held([mentioned("registre", listed, DAY)], [], {}, (), DAY)
    assert "creches gate acknowledge repetitions --source sirene" in str(refusal.value)


def test_the_sources_that_do_not_breach_go_on(twenty: Tables) -> None:
    other = mentioned("curation", [operator("1", "Coopérative")], NEXT)
    silent = Absent(mentioned("registre", [], NEXT).source)
    made = hold.held([found(members(5), NEXT), other], [silent], twenty, (), NEXT)
    assert made.found == [other] and [one.source.id for one in made.missing] == ["sirene", ID]


# Through whole releases


@pytest.fixture(scope="module")
def _five(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    return after(_first_release, tmp_path_factory.mktemp("five"), FIVE, NEXT)


@pytest.fixture
def five(_five: tuple[Path, Outcome], tmp_path: Path) -> tuple[Path, Outcome]:
    """A shelf after a week in which one member of six left; and how that run ended."""
    return Path(shutil.copytree(_five[0], tmp_path / "five")), _five[1]


def test_a_list_cut_short_is_held_week_after_week_then_recovers(nine: Path, held: tuple[Path, Outcome]) -> None:
    before = {row["id"]: row["nom"] for row in rows(nine, "etablissements")}
    output, first = held
    for day in (LATER, "2026-12-13", "2027-02-01"):
        result = first if day == LATER else run_members(output, FIVE, day)
        assert (result.exit_code, [*result.stale]) == (4, [ID])
        assert [(one.gate, one.ruling) for one in result.gates] == [("baisse", "retenue")]
        assert {row["id"]: row["nom"] for row in rows(output, "etablissements")} == before
    assert versions(output) == ["2026.12.06", "2026.11.29", "2026.11.22"]
    (told,) = [row for row in rows(output, "anomalies") if row["code"] == "source_retenue"]
    assert all(f"{member.nom} (" in told["message_fr"] for member in [MEMBERS[5], *members(3)])
    assert "vu la dernière fois le 2026-11-29" in told["message_fr"] and "creches gate" not in told["message_fr"]
    (source,) = [row for row in rows(output, "sources") if row["id"] == ID]
    assert (source["statut"], source["recupere_le"]) == ("perimee", NEXT)

    result = run_members(output, NINE, "2027-02-08")
    assert (result.result, result.exit_code, result.gates) == ("published", 0, ())
    assert {row["statut"] for row in rows(output, "etablissements")} == {"actif"}
    assert rows(output, "anomalies") == [] and rows(output, "retraits") == []


def test_a_page_with_all_members_but_one_replaced_is_held(output: Path) -> None:
    result = run_members(output, [MEMBERS[0], *members(5)], NEXT)
    assert (result.exit_code, [*result.stale]) == (4, [ID])
    assert {row["nom"] for row in rows(output, "etablissements")} == {member.nom for member in MEMBERS}


def test_one_member_fewer_is_let_through(five: tuple[Path, Outcome]) -> None:
    output, result = five
    assert (result.result, result.exit_code) == ("published", 0)
    assert row_of(output, MEMBERS[5].nom)["statut"] == "non_confirme"


def test_the_verdicts_of_a_release_are_told_in_its_quality_report(five: tuple[Path, Outcome]) -> None:
    output, _ = five
    told = json.loads((output / "latest" / "qualite.json").read_text())["gates"]
    assert {one["gate"] for one in told} >= {"baisse", "retraits", "vie_privee", "schema", "licences"}


def test_rows_that_changed_are_counted_and_not_their_cells(five: tuple[Path, Outcome]) -> None:
    output, result = five
    with (output / "latest" / "changements.csv").open(encoding="utf-8-sig") as file:
        changed = {(row["table"], row["cle"], row["nature"]) for row in csv.DictReader(file)}
    told = json.loads((output / "latest" / "qualite.json").read_text())
    natures = Counter(nature for _, _, nature in changed)
    assert {n: count for n, count in told["changements"].items() if count} == natures
    by_table = Counter(f"{table}.{nature}" for table, _, nature in changed)
    assert by_table.items() <= told["changements_par_table"].items()
    assert {name.replace(".", " "): n for name, n in told["changements_par_table"].items()} == result.changes


def test_an_offline_run_does_not_undo_what_an_online_one_learnt(nine: Path) -> None:
    output = nine
    result = run(output, LATER)
    assert result.exit_code == 4 and result.rows["etablissements"] == 9
