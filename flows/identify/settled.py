"""From clusters to rows: those that may enter, fused; those that leave, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from flows.identify import admit
from flows.identify.compared import Side
from flows.identify.former import with_former_names, without_borrowed_names
from flows.identify.fuse import Fused, Gathered, fuse
from flows.identify.lasting import no_longer_named, still_closed, with_what_rows_had
from schemas.errors import Refused
from schemas.records import Anomaly
from schemas.tables import Tables, empty


@dataclass(frozen=True, slots=True)
class Settled:
    """`rows` of gestionnaires and etablissements, their `proofs`, and `gone`: id -> (motif, the id that replaces it)."""

    rows: Tables
    proofs: pd.DataFrame
    anomalies: tuple[Anomaly, ...]
    gone: Mapping[str, tuple[str, str]]


def settled(operators: Side, places: Side, previous: Tables, as_of: str) -> Settled:
    """Rows of the clusters that enter. Raises Refused for a place whose operator its source does not name."""
    _check_operators(places)
    theirs, ours = operators.alive(), places.alive()
    in_operators = admit.operators(theirs.values, _known("gestionnaires", previous), _held(operators, previous))
    in_places = admit.places(ours.values, in_operators, _known("etablissements", previous), _held(places, previous))
    named = _with_sirens(without_borrowed_names(ours, theirs.values), theirs.values)
    kept = (_kept(theirs, in_operators.ids, in_operators.ids), _kept(named, in_places.ids, in_operators.ids))
    made = [
        _row_by_row(table, mentions, previous, as_of)
        for table, mentions in zip(("gestionnaires", "etablissements"), kept, strict=True)
    ]
    gone = {old: ("fusionne", new) for side in (operators, places) for old, new in side.assigned.merged.items()}
    gone |= {id_: (motif, "") for entered in (in_operators, in_places) for id_, motif in entered.gone.items()}
    told = [*in_operators.anomalies, *(anomaly for one in made for anomaly in one.anomalies)]
    told += [anomaly for mentions in kept for anomaly in no_longer_named(mentions.values)]
    proofs = pd.concat([one.proofs for one in made], ignore_index=True)
    return Settled({"gestionnaires": made[0].rows, "etablissements": made[1].rows}, proofs, tuple(told), gone)


def _row_by_row(table: str, mentions: Gathered, previous: Tables, as_of: str) -> Fused:
    """Rows of one table, with what the last release alone still knows of them."""
    fused = fuse(table, with_what_rows_had(table, mentions, previous), as_of)
    return with_former_names(table, still_closed(table, fused, mentions.values, previous), previous)


def _with_sirens(places: Gathered, operators: pd.DataFrame) -> Gathered:
    """Places with the SIREN of their operator: a SIRET of another one is told."""
    sirens: dict[str, set[str]] = {}
    for id_, siren in zip(operators["id"], operators["siren"], strict=True):
        sirens.setdefault(id_, set()).update(filter(None, [siren]))
    of = {id_: "|".join(sorted(each)) for id_, each in sirens.items()}
    return places._replace(values=places.values.assign(operator_siren=places.values["operator_id"].map(of).fillna("")))


def _held(side: Side, previous: Tables) -> frozenset[str]:
    """Newcomers that may be what the curation sets aside: a question stands between them."""
    states, known = list(side.mentions.values["etat"]), _known(side.table, previous)
    asked = [{i: states[i] if i < len(states) else "" for i in one.pair} for one in side.clustered.asked]
    doubted = (i for pair in asked if "ecarte" in pair.values() for i, state in pair.items() if state != "ecarte")
    return frozenset(side.assigned.ids[i] for i in doubted) - known


def _known(table: str, previous: Tables) -> frozenset[str]:
    return frozenset(previous.get(table, empty(table))["id"])


def _kept(mentions: Gathered, ids: frozenset[str], operators: frozenset[str]) -> Gathered:
    """The mentions of what enters; of a place, those that give it to an operator that enters."""
    values = mentions.values
    mine = values["id"].isin(ids) & ((values["table"] == "gestionnaires") | values["operator_id"].isin(operators))
    return Gathered(values[mine].reset_index(drop=True), mentions.words[mine].reset_index(drop=True))


def _check_operators(places: Side) -> None:
    lost = places.mentions.values[places.mentions.values["operator_id"] == ""]
    if len(lost):
        row = lost.iloc[0]
        raise Refused(
            f"{row['source']}: the place {row['reference']!r} is of the operator {row['gestionnaire']!r}, which this source does"
            " not name. Correct its reader, or the file."
        )
