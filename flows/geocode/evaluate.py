"""How good the points are: a located table held against a gold one, in metres, communes and shares. Pure functions.

A row that lacks what a figure needs is left out of that figure and counted beside it; a row that was not located at
all stays in the shares, as a miss.
"""

import pandas as pd

from flows.geocode.evaluation import (
    CLASSES,
    EDGES,
    FAR_M,
    LIMITS,
    NO_CLASS,
    PRECISIONS,
    STREET,
    Evaluation,
    Part,
    as_document,
    as_table,
)
from flows.geocode.points import distance_m
from schemas.errors import Refused
from sources.communes import same_commune

__all__ = ["Evaluation", "as_document", "as_table", "evaluate"]

STATUTES = ("auto", "manuel", "revue", "en_attente")
_CLOSED = {"geo_precision": PRECISIONS, "geo_qualite": (*CLASSES[:-1], ""), "geo_statut": STATUTES}


def evaluate(gold: pd.DataFrame, located: pd.DataFrame) -> Evaluation:
    """Measure `located` against `gold`: all text, the same rows in the same order.

    Raises Refused when their lengths differ or a closed list is left, ValueError for a coordinate that is no number.
    """
    _check(gold, located)
    facts = _facts(gold, located.reset_index(drop=True))
    far, near = facts["metres"].dropna(), facts[facts["pointed"]]
    accepted = facts["accepted"]
    return Evaluation(
        rows=len(facts),
        without_gold_point=int((~facts["pointed"]).sum()),
        not_located=int(near["metres"].isna().sum()),
        measured=len(far),
        overall=_part(near),
        classes={name: _part(near[near["class"] == name]) for name in CLASSES},
        accepted=_share(accepted),
        review=_share(facts["geo_statut"] == "revue"),
        centre=_share(facts["geo_precision"] == "commune"),
        none=_share(facts["geo_precision"] == "aucune"),
        waiting=_share(facts["geo_statut"] == "en_attente"),
        commune_measured=int(facts["told"].sum()),
        wrong_commune=int(facts["wrong"].sum()),
        accepted_wrong_commune=int((facts["wrong"] & accepted).sum()),
        accepted_far=int((accepted & (facts["metres"] > FAR_M)).sum()),
        radius_measured=int((facts["metres"].notna() & facts["radius"].notna()).sum()),
        outside_radius=int((facts["metres"] > facts["radius"]).sum()),
        **{name: _quantile(far, q) for name, q in (("median_m", 0.5), ("p90_m", 0.9), ("p99_m", 0.99))},
        histogram={p: _bins(facts.loc[facts["geo_precision"] == p, "metres"]) for p in PRECISIONS},
    )


def bin_of(metres: float) -> int:
    """The place of a distance among the bins of `EDGES`; an upper end belongs to its bin."""
    return sum(metres > edge for edge in EDGES)


def _check(gold: pd.DataFrame, located: pd.DataFrame) -> None:
    if len(gold) != len(located):
        raise Refused(
            f"The gold table has {len(gold)} rows and the located one {len(located)}: they must be the same rows."
        )
    for column, allowed in _CLOSED.items():
        strange = sorted(set(located[column]) - set(allowed))
        if strange:
            raise Refused(f"{column} holds {', '.join(map(repr, strange))}, which no figure counts. Correct the table.")


def _facts(gold: pd.DataFrame, located: pd.DataFrame) -> pd.DataFrame:
    """What is known of each row: metres between the points (NaN when one is missing), class, acceptance, commune."""
    right = [_numbers(gold[axis]) for axis in ("longitude", "latitude")]
    found = [_numbers(located[axis]) for axis in ("longitude", "latitude")]
    pairs = zip(*right, *found, strict=True)
    codes = list(zip(gold["code_insee"], located["code_insee"], strict=True))
    return located.assign(
        metres=[distance_m(*pair) if all(map(pd.notna, pair)) else float("nan") for pair in pairs],
        pointed=right[0].notna() & right[1].notna(),
        radius=_numbers(located["geo_rayon_m"]),
        told=[bool(one and other) for one, other in codes],
        wrong=[bool(one and other) and not same_commune(one, other) for one, other in codes],
        accepted=located["geo_statut"].isin(("auto", "manuel")) & located["geo_precision"].isin(STREET),
        **{"class": located["geo_qualite"].replace("", NO_CLASS)},
    )


def _numbers(column: "pd.Series[str]") -> "pd.Series[float]":
    return pd.Series([float(text) if text else float("nan") for text in column], dtype=float)


def _part(facts: pd.DataFrame) -> Part:
    return Part(len(facts), {limit: _share(facts["metres"] <= limit) for limit in LIMITS})


def _share(true: "pd.Series[bool]") -> float | None:
    return float(true.mean()) if len(true) else None


def _quantile(metres: "pd.Series[float]", q: float) -> float | None:
    return float(metres.quantile(q)) if len(metres) else None


def _bins(metres: "pd.Series[float]") -> tuple[int, ...]:
    places = [bin_of(distance) for distance in metres.dropna()]
    return tuple(places.count(place) for place in range(len(EDGES) + 1))
