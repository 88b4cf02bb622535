"""The map for those who run no script: never more precise than what is known, overseas in boxes, borders that do not gape."""

import re
from xml.etree import ElementTree

import pytest

from flows.site.pictures.country import country, located
from flows.site.pictures.outlines import OVERSEAS, frames, lines
from flows.site.pictures.projection import lambert
from flows.site.pictures.thinning import thinned
from flows.site.shown import Shown
from flows.site.words import Words
from tests.flows.site.figures import moved

SVG = "{http://www.w3.org/2000/svg}"
FR = Words("fr")


def test_a_point_of_a_commune_is_a_ring_as_wide_as_it_and_never_a_dot(about: Shown) -> None:
    image = country(moved(about, geo_precision="commune"), FR)
    assert 'id="p"' not in image and 'id="a' in image
    assert 'id="a' not in country(moved(about, geo_precision="numero"), FR)
    wide = country(moved(about, geo_precision="commune", geo_rayon_m="40000"), FR)
    width = int(re.search(r'id="a(\d+)"', wide)[1])  # type: ignore[index]
    assert width == pytest.approx(2 * 40_000 * frames()["75"].scale, abs=2)


def test_a_closed_nursery_is_not_on_the_map_and_one_without_a_point_is_counted_off_it(about: Shown) -> None:
    assert located(moved(about, statut="ferme")) == ([], [], [])
    near, wide, every = located(moved(about, longitude="", latitude=""))
    assert not near and not wide and len(every) == len(about.places)
    assert "<use" not in country(moved(about, longitude="", latitude=""), FR)


def test_each_overseas_departement_has_a_box_with_its_name(about: Shown) -> None:
    said = [one.text for one in ElementTree.fromstring(country(about, FR)).iter(f"{SVG}text")]
    assert [about.departement(code) for code in OVERSEAS] == said[:5]
    assert frames().keys() == lines().keys()


def test_the_mainland_is_drawn_in_lambert_93() -> None:
    """Paris, 48.85341 north and 2.3488 east: 652,090 m east and 6,862,090 m north; its origin is 700,000 and 6,600,000."""
    east, north = lambert(2.3488, 48.85341)
    assert (east, north) == (pytest.approx(-47_780, abs=700), pytest.approx(261_500, abs=1500))
    assert lambert(3.0, 46.5) == (pytest.approx(0, abs=1e-6), pytest.approx(0, abs=1e-6))


def test_a_border_loses_the_same_corners_on_both_sides() -> None:
    border = [(10, 0), (11, 10), (10, 20), (12, 30), (10, 40)]
    west = [(0, 0), *border, (0, 40)]
    east = [*reversed(border), (30, 0), (30, 40)]
    both = thinned([west, east], 20)
    assert {c for c in both[0] if c in border} == {c for c in both[1] if c in border} < set(border)
    assert {(10, 0), (10, 40)} <= set(both[0]), "where three lines meet, a corner stays"
