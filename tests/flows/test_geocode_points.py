"""Points on the ground."""

import math

import pytest

from flows.geocode.points import BOXES, decimal, distance_m, in_france, in_reach
from sources.commune_table import rows
from sources.communes import Commune, resolve


def pantin() -> Commune:
    commune = resolve("93500", "Pantin")
    assert commune
    return commune


def test_paris_and_lyon_are_392_kilometres_apart() -> None:
    assert distance_m(2.3522, 48.8566, 4.8357, 45.7640) == pytest.approx(391_500, rel=0.006)


def test_a_degree_of_longitude_shrinks_with_the_cosine_of_latitude() -> None:
    assert distance_m(4, 60, 5, 60) == pytest.approx(distance_m(4, 0, 5, 0) / 2, rel=1e-3)


def test_a_point_is_no_distance_from_itself_and_half_a_turn_from_its_antipode() -> None:
    assert distance_m(2.4, 48.9, 2.4, 48.9) == 0
    assert distance_m(2.4, 48.9, -177.6, -48.9) == pytest.approx(math.pi * 6_371_009)


def test_every_commune_of_the_gazetteer_is_in_the_boxes_of_france() -> None:
    away = [row for row in rows() if row.latitude and not in_france(float(row.longitude), float(row.latitude))]
    assert away == []


def test_no_box_holds_a_swapped_point_of_france() -> None:
    swapped = [row for row in rows() if row.latitude and in_france(float(row.latitude), float(row.longitude))]
    assert swapped == []


@pytest.mark.parametrize("box", BOXES)
def test_boxes_are_written_west_south_east_north(box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    assert west < east
    assert south < north


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(0.0, 0.0), (math.nan, 48.9), (2.4, math.nan), (math.inf, 48.9), (48.9, 2.4), (-73.6, 45.5), (None, 48.9)],
)
def test_what_is_not_in_france_is_in_reach_of_no_commune(longitude: float | None, latitude: float | None) -> None:
    assert not in_reach(longitude, latitude, pantin())


def test_a_commune_reaches_a_kilometre_beyond_its_radius() -> None:
    commune = pantin()
    metre = 1 / 111_195
    limit = int(commune.rayon_m) + 1_000
    latitude = float(commune.latitude)
    assert in_reach(float(commune.longitude), latitude + (limit - 5) * metre, commune)
    assert not in_reach(float(commune.longitude), latitude + (limit + 5) * metre, commune)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2.4098, "2.4098"),
        (2.40, "2.4"),
        (48.0, "48"),
        (-0.0000001, "0"),
        (0.1234567, "0.123457"),
        (-2.05426, "-2.05426"),
    ],
)
def test_numbers_are_written_short(number: float, text: str) -> None:
    assert decimal(number, 6) == text
