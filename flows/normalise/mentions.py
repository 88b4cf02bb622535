"""Mentions as a source writes them -> clean values, the words they were read from beside them, and every doubt.

The same rules for every source: capitals of registers, contacts and people taken out, numbers with their key, the
commune that the gazetteer knows. What may not be published is emptied and told; a row that is dangerous by its name,
its key or its address is set aside with what hangs on it, and never stops the others.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from flows.normalise import anomalies as codes
from flows.normalise.anomalies import anomaly
from flows.normalise.mention_bonds import bound
from flows.normalise.mention_cells import Cells, cells_of
from flows.normalise.mention_texts import is_key
from flows.normalise.names import bare, name
from flows.normalise.privacy import guard
from flows.normalise.withheld import refusal
from flows.safety import hazard
from schemas.mentions import COLUMNS, RAW, STATES, Mentions
from schemas.records import Anomaly, Record, Row, Source
from sources.text import fold

_TABLES = ("etablissements", "gestionnaires")
_KEYS = ("reference", "gestionnaire")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_TEXTS = (*_KEYS, "nom", "adresse_source", "rue", "commune", "code_postal")


def mentions(rows: Iterable[Row], source: Source) -> tuple[Mentions, list[Anomaly]]:
    """The clean mentions of a source in its order, every cell text, and what needs a person or was withheld.

    Set aside with a doubt: a dangerous name, key or address, a table or a state that is none, no reference or one that
    comes twice (once folded) or holds a contact, an operator without a name and its places, a place without a name of
    its own or of its company. A refused value is an empty cell and a word.
    """
    seen: set[tuple[str, str]] = set()
    raws = [_row(raw, source) for raw in rows]
    found = [_one(row, place, source, seen) for place, row in enumerate(raws, start=1)]
    found = bound(raws, found, source.id)
    kept = [one for one in found if one.values]
    values = pd.DataFrame([one.values for one in kept], columns=list(COLUMNS), dtype=str)
    words = pd.DataFrame([one.words for one in kept], columns=list(COLUMNS), dtype=str)
    return Mentions(values, words), [doubt for one in found for doubt in one.told]


def _row(raw: Row, source: Source) -> Row:
    """Every key of RAW; a control character in a text of a register is a blank."""
    row = {column: str(raw.get(column) or "").strip() for column in RAW}
    if source.classe != "registre":
        return row
    return {column: _CONTROL.sub(" ", text).strip() for column, text in row.items()}


def _one(row: Row, place: int, source: Source, seen: set[tuple[str, str]]) -> Cells:
    nom, safe = _safe_name(row["nom"]), is_key(row["reference"]) and not hazard(row["reference"])
    membre = nom or (row["reference"] if safe else "") or f"n° {place}"
    about = f"{row['table']}:{row['reference']}" if safe and row["table"] in _TABLES else ""
    danger = _refused(row, source.id, membre, seen)
    one = Cells({}, {}, [danger]) if danger else cells_of(row, membre, source)
    return one._replace(told=[replace(doubt, sur=about) for doubt in one.told], membre=membre, about=about)


def _safe_name(raw: str) -> str:
    """The name that a message may show, '' when it has a danger or nothing is left of it."""
    return "" if hazard(bare(raw)) else name(guard(Record(raw, "")).record.nom)


def _refused(row: Row, source: str, membre: str, seen: set[tuple[str, str]]) -> Anomaly | None:
    """Why a mention is set aside on sight, None when it is not."""
    texts = [(column, bare(part)) for column in _TEXTS for part in row[column].split("|")]
    if danger := refusal(texts, source, membre):
        return danger
    keys = {column: is_key(row[column]) for column in _KEYS}
    keys["reference"] = keys["reference"] and bool(row["reference"])
    good = {"table": row["table"] in _TABLES, "etat": row["etat"] in STATES, **keys}
    if wrong := [column for column, admitted in good.items() if not admitted]:
        return anomaly(codes.MENTION_REFUSEE, source, membre, wrong[0])
    key = (row["table"], fold(row["reference"]) or row["reference"])
    if key in seen:
        return anomaly(codes.REFERENCE_DOUBLE, source, membre, "reference")
    seen.add(key)
    return None
