"""Every change with its cause and the source whose word changed, by what proves the rows of both releases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from flows.changes.came import placed, sources_by_key, whys_of
from flows.changes.cells import why_of_cell
from flows.changes.change import Behind, Came, Change, Changes, one_by_one
from flows.changes.facts import ENTITIES, Facts, gathered, id_of
from flows.changes.parts import Part
from flows.changes.plain import code
from flows.changes.proofs import Why
from flows.changes.rows import (
    why_of_doubt,
    why_of_fact,
    why_of_id,
    why_of_proof,
    why_of_row,
    why_of_source,
    why_of_stone,
    why_of_territory,
)
from flows.columnar.frames import texts
from schemas.records import Row
from schemas.tables import TABLES, Tables, empty

_FACTS = ("adhesions", "partenariats", "chiffres", "territoires")


def explained(
    changes: Sequence[Change],
    before: Tables,
    after: Tables,
    schema_before: str = "",
    asked: Collection[tuple[str, str]] = (),
) -> Changes | tuple[Change, ...]:
    """The same changes in the same order, each with `cause` and `source`, where its row is, and when one that left was seen.

    The tables are those that `compare` was given. `schema_before`: the schema's version of the release before, so that a
    column that it did not have is told from one that was empty. `asked`: (id, column) of cells taken out on request.
    Where the proofs of a cell do not tell, the nearest cause that is true: a page that is another one said it otherwise,
    pages that stand as they were are read otherwise.
    """
    facts = gathered(changes, before, after, schema_before, asked)
    cited = {**_cited(changes, before), **_cited(changes, after)}
    told: dict[tuple[str, str], Why] = {}
    about = _About(
        facts, cited, _cited(changes, before, "date_derniere_vue"), told, _homes(before, after), _names(before, after)
    )
    if isinstance(changes, Changes):
        return Changes(_explained(part, about, after) for part in changes.parts)
    order = {table: i for i, table in enumerate(TABLES)}
    whole = sorted(range(len(changes)), key=lambda i: order[changes[i].table])
    done = {i: _one(changes[i], about) for i in whole}
    return tuple(done[i] for i in range(len(changes)))


@dataclass(frozen=True, slots=True)
class _About:
    """What explains a change: both sides, the sources of rows without an id, what was explained before, where rows are."""

    facts: Facts
    cited: Mapping[tuple[str, str], str]
    seen: Mapping[tuple[str, str], str]
    told: dict[tuple[str, str], Why]
    homes: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]


def _explained(part: Part, about: _About, after: Tables) -> Part:
    """Tables that have ids come before those that follow them. What is behind is explained when it is asked for."""
    if isinstance(part, Behind):
        return replace(part, explain=partial(_one, about=about))
    if isinstance(part, Came):
        return _came(part, about, after[part.table])
    return tuple(_one(change, about) for change in part)


def _came(part: Came, about: _About, rows: pd.DataFrame) -> Came:
    whys = [_held(why, about.facts) for why in whys_of(part, rows, about.facts, about.told)]
    if part.table in ENTITIES:
        about.told.update(zip(((id_, "") for id_ in part.cells[0]), whys, strict=True))
    return placed(part, rows, whys, about.homes, about.names)


def _one(change: Change, about: _About) -> Change:
    why = _lasting(
        change, _held(_why(change, about.facts, about.cited, about.told), about.facts), about.facts, about.seen
    )
    if change.table in ENTITIES:
        about.told[change.cle, change.champ] = why
    return _placed(change, why, about)


def _why(change: Change, facts: Facts, cited: Mapping[tuple[str, str], str], told: dict[tuple[str, str], Why]) -> Why:
    source = cited.get((change.table, change.cle), "")
    if change.table in ENTITIES:
        return why_of_cell(change, facts) if change.champ else why_of_row(change, facts)
    if change.table == "territoires":
        return why_of_territory(change, source, facts)
    if change.table == "sources":
        return why_of_source(change, facts)
    if change.table == "provenance":
        return why_of_proof(change, facts, told)
    if change.table == "identifiants":
        return why_of_id(change, facts, told)
    if change.table == "retraits":
        return why_of_stone(change, told)
    return (
        why_of_doubt(change, facts, told) if change.table == "anomalies" else why_of_fact(change, source, facts, told)
    )


def _held(why: Why, facts: Facts) -> Why:
    """A source that was read, and whose gates hold it, is not one that was not read."""
    return ("source_retenue", why[1]) if why[0] == "source_reprise" and why[1] in facts.after.held else why


def _lasting(change: Change, why: Why, facts: Facts, seen: Mapping[tuple[str, str], str]) -> Why:
    """A fact that ends though its page stands as it was: silent since before, when it was last seen on an older one."""
    read = facts.before.sources.get(why[1], {}).get("recupere_le", "")[:10]
    old = seen.get((change.table, change.cle), "")
    late = change.nature == "retire" and why[0] == "regle" and "" < old < read
    return ("source_muette", why[1]) if late else why


def _cited(changes: Sequence[Change], tables: Tables, column: str = "source") -> dict[tuple[str, str], str]:
    """The source, or another column, of each row of the tables whose rows have one source and no id."""
    asked = {change.table for change in one_by_one(changes)} & set(_FACTS)
    found: dict[tuple[str, str], str] = {}
    for table in sorted(asked):
        cells = sources_by_key(tables.get(table, empty(table)), table, column)
        found |= {(table, cle): value for cle, value in cells.items()}
    return found


def _homes(before: Tables, after: Tables) -> dict[str, tuple[str, str]]:
    """(commune, département) of the operators, by the first of their places."""
    found: dict[str, tuple[str, str]] = {}
    for tables in (after, before):
        rows = tables.get("etablissements", empty("etablissements"))
        cells = (texts(rows, name) for name in ("gestionnaire_id", "commune", "departement"))
        for id_, commune, departement in zip(*cells, strict=True):
            found.setdefault(id_, (commune, departement))
    return found


def _names(before: Tables, after: Tables) -> dict[str, str]:
    """The names of what memberships and figures are about, by id; of territories by code."""
    named = [("territoires", "code"), *((table, "id") for table in ENTITIES if table != "etablissements")]
    found: dict[str, str] = {}
    for rows, column in ((tables.get(t, empty(t)), column) for tables in (before, after) for t, column in named):
        found |= dict(zip(texts(rows, column), texts(rows, "nom"), strict=True))
    return found


def _name(change: Change, names: Mapping[str, str]) -> str:
    """A figure is told with whose it is, a membership with its operator."""
    about = names.get(change.cle.partition("|")[0], "")
    if change.table == "chiffres":
        return ", ".join(filter(None, (about, code(change.cle.split("|")[1], "fr"))))
    return change.nom or (about if change.table == "adhesions" else "")


def _placed(change: Change, why: Why, about: _About) -> Change:
    """With the commune and the département of the place, a name where the table has none, the last day of a row that left."""
    old, new = about.facts.sides(change.table, id_of(change)) if change.table in ENTITIES else ({}, {})
    row: Row = new or old
    gone = change.nature == "retire" and change.table != "territoires"
    last = gone and (old.get("date_derniere_vue") or about.seen.get((change.table, change.cle), ""))
    home = about.homes.get(id_of(change), ("", "")) if change.table in ("gestionnaires", "adhesions") else ("", "")
    return Change(
        *(
            change.table,
            change.cle,
            _name(change, about.names),
            change.nature,
            change.champ,
            change.avant,
            change.apres,
        ),
        cause=why[0],
        source=why[1],
        commune=row.get("commune") or row.get("commune_siege") or row.get("territoire_nom") or home[0],
        departement=row.get("departement") or home[1],
        vue=last or "",
    )
