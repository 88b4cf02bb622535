"""How near to its door each place's point is known."""

from collections import Counter
from functools import partial

from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.shown import Shown
from flows.site.words import Words

ORDER = ("numero", "voie", "lieu_dit", "commune", "aucune")
"""The nearest first: the closed list of `geo_precision`."""


def figure(about: Shown, t: Words) -> Figure:
    """Places by the precision of their point; every precision is told, those that none has too."""
    counted = Counter(row["geo_precision"] for row in about.places.values())
    whole = sum(counted.values())
    found = [
        bars.Bar(
            t(f"chiffres.precision_{one}"), counted[one], f"{t.number(counted[one])} ({share(t, counted[one], whole)})"
        )
        for one in ORDER
    ]
    doors = counted["numero"]
    return Figure(
        "precision",
        t("chiffres.precision_titre"),
        t("chiffres.precision_dit", portes=t.counted("chiffres.lieux", doors), communes=t.number(counted["commune"]),
          total=t.number(whole)),
        t("chiffres.precision_note"),
        (t("chiffres.precision"), t("chiffres.nombre_lieux"), t("chiffres.part")),
        [(bar.name, t.number(bar.value), share(t, int(bar.value), whole)) for bar in found],
        partial(bars.chart, found, room=0.45) if whole else None,
        bars.WIDTH,
        bars.height(found),
    )  # fmt: skip


def share(t: Words, count: int, whole: int) -> str:
    """A part of a whole in percent, as the language writes it; what is not quite nothing or all is told so."""
    if not whole:
        return "–"
    per_cent = 100 * count / whole
    if 0 < per_cent < 1:
        return t("chiffres.moins_de", n="1")
    if 99 < per_cent < 100:
        return t("chiffres.plus_de", n="99")
    return t("chiffres.pourcent", n=t.number(per_cent))
