"""The table `territoires`: the CAF's coverage rates beside what cooperative nurseries bring, territory by territory.

What is counted in a territory: the places that are there, `actif` or `non_confirme` (an announced place is one of these),
of every category; neither closed ones nor a head office that welcomes nobody. Capacities are those of nurseries: a MAM, a
LAEP, a RPE or `autre` has none that adds to theirs, while `inconnu` does, for a capacity is only told of a nursery.
A place whose commune is not known counts for the country alone.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

import sources
from schemas.found import Found
from schemas.records import Anomaly, Row
from schemas.tables import conform
from sources.epci import epci_of
from sources.territory_names import FRANCE, names_of

TABLE = "territoires"
GAZETTEER = "communes"
"""The source of a territory that is there for its cooperatives only."""
_THERE = ("actif", "non_confirme")
_NO_NURSERY = ("mam", "laep", "rpe", "autre")
_RATE = ("source", "taux_couverture", "millesime")

Key = tuple[str, str]
"""Level and code of a territory."""


def territories(
    found: Sequence[Found], places: pd.DataFrame, previous: pd.DataFrame, as_of: str
) -> tuple[pd.DataFrame, list[Anomaly]]:
    """Rows by level and code, and a word on rates carried forward.

    `places` are the établissements with their commune, `previous` the table of the last release. Every territory of the
    CAF is there, whether or not it has a cooperative; of the others, the country and those that have one.
    """
    rated, anomalies = _rated(found, previous, as_of)
    groups = _counted(places)
    there = {(row["niveau"], row["code"]) for row in rated}
    own = [key for key in sorted({("pays", FRANCE), *groups}) if key not in there and key[0] != "arrondissement"]
    url = sources.load(GAZETTEER).url
    rows = [*rated, *(_of_gazetteer(niveau, code, url, as_of) for niveau, code in own)]
    before = {(str(row["niveau"]), str(row["code"])): row for row in previous.to_dict("records")}
    nobody = Counted()
    counted = [
        {**_first_seen(row, before), **_counts(groups.get((row["niveau"], row["code"]), nobody))} for row in rows
    ]
    return conform(counted, TABLE), anomalies


def _rated(found: Sequence[Found], previous: pd.DataFrame, as_of: str) -> tuple[list[Row], list[Anomaly]]:
    """The territories of the sources of rates; those of the last release where a source has none, or an older copy."""
    before: dict[str, list[Row]] = defaultdict(list)
    for row in previous[previous["source"] != GAZETTEER].to_dict("records"):
        before[str(row["source"])].append({str(name): str(value) for name, value in row.items()})
    rows: list[Row] = []
    for one in found:
        told = one.reading.tables.get(TABLE, ())
        known = max((row["date_derniere_vue"] for row in before[one.source.id]), default="")
        if told and known <= one.day(as_of):
            rows += [_told(one, row, as_of) for row in told]
            del before[one.source.id]
    carried = {source: kept for source, kept in sorted(before.items()) if kept}
    rows += [row for kept in carried.values() for row in kept]
    return rows, [_carried(source, kept) for source, kept in carried.items()]


def _told(one: Found, row: Row, as_of: str) -> Row:
    """A territory that a source tells; its name is the official one, the source's is in capitals."""
    day = one.day(as_of)
    return {
        "source_url": one.source.url,
        **row,
        "nom": names_of(row["niveau"]).get(row["code"], row["nom"]),
        "source": one.source.id,
        "date_premiere_vue": day,
        "date_derniere_vue": day,
    }


def _of_gazetteer(niveau: str, code: str, url: str, as_of: str) -> Row:
    """A territory without rate; `url` is the gazetteer's."""
    return {
        "code": code,
        "niveau": niveau,
        "nom": names_of(niveau)[code],
        "source": GAZETTEER,
        "source_url": url,
        "date_premiere_vue": as_of,
        "date_derniere_vue": as_of,
    }


def _first_seen(row: Row, before: Mapping[Key, Mapping[Hashable, object]]) -> Row:
    """A territory seen before with the same rate keeps the day of its first sight; a last sight never goes back."""
    old = before.get((row["niveau"], row["code"]))
    if old is None or any(row.get(name, "") != old[name] for name in _RATE):
        return row
    last = max(row["date_derniere_vue"], str(old["date_derniere_vue"]))
    return {**row, "date_premiere_vue": str(old["date_premiere_vue"]), "date_derniere_vue": last}


@dataclass(slots=True)
class Counted:
    """What is in one territory so far."""

    there: int = 0
    operators: set[str] = field(default_factory=set)
    nurseries: int = 0
    known: int = 0
    places: int = 0


def _counted(places: pd.DataFrame) -> Mapping[Key, Counted]:
    """What is in each territory that has a place, level by level; a code that the gazetteer does not hold is none's."""
    counted = places[places["statut"].isin(_THERE) & (places["nature_lieu"] != "siege")]
    told = [counted[name].to_numpy(object).tolist() for name in ("gestionnaire_id", "categorie", "capacite")]
    groups: dict[Key, Counted] = defaultdict(Counted)
    for niveau, codes in _codes(counted).items():
        names = names_of(niveau)
        for code, operator, categorie, capacite in zip(codes, *told, strict=True):
            if code in names:
                _add(groups[niveau, code], operator, categorie, capacite)
    return groups


def _codes(places: pd.DataFrame) -> Mapping[str, list[str]]:
    """The territory of each place, level by level."""
    names = ("region", "departement", "code_commune", "code_insee")
    region, departement, commune, insee = (places[name].to_numpy(object).tolist() for name in names)
    return {
        "pays": [FRANCE] * len(places),
        "region": region,
        "departement": departement,
        "epci": [epci_of(code) for code in commune],
        "commune": commune,
        "arrondissement": insee,
    }


def _add(here: Counted, operator: str, categorie: str, capacite: str) -> None:
    here.there += 1
    here.operators.add(operator)
    if categorie not in _NO_NURSERY:
        here.nurseries += 1
        if capacite:
            here.known += 1
            here.places += int(capacite)


def _counts(here: Counted) -> Row:
    """What is there: no nursery at all is no place, nurseries of which no capacity is known are an empty cell."""
    return {
        "nb_etablissements": str(here.there),
        "nb_gestionnaires": str(len(here.operators)),
        "places_cooperatives": str(here.places) if here.known or not here.nurseries else "",
        "nb_capacites_connues": str(here.known),
    }


def _carried(source: str, rows: Sequence[Row]) -> Anomaly:
    day = max(row["date_derniere_vue"] for row in rows)
    return Anomaly(
        code="taux_repris",
        gravite="avertissement",
        source=source,
        champ="taux_couverture",
        valeur=day,
        message_fr=f"Les taux de couverture n'ont pas été lus cette fois : ceux du {day} sont repris.",
        message_en=f"The coverage rates were not read this time: those of {day} are carried forward.",
    )
