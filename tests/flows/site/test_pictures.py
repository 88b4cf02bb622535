"""Pictures: the numbers of their figures, light and dark, small, told by more than colour, the same each time."""

import re
from xml.etree import ElementTree

import pytest

from flows import drawing
from flows.site.pictures import FIGURES, bars, departements, need, pictures_of
from flows.site.pictures.country import CARD
from flows.site.pictures.figure import path_of
from flows.site.pictures.outlines import lines
from flows.site.pictures.palette import DARK, FIRST, GROUND, INK, PALE, SECOND, darkened
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.flows.site.figures import rated

SVG = "{http://www.w3.org/2000/svg}"
LARGEST, LARGEST_SHARED = 40_000, 120_000
FR = Words("fr")


@pytest.fixture(scope="module")
def pictures(about: Shown) -> dict[str, bytes]:
    return pictures_of(about)


def test_every_picture_is_there_in_both_languages_light_and_dark(about: Shown, pictures: dict[str, bytes]) -> None:
    drawn = {figure.name for make in FIGURES if (figure := make(about, FR)).draw} | {"carte"}
    wanted = {path_of(name, tongue, dark) for name in drawn for tongue in TONGUES for dark in (False, True)}
    assert pictures.keys() == wanted | {"images/carte-fr.png", "images/carte-en.png"}


def test_pictures_are_small_and_well_formed_and_fetch_nothing(pictures: dict[str, bytes]) -> None:
    for name, body in pictures.items():
        if name.endswith(".svg"):
            assert len(body) <= LARGEST, name
            links = [
                value
                for one in ElementTree.fromstring(body).iter()
                for key, value in one.items()
                if key.endswith("href")
            ]
            assert all(link.startswith("#") for link in links)
            assert b"<script" not in body and b"@import" not in body and b"url(" not in body


def test_the_shared_picture_has_the_size_that_networks_crop_to(pictures: dict[str, bytes]) -> None:
    for tongue in TONGUES:
        body = pictures[f"images/carte-{tongue}.png"]
        assert body.startswith(b"\x89PNG") and len(body) <= LARGEST_SHARED
        assert (int.from_bytes(body[16:20]), int.from_bytes(body[20:24])) == CARD


def test_the_same_release_gives_the_same_pictures(about: Shown, pictures: dict[str, bytes]) -> None:
    assert pictures_of(about) == pictures


def test_a_dark_picture_differs_by_its_colours_only_and_keeps_none_of_the_light_ones(
    pictures: dict[str, bytes],
) -> None:
    light, dark = (pictures[path_of("departements", "fr", is_dark)].decode() for is_dark in (False, True))
    assert dark == darkened(light) != light
    assert not any(colour in dark for colour in DARK)
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", dark)) <= set(DARK.values())


def test_colours_can_be_seen_on_their_ground() -> None:
    for one, least in ((INK, 4.5), (PALE, 4.5), (FIRST, 3.0), (SECOND, 3.0)):
        assert contrast(one, GROUND) >= least and contrast(DARK[one], DARK[GROUND]) >= least


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


def test_what_a_bar_says_stands_in_the_table(about: Shown, pictures: dict[str, bytes]) -> None:
    figure = departements.figure(about, FR)
    said = [one.text for one in ElementTree.fromstring(pictures[path_of("departements", "fr")]).iter(f"{SVG}text")]
    assert {row[0] for row in figure.rows} <= set(said)
    assert sorted(text for text in said if text and text.isdecimal()) == sorted(row[1] for row in figure.rows)


def test_presence_is_shown_by_shape_as_well_as_by_colour(about: Shown) -> None:
    draw = need.figure(rated(about, {"93": ("30", 5), "95": ("31", 0)}), FR).draw
    assert draw
    marks = [
        one
        for one in ElementTree.fromstring(drawing.svg(draw())).iter(f"{SVG}path")
        if one.get("aria-roledescription") == "point"
    ]
    assert len({one.get("d") for one in marks}) == len({one.get("fill") for one in marks}) == 2


def test_all_departements_with_a_rate_fit_into_a_small_picture(about: Shown) -> None:
    draw = need.figure(rated(about, {code: (f"{50 + n % 30}", n % 2) for n, code in enumerate(lines())}), FR).draw
    assert draw and len(drawing.svg(draw())) <= LARGEST


def test_a_name_can_hold_any_sign_and_two_can_be_the_same() -> None:
    names = ["'] + alert(1) + ['", 'a "b" \\ <script>&', "Même", "Même", "😀 é"]
    image = drawing.svg(bars.chart([bars.Bar(name, 1, "1") for name in names]))
    said = [one.text for one in ElementTree.fromstring(image).iter(f"{SVG}text")]
    assert [text for text in said if text != "1"] == names
