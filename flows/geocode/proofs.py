"""Where each published point comes from, for `provenance`: the page of the address, and the digest of what was answered."""

import hashlib
import re
from urllib.parse import quote

from flows.geocode import doubts as codes
from flows.geocode.by_hand import SOURCE as CORRECTIONS
from flows.geocode.cache import ranked
from flows.geocode.case import Case
from flows.geocode.cells import CODES, FOUND_BY, pair
from flows.geocode.corrections import Correction, replaced
from flows.geocode.judge import Finding
from flows.geocode.match import Answer
from schemas.records import PointProof, Proofs, Row

BAN = "ban"
"""Id of the reference source whose addresses a BAN service, an addok or the street index gives."""
_POINT = ("longitude", "latitude")
_USUAL_ID = re.compile(r"[0-9A-Za-z_.-]+")
_PAGE = "https://adresse.data.gouv.fr/base-adresse-nationale/"


def proofs_of(
    cells: Row, case: Case, point: Correction | None, commune: Correction | None, ban_url: str
) -> dict[str, PointProof]:
    """The proofs of a row by column: of its point, and of its codes where a person decided on the commune.

    `point` and `commune` are what people decided of the address. What the gazetteer gives needs no proof of ours.
    """
    proof = _of_point(cells, case, point, ban_url)
    found = dict.fromkeys(_POINT, proof) if proof else {}
    if (
        commune
        and commune.code_insee_corrige == cells["code_insee"]
        and codes.CORRECTION_EXPIREE not in dict(case.told)
    ):
        words = " ".join(filter(None, (commune.code_postal, commune.commune)))
        found |= dict.fromkeys(("commune", *CODES), PointProof(CORRECTIONS, commune.preuve_url, "", "corrigee", words))
    return found


def _of_point(cells: Row, case: Case, decision: Correction | None, ban_url: str) -> PointProof | None:
    """A point kept from the last release has no answer of this run: its digest is ''."""
    if cells["geo_statut"] == "manuel" and decision:
        return PointProof(CORRECTIONS, decision.preuve_url, "", "corrigee", decision.remplace)
    if cells["geo_source"] not in FOUND_BY:
        return None
    snapshot = _digest_of(case.finding, cells) if case.finding else case.resting
    return geocoded(case.row, cells["geo_source"], cells["geo_id"], snapshot, ban_url)


def geocoded(row: Row, source: str, id_: str, snapshot: str, ban_url: str) -> PointProof:
    """The proof of the point that a geocoder (`source`) gives to a row as it is declared."""
    page = page_of(id_) if source == "ban" and id_ else ban_url
    words = " ".join(filter(None, (row["adresse"], row["code_postal"], row["commune"])))
    return PointProof(BAN, page, snapshot, "geocodee", words)


def page_of(id_: str) -> str:
    """The page of an address of the BAN."""
    return _PAGE + (id_ if _USUAL_ID.fullmatch(id_) else quote(id_, safe=""))


def _digest_of(finding: Finding, cells: Row) -> str:
    """The digest of the answer, when it is this answer that gave the very point."""
    match = finding.accepted.match if finding.accepted else None
    if match is None or finding.answer is None or (match.id, pair(match)) != (cells["geo_id"], replaced(cells)):
        return ""
    return digest(finding.answer)


def digest(answer: Answer) -> str:
    """sha256 of an answer's lines in the cache, without the question and the day: the same answer, the same digest."""
    return hashlib.sha256("\n".join(map("\t".join, ranked(answer))).encode()).hexdigest()


def with_digest(proofs: Proofs, corrections_sha256: str) -> Proofs:
    """The proofs, those of decisions holding the digest of the file they stand in."""
    if all(proof.source != CORRECTIONS for proof in proofs.values()):
        return proofs
    return {
        cell: PointProof(p.source, p.source_url, corrections_sha256, p.regle, p.valeur_source)
        if p.source == CORRECTIONS
        else p
        for cell, p in proofs.items()
    }
