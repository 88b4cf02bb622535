"""Every change with its cause and the source whose word changed, by what proves the rows of both releases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from flows.changes.cells import why_of_cell
from flows.changes.change import Change
from flows.changes.facts import ENTITIES, Facts, gathered, id_of
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
from schemas.records import Row
from schemas.tables import TABLES, Tables, empty, key, rows_of

_FACTS = ("adhesions", "partenariats", "chiffres", "territoires")


def explained(
    changes: Sequence[Change],
    before: Tables,
    after: Tables,
    schema_before: str = "",
    asked: Collection[tuple[str, str]] = (),
) -> tuple[Change, ...]:
    """The same changes in the same order, each with `cause` and `source`, where its row is, and when one that left was seen.

    The tables are those that `compare` was given. `schema_before`: the schema's version of the release before, so that a
    column that it did not have is told from one that was empty. `asked`: (id, column) of cells taken out on request.
    Where the proofs of a cell do not tell, the nearest cause that is true: a page that is another one said it otherwise,
    pages that stand as they were are read otherwise.
    """
    facts = gathered(changes, before, after, schema_before, asked)
    cited = {**_cited(changes, before), **_cited(changes, after)}
    seen = _cited(changes, before, "date_derniere_vue")
    told: dict[tuple[str, str], Why] = {}
    whys: dict[int, Why] = {}
    for i in sorted(range(len(changes)), key=lambda i: TABLES.index(changes[i].table)):
        change = changes[i]
        whys[i] = _lasting(change, _held(_why(change, facts, cited, told), facts), facts, seen)
        if change.table in ENTITIES:
            told[change.cle, change.champ] = whys[i]
    homes, names = _homes(before, after), _names(before, after)
    return tuple(_placed(change, whys[i], facts, homes, names, seen) for i, change in enumerate(changes))


def _why(change: Change, facts: Facts, cited: dict[tuple[str, str], str], told: dict[tuple[str, str], Why]) -> Why:
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
    asked = {change.table for change in changes} & set(_FACTS)
    return {
        (table, "|".join(row[column] for column in key(table))): row[column]
        for table in sorted(asked)
        for row in rows_of(tables.get(table, empty(table)))
    }


def _homes(before: Tables, after: Tables) -> dict[str, tuple[str, str]]:
    """(commune, département) of the operators, by the first of their places."""
    found: dict[str, tuple[str, str]] = {}
    for tables in (after, before):
        rows = tables.get("etablissements", empty("etablissements"))
        for id_, *where in zip(rows["gestionnaire_id"], rows["commune"], rows["departement"], strict=True):
            found.setdefault(id_, (where[0], where[1]))
    return found


def _names(before: Tables, after: Tables) -> dict[str, str]:
    """The names of what memberships and figures are about, by id; of territories by code."""
    named = [("territoires", "code"), *((table, "id") for table in ENTITIES if table != "etablissements")]
    found: dict[str, str] = {}
    for rows, column in ((tables.get(t, empty(t)), column) for tables in (before, after) for t, column in named):
        found |= dict(zip(rows[column], rows["nom"], strict=True))
    return found


def _name(change: Change, names: Mapping[str, str]) -> str:
    """A figure is told with whose it is, a membership with its operator."""
    about = names.get(change.cle.partition("|")[0], "")
    if change.table == "chiffres":
        return ", ".join(filter(None, (about, code(change.cle.split("|")[1], "fr"))))
    return change.nom or (about if change.table == "adhesions" else "")


def _placed(
    change: Change,
    why: Why,
    facts: Facts,
    homes: Mapping[str, tuple[str, str]],
    names: Mapping[str, str],
    seen: Mapping[tuple[str, str], str],
) -> Change:
    """With the commune and the département of the place, a name where the table has none, the last day of a row that left."""
    old, new = facts.sides(change.table, id_of(change)) if change.table in ENTITIES else ({}, {})
    row: Row = new or old
    last = old.get("date_derniere_vue") or seen.get((change.table, change.cle), "")
    home = homes.get(id_of(change), ("", "")) if change.table in ("gestionnaires", "adhesions") else ("", "")
    return replace(
        change,
        nom=_name(change, names),
        cause=why[0],
        source=why[1],
        commune=row.get("commune") or row.get("commune_siege") or row.get("territoire_nom") or home[0],
        departement=row.get("departement") or home[1],
        vue=last if change.nature == "retire" and change.table != "territoires" else "",
    )
