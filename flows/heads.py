"""The head of a server's answer, read at a glance where it is as plain as most are; any other is http.client's to read."""

import re
from http.client import HTTPMessage, HTTPResponse
from typing import NamedTuple

_MOST = 50
"""Fields of a plain head; http.client takes twice as many."""
_FIELDS = re.compile(r"([A-Za-z][A-Za-z0-9-]*+): ([!-~](?:[ -~]*[!-~])?)\r\n")
_HEAD = re.compile(rb"HTTP/1\.1 (200|304) ([ -~]*)\r\n((?:[A-Za-z][A-Za-z0-9-]*+: [!-~](?:[ -~]*[!-~])?\r\n)++)\r\n")
_LENGTH = re.compile(r"[0-9]{1,15}")
_ENDS = ("transfer-encoding", "connection")
"""What says otherwise how an answer ends, and whether its line does: never taken at a glance."""


class Head(NamedTuple):
    """A plain head: its status, the words after it, its fields in their order, and the bytes that it and its body take."""

    status: int
    reason: str
    fields: list[tuple[str, str]]
    size: int
    length: int


def plain(heard: bytes) -> Head | None:
    """The head that an answer begins with; None when it is not all there, or anything in it has to be looked at."""
    found = _HEAD.match(heard)
    if found is None:
        return None
    fields = _FIELDS.findall(found[3].decode("ascii"))
    told = {name.lower(): value for name, value in fields}
    status, length = int(found[1]), told.get("content-length", "")
    if len(told) != len(fields) or len(told) > _MOST or any(name in told for name in _ENDS):
        return None
    if not _LENGTH.fullmatch(length or ("0" if status == 304 else "")):
        return None
    return Head(status, found[2].decode("ascii").strip(), fields, found.end(), 0 if status == 304 else int(length))


class _Fields(HTTPMessage):
    """Plain fields: none has to be decoded."""

    def items(self) -> list[tuple[str, str]]:
        """Name and value of each, as they came."""
        return list(self.raw_items())


class Heard(HTTPResponse):
    """An answer of http.client whose head is made of what is plain in it."""

    def begin(self) -> None:
        """Read the head. Raises as http.client does."""
        head = plain(self.fp.peek()) if self.headers is None and self._method == "GET" else None
        if head is None:
            super().begin()
            return
        self.fp.read(head.size)
        self.headers = self.msg = _Fields()
        for field in head.fields:
            self.headers.set_raw(*field)
        self.status = self.code = head.status
        self.reason, self.version, self.length = head.reason, 11, head.length
        self.chunked = self.will_close = False
