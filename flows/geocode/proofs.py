"""Where each published point comes from, for `provenance`: the page of the address, and the digest of what was answered."""

import hashlib
from collections.abc import Mapping

from flows.geocode.by_hand import SOURCE as CORRECTIONS
from flows.geocode.cache import COLUMNS, KEY, lines_of
from flows.geocode.case import Case
from flows.geocode.corrections import Correction
from flows.geocode.match import Answer
from schemas.records import PointProof, Row

BAN = "ban"
"""Id of the reference source whose addresses a BAN service, an addok or the street index gives."""
_PAGE = "https://adresse.data.gouv.fr/base-adresse-nationale/"


def proof_of(cells: Row, case: Case, decision: Correction | None, ban_url: str) -> PointProof | None:
    """The proof of some cells; None for a point of the gazetteer, and for none.

    `decision` is what a person decided of the address, if that is what stands. A point kept from the last release
    has no answer of this run: its digest is ''.
    """
    if cells["geo_statut"] == "manuel" and decision:
        return PointProof(CORRECTIONS, decision.preuve_url, "", "corrigee", decision.remplace)
    if cells["geo_source"] not in ("ban", "addok", "index"):
        return None
    page = _PAGE + cells["geo_id"] if cells["geo_source"] == "ban" and cells["geo_id"] else ban_url
    finding = case.finding
    same = finding and finding.accepted and finding.accepted.match.id == cells["geo_id"]
    snapshot = digest(finding.answer) if finding and finding.answer and same else ""
    words = " ".join(filter(None, (case.row["adresse"], case.row["code_postal"], case.row["commune"])))
    return PointProof(BAN, page, snapshot, "geocodee", words)


def digest(answer: Answer) -> str:
    """sha256 of an answer's lines in the cache, without the question and the day: the same answer, the same digest."""
    told = [name for name in COLUMNS if name not in (*KEY, "trouve_le")]
    lines = [[line.get(name, "") for name in told] for line in lines_of(("", ""), "", answer)]
    return hashlib.sha256("\n".join("\t".join(line) for line in lines).encode()).hexdigest()


def with_digest(proofs: Mapping[str, PointProof], corrections_sha256: str) -> dict[str, PointProof]:
    """The proofs, those of decisions holding the digest of the file they stand in."""
    return {
        id_: PointProof(p.source, p.source_url, corrections_sha256, p.regle, p.valeur_source)
        if p.source == CORRECTIONS
        else p
        for id_, p in proofs.items()
    }
