"""Why rows came, by whole columns: rows that the same sources name come for one reason, which is looked for once."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

import pandas as pd

from flows.changes.change import Came, Change
from flows.changes.facts import ENTITIES, Facts
from flows.changes.proofs import Why, sources_of
from flows.changes.rows import Told, why_it_came, why_of_fact, why_of_territory
from flows.columnar.frames import texts
from schemas.tables import key

Place = tuple[str, str]
"""Commune and département."""
_TOWNS = ("commune", "commune_siege", "territoire_nom")
_Key = TypeVar("_Key", bound=Hashable)


def whys_of(part: Came, rows: pd.DataFrame, facts: Facts, told: Told) -> list[Why]:
    """(cause, source) of each. `rows`: the table now; `told`: why the rows of the tables before this one came."""
    if part.table == "territoires":
        one = Change(part.table, part.cells[0][0], "", "ajoute")
        return [why_of_territory(one, "", facts)] * len(part)
    return _of_entities(part, rows, facts) if part.table in ENTITIES else _of_memberships(part, rows, facts, told)


def _of_entities(part: Came, rows: pd.DataFrame, facts: Facts) -> list[Why]:
    column = "sources" if "sources" in rows.columns else "source"
    named = dict(zip(texts(rows, "id"), texts(rows, column), strict=True))
    known = {*facts.before.heirs, *facts.after.successors, *facts.before.stones}

    def why(id_: str, said: str) -> Why:
        return why_it_came(id_, sources_of({"sources": said}), facts)

    keys = [(id_ if id_ in known else "", named.get(id_, "")) for id_ in part.cells[0]]
    return list(_once(keys, lambda one: why(*one)))


def _of_memberships(part: Came, rows: pd.DataFrame, facts: Facts, told: Told) -> list[Why]:
    cited = sources_by_key(rows, part.table)
    known = {*facts.after.heirs, *facts.after.successors}

    def why(id_: str, source: str) -> Why:
        return why_of_fact(Change(part.table, id_, "", "ajoute"), source, facts, told)

    ids = [cle.partition("|")[0] for cle in part.cells[0]]
    keys = [
        (told.get((id_, "")), id_ in known, cited.get(cle, "")) for id_, cle in zip(ids, part.cells[0], strict=True)
    ]
    of = dict(zip(keys, ids, strict=True))
    return list(_once(keys, lambda one: why(of[one], one[2])))


def sources_by_key(rows: pd.DataFrame, table: str, column: str = "source") -> dict[str, str]:
    """The source, or another column, of each row of a table, by its key."""
    cells = zip(*(texts(rows, name) for name in key(table)), strict=True)
    return dict(zip(map("|".join, cells), texts(rows, column), strict=True))


def _once(keys: Sequence[_Key], why: Callable[[_Key], Why]) -> Iterator[Why]:
    """One answer a key, looked for once."""
    known = {one: why(one) for one in dict.fromkeys(keys)}
    return map(known.__getitem__, keys)


def placed(
    part: Came, rows: pd.DataFrame, whys: Collection[Why], homes: Mapping[str, Place], names: Mapping[str, str]
) -> Came:
    """With the cause and the source of each row, and where it is. `homes`: of operators; `names`: of what rows are about."""
    keys, titles = part.cells[0], part.cells[1]
    about = [cle.partition("|")[0] for cle in keys] if part.table == "adhesions" else []
    if about:
        titles = [title or names.get(id_, "") for title, id_ in zip(titles, about, strict=True)]
    where = _places(part, rows) if part.table in ENTITIES else [("", "")] * len(part)
    if owners := keys if part.table == "gestionnaires" else about:
        at_home = (homes.get(id_, ("", "")) for id_ in owners)
        where = [(town or home[0], code or home[1]) for (town, code), home in zip(where, at_home, strict=True)]
    columns = ([one[at] for one in pairs] for pairs in (whys, where) for at in (0, 1))
    return Came(part.table, (keys, titles, *columns))


def _places(part: Came, rows: pd.DataFrame) -> list[Place]:
    towns = [texts(rows, name) for name in _TOWNS]
    found = (next(filter(None, one), "") for one in zip(*towns, strict=True))
    at = dict(zip(texts(rows, "id"), zip(found, texts(rows, "departement"), strict=True), strict=True))
    return [at.get(id_, ("", "")) for id_ in part.cells[0]]
