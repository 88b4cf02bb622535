"""Settings of a run: `[tool.creches]` of pyproject.toml, overruled by the environment (CRECHES_CONTACT …)."""

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from schemas.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent
OPTIONAL = frozenset({"sirene", "sources_folder", "signing_key", "signing_password", "public_key", "metrics"})
"""Settings that may be empty."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a maintainer may set. Every value can be given as CRECHES_<NAME> in the environment."""

    contact: str
    """Mailbox of the project: in the user agent, and where entries are corrected or withdrawn."""
    base_url: str
    """Where releases are published; download addresses begin with it. Its domain must be a public one."""
    homepage: str
    geocoder: str
    """Host and path of a BAN search service: the Géoplateforme, or an addok of one's own."""
    geocode_max_age_days: str
    """After so many days an address is asked for again."""
    geocode_corrections: str
    """File of the decisions of people about points; a relative path is of the checkout."""
    recherche_entreprises: str
    """Host and path of the API Recherche d'entreprises, or of a server that speaks as it does."""
    caf: str
    """Host of the CAF's open data portal (Opendatasoft Explore v2.1)."""
    sirene: str
    """Folder, or address of a folder, that holds the Sirene stock files; '' when there is none: the source is then not asked."""
    identity_decisions: str
    """File of the decisions of people about who is who; a relative path is of the checkout."""

    acknowledgements: str
    """File of the breaches of gates that people acknowledged, for a time; a relative path is of the checkout."""
    refusals: str
    """File of those who asked not to be published, as salted hashes; a relative path is of the checkout."""
    formats: str
    """What a release carries beside CSV and GeoJSON: `all`, or some of jsonl, sqlite, parquet, gpkg, xlsx, with commas."""
    keep_days: str
    """Releases younger than this many days are all kept by `creches prune`; of older ones, the last of each month."""
    expires_days: str
    """After so many days without a run, `latest.json` is no longer to be trusted."""
    signing_key: str
    """File of a minisign secret key; '' when releases are not signed."""
    signing_password: str = field(repr=False)
    """Password of that key; '' when it has none. Never published, logged nor kept."""
    public_key: str
    """The minisign public key (its base64 line) that releases are checked with; '' when there is none."""

    runner: str
    """What works through batches of pages and addresses at once: `threads`, `processes`, `dask` (a cluster on this machine) or
    `dask:tcp://host:8786` (a scheduler)."""
    workers: str
    """How many at once, of threads or processes; 0: as many as the machine has processors."""
    sources_folder: str
    """Folder of descriptors and readers to read instead of the project's own sources; '' for those."""
    polite_seconds: str
    """Seconds between two requests to one host. Below 1 it counts for servers of this machine only, in `sources_folder`."""
    site: str
    """`yes`: each release builds `site/`; `no`: only `creches site build` does."""
    metrics: str
    """`prometheus`: each run writes `runs/metrics.prom`, for a collector of text files; '' when nobody collects."""

    @property
    def corrections_path(self) -> Path:
        return ROOT / self.geocode_corrections

    @property
    def decisions_path(self) -> Path:
        return ROOT / self.identity_decisions

    @property
    def max_age_days(self) -> int:
        """Raises UsageError when it is no number of days."""
        if not self.geocode_max_age_days.isdecimal():
            raise UsageError(
                f"The setting geocode_max_age_days is {self.geocode_max_age_days!r}: write a number of days, such as 180."
            )
        return int(self.geocode_max_age_days)

    @property
    def at_once(self) -> int:
        """The setting workers. Raises UsageError when it is no number."""
        if not self.workers.isdecimal():
            raise UsageError(f"The setting workers is {self.workers!r}: write a number, 0 for one a processor.")
        return int(self.workers)

    @property
    def rest(self) -> float:
        """Seconds between two requests to one host. Raises UsageError when polite_seconds is no number of them."""
        text = self.polite_seconds
        if not text.replace(".", "", 1).isdecimal() or not text.isascii():
            raise UsageError(f"The setting polite_seconds is {text!r}: write a number of seconds, such as 1.")
        return float(text)

    @property
    def user_agent(self) -> str:
        return f"creches-cooperatives/1.0 (+{self.homepage}; {self.contact})"


def load() -> Settings:
    """Settings of this checkout. Raises UsageError when one is missing."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {}).get("creches", {})
    found = {
        f.name: os.environ.get(f"CRECHES_{f.name.upper()}") or str(table.get(f.name, "")) for f in fields(Settings)
    }
    missing = [name for name, value in found.items() if not value and name not in OPTIONAL]
    if missing:
        raise UsageError(
            f"Settings without a value: {', '.join(missing)}. Set them in [tool.creches] of pyproject.toml or as CRECHES_<NAME>."
        )
    for name in ("base_url", "homepage"):
        found[name] = _address(name, found[name])
    return Settings(**found)


def _address(name: str, value: str) -> str:
    """A web address without its last slash. Raises UsageError for what none can be: it stands in every description."""
    if not re.fullmatch(r"https?://[^\s\"<>\\^`{|}]+", value):
        raise UsageError(
            f"The setting {name} is {value!r}: write a web address, such as https://creches-cooperatives.fr."
        )
    return value.rstrip("/")
