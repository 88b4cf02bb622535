"""Decisions of people about points: a committed CSV that wins over every provider, each row with its evidence.

A row is about an address in a commune. It says which automatic value it replaces, so that it is noticed when that
value changes; it may expire.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from flows.formats.whole import write_whole
from flows.geocode.correction_rules import faults_of
from schemas.errors import UsageError
from schemas.records import Row
from sources.communes import Commune, commune_of
from sources.text import clean, fold

_SHOWN = 20  # faults of one message


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


def read_corrections(path: Path) -> list[Correction]:
    """The corrections of a file; none when there is no file. Raises UsageError, naming every bad line.

    Blanks and byte order marks that a spreadsheet leaves are taken away, and so are lines without a word.
    """
    if not path.exists():
        raise UsageError(
            f"The decisions of people about points are not there: {path}. Put the file back, or correct the setting"
            " geocode_corrections: without it, every one of them would be undone."
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines = [(list(map(clean, line)), reader.line_num) for line in reader]
    except (OSError, ValueError, csv.Error) as error:
        raise _bad(path, [str(error)]) from None
    if not lines or tuple(lines[0][0]) != COLUMNS:
        raise _bad(path, [f"line 1: its columns, separated by commas, are not {', '.join(COLUMNS)}"])
    return _rows(path, [(line, number) for line, number in lines[1:] if any(line)])


def _rows(path: Path, lines: Sequence[tuple[list[str], int]]) -> list[Correction]:
    """The rows of a file, each held against the rules. Raises UsageError."""
    ragged = [f"line {n} has {len(line)} cells, not {len(COLUMNS)}" for line, n in lines if len(line) != len(COLUMNS)]
    rows = [(Correction(*line), number) for line, number in lines if len(line) == len(COLUMNS)]
    faults = ragged + [f"line {number}: {fault}" for row, number in rows for fault in faults_of(row)]
    faults += _twice(rows)
    if faults:
        raise _bad(path, faults)
    return [row for row, _ in rows]


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write the file sorted by commune and address, whole or not at all. Raises UsageError."""
    ordered = sorted(corrections, key=lambda one: (one.code_insee, *one.cle, one.decision))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(asdict(one).values() for one in ordered)
    write_whole(path, out.getvalue().encode())


def corrected_commune(one: Correction) -> Commune | None:
    """The commune that a decision names."""
    return commune_of(one.code_insee_corrige) if one.decision == "commune" else None


def _twice(rows: Iterable[tuple[Correction, int]]) -> list[str]:
    """An address has one decision of each kind."""
    seen: dict[tuple[object, ...], int] = {}
    faults = []
    for row, number in rows:
        first = seen.setdefault((row.cle, row.decision == "commune"), number)
        if first != number:
            faults.append(f"line {number}: {row.adresse}, {row.commune} has two decisions, the other on line {first}")
    return faults


def _bad(path: Path, faults: list[str]) -> UsageError:
    more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    listed = "\n- ".join([*faults[:_SHOWN], *more])
    return UsageError(
        f"The corrections of points in {path} cannot be used; nothing was done:\n- {listed}\n"
        "Correct these lines or put the file back as it was: CSV with commas, in UTF-8."
    )
