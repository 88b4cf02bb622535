"""Decisions of people about points: a committed CSV that wins over every provider, each row with its evidence.

A row is about an address in a commune. It says which automatic value it replaces, so that it is noticed when that
value changes; it may expire.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from flows.geocode.points import in_france
from schemas.errors import UsageError
from schemas.records import Row
from sources.communes import Commune, commune_of
from sources.text import fold

DECISIONS = ("point", "centre", "commune")
"""A point by hand; the commune's centre, the proposals being wrong; the commune in which the address really lies."""
ROLES = ("mainteneur", "gestionnaire", "reseau", "collectivite", "contributeur")
"""Who decided: a role, never a name."""
_CLASSES = {"numero": ("11", "21"), "voie": ("12", "22"), "lieu_dit": ("12", "22")}


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
    """One of DECISIONS."""
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
    """What makes two addresses one: the folded street line and the commune, or what is declared of an unknown one."""
    return fold(adresse), code_insee or f"{code_postal} {fold(commune)}"


def replaced(cells: Row) -> str:
    """The point of some cells, as a correction names the value that it replaces."""
    return f"{cells['longitude']} {cells['latitude']}".strip()


def read_corrections(path: Path) -> list[Correction]:
    """The corrections of a file; none when there is no file. Raises UsageError, naming every bad line."""
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise _bad(path, [str(error)]) from None
    if tuple(header) != COLUMNS:
        raise _bad(path, [f"its columns are not {', '.join(COLUMNS)}"])
    rows = [(number, Correction(*line)) for number, line in enumerate(lines, 2) if len(line) == len(COLUMNS)]
    ragged = [f"line {n} has {len(line)} cells" for n, line in enumerate(lines, 2) if len(line) != len(COLUMNS)]
    faults = ragged + [f"line {number}: {fault}" for number, row in rows for fault in faults_of(row)]
    faults += _twice(row for _, row in rows)
    if faults:
        raise _bad(path, faults)
    return [row for _, row in rows]


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write the file sorted by commune and address, whole or not at all. Raises UsageError."""
    draft = path.with_name(f".{path.name}.tmp")
    ordered = sorted(corrections, key=lambda one: (one.code_insee, *one.cle, one.date))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(asdict(one).values() for one in ordered)
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Choose another place.") from None


def faults_of(one: Correction) -> list[str]:
    """What is wrong with a correction, in words; [] when nothing is."""
    tests = {
        f"decision {one.decision!r} is none of {', '.join(DECISIONS)}": one.decision in DECISIONS,
        "raison is empty": bool(one.raison.strip()),
        "raison may not hold a mailbox or a phone number": not re.search(r"@|(?:\d[ .-]?){9}", one.raison),
        "preuve_url is no http(s) address": bool(re.fullmatch(r"https?://[^\s/]+\.[^\s]+", one.preuve_url)),
        f"auteur_role {one.auteur_role!r} is none of {', '.join(ROLES)}": one.auteur_role in ROLES,
        "date is no day": _is_day(one.date),
        "expire_le is no day after date": not one.expire_le or (_is_day(one.expire_le) and one.expire_le > one.date),
        "the point is not in France": one.decision != "point" or _in_france(one),
        "geo_precision and geo_qualite do not go together": one.decision != "point"
        or one.geo_qualite in _CLASSES.get(one.geo_precision, ()),
        f"code_insee_corrige {one.code_insee_corrige!r} is no commune": one.decision != "commune"
        or commune_of(one.code_insee_corrige) is not None,
    }
    return [fault for fault, fine in tests.items() if not fine]


def corrected_commune(one: Correction) -> Commune | None:
    """The commune that a decision names."""
    return commune_of(one.code_insee_corrige) if one.decision == "commune" else None


def _twice(rows: Iterable[Correction]) -> list[str]:
    """An address has one decision of each kind."""
    seen: set[tuple[object, ...]] = set()
    faults = []
    for row in rows:
        kind = (row.cle, row.decision == "commune")
        if kind in seen:
            faults.append(f"{row.adresse}, {row.commune} has two decisions")
        seen.add(kind)
    return faults


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _in_france(one: Correction) -> bool:
    try:
        return in_france(float(one.longitude), float(one.latitude))
    except ValueError:
        return False


def _bad(path: Path, faults: list[str]) -> UsageError:
    listed = "\n- ".join(faults[:20])
    return UsageError(f"The corrections of points in {path} cannot be used; nothing was done:\n- {listed}")
