"""Whether a release of ours says what the floor's table says, field by field.

A release says more, and cleans what it says: `commune` is the official spelling, `adresse` the clean line. So each of the
13 columns is compared with what our tables hold of the same words: the cell where it is published as read, else the
source's words in `provenance`, which are published beside every cell. The question that is put to the geocoder is
the clean address; so a point is proved by the geocoder itself, asked once more with our words. Of a phone, the national
number counts: the peers write +33 overseas too, where the country's code is another one. Where a release judges that a
number is in no numbering plan, or a point in doubt, and says so in its own files, it differs by right.
"""

import csv
import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

Row = Mapping[str, str]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(floor: Path, release: Path, peers: Path) -> list[str]:
    """What differs, a line each: (id, column, theirs, ours). Empty when all 13 columns of all rows agree."""
    theirs = {row["id"]: row for row in rows(floor)}
    ours = _ours(release)
    told = [f"{id_}: in one only" for id_ in sorted(theirs.keys() ^ ours.keys())]
    locate = _geocoder(peers)
    doubts = [row["message_fr"] for row in rows(release / "anomalies.csv") if row["champ"] == "telephone"]
    for id_ in sorted(theirs.keys() & ours.keys()):
        found = _pair(theirs[id_], ours[id_], locate)
        told += [f"{id_} {column}: {a!r} / {b!r}" for column, a, b in found if not _said(ours[id_], column, b, doubts)]
    return told


def _said(ours: Row, column: str, value: str, doubts: list[str]) -> bool:
    """Whether the release itself says that it judged otherwise: a number of no numbering plan, a point in doubt."""
    if column == "telephone" and not value:
        return any(message.startswith(f"{ours['nom']} :") for message in doubts)
    return column in ("latitude", "longitude", "geo_score") and ours["geo_statut"] != "auto"


def _ours(release: Path) -> dict[str, dict[str, str]]:
    """The places of a release, each with its operator's cells (`g_…`) and the words read (`lu_…`), by the source's own id."""
    operators = {row["id"]: row for row in rows(release / "gestionnaires.csv")}
    words: dict[str, dict[str, str]] = {}
    for row in rows(release / "provenance.csv"):
        words.setdefault(row["id"], {})[row["champ"]] = row["valeur_source"]
    named = {row["id"]: row["reference"] for row in rows(release / "identifiants.csv")}
    out = {}
    for row in rows(release / "etablissements.csv"):
        operator = operators[row["gestionnaire_id"]]
        read = {f"lu_{name}": value for name, value in words.get(row["id"], {}).items()}
        theirs = {f"lu_g_{name}": value for name, value in words.get(operator["id"], {}).items()}
        out[named[row["id"]]] = {**row, **{f"g_{k}": v for k, v in operator.items()}, **read, **theirs}
    return out


def _pair(theirs: Row, ours: Row, locate: Callable[[str], Mapping[str, object] | None]) -> list[tuple[str, str, str]]:
    """(column, theirs, ours) of what differs."""
    point = locate(f"{ours['adresse']} {ours['code_postal']} {ours['commune']}") or {}
    place = f"{theirs['adresse']}, {theirs['code_postal']} {theirs['commune']}"
    pairs = [
        ("nom", theirs["nom"], ours["lu_nom"]),
        ("adresse", place.casefold(), ours["adresse_source"].casefold()),
        ("code_postal", theirs["code_postal"], ours["code_postal"]),
        ("telephone", theirs["telephone"][-9:], ours["telephone"][-9:]),
        ("email", theirs["email"], ours["courriel"]),
        ("site_web", theirs["site_web"].rstrip("/"), ours["site_web"].rstrip("/")),
        ("capacite", theirs["capacite"], ours["capacite"]),
        ("statut", theirs["statut"], ours["lu_g_forme"].casefold() or ours["g_forme_source"].casefold()),
        ("latitude", str(point.get("latitude")), str(float(ours["latitude"] or "nan"))),
        ("longitude", str(point.get("longitude")), str(float(ours["longitude"] or "nan"))),
        ("geo_score", str(point.get("score")), str(float(ours["geo_score"] or "nan"))),
    ]
    return [(column, a, b) for column, a, b in pairs if a != b]


def _geocoder(peers: Path) -> Callable[[str], Mapping[str, object] | None]:
    """The peers' geocoder as a function."""
    spec = importlib.util.spec_from_file_location("fake_ban", peers / "fake_ban.py")
    assert spec and spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[str], Mapping[str, object] | None] = module.locate
    return found
