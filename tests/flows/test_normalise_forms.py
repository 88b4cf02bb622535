"""Legal forms: the spellings seen on pages and INSEE's labels; a name proves nothing."""

import pytest

from flows.normalise.forms import FORMS, form_in_name, form_words, legal_form


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Scop", "SCOP"),
        ("SCOOP", "SCOP"),
        ("S.C.O.P.", "SCOP"),
        ("société coopérative et participative", "SCOP"),
        ("Société coopérative ouvrière de production", "SCOP"),
        ("SCOP/ARL", "SCOP_SARL"),
        ("Scop SARL", "SCOP_SARL"),
        ("SARL coopérative de production (SCOP)", "SCOP_SARL"),
        ("SA coopérative de production (SCOP) à conseil d'administration", "SCOP_SA"),
        ("Scop SAS", "SCOP_SAS"),
        ("Scic", "SCIC"),
        ("Société Coopérative d’Intérêt Collectif", "SCIC"),
        ("SARL SCIC", "SCIC_SARL"),
        ("Scic SARL", "SCIC_SARL"),
        ("Scic SA à capital variable", "SCIC_SA"),
        ("scic sas", "SCIC_SAS"),
        ("société par actions simplifiée, Scic", "SCIC_SAS"),
        ("société coopérative", "COOP_AUTRE"),
        ("Autre SARL coopérative", "COOP_AUTRE"),
        ("association coopérative", "COOP_AUTRE"),
        ("association loi 1901", "ASSOCIATION"),
        ("loi de 1901", "ASSOCIATION"),
        ("mutuelle", "MUTUELLE"),
        ("CCAS", "PUBLIC"),
        ("Ville de Pantin", "PUBLIC"),
        ("SARL", "PRIVE_LUCRATIF"),
        ("SAS, société par actions simplifiée", "PRIVE_LUCRATIF"),
        ("entreprise individuelle", "PRIVE_LUCRATIF"),
    ],
)
def test_words_that_state_a_form_are_read(words: str, form: str) -> None:
    assert legal_form(words) == form
    assert form in FORMS


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "none"),
        ("multi-accueil", "no form"),
        ("Maman et sa tribu", "sa is a word"),
        ("MAMAN ET SA TRIBU", "sa is a word in capitals too"),
        ("association devenue Scic", "two forms: a person must date the change"),
        ("Scop et Scic", "several organisations"),
        ("CG Scop", "the movement, not one of its members"),
        ("le réseau des Scop", "the movement"),
    ],
)
def test_words_that_state_none_or_two_are_unknown(words: str, why: str) -> None:
    assert legal_form(words) == "INCONNU", why


def test_a_scop_that_names_two_statutes_is_just_a_scop() -> None:
    assert legal_form("Scop, SARL puis SAS") == "SCOP"


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("E2S Scop Petite Enfance", "SCOP", "Scop"),
        ("Les Lilas (Scic SARL)", "SCIC_SARL", "Scic SARL"),
        ("AGAPI SA", "PRIVE_LUCRATIF", "SA"),
        ("Association Les Lilas", "ASSOCIATION", "Association"),
        ("La Coopé des p'tits B", "INCONNU", ""),
        ("Coop Petite Enfance", "INCONNU", ""),
        ("Crèche coopérative Les Lilas", "INCONNU", ""),
        ("Microscop", "INCONNU", ""),
        ("MicroScop", "INCONNU", ""),
        ("URSCOP Rhône-Alpes", "INCONNU", ""),
        ("Les Petits d'Homme", "INCONNU", ""),
    ],
)
def test_a_name_says_only_what_its_words_say(name: str, form: str, words: str) -> None:
    assert (form_in_name(name), form_words(name)) == (form, words)
