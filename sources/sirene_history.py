"""What the periods of a legal unit tell: since when it has its legal category, and what it was called before.

A period is a row of StockUniteLegaleHistorique, cells without value absent; `dateFin` is its last day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from schemas.records import Row

UNKNOWN_DAY = "1900-01-01"
"""What INSEE writes where it does not know the day."""
_CATEGORY, _NAME = "categorieJuridiqueUniteLegale", "denominationUniteLegale"
USUAL = tuple(f"denominationUsuelle{n}UniteLegale" for n in (1, 2, 3))


def since(periods: Sequence[Row], category: str, created: str) -> str:
    """The day (ISO) that the latest unbroken run of periods in a category began; '' when that is not sure.

    It is sure when another category stands right before, or when the unit was created that day.
    """
    run = sorted(periods, key=_start)
    first = len(run)
    while first and run[first - 1].get(_CATEGORY) == category and _follow(run[first - 1 : first + 1]):
        first -= 1
    if first == len(run):
        return ""
    day, before = _start(run[first]), run[first - 1 : first]
    changed = bool(before and (before[0].get(_CATEGORY) or category) != category and _follow([*before, run[first]]))
    return day if day not in ("", UNKNOWN_DAY) and (changed or day == created) else ""


def former_names(periods: Sequence[Row]) -> list[str]:
    """Every name that the periods give, the newest first."""
    newest = sorted(periods, key=_start, reverse=True)
    return [period[name] for period in newest for name in (_NAME, *USUAL) if name in period]


def _start(period: Row) -> str:
    return period.get("dateDebut", "")


def _follow(two: Sequence[Row]) -> bool:
    """Whether the second of two periods begins the day after the first ends; true of one alone."""
    if len(two) < 2:
        return True
    try:
        end, start = (date.fromisoformat(day) for day in (two[0].get("dateFin", ""), _start(two[1])))
    except ValueError:
        return False
    return start - end == timedelta(days=1)
