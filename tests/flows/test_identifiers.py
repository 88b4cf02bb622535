"""Ids are computed once from the source's own words, then never change."""

import random
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import identifiers
from flows.identifiers import PREFIXES, Register, compute, references
from schemas.errors import Refused
from schemas.tables import conform, empty

SOURCE = "coop_petite_enfance"
NONE: dict[str, str] = {}


def register() -> Register:
    return Register(empty("identifiants"))


def members(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """(raw name, postcode, address as written) of each member."""
    return pd.DataFrame(rows, columns=["nom_source", "code_postal", "adresse_source"], dtype=str)


def test_an_id_is_the_first_eight_base32_letters_of_the_sha256_of_source_and_reference() -> None:
    # printf 'coop_petite_enfance:AGAPI' | sha256sum | cut -d' ' -f1 | xxd -r -p | base32
    assert compute("cc", SOURCE, "AGAPI") == "cc-p65sf4pi"


@given(st.text(), st.text())
def test_any_reference_gives_an_id_that_the_schemas_accept(source: str, reference: str) -> None:
    assert re.fullmatch(r"cc-[a-z2-7]{8}", compute("cc", source, reference))


def test_a_place_and_its_operator_have_ids_of_their_own_kinds() -> None:
    ids = {table: register().id_of(table, SOURCE, "AGAPI", "2026-11-22") for table in PREFIXES}
    assert {id_[:2] for id_ in ids.values()} == {"cc", "cg", "cr", "ci"}


def test_the_same_reference_of_another_source_is_another_member() -> None:
    known = register()
    assert known.id_of("etablissements", "a", "AGAPI", "2026-11-22") != known.id_of(
        "etablissements", "b", "AGAPI", "2026-11-22"
    )


@pytest.mark.parametrize("again", ["Au Nid'Ô", "AU NID'Ô", "AU NID’O", " Au  Nid ' Ô", "au nid o"])
def test_capitals_accents_and_apostrophes_that_a_page_changes_make_no_new_id(again: str) -> None:
    first = register()
    id_ = first.id_of("etablissements", SOURCE, "Au Nid'Ô", "2026-11-22")
    later = Register(first.table())
    assert later.id_of("etablissements", SOURCE, again, "2026-12-01") == id_
    (row,) = later.table().to_dict("records")
    assert (row["reference"], row["date_premiere_vue"], row["date_derniere_vue"]) == (
        "Au Nid'Ô",
        "2026-11-22",
        "2026-12-01",
    )


def test_the_last_sight_of_an_id_never_goes_back() -> None:
    known = register()
    for day in ("2026-12-01", "2026-11-22"):
        known.id_of("etablissements", SOURCE, "AGAPI", day)
    assert known.table()["date_derniere_vue"].tolist() == ["2026-12-01"]


def test_two_references_that_would_share_an_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identifiers, "compute", lambda prefix, source, reference: f"{prefix}-aaaaaaaa")
    known = register()
    known.id_of("etablissements", SOURCE, "AGAPI", "2026-11-22")
    with pytest.raises(Refused, match="is already another reference's"):
        known.id_of("etablissements", SOURCE, "Au Nid'Ô", "2026-11-22")


def test_a_members_reference_is_its_raw_name() -> None:
    two = members(("AGAPI", "75010", "x"), ("Au Nid'Ô", "84320", "y"))
    assert references(two, NONE) == ["AGAPI", "Au Nid'Ô"]


def test_homonyms_in_two_towns_are_told_apart_by_their_postcodes() -> None:
    two = members(("Méli-Mélo", "59000", "x"), ("MELI MELO", "37700", "y"))
    assert references(two, NONE) == ["Méli-Mélo (59000)", "MELI MELO (37700)"]


def test_homonyms_in_one_town_are_told_apart_by_their_addresses() -> None:
    two = members(("Étoile", "59000", "1 rue A, 59000 Lille"), ("Étoile", "59000", "2 rue B, 59000 Lille"))
    assert references(two, NONE) == ["Étoile (1 rue A, 59000 Lille)", "Étoile (2 rue B, 59000 Lille)"]


def test_two_members_of_the_same_name_and_address_are_refused() -> None:
    with pytest.raises(Refused, match="cannot be told apart"):
        references(members(("Étoile", "59000", "1 rue A"), ("ÉTOILE", "59000", "1 RUE A")), NONE)


def test_a_member_keeps_its_reference_when_a_homonym_comes_and_when_it_goes() -> None:
    lille, tours = ("Étoile", "59000", "x"), ("Étoile", "37000", "y")
    known = {"etoile": "59000"}
    assert references(members(tours, lille), known) == ["Étoile (37000)", "Étoile"]
    known["etoile 37000"] = "37000"
    assert references(members(tours), known) == ["Étoile (37000)"]
    assert references(members(lille), known) == ["Étoile"]
    assert references(members(lille, tours), known) == ["Étoile", "Étoile (37000)"]


def test_a_member_that_moves_to_another_town_keeps_its_reference() -> None:
    assert references(members(("Étoile", "59100", "x")), {"etoile": "59000"}) == ["Étoile"]


