"""Decisions of people about points: a committed CSV that wins over every provider, each row with its evidence.

A row is about an address in a commune. It says which automatic value it replaces, so that it is noticed when that
value changes; it may expire.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from flows import decision_file
from flows.geocode.correction_rules import faults_of
from schemas.records import Row
from sources.communes import Commune, commune_of
from sources.text import fold


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the file; all text."""

    adresse: str
    code_postal: str
    commune: str
    """These three as the source declares them, cleaned."""
    code_insee: str
    """The commune that was resolved for them; '' when none was."""
    decision: str
    """One of correction_rules.DECISIONS."""
    remplace: str
    """What was published without it: "longitude latitude", '' for no point."""
    longitude: str
    latitude: str
    geo_precision: str
    geo_qualite: str
    geo_libelle: str
    code_insee_corrige: str
    """Of a decision `commune`: the INSEE code of the right one."""
    raison: str
    preuve_url: str
    auteur_role: str
    date: str
    expire_le: str

    @property
    def cle(self) -> tuple[str, str]:
        return key_of(self.adresse, self.code_postal, self.commune, self.code_insee)


COLUMNS = tuple(field.name for field in fields(Correction))


def key_of(adresse: str, code_postal: str, commune: str, code_insee: str) -> tuple[str, str]:
    """What makes two addresses one: the folded street line, and postcode and commune as declared and as resolved.

    A commune of today has several Rue de l'Église, which its postcodes and former names tell apart.
    """
    return fold(adresse), f"{code_postal} {fold(commune)} {code_insee}".strip()


def replaced(cells: Row) -> str:
    """The point of some cells, as a correction names the value that it replaces."""
    return f"{cells['longitude']} {cells['latitude']}".strip()


CORRECTIONS = decision_file.DecisionFile(
    about="points",
    setting="geocode_corrections",
    columns=COLUMNS,
    row=Correction,
    faults_of=faults_of,
    key_of=lambda one: (one.cle, one.decision == "commune"),
    named=lambda one: f"{one.adresse}, {one.commune}",
    order=lambda one: (one.code_insee, *one.cle, one.decision),
)
"""An address has one decision of each kind."""


def read_corrections(path: Path) -> list[Correction]:
    """The corrections of a file. Raises UsageError, naming every bad line, also when there is no file."""
    return [row for row, _ in decision_file.read(CORRECTIONS, path)]


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Writes the file sorted by commune and address, whole or not at all. Raises UsageError."""
    decision_file.write(CORRECTIONS, path, corrections)


def corrected_commune(one: Correction) -> Commune | None:
    """The commune that a decision names."""
    return commune_of(one.code_insee_corrige) if one.decision == "commune" else None
