"""What the last release knew of sources that this run does not have, and of rows that sources name no more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from flows.identify.fuse import Gathered
from schemas.found import Absent, Found
from schemas.mentions import COLUMNS, VALUES
from schemas.records import Row, Source
from schemas.tables import Tables, empty, rows_of
from sources.legal_categories import proves_cooperative
from sources.text import fold_all

TABLES = ("gestionnaires", "etablissements")
ABOUT = (
    *("source", "classe", "perimee", "snapshot", "jour_snapshot", "membre_de", "reprise", "preuve_ancienne_ans"),
    "efface",
)
"""What is known of a mention beside its values: see `Gathered`."""
_ADDRESS = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")
_AS_IT_WAS = {"ferme": "ferme", "non_confirme": "annonce"}
"""A place carried forward is as sure as it was: one that was not confirmed is no more so for not having been asked about."""
_HEAD_OFFICE = {"adresse_siege": "adresse", "code_postal_siege": "code_postal", "commune_siege": "commune"}


def carried(missing: Sequence[Absent], previous: Tables) -> Gathered:
    """What the last release says on the word of sources that this run does not have: value by value, from `provenance`."""
    return _table((one.source, one.why, "", pair) for one in missing for pair in _of_source(one.source, previous))


def faded(found: Sequence[Found], present: Gathered, previous: Tables, as_of: str) -> Gathered:
    """What sources said of rows that they name no more, for three of their intervals: an absence undoes nothing at once.

    `present`: what this run has. It counts only beside another mention (`efface`): a row that nobody names is not here.
    """
    if previous.get("identifiants", empty("identifiants")).empty:
        return _table(())
    named = _named(present.values)
    said = (
        (one.source, "plus citée", "oui", pair)
        for one in found
        for pair in _of_source(one.source, previous, named)
        if _days(pair[0]["jour_snapshot"], as_of) < ABSENCES * one.source.cadence_jours
    )
    return _table(said)


def _named(values: pd.DataFrame) -> frozenset[tuple[str, str, str]]:
    """The table, the source and the folded reference of each mention."""
    tables, sources, references = (values[name].tolist() for name in ("table", "source", "reference"))
    return frozenset(zip(tables, sources, fold_all(references), strict=True))


ABSENCES = 3
"""Intervals of a source without a row, before its word on it is dropped."""


def _days(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


def _table(said: Iterable[tuple[Source, str, str, tuple[Row, Row]]]) -> Gathered:
    """Mentions carried: (source, why it is not fresh, whether the source names it no more, values and words)."""
    rows: list[Row] = []
    words: list[Row] = []
    for source, why, efface, (value, word) in said:
        about = {"source": source.id, "classe": source.classe, "perimee": why, "reprise": "oui", "efface": efface}
        rows.append({**value, **about})
        words.append(word)
    return Gathered(
        pd.DataFrame(rows, columns=[*COLUMNS, *ABOUT], dtype=str).fillna(""),
        pd.DataFrame(words, columns=list(COLUMNS), dtype=str).fillna(""),
    )


def _of_source(
    of: Source, previous: Tables, but: frozenset[tuple[str, str, str]] = frozenset()
) -> Iterator[tuple[Row, Row]]:
    """(values, words) of each row that the source named, `but` those that it names now."""
    named = _last_seen(of.id, previous)
    rows = [
        (table, row)
        for table in TABLES
        for row in rows_of(_rows_with(previous.get(table, empty(table)), named, table, of.id, but))
        if of.id in row["sources"].split("|")
    ]
    return _as_named(of, rows, named, previous) if rows else iter(())


def _last_seen(source: str, previous: Tables) -> dict[str, tuple[str, str]]:
    """The reference of each id of a source, and the day of its last sight; of several, the last seen."""
    known = previous.get("identifiants", empty("identifiants"))
    known = known[known["source"] == source]
    ids = known["remplace_par"].where(known["remplace_par"] != "", known["id"]).tolist()
    days = known["date_derniere_vue"].tolist()
    seen = list(zip(known["reference"].tolist(), days, strict=True))
    order = sorted(range(len(seen)), key=days.__getitem__)
    return {ids[i]: seen[i] for i in order}


def _rows_with(
    rows: pd.DataFrame,
    named: Mapping[str, tuple[str, str]],
    table: str,
    source: str,
    but: frozenset[tuple[str, str, str]],
) -> pd.DataFrame:
    """The rows of a table that a source names, `but` some of its references."""
    mine = [(i, named[id_][0]) for i, id_ in enumerate(rows["id"].tolist()) if id_ in named]
    folded = fold_all([reference for _, reference in mine])
    wanted = [i for (i, _), said in zip(mine, folded, strict=True) if (table, source, said) not in but]
    return rows.take(wanted) if wanted else rows.iloc[:0]


def _as_named(
    of: Source, rows: Sequence[tuple[str, Row]], named: Mapping[str, tuple[str, str]], previous: Tables
) -> Iterator[tuple[Row, Row]]:
    source, unproven = of.id, _unproven(previous) if of.classe == "registre" else set()
    digest = _digest(source, previous)
    held = previous.get("adhesions", empty("adhesions"))
    held = held[held["source"] == source]
    networks = dict(zip(held["gestionnaire_id"].tolist(), held["reseau_id"].tolist(), strict=True))
    ids = [row["id"] for _, row in rows]
    proofs, states = _proofs(source, previous, ids), _states(previous, ids)
    for table, row in rows:
        id_ = row["id"]
        reference, day = named[id_]
        last = {"reference": reference, "date_derniere_vue": day, "sha256": digest}
        value, words = _mention(table, row, last, proofs.get(id_, {}))
        if value["etat"] != "ferme" and {id_, row.get("gestionnaire_id", "")} & unproven:
            value["etat"] = "candidat"
        yield {**value, "membre_de": networks.get(id_, "")}, {**words, "etat": states.get(id_, "")}


def _unproven(previous: Tables) -> set[str]:
    """Operators whose legal category proves no cooperative: a register is no more than a candidate's word on them."""
    rows = rows_of(previous.get("gestionnaires", empty("gestionnaires")))
    told = (row for row in rows if row["categorie_juridique"])
    return {row["id"] for row in told if not proves_cooperative(row["categorie_juridique"])}


