"""The authorised places that a text states for one nursery: no enrolled child, no total, no guess."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise.capacity import LEAST, MOST, Capacity, capacity
from flows.normalise.numerals import digits


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("45 berceaux", 45),
        ("45 places", 45),
        ("45 BERCEAUX", 45),
        ("45\u00a0places", 45),
        ("20places", 20),
        ("micro-crèche de 10 places", 10),
        ("Micro crèche 10 places, 3 rue du Port", 10),
        ("20 places – 10 semaines à 4 ans", 20),
        ("Les crèches de AL : 24 berceaux", 24),
        ("Roubaix 20 places", 20),
        ("ouverte en 2017 - 20 places", 20),
        ("Loiret (45) 45 - 20 places", 20),
        ("20 places. Vingt berceaux.", 20),
        ("45 places en 3 sections de 15 berceaux", 45),
        ("20 places dont 5 places d'urgence", 20),
        ("20 places, dont 5 en accueil occasionnel", 20),
        ("20 places en accueil régulier et occasionnel", 20),
        ("agrément de 20 places", 20),
        ("agréée pour 20 enfants", 20),
        ("autorisation d'accueillir 20 enfants", 20),
        ("capacité : 25", 25),
        ("Capacité d’accueil : 25 enfants.", 25),
        ("capacité totale de 45 places", 45),
        ("capacité de vingt-quatre enfants", 24),
        ("Places : 20", 20),
        ("nombre de places agréées : 20", 20),
        ("1 places", 1),
        ("300 places", 300),
    ],
)
def test_the_authorised_places_are_read(text: str, places: int) -> None:
    assert capacity(text) == Capacity(places, "")


@pytest.mark.parametrize(
    "text",
    [
        "45 berceaux à terme, 23 enfants présents",
        "23 enfants présents, 45 places à terme",
        "45 places, 23 présents",
        "50 inscrits pour 45 berceaux",
        "50 inscrits,45 places",
        "45 places pour 120 familles inscrites",
        "150 demandes pour 45 places",
        "Effectif : 23. Capacité : 45.",
    ],
)
def test_children_beside_the_places_are_not_counted(text: str) -> None:
    assert capacity(text).places == 45


@pytest.mark.parametrize(
    "text",
    [
        "23 enfants présents",
        "micro-crèche avec 15 enfants (178 m2)",
        "239 enfants",
        "18 inscrits",
        "effectif : 23",
        "Capacité actuelle : 23 enfants présents",
        "une crèche pour 20 enfants",
        "dix-huit enfants inscrits",
    ],
)
def test_children_alone_are_no_capacity(text: str) -> None:
    assert capacity(text) == Capacity(None, "effectif_seulement")


@pytest.mark.parametrize(
    "text",
    [
        "95 places réparties sur six crèches",
        "95 places dans 6 crèches : un total",
        "500 berceaux pour 20 établissements",
        "quatre-vingt-quinze places réparties dans nos crèches",
        "trois micro-crèches de 10 places chacune",
        "AGAPI : 95 places au total",
        "plusieurs structures, 60 places",
        "30 places dans une crèche et une micro-crèche",
        "deux sites, 40 places : 25 en accueil collectif et 15 en accueil familial",
    ],
)
def test_a_total_over_several_nurseries_is_nobody_s_capacity(text: str) -> None:
    assert capacity(text) == Capacity(None, "total_de_plusieurs")


@pytest.mark.parametrize(
    "text",
    [
        "54 places en accueil collectif et 27 en accueil familial",
        "81 berceaux = 54 en collectif + 27 en familial",
        "81 berceaux : 54 places en crèche collective et 27 places en crèche familiale",
        "accueil collectif : 54 places, accueil familial : 27 places",
        "81 places, dont 54 en collectif et 27 en familial",
    ],
)
def test_two_categories_are_kept_apart(text: str) -> None:
    assert capacity(text) == Capacity(None, "plusieurs_categories", 54, 27)


def test_a_number_for_both_categories_together_is_of_neither() -> None:
    assert capacity("accueil collectif et familial de 60 places") == Capacity(None, "plusieurs_categories")


def test_a_whole_of_which_one_category_is_told_has_more_than_one() -> None:
    assert capacity("45 places dont 27 en accueil familial") == Capacity(None, "plusieurs_categories", None, 27)


@pytest.mark.parametrize("text", ["27 places en accueil familial", "crèche familiale de 27 places"])
def test_one_category_alone_has_its_capacity(text: str) -> None:
    assert capacity(text) == Capacity(27, "", None, 27)


def test_the_family_allowance_fund_is_no_category() -> None:
    assert capacity("Caisse d'allocations familiales ; 20 places") == Capacity(20, "")


@pytest.mark.parametrize(
    "text",
    [
        "de 10 à 12 places",
        "10-12 berceaux",
        "10/12 places",
        "10 ou 12 places",
        "passe de 20 à 25 places",
        "20 places le matin, 25 places l'après-midi",
        "20 places + 5 places",
        "2 x 12 places",
        "2*12 places",
        "Capacité : 23 / 45",
        "45 places à terme, 23 places aujourd'hui",
    ],
)
def test_two_numbers_that_differ_give_none(text: str) -> None:
    assert capacity(text) == Capacity(None, "contradictoire")


@pytest.mark.parametrize("text", ["0 places", "301 places", "1 500 places", "1.500 places", "capacité : 4000"])
def test_a_number_out_of_bounds_is_refused(text: str) -> None:
    assert capacity(text) == Capacity(None, "hors_bornes")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "13 établissements, 48 salariés",
        "4 crèches et 1 LAEP",
        "12 place de la Mairie",
        "12,5 places",
        "20 places de parking",
        "3 places disponibles",
        "il reste 3 places",
        "2 places supplémentaires",
        "liste d'attente de 30 places",
        "58 places pour 100 enfants",
        "58 places pour 1 000 enfants",
        "environ 20 places",
        "une vingtaine de places",
        "plus de 20 places",
        "2 sections de 20 places",
        "10 places par section",
        "15 places en accueil régulier et 5 en accueil occasionnel",
        "12 places à temps plein et 5 à temps partiel",
        "capacité de 178 m2",
        "agrément n° 2012-45",
        "mille vingt places",
    ],
)
def test_what_is_not_the_whole_of_a_nursery_s_places_says_nothing(text: str) -> None:
    assert capacity(text) == Capacity(None, "absente")


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("douze places", "12 places"),
        ("vingt et un enfants et douze places", "21 enfants et 12 places"),
        ("soixante et onze", "71"),
        ("quatre vingts", "80"),
        ("quatre vingt dix neuf", "99"),
        ("cent vingt places", "120 places"),
        ("deux cent cinquante et un", "251"),
        ("trois cents", "300"),
        ("une creche, un berceau", "une creche, un berceau"),
        ("dix douze places", "dix douze places"),
        ("mille vingt places", "mille vingt places"),
        ("dixieme, sixte, neufchatel", "dixieme, sixte, neufchatel"),
    ],
)
def test_numbers_in_words_are_read_as_a_whole_or_not_at_all(words: str, figures: str) -> None:
    assert digits(words) == figures


NUMBERS = st.integers(0, 400)
PIECES = st.sampled_from(
    """
    {} places|{} berceaux|{} enfants présents|{} inscrits|{} en accueil collectif|{} en accueil familial|capacité : {}
    |agréée pour {} enfants|de {} à {} places|{} crèches|{} rue du Port|{} m2|ouverte en 20{}|{} familles|Places : {}
    |{} salariés|{}h30|{} %|dont|et|,|.|sur|au total|crèche|réparties|environ|+|({})|{} places disponibles|{} ans
    """.replace("\n", "").split("|")
)
NOTES = st.lists(st.tuples(PIECES, NUMBERS, NUMBERS), max_size=6).map(
    lambda parts: " ".join(piece.strip().format(one, other) for piece, one, other in parts)
)
NEAR = r"(?<!\d){n}(?!\d)(?: ?(?:places|berceaux)| enfants)|(?:capacité|Places|agréée pour) ?:? ?{n}(?!\d)"


@settings(deadline=None)
@given(NOTES | st.text(max_size=40))
def test_a_capacity_is_a_number_of_the_text_beside_a_word_for_places(text: str) -> None:
    found = capacity(text)
    assert (found.places is None) == bool(found.raison)
    if found.places is not None:
        assert LEAST <= found.places <= MOST
        assert found.collectives in (None, found.places) and found.familiales in (None, found.places)
    if found.places is not None and "{" not in text:
        assert re.search(NEAR.format(n=found.places), text), text


@settings(deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from(["places", "berceaux"]), st.booleans())
def test_enrolled_children_are_never_taken_for_places(children: int, places: int, unit: str, first: bool) -> None:
    told = [f"{children} enfants inscrits", f"{places} {unit}"]
    assert capacity(", ".join(told if first else reversed(told))).places == places
    assert capacity(f"{children} enfants inscrits") == Capacity(None, "effectif_seulement")


@settings(deadline=None)
@given(
    st.integers(2, 40), st.integers(1, 300), st.sampled_from(["crèches", "établissements", "micro-crèches", "sites"])
)
def test_places_over_several_nurseries_are_never_one_s(sites: int, places: int, word: str) -> None:
    for text in (f"{places} places dans {sites} {word}", f"{sites} {word}, {places} berceaux"):
        assert capacity(text) == Capacity(None, "total_de_plusieurs")
