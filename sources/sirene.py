"""The snapshot of the Sirene stock, as `flows/registers` makes it: operators and places, and the doubts.

The register writes in capitals: so do the rows. Its columns have INSEE's names.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Literal

from schemas.records import Anomaly, Reading, Row, Snapshot, Source
from sources import activites
from sources.company_numbers import is_siren, is_siret
from sources.sirene_rows import Unit, operator, places


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """Mentions of every unit, sorted by table and number. Raises ValueError or LookupError for another shape of snapshot."""
    try:
        return _read(json.loads(snapshot.body), source)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"this is no snapshot of the Sirene stock: {error}") from error


def _read(body: dict[str, Any], source: Source) -> Reading:
    before = _predecessors(body["successions"])
    seen = _units(body, {siret: found[0] for siret, found in before.items()})
    rows: list[Row] = []
    doubts = [*_asked(source, body), *_new_codes(source, body)]
    for unit in seen:
        listed = [row for row in places(unit) if _is_its_own(row["siret"], unit)]
        doubts += _doubts(source, unit, listed, before)
        if is_siren(unit.siren) and unit.nom:
            rows += [operator(unit), *listed]
    rows.sort(key=lambda row: (row["table"], row["reference"]))
    return Reading(source.id, tables={"mentions": tuple(rows)}, doubts=tuple(doubts))


def _units(body: dict[str, Any], before: dict[str, str]) -> list[Unit]:
    """Every unit, by SIREN, with what is its own."""
    codes, found = frozenset(map(str, body["activites"])), dict[str, Unit]()
    for row in body["unites"]:
        found[row["siren"]] = Unit(row, body["jour"], codes, before=before)
    for row in body["etablissements"]:
        found[row["siren"]].places.append(row)
    for row in body["historique"]:
        found[row["siren"]].periods.append(row)
    return [found[siren] for siren in sorted(found)]


def _predecessors(links: list[Row]) -> dict[str, list[str]]:
    """The SIRET that each establishment succeeds to, the likeliest first: the same business, then the latest day."""
    found: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for link in links:
        old, new = link["siretEtablissementPredecesseur"], link["siretEtablissementSuccesseur"]
        same = link.get("continuiteEconomique", "").lower() == "true"
        if old != new:
            found[new].append((same, link.get("dateLienSuccession", ""), old))
    return {
        siret: list(dict.fromkeys(old for _, _, old in sorted(several, reverse=True)))
        for siret, several in found.items()
    }


def _is_its_own(siret: str, unit: Unit) -> bool:
    return is_siret(siret) and siret[:9] == unit.siren


def _doubts(source: Source, unit: Unit, listed: list[Row], before: dict[str, list[str]]) -> Iterator[Anomaly]:
    """What is not sure of a unit, or is not shown; `listed` are the rows of its places."""
    about = f"gestionnaires:{unit.siren}"
    if not is_siren(unit.siren):
        yield _doubt(source, "siren_invalide", "doute", unit.siren, "")
        return
    if not unit.nom:
        yield _doubt(source, "nom_absent", "doute", unit.siren, "")
        return
    for place in unit.places:
        if not _is_its_own(place["siret"], unit):
            yield _doubt(source, "siret_invalide", "doute", place["siret"], about)
    if not unit.places:
        yield _doubt(source, "etablissements_absents", "avertissement", "", about)
    hidden = {place["siret"] for place in unit.places if _is_hidden(place, unit)}
    for siret in (row["siret"] for row in listed):
        if siret in hidden:
            yield _doubt(source, "diffusion_partielle", "info", "", f"etablissements:{siret}")
        if len(before.get(siret, ())) > 1:
            others = "|".join(before[siret][1:])
            yield _doubt(source, "plusieurs_predecesseurs", "info", others, f"etablissements:{siret}")


def _is_hidden(place: Row, unit: Unit) -> bool:
    return place.get("statutDiffusionEtablissement") != "O" or unit.row.get("statutDiffusionUniteLegale") != "O"


def _asked(source: Source, body: dict[str, Any]) -> Iterator[Anomaly]:
    """Operators that we know and the stock does not give, and files that were not there."""
    for siren in body["introuvables"]:
        yield _doubt(source, "siren_introuvable", "avertissement", siren, f"gestionnaires:{siren}")
    for stem in body["absents"]:
        yield _doubt(source, "fichier_absent", "info", stem, "")


def _new_codes(source: Source, body: dict[str, Any]) -> Iterator[Anomaly]:
    """The codes of the next nomenclature that the stock already shows, while the table has none."""
    if activites.codes_in("NAF2025"):
        return
    ours = [unit for unit in body["unites"] if unit.get("activitePrincipaleUniteLegale") in body["activites"]]
    name = "activitePrincipaleNAF25UniteLegale"
    for code, count in sorted(Counter(unit[name] for unit in ours if name in unit).items()):
        yield _doubt(source, "code_naf2025_releve", "info", f"{code} ({count})", "")


_SAID = {
    "siren_invalide": (
        "Le stock Sirene donne un SIREN dont la clé est fausse : l'unité n'est pas reprise.",
        "The Sirene stock gives a SIREN whose key is wrong: the unit is left out.",
    ),
    "siret_invalide": (
        "Le stock Sirene donne un SIRET dont la clé est fausse, ou d'un autre SIREN : l'établissement n'est pas repris.",
        "The Sirene stock gives a SIRET whose key is wrong, or of another SIREN: the establishment is left out.",
    ),
    "nom_absent": (
        "Le stock Sirene ne donne pas de nom à cette unité : elle n'est pas reprise.",
        "The Sirene stock gives no name for this unit: it is left out.",
    ),
    "etablissements_absents": (
        "Le stock Sirene donne cette unité sans établissement : ses deux fichiers ne sont peut-être pas du même mois.",
        "The Sirene stock gives this unit without establishment: its two files may not be of the same month.",
    ),
    "diffusion_partielle": (
        "L'établissement s'oppose à la diffusion de son adresse (R123-232) : seule la commune est reprise.",
        "The establishment objects to the disclosure of its address (R123-232): only the commune is kept.",
    ),
    "plusieurs_predecesseurs": (
        "L'établissement succède à plusieurs autres : un seul est repris comme prédécesseur.",
        "The establishment succeeds to several others: one only is kept as its predecessor.",
    ),
    "siren_introuvable": (
        "Le stock Sirene ne donne pas ce SIREN : faux, non diffusible, ou d'une personne physique.",
        "The Sirene stock does not give this SIREN: wrong, not disclosed, or of a natural person.",
    ),
    "fichier_absent": (
        "Un fichier facultatif du stock Sirene manque : anciens noms et date de la forme, ou successions, ne sont pas lus.",
        "An optional file of the Sirene stock is missing: former names and the form's day, or successions, are not read.",
    ),
    "code_naf2025_releve": (
        "Le registre montre déjà ce code de la NAF 2025 : le confirmer auprès de l'INSEE et l'inscrire dans activites.csv.",
        "The register already shows this NAF 2025 code: confirm it with INSEE and write it in activites.csv.",
    ),
}
_COLUMN = {"siren_introuvable": "siren", "siren_invalide": "siren", "siret_invalide": "siret"}


def _doubt(
    source: Source, code: str, gravite: Literal["info", "avertissement", "doute"], valeur: str, sur: str
) -> Anomaly:
    fr, en = _SAID[code]
    return Anomaly(code, gravite, source.id, fr, en, champ=_COLUMN.get(code, ""), valeur=valeur, sur=sur)
