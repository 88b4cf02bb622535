"""What registers are asked about: operators by SIREN, those without one by name and département."""

from flows.operators import known
from schemas.found import Absent, Found
from schemas.tables import Tables, conform
from tests.flows.mentioned import described, mentioned, operator
from tests.flows.runs import DAY, found


def release(*operators: tuple[str, str, str, str]) -> Tables:
    """(id, name, SIREN, département of its place) of a last release."""
    return {
        "gestionnaires": conform([{"id": i, "nom": n, "siren": s} for i, n, s, _ in operators], "gestionnaires"),
        "etablissements": conform(
            [{"id": f"cc-{i}{d}", "gestionnaire_id": i, "departement": d} for i, _, _, d in operators],
            "etablissements",
        ),
    }


def told(*rows: dict[str, str]) -> Found:
    return mentioned("curation", rows, DAY)


def test_members_of_a_list_are_known_by_name_and_departement() -> None:
    assert ("Au Nid'Ô", "84") in known([found()], {}).noms and known([found()], {}).sirens == ()


def test_a_siren_that_a_source_or_the_last_release_gives_is_asked_and_its_name_is_not() -> None:
    asked = known([told(operator("a", "Les Lutins", siren="100000009", departement="59"))], {})
    assert (asked.sirens, asked.noms) == (("100000009",), ())
    before = release(("cg-a", "Les Lutins", "100000009", "59"))
    asked = known([told(operator("a", "LES LUTINS", departement="59"))], before)
    assert (asked.sirens, asked.noms) == (("100000009",), ())


def test_a_homonym_elsewhere_is_another_operator() -> None:
    lille = operator("a", "Mêli-Mêlo", siren="100000009", departement="59")
    tours, vannes = (operator(d, "Méli-Mélo", departement=d) for d in ("37", "56"))
    assert known([told(lille, tours, vannes)], {}).noms == (("Méli-Mélo", "37"), ("Méli-Mélo", "56"))


def test_an_operator_is_known_wherever_it_has_a_place() -> None:
    both = release(("cg-a", "Les Lutins", "100000009", "22"), ("cg-a", "Les Lutins", "100000009", "35"))
    listed = told(operator("a", "Les Lutins", departement="35"))
    assert known([listed], both).noms == ()


def test_where_nothing_tells_the_departement_one_name_is_one_operator() -> None:
    lille = operator("a", "Plaisir", siren="100000009", departement="59")
    assert known([told(lille, operator("b", "Plaisir"))], {}).noms == ()
    assert known([told(operator("b", "Plaisir"))], {}).noms == (("Plaisir", ""),)


def test_what_is_set_aside_and_a_source_that_is_missing_are_not_asked_about() -> None:
    aside = told(operator("a", "La Coopé", etat="ecarte"))
    assert known([aside, Absent(described("registre"), "down")], {}) == known([], {})
