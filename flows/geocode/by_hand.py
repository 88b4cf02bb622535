"""The decisions of people over a table: which address each is about, and what it changes there."""

from collections.abc import Iterable

from flows.geocode import doubts as codes
from flows.geocode.cells import RADIUS_M, centre
from flows.geocode.corrections import Correction, corrected_commune, key_of, replaced
from flows.geocode.doubts import anomaly
from flows.geocode.judge import COORDINATE_DECIMALS
from flows.geocode.points import decimal, in_reach
from schemas.records import Anomaly, Row
from sources.communes import Commune

SOURCE = "geocode_corrections"
"""Id of the reference source that these decisions are."""
Doubt = tuple[str, str]
"""A code, and the value that its sentence names."""


class ByHand:
    """Corrections of one run. Each is noted when it meets its address; the others are reported."""

    def __init__(self, corrections: Iterable[Correction], as_of: str) -> None:
        self._as_of = as_of
        self._rows = list(corrections)
        self._communes = {one.cle: one for one in self._rows if one.decision == "commune"}
        self._points = {one.cle: one for one in self._rows if one.decision != "commune"}
        self._taken_over = _taken_over(self._rows)
        self._met: set[tuple[str, str, str]] = set()

    def commune(self, row: Row, code_insee: str) -> tuple[Commune | None, list[Doubt]]:
        """The commune that a person decided on for a declared address, and what is to be told."""
        one = self._meet(self._communes, row, code_insee)
        if one is None:
            return None, []
        if self._expired(one):
            return None, [(codes.CORRECTION_EXPIREE, one.expire_le)]
        return corrected_commune(one), [(codes.CORRECTION_APPLIQUEE, one.preuve_url)]

    def point(
        self, row: Row, code_insee: str, commune: Commune | None, cells: Row, known: bool
    ) -> tuple[Row, bool, list[Doubt]]:
        """The cells after a person's decision, whether it stands in place of the automatic one, and what to tell.

        `known` is false when nobody answered what the automatic point would be: that speaks for or against nothing.
        """
        one = self._meet(self._points, row, code_insee)
        if one is None:
            return cells, False, []
        if self._expired(one):
            return cells, False, [(codes.CORRECTION_EXPIREE, one.expire_le)]
        if commune is None or (one.decision == "point" and not _lies_in(one, commune)):
            return cells, False, [(codes.CORRECTION_REFUSEE, f"{one.longitude} {one.latitude}".strip() or one.decision)]
        made = _decided(one, commune)
        return made, True, [_told(one, cells, made) if known else (codes.CORRECTION_APPLIQUEE, one.preuve_url)]

    def evidence(self, row: Row, code_insee: str) -> tuple[Correction | None, Correction | None]:
        """The decisions about an address, of its point and of its commune, for whoever wants to show their evidence."""
        if not self._rows:
            return None, None
        key = self._key(row, code_insee)
        return self._points.get(key), self._communes.get(key)

    def without_object(self) -> list[Anomaly]:
        """One word on each correction that met no address of this run."""
        row = {"id": "", "nom": "", "sources": SOURCE}
        left = [one for one in self._rows if (*one.cle, one.decision) not in self._met]
        return [anomaly(codes.CORRECTION_SANS_OBJET, row, f"{one.adresse}, {one.commune}") for one in left]

    def _meet(self, among: dict[tuple[str, str], Correction], row: Row, code_insee: str) -> Correction | None:
        one = among.get(self._key(row, code_insee)) if among else None
        if one:
            self._met.add((*one.cle, one.decision))
        return one

    def _key(self, row: Row, code_insee: str) -> tuple[str, str]:
        """The address as it was declared: of a row taken over from the last release, as it was before its commune changed."""
        key = key_of(row["adresse"], row["code_postal"], row["commune"], code_insee)
        if not row.get("geo_statut"):
            return key
        return self._taken_over.get((key[0], row["code_postal"], row["code_insee"])) or key

    def _expired(self, one: Correction) -> bool:
        return bool(one.expire_le) and one.expire_le < self._as_of


def _taken_over(rows: Iterable[Correction]) -> dict[tuple[str, str, str], tuple[str, str] | None]:
    """How a row taken over, whose commune has its official name now, is found again; None where two addresses might be."""
    found: dict[tuple[str, str, str], tuple[str, str] | None] = {}
    for one in rows:
        for code in {one.code_insee, one.code_insee_corrige} - {""}:
            place = (one.cle[0], one.code_postal, code)
            found[place] = one.cle if found.get(place, one.cle) == one.cle else None
    return found


def _lies_in(one: Correction, commune: Commune) -> bool:
    return in_reach(float(one.longitude), float(one.latitude), commune)


def _told(one: Correction, cells: Row, made: Row) -> Doubt:
    """What a decision is worth beside the automatic cells: a centre is decided because the proposals are wrong."""
    if replaced(cells) == replaced(made):
        useless = one.decision == "point" and cells["geo_statut"] == "auto"
        return codes.CORRECTION_INUTILE if useless else codes.CORRECTION_APPLIQUEE, one.preuve_url
    if replaced(cells) != one.remplace:
        return codes.CORRECTION_A_REVOIR, replaced(cells)
    return codes.CORRECTION_APPLIQUEE, one.preuve_url


def _decided(one: Correction, commune: Commune) -> Row:
    """The cells of a decision; its day is the day it was taken."""
    cells = centre(commune, "manuel", one.date)
    if one.decision == "centre":
        return cells
    return {
        **cells,
        "longitude": decimal(float(one.longitude), COORDINATE_DECIMALS),
        "latitude": decimal(float(one.latitude), COORDINATE_DECIMALS),
        "geo_precision": one.geo_precision,
        "geo_qualite": one.geo_qualite,
        "geo_libelle": one.geo_libelle,
        "geo_id": "",
        "geo_source": "manuel",
        "geo_rayon_m": str(RADIUS_M[one.geo_precision]),
    }
