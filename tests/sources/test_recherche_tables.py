"""The tables that registers are read with: activity codes by the day, legal categories, numbers of companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.forms import FORMS
from sources import activites, legal_categories
from sources.company_numbers import is_siren, is_siret


def test_the_code_of_early_childhood_care_is_that_of_naf_rev_2_until_the_end_of_2026() -> None:
    assert activites.codes("2026-11-26") == activites.codes("2026-12-31") == ("88.91A",)
    assert activites.nomenclature("2026-12-31") == "NAFRev2"


def test_from_2027_on_the_nomenclature_is_naf_2025_and_a_code_we_do_not_know_is_not_told() -> None:
    assert activites.nomenclature("2027-01-01") == "NAF2025"
    assert activites.codes("2027-01-01") == activites.codes_in("NAF2025")
    assert "88.91A" not in activites.codes("2027-01-01")


def test_no_code_is_in_force_before_its_nomenclature() -> None:
    assert activites.codes("2007-12-31") == () and activites.nomenclature("2007-12-31") == ""


def test_every_row_of_activities_says_where_it_comes_from_and_every_day_has_one_nomenclature() -> None:
    assert all(row.source and row.libelle and row.nomenclature in ("NAFRev2", "NAF2025") for row in activites.table())
    for day in ("2008-01-01", "2026-12-31", "2027-01-01", "2040-01-01"):
        assert len({row.nomenclature for row in activites.in_force(day)}) == 1


@pytest.mark.parametrize(
    ("code", "forme", "proves"),
    [
        ("5458", "SCOP_SARL", True),
        ("5558", "SCOP_SA", True),
        ("5658", "SCOP_SA", True),
        ("5460", "COOP_AUTRE", True),
        ("5560", "COOP_AUTRE", True),
        ("5660", "COOP_AUTRE", True),
        ("5459", "COOP_AUTRE", True),
        ("5710", "", False),
        ("5499", "", False),
        ("9220", "ASSOCIATION", False),
        ("5195", "ASSOCIATION", False),
    ],
)
def test_a_category_proves_what_its_label_says_and_no_more(code: str, forme: str, proves: bool) -> None:
    found = legal_categories.category(code)
    assert found is not None and found.forme == forme
    assert legal_categories.proves_cooperative(code) is proves


def test_no_category_proves_a_scic_nor_a_cooperative_sas() -> None:
    formes = {row.forme for row in legal_categories.table().values()}
    assert not any(forme.startswith("SCIC") or forme.endswith("SAS") for forme in formes)
    assert formes <= FORMS | {""}


def test_only_a_label_that_says_cooperative_proves_one() -> None:
    proven = [row for row in legal_categories.table().values() if row.cooperative == "oui"]
    assert len(proven) == 13 and all("coopérative" in row.libelle for row in proven)


@pytest.mark.parametrize("code", ["5551", "5453", "5443", "7210", "1000", ""])
def test_a_category_out_of_our_field_has_no_row(code: str) -> None:
    assert legal_categories.category(code) is None and not legal_categories.proves_cooperative(code)


def test_what_is_searched_is_every_cooperative_category_then_those_that_may_hide_one() -> None:
    assert set(legal_categories.searched("cooperative")) >= {"5458", "5558", "5658", "5460", "5560", "5660"}
    assert legal_categories.searched("ess") == ("5499", "5710")


@pytest.mark.parametrize(("code", "is_person"), [("1000", True), ("2110", True), ("5710", False), ("9220", False)])
def test_units_without_legal_personality_bear_names_of_people(code: str, is_person: bool) -> None:
    assert legal_categories.is_natural_person(code) is is_person


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("356000000", True),
        ("005520135", True),
        ("356000001", False),
        ("35600000", False),
        ("3560000000", False),
        ("000000000", False),
        ("35600000a", False),
        ("٣٥٦٠٠٠٠٠٠", False),
        ("356000000\n", False),
        ("", False),
    ],
)
def test_a_siren_has_nine_digits_and_its_key(number: str, is_one: bool) -> None:
    assert is_siren(number) is is_one


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("35600000000048", True),
        ("35600000049837", True),  # La Poste: its digits sum to 45
        ("35600000000049", False),
        ("73282932000074", True),
        ("73282932000075", False),
        ("73282932100074", False),
        ("356000000", False),
    ],
)
def test_a_siret_has_fourteen_digits_and_its_key_or_la_poste_s_sum(number: str, is_one: bool) -> None:
    assert is_siret(number) is is_one


@given(st.from_regex(r"[0-9]{8}", fullmatch=True).filter(lambda text: text.strip("0") != ""))
def test_exactly_one_key_makes_a_siren_of_eight_digits(start: str) -> None:
    assert sum(is_siren(start + key) for key in "0123456789") == 1
