"""What mentions of one source owe each other: a place needs its operator, and takes its name when it has none."""

from collections.abc import Sequence
from dataclasses import replace

from flows.normalise import anomalies as codes
from flows.normalise.anomalies import anomaly
from flows.normalise.mention_cells import Cells
from schemas.records import Row


def bound(rows: Sequence[Row], found: Sequence[Cells], source: str) -> list[Cells]:
    """The mentions, those set aside that have no name, or whose operator is. `rows`: what each was read from.

    An operator's SIREN is no name: without one it is set aside with its places, for a release names all that it holds.
    """
    named = [_named(row, one, source) for row, one in zip(rows, found, strict=True)]
    both = [(row, one) for row, one in zip(rows, named, strict=True) if row["table"] == "gestionnaires"]
    operators = {row["reference"]: one for row, one in both if one.values}
    lost = {row["reference"] for row, one in both if not one.values} - operators.keys()
    return [
        _hung(one, row["gestionnaire"] in lost, operators.get(row["gestionnaire"]), source)
        if row["table"] == "etablissements" and one.values
        else one
        for row, one in zip(rows, named, strict=True)
    ]


def _named(row: Row, one: Cells, source: str) -> Cells:
    """An operator as it is when it has a name, set aside when it has none; a place as it is."""
    bare = row["table"] == "gestionnaires" and one.values and not one.values["nom"]
    return _set_aside(one, codes.NOM_VIDE, "nom", source) if bare else one


def _hung(place: Cells, lost: bool, operator: Cells | None, source: str) -> Cells:
    """A place with its name, or its company's; set aside without either, or with its operator (`lost`)."""
    if lost:
        return _set_aside(place, codes.GESTIONNAIRE_ECARTE, "gestionnaire", source)
    if place.values["nom"]:
        return place
    if operator is None:
        return _set_aside(place, codes.NOM_VIDE, "nom", source)
    values, words = ({**mine, "nom": its["nom"]} for mine, its in zip(place[:2], operator[:2], strict=True))
    return place._replace(values=values, words=words)


def _set_aside(one: Cells, code: str, champ: str, source: str) -> Cells:
    """Nothing of a mention, and the one doubt that says why."""
    told = replace(anomaly(code, source, one.membre, champ), sur=one.about)
    return one._replace(values={}, words={}, told=[told])
