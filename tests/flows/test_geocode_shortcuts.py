"""Streets, places and communes that are recognised at a glance are what the long way finds."""

from hypothesis import given
from hypothesis import strategies as st

from flows.geocode.proofs import page_of
from flows.geocode.streets import doors, doors_of_any, is_door, likeness, one_door, one_door_of_any
from sources.commune_spelling import key
from sources.commune_table import named, names_at, rows

KINDS = ["rue", "Rue", "AVENUE", "allée", "allees", "place", "av", "grande rue", "le", "8 mai"]
NAMES = ["des Lilas", "de l'Église", "du 8 Mai 1945", "la", "", "B", "d'Ô", "Saint-Ouen", "-", "Hugo", "ß"]
DOORS = ["12 ", "", "0012 ", "1 B ", "12 bis ", "48-50 ", "123456 "]
LINES = st.tuples(st.sampled_from(DOORS), st.sampled_from(KINDS), st.sampled_from(NAMES)).map(
    lambda p: f"{p[0]}{p[1]} {p[2]}"
)


@given(LINES, LINES)
def test_a_usual_street_is_as_alike_as_the_long_way_finds(asked: str, found: str) -> None:
    for other in (found, asked, asked.partition(" ")[2], asked.partition(" ")[2].upper()):
        assert likeness(asked, other) == likeness(f" {asked}", other)  # a blank before it sends it the long way


@given(LINES)
def test_a_usual_line_has_the_doors_that_the_long_way_finds(line: str) -> None:
    for one in (line, f"{line} ", f"0{line}", line.upper()):
        assert doors(one) == doors_of_any(one)
        assert one_door(one) == one_door_of_any(one)
        for number in ("12", "012", "0012", "12 bis", "1", ""):
            assert is_door(number, one) == is_door(number, f" {one}")


@given(st.from_regex(r"[\w. /-]{0,12}", fullmatch=True))
def test_the_page_of_an_address_is_quoted_where_it_must_be(id_: str) -> None:
    page = page_of(id_)
    assert page.isascii() and not set(page.removeprefix("https://adresse.data.gouv.fr/base-adresse-nationale/")) & set(
        "/ "
    )


def test_a_name_at_a_postcode_is_found_as_in_the_list_of_all_its_names() -> None:
    for row in rows()[::37]:
        for nom in (row.nom, row.nom_commune, "Nulle Part"):
            assert named(row.code_postal, key(nom)) == names_at(row.code_postal).get(key(nom), [])
