"""Where: points that moved while their address stayed, points that became less precise, addresses that wait."""

import math
from collections.abc import Iterator

from flows.gate.ruled import More, ruled
from schemas.records import Row
from schemas.tables import Tables, empty, rows_of
from schemas.verdicts import Verdict

MOVED_M = 500
"""Metres from which a point has moved."""
_EARTH_M = 6_371_009
_BETTER = ("numero", "voie", "lieu_dit", "commune", "aucune")
_ADDRESS = ("adresse", "code_postal", "code_insee")


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """Precision lost, moves, and the share of addresses that wait for the geocoder."""
    before = {row["id"]: row for row in rows_of(previous.get("etablissements", empty("etablissements")))}
    pairs = [(before[row["id"]], row) for row in rows_of(tables["etablissements"]) if row["id"] in before]
    return [_precision(pairs), _moves(pairs), _waiting(tables)]


def _precision(pairs: list[tuple[Row, Row]]) -> Verdict:
    known = [(old, new) for old, new in pairs if old["geo_precision"] not in ("", "aucune")]
    fallen = [(old, new) for old, new in known if _rank(new) > _rank(old) and new["geo_statut"] != "manuel"]
    told = [f"{new['nom']} ({old['geo_precision']} → {new['geo_precision']})" for old, new in fallen]
    return ruled("precision", len(fallen), len(known), [More(one, one) for one in told])


def _rank(row: Row) -> int:
    return _BETTER.index(row["geo_precision"]) if row["geo_precision"] in _BETTER else len(_BETTER)


def _moves(pairs: list[tuple[Row, Row]]) -> Verdict:
    """Points that are as precise as they were or less, and elsewhere; those decided by hand are a person's word."""
    placed = [(old, new) for old, new in pairs if old["longitude"] and new["longitude"]]
    same = [(old, new) for old, new in placed if all(old[c] == new[c] for c in _ADDRESS)]
    moved = list(_moved(same))
    return ruled("deplacements", len(moved), len(same), moved)


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
