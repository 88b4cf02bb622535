"""Names cleaned for comparing: what is left once the words of the trade are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identify.compare.cores import core
from flows.identify.compare.one_word import is_word, singular
from flows.identify.compare.traits import domain_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E2S Scop Petite Enfance", "E2S Petite Enfance"),
        ("E2S Scop Petite Enfance", "E2S"),
        ("MicroScop", "MICRO SCOP"),
        ("SCOP/ARL MicroScop", "Microscop"),
        ("A l'Abord'Ages", "À l’abord’âges"),
        ("Mêli-Mêlo", "MELI MELO"),
        ("Les P'tits Loups", "Les petits loups"),
        ("Les P'tits Loups", "PTITS LOUPS (LES)"),
        ("Les Bout'choux", "Boutchou"),
        ("S.C.O.P. Kaléide", "Kaleide"),
        ("Sté coopérative Les Lutins", "Les Lutins"),
        ("Crèche collective La Maisonnette", "Multi-accueil La Maisonnette"),
        ("Un, deux, trois soleil", "1 2 3 Soleil"),
        ("Les Trois Petits Tours", "Les 3 p'tits tours"),
        ("Les Lutins II", "Les Lutins 2"),
        ("Service Enfance des Familles (SEF)", "Service Enfance des Familles"),
        ("E2S Petite Enfance (E2S)", "E2S"),
    ],
)
def test_two_writings_of_one_name_have_one_core(one: str, other: str) -> None:
    ours, theirs = core(one), core(other)
    assert ours.joined == theirs.joined or ours.full == theirs.full


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les Lutins A", "Les Lutins B"),
        ("Les Lutins 1", "Les Lutins 2"),
        ("Les Lutins Petits", "Les Lutins Grands"),
        ("Les Petits d'Homme", "Les Petits d'Homme Distillerie"),
        ("Les Lutins (Distillerie)", "Les Lutins"),
        ("Run enfance", "Plaisir d'enfance"),
    ],
)
def test_what_tells_two_names_apart_stays(one: str, other: str) -> None:
    assert core(one).joined != core(other).joined


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Petite Enfance",
            "Multi-accueil",
            "Les Petits",
            "Crèche",
            "La Coopérative Petite Enfance",
            "SCOP",
            "Crèche A",
        ),
        *("Maison de la Petite Enfance", "Association", "Halte-garderie", "Crèche parentale", "RAM"),
    ],
)
def test_a_name_of_the_trade_tells_nothing_but_is_never_emptied(name: str) -> None:
    assert not core(name).telling
    assert core(name).joined


def test_the_commune_tells_nothing_in_its_own_nursery() -> None:
    assert not core("Crèche de Roncq", ("roncq",)).telling
    assert not core("Crèche Les Lilas", ("les lilas",)).telling
    assert core("E2S Montreuil", ("montreuil",)).words == core("E2S").words
    assert core("A Vaulx Câlins", ("notre dame de vaulx",)).words == ("vaul", "calin")


def test_the_operator_is_left_out_of_the_name_of_its_place() -> None:
    owners = ("Kaléide", "Association Service des Familles")
    assert core("Kaléide - La Maisonnette", (), owners).words == ("maisonnette",)
    assert core("Kaléide", (), owners).words == ("kaleide",)


def test_a_commune_or_an_operator_that_a_name_does_not_hold_makes_no_other_core() -> None:
    assert core("Les Lutins", ("roncq",), ("Kaléide",)) is core("Les Lutins")
    assert core("Kaléidescope", (), ("Kaléide",)).words == ("kaleidescope",)


def test_a_name_says_its_category_its_services_and_its_form() -> None:
    assert core("MAM Les Lutins").categorie == core("Maison d'assistantes maternelles").categorie == "mam"
    assert core("LAEP Bonne Mine").categorie == core("Lieu d'accueil enfants-parents").categorie == "laep"
    assert core("Relais petite enfance").categorie == "rpe"
    assert core("Crèche familiale de Roncq").categorie == "creche_familiale"
    assert core("Les Lutins").categorie == ""
    assert core("Micro-crèche Les Lutins").services == {"micro"}
    assert core("Association Les Lutins").formes == {"ASSOCIATION"}
    assert core("SCIC Les Lutins").formes == {"SCIC"}


def test_a_coined_word_is_no_word_of_the_language() -> None:
    assert core("Kaléide").coined == {"kaleide"}
    assert core("E2S").coined == {"e2s"}
    assert core("Les Lutins").coined == core("La Roche").coined == frozenset()
    assert is_word("lutin") and is_word("roche") and not is_word("kaleide")


@pytest.mark.parametrize(
    ("word", "one"), [("loups", "loup"), ("choux", "chou"), ("pas", "pas"), ("bleues", "bleu"), ("petites", "petit")]
)
def test_the_plural_and_the_feminine_of_marks_are_dropped(word: str, one: str) -> None:
    assert singular(word) == one


@given(st.text(max_size=60))
def test_any_name_has_a_core_and_none_that_has_a_letter_is_emptied(name: str) -> None:
    made = core(name)
    assert bool(made.joined) == bool(made.full)


@given(st.sampled_from(["Les P'tits Loups", "E2S Scop Petite Enfance", "Kaléide (ASF)", "1, 2, 3 Soleil"]))
def test_case_does_not_count(name: str) -> None:
    assert core(name.upper()).joined == core(name.lower()).joined == core(name).joined


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("https://www.lespetitsdhomme.example/contact", "lespetitsdhomme.example"),
        ("https://creche.kaleide.example.fr/", "example.fr"),
        ("https://www.facebook.com/leslutins", ""),
        ("https://lutins.e-monsite.com/accueil", "lutins.e-monsite.com"),
        ("https://e-monsite.com/", ""),
        ("https://sites.google.com/view/lutins", ""),
        ("", ""),
    ],
)
def test_a_site_that_many_share_tells_nobody(site: str, domain: str) -> None:
    assert domain_of(site) == domain
