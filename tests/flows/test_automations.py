"""What the server tells by itself, and when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.orchestration import automations
from flows.orchestration.shown import PREFIX
from flows.schedules import SCHEDULES, next_run
from schemas.errors import FetchFailed, SourceChanged, UsageError
from tests.flows.served import served

BLOCK = UUID(int=7)
MADE = {one.name: one for one in automations.automations(BLOCK)}


def trigger(name: str) -> Any:
    return MADE[name].trigger


def test_there_are_three_and_each_tells_through_the_one_block() -> None:
    assert MADE.keys() == {"creches-echec", "creches-refus", "creches-silence"}
    assert {action.block_document_id for one in MADE.values() for action in one.actions} == {BLOCK}  # type: ignore[union-attr]


def test_a_run_that_fails_or_whose_process_dies_is_told_and_runs_of_other_flows_are_not() -> None:
    assert trigger("creches-echec").expect == {
        f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")
    }
    assert dict(trigger("creches-echec").match_related.root)["prefect.resource.name"] == "creches-release"


def test_a_refusal_is_told_with_the_reason_that_its_event_carries() -> None:
    assert trigger("creches-refus").expect == {f"{PREFIX}.refused"}
    assert dict(trigger("creches-refus").match.root) == {"prefect.resource.id": PREFIX}
    assert "event.payload.reason" in MADE["creches-refus"].actions[0].body  # type: ignore[union-attr]


def test_eight_days_without_a_run_that_ended_well_are_told_and_a_week_is_not() -> None:
    silence = trigger("creches-silence")
    assert silence.posture.name == "Proactive" and silence.within == timedelta(days=8)
    assert silence.expect == {f"{PREFIX}.{result}" for result in ("published", "unchanged", "partial")}
    first = next_run(SCHEDULES[0], datetime(2026, 11, 26, tzinfo=UTC))
    assert next_run(SCHEDULES[0], first) - first < automations.SILENCE


def test_without_a_webhook_nothing_is_made_and_the_message_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRECHES_WEBHOOK", raising=False)
    monkeypatch.setattr(automations, "named_server", lambda: "http://127.0.0.1:9/api")
    with pytest.raises(UsageError, match="CRECHES_WEBHOOK"):
        automations.install()


@pytest.mark.parametrize(
    "address", ["notaurl", "chat.example.org/hook", "ftp://a/b", "https://", "https:///x", "http://a b"]
)
def test_what_is_no_web_address_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("CRECHES_WEBHOOK", address)
    monkeypatch.setattr(automations, "named_server", lambda: "http://127.0.0.1:9/api")
    with pytest.raises(UsageError, match="CRECHES_WEBHOOK is no web address") as refused:
        automations.install()
    assert f"{address} " not in str(refused.value) and refused.value.exit_code == 2


def test_a_refusal_is_one_message_as_its_state_has_a_name_that_failures_do_not_watch_for() -> None:
    from flows.orchestration.carried import failed

    refused, broken = failed(SourceChanged("no")), failed(FetchFailed("no"))
    assert refused.is_failed() and broken.is_failed()
    watched_for = trigger("creches-echec").expect
    assert f"prefect.flow-run.{refused.name}" not in watched_for and f"prefect.flow-run.{broken.name}" in watched_for


def test_the_address_of_a_webhook_is_never_said() -> None:
    there = {"PREFECT_API_URL": "http://127.0.0.1:9/api", "CRECHES_WEBHOOK": "https://chat.example.org/a-secret"}
    code, said = served(there, "--watch")
    assert code == 5 and "127.0.0.1:9" in said
    assert "a-secret" not in said and "Traceback" not in said
