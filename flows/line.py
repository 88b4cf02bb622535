"""Lines to servers: requests asks over them, connections are the wall's, bodies come as sent. The only door to requests and urllib3.

Nothing is decided here: who may be asked, how often and what of the answer is believed is `flows/http.py`'s.
requests.Session is left out, with what it does for each page: cookies, netrc, proxies, redirects, and certificates read anew.
"""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.adapters import DEFAULT_CA_BUNDLE_PATH, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from flows.failure import NotFetched, root_cause
from flows.heads import Heard
from flows.reply import read_chunk_lengths_strictly
from flows.url_policy import Target
from flows.visit import Form
from flows.wall import Wall

Response = requests.Response
_CHUNK = 65_536
_DISTRUST = "its TLS is not to be trusted"
_PLAIN = re.compile(r"https?://[0-9a-z][0-9a-z.-]*(?::[0-9]+)?((?:/[0-9A-Za-z_-][0-9A-Za-z_.-]*)+/?)")
"""An address, and its path, of which nothing is to be encoded nor resolved."""


class Web:
    """The lines of one session: what proves their servers, and the one that is kept, if one is."""

    def __init__(self, verify: str | bool) -> None:
        self.verify = verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH
        self.kept: Line | None = None
        self._last: Line | None = None
        self._context: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext:
        """Certificates are read once a session, and only for a server that has one to prove. Raises OSError."""
        if self._context is None:
            made = urllib3.util.create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
            is_folder = Path(self.verify).is_dir()
            made.load_verify_locations(None if is_folder else self.verify, self.verify if is_folder else None)
            self._context = made
        return self._context

    def line_to(self, target: Target, wall: Wall) -> "Line":
        """A line that leads there; open when it is the one that was kept, and nothing has come over it since.

        Raises NotFetched when there are no certificates to prove a server by.
        """
        kept, self.kept = self.kept, None
        leads_there = self._last is not None and self._last.end == (target.scheme, target.host, target.port)
        if kept is not None and not (leads_there and kept.is_quiet):
            kept.close()
            wall.hang_up()
        if self._last is None or not leads_there:
            try:
                context = self.context() if target.scheme == "https" else None
            except OSError as error:
                raise NotFetched("unreachable", target.url, f"{_DISTRUST}: {error}") from error
            self._last = Line(target, wall, self.verify, context)
        return self._last


