"""May this release be published? The rules that no schema can say."""

import re
from collections.abc import Hashable

import pandas as pd

from schemas.tables import Tables, empty
from sources.mobiles import holds_mobile

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_FREE_MAIL = re.compile(
    r"@(?:[\w-]+\.)*(?:aliceadsl|aol|bbox|club-internet|free|gmail|gmx|googlemail|hotmail|icloud|laposte|live|mac|mailo|me|msn|neuf|noos"
    r"|numericable|orange|outlook|pm|proton|protonmail|sfr|tutanota|wanadoo|yahoo|ymail)\.(?:[a-z]{2,3}|co\.uk)$"
)
_DIGITS = frozenset(
    ("snapshot", "sha256", "siret", "siren", "longitude", "latitude", "geo_score", "geo_similarite", "geo_id")
)


WAITING = 0.05
"""Share of the places with a street that may wait for the geocoder; above it, an older release is the better one."""
_FEW = 3  # active places of a source: with fewer, all of them may well change at once


def refusals(tables: Tables, previous: Tables, contact: str) -> list[str]:
    """Why this release may not be published; [] when it may."""
    found = [fault for name, table in tables.items() for fault in _private(name, table.to_dict("records"), contact)]
    found += _replaced(tables["etablissements"], previous.get("etablissements", empty("etablissements")))
    found += _waiting(tables["etablissements"])
    if tables["etablissements"].empty:
        found.append(
            "no place at all: a source gave nothing, or every row was withdrawn. Check the sources, then the last release."
        )
    unknown = set(tables["etablissements"]["sources"].str.split("|").explode()) - set(tables["sources"]["id"])
    if unknown:
        found.append(
            f"places come from sources without licence or legal basis: {', '.join(sorted(map(str, unknown)))}."
        )
    return found


def _replaced(places: pd.DataFrame, before: pd.DataFrame) -> list[str]:
    """Sources whose page names none of the places it named before: another list was read, or every name has changed."""
    faults = []
    for source in sorted(set(before["sources"].str.split("|").explode().dropna())):
        old, now = (set(rows[_named_by(rows, source) & (rows["statut"] == "actif")]["id"]) for rows in (before, places))
        if len(old) >= _FEW and now and not old & now:
            faults.append(
                f"{source}: none of the {len(old)} places it named before is on its page, which names {len(now)} others. "
                "Compare the page with the last release: it is another list, or its names were all rewritten."
            )
    return faults


def _named_by(rows: pd.DataFrame, source: str) -> "pd.Series[bool]":
    """Which rows a source names, alone or among others."""
    return rows["sources"].map(lambda named: source in str(named).split("|")).astype(bool)


def _waiting(places: pd.DataFrame) -> list[str]:
    """A geocoder that was down for too many: their points would go back to the centres of their communes."""
    asked = places[places["adresse"] != ""]
    waiting = int((asked["geo_statut"] == "en_attente").sum())
    if waiting <= WAITING * len(asked):
        return []
    return [
        f"the geocoder did not answer: {waiting} of {len(asked)} addresses wait for it, more than {WAITING:.0%}. "
        "Run again later; or correct the setting geocoder; or release without network: creches release --offline."
    ]


def _private(table: str, rows: list[dict[Hashable, object]], contact: str) -> list[str]:
    """Cells that hold a mobile, or a mailbox that is not an organisation's. The value itself is never repeated."""
    faults = []
    for number, row in enumerate(rows, 2):
        for column, value in row.items():
            own = "courriel" in (column, row.get("champ") if table == "provenance" else "")
            what = "" if column in _DIGITS else _secret(str(value), own, contact)
            if what:
                faults.append(f"{table}.csv line {number} column {column} holds {what}.")
    return faults


def _secret(text: str, own: bool, contact: str) -> str:
    """What a cell may not hold, or ''. `own` is a cell made for a mailbox."""
    mailboxes = {found.rstrip(".").lower() for found in _MAIL.findall(text)} - {contact.lower()}
    if holds_mobile(text):
        return "a mobile number"
    if mailboxes and not own:
        return "a mailbox"
    return "a mailbox of a provider that people use" if any(map(_FREE_MAIL.search, mailboxes)) else ""
