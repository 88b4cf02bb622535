"""When runs begin by themselves: the only list of schedules, for Prefect, `creches serve`, cron, systemd and `creches status`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TIMEZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A deployment that runs by the clock."""

    name: str
    cron: str
    """Minute, hour, day of the month, month, day of the week (0 or 7: Sunday). Odd minutes: round ones are when all others ask."""
    sources: tuple[str, ...]
    """Ids of the sources that are asked; () for all of them."""
    description_fr: str
    description_en: str
    timezone: str = TIMEZONE


SCHEDULES = (
    Schedule(
        "hebdomadaire",
        "17 4 * * 1",
        (),
        "Toutes les sources, chaque lundi.",
        "Every source, each Monday.",
    ),
    Schedule(
        "quotidien",
        "43 5 * * *",
        ("coop_petite_enfance",),
        "Les pages de première main, chaque jour.",
        "First-party pages, each day.",
    ),
    Schedule(
        "registres",
        "29 3 3 * *",
        ("recherche_entreprises", "sirene", "caf"),
        "Les registres de l'État, le 3 de chaque mois.",
        "The State's registers, on the third of each month.",
    ),
)
"""By name: full week, light day, registers of the month."""

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def schedule(name: str) -> Schedule:
    """The schedule of that name. Raises KeyError."""
    return {one.name: one for one in SCHEDULES}[name]


def next_run(one: Schedule, after: datetime) -> datetime:
    """The first moment strictly after `after` (aware) at which it fires, in its timezone. Raises ValueError for a bad cron.

    A local time that a change to summer time leaves out does not fire on that day; one that comes twice fires the first time.
    """
    minutes, hours, days, months, week = _fields(one.cron)
    zone, floor = ZoneInfo(one.timezone), after.astimezone(UTC)
    day = after.astimezone(zone).date()
    for _ in range(366 * 5):
        if day.month in months and _is_day(day, one.cron, days, week):
            for hour in sorted(hours):
                for minute in sorted(minutes):
                    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
                    if moment.astimezone(UTC) > floor and moment.astimezone(UTC).astimezone(zone) == moment:
                        return moment
        day += timedelta(days=1)
    raise ValueError(f"{one.cron!r} names no day of the next five years.")


def _is_day(day: date, cron: str, days: frozenset[int], week: frozenset[int]) -> bool:
    """As cron has it: when both are limited, either is enough."""
    _, _, of_month, _, of_week = cron.split()
    month, weekday = day.day in days, day.isoweekday() % 7 in week
    return (month or weekday) if "*" not in (of_month[0], of_week[0]) else (month and weekday)


def _fields(cron: str) -> tuple[frozenset[int], ...]:
    texts = cron.split()
    if len(texts) != 5:
        raise ValueError(f"{cron!r} has not the five fields of a cron line.")
    found = [_values(text, *bounds) for text, bounds in zip(texts, _BOUNDS, strict=True)]
    return (*found[:4], frozenset(number % 7 for number in found[4]))


def _values(text: str, low: int, high: int) -> frozenset[int]:
    """`*`, `3`, `1-5`, `*/2`, `1,15`. Raises ValueError."""
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        begin, end = (low, high) if span == "*" else (int(first), int(last if dash else first))
        if not low <= begin <= end <= high or (step and int(step) < 1):
            raise ValueError(f"{part!r} is not a part of a cron line between {low} and {high}.")
        found |= set(range(begin, end + 1, int(step or 1)))
    return frozenset(found)
