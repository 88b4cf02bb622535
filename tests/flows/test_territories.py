"""The table of territories: the CAF's rates, what cooperatives bring there, and sums that agree from level to level."""

from collections.abc import Sequence
from typing import Any

import frictionless
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sources
from flows import normalise
from flows.territories import territories
from schemas import tables as schemas
from schemas.found import Found
from schemas.records import Anomaly, Reading, Row, Snapshot
from schemas.tables import columns, conform, empty
from sources.commune_table import rows as gazetteer
from sources.epci import epci_of
from tests.flows.caf_server import country

DAY, LATER = "2026-11-26", "2026-12-03"
COMMUNES = {row.code_insee: row for row in gazetteer() if row.type in ("COM", "ARM")}
NONE = empty("territoires")
Made = dict[tuple[str, str], Row]


def place(code_insee: str = "93066", operator: str = "cg-aaaaaaaa", **more: str) -> Row:
    """A nursery of a commune or an arrondissement; '' is a place whose commune is not known."""
    at = COMMUNES.get(code_insee)
    where = (
        {"code_insee": code_insee, "code_commune": at.code_commune, "departement": at.departement, "region": at.region}
        if at
        else {}
    )
    usual = {"nature_lieu": "accueil", "categorie": "creche_collective", "statut": "actif", "gestionnaire_id": operator}
    return {**usual, **where, **more}


def rate(niveau: str, code: str, taux: str = "50.5", millesime: str = "2023") -> Row:
    cells = {"niveau": niveau, "code": code, "nom": "AS WRITTEN", "taux_couverture": taux, "millesime": millesime}
    return {**cells, "source_url": "https://data.caf.fr/explore/dataset/x/"}


def caf(*rows: Row, day: str = DAY, perimee: str = "") -> Found:
    """What the CAF gave on a day."""
    source = sources.load("caf")
    page = Snapshot("caf", source.url, b"", f"{day}T09:00:00+00:00", "0" * 64, "reseau", perimee=perimee)
    return Found(source, page, Reading("caf", tables={"territoires": rows}), normalise.records((), source)[0])


def frame(places: Sequence[Row]) -> pd.DataFrame:
    numbered = [{"id": f"cc-{number:08}", **row} for number, row in enumerate(places)]
    return conform(numbered, "etablissements")


def made(
    places: Sequence[Row], *found: Found, previous: pd.DataFrame = NONE, day: str = DAY
) -> tuple[pd.DataFrame, list[Anomaly]]:
    return territories(found, frame(places), previous, day)


def rows(*args: Any, **more: Any) -> Made:
    return {(row["niveau"], row["code"]): row for row in made(*args, **more)[0].to_dict("records")}


def counts(row: Row) -> tuple[str, str, str, str]:
    return row["nb_etablissements"], row["nb_gestionnaires"], row["places_cooperatives"], row["nb_capacites_connues"]


def test_without_the_caf_the_country_and_the_territories_of_cooperatives_are_there_without_rate() -> None:
    found = rows([place("93066", capacite="20"), place("93048", "cg-bbbbbbbb"), place("84043")])
    assert set(found) == {
        ("pays", "FR"), ("region", "11"), ("region", "93"), ("departement", "93"), ("departement", "84"),
        ("epci", "200054781"), ("epci", epci_of("84043")), ("commune", "93066"), ("commune", "93048"), ("commune", "84043"),
    }  # fmt: skip
    assert counts(found["departement", "93"]) == ("2", "2", "20", "1")
    assert counts(found["pays", "FR"]) == ("3", "2", "20", "1")
    assert found["epci", "200054781"]["nom"] == "Métropole du Grand Paris"
    for row in found.values():
        assert (row["taux_couverture"], row["millesime"], row["source"]) == ("", "", "communes")
        assert row["source_url"].startswith("https://www.insee.fr/") and row["date_derniere_vue"] == DAY


def test_with_no_place_at_all_there_is_the_country() -> None:
    assert counts(rows([])["pays", "FR"]) == ("0", "0", "0", "0")


def test_with_the_caf_each_of_its_territories_is_there_and_small_communes_beside_them() -> None:
    found = rows(
        [place("84043")], caf(rate("pays", "FR", "60.9"), rate("departement", "84"), rate("departement", "85"))
    )
    assert found["departement", "84"]["taux_couverture"] == "50.5" and found["departement", "84"]["source"] == "caf"
    assert counts(found["departement", "85"]) == ("0", "0", "0", "0")
    assert found["pays", "FR"]["millesime"] == "2023" and counts(found["pays", "FR"])[0] == "1"
    assert found["commune", "84043"]["source"] == "communes" and not found["commune", "84043"]["taux_couverture"]


