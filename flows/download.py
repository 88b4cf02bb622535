"""A large file at an address, kept on disk as it comes: whole and durable, or not there at all."""

import functools
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from flows import http
from flows.failure import NotFetched, shown
from flows.service import Service
from flows.url_policy import Target, host_port
from flows.visit import Limits, Reply, follow
from schemas.errors import FetchFailed

LIMITS = Limits(read=60.0, total=3600.0, tries=1, interval=0.0)
"""An hour for one file, redirects of its own site included; no second try: the next run is one."""
_PORTS = {"http": 80, "https": 443}
_GONE = (404, 410)


class Folder:
    """A folder of files at an address that the settings name: it may be on a private network, and no robots.txt is asked."""

    def __init__(self, user_agent: str, address: str, setting: str, limits: Limits = LIMITS) -> None:
        """Raises UsageError when the address is none."""
        service = Service(user_agent, address, setting)
        self.address = f"{service.scheme}://{service.domain}"
        parts = urlsplit(self.address)
        allowed = host_port((parts.hostname or "").rstrip("."), parts.port or _PORTS[service.scheme])
        self._session = http.open_session(user_agent, limits, frozenset({allowed}))

    def download(self, name: str, path: Path, max_bytes: int) -> bool:
        """Keep the file of that name at `path`; False when the folder has none. Raises FetchFailed, and leaves nothing then.

        Refused: a body without length, encoded, longer than `max_bytes` or than the disk has room for.
        """
        url, draft = f"{self.address}/{name}", path.with_name(f".{path.name}.tmp")
        try:
            with draft.open("wb") as file:
                target, reply = self._asked(url, file, max_bytes)
                if reply.status in _GONE:
                    return False
                if reply.status != 200:
                    raise NotFetched("status", target.url, f"it answers {reply.status}")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            _sync(path.parent)
        except OSError as error:
            raise FetchFailed(
                f"{shown(url)} cannot be kept: {error.strerror or error}. Free some space where temporary files go (TMPDIR)."
            ) from None
        finally:
            draft.unlink(missing_ok=True)
        return True

    def _asked(self, url: str, file: BinaryIO, max_bytes: int) -> tuple[Target, Reply]:
        def exchange(target: Target, seconds: float) -> Reply:
            sink = functools.partial(_pour, target.url, file, max_bytes)
            asked = {"Accept": "*/*", "Accept-Encoding": "identity"}
            return http.exchange(self._session, asked, max_bytes, False, target, seconds, sink=sink)

        return follow(self._session.manners, url, exchange)


def _pour(url: str, file: BinaryIO, max_bytes: int, headers: Mapping[str, str], chunks: Iterator[bytes]) -> None:
    """Write a body as it comes."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        raise NotFetched("truncated", url, f"it comes in the encoding {encoding!r}, which was not asked for")
    length = headers.get("content-length", "")
    if not length and "chunked" not in headers.get("transfer-encoding", "").lower():
        raise NotFetched("truncated", url, "it came without a length: nothing tells whether it is whole")
    _refuse_excess(url, int(length) if length.isdecimal() else 0, max_bytes)
    room = shutil.disk_usage(Path(file.name).parent).free
    if length.isdecimal() and int(length) > room:
        raise NotFetched("too_large", url, f"it has {length} bytes, and the disk of temporary files {room} left")
    had = 0
    for chunk in chunks:
        had += len(chunk)
        _refuse_excess(url, had, max_bytes)
        file.write(chunk)


def _refuse_excess(url: str, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise NotFetched("too_large", url, f"its body exceeds {max_bytes} bytes")


def _sync(folder: Path) -> None:
    """Make a folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
