"""Fields that are one value of one mention, and those that follow from others: nature, size."""

from bisect import bisect_right
from collections.abc import Sequence

from flows.identify.fuse.cells import Cell, Cells
from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import best

FIELDS = {
    "etablissements": (
        "categorie modes_accueil gestion_parentale itinerante avip capacite age_min_mois age_max_mois financement"
        " telephone courriel site_web siret"
    ).split(),
    "gestionnaires": ("sigle categorie_juridique siren est_ess ape annee_creation site_web telephone courriel".split()),
}
_OF_ONE_PERSON = frozenset(("categorie_juridique", "est_ess", "ape", "annee_creation"))
"""What belongs to one legal person: never taken from that which another has succeeded."""
_SIZES = ("micro_creche", "petite_creche", "creche", "grande_creche", "tres_grande_creche")
_BOUNDS = (13, 25, 40, 60)  # places, R2324-46 of the public health code
_BOTH = "accueil_et_siege"


def fields(table: str, mentions: Sequence[Mention]) -> Cells:
    """The cells that a row takes from its most trusted mention, and a nature or a list that follows."""
    cells: Cells = {}
    for champ in FIELDS[table]:
        among = [m for m in mentions if not m.past] if champ in _OF_ONE_PERSON else mentions
        if winner := best(champ, among):
            cells[champ] = Cell(winner[champ], winner, champ)
    if table == "etablissements":
        return cells | _nature(mentions)
    return cells | _code_list(cells)


def _code_list(cells: Cells) -> Cells:
    """The list that an activity code belongs to is told by who tells the code."""
    of = cells["ape"].of if "ape" in cells else None
    return (
        {"nomenclature_ape": Cell(of["nomenclature_ape"], of, "nomenclature_ape")}
        if of and of["nomenclature_ape"]
        else {}
    )


def _nature(mentions: Sequence[Mention]) -> Cells:
    """A head office where children are received too is both."""
    current = [mention for mention in mentions if mention["nature_lieu"] and not mention.past]
    said = {mention["nature_lieu"] for mention in current}
    if not said:
        return {}
    value = said.pop() if len(said) == 1 else _BOTH
    winner = best("nature_lieu", [m for m in current if m["nature_lieu"] == value] or current)
    return {"nature_lieu": Cell(value, winner, "nature_lieu", winner["nature_lieu"] != value)} if winner else {}


def size(cells: Cells) -> Cells:
    """The class of a crèche collective by its authorised places; other categories have other bounds."""
    places, category = cells.get("capacite"), cells.get("categorie")
    if not places or not category or category.value != "creche_collective":
        return {}
    size = _SIZES[bisect_right(_BOUNDS, int(places.value))]
    return {"taille": Cell(size, places.of, "capacite", deduced=True)}
