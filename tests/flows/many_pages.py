"""A directory of one page a member on loopback, its descriptor and reader in a folder of their own, and runs of it."""

import copy
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

import sources
from flows import collect_pages
from flows.caller import Caller
from flows.options import Options
from schemas.found import Absent, Found
from schemas.records import Source
from tests.flows.loopback import Loopback, answer
from tests.flows.runs import ROOT

DAY = "2026-11-26"
TOWNS = (("69006", "LYON"), ("22100", "TADEN"), ("93500", "PANTIN"), ("84320", "ENTRAIGUES-SUR-LA-SORGUE"))


def page(number: int, name: str = "", reference: str = "") -> bytes:
    """A member's page, in the markup of the bench's directory."""
    code, town = TOWNS[number % len(TOWNS)]
    key = f'<p class="numero">{reference}</p>' if reference else ""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Annuaire</title></head><body><main>{key}"
        f"<h1 class='entry-title'>{name or f'Crèche n° {number}'}</h1><p class='adresse'>{number + 1} rue des Lilas<br>{code} {town}</p>"
        f"<p class='tel'>04 78 00 00 {number:02}</p><p class='places'>{number + 10} berceaux</p><p class='statut'>SCIC</p>"
        "</main></body></html>"
    ).encode()


def path_of(number: int) -> str:
    """Where a member's page is."""
    return f"/membre/{number:06}.html"


def list_page(numbers: Sequence[int], more: str = "") -> bytes:
    """The page that leads to members, and `more` to others."""
    items = "".join(f'<li><a href="{path_of(number)}">membre</a></li>' for number in numbers)
    return f"<html><body><ul>{items}{more}</ul></body></html>".encode()


def site_map(server: Loopback, days: dict[int, str]) -> bytes:
    """A sitemap that gives each member's page a day of change."""
    entries = (f"<url><loc>{server.url(path_of(n))}</loc><lastmod>{day}</lastmod></url>" for n, day in days.items())
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'.encode()


class Directory:
    """A server of `count` members, and the folder of descriptors that names it."""

    def __init__(self, server: Loopback, folder: Path, count: int = 12) -> None:
        self.server, self.folder, self.output = server, folder / "sources", folder / "output"
        self.numbers = range(count)
        for number in self.numbers:
            self.serves(number, page(number))
        self.lists(list_page(self.numbers))
        self.describes()

    def copied(self, folder: Path) -> "Directory":
        """The same server, and folders of one's own that hold what these hold."""
        one = copy.copy(self)
        one.folder, one.output = folder / "sources", folder / "output"
        for mine, of in ((one.folder, self.folder), (one.output, self.output)):
            shutil.copytree(of, mine)
        return one

    def describes(self, *changes: tuple[str, str]) -> None:
        """The bench's own reader and descriptor, at this server's address."""
        self.folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / "benches/annuaire/annuaire.py", self.folder)
        text = (ROOT / "benches/annuaire/annuaire.toml").read_text()
        for old, new in (("http://127.0.0.1:8799/", self.server.url("/")), *changes):
            assert old in text
            text = text.replace(old, new)
        (self.folder / "annuaire.toml").write_text(text)

    def serves(self, number: int, body: bytes) -> None:
        """This page, as long as nothing else is said."""
        self.server.routes[path_of(number)] = [answer(200, body, etag=f'"{len(body)}-{hash(body)}"')]

    def unchanged(self, *numbers: int) -> None:
        """These pages have not changed."""
        for number in numbers:
            self.server.routes[path_of(number)] = [answer(304, b"", length=False)]

    def fails(self, number: int, status: int = 404) -> None:
        """This page is answered with a status."""
        self.server.routes[path_of(number)] = [answer(status, b"none")]

    def lists(self, body: bytes) -> None:
        """This first page."""
        self.server.routes["/"] = [answer(200, body)]

    def asked(self) -> list[int]:
        """The members whose pages were asked for since the last time, sorted."""
        paths, self.server.asked = self.server.paths, []
        return sorted(int(path[8:14]) for path in paths if path.startswith("/membre/"))

    def source(self) -> Source:
        """The source as the settings find it."""
        return sources.load("annuaire")

    def read(self, day: str = DAY, offline: bool = False) -> Found:
        """What one run finds. The source must be there."""
        found = self.heard(day, offline)
        assert isinstance(found, Found), found.why
        return found

    def heard(self, day: str = DAY, offline: bool = False) -> Found | Absent:
        """What one run makes of the source."""
        return collect_pages.found_of(Caller(), self.source(), Options(day, self.output, offline))


def names(found: Found) -> list[str]:
    """The members, in their order."""
    return [record.nom for record in found.reading.records]


def codes(found: Found) -> list[str]:
    """The codes of the doubts."""
    return [doubt.code for doubt in found.reading.doubts]


def settings(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A maintainer's settings: this folder of sources, a server of this machine asked without rest."""
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(folder))
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", "0")
