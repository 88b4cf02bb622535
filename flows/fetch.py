"""Source -> Snapshot: one polite request, or the copy that stands in for it."""

import contextlib
import csv
import dataclasses
import hashlib
import io
import json
import logging
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flows import archive as archived_pages
from flows import http
from flows.archive import Copy, Sidecar, copies, read, seen_again, store, utc
from flows.clock import today
from flows.pages import archive as many
from flows.pages import memory
from schemas.errors import Damaged, FetchFailed, UsageError
from schemas.records import Snapshot, Source

__all__ = ["archived", "distrust", "embedded", "fetch", "from_file", "keep", "made", "prune"]

_log = logging.getLogger(__name__)
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".json": "application/json",
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VALIDATORS = ("etag", "last-modified")
_MAX_BYTES = http.Limits().max_bytes


def fetch(source: Source, session: http.Session, archive: Path, now: Callable[[], str]) -> Snapshot:
    """Ask the source's page, conditionally when a whole archived copy allows it, and archive what comes.

    `now` gives the present as an ISO date-time; the snapshot's `recupere_le` is it, in UTC to the second.
    Raises FetchFailed (the archive is then as before), UsageError when the archive cannot be written.
    """
    last = next((copy for copy in copies(archive, source.id) if copy.sidecar.url == source.url), None)
    answer = _ask(source, session, last)
    seen_at = utc(now())
    if last is not None and answer.status == 304:
        again = dataclasses.replace(last.sidecar, vu_le=seen_at, robots=answer.robots)
        seen_again(last, again)
        return dataclasses.replace(
            Copy(last.path, again, last.body).snapshot(source.id, "inchangee"), recupere_le=seen_at
        )
    digest = hashlib.sha256(answer.body).hexdigest()
    sidecar = Sidecar(
        source.url, answer.final_url, answer.status, answer.headers, seen_at, digest, answer.robots, len(answer.body)
    )
    store(archive, source.id, sidecar, answer.body)
    content_type = answer.headers.get("content-type", "")
    return Snapshot(source.id, source.url, answer.body, seen_at, digest, "reseau", content_type, answer.robots)


def _ask(source: Source, session: http.Session, last: Copy | None) -> http.Answer:
    if last is None:
        return http.get(session, source.url)
    headers = last.sidecar.headers
    answer = http.get(session, source.url, etag=headers.get("etag", ""), last_modified=headers.get("last-modified", ""))
    if answer.status == 304 and answer.final_url != last.sidecar.final_url:
        _log.warning("%s: unchanged, but at another address than our copy; asked again in full", source.id)
        return http.get(session, source.url)
    return answer


def prune(folder: Path, today: str, days: int = 90) -> list[Path]:
    """Delete what was received more than `days` days before `today` (ISO date): pages, and what is remembered of them.

    The files that are gone are returned; of sources of many pages, those that held some.
    """
    gone = archived_pages.prune(folder, today, days)
    oldest = (date.fromisoformat(today) - timedelta(days=days)).isoformat()
    for path in sorted(folder.glob(f"*/{many.NAME}")):
        with contextlib.suppress(FetchFailed), many.opened(folder, path.parent.name) as kept:  # a damaged one is gone
            gone += [path] if kept.prune(oldest) else []
    memory.prune(folder.parent / "cache", oldest)
    return gone


def distrust(snapshot: Snapshot, archive: Path) -> None:
    """Keep a page that no reader understands without its validators: the next request asks for the page in full.

    Else a site that gave a challenge once, and then says "unchanged", would be taken at its word for ever.
    """
    for copy in copies(archive, snapshot.source):
        if copy.sidecar.sha256 == snapshot.sha256:
            bare = {name: value for name, value in copy.sidecar.headers.items() if name.lower() not in _VALIDATORS}
            seen_again(copy, dataclasses.replace(copy.sidecar, headers=bare))


def archived(source: Source, archive: Path) -> list[Snapshot]:
    """The archived copies that are still whole, newest first; a damaged one is skipped with a logged warning."""
    return [copy.snapshot(source.id, "archive") for copy in copies(archive, source.id)]


