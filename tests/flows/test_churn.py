"""Weekly runs of a country that changes: no id changes unexplained, nothing disappears in silence.

`make churn` plays a hundred weeks of twelve countries; by default it is twenty weeks of one,
in which everything that can happen to an id happens.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from flows import evidence
from flows.identify import identify
from flows.remember import date_changes, remember
from schemas.tables import Tables
from tests.flows.churn import Week, weeks

TABLES = ("etablissements", "gestionnaires")
FULL = bool(os.environ.get("CRECHES_FULL"))
SEEDS = range(12) if FULL else (6,)
"""Of the twelve, the one where a row is withdrawn, another merged and a third closed within sixteen weeks."""
RUNS = 100 if FULL else 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was heard, the tables it made, and the id of each reference."""

    week: Week
    tables: Tables
    ids: dict[str, str]


def played(seed: int) -> Iterator[Run]:
    """Run after run, each knowing the one before."""
    before: Tables = {}
    for week in weeks(seed, RUNS):
        made = identify(week.found, before, week.day, (), week.missing)
        tables, told = remember(made.tables, made.gone, before, week.found, week.missing, week.day, week.day)
        tables = date_changes(tables, before, week.day)
        tables["provenance"] = evidence.provenance(week.found, made.proofs, tables, before, [_GAZETTEER], {}, week.day)
        tables["anomalies"] = evidence.anomalies_table([*made.anomalies, *told], made.ids, tables)
        yield Run(week, tables, dict(made.ids))
        before = tables


def _gazetteer() -> evidence.Reference:
    import sources

    return evidence.Reference(sources.load("communes"), "0" * 64)


_GAZETTEER = _gazetteer()


@pytest.fixture(scope="module", params=SEEDS)
def history(request: pytest.FixtureRequest) -> list[Run]:
    return list(played(request.param))


def alive(run: Run) -> set[str]:
    return {id_ for table in TABLES for id_ in run.tables[table]["id"]}


def heirs(run: Run) -> dict[str, str]:
    """Ids that are no more, and what replaced them."""
    known = run.tables["identifiants"]
    gone = known[known["remplace_par"] != ""]
    return dict(zip(gone["id"], gone["remplace_par"], strict=True))


def test_the_weeks_hold_every_kind_of_event(history: list[Run]) -> None:
    places = history[-1].tables["etablissements"]
    assert len(history) == RUNS
    assert {"actif", "ferme"} <= set(places["statut"])
    assert any(run.week.missing for run in history)
    assert any("non_confirme" in set(run.tables["etablissements"]["statut"]) for run in history)
    assert any(len(run.tables["retraits"]) for run in history)
    assert FULL or any(heirs(run) for run in history)


def test_a_reference_keeps_its_id_or_is_led_to_the_one_that_replaced_it(history: list[Run]) -> None:
    ids: dict[str, str] = {}
    for run in history:
        replaced = heirs(run)
        for key, id_ in run.ids.items():
            old = ids.setdefault(key, id_)
            assert old == id_ or replaced.get(old) == id_, key
            ids[key] = id_


def test_two_things_never_share_an_id(history: list[Run]) -> None:
    for run in history:
        things: dict[str, str] = {}
        for key, thing in run.week.truth.items():
            if key in run.ids:
                assert things.setdefault(run.ids[key], thing) == thing, key


def test_whatever_was_published_is_there_or_has_its_row_in_retraits(history: list[Run]) -> None:
    published: set[str] = set()
    for run in history:
        published |= alive(run)
        stones = run.tables["retraits"]
        assert published == alive(run) | set(stones["id"])
        assert not alive(run) & set(stones["id"])
        assert stones[stones["motif"] == "fusionne"]["remplace_par"].all()


def test_what_no_source_names_any_more_says_so(history: list[Run]) -> None:
    for run in history:
        named = set(run.ids.values())
        silent = run.tables["etablissements"][~run.tables["etablissements"]["id"].isin(named)]
        assert set(silent["statut"]) <= {"non_confirme", "ferme"}
        told = set(run.tables["anomalies"][run.tables["anomalies"]["code"] == "membre_disparu"]["id"])
        assert set(silent["id"]) <= told


def test_nothing_is_withdrawn_while_a_source_that_named_it_is_silent(history: list[Run]) -> None:
    for before, run in pairwise(history):
        silent = {absent.source.id for absent in run.week.missing}
        merged = {old for old, new in heirs(run).items()}
        gone = before.tables["etablissements"][~before.tables["etablissements"]["id"].isin(alive(run) | merged)]
        assert [row for row in gone["sources"] if silent & set(row.split("|"))] == []


def test_a_number_is_not_lost_while_the_source_that_gave_it_is_silent(history: list[Run]) -> None:
    for before, run in pairwise(history):
        silent = [absent.source.id for absent in run.week.missing]
        proofs = before.tables["provenance"]
        given = proofs[proofs["source"].isin(silent) & proofs["champ"].isin(["siren", "siret"])]
        for id_, champ in zip(given["id"], given["champ"], strict=True):
            table = run.tables["gestionnaires" if champ == "siren" else "etablissements"].set_index("id")
            assert id_ not in table.index or table.loc[id_, champ], (id_, champ)


def test_every_place_leads_to_an_operator_that_is_there(history: list[Run]) -> None:
    for run in history:
        assert set(run.tables["etablissements"]["gestionnaire_id"]) <= set(run.tables["gestionnaires"]["id"])
        assert set(run.tables["adhesions"]["gestionnaire_id"]) <= set(run.tables["gestionnaires"]["id"])


def test_most_things_are_one_row_though_three_sources_tell_of_them(history: list[Run]) -> None:
    run = history[-1]
    ids: dict[str, set[str]] = {}
    for key, thing in run.week.truth.items():
        if key in run.ids:
            ids.setdefault(thing, set()).add(run.ids[key])
    asked = run.tables["anomalies"]
    told = set(asked[asked["code"] == "doublon_possible"]["id"]) | set(
        asked[asked["code"] == "doublon_possible"]["valeur"]
    )
    assert [sorted(each) for each in ids.values() if len(each) > 1 and not each <= told] == []
