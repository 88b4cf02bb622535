"""`creches explain`: where each value of a row comes from, what it replaced and what is doubted, from the files of the shelf.

It reads releases and writes nothing: no network, no lock.
"""

import json
from pathlib import Path
from typing import Any

from flows.explain.history import former
from flows.explain.links import links, references
from flows.explain.shelved import Shelved, shelved, undone
from flows.explain.subject import Subject, subjects
from flows.explain.text import listed, readable
from flows.explain.values import doubts, emptied, is_beside, values, withheld

__all__ = ["explained", "print_one"]


def explained(output: Path, asked: str) -> dict[str, Any]:
    """What the newest release says of an id, or of the one row that goes by a name; the rows to choose from when several do.

    `result` is explained, withdrawn, replaced or several. Raises UsageError when nothing is known by that id or name,
    Damaged when the newest release is not what its sums say.
    """
    releases = shelved(output)
    found = subjects(releases[0], asked, undone(output))
    if len(found) > 1:
        rows = [one.listed() for one in found]
        return {"result": "several", "asked": asked, "version": releases[0].version, "candidats": rows}
    (subject,) = found
    return _published(subject, releases) if subject.row else _gone(subject, releases[0])


def _published(subject: Subject, releases: list[Shelved]) -> dict[str, Any]:
    newest, told = releases[0], doubts(subject.id, releases[0])
    before = former(subject.table, subject.row, releases, withheld(told))
    return {
        **_head("explained", subject, newest),
        "valeurs": values(subject, newest, told, before),
        "vides": emptied(subject, before),
        "doutes": [doubt for doubt in told if not is_beside(doubt, subject)],
        "references": references(subject.id, newest),
        "liens": links(subject.table, subject.id, newest),
        "releases_non_lues": [one.version for one in releases[1:] if not one.whole],
    }


def _gone(subject: Subject, newest: Shelved) -> dict[str, Any]:
    """An id that is no more: its values are not repeated, for they may have been withdrawn on request."""
    return {
        **_head("replaced" if subject.successor else "withdrawn", subject, newest),
        "retrait": subject.withdrawal,
        "remplace_par": subject.successor,
        "references": references(subject.id, newest),
    }


def _head(result: str, subject: Subject, newest: Shelved) -> dict[str, Any]:
    about = {"id": subject.id, "table": subject.table, "nom": subject.nom}
    return {"result": result, **about, "version": newest.version, "date": newest.date}


def print_one(output: Path, asked: str, as_json: bool) -> int:
    """Prints it: 0 when one row is meant, 4 when a person must choose among several. Raises UsageError, Damaged."""
    document = explained(output, asked)
    several = document["result"] == "several"
    if as_json:
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print(listed(document) if several else readable(document))
    return 4 if several else 0
