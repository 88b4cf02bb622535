"""Is the street found the street asked, and is the number its door?"""

import pytest

from flows.geocode.streets import doors, is_door, likeness


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("41 Rue Delizy", "Rue Delizy"),
        ("41 RUE DELIZY", "rue délizy"),
        ("41, Rue Delizy", "Rue Delizy"),
        ("41 R Delizy", "Rue Delizy"),
        ("11 bis Avenue du Général Leclerc", "Avenue Général Leclerc"),
        ("48-50 Boulevard de l'Hôpital", "Boulevard de l’Hopital"),
        ("8/22 Rue de Saint-Antoine", "Rue St Antoine"),
        ("392 A Route de la Plaine", "Route de la Plaine"),
        ("Place du 8 Mai 1945", "Place du 8 Mai 1945"),
        ("3 Rue Jean Jaurès", "Rue Jaurès Jean"),
        ("3 Grande Rue", "Grande-Rue"),
        ("3 Rue D", "Rue D"),
        ("Le Bourg", "Bourg"),
        ("3 Rue Victor Hgo", "Rue Victor Hugo"),
        ("3 Av. Foch", "Avenue Foch"),
        ("3 8 Mai 1945", "8 Mai 1945"),
        ("8 Mai 1945", "8 Mai 1945"),
        ("3 Rue du Gal de Gaulle", "Rue du Général de Gaulle"),
        ("3 Place du Dr Roux", "Place du Docteur Roux"),
        ("3 Rue des Fusillés-de-Mraty", "Rue des Fusillés de Marty"),
    ],
)
def test_one_street_in_two_writings(asked: str, found: str) -> None:
    assert likeness(asked, found).sure


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("3 Rue de Dinan", "Route de Dinan"),
        ("3 Rue de Dinan", "Avenue de Dinan"),
        ("3 Grand'Rue", "Grande Rue"),
        ("3 Rue Grande", "Grande Rue"),
        ("3 Petite Rue des Lilas", "Rue des Lilas"),
        ("3 Dinan", "Rue de Dinan"),
        ("3 Rue Foch", "Rue Koch"),
        ("3 Rue du Petit Pont", "Rue du Petit Port"),
        ("3 Route du Grand Chemin", "Route du Grand Chêne"),
        ("3 Rue du 8 Mai 1945", "Rue du 8 Mai 1944"),
        ("3 Route Départementale 313", "Route Départementale 674"),
        ("3 Rue Henri IV", "Rue Henri II"),
        ("3 Allée A", "Allée B"),
        ("3 Rue de la", "Rue Des"),
        ("3 Rue Delizy", ""),
        ("", ""),
    ],
)
def test_two_streets_that_look_alike(asked: str, found: str) -> None:
    assert not likeness(asked, found).sure


@pytest.mark.parametrize(
    "pair",
    """Route de Saint-Martin / Route de Saint-Martin-du-Bois; Rue Alexandre Dumas / Rue Alexandre Dumas Fils;
    Rue Neuve Saint-Augustin / Rue Saint-Augustin; Avenue de la Libération / Avenue de la Libération Est;
    Allée des Peupliers / Allée des Peupliers B; Rue des Cerisiers / Rue des Merisiers; Rue de la Montagne / Rue Montaigne;
    Rue des Carrières / Rue des Barrières; Rue des Charrières / Rue des Carrières; Rue du Verger / Rue du Berger;
    Rue de Verdun / Rue du Verdon; Rue de Fleury / Rue des Fleurs; Rue des Saules / Rue des Sables; Rue Danton / Rue Canton;
    Rue Rameau / Rue du Hameau; Rue des Rosiers / Rue des Osiers; Rue des Tanneurs / Rue des Vanneurs;
    Rue des Cordiers / Rue des Cormiers; Rue Saint-Aubin / Rue Saint-Albin; Rue de la Vieille Poste / Rue de la Vieille Porte;
    Rue Bouchard / Rue Bouchardon; Rue de la Mairie / Rue Marie; Rue Martin / Rue Marlin; Rue du Moulin / Rue des Moulins;
    Chemin de la Croix du Mas / Chemin du Mas de la Croix; Rue du Parc D / Rue du Parc A; Chemin du Bois / Chemin du Bois D;
    Chemin du Bois L / Chemin du Bois D""".split(";"),
)
def test_a_name_that_another_street_may_bear_is_no_slip_of_the_pen(pair: str) -> None:
    one, other = (name.strip() for name in pair.split(" / "))
    assert not likeness(f"24 {one}", other).sure and not likeness(f"24 {other}", one).sure


@pytest.mark.parametrize(
    ("asked", "found", "near"),
    [
        ("3 Rue de Dinan", "Route de Dinan", True),
        ("41 Rue Delizy", "Avenue Delizy", True),
        ("41 Rue Delizy", "Rue Delassy", True),
        ("41 Rue Delizy", "Rue Hoche", False),
        ("41 Rue Delizy", "", False),
    ],
)
def test_another_way_of_the_same_name_or_a_near_name_is_for_a_person_to_look_at(
    asked: str, found: str, near: bool
) -> None:
    alike = likeness(asked, found)
    assert (alike.sure, alike.near) == (False, near)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("41 Rue Delizy", {"41"}),
        ("1 BIS Rue du Port", {"1b"}),
        ("2 TER Rue du Port", {"2t"}),
        ("11Bis Rue du Port", {"11b"}),
        ("392 A Route de la Plaine", {"392a"}),
        ("48-50 Rue Neuve", {"48", "50"}),
        ("37/39 Rue Neuve", {"37", "39"}),
        ("8/22 Rue Neuve", {"8", "22"}),
        ("5 à 7 bis Rue Neuve", {"5", "7b"}),
        ("12 A. Briand", {"12"}),
        ("Place du 8 Mai 1945", set()),
        ("8 Mai 1945", set()),
        ("3 8 Mai 1945", {"3"}),
        ("10250 Route de Nice", {"10250"}),
        ("Rue de la Commune de Paris", set()),
        ("", set()),
    ],
)
def test_the_doors_of_a_street_line(line: str, expected: set[str]) -> None:
    assert doors(line) == expected


@pytest.mark.parametrize(
    ("numero", "line", "same"),
    [
        ("41", "41 Rue Delizy", True),
        ("041", "41 Rue Delizy", True),
        ("11bis", "11 bis Rue du Port", True),
        ("11b", "11 Bis Rue du Port", True),
        ("50", "48-50 Rue Neuve", True),
        ("11", "11 bis Rue du Port", False),
        ("11bis", "11 Rue du Port", False),
        ("4", "41 Rue Delizy", False),
        ("49", "48-50 Rue Neuve", False),
        ("", "41 Rue Delizy", False),
        ("8", "Place du 8 Mai", False),
    ],
)
def test_a_number_found_is_the_door_only_if_it_is_the_one_asked(numero: str, line: str, same: bool) -> None:
    assert is_door(numero, line) is same
