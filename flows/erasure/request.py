"""A request to leave -> the lines of the list: all that the structure is told by, in the releases on the shelf."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence

from flows.erasure.erased import ENTITIES, listed, names_of, own_marks, places_of, reference_of
from flows.erasure.refusals import WHAT, Refusal, Refusals, refusal
from schemas.errors import UsageError
from schemas.records import Row
from schemas.tables import Tables

_ID = re.compile(r"c[cgri]-[a-z2-7]{8}")
_SHORTEST = {"telephone": 9, "courriel": 6, "site_web": 4, "adresse": 6, "nom": 4}
"""Letters or digits: a shorter value would take out what nobody asked for."""

Told = tuple[str, str, str]
"""Scope, by what, value in clear."""


def salt_of(known: Refusals) -> str:
    """The salt of the newest line, so that a run digests each value once; a new one for a first line."""
    return known.lines[-1].sel if known.lines else secrets.token_hex(16)


def lines_of(told: Iterable[Told], known: Refusals, day: str, note: str = "") -> list[Refusal]:
    """The lines of a request made on a day (ISO)."""
    salt = salt_of(known)
    return [refusal(portee, champ, value, salt, day, note) for portee, champ, value in dict.fromkeys(told)]


def of_value(text: str) -> list[Told]:
    """`telephone=04 78 00 00 00` as what is refused. Raises UsageError, which does not repeat the value."""
    champ, equals, value = text.partition("=")
    if not equals or champ not in WHAT:
        raise UsageError(f"--value: write COLUMN=VALUE, where COLUMN is one of {', '.join(WHAT)}; COLUMN=- reads it.")
    if len(WHAT[champ](value)) < _SHORTEST[champ]:
        raise UsageError(f"--value {champ}: that is too short for a {champ}; it would take out what nobody asked for.")
    return [("valeur", champ, value)]


def of_siren(siren: str, shelf: Sequence[Tables]) -> list[Told]:
    """A company by its SIREN, with all that its rows are told by. Raises UsageError."""
    digits = re.sub(r"\D", "", siren)
    if len(digits) != 9:
        raise UsageError("--siren: a SIREN has nine digits.")
    ids = {row["id"] for row in _rows(shelf) if digits in (row.get("siren", ""), row.get("siret", "")[:9])}
    return [("structure", "siren", digits), *_of_ids(ids, shelf)]


def of_id(id_: str, shelf: Sequence[Tables]) -> list[Told]:
    """A structure by its id, with all that its rows are told by. Raises UsageError when no release holds it.

    An operator takes its places along. A place takes its operator along when that never had another place.
    """
    if not _ID.fullmatch(id_):
        raise UsageError(f"--id {id_[:20]!r} is no id such as cc-abcd2345.")
    if id_ not in {row["id"] for row in _rows(shelf)}:
        raise UsageError(f"--id {id_}: no release on this shelf holds it. creches explain NAME tells ids.")
    return _of_ids({id_} | _alone(id_, shelf), shelf)


def _of_ids(ids: set[str], shelf: Sequence[Tables]) -> list[Told]:
    mine = ids | {row["id"] for row in _rows(shelf) if row.get("gestionnaire_id") in ids}
    return [("structure", champ, value) for champ, value in sorted(set(_told(mine, shelf)))]


def _told(ids: set[str], shelf: Sequence[Tables]) -> Iterator[tuple[str, str]]:
    yield from (("id", id_) for id_ in ids)
    shared = {mark for row in _rows(shelf) if row["id"] not in ids for mark in own_marks(row)}
    for row in (row for row in _rows(shelf) if row["id"] in ids):
        yield from ((name, row[name]) for name in ("siren", "siret") if row.get(name))
        if commune := places_of(row):
            yield from (("nom+commune", f"{name} {commune}") for name in names_of(row))
        yield from (mark for mark in own_marks(row) if mark not in shared)
    for tables in shelf:
        for row in listed(tables, "identifiants"):
            if ids & {row["id"], row["remplace_par"]}:
                yield "reference", reference_of(row)


def _alone(id_: str, shelf: Sequence[Tables]) -> set[str]:
    """The operator of a place that never had another one: they are one structure."""
    places = [row for row in _rows(shelf) if row.get("gestionnaire_id")]
    owners = {row["gestionnaire_id"] for row in places if row["id"] == id_}
    return {owner for owner in owners if {row["id"] for row in places if row["gestionnaire_id"] == owner} == {id_}}


def _rows(shelf: Sequence[Tables]) -> Iterator[Row]:
    for tables in shelf:
        for table in ENTITIES:
            yield from listed(tables, table)
