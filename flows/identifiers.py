"""Stable ids: computed once from the source's raw reference, then carried from release to release."""

import base64
import hashlib
from collections import Counter
from collections.abc import Hashable, Mapping

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

    def postcodes(self, source: str, places: pd.DataFrame) -> dict[str, str]:
        """Folded references of a source's members -> the postcode of their place in the last release, '' if it has none."""
        codes = dict(zip(places["id"], places["code_postal"], strict=True))
        mine = (
            (key[2], row["id"]) for key, row in self._rows.items() if key[:2] == (PREFIXES["etablissements"], source)
        )
        return {reference: codes.get(id_, "") for reference, id_ in mine}

    def table(self) -> pd.DataFrame:
        """The `identifiants` table."""
        return conform(list(self._rows.values()), "identifiants")


def references(members: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """The source's own reference of each member: its raw name, with its postcode or its address where a name is shared.

    `known` (see `Register.postcodes`) keeps a member's reference when a homonym comes or goes. Raises Refused when
    two members have the same name and the same address.
    """
    options = [_options(row) for row in members.to_dict("records")]
    told = Counter(key for three in options for key in set(map(fold, three)))
    found = [
        _reference(three, str(code), known, told) for three, code in zip(options, members["code_postal"], strict=True)
    ]
    twice = [reference for reference, count in Counter(map(fold, found)).items() if count > 1]
    if twice:
        raise Refused(
            f"Two members have the same name and the same address ({', '.join(twice)}): they cannot be told apart. "
            "Compare with the page; if it shows one, correct its reader, if it shows two, give one a correction."
        )
    return found


def _options(member: Mapping[Hashable, object]) -> tuple[str, str, str]:
    """A member's possible references, the shortest first."""
    name = str(member["nom_source"])
    return name, f"{name} ({member['code_postal']})", f"{name} ({member['adresse_source']})"


def _reference(options: tuple[str, str, str], postcode: str, known: Mapping[str, str], told: Counter[str]) -> str:
    name, with_postcode, with_address = options
    longer = [option for option in (with_address, with_postcode) if fold(option) in known]
    if longer:
        return longer[0]
    alone = told[fold(with_postcode)] == 1
    if told[fold(name)] == 1 or (alone and known.get(fold(name)) == postcode):
        return name
    return with_postcode if alone else with_address


def member_ids(identifiants: pd.DataFrame, table: str, source: str, members: pd.DataFrame) -> list[str]:
    """The id of each member's row in `table`, '' for a member that was joined to its twin."""
    mine = identifiants[(identifiants["source"] == source) & identifiants["id"].str.startswith(PREFIXES[table])]
    ids = {fold(reference): id_ for reference, id_ in zip(mine["reference"], mine["id"], strict=True)}
    keys = [[fold(option) for option in reversed(_options(row))] for row in members.to_dict("records")]
    return [next((ids[key] for key in three if key in ids), "") for three in keys]
