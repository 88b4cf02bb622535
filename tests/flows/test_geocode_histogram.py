"""The picture of the distances: French words, real files, nothing loaded before it is asked for."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from flows.geocode.evaluation import EDGES, Evaluation
from flows.geocode.histogram import bin_labels, picture, subtitle
from schemas.errors import UsageError
from tests.flows.test_geocode_evaluate import CENTRE, NOWHERE, at, measured

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def told() -> Evaluation:
    return measured(*[at(5)] * 6, at(30, geo_precision="voie", geo_qualite="12"), at(2_500, **CENTRE), at(0, **NOWHERE))


def words(path: Path) -> list[str]:
    """Every text of an SVG, the lines of a text joined."""
    texts = ET.parse(path).iter(f"{SVG}text")
    return [" ".join(filter(None, map(str.strip, text.itertext()))) for text in texts]


def test_the_svg_says_in_french_what_it_shows(told: Evaluation, tmp_path: Path) -> None:
    picture(told, tmp_path / "distances.svg")
    shown = words(tmp_path / "distances.svg")
    assert "À quelle distance du vrai point les adresses sont-elles placées ?" in shown
    assert subtitle(told) in shown
    assert {"Distance entre le point trouvé et le vrai point", "Précision du point"} <= set(shown)
    assert any(text.startswith("Nombre d'adresses") for text in shown)
    assert {label.replace("|", " ") for label in bin_labels()} <= set(shown)
    assert "NaN" not in " ".join(shown) and "undefined" not in " ".join(shown)


def test_the_legend_names_only_the_precisions_that_were_met(told: Evaluation, tmp_path: Path) -> None:
    picture(told, tmp_path / "distances.svg")
    shown = set(words(tmp_path / "distances.svg"))
    assert {"numéro", "voie", "centre de la commune"} <= shown
    assert "lieu-dit" not in shown


def test_each_bar_bears_its_share_and_an_empty_one_bears_none(told: Evaluation, tmp_path: Path) -> None:
    picture(told, tmp_path / "distances.svg")
    shares = [text for text in words(tmp_path / "distances.svg") if text.endswith("%") and len(text) < 8]
    assert sorted(shares) == ["11,1\u202f%", "11,1\u202f%", "66,7\u202f%"]


def test_the_subtitle_is_one_line_with_the_number_and_the_shares(told: Evaluation) -> None:
    assert subtitle(told).replace("\u202f", " ") == (
        "n = 9 adresses de point connu, dont 1 sans point ; "
        "77,8 % à 50 m ou moins, 77,8 % à 200 m ou moins, 77,8 % à 500 m ou moins"
    )


def test_there_is_one_label_a_bin() -> None:
    assert len(set(bin_labels())) == len(bin_labels()) == len(EDGES) + 1
    assert (bin_labels()[0], bin_labels()[5], bin_labels()[-1]) == ("10 m|ou moins", "500 m|à 1 km", "plus de|10 km")


def test_a_png_is_a_png_and_the_same_figures_give_the_same_bytes(told: Evaluation, tmp_path: Path) -> None:
    for name in ("one.png", "two.PNG", "one.svg", "two.svg"):
        picture(told, tmp_path / name)
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.PNG").read_bytes()
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_nothing_measured_is_an_empty_picture_not_an_error(tmp_path: Path) -> None:
    picture(measured(at(0, **NOWHERE)), tmp_path / "nothing.svg")
    assert any("1 adresses" in text.replace("\u202f", " ") for text in words(tmp_path / "nothing.svg"))


def test_another_suffix_is_refused_before_anything_is_written(told: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.png or \.svg"):
        picture(told, tmp_path / "distances.pdf")
    assert not list(tmp_path.iterdir())


def test_altair_is_loaded_only_to_draw() -> None:
    code = "import sys, flows.geocode.histogram; print([m for m in ('altair', 'vl_convert') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
