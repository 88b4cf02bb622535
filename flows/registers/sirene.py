"""The Sirene stock (INSEE): cooperatives of early childhood care and the operators that we know, with their history.

What a person may be known by never reaches the body: columns are named one by one, natural persons are left out,
somebody named in a name or a sign is cut out, the address of what is not fully disclosed is masked.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from flows import settings
from flows.registers import stock_files
from flows.registers.stock_columns import COMPLEMENT, HIDDEN, NAMES, OPTIONAL, SIGNS, TREATED
from flows.registers.stock_files import StockFile
from flows.registers.stock_search import Discovery, Search, discovered
from schemas.errors import FetchFailed
from schemas.found import Known
from schemas.records import Row, Source
from sources import activites, legal_categories
from sources.legal_categories import is_natural_person
from sources.people import names_somebody, without_people

_NOT_TOLD = "[ND]"
"""What INSEE writes in place of what it hides."""
_UNIT_STATUS, _PLACE_STATUS = "statutDiffusionUniteLegale", "statutDiffusionEtablissement"


def harvest(source: Source, known: Known, now: Callable[[], str]) -> bytes:
    """The snapshot of a stock: what it holds for us, and what was asked of it. Canonical JSON, the same for the same files.

    Files at an address are fetched into a temporary folder, which is gone when it ends. Raises FetchFailed when the stock
    cannot be had whole, UsageError for a bad setting.
    """
    chosen, day = settings.load(), now()[:10]
    search = _search(source, known, day)
    try:
        with tempfile.TemporaryDirectory(prefix="sirene-") as name:
            files = stock_files.found(chosen.sirene, Path(name), chosen.user_agent)
            return body(files, search, discovered(files, search, Path(name)), day)
    except OSError as error:
        raise FetchFailed(
            f"{source.id}: a file of the stock, or a temporary one, cannot be read or written ({error.strerror or error}): "
            "nothing of it is used. Look at the rights, and at the space where temporary files go (TMPDIR)."
        ) from None


def _search(source: Source, known: Known, day: str) -> Search:
    if not activites.codes(day):
        raise FetchFailed(
            f"{source.id}: no activity code of early childhood care is known for {day}, when the register is written in "
            f"{activites.nomenclature(day) or 'no nomenclature that we know'}: nothing is read, a code is not guessed. "
            f"Look the code up at INSEE and write it in {activites.TABLE.name}; the last good snapshot stays in use."
        )
    codes = {row.code for row in activites.table() if row.code}  # a closed establishment keeps the code of its days
    cooperatives, companies = (legal_categories.searched(kind) for kind in ("cooperative", "ess"))
    return Search(tuple(sorted(codes)), cooperatives, companies, tuple(sorted(set(known.sirens))))


def body(files: Mapping[str, StockFile], search: Search, found: Discovery, day: str) -> bytes:
    """A discovery as the archive keeps it: canonical JSON, in UTF-8. `day`: that of the harvest, ISO."""
    hidden = {row["siren"] for row in found.units if row.get(_UNIT_STATUS) != "O"}
    units = [_shown(row, ()) for row in found.units]
    places = [_shown(row, HIDDEN if _is_hidden(row, hidden) else _of_somebody(row)) for row in found.places]
    periods = [_shown(row, ()) for row in found.periods if not _is_of_person(row)]
    kept = {row["siren"] for row in units}
    told = {
        "service": "sirene",
        "jour": min(found.day, day),
        "fichiers": [_file(file, found) for _, file in sorted(files.items())],
        "absents": [wanted.stem for wanted in OPTIONAL if wanted.stem not in files],
        "activites": list(search.activities),
        "categories": list(search.cooperatives),
        "categories_ess": list(search.companies),
        "sirens": list(search.sirens),
        "introuvables": [siren for siren in search.sirens if siren not in kept],
        "comptes": {
            "unites_examinees": found.seen[0],
            "etablissements_examines": found.seen[1],
            "unites": len(units),
            "etablissements": len(places),
        },
        "unites": _sorted(units),
        "etablissements": _sorted(places),
        "historique": _sorted(periods),
        "successions": _sorted(found.successions),
    }
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _file(file: StockFile, found: Discovery) -> dict[str, object]:
    return {"nom": file.name, "octets": file.path.stat().st_size, "lignes": found.read[file.wanted.stem]}


def _is_hidden(place: Row, units: set[str]) -> bool:
    """Whether an establishment, or its unit, is not fully disclosed (or does not say that it is)."""
    return place.get(_PLACE_STATUS) != "O" or place["siren"] in units


def _of_somebody(place: Row) -> tuple[str, ...]:
    return (COMPLEMENT,) if names_somebody(place.get(COMPLEMENT, "")) else ()


def _is_of_person(period: Row) -> bool:
    return is_natural_person(period.get("categorieJuridiqueUniteLegale", ""))


def _shown(row: Row, hidden: Iterable[str]) -> Row:
    """A row as it is kept: without what is hidden, nor anybody named in a name or a sign."""
    dropped = {*hidden, *TREATED}
    kept = {name: cell for name, cell in row.items() if cell != _NOT_TOLD and name not in dropped}
    cut = {name: without_people(kept[name]) for name in (*NAMES, *SIGNS) if name in kept}
    return {name: cell for name, cell in (kept | cut).items() if cell}


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.get("siren", ""), row.get("siret", ""), sorted(row.items())))
