"""What a place is told to be, and what counts as one."""

from dataclasses import replace

import pytest

from flows.site.kinds import counted, is_there, kind
from flows.site.pages import creche, departements
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row


def row(**cells: str) -> Row:
    return {"nature_lieu": "accueil", "categorie": "creche_collective", "statut": "actif", **cells}


@pytest.mark.parametrize(("cells", "expected"), [
    ({}, "creche"),
    ({"categorie": "inconnu"}, "creche"),
    ({"categorie": "mam"}, "mam"),
    ({"categorie": "laep"}, "laep"),
    ({"nature_lieu": "siege"}, "siege"),
    ({"nature_lieu": "inconnu"}, "inconnu"),
    ({"statut": "ferme", "nature_lieu": "siege"}, "ferme"),
    ({"statut": "non_confirme"}, "creche"),
])  # fmt: skip
def test_a_place_is_what_its_sources_tell(cells: Row, expected: str) -> None:
    assert kind(row(**cells)) == expected


def test_what_is_closed_or_a_seat_only_is_no_place_of_its_territory() -> None:
    assert [
        is_there(row(**one)) for one in ({}, {"nature_lieu": "inconnu"}, {"statut": "ferme"}, {"nature_lieu": "siege"})
    ] == [
        True,
        True,
        False,
        False,
    ]


def test_they_are_counted_in_words() -> None:
    rows = [row(), row(), row(statut="ferme"), row(categorie="laep")]
    assert counted(Words("fr"), rows) == ["2 crèches", "1 lieu d'accueil enfants-parents (LAEP)", "1 lieu fermé"]


@pytest.fixture
def closed(about: Shown) -> Shown:
    """A country in which the places of one département have all closed."""
    places = [{**one, "statut": "ferme"} if one["departement"] == "38" else one for one in about.places.values()]
    return replace(about, tables={**about.tables, "etablissements": places})


def test_a_departement_whose_places_have_all_closed_is_not_told_to_have_one(about: Shown, closed: Shown) -> None:
    def known(of: Shown) -> set[str]:
        first = next(departements.pages(of, Words("fr")))
        return {one.code for one in first.values["known"]}  # type: ignore[attr-defined]

    assert known(about) - known(closed) == {"38"}


def test_a_closed_place_is_no_business_for_search_engines(closed: Shown) -> None:
    pages = {page.path: page for page in creche.pages(closed, Words("fr"))}
    gone = [id_ for id_, one in closed.places.items() if one["departement"] == "38"]
    assert gone
    assert all("ChildCare" not in str(pages[f"creche/{id_}.html"].structured) for id_ in gone)
    assert all("LocalBusiness" not in str(pages[f"creche/{id_}.html"].structured) for id_ in gone)
