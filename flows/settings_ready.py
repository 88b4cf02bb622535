"""Whether the settings can be run with: asked at the start of each run, before anything is fetched, and by `creches doctor`."""

import importlib.util
from collections.abc import Callable

from flows.formats.chosen import chosen
from flows.settings import Settings
from schemas.errors import UsageError

_WRITE = "write threads, processes, dask or dask:tcp://host:8786"


def refuse(made: Settings, is_plain: bool) -> None:
    """Raises UsageError that tells every fault. `is_plain`: whether the run goes without Prefect."""
    if found := faults(made, is_plain):
        raise UsageError(" ".join((*found.values(), "Nothing was fetched.")))


def faults(made: Settings, is_plain: bool = False) -> dict[str, str]:
    """Name of a setting -> what is wrong with it and what to write; {} when all can be run with."""
    asked: dict[str, Callable[[], object]] = {
        "runner": lambda: runner(made, is_plain),
        "workers": lambda: made.at_once,
        "polite_seconds": lambda: made.rest,
        "geocode_max_age_days": lambda: made.max_age_days,
        "keep_days": lambda: _days("keep_days", made.keep_days),
        "expires_days": lambda: _days("expires_days", made.expires_days),
        "formats": lambda: chosen(made.formats),
        "metrics": lambda: _metrics(made.metrics),
        "site": lambda: _yes_or_no("site", made.site),
    }
    said = {name: _said(ask) for name, ask in asked.items()}
    return {name: word for name, word in said.items() if word}


def runner(made: Settings, is_plain: bool) -> str:
    """`threads`, `processes` or `dask`. Raises UsageError for another word, and for Dask where it cannot be."""
    kind, colon, address = made.runner.partition(":")
    if kind not in ("threads", "processes", "dask") or (colon and (kind != "dask" or "://" not in address)):
        raise UsageError(f"The setting runner is {made.runner!r}: {_WRITE}.")
    if kind == "dask" and importlib.util.find_spec("prefect_dask") is None:
        raise UsageError(
            "The setting runner is dask, which is not installed: pip install 'creches-cooperatives[dask]' (the extra dask), "
            "or set threads."
        )
    if kind == "dask" and is_plain:
        raise UsageError(
            "The setting runner is dask, which goes through Prefect: leave --direct out, or set threads or processes."
        )
    return kind


def _days(name: str, text: str) -> int:
    if not text.isdecimal():
        raise UsageError(f"The setting {name} is {text!r}: write a number of days, such as 45.")
    return int(text)


def _yes_or_no(name: str, text: str) -> None:
    if text not in ("yes", "no"):
        raise UsageError(f"The setting {name} is {text!r}: write yes or no.")


def _metrics(text: str) -> None:
    if text not in ("", "prometheus"):
        raise UsageError(f"The setting metrics is {text!r}: write prometheus, or leave it empty.")


def _said(ask: Callable[[], object]) -> str:
    try:
        ask()
    except UsageError as error:
        return str(error)
    return ""
