"""A world on loopback: the list's page, both registers, the CAF's portal and the geocoder; each may fall, and come back."""

import dataclasses
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest

import sources
from benches import sirene_stock
from flows import http
from flows.registers import caf, recherche_asking
from schemas.records import Source
from sources.epci import epci_of
from tests.flows import recherche_population
from tests.flows.caf_server import Portal, country
from tests.flows.caf_server import Trouble as Unwell
from tests.flows.five_sources_companies import CANARY, COMPANIES, Company, as_told, stock_of, streets, unit_of
from tests.flows.geocode_book import BOOK
from tests.flows.geocode_service import Service, Trouble
from tests.flows.loopback import Action, Loopback, answer
from tests.flows.recherche_population import Unit
from tests.flows.recherche_server import Register, Said
from tests.flows.sirene_cases import stock
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import to_bytes

LIST, RECHERCHE, SIRENE, CAF = "coop_petite_enfance", "recherche_entreprises", "sirene", "caf"
LIVE = (LIST, RECHERCHE, SIRENE, CAF)
"""Sources that are asked at each run; the curation is files of the project, the PôPE's page is never fetched."""
REGISTERS = (RECHERCHE, SIRENE, CAF)
GEOCODER = "geocodeur"
PLANTED = (CANARY, recherche_population.CANARY, sirene_stock.CANARY)
"""What every register plants wherever a person may stand."""
HTML = b"<!doctype html><html><title>Maintenance</title><p>Nous revenons.</p></html>"
KINDS = {"en_panne": (503, b"", 0), "du_html": (200, HTML, 0), "coupee": (200, b'{"total_count": 12, "resul', 4000)}
"""How an answer fails: status, body, bytes that are announced and never come."""
COMMUNES = ("22050", "44154", "59508", "93027", "93048", "93055")
EPCI = tuple(map(epci_of, COMMUNES))
"""The communes and EPCI that the portal has: with all of its 2,400 territories each run would take twice as long."""


class World:
    """Every server; `faults` says which ones fail now, and how. `companies` are those of both registers.

    `persons` counts the units that the API has told with people in them.
    """

    def __init__(self, folder: Path, companies: tuple[Company, ...] = COMPANIES) -> None:
        self.faults: dict[str, str] = {}
        self.persons = 0
        self._page_body = to_bytes(MARKUPS["h3_p"](MEMBERS))
        self._folder = folder
        self.register = _Register((), self._register_says)
        self.live(companies)

    def live(self, companies: tuple[Company, ...]) -> None:
        """Both registers now know these companies."""
        self.companies, self.register.units = companies, list(map(unit_of, companies))
        self._folder.mkdir(exist_ok=True)
        made = stock(self._folder / "stock", **stock_of(companies))
        self.stock = {path.name: path.read_bytes() for path in made.iterdir()}

    def __enter__(self) -> Self:
        self._open = ExitStack()
        enter = self._open.enter_context
        enter(self.register)
        self.portal = enter(_Portal(self))
        self.geocoder = enter(_Geocoder(self))
        self.files = enter(Loopback({"/page": self._page, "*": answer(404, b"none")}))
        self.files.routes |= {f"/stock/{name}": [self._file(name)] for name in self.stock}
        return self

    def __exit__(self, *exc: object) -> None:
        self._open.close()

    def trouble(self, who: str) -> tuple[int, bytes, int] | None:
        return KINDS[self.faults[who]] if who in self.faults else None

    def _register_says(self, n: int, asked: Mapping[str, str], said: Said) -> Said | Trouble:
        fault = self.trouble(RECHERCHE)
        self.persons += len(said["results"])
        return Trouble(*fault[:2], missing=fault[2]) if fault else as_told(self.companies, said)

    def _page(self, line: socket.socket) -> None:
        line.sendall(self._answer(LIST, self._page_body, "text/html; charset=utf-8"))

    def _file(self, name: str) -> Action:
        return lambda line: line.sendall(self._answer(SIRENE, self.stock[name], "application/octet-stream"))

    def _answer(self, who: str, body: bytes, kind: str) -> bytes:
        status, said, missing = self.trouble(who) or (200, body, 0)
        return answer(status, said, length=False, content_type=kind, content_length=str(len(said) + missing))

    def settings(self) -> dict[str, str]:
        """Where the settings find every service."""
        return {
            "CRECHES_RECHERCHE_ENTREPRISES": self.register.address,
            "CRECHES_CAF": self.portal.address,
            "CRECHES_SIRENE": self.files.url("/stock"),
            "CRECHES_GEOCODER": self.geocoder.address,
        }

    def sources(self) -> dict[str, Source]:
        """All sources of the project, the list's page here; a small world needs no large counts."""
        found = sources.pages()
        few = {id_: {**found[id_].attentes, "min": 1} for id_ in REGISTERS}
        made = {id_: dataclasses.replace(found[id_], attentes=few[id_]) for id_ in REGISTERS}
        return {**found, **made, LIST: dataclasses.replace(found[LIST], url=self.files.url("/page"))}

    def reached(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Runs of this process find this world, and rest between no requests."""
        there, opened, here = self.sources(), http.open_session, urlsplit(self.files.url()).netloc

        def open_session(agent: str, limits: Any = None, allow: frozenset[str] = frozenset(), **more: Any) -> Any:
            quick = dataclasses.replace(limits or http.Limits(), connect=2, read=2, total=5, interval=0)
            return opened(agent, quick, allow | {here}, **{**more, "sleep": lambda s: None})

        monkeypatch.setattr(http, "open_session", open_session)
        monkeypatch.setattr(sources, "pages", lambda: there)
        monkeypatch.setattr("flows.pace.Pace.rest", lambda self, seconds: None)
        monkeypatch.setattr(caf, "INTERVAL_S", 0.0)
        monkeypatch.setattr(recherche_asking, "INTERVAL_S", 0.0)
        for name, value in self.settings().items():
            monkeypatch.setenv(name, value)


class _Register(Register):
    """The API Recherche d'entreprises, whose units may change."""

    def _lying_in(self, departements: str) -> list[Unit]:
        return self.units


def is_kept(row: Mapping[str, Any]) -> bool:
    """Whether a territory is among the few that the portal has."""
    return row.get("numepci", EPCI[0]) in EPCI and row.get("numcom", COMMUNES[0]) in COMMUNES


class _Portal(Portal):
    """The CAF's portal, with a few territories of each level."""

    def __init__(self, world: World) -> None:
        super().__init__(tables={id_: list(filter(is_kept, rows)) for id_, rows in country().items()})
        self._world = world

    def _answer(self, path: str) -> Unwell:
        fault = self._world.trouble(CAF)
        return Unwell(*fault[:2], missing=fault[2]) if fault else super()._answer(path)


class _Geocoder(Service):
    def __init__(self, world: World) -> None:
        super().__init__(book=(*BOOK, *streets()))
        self._world = world

    def _answer(self, path: str) -> Trouble:
        fault = self._world.trouble(GEOCODER)
        return Trouble(*fault[:2], missing=fault[2]) if fault else super()._answer(path)

    def _answer_table(self, body: bytes, content_type: str) -> Trouble:
        fault = self._world.trouble(GEOCODER)
        return Trouble(*fault[:2], missing=fault[2]) if fault else super()._answer_table(body, content_type)
