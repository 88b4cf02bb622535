"""The command `creches`, called in the process of the tests."""

import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from flows import cli
from flows.failure import NotFetched
from schemas.records import Snapshot
from tests.flows.runs import DAY

ID = "coop_petite_enfance"
OFFLINE = ("release", "--direct", "--offline", "--as-of", DAY)
NEXT = ("release", "--direct", "--offline", "--as-of", "2026-11-29")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output, which must be one JSON document and nothing else."""
        return dict(json.loads(self.out))


Creches = Callable[..., Ended]


def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Creches:
    """Calls `creches` with some arguments."""

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["creches", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return Ended(int(end.value.code or 0), *capsys.readouterr())

    return call


def unfetched(*_: object) -> Snapshot:
    """A fetch that fails."""
    raise NotFetched("timeout", "https://coop-petite-enfance.fr/", "it sent nothing for 30 s")
