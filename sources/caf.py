"""The CAF's coverage rates: places of formal childcare per 100 children under three, by territory.

The body read is what `flows.registers.caf` made of the service's answers. `DATASETS` is the only list of the datasets
and of their fields; both know them from here. The history (`_hist`) contradicts these and is not read.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from schemas.errors import SourceChanged
from schemas.records import Anomaly, Reading, Row, Snapshot, Source
from sources import caf_doubts
from sources.territory_names import FRANCE, names_of
from sources.text import clean

HIGHEST = 300.0
"""A rate is no percentage: a resort has more places than children (160.5 is the highest of 2023). Above this it is a mistake."""
_GHOST = re.compile(r"X+", re.IGNORECASE)
_YEAR = re.compile(r"((?:19|20)\d\d)(?:-\d\d-\d\d.*)?")
_DIGITS = {"region": 2, "departement": 2, "commune": 5}
"""A code whose first zeros were lost gets them back."""
COLUMNS = ("code", "niveau", "nom", "taux_couverture", "millesime", "source_url")
"""What is read of a territory; its name as the CAF writes it, its rate as the CAF rounds it."""

Cells = Mapping[str, object]


class Dataset(NamedTuple):
    """One dataset and the fields of it that are kept. The country's rows have no code, only a perimeter's name."""

    id: str
    niveau: str
    code: str
    nom: str
    taux: str

    @property
    def fields(self) -> tuple[str, ...]:
        """What a row must hold, and all that is kept of it."""
        return tuple(field for field in ("annee", self.code, self.nom, self.taux) if field)

    @property
    def page(self) -> str:
        """Where everyone may see it."""
        return f"https://data.caf.fr/explore/dataset/{self.id}/"


DATASETS = (
    Dataset("txcouv_pe_nat", "pays", "", "national", "txcouv_nat"),
    Dataset("txcouv_pe_reg", "region", "numregi", "nomregi", "txcouv_reg"),
    Dataset("txcouv_pe_dep", "departement", "numdep", "nomdep", "txcouv_dep"),
    Dataset("txcouv_pe_epci", "epci", "numepci", "nomepci", "txcouv_epci"),
    Dataset("txcouv_pe_com", "commune", "numcom", "nomcom", "txcouv_com"),
)


def canonical(value: object) -> bytes:
    """A value as JSON that depends on nothing but it. Raises ValueError for a number that JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False).encode()


def year_of(value: object) -> str:
    """The year of a row, an integer or a date as text; '' when it is neither."""
    found = _YEAR.fullmatch(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None
    return found[1] if found else ""


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """One row a territory, of each dataset's newest year. Raises SourceChanged when the body is not whole."""
    doubts: list[Anomaly] = []
    rows = [row for dataset in DATASETS for row in _territories(dataset, _rows(snapshot, dataset), doubts.append)]
    if len({row["millesime"] for row in rows}) > 1:
        doubts.append(caf_doubts.several_years({row["niveau"]: row["millesime"] for row in rows}))
    return Reading(source.id, tables={"territoires": tuple(rows)}, doubts=tuple(doubts))


def _rows(snapshot: Snapshot, dataset: Dataset) -> list[Cells]:
    """The rows of a dataset, its pages proved by their digest and their own count."""
    try:
        pages = json.loads(snapshot.body)["datasets"][dataset.id]["pages"]
        rows: list[Cells] = [row for page in pages for row in page["answer"]["results"]]
        proved = all(hashlib.sha256(canonical(page["answer"])).hexdigest() == page["sha256"] for page in pages)
        counted = {page["answer"]["total_count"] for page in pages} == {len(rows)}
    except (TypeError, AttributeError, LookupError, ValueError, RecursionError) as error:
        raise SourceChanged(f"caf: its snapshot holds no answers of {dataset.id} ({type(error).__name__}).") from error
    if not (proved and counted and all(_is_row(dataset, row) for row in rows)):
        raise SourceChanged(
            f"caf: the answers of {dataset.id} are not those that were kept: a digest, a count or a row."
        )
    return rows


def _is_row(dataset: Dataset, row: object) -> bool:
    return isinstance(row, dict) and set(row) == set(dataset.fields) and bool(year_of(row["annee"]))


def _territories(dataset: Dataset, rows: Sequence[Cells], tell: Callable[[Anomaly], None]) -> Iterator[Row]:
    """The rows of the newest year that are about a territory of today, each once."""
    newest = max((year_of(row["annee"]) for row in rows), default="")
    recent = [(_code(dataset, row), row) for row in rows if year_of(row["annee"]) == newest]
    times = Counter(code for code, _ in recent)
    for code, row in recent:
        nom = clean(str(row[dataset.nom] or ""))
        doubt = _refusal(dataset, code, nom, times[code])
        if doubt:
            tell(doubt)
            continue
        niveau = _niveau(dataset, code)
        taux, reason = _rate(row[dataset.taux])
        if reason:
            tell(caf_doubts.no_rate(niveau, code, nom, reason))
        yield dict(zip(COLUMNS, (code, niveau, nom, taux, newest, dataset.page), strict=True))


def _code(dataset: Dataset, row: Cells) -> str:
    value = row[dataset.code] if dataset.code else FRANCE
    code = "" if value is None or isinstance(value, bool) else clean(str(value))
    return code.zfill(_DIGITS.get(dataset.niveau, 0)) if code.isdecimal() else code.upper()


def _niveau(dataset: Dataset, code: str) -> str:
    """Paris, Lyon and Marseille may be told by arrondissement among the communes."""
    return "arrondissement" if dataset.niveau == "commune" and code in names_of("arrondissement") else dataset.niveau


def _refusal(dataset: Dataset, code: str, nom: str, times: int) -> Anomaly | None:
    """Why a row is not that of a territory, if it is not."""
    if _GHOST.fullmatch(code) or (not code and _GHOST.fullmatch(nom)):
        return caf_doubts.ghost(dataset.niveau, code or nom)
    if code not in names_of(_niveau(dataset, code)):
        return caf_doubts.unknown(dataset.niveau, code, nom)
    return caf_doubts.twice(dataset.niveau, code, nom) if times > 1 else None


def _rate(value: Any) -> tuple[str, str]:
    """A rate as the CAF writes it, and why there is none."""
    if value is None:
        return "", "absent"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "", "illisible"
    return (json.dumps(value + 0), "") if 0 <= value <= HIGHEST else ("", "hors_bornes")
