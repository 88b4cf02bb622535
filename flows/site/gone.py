"""Ids of nurseries that lead nowhere any more: replaced by another, or withdrawn. What they held is not repeated."""

import re
from typing import NamedTuple

from flows.site.shown import Shown

_ID = re.compile(r"cc-[a-z2-7]{8}")


class Gone(NamedTuple):
    """`motive`: that of `retraits`, `fusionne` for an id that gave way; `day` (ISO) and `version` are '' when nobody told;
    `heir`: the nursery that stands for it today, or ''."""

    id: str
    motive: str
    day: str
    version: str
    heir: str


def gone(about: Shown) -> list[Gone]:
    """All of them, by id. An id that is back is none."""
    stones = {row["id"]: row for row in about.tables["retraits"]}
    heirs = {row["id"]: row["remplace_par"] for row in about.tables["identifiants"] if row["remplace_par"]}
    heirs |= {id_: row["remplace_par"] for id_, row in stones.items() if row["remplace_par"]}
    found = []
    for id_ in sorted({*stones, *heirs} - {*about.places}):
        if _ID.fullmatch(id_):
            stone = stones.get(id_, {})
            motive = stone.get("motif", "fusionne")
            heir = _last(id_, heirs)
            told = heir if heir in about.places else ""
            found.append(Gone(id_, motive, stone.get("date", ""), stone.get("derniere_release", ""), told))
    return found


def _last(id_: str, heirs: dict[str, str]) -> str:
    """The end of the chain; '' for a chain that has none."""
    met = {id_}
    while id_ in heirs:
        id_ = heirs[id_]
        if id_ in met:
            return ""
        met.add(id_)
    return id_
