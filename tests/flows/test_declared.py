"""The commune that an address declares, when postcode and name are whole, half there, or at odds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.geocode.case import case_of
from flows.geocode.declared import declared, is_cedex
from sources.commune_table import rows
from sources.communes import commune_of, homonyms
from tests.flows.geocode_places import DAY, NOTHING, Said, codes, geocode, placed, places


def told(code_postal: str, commune: str) -> tuple[str, str, bool]:
    """INSEE code and method ('' for none), and whether there is a doubt."""
    found = declared(code_postal, commune)
    return (found.commune.code_insee, found.commune.methode, found.doubtful) if found.commune else ("", "", False)


@pytest.mark.parametrize(
    ("commune", "code_insee"),
    [
        ("Entraigues-sur-la-Sorgue", "84043"),
        ("ENTRAIGUES SUR LA SORGUE", "84043"),
        ("Taden", "22339"),
        ("Pantin (93)", "93055"),
        ("Valserhône", "01033"),
        ("Châtillon-en-Michaille", "01033"),
        ("Lyon", "69123"),
        ("Paris", "75056"),
        ("Lyon 6e", "69386"),
        ("PARIS 10E ARRONDISSEMENT", "75110"),
    ],
)
def test_without_a_postcode_the_only_commune_of_a_name_is_taken_with_a_doubt(commune: str, code_insee: str) -> None:
    assert told("", commune) == (code_insee, "nom_seul", True)


def test_the_doubt_about_a_missing_postcode_names_the_commune_that_was_understood() -> None:
    rows_, doubts = geocode(places(("", "", "Taden")), NOTHING, DAY)
    assert rows_.iloc[0]["code_insee"] == "22339" and rows_.iloc[0]["code_postal"] == ""
    assert [(one.code, one.valeur, one.champ) for one in doubts] == [
        ("commune_sans_code_postal", "Taden (22339)", "code_postal")
    ]


@pytest.mark.parametrize(
    ("commune", "homonymes"),
    [
        ("Saint-Denis", ("11339", "30247", "93066", "97411")),
        ("St Denis", ("11339", "30247", "93066", "97411")),
        ("Saint-Denis CEDEX", ("11339", "30247", "93066", "97411")),
        ("Montreuil", ("28267", "85148", "93048")),
    ],
)
def test_without_a_postcode_a_name_of_several_communes_is_none_of_them(
    commune: str, homonymes: tuple[str, ...]
) -> None:
    found = declared("", commune)
    assert found.commune is None and tuple(one.code_insee for one in found.homonymes) == homonymes


def test_the_doubt_about_several_communes_names_them_and_publishes_no_point() -> None:
    row, doubts = placed(("12 Rue Neuve", "", "Montreuil"), None)
    assert (row["geo_precision"], row["geo_statut"], row["code_insee"], doubts) == (
        "aucune",
        "revue",
        "",
        ["commune_ambigue"],
    )
    (one,) = geocode(places(("12 Rue Neuve", "", "Montreuil")), NOTHING, DAY)[1]
    assert one.valeur == "Montreuil (28267), Montreuil (85148), Montreuil (93048)"


def test_of_many_communes_of_one_name_only_a_few_are_asked_in() -> None:
    ask = Said(lambda q, c: None)
    geocode(places(("12 Rue Neuve", "", "Sainte-Colombe")), NOTHING, DAY, ask)
    assert len(homonyms("", "Sainte-Colombe")) > 5 and len(ask.asked) == 5


def test_without_a_street_nobody_is_asked_which_of_them_it_is() -> None:
    ask = Said(lambda q, c: None)
    assert codes(geocode(places(("", "", "Montreuil")), NOTHING, DAY, ask)[1]) == ["commune_ambigue"]
    assert ask.asked == []


@pytest.mark.parametrize("commune", ["Nulle-Part", "", "  ", "-", "CEDEX", "Marseille 17", "Entraigue sur la Sorgues"])
def test_without_a_postcode_a_name_that_nobody_bears_is_unknown(commune: str) -> None:
    found = declared("", commune)
    assert (found.commune, found.homonymes) == (None, ())


@pytest.mark.parametrize(
    ("code_postal", "commune", "code_insee", "methode"),
    [
        ("93999", "Pantin", "93055", "code_postal_voisin"),
        ("9350", "Pantin", "93055", "code_postal_voisin"),
        ("69001", "Villeurbanne", "69266", "code_postal_voisin"),
        ("69000", "Lyon 6e", "69386", "code_postal_voisin"),
        ("75012", "Paris 10", "75056", "commune_seule"),
    ],
)
def test_a_wrong_postcode_of_the_same_part_of_france_leaves_the_name_with_a_doubt(
    code_postal: str, commune: str, code_insee: str, methode: str
) -> None:
    assert told(code_postal, commune) == (code_insee, methode, True)
    assert placed(("", code_postal, commune), None)[1] == ["commune_a_verifier"]


@pytest.mark.parametrize(("code_postal", "commune"), [("75010", "Pantin"), ("99999", "Pantin"), ("62000", "Pantin")])
def test_a_postcode_of_another_part_of_france_is_believed_no_less_than_the_name(code_postal: str, commune: str) -> None:
    assert declared(code_postal, commune).commune is None
    assert placed(("", code_postal, commune), None)[1] == ["commune_inconnue"]


@pytest.mark.parametrize(
    ("code_postal", "commune", "code_insee"),
    [("93507", "Pantin", "93055"), ("81013", "Albi", "81004"), ("75600", "Paris", "75056")],
)
def test_a_cedex_that_cleaning_took_from_the_town_still_explains_the_postcode(
    code_postal: str, commune: str, code_insee: str
) -> None:
    row = {"adresse": "1 Rue Neuve", "code_postal": code_postal, "commune": commune}
    told_by_source = {**row, "adresse_source": f"1 rue Neuve, {code_postal} {commune.upper()} CEDEX 9"}
    case = case_of(told_by_source, {})
    assert case.commune is not None
    assert (case.commune.code_insee, case.commune.methode, case.place.doubtful) == (code_insee, "cedex", False)
    assert case.inside.code_postal == ""
    alone = case_of(row, {})
    assert alone.commune is not None and alone.place.doubtful and alone.inside.code_postal == code_postal


def test_a_cedex_tells_no_doubt_and_the_postcode_stays_the_source_s() -> None:
    frame = places(("", "93507", "Pantin")).assign(adresse_source="41 rue Delizy, 93507 Pantin Cedex")
    rows_, doubts = geocode(frame, NOTHING, DAY)
    assert tuple(rows_.iloc[0][["code_insee", "code_postal", "commune"]]) == ("93055", "93507", "Pantin")
    assert doubts == []


@pytest.mark.parametrize(
    ("code_postal", "written", "cedex"),
    [
        ("93507", "93507 PANTIN CEDEX", True),
        ("93507", "93507 Pantin", False),
        ("93500", "93500 Pantin Cedex", False),
        ("", "Pantin cedex", False),
        ("93507", "", False),
    ],
)
def test_cedex_counts_only_beside_a_postcode_that_no_commune_has(code_postal: str, written: str, cedex: bool) -> None:
    assert is_cedex(code_postal, written) is cedex


def test_a_row_taken_over_from_the_last_release_has_the_commune_that_it_had() -> None:
    row = {"adresse": "", "code_postal": "75012", "commune": "Paris", "code_insee": "75056", "geo_statut": "manuel"}
    case = case_of(row, {})
    assert case.commune is not None and case.commune.code_insee == "75056"
    fresh = case_of({**row, "code_insee": "", "geo_statut": ""}, {})
    assert fresh.commune is not None and fresh.commune.code_insee == "75112"


def test_a_commune_that_the_gazetteer_no_longer_has_is_read_again() -> None:
    row = {"adresse": "", "code_postal": "93500", "commune": "Pantin", "code_insee": "00000", "geo_statut": "manuel"}
    case = case_of(row, {})
    assert case.commune is not None and case.commune.code_insee == "93055"


@pytest.mark.parametrize(
    ("code_postal", "commune", "found"),
    [
        ("", "Montreuil", ["28267", "85148", "93048"]),
        ("93100", "Montreuil", ["93048"]),
        ("85000", "Montreuil", ["85148"]),
        ("75010", "Montreuil", []),
        ("", "Bellegarde-sur-Valserine", ["01033"]),
        ("", "Lyon 6", ["69386"]),
        ("", "Lyon 16", []),
        ("", "", []),
        ("93100", "", []),
    ],
)
def test_homonyms_are_looked_for_where_the_postcode_tells_and_everywhere_without(
    code_postal: str, commune: str, found: list[str]
) -> None:
    assert [one.code_insee for one in homonyms(code_postal, commune)] == found


@given(st.sampled_from([row for row in rows() if row.type == "COM" and row.code_postal]))
def test_every_commune_is_among_the_homonyms_of_its_own_name_and_its_code_finds_it(row: object) -> None:
    code, name = row.code_insee, row.nom  # type: ignore[attr-defined]
    several = homonyms("", name)
    assert code in [one.code_insee for one in several]
    assert [one.code_insee for one in several] == sorted({one.code_insee for one in several})
    found = commune_of(code)
    assert found is not None and (found.code_insee, found.methode) == (code, "exact")


@pytest.mark.parametrize("code", ["", "00000", "1033", "01205", "93500", "Pantin"])
def test_a_code_that_is_no_commune_in_force_finds_none(code: str) -> None:
    assert commune_of(code) is None


def test_a_code_finds_a_commune_or_an_arrondissement_with_its_own_centre() -> None:
    whole, part = commune_of("69123"), commune_of("69386")
    assert whole is not None and part is not None
    assert (whole.nom, part.nom, part.code_commune) == ("Lyon", "Lyon", "69123")
    assert (whole.latitude, int(whole.rayon_m)) != (part.latitude, int(part.rayon_m))


@pytest.mark.parametrize(
    ("commune", "likely"), [("Évry", "91228"), ("Corbeil", "91174"), ("Aix", "13001"), ("Lons", "39300")]
)
def test_without_a_postcode_a_village_is_not_taken_for_the_town_whose_name_goes_on(commune: str, likely: str) -> None:
    found = declared("", commune)
    assert found.commune is None and likely in [one.code_insee for one in found.homonymes]
