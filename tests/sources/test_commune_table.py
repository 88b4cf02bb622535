"""What the committed gazetteer promises: whole, sorted, coherent, and inside France."""

import gzip
import re
from collections import Counter

import pytest

from sources.commune_table import TABLE, Row, names_around, rows
from sources.communes import table

# south, north, west, east, in degrees; Guadeloupe with its islands, Guyane to the Maroni
BOXES = {
    "metropole": (41.3, 51.2, -5.2, 9.7),
    "971": (15.8, 16.6, -61.9, -60.9),
    "972": (14.3, 14.95, -61.3, -60.7),
    "973": (2.1, 5.9, -54.7, -51.5),
    "974": (-21.5, -20.8, 55.1, 55.9),
    "976": (-13.1, -12.6, 44.9, 45.4),
}
MOVED = {"02285", "39012", "51494", "52210", "79224"}
"""Former communes absorbed by one of another département, whose code keeps the old one."""


def test_the_file_is_small_sorted_and_carries_no_date() -> None:
    assert TABLE.stat().st_size <= 1_200_000
    assert list(rows()) == sorted(rows())
    assert TABLE.read_bytes()[3:8] == bytes(5)  # no flag (hence no file name), no time: RFC 1952, 2.3


def test_its_header_is_the_list_of_columns() -> None:
    with gzip.open(TABLE, "rt", encoding="utf-8") as file:
        assert file.readline().rstrip("\n").split(",") == list(Row._fields)


def test_it_holds_every_commune_of_the_code_of_2026_and_the_45_arrondissements() -> None:
    kinds = Counter(kind for _, kind in {(row.code_insee, row.type) for row in rows()})
    assert kinds == {"COM": 34_969, "ARM": 45, "COMD": 2_105, "COMA": 471}


def test_a_commune_has_one_row_a_postcode() -> None:
    keys = [(row.code_insee, row.type, row.code_postal) for row in rows()]
    assert len(keys) == len(set(keys))
    assert {row.code_insee for row in rows() if not row.code_postal} == {"98411", "98412", "98413", "98414", "98415"}


def test_codes_and_numbers_have_their_shape() -> None:
    insee = re.compile(r"(0[1-9]|[13-9]\d|2[1-9AB])\d{3}")
    assert all(insee.fullmatch(row.code_insee) and insee.fullmatch(row.code_commune) for row in rows())
    assert all(re.fullmatch(r"\d{5}|", row.code_postal) for row in rows())
    assert all(re.fullmatch(r"\d*", row.population) for row in rows())
    assert all(re.fullmatch(r"-?\d{1,2}\.\d{5}|", row.latitude) for row in rows())
    assert all(re.fullmatch(r"[1-9]\d*|", row.rayon_m) for row in rows())


def test_the_departement_agrees_with_the_insee_code() -> None:
    assert all(row.code_commune.startswith(row.departement) for row in rows())
    assert {row.code_insee for row in rows() if not row.code_insee.startswith(row.departement)} == MOVED


def test_a_departement_lies_in_one_region_and_each_has_one_name() -> None:
    assert len({(row.departement, row.nom_departement, row.region, row.nom_region) for row in rows()}) == 109
    assert len({row.departement for row in rows()}) == 109


def test_every_row_names_a_present_commune_and_a_commune_names_itself() -> None:
    present = {row.code_insee: row.nom for row in rows() if row.type == "COM"}
    assert all(present[row.code_commune] == row.nom_commune for row in rows())
    assert all(row.code_commune == row.code_insee for row in rows() if row.type == "COM")


def test_a_name_is_borne_once_in_a_part_of_france_so_that_a_wrong_postcode_never_picks_between_two() -> None:
    overseas = ("97", "98")
    territories = {row.code_postal[: 3 if row.code_postal[:2] in overseas else 2]: row.code_postal for row in rows()}
    assert len(territories) == 105  # 95 with Corsica in one, 9 overseas, and the lands that the post does not serve
    for postcode in territories.values():
        for name, several in names_around(postcode).items():
            assert len({row.code_commune for row in several}) == 1, (postcode, name)


@pytest.mark.parametrize(("city", "count"), [("75056", 20), ("69123", 9), ("13055", 16)])
def test_a_city_and_its_arrondissements_share_the_same_postcodes(city: str, count: int) -> None:
    parts = [row for row in rows() if row.type == "ARM" and row.code_commune == city]
    assert len({row.code_insee for row in parts}) == count
    assert {row.code_postal for row in parts} == {row.code_postal for row in rows() if row.code_insee == city}


def test_an_arrondissement_carries_its_own_postcodes_only() -> None:
    own = {(row.code_insee, row.code_postal) for row in rows() if row.type == "ARM"}
    assert {postcode for insee, postcode in own if insee == "69386"} == {"69006"}
    assert {postcode for insee, postcode in own if insee == "75116"} == {"75016", "75116"}


def test_every_point_is_inside_its_part_of_france() -> None:
    for row in rows():
        if row.latitude:
            south, north, west, east = BOXES.get(row.departement, BOXES["metropole"])
            assert south < float(row.latitude) < north, row
            assert west < float(row.longitude) < east, row


def test_only_overseas_collectivities_lack_a_point() -> None:
    assert {row.departement for row in rows() if not row.latitude} == {
        "975", "977", "978", "984", "986", "987", "988", "989",
    }  # fmt: skip
    assert all((row.latitude == "") == (row.longitude == "") == (row.rayon_m == "") for row in rows())


def test_the_reach_of_a_commune_is_of_its_size() -> None:
    metropole = [int(row.rayon_m) for row in rows() if row.rayon_m and len(row.departement) == 2]
    assert min(metropole) > 150  # Castelmoron-d'Albret, four hectares
    assert max(metropole) < 40_000  # Arles, the widest
    assert 2_800 < sorted(metropole)[len(metropole) // 2] < 3_200


def test_the_table_is_all_text_with_no_missing_cell() -> None:
    frame = table()
    assert list(frame.columns) == list(Row._fields)
    assert len(frame) == len(rows())
    assert not frame.isna().any().any()
    assert frame.loc[frame["code_insee"] == "01001", "code_postal"].tolist() == ["01400"]
