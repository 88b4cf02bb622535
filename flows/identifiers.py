"""Stable ids: computed once from the source's raw reference, then carried from release to release."""

import base64
import hashlib
from collections.abc import Iterable

import pandas as pd

from schemas.errors import Refused
from schemas.tables import conform
from sources.text import fold

PREFIXES = {"etablissements": "cc", "gestionnaires": "cg", "reseaux": "cr", "initiatives": "ci"}


def compute(prefix: str, source: str, reference: str) -> str:
    """`prefix-` and the first 8 lower-case base-32 characters of sha256("source:reference")."""
    digest = hashlib.sha256(f"{source}:{reference}".encode()).digest()
    return f"{prefix}-{base64.b32encode(digest).decode().lower()[:8]}"


class Register:
    """The ids known so far, and those that this run adds or sees again."""

    def __init__(self, known: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str, str], dict[str, str]] = {}
        for row in known.to_dict("records"):
            self._rows[row["id"][:2], row["source"], fold(row["reference"])] = {str(k): str(v) for k, v in row.items()}
        self._taken = {row["id"] for row in self._rows.values()}

    def id_of(self, table: str, source: str, reference: str, day: str) -> str:
        """The id of a reference, the same for ever. Raises Refused when two references would share one id.

        A reference is recognised by its letters and digits: capitals or accents that a page changes make no new id.
        """
        prefix = PREFIXES[table]
        key = prefix, source, fold(reference)
        if key not in self._rows:
            id_ = compute(prefix, source, reference)
            if id_ in self._taken:
                raise Refused(
                    f"{source}: the id {id_} of {reference!r} is already another reference's. Give one of them a longer reference."
                )
            self._taken.add(id_)
            self._rows[key] = {
                "id": id_,
                "source": source,
                "reference": reference,
                "date_premiere_vue": day,
                "remplace_par": "",
            }
        row = self._rows[key]
        row["date_derniere_vue"] = max(row.get("date_derniere_vue", ""), day)
        return row["id"]

    def table(self) -> pd.DataFrame:
        """The `identifiants` table."""
        return conform(list(self._rows.values()), "identifiants")


def references(names: Iterable[str], postcodes: Iterable[str]) -> list[str]:
    """The source's own reference of each member: its raw name; with its postcode where two members share a name."""
    pairs = list(zip(names, postcodes, strict=True))
    folded = [fold(name) for name, _ in pairs]
    return [name if folded.count(fold(name)) == 1 else f"{name} ({code})" for name, code in pairs]


def member_ids(identifiants: pd.DataFrame, table: str, source: str, members: pd.DataFrame) -> list[str]:
    """The id of each member's row in `table`, '' for a member that was joined to its twin."""
    mine = identifiants[(identifiants["source"] == source) & identifiants["id"].str.startswith(PREFIXES[table])]
    ids = {fold(reference): id_ for reference, id_ in zip(mine["reference"], mine["id"], strict=True)}
    return [ids.get(fold(r), "") for r in references(members["nom_source"], members["code_postal"])]
