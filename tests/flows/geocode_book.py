"""What the BAN service on loopback knows, and how it looks for it: single questions and rows of tables."""

import csv
import io
from typing import Any, NamedTuple

from sources.likeness import similarity
from sources.text import fold

Rows = list[dict[str, str]]
RESULTS = ("label", "score", "type", "id", "housenumber", "name", "street", "postcode", "city", "citycode")


class Street(NamedTuple):
    """A street that the service knows, with its doors, and the point of the first."""

    nom: str
    postcode: str
    citycode: str
    city: str
    longitude: float
    latitude: float
    doors: tuple[str, ...] = ()


BOOK = (
    Street("Rue Delizy", "93500", "93055", "Pantin", 2.409800, 48.898100, ("41", "43", "48")),
    Street("Rue des Charmettes", "69006", "69386", "Lyon", 4.862000, 45.770000, ("12", "14")),
    Street("Rue des Charmettes", "69100", "69266", "Villeurbanne", 4.866000, 45.771000, ("131", "133")),
    Street("Rue du Manoir", "22100", "22339", "Taden", -2.016382, 48.475473, ("7", "11bis")),
    Street("Rue du Port", "22100", "22339", "Taden", -2.030000, 48.480000),
    Street("Rue Victor Hugo", "22100", "22050", "Dinan", -2.045000, 48.455000, ("3",)),
    Street("Rue Bichat", "75010", "75110", "Paris", 2.365000, 48.871000, ("17",)),
    Street("Route de Paris", "93100", "93048", "Montreuil", 2.440000, 48.860000, ("5",)),
)


def feature(street: Street, q: str) -> dict[str, Any]:
    """The street, or its door when the question names it, as the service tells it."""
    door = next((door for door in street.doors if fold(q).replace(" bis", "bis").split(" ")[0] == door), "")
    name = f"{door} {street.nom}".strip()
    label = f"{name} {street.postcode} {street.city}"
    properties: dict[str, Any] = {
        "label": label,
        "score": round(min(0.98, similarity(q, label) / 100), 4),
        "id": f"{street.citycode}_{len(street.nom):04d}",
        "name": name,
        "postcode": street.postcode,
        "citycode": street.citycode,
        "city": street.city,
        "context": f"{street.citycode[:2]}, somewhere",
        "type": "housenumber" if door else "street",
        "importance": 0.6,
        "_type": "address",
    }
    properties |= {"housenumber": door, "street": street.nom} if door else {}
    point = {"type": "Point", "coordinates": [street.longitude, street.latitude]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def search(asked: dict[str, str], book: tuple[Street, ...]) -> tuple[int, Any]:
    """Status and answer of /search: fuzzy on the text, strict on the filters, 200 characters at most."""
    q = asked.get("q", "")
    if not 3 <= len(q) <= 200 or not q[0].isalnum():
        return 413 if len(q) > 200 else 400, {"code": 400, "message": "q: must have 3 to 200 characters"}
    inside = [s for s in book if all(asked.get(f) in (None, getattr(s, f)) for f in ("postcode", "citycode"))]
    every = [feature(street, q) for street in inside]
    found = [place for place in every if asked.get("type") in (None, place["properties"]["type"])]
    ranked = sorted(found, key=lambda f: -f["properties"]["score"])
    kept = [f for f in ranked if f["properties"]["score"] > 0.4][: int(asked.get("limit", 5))]
    return 200, {"type": "FeatureCollection", "features": kept, "query": q}


def as_table(rows: list[dict[str, str]]) -> bytes:
    """Rows as /search/csv gives them: with a byte order mark, the columns of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["cle"], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def answered(row: dict[str, str], form: dict[str, str], book: tuple[Street, ...]) -> dict[str, str]:
    """A row of /search/csv: as it came, and the best place beside it; empty cells when there is none."""
    filters = {name: row[form[name]] for name in ("citycode", "postcode") if row.get(form.get(name, ""))}
    status, said = search({"q": row[form["columns"]], **filters}, book)
    features = said["features"] if status == 200 else []
    best = features[0] if features else {"geometry": {"coordinates": ["", ""]}, "properties": {}}
    longitude, latitude = best["geometry"]["coordinates"]
    following = features[1]["properties"]["score"] if len(features) > 1 else ""
    results = {f"result_{name}": str(best["properties"].get(name, "")) for name in RESULTS}
    where = {"latitude": str(latitude), "longitude": str(longitude), "result_score_next": str(following)}
    return {**row, **where, **results, "result_status": "ok" if features else "not-found"}
