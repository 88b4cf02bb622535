"""What the answers are worth: held against the truth row by row, then counted by kind and against the targets."""

from typing import NamedTuple

import pandas as pd

from flows.geocode.points import distance_m
from sources.commune_table import rows
from tests.gold.cases import ABSENT_KIND, ASKED, OUTSIDE_KIND
from tests.gold.perturb import KINDS, UNCERTAIN

FAR_M = 500
NEAR_M = 200
STREET = ("numero", "voie", "lieu_dit")
"""Precisions that publish more than a commune's centre."""
LEAST_ACCEPTED = 97.0
MOST_FAR = 0.5
MOST_ABSENT = 1.0


class Target(NamedTuple):
    """One thing that must hold, with its figure."""

    name: str
    figure: str
    held: bool


def judged(questions: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """The questions and their truth, with what was answered (`said_*`) and the verdicts, all bool but `metres`.

    `metres` is the gap between a published street or door and the truth, NaN where none is published.
    """
    if not (answers.index.equals(questions.index) and answers[ASKED].equals(questions[ASKED])):
        raise ValueError("the answers are not the questions' rows in their order")
    told = answers[[c for c in answers if c == "code_insee" or c.startswith(("longitude", "latitude", "geo_"))]]
    table = questions.join(told.add_prefix("said_"))
    street = table["said_geo_precision"].isin(STREET)
    table["metres"] = [
        _metres(row) if there else float("nan") for there, (_, row) in zip(street, table.iterrows(), strict=True)
    ]
    auto, review = (table["said_geo_statut"] == statut for statut in ("auto", "revue"))
    table["accepted"], table["review"] = auto & street, review
    table["centre"] = table["said_geo_precision"] == "commune"
    agrees = table["said_code_insee"].map(_city) == table["code_insee"].map(_city)
    table["wrong"] = table["accepted"] & ~agrees
    table["off"] = table["metres"] > FAR_M
    table["far"] = table["off"] & (table["metres"] > pd.to_numeric(table["said_geo_rayon_m"]).fillna(0))
    table["false_door"] = (
        table["accepted"] & (table["said_geo_precision"] == "numero") & ~table["door"] & table["findable"]
    )
    return table


def targets(table: pd.DataFrame) -> list[Target]:
    """The targets with their figures."""
    findable = table[table["findable"]]
    certain, doubtful = (findable[findable["kind"].isin(UNCERTAIN) == side] for side in (False, True))
    absent = table[table["kind"] == ABSENT_KIND]
    kept, off = _percent(certain["accepted"]), _percent(findable.loc[findable["accepted"], "off"])
    lost = int((~(doubtful["accepted"] | doubtful["review"] | doubtful["centre"])).sum())
    wrong, far, simply = int(table["wrong"].sum()), int(absent["far"].sum()), int(absent["off"].sum())
    taken = _percent(absent["accepted"])
    return [
        Target(f"findable accepted, >= {LEAST_ACCEPTED:g} %", f"{kept:.2f} %", kept >= LEAST_ACCEPTED),
        Target("no or wrong postcode, neither accepted, in review nor at a centre, 0", f"{lost}", lost == 0),
        Target("accepted in a wrong commune, 0", f"{wrong}", wrong == 0),
        Target(f"accepted > {FAR_M} m off, <= {MOST_FAR:g} %", f"{off:.2f} %", off <= MOST_FAR),
        Target(f"absent accepted, <= {MOST_ABSENT:g} %", f"{taken:.2f} %", taken <= MOST_ABSENT),
        Target(f"absent far points, 0 (simply > {FAR_M} m: {simply})", f"{far}", far == 0),
    ]


def by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """One row a kind: how many, what became of them in percent, and how many went wrong."""
    kinds = [*KINDS, ABSENT_KIND, OUTSIDE_KIND]
    return pd.DataFrame([_line(kind, table[table["kind"] == kind]) for kind in kinds if (table["kind"] == kind).any()])


def worst(table: pd.DataFrame, number: int = 15) -> list[str]:
    """The rows that went most wrong, one line each; nothing for rows that went well."""
    uncertain = table["kind"].isin(UNCERTAIN)
    refused = table["findable"] & ~table["accepted"] & ~(uncertain & (table["review"] | table["centre"]))
    taken = table["accepted"] & (table["kind"] == ABSENT_KIND)
    weight = 8 * table["wrong"] + 4 * (table["far"] | (table["accepted"] & table["off"])) + 2 * taken + refused
    order = weight[weight > 0].sort_values(ascending=False, kind="stable").index[:number]
    return [_told(row) for _, row in table.loc[order].iterrows()]


def summary(table: pd.DataFrame, held: list[Target]) -> str:
    """All in one sentence."""
    verdict = "PASS" if all(target.held for target in held) else "MISS"
    left_out = int((table["kind"] == OUTSIDE_KIND).sum())
    figures = "; ".join(f"{target.name}: {target.figure}" for target in held)
    doors = f"doors told that are not there {int(table['false_door'].sum())} of {int((~table['door'] & table['findable']).sum())}"
    return f"gold: {verdict} on {len(table)} queries ({left_out} out of reach left out) - {figures}; {doors}."


def _line(kind: str, rows: pd.DataFrame) -> dict[str, object]:
    told = {
        "accepted %": rows["accepted"],
        "door %": rows["said_geo_precision"] == "numero",
        "review %": rows["review"],
    }
    shares = {name: f"{_percent(told[name]):.1f}" for name in told} | {"centre %": f"{_percent(rows['centre']):.1f}"}
    off = {f"> {metres} m": int((rows["metres"] > metres).sum()) for metres in (NEAR_M, FAR_M)}
    return {"kind": kind, "n": len(rows), **shares, "wrong commune": int(rows["wrong"].sum()), **off}


def _told(row: pd.Series) -> str:
    asked = " ".join(filter(None, (row["adresse"], row["code_postal"], row["commune"])))
    said = f"{row['said_geo_precision']}/{row['said_geo_statut']} in {row['said_code_insee'] or '-'}"
    gap = "" if pd.isna(row["metres"]) else f", {row['metres']:.0f} m off"
    label = row.get("said_geo_libelle", "")
    return f"{row['kind']}: {asked} [{row['code_insee']}, {row['voie']}] -> {said}{gap}{f' ({label})' if label else ''}"


def _metres(row: pd.Series) -> float:
    told = (float(row[f"said_{name}"]) for name in ("longitude", "latitude"))
    return distance_m(*told, float(row["longitude"]), float(row["latitude"]))


def _percent(several: pd.Series) -> float:
    return 100 * float(several.mean()) if len(several) else 0.0


def _city(code_insee: str) -> str:
    """The whole city's code for an arrondissement's."""
    return _CITIES.get(code_insee, code_insee)


_CITIES = {row.code_insee: row.code_commune for row in rows() if row.type == "ARM"}
