"""A person's answer to a case of the queue, as a row of the corrections file."""

from dataclasses import dataclass

from flows.geocode.corrections import Correction
from flows.geocode.doubts import COMMUNE_AMBIGUE, CONFLIT_COMMUNE, POINT_DEPLACE
from flows.geocode.queue import PROPOSED
from flows.geocode.streets import doors
from schemas.errors import UsageError
from schemas.records import Row

ANSWERS = ("candidat_1", "candidat_2", "candidat_3", "garder", "centre", "point", "commune")
_FILLED = ("longitude", "latitude", "geo_precision", "geo_qualite", "geo_libelle", "code_insee_corrige")


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
    if decision == "commune":
        return _made(row, given, day, "commune", code_insee_corrige=given.code_insee_corrige)
    if decision.startswith("candidat_"):
        return _candidate(row, given, day)
    if not row["publie"]:
        raise UsageError(f"{row['cas']}: its commune is not known, so it has no point: decide commune:INSEE first.")
    if decision == "centre" or (decision == "garder" and row["publie_classe"] == "33"):
        return _made(row, given, day, "centre")
    if decision == "garder":
        return _point(row, given, day, row["publie"], (row["publie_precision"], row["publie_classe"]))
    kind = ("numero", "11") if doors(row["adresse"]) else ("voie", "12")
    return _point(row, given, day, f"{given.longitude} {given.latitude}", kind)


def _candidate(row: Row, given: Given, day: str) -> Correction:
    """A candidate of the same commune gives its point; of another, that commune, in which the step then looks again."""
    told = {name: row[f"{given.decision}_{name}"] for name in ("libelle", "point", "code_insee", "precision", "classe")}
    if not told["point"]:
        shown = [f"candidat_{n}" for n in range(1, PROPOSED + 1) if row[f"candidat_{n}_point"]]
        raise UsageError(f"{row['cas']} has no {given.decision} with a point. It has: {', '.join(shown) or 'none'}.")
    elsewhere = row["motif"] == CONFLIT_COMMUNE and told["classe"].startswith("2")
    if elsewhere or row["motif"] == COMMUNE_AMBIGUE:
        return _made(row, given, day, "commune", code_insee_corrige=told["code_insee"])
    return _point(row, given, day, told["point"], (told["precision"], told["classe"]), told["libelle"])


def _point(row: Row, given: Given, day: str, where: str, kind: tuple[str, str], libelle: str = "") -> Correction:
    """`kind` is the precision and the class of the point."""
    longitude, _, latitude = where.partition(" ")
    about = {"longitude": longitude, "latitude": latitude, "geo_precision": kind[0], "geo_qualite": kind[1]}
    about |= {"geo_libelle": libelle or _address(row)}
    return _made(row, given, day, "point", **about)


def _address(row: Row) -> str:
    return ", ".join(filter(None, (row["adresse"], row["commune"])))


def _made(row: Row, given: Given, day: str, decision: str, **filled: str) -> Correction:
    address = {name: row[name] for name in ("adresse", "code_postal", "commune", "code_insee")}
    evidence = {name: getattr(given, name) for name in ("raison", "preuve_url", "auteur_role", "expire_le")}
    about = {**dict.fromkeys(_FILLED, ""), **filled}
    return Correction(**address, decision=decision, remplace=_automatic(row, given), date=day, **evidence, **about)


def _automatic(row: Row, given: Given) -> str:
    """The point that would stand without the decision: of an address that seems to have moved, the geocoder's new one."""
    moved = row["motif"] == POINT_DEPLACE and not given.decision.startswith("candidat_")
    return row["candidat_1_point"] if moved else row["publie"]
