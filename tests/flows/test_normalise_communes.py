"""Towns and postcodes: a town is kept, what stands around it is not."""

import pytest

from flows.normalise.communes import commune, postcode


@pytest.mark.parametrize(
    ("raw", "town", "why"),
    [
        ("LYON 06", "Lyon", "arrondissement of a register"),
        ("Lyon 6e", "Lyon", "arrondissement"),
        ("Paris 10e", "Paris", "arrondissement"),
        ("PARIS 10EME ARRONDISSEMENT", "Paris", "arrondissement in words"),
        ("Marseille 1er", "Marseille", "first arrondissement"),
        ("Paris XVIe", "Paris", "roman arrondissement"),
        ("ALBI cedex 9", "Albi", "CEDEX and its number"),
        ("ST DENIS CEDEX", "Saint-Denis", "CEDEX and Saint"),
        ("Grenoble Cédex", "Grenoble", "CEDEX with an accent"),
        ("Pantin, France", "Pantin", "country"),
        ("PANTIN (FRANCE)", "Pantin", "country in brackets"),
        ("Entraigues-sur-la-Sorgue (84)", "Entraigues-sur-la-Sorgue", "département in brackets"),
        ("Montreuil (Seine-Saint-Denis)", "Montreuil", "département's name in brackets"),
        ("Montreuil, Seine-Saint-Denis", "Montreuil", "département after a comma"),
        ("93 - Pantin", "Pantin", "département before"),
        ("Pantin - 93", "Pantin", "département after"),
        ("2A - Ajaccio", "Ajaccio", "Corsica's département"),
        ("Saint-Paul de la Réunion (97)", "Saint-Paul", "island and département"),
        ("69006 Lyon", "Lyon", "postcode before"),
        ("ENTRAIGUES-SUR-LA-SORGUE", "Entraigues-sur-la-Sorgue", "capitals"),
        ("ENTRAIGUES SUR LA SORGUE", "Entraigues-sur-la-Sorgue", "capitals without hyphens"),
        ("L’ÎLE-SAINT-DENIS", "L'Île-Saint-Denis", "capitals, apostrophe and accent"),
        ("L' Île Saint Denis", "L'Île-Saint-Denis", "blanks"),
        ("LE PRÉ ST GERVAIS", "Le Pré-Saint-Gervais", "the first article keeps its blank"),
        ("LA ROCHE SUR YON", "La Roche-sur-Yon", "the first article keeps its blank"),
        ("CLERMONT FERRAND", "Clermont-Ferrand", "lists in capitals leave hyphens out"),
        ("Saint Denis", "Saint-Denis", "Saint has always a hyphen"),
        ("St Michel de Boulogne", "Saint-Michel-de-Boulogne", "Saint in short"),
        ("Ste Foy lès Lyon", "Sainte-Foy-lès-Lyon", "Sainte in short"),
        ("Chalon s/Saône", "Chalon-sur-Saône", "sur in short"),
        ("Villeneuve d'Ascq", "Villeneuve-d'Ascq", "elision"),
        ("taden", "Taden", "small letters only"),
    ],
)
def test_a_town_is_cleaned(raw: str, town: str, why: str) -> None:
    assert commune(raw) == town, why
    assert commune(town) == town, why


@pytest.mark.parametrize(
    ("good", "why"),
    [
        ("L'Île-Saint-Denis", "clean"),
        ("Issssy-les-Moulineaux", "a misprint is the gazetteer's affair: nothing is guessed"),
        ("Château-Chinon (Ville)", "brackets that belong to the name"),
        ("Les Ulis", "article"),
        ("Paris La Défense", "a quarter, not a part of an official name"),
        ("Saint-Denis", "in 93 and in 974: the postcode tells"),
        ("Y", "a town of one letter"),
        ("", "none"),
    ],
)
def test_a_good_town_is_left_alone(good: str, why: str) -> None:
    assert commune(good) == good, why


@pytest.mark.parametrize(
    ("raw", "code", "why"),
    [
        ("69006", "69006", "clean"),
        ("F-69006", "69006", "country's letter"),
        ("F 69006", "69006", "country's letter"),
        ("69 006", "69006", "blank"),
        ("75116", "75116", "the other postcode of Paris 16"),
        ("01000", "01000", "leading zero"),
        ("97460", "97460", "overseas"),
        ("20000", "20000", "Corsica"),
        ("1000", "", "a leading zero may be lost; nothing is guessed"),
        ("2A004", "", "an INSEE code"),
        ("00000", "", "no such département"),
        ("690066", "", "six digits"),
        ("", "", "none"),
    ],
)
def test_a_postcode_has_five_sure_digits(raw: str, code: str, why: str) -> None:
    assert postcode(raw) == code, why
