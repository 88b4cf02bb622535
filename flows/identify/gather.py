"""The mentions of every source of this run, and those carried from the last release for a source that was not had."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from flows.identify.fuse import Gathered
from schemas.found import Absent, Found
from schemas.mentions import COLUMNS, VALUES, Mentions
from schemas.records import Row, Source
from schemas.tables import Tables, empty, rows_of
from sources.legal_categories import proves_cooperative
from sources.text import fold

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


def gathered(parts: Sequence[tuple[Found, Mentions, str]], carried: Gathered, as_of: str) -> Gathered:
    """All mentions in one table; each part is a source, its mentions and the network whose members it lists ('')."""
    values = [_about(one, mentions.values, network, as_of) for one, mentions, network in parts]
    return together([Gathered(v, mentions.words) for v, (_, mentions, _) in zip(values, parts, strict=True)], carried)


def together(parts: Sequence[Gathered], more: Gathered) -> Gathered:
    """Tables of mentions as one, in an order that is always the same."""
    frames = tuple(
        pd.concat([*each, last], ignore_index=True).fillna("") for each, last in zip(_sides(parts), more, strict=True)
    )
    order = frames[0].sort_values(["table", "source", "reference"], kind="stable").index
    return Gathered(*(frame.loc[order].reset_index(drop=True) for frame in frames))


def _sides(parts: Sequence[Gathered]) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
    return [part.values for part in parts], [part.words for part in parts]


def _about(one: Found, values: pd.DataFrame, network: str, as_of: str) -> pd.DataFrame:
    day = one.day(as_of)
    read = values["vu_le"].where((values["vu_le"] != "") & (values["vu_le"] <= day), day)
    days = values["jour"].where((values["jour"] != "") & (values["jour"] <= as_of), read)
    return values.assign(
        source=one.source.id,
        classe=one.source.classe,
        perimee=one.snapshot.perimee,
        snapshot=one.snapshot.sha256,
        jour_snapshot=read,
        membre_de=network,
        reprise="",
        efface="",
        preuve_ancienne_ans=str(one.source.lecture.get("preuve_ancienne_ans", "")),
        jour=days,
        url=values["url"].where(values["url"] != "", one.source.url),
    )


def carried(missing: Sequence[Absent], previous: Tables) -> Gathered:
    """What the last release says on the word of sources that this run does not have: value by value, from `provenance`."""
    return _table((one.source, one.why, "", pair) for one in missing for pair in _of_source(one.source, previous))


def faded(found: Sequence[Found], present: Gathered, previous: Tables, as_of: str) -> Gathered:
    """What sources said of rows that they name no more, for three of their intervals: an absence undoes nothing at once.

    `present`: what this run has. It counts only beside another mention (`efface`): a row that nobody names is not here.
    """
    named = {(r["table"], r["source"], fold(r["reference"])) for r in rows_of(present.values)}
    said = (
        (one.source, "plus citée", "oui", pair)
        for one in found
        for pair in _of_source(one.source, previous)
        if (pair[0]["table"], one.source.id, fold(pair[0]["reference"])) not in named
        and _days(pair[0]["jour_snapshot"], as_of) < ABSENCES * one.source.cadence_jours
    )
    return _table(said)


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


def _of_source(of: Source, previous: Tables) -> Iterator[tuple[Row, Row]]:
    """(values, words) of each row that the source named."""
    source, unproven = of.id, _unproven(previous) if of.classe == "registre" else set()
    known = previous.get("identifiants", empty("identifiants"))
    seen = rows_of(known[known["source"] == source].sort_values("date_derniere_vue", kind="stable"))
    digest = _digest(source, previous)
    named = {row["remplace_par"] or row["id"]: {**row, "sha256": digest} for row in seen}  # of several, the last seen
    held = previous.get("adhesions", empty("adhesions"))
    held = held[held["source"] == source]
    networks = dict(zip(held["gestionnaire_id"], held["reseau_id"], strict=True))
    proofs, states = _proofs(source, previous), _states(previous)
    for table in TABLES:
        for row in rows_of(previous.get(table, empty(table))):
            id_ = row["id"]
            if source in row["sources"].split("|") and id_ in named:
                value, words = _mention(table, row, named[id_], proofs.get(id_, {}))
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


def _proofs(source: str, previous: Tables) -> dict[str, dict[str, Row]]:
    """The rows of `provenance` of one source, by id and column."""
    found: dict[str, dict[str, Row]] = {}
    rows = previous.get("provenance", empty("provenance"))
    for row in rows_of(rows[rows["source"] == source]):
        found.setdefault(row["id"], {})[row["champ"]] = row
    return found


def _states(previous: Tables) -> dict[str, str]:
    """The words that the state of each place was read from, whoever wrote them."""
    rows = previous.get("provenance", empty("provenance"))
    rows = rows[rows["champ"] == "statut"]
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
