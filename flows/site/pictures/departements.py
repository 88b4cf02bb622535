"""How many places each département has, in the order of their number."""

from functools import partial

from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.shown import Shown
from flows.site.words import Words

DRAWN = 25
"""Départements that the picture has room for; the table has all."""


def figure(about: Shown, t: Words) -> Figure:
    """Every département with a known place, closed ones not counted; those whose département is not known come last."""
    counted = {code: sum(row["statut"] != "ferme" for row in rows) for code, rows in about.of_departement.items()}
    ranked = sorted((-count, code) for code, count in counted.items() if count and code)
    found = [bars.Bar(f"{about.departement(code)} ({code})", -count, t.number(-count)) for count, code in ranked]
    unknown = counted.get("", 0)
    rows = [(one.name, one.told) for one in found]
    if unknown:
        rows.append((t("chiffres.departement_inconnu"), t.number(unknown)))
    shown = found[:DRAWN]
    return Figure(
        "departements",
        t("chiffres.departements_titre"),
        _finding(t, found),
        t("chiffres.departements_note", n=len(shown)) if len(found) > DRAWN else t("chiffres.departements_tous"),
        (t("chiffres.departement"), t("chiffres.nombre_lieux")),
        rows,
        partial(bars.chart, shown, room=0.12) if shown else None,
        bars.WIDTH,
        bars.height(shown),
    )


def _finding(t: Words, found: list[bars.Bar]) -> str:
    if not found:
        return t("chiffres.departements_aucun")
    first = [one.name for one in found if one.value == found[0].value]
    most = t.counted("chiffres.lieux", int(found[0].value))
    where = t.counted("chiffres.ou", len(found))
    if len(first) > 1:
        return t(
            "chiffres.departements_egaux",
            ou=where,
            n=t.number(len(first)),
            noms=", ".join([*first[:5], *["…"] * (len(first) > 5)]),
            lieux=most,
        )
    return t("chiffres.departements_dit", ou=where, nom=first[0], lieux=most)
