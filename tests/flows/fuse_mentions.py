"""Mentions to fuse, short enough to read in a test: a source's class goes with its id."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from flows.identify.fuse import Fused, Gathered, fuse
from flows.identify.fuse.mentions import Mention, by_id
from flows.identify.fuse.status import with_past
from schemas.mentions import COLUMNS
from schemas.records import Anomaly, Row

DAY = "2026-11-26"
CLASSES = {
    "liste": "premiere_main",
    "site": "premiere_main",
    "fiche": "curation",
    "annuaire": "agregateur",
    "sirene": "registre",
    "recherche_entreprises": "registre",
}
ABOUT = (
    "id",
    "operator_id",
    "operator_siren",
    "source",
    "classe",
    "perimee",
    "snapshot",
    "jour_snapshot",
    "membre_de",
    "reprise",
)
PLACE, OPERATOR = "cc-aaaaaaaa", "cg-aaaaaaaa"
OLD_SIRET, NEW_SIRET = "00000000100011", "00000000100029"


class Said(NamedTuple):
    """One mention: its values and its words."""

    values: Row
    words: Row


def place(source: str, words: Mapping[str, str] | None = None, **said: str) -> Said:
    """A mention of the place PLACE; the words are the values unless told."""
    return _said("etablissements", source, {"id": PLACE, "operator_id": OPERATOR, "gestionnaire": "O", **said}, words)


def operator(source: str, words: Mapping[str, str] | None = None, **said: str) -> Said:
    """A mention of the operator OPERATOR."""
    return _said("gestionnaires", source, {"id": OPERATOR, "operator_id": OPERATOR, **said}, words)


def _said(table: str, source: str, said: Mapping[str, str], words: Mapping[str, str] | None) -> Said:
    fixed = {
        "table": table,
        "reference": f"{source} 1",
        "etat": "actif",
        "nom": "Les Fictifs",
        "url": f"https://{source.replace('_', '-')}.example.fr/",
        "jour_snapshot": DAY,
        "snapshot": "a" * 64,
        "source": source,
        "classe": CLASSES[source],
    }
    values = {**dict.fromkeys((*COLUMNS, *ABOUT), ""), **fixed, **said}
    values["jour"] = said.get("jour", values["jour_snapshot"])
    return Said(values, {**{column: values[column] for column in COLUMNS}, **(words or {})})


def gathered(mentions: Iterable[Said]) -> Gathered:
    """The two tables of mentions."""
    said = list(mentions)
    values = pd.DataFrame([one.values for one in said], columns=[*COLUMNS, *ABOUT], dtype=str)
    return Gathered(values, pd.DataFrame([one.words for one in said], columns=list(COLUMNS), dtype=str))


def fused(*mentions: Said, as_of: str = DAY) -> Fused:
    """What becomes of them, in the table of the first."""
    return fuse(mentions[0].values["table"], gathered(mentions), as_of)


def row(*mentions: Said, as_of: str = DAY) -> Row:
    """The only row that is made of them."""
    (one,) = fused(*mentions, as_of=as_of).rows.to_dict("records")
    return {str(k): str(v) for k, v in one.items()}


def told(*mentions: Said, code: str = "", as_of: str = DAY) -> list[Anomaly]:
    """The anomalies that they make, or those of one code."""
    return [anomaly for anomaly in fused(*mentions, as_of=as_of).anomalies if code in ("", anomaly.code)]


def proofs(*mentions: Said) -> dict[str, Row]:
    """The proofs of the only row, by column."""
    rows = fused(*mentions).proofs.to_dict("records")
    return {str(one["champ"]): {str(k): str(v) for k, v in one.items()} for one in rows}


def marked(*mentions: Said, as_of: str = DAY) -> list[Mention]:
    """The mentions as the rules see them, the past marked."""
    both = gathered(mentions)
    (found,) = by_id(both.values, both.words, as_of).values()
    return with_past(mentions[0].values["table"], found)
