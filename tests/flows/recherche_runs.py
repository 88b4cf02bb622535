"""Harvests from a register on loopback, and what they hold."""

import hashlib
import json
import os
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

import sources
from flows.pace import Pace
from flows.registers import recherche_entreprises
from schemas.errors import FetchFailed
from schemas.found import Known
from schemas.records import Reading, Snapshot
from tests.flows.recherche_server import Register

DAY = "2026-11-26"
SOURCE = sources.load("recherche_entreprises")
NOBODY = Known()


class Watch:
    """A clock that only the sleeps of a harvest move: no test waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, interval: float = 0.25) -> Pace:
        return Pace(interval, clock=lambda: self.now, sleep=self.sleep)


def harvested(
    register: Register, known: Known = NOBODY, day: str = DAY, now: Callable[[], str] | None = None, pace: Pace | None = None
) -> bytes:  # fmt: skip
    """The body of a snapshot, made without waiting."""
    with patch.dict(os.environ, CRECHES_RECHERCHE_ENTREPRISES=register.address):
        moment = now or (lambda: f"{day}T10:00:00+00:00")
        return recherche_entreprises.harvest(SOURCE, known, moment, pace or Watch().pace())


def refusal(register: Register, known: Known = NOBODY, day: str = DAY) -> str:
    """What is told of a harvest that fails."""
    with pytest.raises(FetchFailed) as caught:
        harvested(register, known, day)
    return str(caught.value)


def told(register: Register, known: Known = NOBODY) -> dict[str, Any]:
    """What a harvest holds."""
    body: dict[str, Any] = json.loads(harvested(register, known))
    return body


def units(body: dict[str, Any], *raisons: str) -> dict[str, dict[str, Any]]:
    """The units of a harvest by SIREN, those of some kinds of question only when they are named."""
    answers = [one for one in body["reponses"] if not raisons or one["raison"] in raisons]
    return {unit["siren"]: unit for one in answers for unit in one["reponse"]["results"]}


def read(body: bytes) -> Reading:
    """What the reader understands of a harvest."""
    digest = hashlib.sha256(body).hexdigest()
    snapshot = Snapshot(SOURCE.id, SOURCE.url, body, f"{DAY}T10:00:00+00:00", digest, "reseau", "application/json")
    return sources.read(SOURCE, snapshot)
