"""The queue for people: one row an address in doubt, with what may be chosen, how far apart it lies, and where to look."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from flows.geocode.cells import pair
from flows.geocode.corrections import key_of, replaced
from flows.geocode.doubts import KINDS
from flows.geocode.judge import Candidate, has_point
from flows.geocode.match import Match
from flows.geocode.points import decimal, distance_m
from flows.geocode.proofs import page_of
from schemas.records import Row

PROPOSED = 3
"""Candidates that a row shows."""
_HEAD = (
    "cas",
    "id",
    "nom",
    "adresse",
    "code_postal",
    "commune",
    "code_insee",
    "motif",
    "question",
    "publie",
    "publie_precision",
    "publie_classe",
    "suggestion",
)
OF_EACH = ("libelle", "point", "code_insee", "source", "precision", "classe", "similarite", "distance_m", "lien")
CANDIDATES = tuple(f"candidat_{n}_{name}" for n in range(1, PROPOSED + 1) for name in OF_EACH)
TO_FILL = (
    "decision",
    "longitude",
    "latitude",
    "code_insee_corrige",
    "raison",
    "preuve_url",
    "auteur_role",
    "expire_le",
)
"""What a person writes; the rest is ours."""
COLUMNS = (*_HEAD, *CANDIDATES, *TO_FILL)
_MAP = "https://www.geoportail.gouv.fr/carte?c={},{}&z=17&permalink=yes"


@dataclass(frozen=True, slots=True)
class Doubted:
    """An address in doubt: its row as declared, the commune resolved, what is published, and the candidates."""

    row: Row
    code_insee: str
    cells: Row
    code: str
    sentence: str
    candidats: tuple[Candidate, ...]


def case_id(row: Mapping[str, str], code_insee: str) -> str:
    """A short name of an address in doubt, the same in every run."""
    key = " ".join(key_of(row["adresse"], row["code_postal"], row["commune"], code_insee))
    return f"g-{base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:8]}"


def queue(doubted: Iterable[Doubted]) -> pd.DataFrame:
    """The rows of the queue, by commune and address, one an address."""
    rows = {row["cas"]: row for row in map(_row, doubted)}
    ordered = sorted(rows.values(), key=lambda row: (row["code_insee"], row["adresse"], row["cas"]))
    return pd.DataFrame(ordered, columns=list(COLUMNS), dtype=str)


def _row(one: Doubted) -> Row:
    row, cells = one.row, one.cells
    shown = one.candidats[:PROPOSED]
    head = {name: row.get(name, "") for name in ("id", "nom", "adresse", "code_postal", "commune")}
    return {
        **dict.fromkeys(COLUMNS, ""),
        **head,
        "cas": case_id(row, one.code_insee),
        "code_insee": one.code_insee,
        "motif": one.code,
        "question": one.sentence,
        "publie": replaced(cells),
        "publie_precision": cells["geo_precision"],
        "publie_classe": cells["geo_qualite"],
        "suggestion": _suggestion(shown, cells),
        **{f"candidat_{n}_{k}": v for n, c in enumerate(shown, 1) for k, v in _candidate(c, cells).items()},
    }


def _candidate(one: Candidate, cells: Row) -> Row:
    match = one.match
    where = pair(match) if has_point(match) else ""
    told = {"libelle": match.libelle, "point": where, "code_insee": match.code_insee, "source": match.fournisseur}
    return {
        **told,
        "precision": one.precision,
        "classe": one.classe,
        "similarite": decimal(one.similarite, 1),
        "distance_m": _distance(where, replaced(cells)),
        "lien": _link(match, where),
    }


def _link(match: Match, where: str) -> str:
    """Where to look: the address's own page, else a map around the point."""
    if match.fournisseur == "ban" and match.id:
        return page_of(match.id)
    return _MAP.format(*where.split()) if where else ""


def _distance(where: str, published: str) -> str:
    """Metres from the point that is published."""
    if not where or not published:
        return ""
    return str(round(distance_m(*map(float, where.split()), *map(float, published.split()))))


def _suggestion(candidats: Sequence[Candidate], cells: Row) -> str:
    """What we would answer: the only candidate with the very number; else to keep what is published."""
    doors = [
        n for n, one in enumerate(candidats, 1) if one.door and has_point(one.match) and (one.there or not one.agrees)
    ]
    if len(doors) == 1:
        return f"candidat_{doors[0]}"
    return "centre" if cells["geo_precision"] == "commune" else "garder" if cells["longitude"] else ""


def sentence(code: str, row: Row, valeur: str) -> str:
    """The question in French, as the anomaly words it."""
    return KINDS[code].fr.format(nom=row["nom"], valeur=valeur)
