"""House numbers and abbreviations of French addresses, and the words that only look like them."""

import pytest

from flows.normalise.house_numbers import house_number
from flows.normalise.ways import expand


@pytest.mark.parametrize(
    ("text", "numero", "repetition", "way"),
    [
        ("1 BIS rue du Port", "1", "bis", "rue du Port"),
        ("11Bis rue du Port", "11", "bis", "rue du Port"),
        ("2 TER, rue du Port", "2", "ter", "rue du Port"),
        ("392 A Chemin des Prés", "392", "A", "Chemin des Prés"),
        ("12b rue du Port", "12", "B", "rue du Port"),
        ("37/39 rue du Port", "37/39", "", "rue du Port"),
        ("48-50 rue du Port", "48-50", "", "rue du Port"),
        ("48 – 50 rue du Port", "48-50", "", "rue du Port"),
        ("8/22 rue du Port", "8/22", "", "rue du Port"),
        ("37/39 bis rue du Port", "37/39", "bis", "rue du Port"),
        ("12 et 14 rue du Port", "12 et 14", "", "rue du Port"),
        ("N°12 rue du Port", "12", "", "rue du Port"),
        ("12 R DES LILAS", "12", "", "R DES LILAS"),
        ("12 R Pasteur", "12", "", "R Pasteur"),
        ("12 A. Briand", "12", "", "A. Briand"),
        ("3 L'Orée du Bois", "3", "", "L'Orée du Bois"),
        ("Place du 8 Mai 1945", "", "", "Place du 8 Mai 1945"),
        ("8 Mai 1945", "", "", "8 Mai 1945"),
        ("1er étage", "", "", "1er étage"),
        ("rue du Port", "", "", "rue du Port"),
    ],
)
def test_house_numbers_as_france_writes_them(text: str, numero: str, repetition: str, way: str) -> None:
    assert house_number(text) == (numero, repetition, way)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("av Foch", "avenue Foch"),
        ("Av. Foch", "Avenue Foch"),
        ("ave Foch", "avenue Foch"),
        ("bd Foch", "boulevard Foch"),
        ("Bld Foch", "Boulevard Foch"),
        ("Boul. Foch", "Boulevard Foch"),
        ("pl. Foch", "place Foch"),
        ("ch du Moulin", "chemin du Moulin"),
        ("CH du Moulin", "Chemin du Moulin"),
        ("che du Moulin", "chemin du Moulin"),
        ("Chem. du Moulin", "Chemin du Moulin"),
        ("imp du Moulin", "impasse du Moulin"),
        ("all. du Moulin", "allée du Moulin"),
        ("r. du Moulin", "rue du Moulin"),
        ("rte du Moulin", "route du Moulin"),
        ("sq. Foch", "square Foch"),
        ("fg Saint-Antoine", "faubourg Saint-Antoine"),
        ("rue du Fbg Saint-Antoine", "rue du Faubourg Saint-Antoine"),
        ("crs Foch", "cours Foch"),
        ("Qu de Jemmapes", "Quai de Jemmapes"),
        ("Rés. Les Lilas", "Résidence Les Lilas"),
        ("Lot. Les Lilas", "Lotissement Les Lilas"),
        ("za des Forges", "ZA des Forges"),
        ("Zi Nord", "ZI Nord"),
        ("ZAC Nord", "ZAC Nord"),
        ("Gde Rue", "Grande Rue"),
        ("rue St Michel", "rue Saint Michel"),
        ("rue St-Michel", "rue Saint-Michel"),
        ("rue Ste.Anne", "rue Sainte Anne"),
        ("rue du Gal de Gaulle", "rue du Général de Gaulle"),
        ("rue du Gal-de-Gaulle", "rue du Général-de-Gaulle"),
        ("av. du Mal.-Foch", "avenue du Maréchal-Foch"),
        ("Gde-Rue", "Grande-Rue"),
        ("rue du Dr Roux", "rue du Docteur Roux"),
        ("rue Pdt Wilson", "rue Président Wilson"),
        ("rue du Mal Foch", "rue du Maréchal Foch"),
        ("Allee des Lilas", "Allée des Lilas"),
    ],
)
def test_an_abbreviation_is_written_in_full(short: str, full: str) -> None:
    assert expand(short, numbered=True) == full
    assert expand(full, numbered=True) == full


def test_ch_in_a_line_of_capitals_is_a_way() -> None:
    assert expand("CH DU MOULIN") == "Chemin DU MOULIN"


@pytest.mark.parametrize(
    ("good", "why"),
    [
        ("Rue Charles Ch", "Ch at the end, and inside a word"),
        ("rue du Château", "Ch inside a word"),
        ("CH de Lannion", "a hospital, for no number stands before it"),
        ("Rue Mal Assise", "a word, not a marshal"),
        ("rue des Prés Fleuris", "meadows, not presidents"),
        ("Rue du Col de la Croix", "a mountain pass, not a colonel"),
        ("chemin de la crèche", "small letters are the source's"),
        ("rue du 1er st", "st that is before no capital"),
        ("Rue de l'Est", "a word that ends like St"),
        ("Av", "an abbreviation of nothing"),
        ("R.-P. Chaminade", "an initial"),
    ],
)
def test_a_word_that_only_looks_short_is_left_alone(good: str, why: str) -> None:
    assert expand(good) == good, why
