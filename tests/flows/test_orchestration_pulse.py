"""A run that the command calls tells that it lives, and does not wait at its end."""

import dataclasses
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.options import Options


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    from flows.orchestration import pulse

    events: list[tuple[Any, ...]] = []
    run = SimpleNamespace(id="1234", name="quiet-owl", flow_id="56")
    context = SimpleNamespace(flow_run=run, flow=SimpleNamespace(name="creches-release"))
    monkeypatch.setattr(pulse, "FlowRunContext", SimpleNamespace(get=lambda: context))
    monkeypatch.setattr(pulse, "emit_event", lambda *about, **more: events.append((*about, more)))
    return events


def test_a_heartbeat_is_told_at_once_and_again_and_again(told: list[tuple[Any, ...]]) -> None:
    from flows.orchestration import pulse

    with pulse.beating(0.05):
        end = time.monotonic() + 10
        while len(told) < 3 and time.monotonic() < end:
            time.sleep(0.01)
    count = len(told)
    assert count >= 3 and told[0][0] == "prefect.flow-run.heartbeat"
    assert told[0][1]["prefect.resource.id"] == "prefect.flow-run.1234"
    time.sleep(0.2)
    assert len(told) == count


def test_its_end_is_not_waited_for(told: list[tuple[Any, ...]]) -> None:
    from flows.orchestration import pulse

    with pulse.beating(30):
        begun = time.monotonic()
    assert time.monotonic() - begun < 0.5


def test_without_an_interval_nothing_is_told(told: list[tuple[Any, ...]]) -> None:
    from flows.orchestration import pulse

    with pulse.beating(None):
        time.sleep(0.05)
    assert told == []


def test_every_option_of_a_run_goes_through_prefect() -> None:
    from flows.orchestration.command import _parameters

    options = Options("2026-11-27", Path("/tmp"), archived=True)
    names = {"asked": "sources"}
    fields = [names.get(field.name, field.name) for field in dataclasses.fields(Options)]
    assert set(_parameters(options)) == set(fields) and _parameters(options)["archived"] is True
