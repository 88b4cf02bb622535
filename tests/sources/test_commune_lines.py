"""The gazetteer's lines are taken apart when they are asked for: what is told at a glance is what all its rows tell."""

import random
from string import ascii_uppercase

import pytest

from flows.identify.compare.names import town
from sources import communes, epci
from sources.commune_found import _among, as_written
from sources.commune_spelling import CITIES, key, read
from sources.commune_table import is_whole, lines, lines_at, named_around, names_around, of_code, parts, rows
from sources.territory_names import names_of


def test_no_line_has_a_cell_in_quotes_and_each_begins_with_a_code_of_five_characters() -> None:
    assert '"' not in "".join(lines()) and {len(line.split(",")) for line in lines()} == {14}
    assert all(line[5] == "," for line in lines())


def test_a_commune_of_today_is_told_by_its_line_and_bears_its_own_code_and_name() -> None:
    for line, row in zip(lines(), rows(), strict=True):
        assert is_whole(line) == (row.type == "COM")
        assert row.type != "COM" or (row.code_insee, row.nom) == (row.code_commune, row.nom_commune)


def test_rows_are_found_by_code_and_by_kind() -> None:
    assert list(parts()) == [row for row in rows() if row.type != "COM"]
    for row in rows()[::53]:
        assert of_code(row.code_insee) == [one for one in rows() if one.code_insee == row.code_insee]
    assert [of_code(code) for code in ("", "0", "99999", "x,", "01001,")] == [[]] * 5


def test_a_town_is_the_name_of_its_commune() -> None:
    names = {row.code_commune: row.nom_commune for row in rows()}
    for row in rows()[::29]:
        assert town(row.code_insee) == read(names.get(row.code_insee, "")).name
        assert town(row.code_commune) == read(row.nom_commune).name


def test_territories_have_the_names_that_rows_give_them() -> None:
    assert names_of("region") == {row.region: row.nom_region for row in rows()}
    assert names_of("departement") == {row.departement: row.nom_departement for row in rows()}
    assert names_of("commune") == {row.code_insee: row.nom for row in rows() if row.type == "COM"}
    assert names_of("epci") == {row.code_epci: row.nom_epci for row in epci.rows()}


def test_what_lies_around_a_postcode_is_there_by_its_departement_or_by_its_postcode() -> None:
    for territory, own in (
        ("20", ("2A", "2B")),
        ("69", ("69",)),
        ("60", ("60",)),
        ("974", ("974",)),
        ("988", ("988",)),
    ):
        there = [row for row in rows() if row.departement in own or row.code_postal.startswith(territory)]
        found = [row for several in names_around(f"{territory}000"[:5]).values() for row in several]
        assert sorted(found) == there
    assert names_around("9") == {}


def test_a_name_as_it_is_written_is_the_commune_that_the_long_way_finds() -> None:
    draw = random.Random(3)
    asked = [(row.code_postal, nom) for row in rows()[::3] for nom in {row.nom, row.nom_commune, row.nom.upper()}]
    asked += [(draw.choice(rows()).code_postal, draw.choice(rows()).nom) for _ in range(500)]
    at_once = 0
    for code_postal, nom in asked:
        if found := as_written(code_postal, nom):
            at_once += 1
            assert found == communes._as_read(code_postal, nom), (code_postal, nom)
    assert at_once > 10_000


@pytest.mark.parametrize(
    ("code_postal", "commune"), [("69006", "Lyon"), ("75001", "Paris"), ("59223", "RONCQ"), ("", "")]
)
def test_a_city_and_another_spelling_are_read(code_postal: str, commune: str) -> None:
    assert as_written(code_postal, commune) is None


def test_a_name_that_goes_on_in_the_next_cell_is_no_name() -> None:
    line = next(line for line in lines() if is_whole(line))
    postcode, cells = line.split(",")[5], line.split(",")[1:4]
    assert as_written(postcode, cells[0]) and as_written(postcode, ",".join(cells[:2])) is None


def test_what_lies_around_is_in_the_order_of_the_file() -> None:
    place = {row: at for at, row in enumerate(rows())}
    for several in names_around("69006").values():
        assert several == sorted(several, key=place.__getitem__)


def test_a_name_around_is_found_as_in_the_list_of_all_its_names() -> None:
    for row in rows()[::41]:
        for nom in (row.nom, row.nom_commune, "Nulle Part", "Œuf", ""):
            wanted = names_around(row.code_postal).get(key(nom), [])
            assert named_around(row.code_postal, key(nom)) == wanted


def test_a_name_of_which_two_letters_are_looked_at_is_found_as_among_all_lines() -> None:
    twins = [(row.code_postal, row.nom) for row in rows() if row.code_postal in ("08330", "52330", "73130")]
    for code_postal, nom in [*twins, *((row.code_postal, row.nom) for row in rows()[::7])]:
        for name in (nom, nom[:-1], f"{nom}x", nom.replace("-", " "), nom.replace("É", "E"), nom.upper()):
            if name.lower() not in CITIES and name[0] in ascii_uppercase:
                assert as_written(code_postal, name) == _among(lines_at(code_postal), name), (code_postal, name)