def test_names_are_the_official_ones_and_the_address_is_that_of_the_dataset() -> None:
    row = rows([], caf(rate("departement", "2A")))["departement", "2A"]
    assert (row["nom"], row["source_url"]) == ("Corse-du-Sud", "https://data.caf.fr/explore/dataset/x/")


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({"statut": "actif"}, "1"),
        ({"statut": "non_confirme"}, "1"),
        ({"statut": "ferme"}, "0"),
        ({"nature_lieu": "siege"}, "0"),
        ({"nature_lieu": "accueil_et_siege"}, "1"),
        ({"nature_lieu": "inconnu"}, "1"),
        ({"categorie": "laep"}, "1"),
    ],
)
def test_what_is_closed_or_a_mere_head_office_is_not_counted(more: dict[str, str], counted: str) -> None:
    assert counts(rows([place(**more)])["pays", "FR"])[0] == counted


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([place(capacite="20"), place(capacite="10")], ("30", "2")),
        ([place(capacite="20"), place()], ("20", "1")),
        ([place(), place()], ("", "0")),
        ([place(categorie="laep", capacite="8")], ("0", "0")),
        ([place(categorie="mam", capacite="12"), place(capacite="10")], ("10", "1")),
        ([place(categorie="creche_familiale", capacite="12"), place(categorie="inconnu", capacite="10")], ("22", "2")),
        ([place(statut="ferme", capacite="20"), place()], ("", "0")),
    ],
)
def test_places_are_the_sum_of_the_known_capacities_of_nurseries(places: list[Row], told: tuple[str, str]) -> None:
    assert counts(rows(places)["commune", "93066"])[2:] == told


def test_an_arrondissement_counts_for_its_city_and_for_itself_where_the_caf_tells_it() -> None:
    places = [place("75115", capacite="20"), place("75110"), place("69386")]
    found = rows(places, caf(rate("arrondissement", "75115"), rate("commune", "75056")))
    assert counts(found["commune", "75056"])[0] == "2" and counts(found["arrondissement", "75115"])[0] == "1"
    assert found["arrondissement", "75115"]["nom"] == "Paris 15e Arrondissement"
    assert ("commune", "69123") in found and ("arrondissement", "69386") not in found
    assert counts(found["epci", "200046977"])[0] == "1"


@pytest.mark.parametrize(
    ("commune", "there"),
    [
        ("2A004", {("departement", "2A"), ("region", "94"), ("epci", "242010056")}),
        ("97411", {("departement", "974"), ("region", "04"), ("epci", epci_of("97411"))}),
        ("97611", {("departement", "976"), ("region", "06"), ("epci", "200060457")}),
        ("97801", {("departement", "978"), ("region", "978")}),
        ("85113", {("departement", "85"), ("region", "52")}),
        ("01053", {("departement", "01"), ("region", "84"), ("epci", epci_of("01053"))}),
    ],
)
def test_corsica_overseas_and_islands_are_where_their_codes_say(commune: str, there: set[tuple[str, str]]) -> None:
    assert set(rows([place(commune)])) == {*there, ("pays", "FR"), ("commune", commune)}


@pytest.mark.parametrize("code", ["", "99999"])
def test_a_place_whose_commune_is_not_known_counts_for_the_country_only(code: str) -> None:
    unknown = {**place(""), "code_insee": code, "code_commune": code, "departement": code[:2]}
    assert {key: counts(row)[0] for key, row in rows([unknown]).items()} == {("pays", "FR"): "1"}
    assert {key: counts(row)[0] for key, row in rows([place("")]).items()} == {("pays", "FR"): "1"}


def test_when_the_caf_does_not_answer_its_last_rates_are_carried_forward_and_counts_made_anew() -> None:
    before, _ = made([], caf(rate("pays", "FR", "60.9"), rate("departement", "93")))
    table, told = made([place("93066", capacite="9")], previous=before, day=LATER)
    found = {(row["niveau"], row["code"]): row for row in table.to_dict("records")}
    row = found["departement", "93"]
    assert (row["taux_couverture"], row["millesime"], row["source"], row["date_derniere_vue"]) == (
        "50.5",
        "2023",
        "caf",
        DAY,
    )
    assert counts(row) == ("1", "1", "9", "1")
    assert found["commune", "93066"]["date_derniere_vue"] == LATER
    assert [(one.code, one.source, one.valeur) for one in told] == [("taux_repris", "caf", DAY)]