class Line(HTTPAdapter):
    """What asks one server: the adapter of requests, over a pool of one connection.

    The wall makes the connection, so the address that was checked is the one we talk to. `context` proves the server:
    it was made of the file or folder `verify`.
    """

    def __init__(self, target: Target, wall: Wall, verify: str, context: ssl.SSLContext | None) -> None:
        self.end = target.scheme, target.host, target.port
        self.wall = wall
        self.verify = verify
        self.connection: HTTPConnection | None = None
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        """One pool, and no manager of others."""
        _, host, port = self.end
        self.pool: urllib3.HTTPConnectionPool
        if self._context is None:
            self.pool = _PlainPool(host, port, maxsize=maxsize, line=self)
        else:
            self.pool = _SecurePool(
                host, port, maxsize=maxsize, line=self, cert_reqs="CERT_REQUIRED", ssl_context=self._context
            )

    @property
    def is_open(self) -> bool:
        """Whether there is a connection that neither side has hung up."""
        return self.connection is not None and self.connection.sock is not None

    @property
    def is_quiet(self) -> bool:
        """Whether it is open, and nothing has come over it that was not read."""
        return self.connection is not None and self.connection.is_connected

    def connected(self, connection: HTTPConnection) -> socket.socket:
        """The socket of a connection that begins. Raises NewConnectionError, NotFetched (policy)."""
        self.connection = connection
        assert isinstance(connection.timeout, (int, float))
        try:
            sock = self.wall.connect(connection.host.strip("[]"), connection.port, connection.timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:  # a time limit too: it is no answer that is awaited in vain
            raise urllib3.exceptions.NewConnectionError(connection, str(error)) from error
        return sock

    def get_connection_with_tls_context(self, *_: Any, **__: Any) -> urllib3.HTTPConnectionPool:
        """The one pool, whatever is asked: no proxy, and no look at the certificates' file for each page."""
        return self.pool

    def cert_verify(self, *_: Any) -> None:
        """Nothing: the context has the certificates already. requests would have them read for each connection."""

    def build_response(self, req: requests.PreparedRequest, resp: urllib3.BaseHTTPResponse) -> Response:
        """The head of an answer, whose fields stay in `raw`; the cookies that it sets are not taken out of it."""
        made = Response()
        made.status_code, made.raw, made.request, made.url = resp.status, resp, req, str(req.url)
        return made

    def request_url(self, request: requests.PreparedRequest, proxies: Mapping[str, str] | None) -> str:
        """Path and query: nothing is asked through a proxy."""
        plain = _PLAIN.fullmatch(request.url or "")
        return plain[1] if plain else request.path_url

    def close(self) -> None:
        """Close the connection, whoever holds it; who asks again has another one."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class _Plain(HTTPConnection):
    response_class = Heard

    def __init__(self, *args: Any, line: Line, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.line = line

    def _new_conn(self) -> socket.socket:
        return self.line.connected(self)


class _Secure(HTTPSConnection):
    response_class = Heard

    def __init__(self, *args: Any, line: Line, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.line = line

    def _new_conn(self) -> socket.socket:
        return self.line.connected(self)


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


def sent(line: Line, url: str, headers: Mapping[str, str], form: Form | None, connect: float, read: float) -> Response:
    """Ask, or post a form; the head of the answer, whose body is left to be read. `connect`, `read`: seconds.

    Raises NotFetched.
    """
    try:
        return line.send(prepared(url, headers, form), stream=True, timeout=(connect, read), verify=line.verify)
    except requests.exceptions.SSLError as error:
        raise NotFetched("unreachable", url, f"{_DISTRUST}: {root_cause(error)}") from error
    except requests.ConnectionError as error:
        raise NotFetched("unreachable", url, root_cause(error), again=True) from error
    except requests.Timeout as error:
        raise NotFetched("timeout", url, f"it sent nothing for {read:.0f} s") from error
    except (requests.exceptions.InvalidURL, urllib3.exceptions.LocationValueError) as error:
        raise NotFetched("policy", url, root_cause(error)) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise NotFetched("truncated", url, f"its headers cannot be read: {root_cause(error)}") from error


def prepared(url: str, headers: Mapping[str, str], form: Form | None = None) -> requests.PreparedRequest:
    """What is asked, as it goes over the line: no cookies, no password of the address. Raises requests' InvalidURL."""
    request = requests.PreparedRequest()
    request.prepare_method("POST" if form else "GET")
    if _PLAIN.fullmatch(url):
        request.url = url
    else:
        request.prepare_url(url, None)
    if form:
        request.prepare_headers(headers)
        request.prepare_body(form.fields, form.files)
    else:
        list(map(requests.utils.check_header_validity, headers.items()))
        request.headers = dict(headers)  # type: ignore[assignment]  # urllib3 looks none up in other letters
    return request


def chunks(response: Response, url: str) -> Iterator[bytes]:
    """The body as sent. urllib3 holds it to its Content-Length or chunks; undoing gzip is left to who reads it.

    Raises NotFetched.
    """
    read_chunk_lengths_strictly(response.raw, url)
    try:
        yield from response.raw.stream(_CHUNK, decode_content=False)
    except urllib3.exceptions.ReadTimeoutError as error:
        raise NotFetched("timeout", url, "its body stopped coming") from error
    except urllib3.exceptions.HTTPError as error:
        raise NotFetched("truncated", url, f"its body is cut or damaged: {root_cause(error)}") from error