def embedded(source: Source, folder: Path) -> Snapshot:
    """The copy committed with the project: `<id>.html` or `<id>.txt`, and its sidecar `<id>.json`.

    Of a source that is files of the project, the CSV files of the folder `<id>` beside `folder`. Raises Damaged when
    one is missing or when the bytes do not have the sidecar's sha256, UsageError for files that cannot be read.
    """
    if source.acces == "fichier":
        return _hand_kept(source, folder.parent / source.id)
    found = [path for path in (folder / f"{source.id}.html", folder / f"{source.id}.txt") if path.is_file()]
    if len(found) != 1:
        raise Damaged(
            f"{folder}: {len(found)} embedded copies of {source.id}, where one (.html or .txt) was expected. "
            "Restore it with git."
        )
    try:
        return read(found[0], folder / f"{source.id}.json").snapshot(source.id, "embarquee")
    except (OSError, ValueError) as error:
        raise Damaged(f"{found[0]}: the embedded copy cannot be trusted: {error}. Restore it with git.") from error


def _hand_kept(source: Source, folder: Path) -> Snapshot:
    """Hand-kept files in one body: JSON of their texts by name. Their day is the newest day of review in them."""
    texts = {path.name: _text(path) for path in sorted(folder.glob("*.csv"))}
    days = sorted(day for text in texts.values() for day in _days_of_review(text))
    if not days:
        raise UsageError(f"{folder}: no CSV file there has a row with a day in vu_le. Put the files back with git.")
    if days[-1] > today():
        raise UsageError(f"{folder}: a row has the day {days[-1]} in vu_le, which is still to come. Correct it.")
    body = json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    digest = hashlib.sha256(body).hexdigest()
    return Snapshot(source.id, source.url, body, utc(days[-1]), digest, "embarquee", "application/json")


def _text(path: Path) -> str:
    """A file's text, without the byte order mark and the line ends that a spreadsheet may leave."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}. Save it as CSV in UTF-8, or put it back with git.") from None


def _days_of_review(text: str) -> list[str]:
    """The real days in the column vu_le; the reader refuses, by its line, a row that has none."""
    days = (str(row.get("vu_le")).strip() for row in csv.DictReader(io.StringIO(text)))
    return [day for day in days if _DAY.fullmatch(day) and _is_real(day)]


def _is_real(day: str) -> bool:
    try:
        utc(day)
    except ValueError:
        return False
    return True


def from_file(source: Source, path: Path, day: str) -> Snapshot:
    """A page saved by hand; `day` (ISO date) is when it is said to have been had.

    Raises UsageError when the file is missing, unreadable or larger than 10 MB; an empty page is the reader's to refuse.
    """
    body = _content(path)
    if len(body) > _MAX_BYTES:
        raise UsageError(
            f"{path} is larger than {_MAX_BYTES} bytes: save the page of {source.id} alone, without its images."
        )
    digest = hashlib.sha256(body).hexdigest()
    content_type = _TYPES.get(path.suffix.lower(), "")
    try:
        had = utc(day)
    except ValueError:
        raise UsageError(f"{day!r} is not a date such as 2026-11-22.") from None
    return Snapshot(source.id, source.url, body, had, digest, "page", content_type)


def made(source: Source, body: bytes, moment: str) -> Snapshot:
    """The snapshot of a register: the bytes that hold its answers, had now (`moment`, an ISO date-time)."""
    digest = hashlib.sha256(body).hexdigest()
    return Snapshot(source.id, source.url, body, utc(moment), digest, "reseau", "application/json")


def keep(snapshot: Snapshot, archive: Path) -> None:
    """Archive a page saved by hand that was read well: it is the last good one until a newer is had."""
    headers = {"content-type": snapshot.content_type} if snapshot.content_type else {}
    about = Sidecar(
        snapshot.url,
        snapshot.url,
        200,
        headers,
        snapshot.recupere_le,
        snapshot.sha256,
        snapshot.robots,
        len(snapshot.body),
    )
    store(archive, snapshot.source, about, snapshot.body)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise UsageError(f"{path} is not a file: give the path of a saved page.")
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
