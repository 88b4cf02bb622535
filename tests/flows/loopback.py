"""A small raw server on loopback that answers what its script says, byte for byte."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from flows import http

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
    """Serves `routes`: for each path one action, or a list whose last one stays. /robots.txt is missing by default."""

    def __init__(self, routes: dict[str, Action | list[Action]]) -> None:
        routes = {"/robots.txt": answer(404, b"none"), **routes}
        self._routes = {path: list(acts) if isinstance(acts, list) else [acts] for path, acts in routes.items()}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt aside."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def url(self, path: str = "/page", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def session(
        self, limits: http.Limits | None = None, *hosts: str, sleep: Callable[[float], None] = lambda s: None
    ) -> http.Session:
        """A session that may ask this server (and `hosts`, on its port), and that does not really sleep."""
        allow = frozenset(f"{host}:{self.port}" for host in ("127.0.0.1", *hosts))
        return http.open_session(AGENT, limits or http.Limits(), allow, sleep=sleep)

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += line.recv(65536) or b"\r\n\r\n"
            request, *fields = head.decode("latin-1").strip().split("\r\n")
            if not request:
                return
            path = request.split(" ")[1]
            self.asked.append((path, {k.lower(): v.strip() for k, _, v in (field.partition(":") for field in fields)}))
            actions = self._routes.get(path, [answer(404, b"none")])
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
