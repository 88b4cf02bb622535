"""Rows of which one mention alone tells, made by whole columns: nearly all of a run. The others are fused one by one.

`is_plain` says which: only what `fuse` would give letter for letter. What depends on another mention, on a register, on
an old page or on what the last release alone knows is never plain.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from flows.columnar.pieces import Piece
from flows.columnar.proofs import Proved, of_columns
from flows.identify.fuse.address import BLOCK, COLUMNS
from flows.identify.fuse.fields import FIELDS
from schemas.tables import columns

Cells = Any
"""An array of places."""
_SILENT = ("reprise", "efface", "perimee", "predecesseur", "date_fermeture", "autres_noms", "forme_depuis", "siret")
"""What a plain mention does not say: each of these needs another look."""
_CLASSES = ("premiere_main", "agregateur")
_UNSAID = {
    "etablissements": {"nature_lieu": "inconnu", "categorie": "inconnu"},
    "gestionnaires": {"forme": "INCONNU", "forme_preuve": "aucune"},
}
"""What a required cell holds when nobody says it; it has no proof."""
_NOT_SAID = {"categorie": "inconnu", "nature_lieu": "inconnu", "forme": "INCONNU"}


def is_plain(table: str, values: pd.DataFrame) -> pd.Series:
    """Which mentions (columns of `Gathered.values`) are a row by themselves, that needs no other look."""
    yes = ~values["id"].duplicated(keep=False)
    for name in _SILENT:
        yes &= values[name] == ""
    yes &= (values["etat"] == "actif") & values["classe"].isin(_CLASSES) & (values["url"] != "")
    yes &= (values["nom"] != "") & ~values["nom"].str.contains("|", regex=False)
    if table == "etablissements":
        return yes & (values["operator_id"] != "") & _tells_one_address(values) & _is_coherent(values)
    return yes & (values["classe"].eq("premiere_main") | values["forme"].isin(["", "INCONNU"]))


def _tells_one_address(values: pd.DataFrame) -> pd.Series:
    """The place as written, or no address at all."""
    silent = pd.concat([values[name] == "" for name in BLOCK], axis="columns").all(axis="columns")
    return silent | (values["adresse_source"] != "")


def _is_coherent(values: pd.DataFrame) -> pd.Series:
    """Nothing that a size, a class of size or two ages could contradict."""
    sized = (values["capacite"] != "") & (~values["categorie"].isin(["", "inconnu"]) | (values["financement"] != ""))
    return ~sized & ((values["age_min_mois"] == "") | (values["age_max_mois"] == ""))


class Plain(NamedTuple):
    """`rows`: one an id, sorted. `proofs`: rows of `provenance`, one a filled cell, in no order."""

    rows: pd.DataFrame
    proofs: Piece


def fused(table: str, values: pd.DataFrame, words: pd.DataFrame, as_of: str) -> Plain:
    """The rows of plain mentions and their proofs. `words`: see `Gathered`; same index from 0."""
    ids = values["id"].tolist()
    order = pd.Series(sorted(range(len(ids)), key=ids.__getitem__), dtype="int64").to_numpy()
    told = list(_proved(table, values, words))
    by = {"id": values["id"], "source": values["source"], "source_url": values["url"], "snapshot": values["snapshot"]}
    proofs = of_columns(pd.DataFrame({**by, "date": _days(values, as_of)}, copy=False), told)
    return Plain(_rows(table, told, values, as_of, order), proofs)


def _rows(table: str, proved: Sequence[Proved], values: pd.DataFrame, as_of: str, order: Cells) -> pd.DataFrame:
    told = _with_unsaid(table, {one.champ: one.cells for one in proved}, values)
    days = _days(values, as_of)
    told |= {"id": values["id"], "sources": values["source"], "source_url": values["url"]}
    told |= {"date_premiere_vue": days, "date_derniere_vue": days}
    if table == "etablissements":
        located = values["adresse_source"] != ""
        told |= {"gestionnaire_id": values["operator_id"], "departement": values["departement"].where(located, "")}
    cells = {champ: column.array.take(order) for champ, column in told.items()}
    cells["date_maj"] = _all(as_of, len(order))
    nothing = _all("", len(order))
    return pd.DataFrame({name: cells.get(name, nothing) for name in columns(table)})


def _with_unsaid(table: str, told: Mapping[str, pd.Series], values: pd.DataFrame) -> dict[str, pd.Series]:
    """The cells of each column that somebody says, and those that a required column holds where nobody does."""
    nothing = pd.Series(_all("", len(values)), index=values.index)
    required = {champ: (told.get(champ, nothing), unsaid) for champ, unsaid in _UNSAID[table].items()}
    return {**told, **{champ: cells.where(cells != "", unsaid) for champ, (cells, unsaid) in required.items()}}


def _days(values: pd.DataFrame, as_of: str) -> pd.Series:
    return values["jour_snapshot"].where(values["jour_snapshot"] <= as_of, as_of)


def _proved(table: str, values: pd.DataFrame, words: pd.DataFrame) -> Iterator[Proved]:
    """The columns that some mention tells: most are blank. `words` hold the value where they are not known."""
    fields = [(name, name) for name in ("nom", *FIELDS[table])]
    blocks = list(COLUMNS[table].items())
    if table == "etablissements":
        fields.append(("nature_lieu", "nature_lieu"))
    for champ, column in (*fields, *blocks):
        said = _said(values, column)
        if (said != "").any():
            yield Proved(champ, said, _words(values, words, column))
    if table == "etablissements":
        yield Proved("statut", _said(values, "etat"), _words(values, words, "etat"), deduced=True)
    else:
        yield from _form(values, words)
        coded = _said(values, "nomenclature_ape").where(values["ape"] != "", "")
        yield Proved("nomenclature_ape", coded, _words(values, words, "nomenclature_ape"))


def _form(values: pd.DataFrame, words: pd.DataFrame) -> Iterator[Proved]:
    """The form that a page says, proved by its network where its list says it; else membership alone."""
    forme, network = _said(values, "forme"), values["membre_de"] != ""
    said, read = forme != "", _words(values, words, "forme")
    written = values["forme_source"].where(values["forme_source"] != "", read).where(said, "")
    source = _words(values, words, "forme_source")
    by = source.where(values["forme_source"] != "", read)
    page = pd.Series(_all("page", len(values)), index=values.index).where(said, "")
    preuve = page.where(~network, "reseau")
    proof = _words(values, words, "nom").where(network, by)
    yield Proved("forme", forme, by, deduced=True)
    yield Proved("forme_source", written, by)
    yield Proved("forme_preuve", preuve, proof, deduced=True)


def _said(values: pd.DataFrame, column: str) -> pd.Series:
    cells = values[column]
    return cells.where(cells != _NOT_SAID[column], "") if column in _NOT_SAID else cells


def _words(values: pd.DataFrame, words: pd.DataFrame, column: str) -> pd.Series:
    read = words[column]
    return read.where(read != "", _said(values, column))


def _all(text: str, count: int) -> Any:
    return pd.array([text] * count, dtype="str")
