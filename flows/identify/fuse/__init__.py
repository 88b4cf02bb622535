"""The mentions of one cluster -> one row, each value by the order of trust (`trust.py`), proved, the overruled told."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from flows.identify.fuse.address import address
from flows.identify.fuse.cells import Cell, Cells, proof
from flows.identify.fuse.coherence import incoherent, without_capacity
from flows.identify.fuse.conflicts import conflicts
from flows.identify.fuse.fields import fields, size
from flows.identify.fuse.forms import Proven, prove
from flows.identify.fuse.mentions import Mention, by_id
from flows.identify.fuse.names import names
from flows.identify.fuse.run_by import run_by
from flows.identify.fuse.status import is_old, standing, with_past
from flows.identify.fuse.trust import best, ranked
from schemas.records import Anomaly, Row
from schemas.tables import conform

_UNSAID = {
    "etablissements": {"nature_lieu": "inconnu", "categorie": "inconnu"},
    "gestionnaires": {},
}
"""What a required cell holds when nobody says it."""


class Gathered(NamedTuple):
    """Mentions of all sources that are in clusters.

    `values`: columns of `schemas.mentions.COLUMNS` (`url` always filled) and id, operator_id (of a place: the id of its
    operator), source, classe, perimee ('' or why), snapshot (sha256), jour_snapshot (ISO day), membre_de ('' or the id
    of the network whose list says it), reprise ('' or 'oui': carried from the last release, its source not asked or
    failed), perhaps preuve_ancienne_ans, and operator_siren (of a place: the SIREN of that operator, several joined by
    |, '' not known). `words`: same index, the words read, columns of `schemas.mentions.COLUMNS`.
    """

    values: pd.DataFrame
    words: pd.DataFrame


class Fused(NamedTuple):
    """`rows`: one an id, sorted, its point not yet looked for. `proofs`: rows of `provenance`, one a filled cell."""

    rows: pd.DataFrame
    proofs: pd.DataFrame
    anomalies: list[Anomaly]


class _One(NamedTuple):
    row: Row
    proofs: list[Row]
    anomalies: list[Anomaly]


def fuse(table: str, gathered: Gathered, as_of: str) -> Fused:
    """The rows of `etablissements` or `gestionnaires`. The order of the mentions changes nothing.

    Raises ValueError for a mention without a page.
    """
    mine = gathered.values["table"] == table
    clusters = by_id(gathered.values[mine], gathered.words[mine], as_of)
    made = [_fused(table, id_, with_past(table, mentions), as_of) for id_, mentions in clusters.items()]
    return Fused(
        conform([one.row for one in made], table),
        conform([proof for one in made for proof in one.proofs], "provenance"),
        [anomaly for one in made for anomaly in sorted(one.anomalies, key=_order)],
    )


def _fused(table: str, id_: str, mentions: Sequence[Mention], as_of: str) -> _One:
    nom, cells, told = _cells(table, id_, mentions)
    found = standing(table, nom, mentions, as_of)
    told += [*conflicts(table, nom, cells, mentions), *incoherent(id_, nom, cells), *found.anomalies]
    if found.closing and found.date_fermeture:
        cells["date_fermeture"] = Cell(found.date_fermeture, found.closing, "date_fermeture")
    fixed = dict(_UNSAID[table])
    if table == "etablissements":
        old = "jour" if found.statut == "non_confirme" and is_old(found.winner, as_of) else "etat"
        column = "date_fermeture" if found.winner.closes_later else old
        cells["statut"] = Cell(found.statut, found.winner, column, deduced=True)
        fixed["departement"] = cells["adresse_source"].of["departement"] if "adresse_source" in cells else ""
        fixed["gestionnaire_id"], doubts = run_by(nom, cells, mentions)
    else:
        form, fixed["forme"], fixed["forme_preuve"], doubts = _form(mentions)
        cells |= form
    told += doubts
    row = {**fixed, **{champ: cell.value for champ, cell in cells.items()}, **_sights(id_, mentions, as_of)}
    return _One(row, [proof(id_, champ, cell, as_of) for champ, cell in cells.items()], told)


def _cells(table: str, id_: str, mentions: Sequence[Mention]) -> tuple[str, Cells, list[Anomaly]]:
    """(name, cells that one mention gives each, words on those that cannot be)."""
    cells = {**names(mentions), **fields(table, mentions), **address(table, mentions)}
    nom = cells["nom"].value if "nom" in cells else id_
    cells, told = without_capacity(nom, cells, mentions)
    return nom, cells | size(cells), told


def _form(mentions: Sequence[Mention]) -> tuple[Cells, str, str, list[Anomaly]]:
    """(cells that somebody proves, form, kind of proof, doubts)."""
    found = prove(mentions)
    cells: Cells = {}
    if of := found.winner:
        column = _column_of_form(found, of)
        values = {"forme": found.forme, "forme_source": found.forme_source, "forme_preuve": found.forme_preuve}
        proven = {champ: value for champ, value in values.items() if value and value != "INCONNU"}
        read = () if found.forme_preuve == "registre" else ("forme_source",)  # a register gives a code, not words
        cells |= {champ: Cell(value, of, column, champ not in read) for champ, value in proven.items()}
    member = best("nom", (m for m in mentions if m["membre_de"]), "membre_de")
    if found.forme_preuve == "reseau" and member:
        cells["forme_preuve"] = Cell("reseau", member, "nom", deduced=True)
    if found.depuis:
        cells["forme_depuis"] = Cell(found.forme_depuis, found.depuis, "forme_depuis")
    return cells, found.forme, found.forme_preuve, list(found.anomalies)


def _column_of_form(found: Proven, of: Mention) -> str:
    """Where the words stand that prove a form: a category, words, or the very listing of a member."""
    if found.forme_preuve == "registre":
        return "categorie_juridique"
    if found.forme == "INCONNU":
        return "nom"
    return "forme_source" if of["forme_source"] else "forme"


def _sights(id_: str, mentions: Sequence[Mention], as_of: str) -> Row:
    """Who names the row, where a reader can see it, and when it was seen."""
    days = [min(mention["jour_snapshot"], as_of) for mention in mentions]
    return {
        "id": id_,
        "sources": "|".join(sorted({mention["source"] for mention in mentions})),
        "source_url": ranked("nom", mentions)[0]["url"],
        "date_premiere_vue": min(days),
        "date_derniere_vue": max(days),
        "date_maj": as_of,
    }


def _order(anomaly: Anomaly) -> tuple[str, ...]:
    return anomaly.champ, anomaly.code, anomaly.source, anomaly.valeur
