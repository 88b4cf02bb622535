"""What an evaluation of points holds, and how it is told: aligned text for a terminal, a document for JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

LIMITS = (50, 200, 500)
"""Metres within which shares are told: a door, a street's end, what a map reader forgives."""
EDGES = (10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""Upper ends of the histogram's bins, in metres; one more bin holds what lies beyond."""
NO_CLASS = "none"
CLASSES = ("11", "12", "21", "22", "33", NO_CLASS)
"""INSEE's classes of `geo_qualite`, and those rows that have none."""
PRECISIONS = ("numero", "voie", "lieu_dit", "commune", "aucune")
STREET = ("numero", "voie", "lieu_dit")
FAR_M = 500
"""Beyond this an accepted point is a fault."""
_WIDTH, _NARROW = 44, 11


@dataclass(frozen=True, slots=True)
class Part:
    """Rows whose gold has a point, and the shares (0 to 1) of them found within each of `LIMITS`; None of no row."""

    rows: int
    within: dict[int, float | None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures. Shares are of 1, distances in metres, None where no row can tell."""

    rows: int
    without_gold_point: int
    """Rows that no distance can be told for, whatever was found."""
    not_located: int
    """Rows whose gold has a point and that were given none: a miss in the shares, absent from the distances."""
    measured: int
    """Rows with both points."""
    overall: Part
    classes: dict[str, Part]
    accepted: float | None
    """Share of all rows with a street or a door that was accepted (auto or manuel)."""
    review: float | None
    """Share waiting for a person; these rows mostly stand at a centre meanwhile."""
    centre: float | None
    none: float | None
    waiting: float | None
    commune_measured: int
    """Rows of which both tables tell the commune."""
    wrong_commune: int
    accepted_wrong_commune: int
    accepted_far: int
    """Accepted rows more than 500 m from their gold point."""
    radius_measured: int
    outside_radius: int
    """Rows farther from gold than their own `geo_rayon_m`, of `radius_measured`."""
    median_m: float | None
    p90_m: float | None
    p99_m: float | None
    histogram: dict[str, tuple[int, ...]]
    """By `geo_precision`, the measured rows in each bin of `EDGES` and beyond."""


def as_document(e: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON, names as in `Evaluation`; the bins' upper ends in metres stand under `edges_m`."""
    document = asdict(e)
    for part in (document["overall"], *document["classes"].values()):
        part["within"] = {str(limit): share for limit, share in part["within"].items()}
    document["histogram"] = {precision: list(counts) for precision, counts in e.histogram.items()}
    return {**document, "edges_m": list(EDGES)}


def as_table(e: Evaluation) -> str:
    """The figures as aligned plain text for a terminal, a sentence for everybody first."""
    shares = (e.overall, *e.classes.values())
    names = ("all", *(f"geo_qualite {name}" for name in e.classes))
    limits = tuple(f"<= {limit} m" for limit in LIMITS)
    return "\n".join(
        [
            _sentence(e),
            "",
            _line("rows with a gold point, share found within", ("rows", *limits)),
            *(_line(n, (p.rows, *map(_percent, p.within.values()))) for n, p in zip(names, shares, strict=True)),
            "",
            *(_line(name, (value,)) for name, value in _figures(e).items()),
            "",
            _line("metres from the gold point, by geo_precision", ("<=", *map(str, EDGES), "beyond"), 7),
            *(_line(precision, ("", *counts), 7) for precision, counts in e.histogram.items()),
        ]
    )


def _sentence(e: Evaluation) -> str:
    within = e.overall.within[LIMITS[1]]
    if within is None:
        return f"Of {e.rows} addresses, none has a known point: nothing can be measured."
    return (
        f"Of 100 addresses whose true point is known, {within * 100:.0f} are placed within {LIMITS[1]} m of it; "
        f"of {e.rows} addresses, {e.accepted_far} were accepted more than {FAR_M} m away "
        f"and {e.accepted_wrong_commune} in a wrong commune."
    )


def _figures(e: Evaluation) -> dict[str, str]:
    return {
        "rows": f"{e.rows}",
        "  without a gold point": f"{e.without_gold_point}",
        "  with a gold point, not located": f"{e.not_located}",
        "  measured": f"{e.measured}",
        "accepted on a street or a door": _percent(e.accepted),
        "waiting for a person (revue)": _percent(e.review),
        "at a commune's centre": _percent(e.centre),
        "not located": _percent(e.none),
        "waiting for the geocoder (en_attente)": _percent(e.waiting),
        "in a wrong commune": f"{e.wrong_commune} of {e.commune_measured}",
        "  accepted in a wrong commune": f"{e.accepted_wrong_commune}",
        f"accepted more than {FAR_M} m away": f"{e.accepted_far}",
        "outside their own geo_rayon_m": f"{e.outside_radius} of {e.radius_measured}",
        "median distance": _metres(e.median_m),
        "90 % are nearer than": _metres(e.p90_m),
        "99 % are nearer than": _metres(e.p99_m),
    }


def _line(name: str, cells: Iterable[object], width: int = _NARROW) -> str:
    return (f"{name:{_WIDTH}}" + "".join(f"{cell!s:>{width}}" for cell in cells)).rstrip()


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _metres(distance: float | None) -> str:
    return "-" if distance is None else f"{distance:.0f} m"
