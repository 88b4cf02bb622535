"""The same list twice on a page (desktop and mobile copies) is one; a contradiction between copies is refused."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce

from schemas.errors import SourceChanged
from schemas.records import Record
from sources.text import fold

Key = tuple[str, str, str]


def member_key(record: Record) -> Key:
    """What makes two readings the same member: name, postcode and town, folded."""
    return fold(record.nom), record.code_postal, fold(record.commune)


def merge_copies(records: Sequence[Record], source: str) -> list[Record]:
    """Each member once, in the order first read. Raises SourceChanged when two copies of one member disagree.

    Two places of one name, each said as often as the page says the others, are two places.
    """
    groups: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        groups[member_key(record)].append(record)
    _check_places(groups, source)
    copied = any(len(group) > 1 and _one_street(group) for group in groups.values())
    merged: list[Record] = []
    for group in groups.values():
        if copied or _one_street(group):
            merged.append(reduce(lambda one, other: join(one, other, source), group))
        else:  # two nurseries of one name in one town
            merged += group
    return merged


def _check_places(groups: Mapping[Key, Sequence[Record]], source: str) -> None:
    """Refuses a page that says the list twice, and a name once here and once there."""
    copies = max((len(group) for group in groups.values()), default=1)
    places: dict[str, list[int]] = defaultdict(list)
    for (name, _, _), group in groups.items():
        places[name].append(len(group))
    twice = sorted(name for name, counts in places.items() if len(counts) > 1 and min(counts) < copies)
    two = sum(len(counts) > 1 for counts in places.values())  # most names at two places: the second copy has slipped
    if two > 2 and two * 2 > len(places):
        raise SourceChanged(
            f"{source}: {two} of {len(places)} names stand at two places: the page's lists contradict each other."
        )
    if copies > 1 and twice:
        raise SourceChanged(
            f"{source}: the page holds the list twice and the copies disagree on the place of {twice[0]!r}."
        )


def _one_street(group: Sequence[Record]) -> bool:
    return len({fold(record.rue) for record in group if record.rue}) <= 1


def join(one: Record, other: Record, source: str) -> Record:
    """Two readings of one member as one. Raises SourceChanged when street or phones contradict each other."""
    if one.rue and other.rue and fold(one.rue) != fold(other.rue):
        raise SourceChanged(
            f"{source}: two copies of {one.nom!r} disagree on the street: {one.rue!r} and {other.rue!r}."
        )
    phones, others = _digits(one.telephones), _digits(other.telephones)
    if phones and others and not phones & others:
        raise SourceChanged(f"{source}: two copies of {one.nom!r} disagree on the phone.")
    fuller = one if one.rue or not other.rue else other
    return replace(
        fuller,
        telephones=one.telephones or other.telephones,
        courriels=one.courriels or other.courriels,
        site_web=one.site_web or other.site_web,
    )


def _digits(phones: Sequence[str]) -> set[str]:
    return {re.sub(r"\D", "", phone)[-9:] for phone in phones}
