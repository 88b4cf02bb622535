"""Which row is meant: by its id, also one that is no more, or by a name that it goes by."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flows.explain.shelved import Shelved, Undone
from schemas.errors import UsageError
from schemas.records import Row
from sources.likeness import closest, slips
from sources.text import clean, fold

TABLES = {"cc": "etablissements", "cg": "gestionnaires", "cr": "reseaux", "ci": "initiatives"}
"""Tables whose rows have an id, by the letters that ids begin with."""
_LIKE_AN_ID = re.compile(r"c[cgri]-[0-9a-z]*")
_SLIPS = 2  # letters of an id that may be wrong for it to be proposed
_ALIKE = 60  # of 100, for a name to be proposed
_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """`row` is {} when the id is no more: `withdrawal` is then its row of `retraits`, `successor` the id that it led to."""

    id: str
    nom: str
    row: Row = field(default_factory=dict)
    withdrawal: Row = field(default_factory=dict)
    successor: str = ""

    @property
    def table(self) -> str:
        """The table that ids of this kind are of."""
        return TABLES[self.id[:2]]

    def listed(self) -> Row:
        """What a person needs to choose it."""
        commune = self.row.get("commune", "") or self.row.get("commune_siege", "")
        state = self.row.get("statut", "") if self.row else "retire"
        return {"id": self.id, "table": self.table, "nom": self.nom, "commune": commune, "statut": state}


def subjects(newest: Shelved, asked: str, undone: Iterable[Undone] = ()) -> list[Subject]:
    """The one row of an id, or all the rows of a name, a SIREN or a SIRET; `undone`: the releases that were withdrawn.

    Raises UsageError when the newest release has none, with the withdrawn ones that had it, else with what is near.
    """
    text = clean(asked)
    if not fold(text):
        raise UsageError("Give an id, such as cc-abcd2345, or a name: creches explain ID.")
    known = _known(newest)
    found = _found(text, newest, known)
    if found:
        return found
    is_id = _LIKE_AN_ID.fullmatch(text.lower()) is not None
    lacking = f"has the id {text.lower()!r}" if is_id else f"goes by the name {text!r}"
    past, unread = _published_once(text, undone)
    what = f"No row {lacking} in the release {newest.version}"
    if past:
        raise UsageError(f"{what}: it was in {'; '.join(past)}.{unread}")
    near = _near_id(text.lower(), known) if is_id else _near_name(text, known)
    raise _unknown(f"{what}, nor had it before.{unread}" if is_id else f"{what}.{unread}", near, known)


def _known(release: Shelved) -> dict[str, Subject]:
    """Every id of a release, those of published rows first."""
    known: dict[str, Subject] = {}
    for one in _every(release):
        known.setdefault(one.id, one)
    return known


def _found(text: str, release: Shelved, known: dict[str, Subject]) -> list[Subject]:
    """What is meant in one release; nothing when it has no such id, number or name."""
    if _LIKE_AN_ID.fullmatch(text.lower()):
        return [known[text.lower()]] if text.lower() in known else []
    published = [one for one in known.values() if one.row]
    numbered = _numbered(text.replace(" ", ""), release, known)
    every = (numbered, _named(text, published), _named(text, known.values()), _holding(text, published))
    return next(filter(None, every), [])


def _published_once(text: str, undone: Iterable[Undone]) -> tuple[list[str], str]:
    """The withdrawn releases that had it, with the day and the reason of each; what is to be said of those not read."""
    past, unread = [], []
    for one in undone:
        if not one.release.whole:
            unread.append(one.release.version)
        elif any(row.row for row in _found(text, one.release, _known(one.release))):
            why = f" because: {one.reason.rstrip('. ')}" if one.reason else ""
            past.append(f"{one.release.version}, withdrawn on {one.date}{why}")
    told = f" Withdrawn and not looked into, their files are missing or damaged: {', '.join(unread)}."
    return past, told if unread else ""


def _every(newest: Shelved) -> Iterator[Subject]:
    """The rows that are published, then the ids that are no more."""
    for table in TABLES.values():
        for row in newest.rows(table):
            yield Subject(row["id"], row["nom"], row)
    leads = {row["id"]: row["remplace_par"] for row in newest.rows("identifiants") if row["remplace_par"]}
    stones = {row["id"]: row for row in newest.rows("retraits")}
    leads |= {id_: row["remplace_par"] for id_, row in stones.items() if row["remplace_par"]}
    for id_ in sorted({*leads, *stones}):
        stone = stones.get(id_, {})
        yield Subject(id_, stone.get("nom", ""), {}, stone, _end(id_, leads))


def _end(id_: str, leads: dict[str, str]) -> str:
    """The id that a chain of successions ends with; '' when nothing took over."""
    seen = [id_]
    while (after := leads.get(seen[-1], "")) and after not in seen:
        seen.append(after)
    return seen[-1] if len(seen) > 1 else ""


def _names(one: Subject) -> list[str]:
    return [name for name in (one.nom, one.row.get("sigle", ""), *one.row.get("autres_noms", "").split("|")) if name]


def _named(text: str, among: Iterable[Subject]) -> list[Subject]:
    return [one for one in among if fold(text) in map(fold, _names(one))]


def _numbered(number: str, newest: Shelved, known: dict[str, Subject]) -> list[Subject]:
    """The rows that a SIREN or a SIRET is of, those of a number that they had before included."""
    if not re.fullmatch(r"\d{9}|\d{14}", number):
        return []
    of = {one.id for one in known.values() if number in (one.row.get("siren"), one.row.get("siret"))}
    of |= {row["id"] for row in newest.rows("identifiants") if row["reference"] == number}
    return [known[id_] for id_ in sorted(of) if id_ in known]


def _holding(text: str, among: Iterable[Subject]) -> list[Subject]:
    """The rows that have a name with all these words in it, side by side."""
    words = f" {fold(text)} "
    return [one for one in among if any(words in f" {fold(name)} " for name in _names(one))]


def _near_id(asked: str, known: dict[str, Subject]) -> list[str]:
    begun = [id_ for id_ in known if len(asked) > len("cc-") and id_.startswith(asked)]
    near = sorted((slips(asked, id_), id_) for id_ in known)
    return begun or [id_ for distance, id_ in near if distance <= _SLIPS]


def _near_name(asked: str, known: dict[str, Subject]) -> list[str]:
    named = [(fold(name), one.id) for one in known.values() for name in _names(one)]
    near = closest(fold(asked), [name for name, _ in named], _PROPOSED, _ALIKE)
    return list(dict.fromkeys(named[place][1] for place, _ in near))


def _unknown(what: str, ids: list[str], known: dict[str, Subject]) -> UsageError:
    shown = "; ".join(f"{id_} {known[id_].nom}".strip() for id_ in ids[:_PROPOSED])
    after = (
        f"Near it: {shown}." if shown else "Nothing is near it; ids stand in the first column of the release's tables."
    )
    return UsageError(f"{what} {after}")
