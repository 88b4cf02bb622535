"""From clusters to rows: those that may enter, fused; those that leave, with the reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from flows.columnar.pieces import Piece
from flows.columnar.proofs import together
from flows.identify import admit
from flows.identify.compared import Side
from flows.identify.former import with_former_names, without_borrowed_names
from flows.identify.fuse import Fused, Gathered, fuse, single
from flows.identify.lasting import no_longer_named, still_closed, with_what_rows_had
from schemas.errors import Refused
from schemas.records import Anomaly
from schemas.tables import Tables, empty

TABLES = ("gestionnaires", "etablissements")


@dataclass(frozen=True, slots=True)
class Settled:
    """`rows` of gestionnaires and etablissements, their `proofs`, and `gone`: id -> (motif, the id that replaces it)."""

    rows: Tables
    proofs: Piece
    anomalies: tuple[Anomaly, ...]
    gone: Mapping[str, tuple[str, str]]


def settled(operators: Side, places: Side, previous: Tables, as_of: str) -> Settled:
    """Rows of the clusters that enter. Raises Refused for a place whose operator its source does not name."""
    _check_operators(places)
    in_operators, theirs = _operators(operators, previous)
    in_places, ours = _places(places, in_operators, previous)
    named = _with_sirens(without_borrowed_names(ours.rest, _of_registers(operators)), operators.alive().values)
    kept = (
        _kept(theirs.rest, in_operators.ids, in_operators.ids),
        _kept(named, in_places.ids, in_operators.ids),
    )
    made = [
        _together(_row_by_row(table, mentions, previous, as_of), single.fused(table, *plain, as_of))
        for table, mentions, plain in zip(TABLES, kept, (theirs.plain, ours.plain), strict=True)
    ]
    gone = {old: ("fusionne", new) for side in (operators, places) for old, new in side.assigned.merged.items()}
    gone |= {id_: (motif, "") for entered in (in_operators, in_places) for id_, motif in entered.gone.items()}
    told = [*in_operators.anomalies, *(anomaly for one in made for anomaly in one.anomalies)]
    told += [anomaly for mentions in kept for anomaly in no_longer_named(mentions.values)]
    proofs = together([part for one in made for part in one.proofs])
    return Settled({"gestionnaires": made[0].rows, "etablissements": made[1].rows}, proofs, tuple(told), gone)


class _Split(NamedTuple):
    """Mentions that are a row by themselves, and the rest."""

    plain: Gathered
    rest: Gathered


def _split(mentions: Gathered, plain: pd.Series) -> _Split:
    if plain.all():
        return _Split(mentions, Gathered(*(frame.iloc[:0] for frame in mentions)))
    parts = (Gathered(*(frame[mask].reset_index(drop=True) for frame in mentions)) for mask in (plain, ~plain))
    return _Split(*parts)


def _operators(side: Side, previous: Tables) -> tuple[admit.Admitted, _Split]:
    """What enters, and the mentions."""
    mentions, held = side.alive(), _held(side, previous)
    both = _split(mentions, _plain(side.table, mentions.values, previous) & ~_in(mentions.values["id"], held))
    found = admit.operators(both.rest.values, _known(side.table, previous), held)
    return replace(found, ids=found.ids | set(both.plain.values["id"].tolist())), both


def _places(side: Side, operators: admit.Admitted, previous: Tables) -> tuple[admit.Admitted, _Split]:
    """The same; a place by itself enters with its operator."""
    mentions, held = side.alive(), _held(side, previous)
    entered = _in(mentions.values["operator_id"], operators.ids) & ~_in(mentions.values["id"], held)
    both = _split(mentions, _plain(side.table, mentions.values, previous) & entered)
    return admit.places(both.rest.values, operators, _known(side.table, previous), held), both


def _plain(table: str, values: pd.DataFrame, previous: Tables) -> pd.Series:
    """Which mentions are a row by themselves, that the last release had under the same names, or not at all."""
    before = previous.get(table, empty(table))
    unsaid = (before["autres_noms"] == "") & (before["date_fermeture"] == "")
    open_ = before["statut"] != "ferme" if "statut" in before else True
    names = dict(zip(before["id"].tolist(), before["nom"].where(unsaid & open_, "").tolist(), strict=True))
    same = [names.get(id_, nom) == nom for id_, nom in zip(values["id"].tolist(), values["nom"].tolist(), strict=True)]
    return single.is_plain(table, values) & pd.Series(same, index=values.index, dtype=bool)


def _in(cells: pd.Series, values: Collection[str]) -> pd.Series:
    """Which cells are one of some values; several times faster than `isin` for texts."""
    return pd.Series([cell in values for cell in cells.tolist()], index=cells.index, dtype=bool)


class _Made(NamedTuple):
    """Rows by id, and the proofs of those fused one by one, then of those made by columns."""

    rows: pd.DataFrame
    proofs: tuple[pd.DataFrame, Piece]
    anomalies: list[Anomaly]


def _together(careful: Fused, plain: single.Plain) -> _Made:
    """Rows fused one by one and rows made by columns; no id is in both."""
    rows = _by_id(pd.concat([careful.rows, plain.rows], ignore_index=True)) if len(careful.rows) else plain.rows
    return _Made(rows, (careful.proofs, plain.proofs), careful.anomalies)


def _by_id(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of their ids, those of one id as they stand; several times faster than pandas' sort of texts."""
    ids = rows["id"].tolist()
    return rows.take(sorted(range(len(ids)), key=ids.__getitem__)).reset_index(drop=True)


