"""Where the files of a Sirene stock are: in a folder, or at the address of one, from which they are fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.download import Folder
from flows.registers.stock_columns import OPTIONAL, REQUIRED, Wanted
from flows.settings import ROOT
from schemas.errors import FetchFailed, UsageError

SUFFIXES = (".parquet", ".zip")
"""The better first: a Parquet file is read many times as fast."""
LARGEST = 20_000_000_000
"""Bytes of the largest file that is fetched: the whole stock of establishments is a tenth of it."""
_WHERE = "data.gouv.fr, jeu 5b7ffc618b4c4169d30727e0"


@dataclass(frozen=True, slots=True)
class StockFile:
    """One file of the stock, as Parquet or as one CSV in a zip."""

    wanted: Wanted
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_zip(self) -> bool:
        return self.path.suffix == ".zip"

    def refused(self, why: str) -> FetchFailed:
        """The error that tells why nothing of it is used."""
        return FetchFailed(
            f"{self.name}: {why}. Nothing of this stock is used: fetch the file again ({_WHERE}), whole and unchanged."
        )


def found(setting: str, work: Path, user_agent: str) -> dict[str, StockFile]:
    """The files of the stock that `setting` (a folder, or an address of one) holds, by stem; fetched ones lie in `work`.

    Those of OPTIONAL may be missing. Raises UsageError for a folder or a file that is not there, or an address that is
    none; FetchFailed when a file cannot be had whole.
    """
    every = _fetched(setting, work, user_agent) if "://" in setting else _local(setting)
    files = {file.wanted.stem: file for file in every}
    for file in files.values():
        if not file.path.stat().st_size:
            raise file.refused("it is empty")
    return files


def _local(setting: str) -> Iterator[StockFile]:
    folder = ROOT / Path(setting).expanduser()
    if not folder.is_dir():
        raise UsageError(
            f"{setting} is no folder: the setting `sirene` (CRECHES_SIRENE) names the folder of the Sirene stock, or its "
            "address, or is empty. A relative path is of the checkout."
        )
    for wanted in (*REQUIRED, *OPTIONAL):
        path = next((p for p in (folder / f"{wanted.stem}{s}" for s in SUFFIXES) if p.is_file()), None)
        if path:
            yield StockFile(wanted, path)
        elif wanted in REQUIRED:
            raise UsageError(f"{setting} holds no {_either(wanted)}: put it there ({_WHERE}), or correct `sirene`.")


def _fetched(setting: str, work: Path, user_agent: str) -> Iterator[StockFile]:
    folder = Folder(user_agent, setting, "sirene")
    for wanted in (*REQUIRED, *OPTIONAL):
        paths = (work / f"{wanted.stem}{suffix}" for suffix in SUFFIXES)
        path = next((path for path in paths if folder.download(path.name, path, LARGEST)), None)
        if path:
            yield StockFile(wanted, path)
        elif wanted in REQUIRED:
            raise FetchFailed(f"{folder.address} has no {_either(wanted)}: correct the setting `sirene`.")


def _either(wanted: Wanted) -> str:
    return " nor ".join(f"{wanted.stem}{suffix}" for suffix in SUFFIXES)
