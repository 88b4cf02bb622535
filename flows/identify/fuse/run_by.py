"""Who runs a place: after a take-over, the operator of the open establishment that a register knows."""

from collections.abc import Iterator, Sequence

from flows.identify.fuse.cells import Cell, Cells
from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import best, ranked
from schemas.records import Anomaly


def run_by(nom: str, cells: Cells, mentions: Sequence[Mention]) -> tuple[str, list[Anomaly]]:
    """The id of the operator of a place, by mentions of which the past is marked ('': nobody tells), and the doubts.

    A register tells it by an open SIRET, so that the operator published is that of the SIRET published; where none
    does, the order of trust.
    """
    trusted = [mention for mention in ranked("nom", mentions) if mention["operator_id"]]
    winner = best("siret", (m for m in trusted if m.registered and not m.past and not m.closed)) or next(
        iter(trusted), None
    )
    if winner is None:
        return "", []
    return winner["operator_id"], [
        *_others(nom, winner, trusted),
        *_of_another(nom, winner["operator_id"], cells, trusted),
    ]


def _others(nom: str, winner: Mention, trusted: Sequence[Mention]) -> Iterator[Anomaly]:
    """One word an operator that was overruled, of the most trusted mention that names it."""
    told = {winner["operator_id"]}
    for mention in trusted:
        if mention["operator_id"] not in told:
            told.add(mention["operator_id"])
            yield _divergent(nom, winner, mention)


def _divergent(nom: str, winner: Mention, other: Mention) -> Anomaly:
    first, second = winner["operator_id"], other["operator_id"]
    return Anomaly(
        code="gestionnaires_divergents",
        gravite="doute",
        source=other["source"],
        id=winner["id"],
        champ="gestionnaire_id",
        valeur=second,
        message_fr=f"{nom} : selon {winner['source']} le gestionnaire est {first}, selon {other['source']} {second}."
        " Le premier est publié ; à vérifier.",
        message_en=f"{nom}: its operator is {first} says {winner['source']}, {second} says {other['source']}."
        " The former is published: please check.",
    )


def _of_another(nom: str, operator: str, cells: Cells, trusted: Sequence[Mention]) -> list[Anomaly]:
    """A doubt where the SIRET published begins with no SIREN known of the operator published."""
    said = (m.values.get("operator_siren", "") for m in trusted if m["operator_id"] == operator)
    sirens = sorted({siren for each in said for siren in each.split("|") if siren})
    siret = cells.get("siret")
    return [_foreign(nom, operator, siret, sirens)] if siret and sirens and siret.value[:9] not in sirens else []


def _foreign(nom: str, operator: str, siret: Cell, sirens: Sequence[str]) -> Anomaly:
    known, source = ", ".join(sirens), siret.of["source"]
    return Anomaly(
        code="siret_d_un_autre",
        gravite="doute",
        source=source,
        id=siret.of["id"],
        champ="siret",
        valeur=siret.value,
        message_fr=f"{nom} : le SIRET {siret.value} ({source}) n'est pas du SIREN {known} de son gestionnaire {operator}."
        " Il est publié ; à vérifier.",
        message_en=f"{nom}: the SIRET {siret.value} ({source}) is not of the SIREN {known} of its operator {operator}."
        " It is published: please check.",
    )
