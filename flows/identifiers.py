"""Stable ids: computed once from the source's raw reference, then carried from release to release."""

import hashlib
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product

import pandas as pd

from schemas.errors import Refused
from schemas.tables import conform, rows_of
from sources.text import fold

_WRITTEN = re.compile("[0-9A-Za-z]")
_TWO = tuple(a + b for a, b in product("abcdefghijklmnopqrstuvwxyz234567", repeat=2))
"""Two characters of base 32, by their number."""
PREFIXES = {"etablissements": "cc", "gestionnaires": "cg", "reseaux": "cr", "initiatives": "ci"}


def compute(prefix: str, source: str, reference: str) -> str:
    """`prefix-` and the first 8 lower-case base-32 characters of sha256("source:reference")."""
    number = int.from_bytes(hashlib.sha256(f"{source}:{reference}".encode()).digest()[:5])  # 8 characters of 5 bits
    return f"{prefix}-{_TWO[number >> 30]}{_TWO[number >> 20 & 1023]}{_TWO[number >> 10 & 1023]}{_TWO[number & 1023]}"


class Register:
    """The ids known so far, and those that this run adds or sees again."""

    def __init__(self, known: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str, str], dict[str, str]] = {}
        for row in rows_of(known):
            self._rows[row["id"][:2], row["source"], fold(row["reference"])] = row
        self._taken = {row["id"] for row in self._rows.values()}

    def known(self, table: str, source: str, reference: str) -> str:
        """The id of a reference, that which replaced it if there is one; '' for one never seen."""
        row = self._rows.get((PREFIXES[table], source, fold(reference)))
        return row["remplace_par"] or row["id"] if row else ""

    def is_own(self, table: str, source: str, reference: str) -> bool:
        """Whether the id of a known reference was computed from that very reference."""
        row = self._rows[PREFIXES[table], source, fold(reference)]
        return not row["remplace_par"] and row["id"] == compute(PREFIXES[table], source, row["reference"])

    def first_days(self) -> dict[str, str]:
        """The day each id was first given."""
        found: dict[str, str] = {}
        for row in self._rows.values():
            found[row["id"]] = min(found.get(row["id"], row["date_premiere_vue"]), row["date_premiere_vue"])
        return found

    def fresh(self, table: str, source: str, reference: str) -> str:
        """A new id for a reference, or its own again. Raises Refused when it is another reference's already."""
        row = self._rows.get((PREFIXES[table], source, fold(reference)), {"reference": reference, "id": ""})
        id_ = compute(PREFIXES[table], source, row["reference"])
        if id_ in self._taken and id_ != row["id"]:
            raise Refused(
                f"{source}: the id {id_} of {reference!r} is already another reference's. Give one of them a longer reference."
            )
        self._taken.add(id_)
        return id_

    def note(self, table: str, source: str, reference: str, id_: str, day: str) -> None:
        """A reference is seen on a day, under an id: recognised by its letters and digits, it keeps its first spelling."""
        key = PREFIXES[table], source, fold(reference)
        row = self._rows.get(key)
        if row is None:
            row = {"id": id_, "source": source, "reference": reference, "date_premiere_vue": day, "remplace_par": ""}
            self._rows[key] = row
        if (row["remplace_par"] or row["id"]) != id_:  # a person told it apart from what it was taken for
            again = row["id"] == id_
            row |= {"id": id_, "remplace_par": "", "date_premiere_vue": row["date_premiere_vue"] if again else day}
        row["date_derniere_vue"] = max(row.get("date_derniere_vue", ""), day)

    def replace(self, old: str, new: str) -> None:
        """An id is no more: every reference of it leads to another."""
        for row in self._rows.values():
            if old in (row["id"], row["remplace_par"]):
                row["remplace_par"] = "" if row["id"] == new else new

    def id_of(self, table: str, source: str, reference: str, day: str) -> str:
        """The id of a reference, the same for ever. Raises Refused when two references would share one id.

        A reference is recognised by its letters and digits: capitals or accents that a page changes make no new id.
        """
        id_ = self.known(table, source, reference) or self.fresh(table, source, reference)
        self.note(table, source, reference, id_, day)
        return id_

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
    """The source's own reference of each member: its page's own key (column `reference`), else its raw name.

    A name goes with its postcode or its address where it is shared. `known` (see `Register.postcodes`) keeps a
    member's reference when a homonym comes or goes. Raises Refused when two members have the same name and the same
    address, or the same key.
    """
    own = members["reference"].tolist() if "reference" in members else [""] * len(members)
    unkeyed = members[[not key for key in own]] if any(own) else members
    named = iter(_named(unkeyed, known))
    found = [key or next(named) for key in own]
    twice = [reference for reference, count in Counter(map(fold, found)).items() if count > 1]
    if twice:
        raise Refused(
            f"Two members have the same name and the same address ({', '.join(twice)}), or one key: they cannot be told "
            "apart. Compare with the page; if it shows one, correct its reader, if it shows two, give one a correction."
        )
    return found


def _named(members: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """References of members that have but their name; it is enough where nothing else begins like it."""
    names = members["nom_source"].tolist()
    folded = [fold(name) for name in names]
    where = zip(members["code_postal"].tolist(), members["adresse_source"].tolist(), strict=True)
    full = [all(map(_WRITTEN.search, both)) for both in where]
    alone = _unlike(folded, known) if "" not in folded else [False] * len(names)
    alike = [not (yes and (told or name not in known)) for yes, told, name in zip(alone, full, folded, strict=True)]
    longer = iter(_among_alike(members[alike], known) if any(alike) else ())
    return [next(longer) if is_alike else name for name, is_alike in zip(names, alike, strict=True)]


def _among_alike(members: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """References of members whose names are shared, or begin each other."""
    options = [_options(row) for row in members.to_dict("records")]
    told = Counter(key for three in options for key in set(map(fold, three)))
    return [
        _reference(three, str(code), known, told) for three, code in zip(options, members["code_postal"], strict=True)
    ]


def _unlike(names: Sequence[str], known: Mapping[str, str]) -> list[bool]:
    """Whether each folded name is one member's alone, and begins no other name nor reference, nor they it."""
    counts = Counter(names)
    begun = {start for told in (*counts, *known) for start in _starts(told)}
    alone = (bool(one) and counts[one] == 1 and one not in begun for one in names)
    return [yes and counts.keys().isdisjoint(_starts(one)) for yes, one in zip(alone, names, strict=True)]


def _starts(text: str) -> Iterator[str]:
    """What a folded text is after its last words are left out; '' is left out."""
    while (text := text.rpartition(" ")[0]) != "":
        yield text


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
