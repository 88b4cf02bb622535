"""A member directory on loopback, for benches: a list page, a sitemap, and one page a member.

`python -m benches.serve_pages FOLDER COUNT [PORT]` serves the first COUNT files of FOLDER until it is ended, and prints
its address first. Pages carry an ETag and a Last-Modified, and a conditional request is answered as it should be.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

_HEAD = b"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Annuaire</title></head><body><ul>\n"
_FOOT = b"</ul></body></html>\n"


@contextlib.contextmanager
def served(folder: Path, count: int, port: int = 0) -> Iterator[str]:
    """The address of a server in a process of its own, which ends with the block. `port`: 0 for any that is free."""
    command = [sys.executable, "-m", "benches.serve_pages", str(folder), str(count), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    try:
        assert server.stdout
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait(10)
        assert server.stdout
        server.stdout.close()


class Directory:
    """The files that are served, and the two pages that lead to them."""

    def __init__(self, folder: Path, count: int) -> None:
        self.paths = {f"/membre/{path.name}": path for path in sorted(folder.glob("*.html"))[:count]}
        self.asked = 0

    def answer(self, path: str, fields: dict[str, str]) -> bytes:
        """One whole HTTP answer."""
        self.asked += 1
        if path == "/":
            return _answer(200, "text/html; charset=utf-8", list_page(self.paths))
        if path == "/plan.xml":
            return _answer(200, "application/xml", self._site_map(fields.get("host", "")))
        if path == "/demandes":  # how many were answered
            return _answer(200, "text/plain", b"%d" % self.asked)
        if path not in self.paths:
            return _answer(404, "text/plain", b"none")
        return _page(self.paths[path], fields)

    def _site_map(self, host: str) -> bytes:
        entries = (
            f"<url><loc>http://{host}{name}</loc><lastmod>{_day_of(path)}</lastmod></url>"
            for name, path in self.paths.items()
        )
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return f'<?xml version="1.0"?>\n<urlset xmlns="{space}">\n{chr(10).join(entries)}\n</urlset>\n'.encode()


def _day_of(path: Path) -> str:
    """When a page changed, as a sitemap says it (W3C date and time, with a fraction of a second)."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()


def list_page(names: Iterator[str] | dict[str, Path]) -> bytes:
    """The page whose links lead to the members."""
    return _HEAD + "".join(f'<li><a href="{name}">membre</a></li>\n' for name in names).encode() + _FOOT


def _page(path: Path, fields: dict[str, str]) -> bytes:
    about = path.stat()
    tag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    if fields.get("if-none-match") == tag:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    return _answer(200, "text/html; charset=utf-8", path.read_bytes(), tag, formatdate(about.st_mtime, usegmt=True))


def _answer(status: int, kind: str, body: bytes, tag: str = "", since: str = "") -> bytes:
    lines = [f"HTTP/1.1 {status} OK", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"ETag: {tag}", f"Last-Modified: {since}"] if tag else []
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Line(asyncio.Protocol):
    """One line of a client, which may ask again and again over it."""

    def __init__(self, directory: Directory) -> None:
        self._directory, self._heard = directory, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            request, *fields = head.decode("latin-1").split("\r\n")
            known = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
            self._transport.write(self._directory.answer(request.split(" ")[1], known))
            if known.get("connection", "").lower() == "close":
                self._transport.close()
                return


async def _serve(directory: Directory, port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Line(directory), "127.0.0.1", port, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(Directory(Path(sys.argv[1]), int(sys.argv[2])), int((sys.argv[3:] or ["0"])[0])))
