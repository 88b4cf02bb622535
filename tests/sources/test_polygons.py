"""Centres and reaches of outlines whose answer is known without computing."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import SourceChanged
from sources.polygons import centroid, reach_m, read_wkb
from tests.sources.packages import wkb

SQUARE = (0.0, 0.0, 4.0, 0.0, 4.0, 4.0, 0.0, 4.0, 0.0, 0.0)
HOLE = (2.0, 0.0, 2.0, 4.0, 4.0, 4.0, 4.0, 0.0, 2.0, 0.0)


def test_the_centre_of_a_square_is_its_middle() -> None:
    assert centroid([[SQUARE]]) == pytest.approx((2, 2))


def test_a_hole_weighs_nothing_whichever_way_its_ring_turns() -> None:
    backwards = tuple(value for x, y in reversed(list(zip(HOLE[::2], HOLE[1::2], strict=True))) for value in (x, y))
    assert centroid([[SQUARE, HOLE]]) == pytest.approx((1, 2))
    assert centroid([[SQUARE, backwards]]) == pytest.approx((1, 2))


def test_parts_weigh_by_their_area() -> None:
    far = tuple(value + (6 if place % 2 == 0 else 0) for place, value in enumerate(SQUARE))
    assert centroid([[SQUARE], [far]]) == pytest.approx((5, 2))


def test_a_ring_without_area_does_not_move_the_centre() -> None:
    assert centroid([[SQUARE], [(9.0, 9.0, 9.5, 9.5, 9.0, 9.0)]]) == pytest.approx((2, 2))


@given(st.floats(-180, 175), st.floats(-85, 80))
def test_the_centre_moves_with_the_outline(dx: float, dy: float) -> None:
    moved = tuple(value + (dx if place % 2 == 0 else dy) for place, value in enumerate(SQUARE))
    assert centroid([[moved]]) == pytest.approx((2 + dx, 2 + dy), abs=1e-9)


def test_the_reach_is_to_the_farthest_corner_in_metres_rounded_up() -> None:
    """One degree of a great circle of the mean sphere is 111,195.08 m."""
    assert reach_m([[(0.0, 0.0, 1.0, 0.0, 0.0, 0.0)]], 0, 0) == 111_196
    assert reach_m([[(10.0, 60.0, 10.0, 61.0, 10.5, 60.0, 10.0, 60.0)]], 10, 60) == 111_196
    assert reach_m([[(0.0, 60.0, 1.0, 60.0, 0.0, 60.0)]], 0, 60) == pytest.approx(111_195 / 2, abs=5)


def test_the_reach_sees_every_part() -> None:
    assert reach_m([[SQUARE], [(0.0, 9.0, 0.1, 9.0, 0.0, 9.0)]], 0, 0) > 9 * 111_195


def test_a_square_is_read_from_its_hexadecimal_wkb() -> None:
    assert read_wkb(wkb((5.0, 46.0, 1.0))) == [[(5.0, 46.0, 6.0, 46.0, 6.0, 47.0, 5.0, 47.0, 5.0, 46.0)]]


def test_several_polygons_and_their_holes_are_read_in_order() -> None:
    ring = struct.pack("<I10d", 5, *SQUARE)
    plain, pierced = struct.pack("<BII", 1, 3, 1) + ring, struct.pack("<BII", 1, 3, 2) + ring + ring
    assert read_wkb((struct.pack("<BII", 1, 6, 2) + plain + pierced).hex()) == [[SQUARE], [SQUARE, SQUARE]]


@pytest.mark.parametrize("text", [wkb((0.0, 0.0, 1.0), kind=3), "00" + wkb((0.0, 0.0, 1.0))[2:], "", "zz"])
def test_any_other_geometry_is_refused(text: str) -> None:
    with pytest.raises(SourceChanged, match="MultiPolygon"):
        read_wkb(text)
