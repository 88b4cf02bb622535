"""Which columns of the nurseries are filled, and how far."""

from functools import partial

from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.pictures.precision import share
from flows.site.shown import Shown
from flows.site.values import title
from flows.site.words import Words
from schemas.tables import fields

_TABLE = "etablissements"
_OF_POINTS = "geo_"


def figure(about: Shown, t: Words) -> Figure:
    """Every column in the table; in the picture those that may be empty, less the ones about how a point was found."""
    places = list(about.places.values())
    counted = {str(one["name"]): sum(bool(row.get(str(one["name"]))) for row in places) for one in fields(_TABLE)}
    optional = sorted((-counted[name], number, name) for number, name in enumerate(_optional()))
    found = [bars.Bar(title(t, _TABLE, name), -count, share(t, -count, len(places))) for count, _, name in optional]
    empty = [one.name for one in found if not one.value]
    return Figure(
        "remplissage",
        t("chiffres.remplissage_titre"),
        _finding(t, found, empty, len(places)),
        t("chiffres.remplissage_note"),
        (t("chiffres.colonne"), t("chiffres.remplies"), t("chiffres.part")),
        [(title(t, _TABLE, name), t.number(n), share(t, n, len(places))) for name, n in counted.items()],
        partial(bars.chart, found, most=len(places), room=0.2) if places else None,
        bars.WIDTH,
        bars.height(found),
    )


def _optional() -> list[str]:
    """Columns that may be empty, in the order of the schema; `constraints` tells which may not."""
    found = []
    for field in fields(_TABLE):
        limits = field.get("constraints")
        needed = isinstance(limits, dict) and limits.get("required")
        if not needed and not str(field["name"]).startswith(_OF_POINTS):
            found.append(str(field["name"]))
    return found


def _finding(t: Words, found: list[bars.Bar], empty: list[str], whole: int) -> str:
    if not whole:
        return t("chiffres.remplissage_aucun")
    full = sum(one.value == whole for one in found)
    told = t("chiffres.remplissage_dit", pleines=t.number(full), total=t.number(len(found)))
    return f"{told} {t('chiffres.remplissage_vides', noms=', '.join(empty))}" if empty else told