def _of_registers(side: Side) -> pd.DataFrame:
    values = side.alive().values
    return values[values["classe"] == "registre"]


def _row_by_row(table: str, mentions: Gathered, previous: Tables, as_of: str) -> Fused:
    """Rows of one table, with what the last release alone still knows of them."""
    if mentions.values.empty:
        return Fused(empty(table), empty("provenance"), [])
    fused = fuse(table, with_what_rows_had(table, mentions, previous), as_of)
    return with_former_names(table, still_closed(table, fused, mentions.values, previous), previous)


def _with_sirens(places: Gathered, operators: pd.DataFrame) -> Gathered:
    """Places with the SIREN of their operator: a SIRET of another one is told."""
    sirens: dict[str, set[str]] = {}
    told = operators[operators["siren"] != ""]
    for id_, siren in zip(told["id"].tolist(), told["siren"].tolist(), strict=True):
        sirens.setdefault(id_, set()).add(siren)
    of = {id_: "|".join(sorted(each)) for id_, each in sirens.items()}
    theirs = [of.get(id_, "") for id_ in places.values["operator_id"].tolist()]
    return places._replace(values=places.values.assign(operator_siren=pd.array(theirs, dtype="str")))


def _held(side: Side, previous: Tables) -> frozenset[str]:
    """Newcomers that may be what the curation sets aside: a question stands between them."""
    known = _known(side.table, previous)
    asked = [{i: side.shown[i].get("etat", "") for i in one.pair} for one in side.clustered.asked]
    doubted = (i for pair in asked if "ecarte" in pair.values() for i, state in pair.items() if state != "ecarte")
    return frozenset(side.assigned.ids[i] for i in doubted) - known


def _known(table: str, previous: Tables) -> frozenset[str]:
    return frozenset(previous.get(table, empty(table))["id"].tolist())


def _kept(mentions: Gathered, ids: frozenset[str], operators: frozenset[str]) -> Gathered:
    """The mentions of what enters; of a place, those that give it to an operator that enters."""
    values = mentions.values
    mine = _in(values["id"], ids) & ((values["table"] == "gestionnaires") | _in(values["operator_id"], operators))
    return Gathered(values[mine].reset_index(drop=True), mentions.words[mine].reset_index(drop=True))


def _check_operators(places: Side) -> None:
    lost = places.mentions.values[places.mentions.values["operator_id"] == ""]
    if len(lost):
        row = lost.iloc[0]
        raise Refused(
            f"{row['source']}: the place {row['reference']!r} is of the operator {row['gestionnaire']!r}, which this source does"
            " not name. Correct its reader, or the file."
        )
