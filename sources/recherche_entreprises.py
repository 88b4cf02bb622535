"""The snapshot of the API Recherche d'entreprises, as `flows/registers` makes it: operators and places, and the doubts.

A unit may stand in several answers: it is one row, told by the first. The register writes in capitals: so do the rows.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from schemas.records import Anomaly, Reading, Row, Snapshot, Source
from sources import activites
from sources.company_numbers import is_siren, is_siret
from sources.recherche_rows import Sighting, is_hidden, operator, places

_ORDER = ("categories", "ess", "siren", "etablissements", "nom")
"""Kinds of question, the surest first."""


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """Mentions of every unit, sorted by table and number. Raises ValueError or LookupError for another shape of snapshot."""
    try:
        return _read(json.loads(snapshot.body), source)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"this is no snapshot of the register: {error}") from error


def _read(body: dict[str, Any], source: Source) -> Reading:
    codes = frozenset(map(str, body["activites"]))
    seen = _sightings(body["reponses"])
    rows: list[Row] = []
    doubts = [*_asked(source, body), *_new_codes(source, body, seen)]
    for unit in seen:
        listed = [row for row in places(unit, codes) if _is_its_own(row["siret"], unit)]
        doubts += _doubts(source, unit, frozenset(row["siret"] for row in listed))
        if is_siren(unit.siren) and unit.nom:
            rows += [operator(unit, str(body["nomenclature_ape"])), *listed]
    rows.sort(key=lambda row: (row["table"], row["reference"]))
    return Reading(source.id, tables={"mentions": tuple(rows)}, doubts=tuple(doubts))


def _is_its_own(siret: str, seen: Sighting) -> bool:
    return is_siret(siret) and siret[:9] == seen.siren


def _sightings(answers: list[dict[str, Any]]) -> list[Sighting]:
    """Every unit once, by SIREN, with all its establishments that some answer shows."""
    met: dict[str, Sighting] = {}
    for answer in sorted(answers, key=lambda one: _ORDER.index(one["raison"])):
        for unit in answer["reponse"]["results"]:
            one = met.setdefault(unit["siren"], Sighting(unit, answer["le"][:10]))
            one.raisons.add(answer["raison"])
            for place in [unit["siege"], *unit["matching_etablissements"]]:
                if place:
                    one.places.setdefault(place["siret"], place)
    return [met[siren] for siren in sorted(met)]


def _doubts(source: Source, seen: Sighting, listed: frozenset[str]) -> Iterator[Anomaly]:
    """What is not sure of a unit, or is not shown; `listed` are the SIRET of its rows."""
    about = f"gestionnaires:{seen.siren}"
    if not is_siren(seen.siren):
        yield _doubt(source, "siren_invalide", "doute", seen.siren, "")
        return
    if not seen.nom:
        yield _doubt(source, "nom_absent", "doute", seen.siren, "")
        return
    if seen.unit.get("siren_conserve", seen.siren) != seen.siren:
        yield _doubt(source, "siren_doublon", "avertissement", str(seen.unit["siren_conserve"]), about)
    for siret, place in sorted(seen.places.items()):
        if not _is_its_own(siret, seen):
            yield _doubt(source, "siret_invalide", "doute", siret, about)
        elif siret in listed and (is_hidden(place) or is_hidden(seen.unit)):
            yield _doubt(source, "diffusion_partielle", "info", "", f"etablissements:{siret}")
    missing = seen.unit["nombre_etablissements"] - len(seen.places)
    if missing > 0 and seen.raisons != {"nom"}:
        yield _doubt(source, "etablissements_non_montres", "info", str(missing), about)


def _asked(source: Source, body: dict[str, Any]) -> Iterator[Anomaly]:
    """Operators that we know and the register does not, and those that could not be looked for."""
    for siren in body["introuvables"]:
        yield _doubt(source, "siren_introuvable", "avertissement", siren, f"gestionnaires:{siren}")
    for _, count in sorted(body["non_demandes"].items()):
        yield _doubt(source, "operateur_non_demande", "info", str(count), "")


def _new_codes(source: Source, body: dict[str, Any], seen: list[Sighting]) -> Iterator[Anomaly]:
    """The codes of the next nomenclature that the register already shows, while the table has none."""
    if body["nomenclature_ape"] == "NAF2025" or activites.codes_in("NAF2025"):
        return
    ours = [one.unit for one in seen if one.unit.get("activite_principale") in body["activites"]]
    counts = Counter(unit["activite_principale_naf25"] for unit in ours if unit.get("activite_principale_naf25"))
    for code, count in sorted(counts.items()):
        yield _doubt(source, "code_naf2025_releve", "info", f"{code} ({count})", "")


_SAID = {
    "siren_invalide": (
        "Le registre donne un SIREN dont la clé est fausse : l'unité n'est pas reprise.",
        "The register gives a SIREN whose key is wrong: the unit is left out.",
    ),
    "siret_invalide": (
        "Le registre donne un SIRET dont la clé est fausse, ou d'un autre SIREN : l'établissement n'est pas repris.",
        "The register gives a SIRET whose key is wrong, or of another SIREN: the establishment is left out.",
    ),
    "nom_absent": (
        "Le registre ne donne pas de nom à cette unité : elle n'est pas reprise.",
        "The register gives no name for this unit: it is left out.",
    ),
    "siren_doublon": (
        "Ce SIREN est un doublon : le registre ne garde que celui-ci pour la même entreprise.",
        "This SIREN is a duplicate: the register keeps only the one told here for the same company.",
    ),
    "diffusion_partielle": (
        "L'établissement s'oppose à la diffusion de son adresse (R123-232) : seule la commune est reprise.",
        "The establishment objects to the disclosure of its address (R123-232): only the commune is kept.",
    ),
    "etablissements_non_montres": (
        "Le registre compte d'autres établissements de ce gestionnaire, que l'API n'a pas montrés : ils ne sont pas lus.",
        "The register counts other establishments of this operator, which the API did not show: they are not read.",
    ),
    "siren_introuvable": (
        "L'API ne connaît pas ce SIREN : non diffusible, ou faux.",
        "The API does not know this SIREN: not disclosed, or wrong.",
    ),
    "operateur_non_demande": (
        "Des gestionnaires connus n'ont pas été cherchés : SIREN faux, ou nom trop court ou tout en chiffres.",
        "Operators that we know were not looked for: a wrong SIREN, or a name too short or all digits.",
    ),
    "code_naf2025_releve": (
        "Le registre montre déjà ce code de la NAF 2025 : le confirmer auprès de l'INSEE et l'inscrire dans activites.csv.",
        "The register already shows this NAF 2025 code: confirm it with INSEE and write it in activites.csv.",
    ),
}


def _doubt(
    source: Source, code: str, gravite: Literal["info", "avertissement", "doute"], valeur: str, sur: str
) -> Anomaly:
    champ = {
        "siren_introuvable": "siren",
        "siren_doublon": "siren",
        "siren_invalide": "siren",
        "siret_invalide": "siret",
    }
    fr, en = _SAID[code]
    return Anomaly(code, gravite, source.id, fr, en, champ=champ.get(code, ""), valeur=valeur, sur=sur)
