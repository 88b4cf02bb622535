"""What runs that begin by themselves need of a machine: the server, the schedules, the key, a clock that is right."""

import base64
import http.client
import importlib.util
import os
from pathlib import Path
from urllib.parse import urlsplit

from flows import clock, schedules, settings, settings_ready, shelf
from flows.caller import workers
from flows.failure import shown
from flows.integrity import keys
from flows.status import renew
from flows.status.holder import holder
from schemas.errors import CrechesError

Check = tuple[str, bool, str]
_PATIENCE = 2.0  # seconds
_REFUSED = ": it refuses us: set PREFECT_API_AUTH_STRING to the user:password that the server was started with"
_NEXT = {200: "", 401: _REFUSED, 403: _REFUSED}
"""Status of an answer -> what to do."""


def readiness(output: Path, day: str) -> list[Check]:
    """(what, whether it is well, a word on it that says what to do). `day`: today (ISO)."""
    return [_runner(), _server(), _schedules(), _key(), _clock(output, day), _expiry(output, day), _holder(output)]


def _runner() -> Check:
    """Where batches are worked through, and whether what that needs is there."""
    try:
        made = settings.load()
        settings_ready.runner(made, is_plain=False)
        count = workers(made)
    except CrechesError as error:
        return "runner", False, str(error)
    there = importlib.util.find_spec("prefect_dask") is not None
    return "runner", True, f"{made.runner}, {count} at once; dask is {'there' if there else 'not there, nor needed'}"


def _server() -> Check:
    """A Prefect server, when one is named: it must answer, and know us."""
    address = os.environ.get("PREFECT_API_URL", "")
    if not address:
        return "server", True, "no PREFECT_API_URL: each run starts a server of its own, or none with --direct"
    try:
        parts = urlsplit(address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        line = kind(parts.hostname or "", parts.port, timeout=_PATIENCE)
        line.request("GET", f"{parts.path.rstrip('/')}/version", headers=_credentials())  # health asks nobody who he is
        status = line.getresponse().status
        line.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        told = f"{shown(address)} does not answer ({type(error).__name__}): start it, correct PREFECT_API_URL, or use --direct"
        return "server", False, told
    then = _NEXT.get(status, ": it is no Prefect API, which ends with /api")
    return "server", status == 200, f"{shown(address)} answers {status}{then}"


def _credentials() -> dict[str, str]:
    """As Prefect's own client shows who it is."""
    if word := os.environ.get("PREFECT_API_AUTH_STRING", ""):
        return {"Authorization": f"Basic {base64.b64encode(word.encode()).decode()}"}
    key = os.environ.get("PREFECT_API_KEY", "")
    return {"Authorization": f"Bearer {key}"} if key else {}


def _schedules() -> Check:
    moment = clock.instant()
    told = (f"{one.name} {schedules.next_run(one, moment):%Y-%m-%d %H:%M}" for one in schedules.SCHEDULES)
    return "schedules", True, f"{', '.join(told)} ({schedules.TIMEZONE}), once they are deployed or served"


def _key() -> Check:
    """The signing key can be read and is the one announced."""
    try:
        keys.ready()
        return "key", True, keys.sentence()
    except CrechesError as error:
        return "key", False, str(error)


def _clock(output: Path, day: str) -> Check:
    """A clock behind the newest release refuses every run."""
    try:
        newest = max((str(entry["date"]) for entry in shelf.versions(output)), default="")
    except CrechesError as error:
        return "clock", False, str(error)
    if day < newest:
        return "clock", False, f"today is {day}, before the newest release ({newest}): set this machine's clock"
    return "clock", True, f"today is {day} (UTC)" + (f", the newest release is of {newest}" if newest else "")


def _expiry(output: Path, day: str) -> Check:
    """How long the release may still be trusted."""
    try:
        seen = renew.now(output, day)
    except CrechesError as error:
        return "expiry", False, str(error)
    if seen is None:
        return "expiry", True, "no release yet: creches release"
    told = f"{seen.version} was checked on {seen.checked} and expires on {seen.expires}"
    then = (
        ""
        if seen.state == "a_jour"
        else f": {seen.state}; run creches release, which renews it even when nothing changed"
    )
    return "expiry", True, told + then  # a machine lacks nothing for it: a run mends it


def _holder(output: Path) -> Check:
    held = holder(output)
    return "holder", True, f"process {held}: creches status tells how it goes" if held else "no run is under way"