def test_the_register_knows_the_postcode_of_each_place_of_the_last_release() -> None:
    known = register()
    id_ = known.id_of("etablissements", SOURCE, "AGAPI", "2026-11-22")
    known.id_of("gestionnaires", SOURCE, "Operator", "2026-11-22")
    known.id_of("etablissements", SOURCE, "Gone", "2026-11-22")
    places = conform([{"id": id_, "code_postal": "75010"}], "etablissements")
    assert known.postcodes(SOURCE, places) == {"agapi": "75010", "gone": ""}
    assert known.postcodes("another", places) == {}


def test_a_hundred_runs_of_comings_and_goings_never_change_an_id() -> None:
    chance = random.Random(2026)
    pool = [(f"Crèche {n}", code, f"{n} rue {code}") for n in range(6) for code in ("59000", "37000", "2A004")]
    stays = [member for member in pool if member[1] == "59000"]
    ids: dict[tuple[str, str, str], str] = {}
    table, places = empty("identifiants"), empty("etablissements")
    for _ in range(100):
        page = [*stays, *chance.sample([m for m in pool if m not in stays], chance.randrange(12))]
        chance.shuffle(page)
        known = Register(table)
        told = references(members(*page), known.postcodes(SOURCE, places))
        now = {m: known.id_of("etablissements", SOURCE, r, "2026-11-22") for m, r in zip(page, told, strict=True)}
        assert [(m, id_) for m, id_ in now.items() if ids.setdefault(m, id_) != id_] == []
        table = known.table()
        places = conform([{"id": id_, "code_postal": m[1]} for m, id_ in now.items()], "etablissements")
    assert len(set(ids.values())) == len(ids) == len(pool)


def test_an_id_that_is_no_more_leads_to_the_one_that_replaced_it() -> None:
    known = register()
    old, new = (known.id_of("etablissements", SOURCE, name, "2026-11-22") for name in ("Old", "New"))
    known.replace(old, new)
    later = Register(known.table())
    assert later.known("etablissements", SOURCE, "OLD") == later.known("etablissements", SOURCE, "New") == new
    assert dict(zip(later.table()["id"], later.table()["remplace_par"], strict=True)) == {old: new, new: ""}


def test_an_id_replaced_twice_leads_to_the_last() -> None:
    known = register()
    first, second, third = (known.id_of("etablissements", SOURCE, name, "2026-11-22") for name in "abc")
    known.replace(first, second)
    known.replace(second, third)
    assert {known.known("etablissements", SOURCE, name) for name in "abc"} == {third}


def test_a_reference_noted_under_an_id_keeps_it_and_its_first_spelling() -> None:
    known = register()
    id_ = known.id_of("etablissements", SOURCE, "AGAPI", "2026-11-22")
    known.note("etablissements", "sirene", "12345678200010", id_, "2026-12-01")
    assert known.known("etablissements", "sirene", "12345678200010") == id_
    assert known.is_own("etablissements", SOURCE, "Agapi")
    assert not known.is_own("etablissements", "sirene", "12345678200010")
    assert known.first_days({id_})[id_] == "2026-11-22"


def test_a_reference_told_apart_by_a_person_gets_another_id() -> None:
    known = register()
    id_ = known.id_of("etablissements", SOURCE, "AGAPI", "2026-11-22")
    known.note("etablissements", "curation", "agapi-2", id_, "2026-11-22")
    own = known.fresh("etablissements", "curation", "agapi-2")
    known.note("etablissements", "curation", "agapi-2", own, "2026-12-01")
    assert known.known("etablissements", "curation", "agapi-2") == own != id_


NAMES = ("AGAPI", "Agapi", "Au Nid'Ô", "au nid o", "Les Lutins", "Crèche 1", "Crèche 2")


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("2026-11-01", "2026-12-01"))), max_size=6),
    st.lists(st.tuples(st.sampled_from(("a", "b")), st.sampled_from(NAMES)), max_size=8, unique=True),
)
@settings(deadline=None)
def test_many_references_are_noted_as_each_is(before: list[tuple[str, str]], told: list[tuple[str, str]]) -> None:
    last = register()
    for name, day in before:
        last.id_of("etablissements", "a", name, day)
    if len(before) > 1:
        ids = [last.known("etablissements", "a", name) for name, _ in before]
        last.replace(ids[0], ids[1])
    together, alone = Register(last.table()), Register(last.table())
    sources, names = [source for source, _ in told], [name for _, name in told]
    known = together.known_all("etablissements", sources, names)
    assert known == [alone.known("etablissements", *each) for each in told]
    found = together.note_all("etablissements", sources, names, known, ["2026-12-08"] * len(told))
    for (source, name), id_ in zip(told, known, strict=True):
        alone.note("etablissements", source, name, id_ or alone.fresh("etablissements", source, name), "2026-12-08")
    pd.testing.assert_frame_equal(together.table(), alone.table())
    assert found == [id_ or alone.known("etablissements", *each) for id_, each in zip(known, told, strict=True)]


def test_of_one_reference_twice_the_last_row_counts() -> None:
    rows = [{"id": f"cc-{one * 8}", "source": "a", "reference": name} for one, name in (("a", "AGAPI"), ("b", "Agapi"))]
    known = Register(conform(rows, "identifiants"))
    assert known.known("etablissements", "a", "agapi") == "cc-bbbbbbbb"
    assert known.table()["id"].tolist() == ["cc-bbbbbbbb"]
