"""How a commune's written name is taken apart, and what is left as it is."""

import pytest

from sources.commune_spelling import Spelling, bare, key, read
from sources.commune_table import rows


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("LYON 06", Spelling("lyon", 6)),
        ("Lyon 6e", Spelling("lyon", 6)),
        ("Paris 10ème arrondissement", Spelling("paris", 10)),
        ("Marseille 1er arr.", Spelling("marseille", 1)),
        ("Paris", Spelling("paris")),
        ("PARIS CEDEX 10", Spelling("paris", cedex=True)),
        ("LYON 06 CÉDEX", Spelling("lyon", 6, cedex=True)),
        ("St-Étienne cedex 2", Spelling("saint etienne", cedex=True)),
        ("Ste Foy-lès-Lyon", Spelling("sainte foy les lyon")),
        ("Montreuil (93)", Spelling("montreuil")),
        ("CEDEX 10", Spelling("", cedex=True)),
    ],
)
def test_a_written_name_is_taken_apart(written: str, expected: Spelling) -> None:
    assert read(written) == expected


@pytest.mark.parametrize(
    "written", ["Paris-l'Hôpital", "Marseille-en-Beauvaisis", "Lyons-la-Forêt", "Cormeilles-en-Parisis"]
)
def test_a_name_that_only_resembles_a_city_is_left_alone(written: str) -> None:
    assert read(written) == Spelling(key(written))


def test_every_official_name_is_its_own_spelling_but_those_of_arrondissements() -> None:
    assert [row.nom for row in rows() if row.type != "ARM" and read(row.nom).name != key(row.nom)] == []
    assert not any(read(row.nom).cedex for row in rows())
    assert all(read(row.nom).arrondissement for row in rows() if row.type == "ARM")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("les lilas", "lilas"), ("lilas les", "lilas"), ("l ile rousse", "ile rousse"), ("lens", "lens"), ("la", "la")],
)
def test_an_article_is_set_aside_wherever_lists_put_it(name: str, expected: str) -> None:
    assert bare(name) == expected
