"""Horizontal bars, each with its name before it and its value behind it in words; most of the site's pictures are these."""

import json
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

from flows import drawing
from flows.site.pictures.palette import FIRST, GROUND, INK, PALE, RULE

WIDTH = 340
"""CSS pixels: on the narrowest screens letters keep five sixths of their size, eleven pixels."""
_ROW, _ROOM = 26, 14
_LETTERS, _HIGH, _LINE, _LINES = 13, 14, 22, 3
"""Size of letters and height of a line in CSS pixels; how many letters a name has on a line, and how many lines, before it is cut."""


class Bar(NamedTuple):
    """`name`, `value` (any unit, not negative), and the value as `told`."""

    name: str
    value: float
    told: str


def height(bars: Sequence[Bar]) -> int:
    """CSS pixels that they take."""
    return _row(bars) * len(bars) + _ROOM


def chart(bars: Sequence[Bar], most: float = 0, room: float = 0.3) -> Any:
    """The bars from the top. `most`: the value that fills the width; `room`: the share of the width kept for words."""
    alt = drawing.altair()
    values = [
        {"n": number, "nom": _lines(bar.name), "valeur": bar.value, "dit": bar.told} for number, bar in enumerate(bars)
    ]
    whole = max(most, *(bar.value for bar in bars)) or 1
    x = alt.X("valeur:Q", axis=None, scale=alt.Scale(domain=[0, whole / (1 - room)], nice=False))
    y = alt.Y("n:O", axis=_axis(alt, values), scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)
    words = base.mark_text(align="left", dx=6, fontSize=_LETTERS, color=INK).encode(text="dit:N")
    return framed(alt, [base.mark_bar(color=FIRST), words], height(bars))


def framed(alt: Any, layers: list[Any], tall: int) -> Any:
    """Layers as one picture of the site's width, on the ground of its pages, with plain letters."""
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    whole = alt.LayerChart(layer=layers, width=WIDTH, height=tall, autosize=fit)
    axis = {"labelFontSize": _LETTERS, "titleFontSize": _LETTERS, "titleFontWeight": "normal"}
    legend = {"labelFontSize": _LETTERS, "labelColor": INK, "labelLimit": WIDTH - 60, "symbolSize": 90}
    return whole.configure(
        background=GROUND,
        font=drawing.FONT,
        padding=2,
        view={"stroke": None},
        axis={**axis, "labelColor": INK, "titleColor": PALE, "gridColor": RULE, "domainColor": RULE, "tickColor": RULE},
        legend=legend,
    )


def _axis(alt: Any, values: Sequence[dict[str, Any]]) -> Any:
    """Names are looked up by number: two may be the same. JSON is a literal of Vega's expressions, whatever it holds."""
    listed = json.dumps([row["nom"] for row in values]) + "[datum.value]"
    most = max((len(row["nom"]) for row in values), default=1)  # its first line would stand at the bar's middle
    return alt.Axis(
        labelExpr=listed, title=None, ticks=False, domain=False, labelPadding=7, labelLimit=170,
        labelLineHeight=_HIGH, labelOffset=-_HIGH * (most - 1) / 4,
    )  # fmt: skip


def _lines(name: str) -> list[str]:
    """A name on one line, or on a few."""
    return textwrap.wrap(name, _LINE, max_lines=_LINES, placeholder=" …") or [""]


def _row(bars: Sequence[Bar]) -> int:
    return _ROW + 11 * (max((len(_lines(bar.name)) for bar in bars), default=1) - 1)
