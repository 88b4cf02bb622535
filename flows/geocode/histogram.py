"""The picture of an evaluation: how many points stand how far from the truth, by precision. French, for readers.

The colours are viridis', which keep their order for colour-blind eyes and in grey; the order of the legend is theirs.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from flows import drawing
from flows.geocode.evaluation import EDGES, PRECISIONS, Evaluation
from schemas.errors import UsageError

SUFFIXES = (".png", ".svg")
_LABELS = {
    "numero": "numéro",
    "voie": "voie",
    "lieu_dit": "lieu-dit",
    "commune": "centre de la commune",
    "aucune": "non dite",
}
_COLOURS = {"numero": "#3b1c5a", "voie": "#31688e", "lieu_dit": "#4fb87a", "commune": "#fbe44d", "aucune": "#f4f4f4"}
_INK, _RULE = "#222222", "#dddddd"
_WIDTH, _HEIGHT, _SCALE = 760, 340, 2
_THIN = "\u202f"


def picture(e: Evaluation, path: Path) -> None:
    """Write the histogram of distances to a .svg or .png file, without network; the same figures give the same bytes.

    Raises UsageError for another suffix.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path.name} is no picture we write: name it {' or '.join(SUFFIXES)}.")
    chart = _chart(e)
    if path.suffix.lower() == ".svg":
        chart.save(path, format="svg")
    else:
        chart.save(path, format="png", scale_factor=_SCALE)


def subtitle(e: Evaluation) -> str:
    """One line: how many addresses, how many got no point, and the shares near their true point."""
    near = [f"{_percent(share)} à {limit} m ou moins" for limit, share in e.overall.within.items() if share is not None]
    missing = f", dont {_number(e.not_located)} sans point" if e.not_located else ""
    known = f"n = {_number(e.overall.rows)} adresses de point connu{missing}"
    return f"{known} ; {', '.join(near)}" if near else known


def bin_labels() -> tuple[str, ...]:
    """The bins' names on the axis, in metres then kilometres, nearest first; `|` is where a line ends."""
    inner = (f"{_distance(low)}|à {_distance(high)}" for low, high in pairwise(EDGES))
    return (f"{_distance(EDGES[0])}|ou moins", *inner, f"plus de|{_distance(EDGES[-1])}")


def _chart(e: Evaluation) -> Any:
    alt = drawing.altair()
    shown = [precision for precision in PRECISIONS if any(e.histogram[precision])] or ["numero"]
    bars = alt.Chart(alt.InlineData(values=_cells(e, shown))).mark_bar(stroke=_INK, strokeWidth=0.6)
    bars = bars.encode(x=_axis(alt), y=_counts(alt), color=_legend(alt, shown), order=alt.Order("rang:Q"))
    totals = alt.Chart(alt.InlineData(values=_totals(e))).mark_text(dy=-8, fontSize=12, color=_INK)
    totals = totals.encode(x=_axis(alt), y=alt.Y("adresses:Q"), text="part:N")
    title = alt.TitleParams(
        "À quelle distance du vrai point les adresses sont-elles placées ?", subtitle=subtitle(e), anchor="start"
    )
    return _styled(alt.LayerChart(layer=[bars, totals], width=_WIDTH, height=_HEIGHT, title=title))


def _axis(alt: Any) -> Any:
    about = alt.Axis(
        labelAngle=0, labelExpr="split(datum.label, '|')", title="Distance entre le point trouvé et le vrai point"
    )
    return alt.X("distance:N", sort=list(bin_labels()), axis=about, scale=alt.Scale(paddingInner=0.15))


def _counts(alt: Any) -> Any:
    about = alt.Axis(format="~d", tickMinStep=1, tickCount=6, title="Nombre d'adresses (au-dessus : leur part de n)")
    return alt.Y("adresses:Q", stack="zero", axis=about)


def _legend(alt: Any, shown: Sequence[str]) -> Any:
    scale = alt.Scale(domain=[_LABELS[p] for p in shown], range=[_COLOURS[p] for p in shown])
    legend = alt.Legend(title="Précision du point", orient="top", symbolStrokeWidth=0.6)
    return alt.Color("precision:N", scale=scale, legend=legend)


def _styled(chart: Any) -> Any:
    """Large plain letters on white, few lines."""
    axis = {"labelFontSize": 12, "titleFontSize": 13, "titlePadding": 10, "labelColor": _INK, "gridColor": _RULE}
    legend = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "titleOrient": "left"}
    title = {"fontSize": 17, "subtitleFontSize": 13, "subtitleColor": _INK, "subtitlePadding": 6, "offset": 12}
    return chart.configure(
        background="white",
        font="Liberation Sans, Arial, Helvetica, sans-serif",
        padding=16,
        view={"stroke": None},
        axis={**axis, "titleFontWeight": "normal"},
        legend=legend,
        title=title,
    )


def _cells(e: Evaluation, shown: Sequence[str]) -> list[dict[str, str | int]]:
    return [
        {"distance": label, "precision": _LABELS[precision], "adresses": count, "rang": rank}
        for rank, precision in enumerate(shown)
        for label, count in zip(bin_labels(), e.histogram[precision], strict=True)
    ]


def _totals(e: Evaluation) -> list[dict[str, str | int]]:
    """Above each bar, its share of the rows whose true point is known; nothing above an empty bin."""
    counts = [sum(column) for column in zip(*e.histogram.values(), strict=True)]
    return [
        {"distance": label, "adresses": count, "part": _percent(count / e.overall.rows)}
        for label, count in zip(bin_labels(), counts, strict=True)
        if count
    ]


def _percent(share: float) -> str:
    """`12,3 %` as French writes it; a share too small to show is still not nothing."""
    text = "< 0,1" if 0 < share < 0.0005 else f"{share * 100:.1f}".replace(".", ",").removesuffix(",0")
    return f"{text}{_THIN}%"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", _THIN)


def _distance(metres: int) -> str:
    return f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
