"""`creches review` for addresses in doubt: a case shown, and an answer made a row of the corrections file."""

from collections.abc import Sequence
from pathlib import Path

from flows import decision_file, settings
from flows.geocode.correction_rules import faults_of
from flows.geocode.corrections import CORRECTIONS, Correction, write_corrections
from flows.geocode.decisions import Given, correction_of
from flows.geocode.points import in_reach
from flows.geocode.queue import CANDIDATES, case_id
from flows.queue_file import POINTS
from schemas.errors import UsageError
from schemas.records import Row
from sources.communes import commune_of

PREFIX = "g-"
QUEUE = POINTS
WORDS = ("cases", "file", "corrections")
_DETAILS = ("longitude", "latitude", "code_insee_corrige")


def path() -> Path:
    """The corrections file."""
    return settings.load().corrections_path


def made(row: Row, cells: Row, day: str) -> Correction:
    """The correction that an answer makes. Raises UsageError, also when a spreadsheet has changed what is ours in the row."""
    row = _with_zeros(row)
    if case_id(row, row["code_insee"]) != row["cas"]:
        raise UsageError(
            f"{row['cas']}: its address was changed in the file. Put its cells back as `creches review list` told them; or"
            " make a release, which writes them anew and keeps your answers."
        )
    return correction_of(row, _given(cells), day)


def _with_zeros(row: Row) -> Row:
    """The codes with the zeros that a spreadsheet takes from their front."""
    names = ("code_postal", "code_insee", "code_insee_corrige", *(n for n in CANDIDATES if n.endswith("_code_insee")))
    return {**row, **{name: row[name].zfill(5) for name in names if row[name]}}


def _given(cells: Row) -> Given:
    """The answer; on the command line, `point:LON,LAT` and `commune:INSEE` carry what they decide. 2,41 is 2.41."""
    cells = {**dict.fromkeys(_DETAILS, ""), **cells}
    decision, _, detail = cells["decision"].partition(":")
    if detail and not any(cells[name] for name in _DETAILS):
        longitude, _, latitude = detail.partition(",") if decision == "point" else ("", "", "")
        insee = detail if decision == "commune" else ""
        told = {"longitude": longitude, "latitude": latitude, "code_insee_corrige": insee}
        return Given(**{**cells, "decision": decision.strip(), **{k: v.strip() for k, v in told.items()}})
    return Given(**{**cells, **{name: cells[name].replace(",", ".") for name in _DETAILS[:2]}})


def faults(one: Correction) -> list[str]:
    """What is wrong with a correction, in words; a release would refuse a point out of its commune: better told now."""
    found = faults_of(one)
    commune = commune_of(one.code_insee)
    if found or one.decision != "point" or commune is None:
        return found
    if in_reach(float(one.longitude), float(one.latitude), commune):
        return []
    where = f"{one.longitude} {one.latitude}"
    return [f"the point {where} is not in {commune.nom}: correct it, or decide commune:INSEE first"]


def merged(file: Path, new: Sequence[Correction]) -> list[Correction]:
    """The decisions there are and the new ones; one about the same address is replaced. The first one makes its file."""
    return decision_file.with_new(CORRECTIONS, file, new)


def write(file: Path, rows: Sequence[Correction]) -> None:
    """Writes the corrections file. Raises UsageError."""
    write_corrections(file, rows)


def told(one: Correction) -> str:
    """A decision in one line."""
    return f"{one.decision:8} {one.adresse}, {one.code_postal} {one.commune}"


def shown(row: Row) -> str:
    """A case with its candidates and a suggested answer."""
    lines = [
        f"{row['cas']}  {row['nom']} | {row['adresse']}, {row['code_postal']} {row['commune']}",
        f"  {row['question']}",
        *(_candidate(row, n) for n in range(1, 4) if row[f"candidat_{n}_classe"]),
        f"  published: {row['publie'] or 'no point'}; suggested: {row['suggestion'] or 'look at the source'}",
    ]
    return "\n".join(lines)


def _candidate(row: Row, n: int) -> str:
    names = ("libelle", "source", "classe", "similarite", "distance_m", "lien")
    told = {name: row[f"candidat_{n}_{name}"] for name in names}
    form = "  candidat_{n}: {libelle} ({source}, class {classe}, {similarite} % alike, {distance_m} m away) {lien}"
    return form.format(n=n, **told)
