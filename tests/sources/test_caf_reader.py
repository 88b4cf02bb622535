"""The CAF's rows become territories of today; what is none, or has no sensible rate, is told."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sources
from schemas.errors import SourceChanged
from schemas.records import Reading, Row, Snapshot
from sources.caf import DATASETS, HIGHEST, canonical, year_of
from sources.territory_names import LEVELS, names_of
from tests.flows.caf_server import BY_ID, Rows, row_of

NAT, REG, DEP, EPCI, COM = DATASETS
CAF = sources.load("caf")


def country(year: object = "2023", rate: object = 60.9) -> dict[str, Any]:
    return {"annee": year, "national": "FRANCE ENTIERE HORS MAYOTTE", "txcouv_nat": rate}


def body(tables: dict[str, Rows], pages: int = 1) -> dict[str, Any]:
    """What a harvest would hold of these rows, each dataset in so many pages."""
    datasets = {}
    for dataset in DATASETS:
        rows = [{name: row[name] for name in dataset.fields} for row in tables.get(dataset.id, [])]
        answers = [{"total_count": len(rows), "results": rows[start::pages]} for start in range(pages)]
        datasets[dataset.id] = {
            "pages": [{"answer": a, "sha256": hashlib.sha256(canonical(a)).hexdigest()} for a in answers]
        }
    return {"datasets": datasets}


def read(told: object) -> Reading:
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return sources.read(CAF, Snapshot("caf", CAF.url, data, "2026-11-26T09:00:00Z", "0" * 64, "reseau"))


def only(reading: Reading) -> Row:
    (row,) = reading.tables["territoires"]
    return row


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.valeur) for doubt in reading.doubts]


def test_each_level_gives_its_rows_with_code_name_rate_and_year() -> None:
    reading = read(
        body(
            {
                NAT.id: [country()],
                REG.id: [row_of(REG, "11", "Ile de France", 61)],
                DEP.id: [row_of(DEP, "2A", "Corse du Sud", 55.2)],
                EPCI.id: [row_of(EPCI, "200054781", "Metropole du Grand Paris", 60.0)],
                COM.id: [row_of(COM, "92033", "Garches", 100.4)],
            }
        )
    )
    cells = [(r["niveau"], r["code"], r["taux_couverture"], r["millesime"]) for r in reading.tables["territoires"]]
    assert cells == [
        ("pays", "FR", "60.9", "2023"),
        ("region", "11", "61", "2023"),
        ("departement", "2A", "55.2", "2023"),
        ("epci", "200054781", "60.0", "2023"),
        ("commune", "92033", "100.4", "2023"),
    ]
    assert reading.tables["territoires"][2]["nom"] == "CORSE DU SUD"
    assert reading.tables["territoires"][2]["source_url"] == "https://data.caf.fr/explore/dataset/txcouv_pe_dep/"
    assert reading.doubts == ()


@pytest.mark.parametrize("years", [("2022", "2023"), ("2023-01-01", "2022-01-01"), (2023, 2022)])
def test_only_the_newest_year_of_the_country_is_taken(years: tuple[object, object]) -> None:
    row = only(read(body({NAT.id: [country(year, 59.5 if "2022" in str(year) else 60.9) for year in years]})))
    assert (row["taux_couverture"], row["millesime"]) == ("60.9", "2023")


@pytest.mark.parametrize(
    ("dataset", "given", "code"),
    [
        (REG, "1", "01"), (REG, 4, "04"), (DEP, "1", "01"), (DEP, 1, "01"), (DEP, "2a", "2A"), (DEP, "2B", "2B"),
        (DEP, "974", "974"), (DEP, "978", "978"), (COM, "1053", "01053"), (COM, 1053, "01053"), (COM, "2A004", "2A004"),
        (COM, "97411", "97411"), (EPCI, 200054781, "200054781"), (DEP, " 93 ", "93"),
    ],
)  # fmt: skip
def test_a_code_gets_back_its_zeros_and_capitals(dataset: Any, given: object, code: str) -> None:
    row = {**row_of(dataset, "0", "Somewhere", 50.5), dataset.code: given}
    assert only(read(body({dataset.id: [row]})))["code"] == code


def test_an_arrondissement_among_the_communes_has_its_own_level() -> None:
    reading = read(body({COM.id: [row_of(COM, "13201", "Marseille 1", 34.4), row_of(COM, "13055", "Marseille", 45.1)]}))
    assert [row["niveau"] for row in reading.tables["territoires"]] == ["arrondissement", "commune"]


@pytest.mark.parametrize(("dataset", "ghost"), [(EPCI, "XX"), (DEP, "XXX"), (COM, "xxxxx")])
def test_a_ghost_row_is_told_and_not_taken(dataset: Any, ghost: str) -> None:
    reading = read(body({dataset.id: [row_of(dataset, ghost, "XX", 195.8)]}))
    assert reading.tables["territoires"] == () and told(reading) == [("territoire_fictif", ghost.upper())]


@pytest.mark.parametrize(
    ("dataset", "code"),
    [(DEP, "96"), (DEP, "20"), (COM, "93059"), (COM, "99999"), (EPCI, "123456789"), (REG, "99"), (DEP, "")],
)
def test_a_territory_that_is_none_of_today_is_told_and_not_taken(dataset: Any, code: str) -> None:
    reading = read(body({dataset.id: [row_of(dataset, code, "Elsewhere", 50.0)]}))
    assert reading.tables["territoires"] == () and told(reading) == [("territoire_inconnu", code or "?")]


def test_a_code_that_is_absent_is_no_territory() -> None:
    reading = read(body({DEP.id: [{**row_of(DEP, "0", "Nowhere", 1.0), "numdep": None}]}))
    assert told(reading) == [("territoire_inconnu", "?")]


@pytest.mark.parametrize(
    ("rate", "text", "code"),
    [
        (0, "0", ""), (0.0, "0.0", ""), (-0.0, "0.0", ""), (160.5, "160.5", ""), (300, "300", ""), (60.93, "60.93", ""),
        (300.1, "", "taux_hors_bornes"), (-0.1, "", "taux_hors_bornes"), (1e22, "", "taux_hors_bornes"),
        (None, "", "taux_absent"), ("60,9", "", "taux_illisible"), (True, "", "taux_illisible"),
    ],
)  # fmt: skip
def test_a_rate_is_kept_as_given_or_left_empty_and_told(rate: object, text: str, code: str) -> None:
    reading = read(body({DEP.id: [row_of(DEP, "93", "Seine Saint Denis", rate)]}))
    assert only(reading)["taux_couverture"] == text
    assert [doubt.code for doubt in reading.doubts] == ([code] if code else [])


def test_two_rows_of_one_territory_are_both_left_out() -> None:
    rows = [row_of(DEP, "93", "Seine Saint Denis", 30.0), row_of(DEP, "93", "Seine Saint Denis", 31.0)]
    reading = read(body({DEP.id: rows}))
    assert reading.tables["territoires"] == () and told(reading) == [("territoire_en_double", "93")] * 2


def test_levels_of_different_years_are_told() -> None:
    reading = read(body({NAT.id: [country("2024")], DEP.id: [row_of(DEP, "93", "Seine Saint Denis", 30.0)]}))
    assert told(reading) == [("millesimes_differents", "2023|2024")]
    assert "pays 2024, département 2023" in reading.doubts[0].message_fr


def test_pages_are_put_together() -> None:
    rows = [row_of(DEP, code, "X", 50.0) for code in ("75", "92", "93", "94")]
    assert len(read(body({DEP.id: rows}, pages=2)).tables["territoires"]) == 4


def spoilt(change: str) -> object:
    whole = body({DEP.id: [row_of(DEP, "93", "Seine Saint Denis", 30.0)]})
    page = whole["datasets"][DEP.id]["pages"][0]
    if change == "digest":
        page["answer"]["results"][0]["txcouv_dep"] = 99.0
    elif change == "row":
        whole["datasets"][DEP.id]["pages"] = []
    elif change == "dataset":
        del whole["datasets"][COM.id]
    elif change == "count":
        page["answer"]["total_count"] = 2
    elif change == "field":
        page["answer"]["results"][0]["directeur"] = "x"
    elif change == "year":
        page["answer"]["results"][0]["annee"] = "soon"
    if change in ("count", "field", "year"):
        page["sha256"] = hashlib.sha256(canonical(page["answer"])).hexdigest()
    return whole


@pytest.mark.parametrize("change", ["digest", "row", "dataset", "count", "field", "year"])
def test_a_body_that_is_not_what_was_kept_is_refused(change: str) -> None:
    with pytest.raises(SourceChanged, match="caf"):
        read(spoilt(change))


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"[]", b'{"datasets": []}', b"null", b"\xff", b"[" * 50_000])
def test_what_is_no_body_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(SourceChanged, match="caf"):
        read(data)


def test_a_year_is_an_integer_or_a_date() -> None:
    assert [year_of(v) for v in (2023, "2023", "2023-01-01", "2023-01-01T00:00:00+00:00")] == ["2023"] * 4
    assert [year_of(v) for v in (True, None, 23, 2023.0, "toutes", "20231", "1823", [2023])] == [""] * 8


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
)
CODES = st.sampled_from(["93", "2A", "1", "XX", "976", "", "93066", "75056", "75115", "200054781", "FR"]) | SCALARS
ROW = st.fixed_dictionaries(
    {"code": CODES, "nom": SCALARS, "taux": SCALARS, "annee": st.sampled_from([2022, 2023, "2023"])}
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(DATASETS), st.lists(ROW, max_size=4)))
def test_whatever_the_rows_hold_each_is_a_sound_territory_or_told(tables: Any) -> None:
    named = {
        d.id: [{"annee": r["annee"], d.nom: r["nom"], d.taux: r["taux"], **({d.code: r["code"]} if d.code else {})} for r in rows]
        for d, rows in tables.items()
    }  # fmt: skip
    reading = read(body(named))
    rows = reading.tables["territoires"]
    assert len({(row["niveau"], row["code"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["niveau"] in LEVELS and row["code"] in names_of(row["niveau"])
        assert not row["taux_couverture"] or 0 <= float(row["taux_couverture"]) <= HIGHEST
    recent = sum(sum(year_of(r["annee"]) == max(year_of(x["annee"]) for x in rs) for r in rs) for rs in named.values())
    refused = [doubt for doubt in reading.doubts if doubt.code.startswith("territoire_")]
    assert len(rows) + len(refused) == recent


KEYS = st.sampled_from(["datasets", *BY_ID, "pages", "answer", "results", "total_count", "sha256"])
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_any_other_json_is_refused(told: Any) -> None:
    with pytest.raises(SourceChanged):
        read(told)
