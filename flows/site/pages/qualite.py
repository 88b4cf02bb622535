"""The quality of the release: what the gates measured, what is doubtful, the sources and their state, points and columns."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flows.site.bounds import measured
from flows.site.bounds import told as bound
from flows.site.page import Page
from flows.site.pictures import filled, freshness, precision
from flows.site.shown import Shown
from flows.site.standing import message
from flows.site.values import title as heading
from flows.site.values import word
from flows.site.words import Words
from schemas.records import Row

_SHOWN = (freshness.figure, precision.figure, filled.figure)
_GRAVITIES = ("erreur", "doute", "avertissement", "info")
"""The gravest first."""


class Doubts(NamedTuple):
    """The doubts of one code: what it means in words, how many, and the first of them as its message says."""

    code: str
    name: str
    number: int
    example: str


class Gate(NamedTuple):
    """What one gate measured, in words. `ruling`: the code of what follows; `told`: the same in words."""

    ruling: str
    told: str
    message: str
    measured: str
    limit: str


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    gates = _gates(about, _report(about), t)
    values = {
        "breached": [gate for gate in gates if gate.ruling != "ok"],
        "passed": [gate for gate in gates if gate.ruling == "ok"],
        "doubts": _doubts(about, t),
        "sources": sorted(about.sources.values(), key=lambda row: (row["classe"], row["titre"])),
        "say": lambda champ, cell: word(t, champ, cell),
        "shown_figures": [make(about, t) for make in _SHOWN],
    }
    title, description = t("qualite.titre"), t("qualite.description")
    yield Page("qualite.html", "qualite.html.j2", "qualite", title, description, values)


def _report(about: Shown) -> Mapping[str, Any]:
    """The release's own account of its quality; nothing when that release had none, or it cannot be read."""
    try:
        found = json.loads((about.folder / "qualite.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _gates(about: Shown, report: Mapping[str, Any], t: Words) -> list[Gate]:
    """Every measure, in the order of the release."""
    found = []
    for one in report.get("gates", ()):
        ruling = str(one["ruling"])
        key = f"qualite.verdict_{ruling}"
        told = t(key) if t.has(key) else ruling
        said = _named(about, t, one, str(one["messages"][t.tongue]))
        found.append(Gate(ruling, told, said, measured(t, str(one["measured"])), bound(t, str(one["limit"]))))
    return found


def _named(about: Shown, t: Words, one: Mapping[str, Any], message: str) -> str:
    """A message with the source and the column that it begins with called as people call them, not as the release's tables do."""
    between = t("qualite.suite")
    source, column = str(one.get("source", "")), str(one.get("subject", ""))
    quoted = t("qualite.source_dite", titre=about.titles.get(source, source))
    names = {column: heading(t, "etablissements", column), source: quoted}
    parts = message.split(between)
    return between.join([*(names.get(part, part) for part in parts[:2]), *parts[2:]])


def _doubts(about: Shown, t: Words) -> list[tuple[str, int, list[Doubts]]]:
    """(gravity in words, how many, its codes from the most frequent), the gravest first; a gravity without doubts is left out."""
    found = []
    for gravity in _GRAVITIES:
        rows = [row for row in about.tables["anomalies"] if row["gravite"] == gravity]
        if rows:
            found.append((word(t, "gravite", gravity), len(rows), _by_code(rows, t)))
    return found


def _by_code(rows: Sequence[Row], t: Words) -> list[Doubts]:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["code"], row)
    counted = Counter(row["code"] for row in rows)
    ranked = sorted(counted, key=lambda code: (-counted[code], code))
    return [Doubts(code, _name(t, code), counted[code], message(t, first[code])) for code in ranked]


def _name(t: Words, code: str) -> str:
    """What a code means; the code's own words when the catalogue has none, since sources may bring new ones."""
    key = f"qualite.doute_{code}"
    return t(key) if t.has(key) else code.replace("_", " ")
