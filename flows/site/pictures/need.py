"""Where childcare is scarcest, and whether a cooperative is there: the second mission of the network that publishes members.

The rate is the CNAF's: places of formal childcare, all kinds together, for 100 children under three.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from flows import drawing
from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.pictures.palette import FIRST, SECOND
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row

HEIGHT = 250
NAMED = 8
"""Départements without a cooperative that are named, those of the lowest rate."""
_STEP = 2.5
"""Places for 100 children: départements within as much stand above each other."""


def figure(about: Shown, t: Words) -> Figure:
    """Every département with a rate, from the lowest; when the release has no rate, words instead of a picture."""
    found = rated(about)
    absent = [row for row in found if not present(row)]
    return Figure(
        "besoin",
        t("chiffres.besoin_titre"),
        _finding(t, found, absent),
        t("chiffres.besoin_note") if found else "",
        tuple(t(f"chiffres.{one}") for one in ("departement", "taux", "annee", "nombre_lieux")) if found else (),
        [
            (named(row), t.number(rate(row), 1), row["millesime"], t.number(int(row["nb_etablissements"])))
            for row in found
        ],
        partial(_chart, t, found) if found else None,
        bars.WIDTH,
        HEIGHT,
    )


def rated(about: Shown) -> list[Row]:
    """The départements whose rate is known, the lowest first."""
    rows = [row for row in about.tables["territoires"] if row["niveau"] == "departement" and row["taux_couverture"]]
    return sorted(rows, key=lambda row: (rate(row), row["code"]))


def rate(row: Row) -> float:
    """Places for 100 children under three."""
    return float(row["taux_couverture"])


def present(row: Row) -> bool:
    """Whether a cooperative nursery is known there."""
    return int(row["nb_etablissements"]) > 0


def named(row: Row) -> str:
    """`Seine-Saint-Denis (93)`."""
    return f"{row['nom']} ({row['code']})"


def _finding(t: Words, found: Sequence[Row], absent: Sequence[Row]) -> str:
    if not found:
        return t("chiffres.besoin_inconnu")
    quarter = found[: max(1, len(found) // 4)]
    told = t("chiffres.besoin_dit", n=t.number(len(quarter)), sans=t.number(sum(not present(row) for row in quarter)))
    names = ", ".join(f"{named(row)} {t.number(rate(row), 1)}" for row in absent[:NAMED])
    return f"{told} {t('chiffres.besoin_absentes', noms=names)}" if names else told


def _chart(t: Words, found: Sequence[Row]) -> Any:
    """Each département is a sign above its rate: a disc without a cooperative, a triangle with one."""
    alt = drawing.altair()
    words = [t("chiffres.besoin_sans"), t("chiffres.besoin_avec")]
    scale = {"scale": alt.Scale(domain=words, range=[SECOND, FIRST])}
    legend = alt.Legend(title=None, orient="top", direction="vertical")
    whole = alt.Chart(alt.InlineData(values=_signs(found, words))).mark_point(filled=True, opacity=1, size=75)
    coded = whole.encode(
        x=alt.X(
            "taux:Q", title=t("chiffres.taux"), axis=alt.Axis(grid=False, tickCount=6), scale=alt.Scale(zero=False)
        ),
        y=alt.Y("rang:Q", axis=None, scale=alt.Scale(domain=[0, _highest(found)])),
        color=alt.Color("dit:N", legend=legend, **scale),
        shape=alt.Shape("dit:N", legend=legend, scale=alt.Scale(domain=words, range=["circle", "triangle-up"])),
    )
    return bars.framed(alt, [coded], HEIGHT)


def _signs(found: Sequence[Row], words: Sequence[str]) -> list[dict[str, Any]]:
    """Where each stands: those of a step above each other, without a cooperative below."""
    heights: Counter[float] = Counter()
    signs = []
    for row in sorted(found, key=lambda row: (present(row), rate(row), row["code"])):
        step = _step(row)
        heights[step] += 1
        signs.append({"taux": step, "rang": heights[step], "dit": words[present(row)]})
    return signs


def _step(row: Row) -> float:
    return (rate(row) // _STEP + 0.5) * _STEP


def _highest(found: Sequence[Row]) -> int:
    return max(12, *Counter(map(_step, found)).values()) + 1
