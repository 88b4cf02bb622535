"""What the registers say of each operator: before and after, found or not, and what stays out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.found import Found
from schemas.records import Row
from schemas.tables import Tables, empty, rows_of

_COMPARED = ("siren", "forme", "forme_preuve")
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """What identity made of a run. `had`: the registers that answered now; `found`: every source; `previous`: the last release.

    `ids`: "table:source:reference" -> id. `questions`: rows for a person.
    """

    had: Sequence[Found]
    found: Sequence[Found]
    tables: Tables
    ids: Mapping[str, str]
    questions: Sequence[Row]
    previous: Tables

    def operator(self, one: Found, reference: str) -> str:
        """The id of an operator of a source."""
        return self.ids[f"gestionnaires:{one.source.id}:{reference}"]


def report(run: Compared, failed: Mapping[str, str], as_of: str) -> Told:
    """The document of a run; `failed`: the registers that did not answer, and why."""
    asked = {one.source.id for one in run.had}
    questions = [dict(row) for row in run.questions if asked & {row["source_a"], row["source_b"]}]
    named, places = _named(run), _places(run)
    before = {row["id"]: row for row in _rows(run.previous, "gestionnaires")}
    rows = [
        _operator(row, before.get(row["id"]), named, places, questions) for row in _rows(run.tables, "gestionnaires")
    ]
    look = bool(failed or questions)
    return {
        "result": "partial" if look else "done",
        "exit_code": 4 if look else 0,
        "as_of": as_of,
        "registres": [_register(one) for one in run.had],
        "en_panne": dict(failed),
        "gestionnaires": sorted(rows, key=lambda row: (row["nom"], row["id"])),
        "candidats": _candidates(run),
        "questions": questions,
        "doutes": [doubt for one in run.had for doubt in _doubts(one)],
    }


def _doubts(one: Found) -> list[Row]:
    names = ("source", "code", "gravite", "valeur", "message_fr", "message_en")
    return [{name: str(getattr(doubt, name)) for name in names} for doubt in one.reading.doubts]


def _rows(tables: Tables, table: str) -> list[Row]:
    return rows_of(tables.get(table, empty(table)))


def _mentions(one: Found, table: str) -> list[Row]:
    values = one.mentions.values
    return rows_of(values[values["table"] == table])


def _register(one: Found) -> Told:
    counts = {table: len(_mentions(one, table)) for table in ("gestionnaires", "etablissements")}
    about = {"source": one.source.id, "recupere_le": one.snapshot.recupere_le, "sha256": one.snapshot.sha256}
    return {**about, "bytes": len(one.snapshot.body), **counts}


def _named(run: Compared) -> dict[str, list[str]]:
    """Id of an operator -> the SIREN that registers know it by."""
    named: dict[str, list[str]] = {}
    for one in run.had:
        for row in _mentions(one, "gestionnaires"):
            sirens = named.setdefault(run.operator(one, row["reference"]), [])
            sirens += [row["siren"]] if row["siren"] not in sirens else []
    return named


def _places(run: Compared) -> dict[str, dict[str, Row]]:
    """Id of an operator -> its establishments in registers, by SIRET; `id` is '' for one that does not enter."""
    entered = set(run.tables["etablissements"]["id"])
    found: dict[str, dict[str, Row]] = {}
    for one in run.had:
        for row in _mentions(one, "etablissements"):
            operator = run.operator(one, row["gestionnaire"])
            id_ = run.ids[f"etablissements:{one.source.id}:{row['reference']}"]
            told = {name: row[name] for name in ("siret", "nom", "commune", "etat")}
            mine = found.setdefault(operator, {})
            mine.setdefault(row["siret"] or row["reference"], {**told, "id": id_ if id_ in entered else ""})
    return found


def _operator(
    row: Row,
    before: Row | None,
    named: Mapping[str, list[str]],
    places: Mapping[str, Mapping[str, Row]],
    questions: Sequence[Row],
) -> Told:
    """One operator of the next release, as far as the registers go; `avant` is None for one that the last does not hold."""
    mine = places.get(row["id"], {})
    ids = {row["id"], *(place["id"] for place in mine.values() if place["id"])}
    return {
        "id": row["id"],
        "nom": row["nom"],
        "trouve": row["id"] in named,
        "siren_au_registre": sorted(named.get(row["id"], [])),
        "avant": {name: before[name] for name in _COMPARED} if before else None,
        "apres": {name: row[name] for name in _COMPARED},
        "etablissements": [mine[siret] for siret in sorted(mine)],
        "questions": [one["cas"] for one in questions if ids & {one["id_a"], one["id_b"]}],
    }


def _candidates(run: Compared) -> list[Row]:
    """Operators of registers that do not enter, and why: set aside by the curation, or a form that nothing proves."""
    entered, asked = set(run.tables["gestionnaires"]["id"]), {one.source.id for one in run.had}
    every = [
        (run.operator(one, row["reference"]), one, row) for one in run.found for row in _mentions(one, "gestionnaires")
    ]
    aside = {id_ for id_, _, row in every if row["etat"] == "ecarte"}
    names = ("siren", "nom", "commune", "categorie_juridique", "est_ess")
    found = [
        {"id": id_, "source": one.source.id, "motif": "ecarte" if id_ in aside else "forme_non_prouvee"}
        | {name: row[name] for name in names}
        for id_, one, row in every
        if id_ not in entered and row["etat"] != "ecarte" and one.source.id in asked
    ]
    return sorted(found, key=lambda row: (row["nom"], row["siren"], row["source"]))
