"""How many nurseries came, went and changed, month by month."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.shown import Shown
from flows.site.words import Words

NATURES = ("ajoute", "modifie", "retire")
DRAWN = 8
"""Months that the picture has room for, the newest ones; the table has all that are known."""
Counted = Mapping[str, Mapping[str, int]]


def figure(about: Shown, t: Words) -> Figure:
    """Nurseries of the releases that stand, by the month of the release; one that changed twice in it counts once."""
    counted = by_month(about)
    drawn = sorted(counted, reverse=True)[:DRAWN]
    found = [
        bars.Bar(name if nature == NATURES[0] else "", counted[month][nature], t.counted(f"chiffres.{nature}", counted[month][nature]))
        for month in drawn
        for name in [_name(t, month)]
        for nature in NATURES
    ]  # fmt: skip
    rows = [
        (_name(t, month), *(t.number(counted[month][nature]) for nature in NATURES))
        for month in sorted(counted, reverse=True)
    ]
    return Figure(
        "mois",
        t("chiffres.mois_titre"),
        _finding(t, counted),
        t("chiffres.mois_note"),
        (t("chiffres.mois"), *(t(f"chiffres.colonne_{nature}") for nature in NATURES)),
        rows,
        partial(bars.chart, found, room=0.35) if found else None,
        bars.WIDTH,
        bars.height(found),
    )  # fmt: skip


def by_month(about: Shown) -> Counted:
    """Month (`2026-11`) -> nature -> nurseries, of every month in which there was a release."""
    keys: dict[str, dict[str, set[str]]] = defaultdict(lambda: {nature: set() for nature in NATURES})
    days = {str(entry["version"]): str(entry["date"]) for entry in about.entries}
    for version, lines in about.past.items():
        of_month = keys[days.get(version, "")[:7]]
        for line in lines:
            if line["table"] == "etablissements" and line["nature"] in of_month:
                of_month[line["nature"]].add(line["cle"])
    return {
        month: {nature: len(found) for nature, found in natures.items()} for month, natures in keys.items() if month
    }


def _name(t: Words, month: str) -> str:
    """`novembre 2026` of `2026-11`."""
    return t.day(f"{month}-02").partition(" ")[2]


def _finding(t: Words, counted: Counted) -> str:
    if not counted:
        return t("chiffres.mois_aucun")
    month = max(counted)
    told = ", ".join(t.counted(f"chiffres.{nature}", counted[month][nature]) for nature in NATURES)
    return t("chiffres.mois_dit", mois=_name(t, month), dit=told)
