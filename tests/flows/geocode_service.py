"""A BAN search service on loopback: the real one's questions, filters, limits, answers and troubles."""

import contextlib
import csv
import email
import io
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from sources.likeness import similarity
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


def as_table(rows: list[dict[str, str]]) -> bytes:
    """Rows as /search/csv gives them: with a byte order mark, the columns of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["cle"], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


class Trouble(NamedTuple):
    """What the service answers instead, once."""

    status: int = 500
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0


RESULTS = ("label", "score", "type", "id", "housenumber", "name", "street", "postcode", "city", "citycode")
Spoil = Callable[[list[dict[str, str]]], list[dict[str, str]]]
"""What a faulty service does to the rows of a table of answers."""


def answered(row: dict[str, str], book: tuple[Street, ...]) -> dict[str, str]:
    """A row of /search/csv: as it came, and the best place beside it; empty cells when there is none."""
    status, said = search(
        {"q": row["adresse"], "citycode": row["citycode"]} if row["citycode"] else {"q": row["adresse"]}, book
    )
    features = said["features"] if status == 200 else []
    best = features[0] if features else {"geometry": {"coordinates": ["", ""]}, "properties": {}}
    longitude, latitude = best["geometry"]["coordinates"]
    following = features[1]["properties"]["score"] if len(features) > 1 else ""
    results = {f"result_{name}": str(best["properties"].get(name, "")) for name in RESULTS}
    where = {"latitude": str(latitude), "longitude": str(longitude), "result_score_next": str(following)}
    return {**row, **where, **results, "result_status": "ok" if features else "not-found"}


class Service:
    """Serves BOOK on a free port of loopback; troubles are answered first, in their order (`always`: for ever).

    A table (/search/csv) is answered by `table`: a trouble, or the right rows spoilt.
    """

    def __init__(
        self,
        *troubles: Trouble,
        always: Trouble | None = None,
        book: tuple[Street, ...] = BOOK,
        table: Trouble | Spoil | None = None,
    ) -> None:
        self.tables: list[list[dict[str, str]]] = []
        self._table = table
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

    def _answer_table(self, body: bytes, content_type: str) -> Trouble:
        self.moments.append(time.monotonic())
        message = email.message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
        parts = {str(part.get_param("name", header="content-disposition")): part for part in message.get_payload()}  # type: ignore[union-attr]
        assert bytes(parts["columns"].get_payload(decode=True)) == b"adresse"  # type: ignore[union-attr, arg-type]
        text = bytes(parts["data"].get_payload(decode=True)).decode()  # type: ignore[union-attr, arg-type]
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        self.tables.append(rows)
        if isinstance(self._table, Trouble):
            return self._table
        if any(len(row["adresse"]) > 200 for row in rows):
            return Trouble(413)
        out = [answered(row, self._book) for row in rows]
        return Trouble(200, as_table(self._table(out) if self._table else out))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(service._answer(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self._say(service._answer_table(body, self.headers["content-type"]))

            def _say(self, answer: Trouble) -> None:
                service.agents.append(self.headers["user-agent"])
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
