"""Under which name: places renamed at once, and a source that names none of the places it named before."""

import pandas as pd

from flows.gate.pairs import staying
from flows.gate.ruled import More, ruled
from schemas.tables import Tables, empty
from schemas.verdicts import Verdict
from sources.text import fold

_FEW = 3  # active places of a source: with fewer, all of them may well change at once


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """Renames of rows that stay, and sources that read another list."""
    return [_renamed(tables, previous), *_replaced(tables, previous)]


def _renamed(tables: Tables, previous: Tables) -> Verdict:
    pairs = staying(tables, previous)
    other = pairs.where(pairs.differ("nom")).cells("nom")
    changed = [f"{old} → {new}" for old, new in other if fold(old) != fold(new)]
    return ruled("renommages", len(changed), len(pairs), [More(one, one) for one in changed])


def _replaced(tables: Tables, previous: Tables) -> list[Verdict]:
    """Another list was read, or every name has changed: a source without one of its active places of before."""
    before = previous.get("etablissements", empty("etablissements"))
    verdicts = []
    for source in sorted({one for named in before["sources"].unique() for one in str(named).split("|")}):
        old, now = (_active(rows, source) for rows in (before, tables["etablissements"]))
        if len(old) >= _FEW and now and not old & now:
            verdicts.append(_another(source, len(old), len(now)))
    return verdicts or [ruled("autre_liste", 0, 0)]


def _another(source: str, old: int, now: int) -> Verdict:
    more = More(
        f"Aucun des {old} lieux cités avant n'y est plus, {now} autres y sont. Comparer la page avec la dernière release : c'est "
        "une autre liste, ou tous ses noms ont été récrits.",
        f"None of the {old} places it named before is on its page, which names {now} others. Compare the page with the last "
        "release: it is another list, or its names were all rewritten.",
    )
    return ruled("autre_liste", 1, 0, (), source, more=more)


def _active(rows: pd.DataFrame, source: str) -> set[str]:
    """Ids of the active places that a source names, alone or among others."""
    naming = [named for named in rows["sources"].unique() if source in str(named).split("|")]
    return set(rows[rows["sources"].isin(naming) & (rows["statut"] == "actif")]["id"])
