"""What the gates of a source find by columns is what they find row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.gate import counts, fill
from flows.identifiers import PREFIXES, Register, references
from flows.identify import identify
from schemas.found import Found
from schemas.records import Row
from schemas.tables import Tables, conform, empty, rows_of
from sources.text import fold
from tests.flows.cut_short import LATER, members
from tests.flows.runs import DAY, found
from tests.flows.test_gate_sources import released

SAYS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
CUT = st.sampled_from(["", "ok", "other", "heir", "late", "doubt"])


@pytest.fixture(scope="module")
def six() -> Tables:
    """A release of six members."""
    return released(members(6))


def known_by_rows(one: Found, previous: Tables) -> Mapping[str, str]:
    """Row by row: the ids of what the source named and is still published."""
    told = previous.get("anomalies", empty("anomalies"))
    doubted = set(told[told["code"] == "membre_disparu"]["id"])
    sources = previous.get("sources", empty("sources"))
    since = next(iter(sources[sources["id"] == one.source.id]["recupere_le"]), "")
    rows = [
        row
        for row in rows_of(previous.get("identifiants", empty("identifiants")))
        if row["source"] == one.source.id and row["date_derniere_vue"] >= since
    ]
    alive = {row["id"]: row for name in ("etablissements", "gestionnaires") for row in rows_of(previous[name])}
    named: dict[str, str] = {}
    for row in rows:
        place = alive.get(row["remplace_par"] or row["id"])
        if place and one.source.id in place["sources"].split("|") and place["id"] not in doubted:
            key = fold(row["reference"])
            if key not in named or place["id"].startswith(PREFIXES["etablissements"]):
                named[key] = place["id"]
    return named


def said_by_rows(one: Found, previous: Tables) -> dict[str, Row]:
    """Row by row: what the source says now of each place of the last release."""
    ids = {
        fold(row["reference"]): row["id"]
        for row in rows_of(previous.get("identifiants", empty("identifiants")))
        if row["source"] == one.source.id and row["id"].startswith("cc-")
    }
    rows = [{**row, "reference": row["nom_source"]} for row in rows_of(one.membres)]
    names = [fold(row["reference"]) for row in rows]
    return {ids[name]: row for name, row in zip(names, rows, strict=True) if name in ids and names.count(name) == 1}


def altered(release: Tables, source: str, cuts: Sequence[str]) -> Tables:
    """The release, in which something is other about each of its first ids."""
    ids, places = rows_of(release["identifiants"]), rows_of(release["etablissements"])
    doubts: list[Row] = []
    for cut, row, place in zip(cuts, ids, places * 2, strict=False):
        row |= {"heir": {"remplace_par": place["id"]}, "late": {"date_derniere_vue": "2020-01-01"}}.get(cut, {})
        if cut == "other":
            place["sources"] = f"autre|{source}" if place["id"] < row["id"] else "autre"
        if cut == "doubt":
            doubts.append({"code": "membre_disparu", "id": row["id"], "gravite": "info", "source": source})
    tables = {"identifiants": ids, "etablissements": places, "anomalies": doubts}
    return {**release, **{name: conform(rows, name) for name, rows in tables.items()}}


@SAYS
@given(cuts=st.lists(CUT, max_size=12))
def test_what_a_source_named_is_found_by_columns(six: Tables, cuts: list[str]) -> None:
    one = found(members(6), LATER)
    before = altered(six, one.source.id, cuts)
    assert dict(counts._known(one, before)) == known_by_rows(one, before)


@SAYS
@given(names=st.lists(st.integers(0, 7), min_size=6, max_size=6), cuts=st.lists(CUT, max_size=12))
def test_what_a_source_says_of_known_places_is_found_by_columns(six: Tables, names: list[int], cuts: list[str]) -> None:
    one = found(members(6), LATER)
    before = altered(six, one.source.id, cuts)
    spelled = [*one.membres["nom_source"].tolist(), "Autre", ""]
    one = replace(one, membres=one.membres.assign(nom_source=[spelled[n] for n in names]))
    said = {id_: row["nom_source"] for id_, row in fill._said(one, before)}
    assert said == {id_: row["nom_source"] for id_, row in said_by_rows(one, before).items()}


@pytest.mark.parametrize("keys", [["A1", "A2", "A3", "A4", "A5", "A6"], ["A1", "", "A3", "", "", ""], [""] * 6])
def test_references_are_those_that_the_register_of_known_ones_gives(six: Tables, keys: list[str]) -> None:
    one = found(members(6), LATER)
    one = replace(one, membres=one.membres.assign(reference=pd.array(keys, dtype="str")))
    known = Register(six["identifiants"]).postcodes(one.source.id, six["etablissements"])
    assert counts._references(one, six) == [fold(reference) for reference in references(one.membres, known)]


def test_a_release_is_what_these_are_told_of(six: Tables) -> None:
    one = found(members(6), LATER)
    assert len(counts._known(one, six)) == 6 and len(dict(fill._said(one, six))) == 6
    assert identify([one], six, DAY).tables["etablissements"]["id"].tolist() == six["etablissements"]["id"].tolist()
