"""What a value replaced: the last other value of the releases on the shelf, and why it gave way when that can be told."""

from collections.abc import Collection
from typing import NamedTuple

from flows.explain.shelved import Shelved
from schemas.records import Row

SIGHTS = ("date_premiere_vue", "date_derniere_vue", "date_maj", "geo_date")
"""Days of looking, which change by themselves."""
CONTACTS = ("telephone", "courriel")
_NOT_REPEATED = "a contact or a name of a person may stand there: it is not repeated"


class Former(NamedTuple):
    """`valeur` of the release `version`, the last that had it; '' for what must not be repeated."""

    valeur: str
    version: str
    cause: str


def former(table: str, row: Row, releases: list[Shelved], withheld: Collection[str]) -> dict[str, Former]:
    """Column -> the other value that it last had. `withheld`: columns whose former value must not be told."""
    found: dict[str, Former] = {}
    after = releases[0]
    for older in releases[1:]:
        for before in older.rows(table, id=row["id"]):
            for champ in _changed(row, before, found):
                hidden = champ in withheld or (champ in CONTACTS and not row[champ])
                told = ("", _NOT_REPEATED) if hidden else (before[champ], _cause(row["id"], champ, older, after))
                found[champ] = Former(told[0], older.version, told[1])
            after = older
    return found


def _changed(row: Row, before: Row, found: Collection[str]) -> list[str]:
    """Columns that another value stood in; one that was empty was nothing that could be replaced."""
    return [c for c, old in before.items() if old and c in row and old != row[c] and c not in (*found, *SIGHTS)]


def _cause(id_: str, champ: str, older: Shelved, newer: Shelved) -> str:
    """Why the value of one release became that of the next, by what proves each; '' when the proofs do not tell."""
    old, new = _proof(id_, champ, older), _proof(id_, champ, newer)
    if new.get("regle") == "corrigee" and old.get("regle") != "corrigee":
        return "a person corrected it"
    if not old:
        return ""
    if not new:
        return f"{old['source']} no longer says it"
    if old["source"] != new["source"]:
        return f"{new['source']} is followed, {old['source']} was before"
    if old["valeur_source"] != new["valeur_source"]:
        return f"{new['source']} says it otherwise now"
    return "the same words are read otherwise: a rule of the project changed"


def _proof(id_: str, champ: str, release: Shelved) -> Row:
    return next(iter(release.rows("provenance", id=id_, champ=champ)), {})
