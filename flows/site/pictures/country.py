"""The map of the nurseries for those who run no script, and as the picture that shows when a link is shared.

A point that stands for a commune is a ring, as wide as the commune when that can be seen; a dot is a street or a door.
"""

from collections import defaultdict
from collections.abc import Iterable
from html import escape

from flows import drawing
from flows.changes.plain import Tongue
from flows.site.pictures import outlines
from flows.site.pictures.figure import FOLDER
from flows.site.pictures.palette import FIRST, GROUND, INK, LAND, PALE, RULE, SECOND
from flows.site.shown import Shown
from flows.site.values import is_whole
from flows.site.words import Words
from schemas.records import Row

NAME = "carte"
WIDTH, HEIGHT = 640, 724
"""CSS pixels of the map."""
CARD = (1200, 630)
"""Pixels of the picture for those who share a link: what the Open Graph readers crop to."""
_NEAR = ("numero", "voie", "lieu_dit")
_DOT, _RING, _RIM = 9, 13, 4
"""Units: a dot's width, a ring's least width, and how thick it is."""
_LETTERS = 32
"""Units: ten pixels on a screen 320 wide."""


def shared(tongue: Tongue) -> str:
    """Where the picture for those who share a link lies under the site's root."""
    return f"{FOLDER}/{NAME}-{tongue}.png"


def country(about: Shown, t: Words) -> str:
    """The map: outlines, places, boxes with names; what the signs mean is told beside it, in letters of the page's own size."""
    ground = f'<rect width="{outlines.WIDTH}" height="{outlines.HEIGHT}" fill="{GROUND}"/>'
    return _image(
        (WIDTH, HEIGHT),
        f"0 0 {outlines.WIDTH} {outlines.HEIGHT}",
        t("chiffres.carte_titre"),
        ground + _map(about),
    )


def card(about: Shown, t: Words) -> str:
    """The map beside the name of the site, how many nurseries it holds, and the day."""
    width, height = CARD
    told = (
        t.counted("chiffres.lieux_connus", len(located(about)[2])),
        t("chiffres.carte_jour", jour=t.day(about.date)),
    )
    lines = [*t("chiffres.carte_nom").split("|"), *told]
    sizes = [56, 56, 36, 28]
    text, y = [], 210
    for line, size in zip(lines, sizes, strict=True):
        weight = "bold" if size > 50 else "normal"
        text.append(_text(60, y, line, size, INK if size > 30 else PALE, weight=weight))
        y += round(size * 1.35) + (24 if size == 56 and len(text) == 2 else 0)
    ground = f'<rect width="{width}" height="{height}" fill="{GROUND}"/>'
    # Lines without half-tones keep a PNG small.
    beside = f'<g transform="translate(668 14) scale(.54)" shape-rendering="crispEdges">{_map(about)}</g>'
    return _image(CARD, f"0 0 {width} {height}", t("chiffres.carte_titre"), ground + "".join(text) + beside)


def located(about: Shown) -> tuple[list[Row], list[Row], list[Row]]:
    """The nurseries that are not closed: on the map as a dot, as a ring, and all of them; some have no point on it."""
    every = [row for row in about.places.values() if row["statut"] != "ferme"]
    placed = [row for row in every if row["longitude"] and row["departement"] in outlines.frames()]
    near = [row for row in placed if row["geo_precision"] in _NEAR]
    return near, [row for row in placed if row["geo_precision"] not in _NEAR], every


def _map(about: Shown) -> str:
    near, wide, _ = located(about)
    boxes = "".join(_box(about, code) for code in outlines.OVERSEAS)
    land = f'<path d="{outlines.path()}" fill="{LAND}" stroke="{PALE}" stroke-width="1.2" stroke-linejoin="round"/>'
    return f"{boxes}{land}{_rings(wide)}{_dots(near)}"


def _box(about: Shown, code: str) -> str:
    x, y = outlines.corner(code)
    frame = f'<rect x="{x}" y="{y}" width="{outlines.BOX}" height="{outlines.BOX}" fill="none" stroke="{RULE}" stroke-width="2"/>'
    return frame + _text(x, y - 8, about.departement(code), _LETTERS, INK)


def _rings(rows: Iterable[Row]) -> str:
    """Discs of one width in one path, once as a rim and once as what it surrounds: rings that meet become one shape."""
    by: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for row in rows:
        by[_wide(row)].add(_at(row))
    found = [(f"a{width}", width, _marks(points)) for width, points in sorted(by.items(), reverse=True)]
    rims = "".join(_stroke(marks, FIRST, width, name) for name, width, marks in found)
    return rims + "".join(_again(name, LAND, width - 2 * _RIM) for name, width, _ in found)


def _wide(row: Row) -> int:
    """The width of a ring in units, by twos: twice the reach of the commune, or the least that can be seen."""
    reach = float(row["geo_rayon_m"]) if is_whole(row["geo_rayon_m"]) else 0.0
    units = 2 * reach * outlines.frames()[row["departement"]].scale
    return max(_RING, round(units / 2) * 2 + 1)


def _dots(rows: Iterable[Row]) -> str:
    marks = _marks({_at(row) for row in rows})
    return _stroke(marks, GROUND, _DOT + 3, "p") + _again("p", SECOND, _DOT) if marks else ""


def _at(row: Row) -> tuple[int, int]:
    """Where a nursery lies, to the nearest even unit: a pixel and a third. Those that nobody could tell apart are one."""
    x, y = outlines.frames()[row["departement"]].at(float(row["longitude"]), float(row["latitude"]))
    return x // 2 * 2, y // 2 * 2


def _marks(points: Iterable[tuple[int, int]]) -> str:
    """A path that stands still at each point: drawn with round ends, it is a disc there."""
    told, before = "", (0, 0)
    for x, y in sorted(points):
        told += f"m{x - before[0]} {y - before[1]}h0"
        before = (x, y)
    return told


def _stroke(marks: str, colour: str, width: int, name: str = "") -> str:
    named = f' id="{name}"' if name else ""
    return (
        f'<g fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"><path{named} d="{marks}"/></g>'
    )


def _again(name: str, colour: str, width: int) -> str:
    """The path of that name once more, in another width."""
    return f'<use href="#{name}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'


def _text(x: int, y: int, text: str, size: int, colour: str, weight: str = "normal", anchor: str = "start") -> str:
    more = f' font-weight="{weight}"' * (weight != "normal") + f' text-anchor="{anchor}"' * (anchor != "start")
    return f'<text x="{x}" y="{y}" font-family="{drawing.FONT}" font-size="{size}" fill="{colour}"{more}>{escape(text)}</text>'


def _image(size: tuple[int, int], view: str, title: str, inner: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="{view}" role="img">'
    return f"{head}<title>{escape(title)}</title>{inner}</svg>\n"
