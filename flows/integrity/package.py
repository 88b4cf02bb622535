"""The data package of a release: its descriptor agrees with the files, and frictionless finds the tables as their schemas say.

The descriptor may be hostile: it is cut down to what leads to no address, no other file and no endless work.
"""

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from flows import validate
from flows.integrity import reading
from flows.integrity.findings import Findings, faults
from flows.integrity.one import Release
from schemas.errors import Damaged

FILE = "datapackage.json"
_ABOUT = ("name", "id", "title", "description", "version", "created", "homepage", "keywords", "licenses", "sources")
_TABLE = ("name", "path", "title", "description", "format", "mediatype", "encoding", "bytes", "hash", "schema")
_LONGEST = 300
"""Seconds that a check of the tables may last."""


class _TooLong(BaseException):
    """Not an Exception: no library on the way may take it for a fault of a cell."""


def package_findings(release: Release) -> Findings:
    """Faults of the package of a release whose sums are whole."""
    said = reading.document(release.folder / FILE) if FILE in release.files else None
    resources = said.get("resources") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(resources, list) or not all(isinstance(r, dict) for r in resources):
        return faults(f"{release.folder}/{FILE} cannot be read: download the release again.")
    found = [fault for resource in resources for fault in _resource_faults(resource, release)]
    if release.version and said.get("version") != release.version:
        found.append(f"{FILE} is of another version than manifeste.json: download the release again.")
    if found:
        return faults(*found)
    tables = [{k: r[k] for k in _TABLE if k in r} | {"type": "table"} for r in resources if r.get("format") == "csv"]
    return _tables_findings(release, {k: said[k] for k in _ABOUT if k in said} | {"resources": tables})


def _resource_faults(resource: Mapping[str, object], release: Release) -> Iterator[str]:
    """Where a resource is no file of the release, or not as it says."""
    path = resource.get("path")
    if not isinstance(path, str) or path not in release.files:
        yield f"{FILE}: a resource is no file of the release ({reading.shown(path)}): download the release again."
        return
    size, digest = release.files[path]
    if resource.get("bytes", size) != size or resource.get("hash", f"sha256:{digest}") != f"sha256:{digest}":
        yield f"{FILE} does not agree with {reading.shown(path)}: download the release again."
    if resource.get("format") == "csv" and not isinstance(resource.get("schema"), dict):
        yield f"{FILE}: {reading.shown(path)} has no schema of its own: download the release again."


def _tables_findings(release: Release, descriptor: dict[str, object]) -> Findings:
    try:
        with _limited():
            return faults(*(reading.shown(issue) for issue in validate.validate(release.folder, descriptor)))
    except Damaged as error:
        return faults(str(error))
    except _TooLong:
        return faults(f"the tables could not be checked in {_LONGEST} s: do not use them; download the release again.")


@contextmanager
def _limited() -> Iterator[None]:
    """Ends with _TooLong what lasts too long, in the main thread, where signals reach."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
