"""Discovery in a Sirene stock: the cooperatives of early childhood care, and the operators that we know.

Each file is read once. Units that may be ours come first, whatever their activity, then all the establishments of those:
an establishment of a commune or an association is not ours. Then who takes care of children is kept: by the activity of
the unit or by that of any of its establishments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.registers.cooperative_words import tells_cooperative
from flows.registers.stock import Stock, among, opened
from flows.registers.stock_columns import HISTORY, NAMES, PLACES, SIGNS, SUCCESSIONS, TREATED, UNITS
from flows.registers.stock_files import StockFile
from schemas.records import Row
from sources.legal_categories import is_natural_person


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. All are codes as INSEE writes them, and SIREN."""

    activities: tuple[str, ...]
    cooperatives: tuple[str, ...]
    """Legal categories of cooperatives: all of the activity."""
    companies: tuple[str, ...]
    """Legal categories that may hide one: those of the social economy whose name tells it."""
    sirens: tuple[str, ...] = ()
    """Operators that we know: whatever their category and activity, unless they are a natural person."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Rows of the four files, by INSEE's column names and without empty cells; in no order.

    `read`: rows of each file, by stem. `seen`: units that may be ours whatever their activity, and their establishments.
    `day`: the last day that INSEE treated one of those, so the stock is of that day or later; '' when it tells none.
    """

    units: list[Row]
    places: list[Row]
    periods: list[Row]
    successions: list[Row]
    read: Mapping[str, int]
    seen: tuple[int, int]
    day: str


def discovered(files: Mapping[str, StockFile], search: Search, work: Path) -> Discovery:
    """All that a stock holds for a search; `work` is a folder for what memory has no room for. Raises FetchFailed."""
    with opened(work) as stock:
        read = {UNITS.stem: stock.load("unites", files[UNITS.stem], _may_be_ours(search))}
        _forget_persons(stock)
        read[PLACES.stem] = stock.load("lieux", files[PLACES.stem], "siren IN (SELECT siren FROM unites)")
        _check(stock, files, read)
        seen = (len(stock.rows("SELECT siren FROM unites")), len(stock.rows("SELECT siret FROM lieux")))
        day = _last_day(stock)
        _keep_those_of_children(stock, search)
        periods = _more(stock, files, HISTORY.stem, "periodes", "siren IN (SELECT siren FROM unites)", read)
        successions = _more(stock, files, SUCCESSIONS.stem, "liens", _LINKED, read)
        units, places = stock.rows("SELECT * FROM unites"), stock.rows("SELECT * FROM lieux")
        return Discovery(units, places, periods, successions, read, seen, day)


def _check(stock: Stock, files: Mapping[str, StockFile], read: Mapping[str, int]) -> None:
    """Raises FetchFailed for a file without row, with one that has no number, or with two of the same."""
    for wanted, table, key in ((UNITS, "unites", "siren"), (PLACES, "lieux", "siret")):
        if not read[wanted.stem]:
            raise files[wanted.stem].refused("it holds no row")
        if stock.rows(f"SELECT 1 AS found FROM {table} WHERE coalesce({key}, '') = '' LIMIT 1"):
            raise files[wanted.stem].refused(f"one of its rows has no {key}")
        if stock.rows(f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"):
            raise files[wanted.stem].refused(f"two of its rows have the same {key}")


_LINKED = "siretEtablissementPredecesseur IN (SELECT siret FROM lieux) OR siretEtablissementSuccesseur IN (SELECT siret FROM lieux)"


def _may_be_ours(search: Search) -> str:
    category = "categorieJuridiqueUniteLegale"
    companies = f"{among(category, search.companies)} AND economieSocialeSolidaireUniteLegale = 'O'"
    return f"{among('siren', search.sirens)} OR {among(category, search.cooperatives)} OR ({companies})"


def _forget_persons(stock: Stock) -> None:
    """A known SIREN may be that of a natural person, or of a unit that says no category."""
    categories = stock.rows("SELECT DISTINCT categorieJuridiqueUniteLegale AS code FROM unites WHERE code IS NOT NULL")
    persons = [row["code"] for row in categories if "code" in row and is_natural_person(row["code"])]
    stock.change(
        f"DELETE FROM unites WHERE coalesce(categorieJuridiqueUniteLegale, '') = '' OR"
        f" {among('categorieJuridiqueUniteLegale', persons)}"
    )


def _last_day(stock: Stock) -> str:
    rows = stock.rows(
        f"SELECT max(left(le, 10)) AS day FROM (SELECT {TREATED[0]} AS le FROM unites"
        f" UNION ALL SELECT {TREATED[1]} FROM lieux)"
    )
    return rows[0].get("day", "")


def _keep_those_of_children(stock: Stock, search: Search) -> None:
    """Leave the units that we know, and those of the activity; the companies only when a name tells a cooperative."""
    of_unit = _cares("activitePrincipaleUniteLegale", "activitePrincipaleNAF25UniteLegale", search)
    of_place = _cares("activitePrincipaleEtablissement", "activitePrincipaleNAF25Etablissement", search)
    stock.change(
        f"DELETE FROM unites WHERE NOT coalesce({among('siren', search.sirens)} OR {of_unit}"
        f" OR siren IN (SELECT siren FROM lieux WHERE {of_place}), false)"
    )
    stock.change(f"DELETE FROM unites WHERE {among('siren', _silent(stock, search))}")
    stock.change("DELETE FROM lieux WHERE siren NOT IN (SELECT siren FROM unites)")


def _cares(now: str, next_: str, search: Search) -> str:
    return f"({among(now, search.activities)} OR {among(next_, search.activities)})"


def _silent(stock: Stock, search: Search) -> list[str]:
    """The companies that we do not know and none of whose names, nor of those of their establishments, tells a cooperative."""
    companies = f"{among('categorieJuridiqueUniteLegale', search.companies)} AND NOT {among('siren', search.sirens)}"
    told: dict[str, list[str]] = {}
    for row in stock.rows(f"SELECT siren, {', '.join(NAMES)} FROM unites WHERE {companies}"):
        told[row["siren"]] = [row[name] for name in NAMES if name in row]
    for row in stock.rows(f"SELECT siren, {', '.join(SIGNS)} FROM lieux"):
        if row["siren"] in told:
            told[row["siren"]] += [row[name] for name in SIGNS if name in row]
    return sorted(siren for siren, names in told.items() if not tells_cooperative(names))


def _more(
    stock: Stock, files: Mapping[str, StockFile], stem: str, table: str, where: str, read: dict[str, int]
) -> list[Row]:
    """The rows of a file that may be missing."""
    if stem not in files:
        return []
    read[stem] = stock.load(table, files[stem], where)
    return stock.rows(f"SELECT * FROM {table}")
