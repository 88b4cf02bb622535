"""Which commune an address names, by the gazetteer of the project."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.commune_table import Row, rows
from sources.communes import resolve
from sources.likeness import similarity
from sources.text import fold

SERVED = [row for row in rows() if row.code_postal]


def code(code_postal: str, commune: str) -> str | None:
    found = resolve(code_postal, commune)
    return found.code_insee if found else None


def methode(code_postal: str, commune: str) -> str | None:
    found = resolve(code_postal, commune)
    return found.methode if found else None


@pytest.mark.parametrize(
    ("code_postal", "commune", "insee"),
    [
        ("69006", "Lyon", "69386"),
        ("84320", "Entraigues-sur-la-Sorgue", "84043"),
        ("22100", "Taden", "22339"),
        ("75010", "Paris", "75110"),
        ("93500", "Pantin", "93055"),
        ("93100", "Montreuil", "93048"),
        ("85200", "Montreuil", "85148"),
        ("93200", "Saint Denis", "93066"),
        ("97400", "Saint Denis", "97411"),
        ("93450", "L'Île-Saint-Denis", "93039"),
        ("93450", "L’ILE SAINT DENIS", "93039"),
        ("59800", "LILLE", "59350"),
        ("07200", "St Michel de Boulogne", "07277"),
        ("42000", "ST-ÉTIENNE", "42218"),
        ("26120", "chabeuil", "26064"),
        ("93260", "Les Lilas (93)", "93045"),
    ],
)
def test_a_name_and_its_postcode_give_the_commune(code_postal: str, commune: str, insee: str) -> None:
    assert code(code_postal, commune) == insee


@pytest.mark.parametrize(
    ("code_postal", "commune", "insee"),
    [
        ("20000", "Ajaccio", "2A004"),
        ("20200", "Bastia", "2B033"),
        ("97110", "Pointe-à-Pitre", "97120"),
        ("97200", "Fort-de-France", "97209"),
        ("97300", "Cayenne", "97302"),
        ("97460", "Saint-Paul", "97415"),
        ("97600", "Mamoudzou", "97611"),
        ("97133", "Saint-Barthélemy", "97701"),  # a postcode of Guadeloupe, a collectivity of its own
        ("97150", "St Martin", "97801"),
        ("97500", "Saint-Pierre", "97502"),
        ("98800", "Nouméa", "98818"),
        ("42620", "Saint-Pierre-Laval", "03250"),  # served by the post of the next département
    ],
)
def test_the_departement_is_the_commune_s_own_never_the_postcode_s_first_digits(
    code_postal: str, commune: str, insee: str
) -> None:
    found = resolve(code_postal, commune)
    assert found is not None
    assert found.code_insee == insee
    assert insee.startswith(found.departement)


@pytest.mark.parametrize(
    "name", ["Lyon", "LYON 06", "Lyon 6e", "Lyon 6ème", "lyon 6 e arrondissement", "LYON CEDEX 06"]
)
def test_an_arrondissement_is_the_finest_code_and_its_city_the_name(name: str) -> None:
    found = resolve("69006", name)
    assert found is not None
    assert (found.code_insee, found.code_commune, found.nom) == ("69386", "69123", "Lyon")
    assert (found.departement, found.region, found.methode) == ("69", "84", "arrondissement")


@pytest.mark.parametrize(
    ("code_postal", "commune", "insee", "how"),
    [
        ("75116", "Paris", "75116", "arrondissement"),
        ("75016", "Paris 16", "75116", "arrondissement"),
        ("13001", "MARSEILLE 1ER", "13201", "arrondissement"),
        ("75000", "Paris 10e", "75110", "code_postal_voisin"),  # the number says it, not the catch-all postcode
        ("75000", "Paris", "75056", "code_postal_voisin"),
        ("75010", "Paris 11e", "75056", "commune_seule"),  # which of the two is wrong cannot be told
        ("69456", "LYON 06 CEDEX", "69386", "cedex"),
        ("69422", "LYON CEDEX 03", "69123", "cedex"),  # the number of a sorting office is no arrondissement
    ],
)
def test_paris_lyon_marseille_are_as_fine_as_the_address_is_sure(
    code_postal: str, commune: str, insee: str, how: str
) -> None:
    assert (code(code_postal, commune), methode(code_postal, commune)) == (insee, how)


@pytest.mark.parametrize(
    ("code_postal", "commune", "insee"),
    [("81013", "ALBI cedex 9", "81004"), ("38024", "Grenoble Cedex 1", "38185"), ("20303", "AJACCIO CEDEX", "2A004")],
)
def test_a_cedex_postcode_leaves_the_name_to_decide_within_its_departement(
    code_postal: str, commune: str, insee: str
) -> None:
    assert (code(code_postal, commune), methode(code_postal, commune)) == (insee, "cedex")


def test_a_cedex_word_beside_an_ordinary_postcode_changes_nothing() -> None:
    assert (code("20090", "Ajaccio cedex 9"), methode("20090", "Ajaccio cedex 9")) == ("2A004", "exact")


@pytest.mark.parametrize(
    ("code_postal", "commune", "absorber", "name"),
    [
        ("93380", "Pierrefitte-sur-Seine", "93066", "Saint-Denis"),
        ("59160", "Lomme", "59350", "Lille"),
        ("49300", "Le Puy-Saint-Bonnet", "49099", "Cholet"),  # it came from another département
    ],
)
def test_a_former_commune_is_the_one_that_absorbed_it_seen_from_its_own_centre(
    code_postal: str, commune: str, absorber: str, name: str
) -> None:
    found, whole = resolve(code_postal, commune), resolve(code_postal, name)
    assert found is not None
    assert whole is not None
    assert (found.code_insee, found.code_commune, found.nom, found.methode) == (
        absorber, absorber, name, "ancienne_commune",
    )  # fmt: skip
    assert int(found.rayon_m) < int(whole.rayon_m)
    assert (found.latitude, found.longitude) != (whole.latitude, whole.longitude)


def test_a_merged_commune_reaches_over_all_that_it_absorbed() -> None:
    """Pierrefitte-sur-Seine, absorbed in 2025, ends 4.2 km from the middle of today's Saint-Denis."""
    found = resolve("93200", "Saint-Denis")
    assert found is not None
    assert float(found.latitude) == pytest.approx(48.937, abs=0.003)
    assert 4000 < int(found.rayon_m) < 4500


