"""`creches site serve`: the built site on this machine, as a careful server would send it."""

import contextlib
import functools
import http.server
from pathlib import Path

from schemas.errors import UsageError

_MORE = {
    ".geojson": "application/geo+json",
    ".jsonld": "application/ld+json",
    ".atom": "application/atom+xml",
    ".ttl": "text/turtle",
}


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **_MORE}  # noqa: RUF012

    def end_headers(self) -> None:
        """The headers that a page cannot set itself; its own policy, in the page, is as strict or stricter."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that it does not have."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle(self) -> None:
        """A browser that breaks off, or asks for what cannot be an address, is no matter of ours."""
        with contextlib.suppress(OSError, ValueError):
            super().handle()

    def list_directory(self, path: object) -> None:
        """A folder is no page."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody's address is written down."""


def server(folder: Path, port: int, host: str = "127.0.0.1") -> http.server.ThreadingHTTPServer:
    """A server of a built site; port 0 takes a free one. Raises UsageError when there is no site, or the port is taken."""
    if not (folder / "index.html").is_file():
        raise UsageError(f"{folder} holds no site: build it first (creches site build).")
    try:
        return http.server.ThreadingHTTPServer((host, port), functools.partial(_Handler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        raise UsageError(f"Port {port} of {host} cannot be used: {error}. Take another with --port.") from None


def serve(folder: Path, port: int) -> None:
    """Serves until it is stopped. Raises as `server`."""
    with server(folder, port) as found:
        print(f"http://127.0.0.1:{found.server_address[1]}/  (Ctrl-C to stop)", flush=True)
        found.serve_forever()
