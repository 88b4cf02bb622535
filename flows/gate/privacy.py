"""Nobody's contact: no cell holds a mobile, nor a mailbox that is not an organisation's."""

import re
from collections.abc import Iterator

import pandas as pd

from flows.columnar.search import Cell, cells_with, rows_where
from flows.gate.ruled import More, ruled
from schemas.tables import Tables
from schemas.verdicts import Verdict
from sources.mobiles import holds_mobile

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PROVIDERS = (
    "aliceadsl|aol|bbox|club-internet|free|gmail|gmx|googlemail|hotmail|icloud|laposte|live|mac|mailo|me|msn|neuf|noos"
    "|numericable|orange|outlook|pm|proton|protonmail|sfr|tutanota|wanadoo|yahoo|ymail"
)
_FREE_MAIL = re.compile(rf"@(?:[\w-]+\.)*(?:{_PROVIDERS})\.(?:[a-z]{{2,3}}|co\.uk)$")
_DIGITS = frozenset(
    ("snapshot", "sha256", "siret", "siren", "longitude", "latitude", "geo_score", "geo_similarite", "geo_id")
)
_MOBILE, _MAILBOX = More("un numéro de mobile", "a mobile number"), More("une adresse électronique", "a mailbox")
_FREE = More("l'adresse d'un fournisseur de particuliers", "a mailbox of a provider that people use")
# Wider than `secret`, for whole columns: every cell that it tells of has one of these, most have none.
_MAY_CALL = r"[67](?:\P{Nd}?\p{Nd}{2}){4}|69\p{Nd}(?:\P{Nd}?\p{Nd}){6}"
_MAY_TELL = rf"@|{_MAY_CALL}"
_MAY_TELL_OF_OWN = rf"(?si)[@.](?:{_PROVIDERS})\.|@.*[^\x00-\x7f]|[^\x00-\x7f].*@|{_MAY_CALL}"


def of_whole(tables: Tables, contact: str) -> list[Verdict]:
    """One verdict that names the cells. The value itself is never repeated. `contact` is the project's own mailbox."""
    faults = [fault for name in tables for fault in _of_table(name, tables[name], contact)]
    return [ruled("vie_privee", len(faults), 0, faults)]


def _of_table(table: str, frame: pd.DataFrame, contact: str) -> Iterator[More]:
    """In the order of the rows, then of the columns."""
    at = {str(name): i for i, name in enumerate(frame.columns)}
    own = set(rows_where(frame, "champ", "courriel")) if table == "provenance" else set()
    for row, column, value in sorted(_doubtful(frame, own), key=lambda cell: (cell[0], at[cell[1]])):
        what = secret(value, column == "courriel" or row in own, contact)
        if what.en:
            where = f"{table}.csv", row + 2, column
            yield More(
                "{} ligne {} colonne {} : {}".format(*where, what.fr),
                "{} line {} column {} holds {}".format(*where, what.en),
            )


def _doubtful(frame: pd.DataFrame, own: set[int]) -> Iterator[Cell]:
    """The cells that `secret` may tell of. `own`: rows that are about a mailbox, whatever the column."""
    names = [str(name) for name in frame.columns if name not in _DIGITS]
    told = {name: _MAY_TELL_OF_OWN if name == "courriel" else _MAY_TELL for name in names}
    yield from cells_with(frame, told, but=own)
    if own:
        yield from cells_with(frame, dict.fromkeys(names, _MAY_TELL_OF_OWN), sorted(own))


def secret(text: str, own: bool, contact: str = "") -> More:
    """What a cell may not hold, or ''. `own` is a cell made for a mailbox."""
    mailboxes = {found.rstrip(".").lower() for found in _MAIL.findall(text)} - {contact.lower()}
    if holds_mobile(text):
        return _MOBILE
    if mailboxes and not own:
        return _MAILBOX
    return _FREE if any(map(_FREE_MAIL.search, mailboxes)) else More()
