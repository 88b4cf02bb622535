"""Tables without what was refused: rows, cells and words; a tombstone without a name is all that stays of a structure.

A walk calls `taken_out` twice with one `Erased`: before places are located (no address of theirs is asked for, none is
counted), and on the whole of its tables, whose provenance and doubts still tell of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from flows import territories
from flows.erasure.erased import ANONYMOUS, COLUMNS, ENTITIES, Erased, erased_of, joined, listed
from flows.erasure.needles import Needles, holds
from flows.erasure.refusals import Refusals
from schemas.records import Row
from schemas.tables import Tables, conform, rows_of

_LISTS = ("autres_noms", "soutiens", "certifications")
_NO_WORDS = ("longitude", "latitude", "siret", "siren", "sources", "source", "geo_id", "geo_score", "geo_similarite")
_POINT = (
    *("complement_adresse", "longitude", "latitude", "geo_qualite", "geo_score", "geo_similarite", "geo_libelle"),
    *("geo_id", "geo_source", "geo_date", "geo_rayon_m"),
)
"""Emptied with an address: a door's point tells it as well."""
_LEADS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*ENTITIES, "provenance", "anomalies"), ("id",)),
    "identifiants": ("id", "remplace_par"),
    "adhesions": ("gestionnaire_id", "reseau_id"),
    "partenariats": ("initiative_id",),
    "chiffres": ("sujet_id",),
}
"""Columns of ids: a row leaves with the id that one of them holds."""
_WORDS = {
    "partenariats": ("partenaire",),
    "anomalies": ("valeur", "message_fr", "message_en"),
    "provenance": ("valeur_source",),
}
"""Columns of words: a row that tells in one of them what was refused leaves too."""


def without_refused(tables: Tables, refusals: Refusals, previous: Tables | None = None) -> tuple[Tables, int]:
    """Tables without what the list names, and how many of their rows left or changed. Pure; see `erased_of`."""
    made = taken_out(tables, erased_of(tables, refusals, previous))
    return made, touched(tables, made)


def before_points(tables: Tables, refusals: Refusals, previous: Tables) -> tuple[Tables, Erased]:
    """A walk's tables once ids are known, without what the list names, and that."""
    erased = erased_of(tables, refusals, previous)
    return taken_out(tables, erased), erased


def unasked(questions: Sequence[Row], erased: Erased) -> tuple[Row, ...]:
    """Questions of who is who, less those that name what is erased."""
    return tuple(one for one in questions if not {one["id_a"], one["id_b"]} & erased.ids.keys())


def asked(erased: Erased, *both: Tables) -> frozenset[tuple[str, str]]:
    """(id, column) of the cells emptied on request. `both`: tables that still hold them, of the last release and of a run."""
    values, tables = erased.of_values(), [(one, table) for one in both for table in ENTITIES if erased.values]
    rows = (row for one, table in tables for row in listed(one, table) if row["id"] not in erased.ids)
    cells = ((row["id"], name, cell) for row in rows for name, cell in row.items() if name not in _NO_WORDS)
    return frozenset((id_, name) for id_, name, cell in cells if holds(values, cell))


def at_last(tables: Tables, erased: Erased, refusals: Refusals, previous: Tables) -> Tables:
    """All tables of a walk, without what `before_points` took out nor what provenance and doubts told since."""
    again = erased_of(tables, refusals, previous)
    return taken_out(tables, replace(joined([erased, again]), published=erased.published | again.published))


def touched(before: Tables, after: Tables) -> int:
    """How many rows left or changed."""
    pairs = ((before[table], after[table]) for table in before)
    return sum(len(_lines(old) - _lines(new)) for old, new in pairs if not old.equals(new))


def _lines(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(map(tuple, frame.itertuples(index=False, name=None)))


def taken_out(tables: Tables, erased: Erased) -> Tables:
    """Tables, all of a release or some, without what is erased. Done twice, it does nothing more."""
    if not erased:
        return tables
    values, every, urls = erased.of_values(), erased.of_all(), _urls(tables)
    made = dict(tables)
    for table in tables.keys() & _LEADS.keys():
        rows = [row for row in rows_of(tables[table]) if _stays(table, row, erased, every)]
        if table in (*ENTITIES, "provenance"):
            what = every if table in ("reseaux", "initiatives") else values  # which name others, in words
            rows = [_emptied(row, what, urls) for row in rows]
        made[table] = conform(rows, table)
    if "retraits" in made:
        made["retraits"] = conform(_tombstones(rows_of(made["retraits"]), erased, values), "retraits")
    if "territoires" in made and "etablissements" in made:
        # no source, no new day: the rows that there are, counted again
        made["territoires"], _ = territories.territories([], made["etablissements"], made["territoires"], "")
    return made


def _stays(table: str, row: Row, erased: Erased, every: Needles) -> bool:
    if any(row[column] in erased.ids for column in _LEADS[table]):
        return False
    return not any(holds(every, row[column]) for column in _WORDS.get(table, ()))


def _emptied(row: Row, values: Needles, urls: Mapping[str, str]) -> Row:
    """A row without refused values; where one may not be missing, what is left of it without them."""
    found = [name for name, cell in row.items() if name not in _NO_WORDS and holds(values, cell)]
    made = dict(row)
    for name in found:
        made[name] = _INSTEAD.get(name, _nothing)(row, values, urls)
    if set(found) & set(COLUMNS["adresse"]) and "geo_precision" in row:
        made |= {**dict.fromkeys(_POINT, ""), "geo_precision": "aucune"}
    return made


def _nothing(_row: Row, _values: Needles, _urls: Mapping[str, str]) -> str:
    return ""


def _parts(name: str) -> Callable[[Row, Needles, Mapping[str, str]], str]:
    return lambda row, values, _: "|".join(part for part in row[name].split("|") if not holds(values, part))


def _place(row: Row, values: Needles, _urls: Mapping[str, str]) -> str:
    """The place without its street."""
    where = f"{row['code_postal']} {row['commune']}".strip()
    return where if where and not holds(values, where) else "(retirée sur demande)"


def _page(row: Row, _values: Needles, urls: Mapping[str, str]) -> str:
    """The address of the source, where that of its page tells a refused site."""
    return urls.get(row.get("source", "") or row.get("sources", "").partition("|")[0], row["source_url"])


_INSTEAD: Mapping[str, Callable[[Row, Needles, Mapping[str, str]], str]] = {
    **{name: _parts(name) for name in _LISTS},
    "adresse_source": _place,
    "source_url": _page,
    "nom": lambda row, _values, _urls: row["nom"],  # a row whose very name is refused has left
}


def _urls(tables: Tables) -> dict[str, str]:
    return {row["id"]: row["url"] for row in listed(tables, "sources")}


def _tombstones(rows: list[Row], erased: Erased, values: Needles) -> list[Row]:
    """Those there are, and one without a name for each structure that left after it was published."""
    kept = [
        {**row, "nom": ANONYMOUS} if holds(values, row["nom"]) else row for row in rows if row["id"] not in erased.ids
    ]
    gone = {row["id"] for row in rows} & erased.ids.keys() | erased.published
    blank = {"nom": ANONYMOUS, "motif": "demande", "remplace_par": "", "derniere_release": ""}
    return [*kept, *({"id": id_, "date": erased.ids[id_], **blank} for id_ in sorted(gone))]
