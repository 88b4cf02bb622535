"""Contacts of hosts and networks: what many operators of different names share tells none of them (decision 47)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import pandas as pd

from sources.text import fold

CONTACTS = ("telephone", "courriel", "domaine")
MOST = 10
"""Names of operators that one contact may have: a group whose nurseries are each listed as an operator has not more."""

Hosts = Mapping[str, frozenset[str]]


def hosts(operators: Sequence[pd.DataFrame]) -> Hosts:
    """The contacts, by kind, that more than MOST operators of different names share. Frames of `nom` and CONTACTS.

    Counted among operators: twenty-five places of one operator at one number are still its own.
    """
    return {kind: frozenset(_of_many(operators, kind)) for kind in CONTACTS}


def _of_many(frames: Sequence[pd.DataFrame], kind: str) -> list[str]:
    said = [rows[kind].tolist() for rows in frames]
    often = {value for value, count in Counter(chain(*said)).items() if value and count > MOST}
    names: dict[str, set[str]] = {value: set() for value in often}
    if often:
        for value, name in zip(chain(*said), chain(*(rows["nom"].tolist() for rows in frames)), strict=True):
            if value in often and len(names[value]) <= MOST:  # more than enough need not be counted
                names[value].add(fold(name))
    return [value for value, each in names.items() if len(each) > MOST]


def without_hosts(rows: pd.DataFrame, shared: Hosts) -> pd.DataFrame:
    """Rows without the contacts that are shared."""
    gone = {kind: rows[kind].isin(shared[kind]) for kind in CONTACTS if shared[kind]}
    return rows.assign(**{kind: rows[kind].where(~mask, "") for kind, mask in gone.items()})
