"""Stable ids: computed once from the source's raw reference, then carried from release to release."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import product, repeat

import pandas as pd

from schemas.errors import Refused
from schemas.tables import columns, conform
from sources.text import fold, fold_all

_WRITTEN = re.compile("[0-9A-Za-z]")
_TWO = tuple(a + b for a, b in product("abcdefghijklmnopqrstuvwxyz234567", repeat=2))
"""Two characters of base 32, by their number."""
_Key = tuple[str, str, str]
"""The prefix of the ids of its table, the source, and the folded reference."""
PREFIXES = {"etablissements": "cc", "gestionnaires": "cg", "reseaux": "cr", "initiatives": "ci"}


def compute(prefix: str, source: str, reference: str) -> str:
    """`prefix-` and the first 8 lower-case base-32 characters of sha256("source:reference")."""
    number = int.from_bytes(hashlib.sha256(f"{source}:{reference}".encode()).digest()[:5])  # 8 characters of 5 bits
    return f"{prefix}-{_TWO[number >> 30]}{_TWO[number >> 20 & 1023]}{_TWO[number >> 10 & 1023]}{_TWO[number & 1023]}"


class Register:
    """The ids known so far, and those that this run adds or sees again: columns, for there are some tens of thousands."""

    def __init__(self, known: pd.DataFrame) -> None:
        cells = [known[name].tolist() for name in columns("identifiants")]
        keys = zip((id_[:2] for id_ in cells[0]), cells[1], fold_all(cells[2]), strict=True)
        last = dict(zip(keys, range(len(known)), strict=True))  # of one reference twice, the last row counts
        whole = len(last) == len(known)
        self._columns = cells if whole else [[column[i] for i in last.values()] for column in cells]
        self._ids, self._sources, self._references, self._firsts, self._lasts, self._heirs = self._columns
        self._places = last if whole else {key: i for i, key in enumerate(last)}
        self._taken = set(self._ids)
        self._ends: dict[tuple[str, str], str] = {}

    def known(self, table: str, source: str, reference: str) -> str:
        """The id of a reference, that which replaced it if there is one; '' for one never seen."""
        i = self._places.get((PREFIXES[table], source, fold(reference)))
        return "" if i is None else self._heirs[i] or self._ids[i]

    def known_all(self, table: str, sources: Sequence[str], references: Sequence[str]) -> list[str]:
        """`known` of each of many references, beside its source."""
        if not self._ids:
            return [""] * len(references)
        places = map(self._places.get, zip(repeat(PREFIXES[table]), sources, fold_all(references)))
        return ["" if i is None else self._heirs[i] or self._ids[i] for i in places]

    def is_own(self, table: str, source: str, reference: str) -> bool:
        """Whether the id of a known reference was computed from that very reference."""
        i = self._places[PREFIXES[table], source, fold(reference)]
        return not self._heirs[i] and self._ids[i] == compute(PREFIXES[table], source, self._references[i])

    def first_days(self, of: Collection[str]) -> dict[str, str]:
        """The day each of some ids was first given."""
        told = ((day, id_) for id_, day in zip(self._ids, self._firsts, strict=True) if id_ in of)
        return {id_: day for day, id_ in sorted(told, reverse=True)}  # the earliest stays

    def fresh(self, table: str, source: str, reference: str) -> str:
        """A new id for a reference, or its own again. Raises Refused when it is another reference's already."""
        return self._fresh((PREFIXES[table], source, fold(reference)), reference)

    def _fresh(self, key: _Key, reference: str) -> str:
        i = self._places.get(key)
        id_ = self._computed(*key[:2], reference if i is None else self._references[i])
        if id_ in self._taken and (i is None or id_ != self._ids[i]):
            raise Refused(
                f"{key[1]}: the id {id_} of {reference!r} is already another reference's. Give one of them a longer reference."
            )
        self._taken.add(id_)
        return id_

    def _computed(self, prefix: str, source: str, reference: str) -> str:
        """`compute`, once for a place and the operator of the same reference: their ids end alike."""
        end = self._ends.pop((source, reference), "")
        if end:
            return prefix + end
        id_ = compute(prefix, source, reference)
        self._ends[source, reference] = id_[len(prefix) :]
        return id_

    def note(self, table: str, source: str, reference: str, id_: str, day: str) -> None:
        """A reference is seen on a day, under an id: recognised by its letters and digits, it keeps its first spelling."""
        self._note((PREFIXES[table], source, fold(reference)), reference, id_, day)

    def note_all(
        self, table: str, sources: Sequence[str], references: Sequence[str], known: Sequence[str], days: Sequence[str]
    ) -> list[str]:
        """Many references are seen, each under the id it is known by, else under a fresh one: their ids. Raises Refused."""
        prefix, ids = PREFIXES[table], []
        for source, folded, reference, id_, day in zip(
            sources, fold_all(references), references, known, days, strict=True
        ):
            key = (prefix, source, folded)
            ids.append(id_ or self._fresh(key, reference))
            self._note(key, reference, ids[-1], day)
        return ids

    def _note(self, key: _Key, reference: str, id_: str, day: str) -> None:
        i = self._places.setdefault(key, len(self._ids))
        if i == len(self._ids):
            self._add(id_, key[1], reference, day)
            return
        if (self._heirs[i] or self._ids[i]) != id_:  # a person told it apart from what it was taken for
            self._firsts[i] = self._firsts[i] if self._ids[i] == id_ else day
            self._ids[i], self._heirs[i] = id_, ""
        self._lasts[i] = max(self._lasts[i], day)

    def _add(self, id_: str, source: str, reference: str, day: str) -> None:
        self._ids.append(id_)
        self._sources.append(source)
        self._references.append(reference)
        self._firsts.append(day)
        self._lasts.append(day)
        self._heirs.append("")

    def replace(self, old: str, new: str) -> None:
        """An id is no more: every reference of it leads to another."""
        for i, both in enumerate(zip(self._ids, self._heirs, strict=True)):
            if old in both:
                self._heirs[i] = "" if both[0] == new else new

    def id_of(self, table: str, source: str, reference: str, day: str) -> str:
        """The id of a reference, the same for ever. Raises Refused when two references would share one id.

        A reference is recognised by its letters and digits: capitals or accents that a page changes make no new id.
        """
        id_ = self.known(table, source, reference) or self.fresh(table, source, reference)
        self.note(table, source, reference, id_, day)
        return id_

    def postcodes(self, source: str, places: pd.DataFrame) -> dict[str, str]:
        """Folded references of a source's members -> the postcode of their place in the last release, '' if it has none."""
        codes = dict(zip(places["id"].tolist(), places["code_postal"].tolist(), strict=True))
        mine = (PREFIXES["etablissements"], source)
        return {key[2]: codes.get(self._ids[i], "") for key, i in self._places.items() if key[:2] == mine}

    def table(self) -> pd.DataFrame:
        """The `identifiants` table."""
        cells = dict(zip(columns("identifiants"), self._columns, strict=True))
        return conform(pd.DataFrame(cells, dtype=str), "identifiants")


def references(members: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """The source's own reference of each member: its page's own key (column `reference`), else its raw name.

    A name goes with its postcode or its address where it is shared. `known` (see `Register.postcodes`) keeps a
    member's reference when a homonym comes or goes. Raises Refused when two members have the same name and the same
    address, or the same key.
    """
    own = members["reference"].tolist() if "reference" in members else [""] * len(members)
    unkeyed = members[[not key for key in own]] if any(own) else members
    named = iter(_named(unkeyed, known) if len(unkeyed) else ())
    found = [key or next(named) for key in own]
    twice = [reference for reference, count in Counter(fold_all(found)).items() if count > 1]
    if twice:
        raise Refused(
            f"Two members have the same name and the same address ({', '.join(twice)}), or one key: they cannot be told "
            "apart. Compare with the page; if it shows one, correct its reader, if it shows two, give one a correction."
        )
    return found


def _named(members: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """References of members that have but their name; it is enough where nothing else begins like it."""
    names = members["nom_source"].tolist()
    folded = fold_all(names)
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
