"""A person's answer to a case of the queue, as a row of the corrections file."""

from dataclasses import dataclass

from flows.geocode.corrections import Correction
from flows.geocode.queue import PROPOSED
from flows.geocode.streets import doors
from schemas.errors import UsageError
from schemas.records import Row

_PRECISION = {"1": "numero", "2": "voie"}  # second figure of the class: with the number found, or without
ANSWERS = ("candidat_1", "candidat_2", "candidat_3", "garder", "centre", "point", "commune")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person decides; the fields are those that the queue leaves to fill."""

    decision: str
    """candidat_1 … candidat_3, garder (the published point), centre (of the commune), point (longitude and latitude
    are given) or commune (code_insee_corrige is given)."""
    longitude: str = ""
    latitude: str = ""
    code_insee_corrige: str = ""
    raison: str = ""
    preuve_url: str = ""
    auteur_role: str = ""
    expire_le: str = ""


def correction_of(row: Row, given: Given, day: str) -> Correction:
    """The row of the corrections file that an answer makes. Raises UsageError when the case has not what it names."""
    decision = given.decision
    if decision not in ANSWERS:
        raise UsageError(f"{row['cas']}: {decision!r} is no answer. The answers are: {', '.join(ANSWERS)}.")
    if decision == "centre" or (decision == "garder" and row["publie_classe"] == "33"):
        return _made(row, given, day, "centre")
    if decision == "commune":
        return _made(row, given, day, "commune", code_insee_corrige=given.code_insee_corrige)
    if decision == "point":
        return _point(
            row,
            given,
            day,
            given.longitude,
            given.latitude,
            "11" if doors(row["adresse"]) else "12",
            f"{row['adresse']}, {row['commune']}",
        )
    if decision == "garder":
        longitude, _, latitude = row["publie"].partition(" ")
        return _point(row, given, day, longitude, latitude, row["publie_classe"], f"{row['adresse']}, {row['commune']}")
    return _candidate(row, given, day)


def _candidate(row: Row, given: Given, day: str) -> Correction:
    """A candidate of the same commune gives its point; of another, that commune, in which the step then looks again."""
    told = {name: row[f"{given.decision}_{name}"] for name in ("libelle", "point", "code_insee", "classe")}
    if not told["libelle"] or not told["point"]:
        shown = [f"candidat_{n}" for n in range(1, PROPOSED + 1) if row[f"candidat_{n}_point"]]
        raise UsageError(f"{row['cas']} has no {given.decision} with a point. It has: {', '.join(shown) or 'none'}.")
    if row["motif"] in ("conflit_commune", "commune_ambigue") and told["code_insee"] != row["code_insee"]:
        return _made(row, given, day, "commune", code_insee_corrige=told["code_insee"])
    longitude, _, latitude = told["point"].partition(" ")
    return _point(row, given, day, longitude, latitude, told["classe"], told["libelle"])


def _point(row: Row, given: Given, day: str, longitude: str, latitude: str, classe: str, libelle: str) -> Correction:
    about = {"longitude": longitude, "latitude": latitude, "geo_qualite": classe, "geo_libelle": libelle}
    return _made(row, given, day, "point", **about, geo_precision=_PRECISION[classe[1]])


def _made(row: Row, given: Given, day: str, decision: str, **filled: str) -> Correction:
    address = {name: row[name] for name in ("adresse", "code_postal", "commune", "code_insee")}
    evidence = {name: getattr(given, name) for name in ("raison", "preuve_url", "auteur_role", "expire_le")}
    empty = dict.fromkeys(
        ("longitude", "latitude", "geo_precision", "geo_qualite", "geo_libelle", "code_insee_corrige"), ""
    )
    return Correction(**address, decision=decision, remplace=row["publie"], date=day, **evidence, **{**empty, **filled})
