"""Nobody's contact: no cell holds a mobile, nor a mailbox that is not an organisation's."""

import re

from flows.gate.ruled import More, ruled
from schemas.tables import Tables, rows_of
from schemas.verdicts import Verdict
from sources.mobiles import holds_mobile

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_FREE_MAIL = re.compile(
    r"@(?:[\w-]+\.)*(?:aliceadsl|aol|bbox|club-internet|free|gmail|gmx|googlemail|hotmail|icloud|laposte|live|mac|mailo|me|msn|neuf|noos"
    r"|numericable|orange|outlook|pm|proton|protonmail|sfr|tutanota|wanadoo|yahoo|ymail)\.(?:[a-z]{2,3}|co\.uk)$"
)
_DIGITS = frozenset(
    ("snapshot", "sha256", "siret", "siren", "longitude", "latitude", "geo_score", "geo_similarite", "geo_id")
)
_MOBILE, _MAILBOX = More("un numéro de mobile", "a mobile number"), More("une adresse électronique", "a mailbox")
_FREE = More("l'adresse d'un fournisseur de particuliers", "a mailbox of a provider that people use")


def of_whole(tables: Tables, contact: str) -> list[Verdict]:
    """One verdict that names the cells. The value itself is never repeated. `contact` is the project's own mailbox."""
    faults = [fault for name in tables for fault in _of_table(name, tables, contact)]
    return [ruled("vie_privee", len(faults), 0, faults)]


def _of_table(table: str, tables: Tables, contact: str) -> list[More]:
    faults = []
    for number, row in enumerate(rows_of(tables[table]), 2):
        for column, value in row.items():
            own = "courriel" in (column, row.get("champ") if table == "provenance" else "")
            what = More() if column in _DIGITS else secret(value, own, contact)
            if what.en:
                where = f"{table}.csv", number, column
                faults.append(
                    More(
                        "{} ligne {} colonne {} : {}".format(*where, what.fr),
                        "{} line {} column {} holds {}".format(*where, what.en),
                    )
                )
    return faults


def secret(text: str, own: bool, contact: str = "") -> More:
    """What a cell may not hold, or ''. `own` is a cell made for a mailbox."""
    mailboxes = {found.rstrip(".").lower() for found in _MAIL.findall(text)} - {contact.lower()}
    if holds_mobile(text):
        return _MOBILE
    if mailboxes and not own:
        return _MAILBOX
    return _FREE if any(map(_FREE_MAIL.search, mailboxes)) else More()
