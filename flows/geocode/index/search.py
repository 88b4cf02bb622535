"""The index as a geocoder: the commune first, then the street in it by its key, else the nearest names."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from sys import intern
from types import TracebackType
from typing import Self

from flows.geocode.index.around import Around, Where, departement
from flows.geocode.index.keys import asked_key, in_order, parted, street_key, written
from flows.geocode.index.store import Store
from flows.geocode.index.street import Street, door
from flows.geocode.match import Fournisseur, Match, Question, Replies
from flows.geocode.streets import NEAR, doors
from sources.likeness import closest, similarity

MOST = 5
"""Matches of one question."""
_SAME = 100.0

_Hit = tuple[float, Street]


class Index:
    """A `Provider` over one index file. Raises UsageError when the file is no index that this program reads."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._around = Around(self._store.postcodes)

    @property
    def fournisseur(self) -> Fournisseur:
        """The street index."""
        return "index"

    def __call__(self, questions: Sequence[Question]) -> Replies:
        """The matches of each question, five at most, best first; () when a commune has no such street.

        A question about a part of France that the index does not hold is left unanswered, and `panne` says so.
        """
        places = [(where, question) for question in questions if (where := self._around.where(question))]
        found: dict[Question, tuple[Match, ...]] = {}
        try:
            for where, question in sorted(places, key=lambda place: place[0]):
                found[question] = self._matches(question, where)
        except sqlite3.Error as error:
            return Replies(found, f"The street index {self._store.path} cannot be read: {error}. Build it again.")
        return Replies(found, self._panne([question for question in questions if question not in found]))

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _matches(self, question: Question, where: Where) -> tuple[Match, ...]:
        hits = list(self._hits(question.adresse, where))
        asked = in_order(doors(question.adresse))
        proposed = [(score, _match(street, asked, question.adresse, score)) for score, street in hits]
        proposed.sort(key=lambda one: _order(one[0], one[1], question, where))
        return tuple(match for _, match in proposed[:MOST])

    def _hits(self, line: str, where: Where) -> Iterator[_Hit]:
        """The streets of that very key; near ones at home where home has none, and elsewhere when nobody has."""
        keys = [asked_key(line)]
        codes = (*where.home, *where.others)
        found = self._named(keys[0], codes)
        if not found and doors(line):
            keys.append(street_key(line))
            found = self._named(keys[1], codes)
        yield from ((_SAME, street) for street in found)
        if not any(street.code_insee in where.home for street in found):
            for code in where.home if found else codes:
                yield from self._near(keys, code)

    def _named(self, key: tuple[str, str], codes: Sequence[str]) -> list[Street]:
        """The streets of a key in some communes; none for a key without words."""
        return self._store.named(key, codes) if any(key) else []

    def _near(self, keys: Sequence[tuple[str, str]], code_insee: str) -> Iterator[_Hit]:
        """The streets of the same name and another kind of way, and those whose whole key is near."""
        there, scores = self._store.keys(code_insee), dict[str, float]()
        for key in filter(any, keys):
            named = {
                other: similarity(written(key), other)
                for other in there
                if other.endswith(key[1]) and parted(other)[1] == key[1]
            }
            close = {there[place]: score for place, score in closest(written(key), there, MOST, NEAR)}
            for other, score in (named | close).items():
                scores[other] = max(score, scores.get(other, 0.0))
        for other, score in scores.items():
            yield from ((score, street) for street in self._store.named(parted(other), [code_insee]))

    def _panne(self, unanswered: Sequence[Question]) -> str:
        """What the index would need to answer the rest; '' when there is none."""
        if not unanswered:
            return ""
        absent = sorted({departement(q.citycode or q.autour or q.code_postal) or "?" for q in unanswered})
        return (
            f"The street index {self._store.path} holds nothing of département {', '.join(absent)}. No point is made of"
            " that; build it again with adresses-<département>.csv.gz of each."
        )


def _match(street: Street, asked: Sequence[str], line: str, score: float) -> Match:
    """A street as a proposal: its door where it has one that is asked."""
    there = door(street, asked, line) if asked else None
    name = f"{there.numero} {street.voie}" if there else street.voie
    return Match(
        fournisseur="index",
        libelle=" ".join(part for part in (name, street.code_postal, street.commune) if part),
        type="housenumber" if there else "street",
        code_insee=intern(street.code_insee),
        voie=intern(street.voie),
        numero=there.numero if there else "",
        code_postal=intern(street.code_postal),
        commune=intern(street.commune),
        id=there.id if there else street.id,
        score=score / 100,
        longitude=there.longitude if there else street.longitude / 1_000_000,
        latitude=there.latitude if there else street.latitude / 1_000_000,
    )


def _order(score: float, match: Match, question: Question, where: Where) -> tuple[float, bool, bool, bool, str, str]:
    """Best first: the nearest name, at home, with the door, at the postcode asked."""
    elsewhere, doorless = match.code_insee not in where.home, not match.numero
    return -score, elsewhere, doorless, match.code_postal != question.code_postal, match.code_insee, match.id
