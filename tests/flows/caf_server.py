"""The CAF's portal on loopback: the datasets, limits, refusals and traps of Opendatasoft Explore v2.1.

Its territories are those of today's codes, in the numbers of the real portal; their rates are made up.
"""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from sources import epci
from sources.caf import DATASETS, Dataset
from sources.commune_table import rows as gazetteer
from sources.territory_names import names_of

BY_ID = {dataset.id: dataset for dataset in DATASETS}
YEARS = (2022, 2023)
GHOST = 195.8
MAYOTTE = {
    "region": {"06"},
    "departement": {"976"},
    "epci": {row.code_epci for row in epci.rows() if row.code_commune[:3] == "976"},
}
LIKE = re.compile(r"/api/explore/v2\.1/catalog/datasets/([a-z_]+)/records")
Rows = list[dict[str, Any]]
Spoil = Callable[[dict[str, Any]], None]


class Trouble(NamedTuple):
    """What the portal answers instead; `missing` bytes are announced and never come."""

    status: int = 500
    body: bytes = b'{"error_code": "ServerError"}'
    headers: tuple[tuple[str, str], ...] = ()
    missing: int = 0


HTML = Trouble(200, b"<html><title>Maintenance</title></html>", (("content-type", "text/html"),))


class Portal:
    """Serves `tables`, by dataset. Troubles come first, in their order (None: none), `always` for ever.

    `spoil` changes an answer on its way, called with it; `only` is the dataset that troubles and spoiling are about.
    """

    def __init__(
        self,
        *troubles: Trouble | None,
        always: Trouble | None = None,
        spoil: Spoil = lambda said: None,
        only: str = "",
        tables: Mapping[str, Rows] | None = None,
    ) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.agents: set[str] = set()
        self._troubles, self._always, self._spoil, self._only = list(troubles), always, spoil, only
        self._tables = country() if tables is None else tables
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """As the setting would name it."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str) -> Trouble:
        url = urlsplit(path)
        found = LIKE.fullmatch(url.path)
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        id_ = found[1] if found else ""
        self.asked.append((id_, asked))
        concerned = not self._only or id_ == self._only
        trouble = (self._troubles.pop(0) if self._troubles else self._always) if concerned else None
        if trouble:
            return trouble
        if id_ not in self._tables:
            return refused(404, "UnknownDatasetError", f"The requested dataset {id_} does not exist.")
        return self._records(id_, asked, concerned)

    def _records(self, id_: str, asked: Mapping[str, str], concerned: bool) -> Trouble:
        rows = self._tables[id_]
        limit, offset = int(asked.get("limit", 10)), int(asked.get("offset", 0))
        if not -1 <= limit <= 100:
            told = f"Invalid value for limit API parameter: {limit} was found but -1 <= limit <= 100 is expected."
            return refused(400, "InvalidRESTParameterError", told)
        if offset + limit > 10_000:
            told = f"Invalid value for sum of offset + limit API parameter: {offset + limit} was found but <= 10000 is expected."
            return refused(400, "InvalidRESTParameterError", told)
        if "where" in asked:
            year = re.fullmatch(r"annee=(\d{4})", asked["where"])
            if not year or any(isinstance(row.get("annee"), str) for row in rows):
                return refused(400, "ODSQLError", "ODSQL query is malformed: incompatible types in filter.")
            rows = [row for row in rows if row.get("annee") == int(year[1])]
        rows = ordered(rows, asked.get("order_by", ""))
        said: dict[str, Any] = {"total_count": len(rows), "results": [dict(r) for r in rows[offset : offset + limit]]}
        if concerned:
            self._spoil(said)
        return Trouble(200, json.dumps(said).encode())

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.agents.add(self.headers["user-agent"])
                answer = portal._answer(self.path)
                self.send_response_only(answer.status)
                fields = {"content-type": "application/json; charset=utf-8", **dict(answer.headers)}
                for name, value in (*fields.items(), ("content-length", str(len(answer.body) + answer.missing))):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the test reads what was asked."""

        return Handler


def refused(status: int, code: str, message: str) -> Trouble:
    return Trouble(status, json.dumps({"error_code": code, "message": message}).encode())


def ordered(rows: Rows, by: str) -> Rows:
    """Rows by the fields of `order_by`, the last one first; without it, in an order that is nobody's."""
    out = rows if by else rows[::-1]
    for field in reversed(by.split(",") if by else []):
        name, _, way = field.partition(" ")
        out = sorted(out, key=lambda row: (row.get(name) is not None, str(row.get(name))), reverse=way == "desc")
    return out


@cache
def country() -> Mapping[str, Rows]:
    """Every dataset of two years, and the history that contradicts them, which nobody should ask."""
    tables = {dataset.id: [row for year in YEARS for row in _of(dataset, year)] for dataset in DATASETS}
    history = {f"{id_}_hist": [{**row, "annee": 2022} for row in rows] for id_, rows in tables.items()}
    return {**history, **tables}


def _of(dataset: Dataset, year: int) -> Iterator[dict[str, Any]]:
    if dataset.niveau == "pays":
        rate = 59.5 if year == 2022 else 60.9
        yield {
            "annee": str(year),
            "national": "FRANCE ENTIERE HORS MAYOTTE",
            "txcouv_nat": rate,
            "txcouv_psu_col_nat": 19.9,
        }
        return
    for code, name in listed(dataset.niveau):
        yield row_of(dataset, code, name, round(20 + (int(code, 36) * 7 + year) % 900 / 10, 1), year)
    if dataset.niveau == "epci":
        yield row_of(dataset, "XX", "XX", GHOST, year)


def row_of(dataset: Dataset, code: str, name: str, rate: object, year: int = 2023) -> dict[str, Any]:
    """A row as the portal holds it, with a component, which is not kept."""
    level = dataset.id.rpartition("_")[2]
    cells = {dataset.code: code, dataset.nom: name.upper(), dataset.taux: rate, f"txcouv_prescol_{level}": 3.3}
    return {"annee": year, **cells}


def listed(niveau: str) -> Iterable[tuple[str, str]]:
    """The territories that the CAF lists: neither Mayotte nor the communes of 10,000 inhabitants or fewer."""
    if niveau == "commune":
        large = {row.code_insee for row in gazetteer() if row.type == "COM" and int(row.population or 0) > 10_000}
        known = {code: names_of("commune")[code] for code in large if not code.startswith(("976", "98"))}
        return sorted({**known, "13201": names_of("arrondissement")["13201"]}.items())
    left_out = MAYOTTE.get(niveau, set())
    far = ("984", "986", "987", "988", "989", "975", *(("977", "978") if niveau == "region" else ()))
    return sorted((code, name) for code, name in names_of(niveau).items() if code not in (*far, *left_out))
