"""The network wall: connections to checked addresses only, and an end to every exchange."""

import contextlib
import functools
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from flows.alarm import Alarm
from flows.url_policy import addresses
from schemas.errors import UsageError

_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
_ADDRESSES_TRIED = 3
_ALARM = Alarm()


class Wall:
    """Opens the connections of one session and cuts the one in use when its time is up.

    Libraries limit each read, not the whole: a server that sends a byte a second never ends. Here an alarm
    shuts the socket, whatever is being read of it (TLS, headers or body).
    """

    def __init__(self, allow: frozenset[str]) -> None:
        self.allow = allow
        self.keeps = False
        """Whether the line in use outlives its exchange: set within the block, and forgotten with it."""
        self._end = 0.0
        self._line: socket.socket | None = None

    @contextlib.contextmanager
    def deadline(self, seconds: float) -> Iterator[threading.Event]:
        """Connections made or used within the block end with it, or after `seconds`; the event tells that they were cut."""
        passed, self.keeps = threading.Event(), False
        self._end = time.monotonic() + seconds
        number = _ALARM.at(self._end, functools.partial(self._cut, passed))
        try:
            yield passed
        finally:
            _ALARM.off(number)
            if passed.is_set() or not self.keeps:
                self.hang_up()

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """A socket connected to the very address that was checked; OSError or `NotFetched` (policy)."""
        trouble = OSError(f"the name {host} has no address")
        for family, place in addresses(host, port, self.allow, self._left(timeout))[:_ADDRESSES_TRIED]:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(self._left(timeout))
                sock.connect(place)
            except OSError as error:
                sock.close()
                trouble = error
                continue
            self._watch(sock)
            return sock
        raise trouble

    def _left(self, timeout: float) -> float:
        left = min(timeout, self._end - time.monotonic())
        if left <= 0:
            raise TimeoutError("no time is left to connect")
        return left

    def _watch(self, sock: socket.socket | None) -> None:
        """Keep a duplicate: TLS takes the first one over, yet shutting either shuts the connection."""
        if self._line is not None:
            self._line.close()
        self._line = sock.dup() if sock is not None else None

    def _cut(self, passed: threading.Event) -> None:
        passed.set()
        self._shut()

    def hang_up(self) -> None:
        """Shut the connection now, for the library would leave that to the garbage collector."""
        self._shut()
        self._watch(None)

    def _shut(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):  # already closed by the other side
                line.shutdown(socket.SHUT_RDWR)


def certificates() -> str | bool:
    """The certificate bundle that the environment names (nothing else of it is used), or True for the usual one.

    Raises UsageError when it is not there.
    """
    path = next((os.environ[name] for name in _CA_VARIABLES if os.environ.get(name)), "")
    if path and not Path(path).exists():
        raise UsageError(f"The environment names a certificate bundle that is not there: {path}. Correct or unset it.")
    return path or True
