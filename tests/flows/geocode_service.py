"""A BAN search service on loopback: the real one's questions, filters, limits, answers and troubles."""

import contextlib
import csv
import email
import io
import json
import math
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from tests.flows.geocode_book import BOOK, Rows, Street, answered, as_table, search

AGENT = "creches-cooperatives/1.0 (+https://example.org/; contact@example.org)"


class Trouble(NamedTuple):
    """What the service answers instead, once; `pause` is the seconds before it, `drip` those before each byte of it."""

    status: int = 500
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0
    drip: float = 0.0
    missing: int = 0
    """Bytes that are announced and never come: the connection is cut before."""


Spoil = Callable[[Rows], Rows]
"""What a faulty service does to the rows of a table of answers."""
Wire = Callable[[bytes], Trouble]
"""What a faulty line does to the bytes of a table of answers."""


class Service:
    """Serves BOOK on a free port of loopback; troubles are answered first, in their order (None: no trouble; `always`: for ever).

    With `up_for`, `always` begins after so many answers and ends after `down_for` troubles. A question that holds
    `poison` is always answered with a 500. A table (/search/csv) is answered by the first of `tables` that is left,
    else by `table`: a trouble, or the right rows spoilt; `wire` spoils their bytes.
    """

    def __init__(
        self,
        *troubles: Trouble | None,
        always: Trouble | None = None,
        book: tuple[Street, ...] = BOOK,
        table: Trouble | Spoil | None = None,
        tables: Iterable[Trouble | None] = (),
        wire: Wire = lambda body: Trouble(200, body),
        up_for: int = 0,
        down_for: float = math.inf,
        poison: str = "",
    ) -> None:
        self.tables: list[Rows] = []
        self.forms: list[dict[str, str]] = []
        self._table, self._first_tables, self._wire = table, list(tables), wire
        self._up_for, self._down_for, self._poison = up_for, down_for, poison
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
        trouble = self._troubles.pop(0) if self._troubles else self._outage()
        if trouble:
            return trouble
        if self._poison and self._poison in self.asked[-1].get("q", ""):
            return Trouble(500)
        status, said = search(self.asked[-1], self._book) if url.path == "/geocodage/search" else (404, {})
        return Trouble(status, json.dumps(said).encode())

    def _outage(self) -> Trouble | None:
        down = len(self.asked) - self._up_for
        return self._always if 0 < down <= self._down_for else None

    def _answer_table(self, body: bytes, content_type: str) -> Trouble:
        self.moments.append(time.monotonic())
        message = email.message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
        parts = {
            str(part.get_param("name", header="content-disposition")): bytes(part.get_payload(decode=True)).decode()  # type: ignore[union-attr]
            for part in message.get_payload()
        }
        rows = list(csv.DictReader(io.StringIO(parts.pop("data"), newline="")))
        self.tables.append(rows)
        self.forms.append(parts)
        trouble = self._first_tables.pop(0) if self._first_tables else self._table
        if isinstance(trouble, Trouble):
            return trouble
        if any(len(row["adresse"]) > 200 for row in rows):
            return Trouble(413)
        out = [answered(row, parts, self._book) for row in rows]
        return self._wire(as_table(trouble(out) if trouble else out))

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
                self.send_response_only(answer.status)  # no date but a trouble's own
                for name, value in (*answer.headers, ("content-type", "application/json; charset=utf-8")):
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body) + answer.missing))
                with contextlib.suppress(ConnectionError):  # the other side did not wait
                    self.end_headers()
                    for start in range(0, len(answer.body), 1 if answer.drip else len(answer.body) or 1):
                        time.sleep(answer.drip)
                        self.wfile.write(answer.body[start : start + 1] if answer.drip else answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the test reads what was asked."""

        return Handler