@pytest.mark.parametrize(
    ("code_postal", "commune", "insee"),
    [
        ("93450", "Saint-Denis", "93066"),
        ("69100", "Lyon", "69123"),
        ("20000", "Bastia", "2B033"),
        ("75382", "Paris", "75056"),  # a CEDEX postcode whose word is missing
    ],
)
def test_a_postcode_of_the_neighbourhood_is_borne_and_said(code_postal: str, commune: str, insee: str) -> None:
    assert (code(code_postal, commune), methode(code_postal, commune)) == (insee, "code_postal_voisin")


@pytest.mark.parametrize(
    ("code_postal", "commune", "insee"),
    [
        ("92130", "Issssy-les-Moulineaux", "92040"),
        ("93260", "Lilas", "93045"),
        ("93260", "LILAS (LES)", "93045"),
        ("92600", "Asnières s/ Seine", "92004"),
    ],
)
def test_a_slip_of_the_pen_is_borne_within_the_postcode_and_said(code_postal: str, commune: str, insee: str) -> None:
    assert (code(code_postal, commune), methode(code_postal, commune)) == (insee, "graphie_proche")


@pytest.mark.parametrize(
    ("code_postal", "commune"),
    [
        ("75010", ""),  # the postcode alone never decides
        ("75010", "CEDEX 10"),
        ("22100", "Nulle-Part"),
        ("75010", "Lyon"),
        ("", "Paris"),
        ("99999", "Paris"),
        ("7501", "Pantin"),
        ("92911", "Paris La Défense Cedex"),  # no commune of that name
        ("58120", "Château-Chinon"),  # (Ville) or (Campagne)?
        ("61600", "Saint-Martin"),
        ("76730", "Lamerville"),  # Lamberville or Lammerville, both of that postcode?
        ("27200", "Venon"),  # Venon, 25 km away, or a slip for Vernon, which has this postcode?
    ],
)
def test_an_address_that_does_not_say_which_commune_is_not_guessed(code_postal: str, commune: str) -> None:
    assert resolve(code_postal, commune) is None


@given(st.sampled_from(SERVED))
def test_every_row_resolves_to_its_own_commune_however_it_is_written(row: Row) -> None:
    for written in (row.nom, row.nom.upper(), row.nom.replace("-", " "), row.nom.replace("'", "’"), fold(row.nom)):
        found = resolve(row.code_postal, written)
        assert found is not None
        assert found.code_commune == row.code_commune


def test_every_commune_of_every_postcode_resolves_to_itself_exactly() -> None:
    wrong = [
        row
        for row in SERVED
        if row.type == "COM" and row.code_insee not in ("75056", "69123", "13055")
        if (code(row.code_postal, row.nom), methode(row.code_postal, row.nom)) != (row.code_insee, "exact")
    ]
    assert wrong == []


@given(st.sampled_from(SERVED), st.sampled_from(SERVED))
def test_a_postcode_of_chance_never_draws_a_commune_of_another_name(where: Row, what: Row) -> None:
    found = resolve(where.code_postal, what.nom)
    if found is not None:
        names = {row.nom for row in SERVED if row.code_commune == found.code_commune}
        assert max(similarity(name, what.nom) for name in names | {what.nom_commune}) >= 85


@given(st.text(max_size=5), st.text(max_size=30))
def test_no_text_whatever_breaks_the_resolution(postcode: str, name: str) -> None:
    assert resolve(postcode, name) is None or name.strip()
