"""The gazetteer asked in bulk: whole tables, the names of a postcode, the names of territories."""

import subprocess
import sys

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sources.commune_table import Row, rows
from sources.communes import Commune, commune_names, resolve, resolve_table, table, territory_names
from sources.likeness import similarity

SERVED = [row for row in rows() if row.code_postal]


def test_a_whole_table_is_resolved_on_its_own_index_with_empty_cells_for_the_unknown() -> None:
    frame = pd.DataFrame(
        {"code_postal": ["69006", "22100"], "commune": ["Lyon", "Nulle-Part"], "nom": ["a", "b"]}, index=[7, 3]
    )
    found = resolve_table(frame)
    assert list(found.index) == [7, 3]
    assert list(found.columns) == list(Commune.__dataclass_fields__)
    assert found.loc[7, "code_insee"] == "69386"
    assert (found.loc[3] == "").all()


def test_an_empty_table_gives_an_empty_table_of_the_same_columns() -> None:
    found = resolve_table(pd.DataFrame({"code_postal": [], "commune": []}))
    assert (len(found), list(found.columns)) == (0, list(Commune.__dataclass_fields__))


def test_the_names_of_a_postcode_are_folded_and_hold_cities_and_former_communes() -> None:
    assert {"paris", "paris 10e arrondissement"} <= commune_names("75010")
    assert {"lyon", "lyon 6e arrondissement"} <= commune_names("69006")
    assert {"saint denis", "pierrefitte sur seine"} <= commune_names("93380")
    assert "l ile saint denis" in commune_names("93450")
    assert "saint denis" not in commune_names("93450")
    assert commune_names("81013") == frozenset()


@given(st.sampled_from(SERVED))
def test_every_name_of_a_postcode_names_a_commune_there(row: Row) -> None:
    assert all(resolve(row.code_postal, name) for name in commune_names(row.code_postal))


def test_territories_are_the_departements_regions_and_collectivities() -> None:
    wanted = {"seine saint denis", "ain", "corse du sud", "ile de france", "provence alpes cote d azur", "la reunion"}
    assert wanted | {"saint barthelemy", "nouvelle caledonie"} <= territory_names()
    assert "pantin" not in territory_names()
    assert len(territory_names()) == 122


def test_reading_a_page_s_postcodes_waits_for_neither_pandas_nor_rapidfuzz() -> None:
    script = (
        "import sys, time; from sources.communes import commune_names; start = time.perf_counter();"
        "assert commune_names('93500'); assert time.perf_counter() - start < 1, 'slow';"
        "assert not {'pandas', 'rapidfuzz'} & set(sys.modules), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_similarity_ignores_case_accents_and_the_order_of_words() -> None:
    assert similarity("Rue du Manoir", "MANOIR (rue du)") == 100
    assert similarity("rue des Clous", "rue des Cloÿs") < 100
    assert similarity("rue du Manoir", "allée des Lilas") < 60


def test_a_caller_may_change_the_table_without_changing_it_for_others() -> None:
    mine = table()
    mine.loc[0, "nom"] = "Ailleurs"
    assert table().loc[0, "nom"] == "L'Abergement-Clémenciat"
