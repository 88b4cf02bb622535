"""Questions of identity for a person: two rows that may be one thing, or one that may be two, side by side."""

import base64
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from flows.identify.clusters import Asked, Node
from flows.identify.compare import RULES
from schemas.records import Anomaly, Row

SIDE = ("id", "source", "reference", "nom", "adresse", "code_postal", "commune", "numero", "telephone", "url")
"""What is shown of each side; `numero` is its SIRET or SIREN."""
COLUMNS = (
    "cas",
    "table",
    "regle",
    "question",
    *(f"{name}_a" for name in SIDE),
    *(f"{name}_b" for name in SIDE),
    "suggestion",
)
_LIKELY = 90
"""Likeness from which one thing is suggested."""


def questions(
    table: str,
    asked: Sequence[Asked],
    nodes: Sequence[Node],
    rows: Mapping[int, Row],
    ids: Sequence[str],
    known: Mapping[str, tuple[str, str]],
) -> list[Row]:
    """One row a question. `rows`: the cells shown of each node; `known`: a (source, reference) of each id of the last release."""
    return [_question(table, one, nodes, rows, ids, known) for one in asked]


def _question(
    table: str,
    one: Asked,
    nodes: Sequence[Node],
    rows: Mapping[int, Row],
    ids: Sequence[str],
    known: Mapping[str, tuple[str, str]],
) -> Row:
    sides = sorted(
        (_side(i, nodes, rows, ids, known) for i in one.pair), key=lambda side: (side["source"], side["reference"])
    )
    cells = {f"{name}_{letter}": side[name] for letter, side in zip("ab", sides, strict=True) for name in SIDE}
    sentence = RULES[one.verdict.rule][0]
    asks = "Une seule ligne aujourd'hui : est-ce bien la même chose ?" if one.strained else "Est-ce la même chose ?"
    likely = "different" if one.strained else "meme" if one.verdict.strength >= _LIKELY else ""
    return {
        "cas": case_id(table, sides[0], sides[1]),
        "table": table,
        "regle": one.verdict.rule,
        "question": f"{sentence} {asks}",
        **cells,
        "suggestion": likely,
    }


def _side(
    i: int, nodes: Sequence[Node], rows: Mapping[int, Row], ids: Sequence[str], known: Mapping[str, tuple[str, str]]
) -> Row:
    traits, cells = nodes[i].traits, rows.get(i, {})
    source, reference = (traits.source, traits.reference) if traits.source else known.get(traits.reference, ("", ""))
    return {
        "id": ids[i],
        "source": source,
        "reference": reference,
        "nom": traits.noms[0] if traits.noms else "",
        "adresse": traits.adresse,
        "code_postal": traits.code_postal,
        "commune": cells.get("commune", ""),
        "numero": traits.siret or traits.siren,
        "telephone": traits.telephone,
        "url": cells.get("url", "") or cells.get("source_url", ""),
    }


def case_id(table: str, a: Row, b: Row) -> str:
    """`i-` and 8 base-32 characters: the same as long as the two references are the same."""
    sides = sorted(f"{side['source']}:{side['reference']}" for side in (a, b))
    digest = hashlib.sha256("|".join([table, *sides]).encode()).digest()
    return f"i-{base64.b32encode(digest).decode().lower()[:8]}"


def doubts(asked: Sequence[Row], alive: Collection[str], aside: Collection[str]) -> Iterator[Anomaly]:
    """A word on each question; `alive` are the ids of this release, `aside` those that the curation sets aside."""
    for row in asked:
        one, both = row["id_a"] == row["id_b"], {row["id_a"], row["id_b"]} <= set(alive)
        first, other = (row["id_a"], row["id_b"]) if row["id_a"] in alive else (row["id_b"], row["id_a"])
        code = "identite_contredite" if one else "doublon_possible" if both else "rapprochement_possible"
        code = "ecarte_a_confirmer" if {row["id_a"], row["id_b"]} & set(aside) else code
        yield Anomaly(
            code=code,
            gravite="doute",
            source=row["source_a"] or row["source_b"],
            id=first,
            champ="id",
            valeur=other if both and not one else "",
            message_fr=f"{_both(row)} : {row['question']} Répondre par creches review ({row['cas']}).",
            message_en=f"{_both(row)}: {_english(row, one)} Answer with creches review ({row['cas']}).",
        )


def _english(row: Row, one: bool) -> str:
    return f"{RULES[row['regle']][1]} {'One row today: is it one thing?' if one else 'Is it the same thing?'}"


def _both(row: Row) -> str:
    return f"{row['nom_a']} ({row['source_a']}) / {row['nom_b']} ({row['source_b']})"