@pytest.mark.parametrize("perimee", ["it is down", ""], ids=["down", "offline"])
def test_an_archived_copy_stands_in_with_its_own_day_but_never_before_a_newer_release(perimee: str) -> None:
    before, _ = made([], caf(rate("departement", "93", "51.0", "2024")))
    old = caf(rate("departement", "93", "50.5"), day="2026-10-01", perimee=perimee)
    table, told = made([], old, previous=before, day=LATER)
    assert table[table["code"] == "93"]["taux_couverture"].tolist() == ["51.0"] and told[0].code == "taux_repris"
    table, told = made([], old, day=LATER)
    assert table[table["code"] == "93"]["date_derniere_vue"].tolist() == ["2026-10-01"] and told == []


def test_a_rate_seen_again_keeps_the_day_it_was_first_seen_and_a_new_one_has_a_new_day() -> None:
    before, _ = made([], caf(rate("departement", "93"), rate("departement", "75")))
    new = caf(rate("departement", "93"), rate("departement", "75", "70.1", "2024"), day=LATER)
    found = rows([], new, previous=before, day=LATER)
    days = {
        code: (row["date_premiere_vue"], row["date_derniere_vue"]) for (_, code), row in found.items() if code != "FR"
    }
    assert days == {"93": (DAY, LATER), "75": (LATER, LATER)}


def test_a_territory_that_the_caf_no_longer_tells_is_not_kept_from_the_last_release() -> None:
    before, _ = made([], caf(rate("departement", "93"), rate("departement", "75")))
    assert ("departement", "75") not in rows([], caf(rate("departement", "93"), day=LATER), previous=before, day=LATER)


def test_the_table_is_that_of_the_schema_in_its_order() -> None:
    table, _ = made([place("84043")], caf(rate("departement", "93"), rate("departement", "2A"), rate("region", "84")))
    assert tuple(table.columns) == columns("territoires")
    assert table.equals(table.sort_values(["niveau", "code"], ignore_index=True))


PLACES = st.builds(
    lambda code, operator, capacite, statut, nature, categorie: place(
        code, operator, capacite=capacite, statut=statut, nature_lieu=nature, categorie=categorie
    ),
    st.sampled_from(["93066", "75115", "69386", "84043", "2A004", "97411", "97801", "85113", ""]),
    st.sampled_from(["cg-aaaaaaaa", "cg-bbbbbbbb"]),
    st.sampled_from(["", "10", "25"]),
    st.sampled_from(["actif", "non_confirme", "ferme"]),
    st.sampled_from(["accueil", "siege", "inconnu"]),
    st.sampled_from(["creche_collective", "laep", "inconnu"]),
)
RATES = [rate("pays", "FR"), rate("departement", "93"), rate("arrondissement", "75115"), rate("epci", "200054781")]


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACES, max_size=12), st.lists(st.sampled_from(RATES), unique_by=lambda row: row["code"]))
def test_the_levels_sum_up_to_the_country_but_for_places_without_commune(places: list[Row], rates: list[Row]) -> None:
    table, _ = made(places, *([caf(*rates)] if rates else []))
    assert not table.duplicated(["niveau", "code"]).any()
    sums = {
        niveau: (
            group["nb_etablissements"].astype(int).sum(),
            group["places_cooperatives"].replace("", "0").astype(int).sum(),
            group["nb_capacites_connues"].astype(int).sum(),
        )
        for niveau, group in table.groupby("niveau")
    }
    nowhere = rows([one for one in places if "code_insee" not in one])["pays", "FR"]
    lost = (
        int(nowhere["nb_etablissements"]),
        int(nowhere["places_cooperatives"] or 0),
        int(nowhere["nb_capacites_connues"]),
    )
    for niveau in ("region", "departement", "commune"):
        total = sums.get(niveau, (0, 0, 0))
        assert tuple(a + b for a, b in zip(total, lost, strict=True)) == sums["pays"]
    assert sums.get("epci", (0, 0, 0)) <= sums["pays"]


def test_a_whole_country_of_rates_is_valid_by_its_schema() -> None:
    told = [
        rate(niveau, str(row[code]), str(row[taux]))
        for id_, niveau, code, taux in (
            ("txcouv_pe_dep", "departement", "numdep", "txcouv_dep"),
            ("txcouv_pe_com", "commune", "numcom", "txcouv_com"),
        )
        for row in country()[id_]
        if row["annee"] == 2023 and row[code] != "13201"
    ]
    table, _ = made([place("93066"), place("2A004", capacite="12"), place("97801")], caf(*told))
    assert len(table) > len(told) > 1100
    schema = frictionless.Schema.from_descriptor({**schemas.schema("territoires"), "foreignKeys": []})
    cells = [list(table.columns), *table.to_numpy().tolist()]
    report = frictionless.Resource(data=cells, schema=schema).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:5]
