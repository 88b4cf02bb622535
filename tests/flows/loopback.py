"""A small raw server on loopback that answers what its script says, byte for byte."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Self

import pytest

from flows import http
from flows.failure import NotFetched
from schemas.errors import FetchFailed

AGENT = "creches-cooperatives/0.1 (+https://example.org/; contact@example.org)"
PAGE = b"<html><body><p>Cr\xc3\xa8che Les P'tits \xc5\x92ufs</p></body></html>"

Action = bytes | Callable[[socket.socket], None]


def answer(status: int = 200, body: bytes = PAGE, length: bool = True, **headers: str) -> bytes:
    """One HTTP answer; header names are written with `_` for `-`."""
    fields = {"content-type": "text/html; charset=utf-8"}
    fields |= {"content-length": str(len(body))} if length else {}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def chunked(body: bytes, size: int, **headers: str) -> bytes:
    """One HTTP answer in chunks of `size` bytes."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    coded = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return answer(200, b"", length=False, transfer_encoding="chunked", **headers) + coded


class Loopback:
    """Serves `routes`: for each path one action, or a list whose last one stays; `*` is any other path.

    /robots.txt is missing unless it is among them. With `tls` it speaks https.
    """

    def __init__(self, routes: Mapping[str, Action | Sequence[Action]], tls: ssl.SSLContext | None = None) -> None:
        routes = {"/robots.txt": answer(404, b"none"), "*": answer(404, b"none"), **routes}
        self.routes = {
            path: [acts] if isinstance(acts, bytes) or callable(acts) else list(acts) for path, acts in routes.items()
        }
        self._tls = tls
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt aside."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def url(self, path: str = "/page", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def session(
        self, limits: http.Limits | None = None, *hosts: str, sleep: Callable[[float], None] = lambda s: None
    ) -> http.Session:
        """A session that may ask this server (and `hosts`, on its port), and that does not really sleep."""
        allow = frozenset(f"{host}:{self.port}" for host in ("127.0.0.1", *hosts))
        return http.open_session(AGENT, limits or http.Limits(), allow, sleep=sleep)

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, raw: socket.socket) -> None:
        with contextlib.suppress(OSError), self._tls.wrap_socket(raw, server_side=True) if self._tls else raw as line:
            head = b""
            while b"\r\n\r\n" not in head:
                head += line.recv(65536) or b"\r\n\r\n"
            request, *fields = head.decode("latin-1").strip().split("\r\n")
            if not request:
                return
            path = request.split(" ")[1]
            self.asked.append((path, {k.lower(): v.strip() for k, _, v in (field.partition(":") for field in fields)}))
            actions = self.routes.get(path, self.routes["*"])
            action = actions.pop(0) if len(actions) > 1 else actions[0]
            line.sendall(action) if isinstance(action, bytes) else action(line)


def drip(data: bytes, pause: float) -> Callable[[socket.socket], None]:
    """Send a byte at a time, for ever polite and for ever late."""

    def send(line: socket.socket) -> None:
        waiting = threading.Event()
        for byte in data:
            line.sendall(bytes([byte]))
            waiting.wait(pause)

    return send


def endless(head: bytes, part: bytes) -> Callable[[socket.socket], None]:
    """Send `part` again and again, until the other side has enough."""

    def send(line: socket.socket) -> None:
        line.sendall(head)
        while True:
            line.sendall(part)

    return send


def reset(line: socket.socket) -> None:
    """Slam the door: a TCP reset instead of an answer."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    line.close()


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A port of loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    yield port


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Make every name resolve to the given addresses, call after call; returns the names asked for, as they come."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, 1, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def refused(server: Loopback, limits: http.Limits | None = None, path: str = "/page") -> NotFetched:
    """The error that a page of this server ends with."""
    with pytest.raises(FetchFailed) as caught:
        http.get(server.session(limits), server.url(path))
    assert isinstance(caught.value, NotFetched)
    return caught.value