def _digest(source: str, previous: Tables) -> str:
    """That of what the source last gave."""
    rows = previous.get("sources", empty("sources"))
    return next(iter(rows[rows["id"] == source]["sha256"]), "")


def _proofs(source: str, previous: Tables, ids: Sequence[str]) -> dict[str, dict[str, Row]]:
    """The rows of `provenance` of one source on some ids, by id and column."""
    found: dict[str, dict[str, Row]] = {}
    rows = previous.get("provenance", empty("provenance"))
    for row in rows_of(rows[(rows["source"] == source) & rows["id"].isin(ids)]):
        found.setdefault(row["id"], {})[row["champ"]] = row
    return found


def _states(previous: Tables, ids: Sequence[str]) -> dict[str, str]:
    """The words that the state of each place was read from, whoever wrote them."""
    rows = previous.get("provenance", empty("provenance"))
    rows = rows[(rows["champ"] == "statut") & rows["id"].isin(ids)]
    return dict(zip(rows["id"], rows["valeur_source"], strict=True))


def _mention(table: str, row: Row, named: Row, proofs: Mapping[str, Row]) -> tuple[Row, Row]:
    """A row as its source named it (`named`: its row of `identifiants`, `sha256`), with the values that it proves."""
    said_closed = {"statut", "date_fermeture"} & proofs.keys()  # by this very source
    state = _AS_IT_WAS.get(row.get("statut", ""), "actif")
    closed = row["date_fermeture"] if table == "gestionnaires" else state == "ferme"
    newest = max(proofs.values(), key=lambda proof: proof["date"], default=None)
    keys = {
        "table": table,
        "reference": named["reference"],
        "gestionnaire": row.get("gestionnaire_id", ""),  # by its id: its source may have another name for it, or none
        "etat": ("ferme" if said_closed else "annonce") if closed else state,
        "url": newest["source_url"] if newest else row["source_url"],
        "jour": newest["date"] if newest else named["date_derniere_vue"],
        "snapshot": newest["snapshot"] if newest else named["sha256"],
        "jour_snapshot": named["date_derniere_vue"],
        "code_commune": row.get("code_commune", ""),
        "departement": row.get("departement", ""),
    }
    told = {_HEAD_OFFICE.get(c, c): c for c in proofs if _HEAD_OFFICE.get(c, c) in VALUES}
    values = {name: row[column] for name, column in told.items()}
    if "adresse_source" in told:  # the address is one block, though the gazetteer may have told its commune
        values |= {name: row[name] for name in _ADDRESS}
    if "forme_depuis" in told:  # a day is that of a form: whoever told the category, it is told of this one
        values["categorie_juridique"] = row["categorie_juridique"]
    return {**keys, **values}, {name: proofs[column]["valeur_source"] for name, column in told.items()}
