"""`creches doctor`: what this machine lacks to make a release, each with what to do."""

import importlib.metadata
import json
import os
import shutil
import sys
from pathlib import Path

import sources
from flows import clock, settings, settings_ready, shelf
from flows.geocode.cache import read_cache
from flows.geocode.chain import INDEX_FILE
from flows.geocode.corrections import read_corrections
from flows.identity_file import read_decisions
from flows.status.readiness import readiness
from schemas.errors import CrechesError

_FREE = 200_000_000  # bytes: a hundred times what a release takes
_PINNED = {"prefect": "3.8.8", "fastapi": "0.148", "sqlalchemy": "2.0"}
_PLACEHOLDER = "creches-cooperatives.fr"
"""The domain that pyproject.toml names until the project has one."""
Check = tuple[str, bool, str]


def checks(output: Path) -> list[Check]:
    """(what, whether it is well, a word on it)."""
    installed = [_python(), *_packages(), _settings()]
    own = [_disk(output), _lock(output), _embedded(), _points(output), _registers()]
    return [*installed, *own, *readiness(output, clock.today())]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return "python", sys.version_info >= (3, 11), f"{version} (3.11 or newer)"


def _packages() -> list[Check]:
    """The versions measured to work together: newer ones install and then fail in silence."""
    found = []
    for name, wanted in _PINNED.items():
        version = importlib.metadata.version(name)
        word = (
            version
            if version.startswith(wanted)
            else f"{version}, where {wanted} is known to work: run make clean release"
        )
        found.append((name, version.startswith(wanted), word))
    return found


def _settings() -> Check:
    from flows.service import Service  # the network's libraries are loaded only here

    try:
        made = settings.load()
        Service(made.user_agent, made.geocoder)
        days = made.max_age_days
    except CrechesError as error:
        return "settings", False, str(error)
    if found := [word for name, word in settings_ready.faults(made).items() if name not in ("runner", "workers")]:
        return "settings", False, " ".join(found)  # those two are told by the line of the runner
    told = (
        f"contact {made.contact}, releases at {made.base_url}, geocoder {made.geocoder} (asked again after {days} days)"
    )
    mine = [name for name in ("contact", "base_url", "homepage") if _PLACEHOLDER in getattr(made, name)]
    then = f"; {', '.join(mine)}: a placeholder, set your own before a first publication" if mine else ""
    return "settings", True, told + then


def _disk(output: Path) -> Check:
    folder = next(p for p in (output.absolute(), *output.absolute().parents) if p.exists())
    free = shutil.disk_usage(folder).free
    try:
        need = max(_FREE, shelf.needed(output))
    except CrechesError:
        need = _FREE  # what is damaged is told by the lock's line
    if not os.access(folder, os.W_OK):
        return "disk", False, f"{folder} cannot be written: choose --output, or ask for the right to write there"
    well = free > need
    then = "" if well else f", {need // 1_000_000} MB wanted: free some space (creches prune), or choose --output"
    return "disk", well, f"{free // 1_000_000} MB free at {folder}{then}"


def _lock(output: Path) -> Check:
    if not output.exists():
        return "lock", True, f"{output} is not there yet: the first release makes it"
    try:
        with shelf.locked(output):
            entries, entry = shelf.versions(output), shelf.current(output)
            waits = "; a run was interrupted: the next one finishes its release" if shelf.is_waiting(output) else ""
    except CrechesError as error:
        return "lock", False, str(error)
    if not entry:
        return "lock", True, f"free; no release yet{waits}"
    withdrawn = sum(1 for one in entries if one.get("withdrawn"))
    back = f" ({withdrawn} withdrawn)" if withdrawn else ""
    return "lock", True, f"free; newest release {entry['version']}{back}{waits}"


def _embedded() -> Check:
    try:
        found = sources.ready(sources.pages())
    except CrechesError as error:
        return "sources", False, str(error)
    return "sources", True, f"{', '.join(found)} (creches sources check reads them)"


def _points(output: Path) -> Check:
    """What geocoding reads: decisions of people, answers kept, the street index if one was made."""
    try:
        decisions = read_corrections(settings.load().corrections_path)
        kept = read_cache(output / "cache" / "geocodes.csv")
    except CrechesError as error:
        return "points", False, str(error)
    index = output / "cache" / INDEX_FILE
    streets = f"street index of {index.stat().st_size // 1_000_000} MB" if index.exists() else "no street index"
    return "points", True, f"{len(decisions)} decision(s) by hand, {len(kept)} answer(s) kept, {streets}"


def _registers() -> Check:
    """Who is asked about operators, and what people decided about who is who."""
    from flows.service import Service  # the network's libraries are loaded only here

    try:
        made = settings.load()
        Service(made.user_agent, made.recherche_entreprises, "recherche_entreprises")
        Service(made.user_agent, made.caf, "caf")
        decisions = read_decisions(made.decisions_path, clock.today())
    except CrechesError as error:
        return "registers", False, str(error)
    stock = f"Sirene stock at {made.sirene}" if made.sirene else "no Sirene stock (setting sirene)"
    told = f"{made.recherche_entreprises}, {made.caf}, {stock}; {len(decisions)} decision(s) about who is who"
    return "registers", True, told


def print_doctor(output: Path, as_json: bool) -> int:
    """Prints the checks: 0 all well, 2 something to mend."""
    found = checks(output)
    well = all(fine for _, fine, _ in found)
    if as_json:
        rows = [{"check": name, "ok": fine, "message": word} for name, fine, word in found]
        print(json.dumps({"result": "ok" if well else "to_mend", "checks": rows}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(f"{'ok  ' if fine else 'MEND'} {name:10} {word}" for name, fine, word in found))
    return 0 if well else 2
