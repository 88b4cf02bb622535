"""The output folder: releases, the lock, the integrity of what lies there, and publication as a whole or not at all.

Who may know what: entries (`versions.json`), sums, latest (the release to build upon), journal and moving (publication),
room (is there space), retention (which releases stay), lock, durable (what a power cut cannot undo).
"""

from flows.shelf.durable import copy_missing, sync, sync_all, sync_tree
from flows.shelf.entries import (
    Entry,
    current,
    current_of,
    folder_of,
    next_version,
    not_before,
    standing,
    versions,
)
from flows.shelf.journal import COPY
from flows.shelf.latest import Last, last, proved, tables_of
from flows.shelf.lock import locked
from flows.shelf.moving import is_waiting, place, recover
from flows.shelf.room import needed, ready
from flows.shelf.sums import SUMS, broken_sums, digest, is_release, sums_of

__all__ = [
    "COPY",
    "SUMS",
    "Entry",
    "Last",
    "broken_sums",
    "copy_missing",
    "current",
    "current_of",
    "digest",
    "folder_of",
    "is_release",
    "is_waiting",
    "last",
    "locked",
    "needed",
    "next_version",
    "not_before",
    "place",
    "proved",
    "ready",
    "recover",
    "standing",
    "sums_of",
    "sync",
    "sync_all",
    "sync_tree",
    "tables_of",
    "versions",
]
