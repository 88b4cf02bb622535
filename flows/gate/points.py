"""Where: points that moved while their address stayed, points that became less precise, addresses that wait."""

import math
from collections.abc import Iterator

from flows.gate.pairs import Pairs, staying
from flows.gate.ruled import More, ruled
from schemas.records import Row
from schemas.tables import Tables, rows_of
from schemas.verdicts import Verdict

MOVED_M = 500
"""Metres from which a point has moved."""
_EARTH_M = 6_371_009
_BETTER = ("numero", "voie", "lieu_dit", "commune", "aucune")
_ADDRESS = ("adresse", "code_postal", "code_insee")


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """Precision lost, moves, and the share of addresses that wait for the geocoder."""
    pairs = staying(tables, previous)
    return [_precision(pairs), _moves(pairs), _waiting(tables)]


def _precision(pairs: Pairs) -> Verdict:
    known = ~pairs.old["geo_precision"].isin(["", "aucune"])
    other = pairs.where(known & pairs.differ("geo_precision") & (pairs.new["geo_statut"] != "manuel"))
    rows = zip(rows_of(other.old), rows_of(other.new), strict=True)
    fallen = [(old, new) for old, new in rows if _rank(new) > _rank(old)]
    told = [f"{new['nom']} ({old['geo_precision']} → {new['geo_precision']})" for old, new in fallen]
    return ruled("precision", len(fallen), int(known.sum()), [More(one, one) for one in told])


def _rank(row: Row) -> int:
    return _BETTER.index(row["geo_precision"]) if row["geo_precision"] in _BETTER else len(_BETTER)


def _moves(pairs: Pairs) -> Verdict:
    """Points that are as precise as they were or less, and elsewhere; those decided by hand are a person's word."""
    same = (pairs.old["longitude"] != "") & (pairs.new["longitude"] != "")
    for column in _ADDRESS:
        same &= ~pairs.differ(column)
    other = pairs.where(same & (pairs.differ("longitude") | pairs.differ("latitude")))
    moved = list(_moved(list(zip(rows_of(other.old), rows_of(other.new), strict=True))))
    return ruled("deplacements", len(moved), int(same.sum()), moved)


def _moved(pairs: list[tuple[Row, Row]]) -> Iterator[More]:
    for old, new in pairs:
        by_hand = "manuel" in (old["geo_statut"], new["geo_statut"])
        metres = 0.0 if by_hand or _rank(new) < _rank(old) else _metres(old, new)
        if metres > MOVED_M:
            yield More(f"{new['nom']} ({metres:.0f} m)", f"{new['nom']} ({metres:.0f} m)")


def _metres(old: Row, new: Row) -> float:
    """Between two points over a round Earth (haversine)."""
    west, south, east, north = (math.radians(float(row[c])) for row in (old, new) for c in ("longitude", "latitude"))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def _waiting(tables: Tables) -> Verdict:
    """A geocoder that was down for too many: their points would go back to the centres of their communes."""
    places = tables["etablissements"]
    asked = places[places["adresse"] != ""]
    waiting = int((asked["geo_statut"] == "en_attente").sum())
    more = More(
        "Le géocodeur n'a pas répondu : relancer plus tard, ou corriger le réglage geocoder, ou faire la release sans réseau : "
        "creches release --offline.",
        "It means that the geocoder did not answer. Run again later; or correct the setting geocoder; or release without network: "
        "creches release --offline.",
    )
    return ruled("attente", waiting, len(asked), more=more if waiting else More())
