"""A BAN search service on loopback: the real one's questions, filters, limits, answers and troubles."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from sources.communes import similarity
from sources.text import fold

AGENT = "creches-cooperatives/1.0 (+https://example.org/; contact@example.org)"


class Street(NamedTuple):
    """A street that the service knows, with its doors, and the point of the first."""

    nom: str
    postcode: str
    citycode: str
    city: str
    longitude: float
    latitude: float
    doors: tuple[str, ...] = ()


BOOK = (
    Street("Rue Delizy", "93500", "93055", "Pantin", 2.409800, 48.898100, ("41", "43", "48")),
    Street("Rue des Charmettes", "69006", "69386", "Lyon", 4.862000, 45.770000, ("12", "14")),
    Street("Rue des Charmettes", "69100", "69266", "Villeurbanne", 4.866000, 45.771000, ("131", "133")),
    Street("Rue du Manoir", "22100", "22339", "Taden", -2.016382, 48.475473, ("7", "11bis")),
    Street("Rue du Port", "22100", "22339", "Taden", -2.030000, 48.480000),
    Street("Rue Victor Hugo", "22100", "22050", "Dinan", -2.045000, 48.455000, ("3",)),
    Street("Rue Bichat", "75010", "75110", "Paris", 2.365000, 48.871000, ("17",)),
    Street("Route de Paris", "93100", "93048", "Montreuil", 2.440000, 48.860000, ("5",)),
)


def feature(street: Street, q: str) -> dict[str, Any]:
    """The street, or its door when the question names it, as the service tells it."""
    door = next((door for door in street.doors if fold(q).replace(" bis", "bis").split(" ")[0] == door), "")
    name = f"{door} {street.nom}".strip()
    label = f"{name} {street.postcode} {street.city}"
    properties: dict[str, Any] = {
        "label": label,
        "score": round(min(0.98, similarity(q, label) / 100), 4),
        "id": f"{street.citycode}_{len(street.nom):04d}",
        "name": name,
        "postcode": street.postcode,
        "citycode": street.citycode,
        "city": street.city,
        "context": f"{street.citycode[:2]}, somewhere",
        "type": "housenumber" if door else "street",
        "importance": 0.6,
        "_type": "address",
    }
    properties |= {"housenumber": door, "street": street.nom} if door else {}
    point = {"type": "Point", "coordinates": [street.longitude, street.latitude]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def search(asked: dict[str, str], book: tuple[Street, ...]) -> tuple[int, Any]:
    """Status and answer of /search: fuzzy on the text, strict on the filters, 200 characters at most."""
    q = asked.get("q", "")
    if not 3 <= len(q) <= 200 or not q[0].isalnum():
        return 413 if len(q) > 200 else 400, {"code": 400, "message": "q: must have 3 to 200 characters"}
    inside = [s for s in book if all(asked.get(f) in (None, getattr(s, f)) for f in ("postcode", "citycode"))]
    found = [feature(street, q) for street in inside]
    ranked = sorted(found, key=lambda f: -f["properties"]["score"])
    kept = [f for f in ranked if f["properties"]["score"] > 0.4][: int(asked.get("limit", 5))]
    return 200, {"type": "FeatureCollection", "features": kept, "query": q}


class Trouble(NamedTuple):
    """What the service answers instead, once."""

    status: int = 500
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0


class Service:
    """Serves BOOK on a free port of loopback; troubles are answered first, in their order (`always`: for ever)."""

    def __init__(self, *troubles: Trouble, always: Trouble | None = None, book: tuple[Street, ...] = BOOK) -> None:
        self.asked: list[dict[str, str]] = []
        self.moments: list[float] = []
        self.agents: list[str] = []
        self._troubles = list(troubles)
        self._always = always
        self._book = book
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """As a setting would name it."""
        return f"http://127.0.0.1:{self._server.server_port}/geocodage"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str) -> Trouble:
        url = urlsplit(path)
        self.asked.append({name: values[0] for name, values in parse_qs(url.query).items()})
        self.moments.append(time.monotonic())
        trouble = self._troubles.pop(0) if self._troubles else self._always
        if trouble:
            return trouble
        status, said = search(self.asked[-1], self._book) if url.path == "/geocodage/search" else (404, {})
        return Trouble(status, json.dumps(said).encode())

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.agents.append(self.headers["user-agent"])
                answer = service._answer(self.path)
                time.sleep(answer.pause)
                self.send_response(answer.status)
                for name, value in (*answer.headers, ("content-type", "application/json; charset=utf-8")):
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body)))
                with contextlib.suppress(ConnectionError):  # the other side did not wait
                    self.end_headers()
                    self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the test reads what was asked."""

        return Handler
