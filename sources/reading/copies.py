"""The same list twice on a page (desktop and mobile copies) is one; a contradiction between copies is refused."""

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.errors import SourceChanged
from schemas.records import Record
from sources.text import fold


def member_key(record: Record) -> tuple[str, str, str]:
    """What makes two readings the same member: name, postcode and town, folded."""
    return fold(record.nom), record.code_postal, fold(record.commune)


def merge_copies(records: Sequence[Record], source: str) -> list[Record]:
    """Each member once, in the order first read. Raises SourceChanged when two copies of one member disagree."""
    merged: dict[tuple[str, str, str], Record] = {}
    for record in records:
        key = member_key(record)
        merged[key] = join(merged[key], record, source) if key in merged else record
    names = [key[0] for key in merged]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice and len(merged) < len(records):
        raise SourceChanged(
            f"{source}: the page holds the list twice and the copies disagree on the place of {twice[0]!r}."
        )
    return list(merged.values())


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
