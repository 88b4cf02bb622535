"""What the server tells by itself: a run that failed, a release that was refused, no release for eight days."""

import os
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows.orchestration.serving import named_server, not_served
from schemas.errors import UsageError

WEBHOOK = "CRECHES_WEBHOOK"
"""Environment variable: where to tell. It may hold a secret, so it is no option."""
BLOCK = "creches-avis"
SILENCE = timedelta(days=8)
"""A weekly run, and a day for a person to look."""
_Labels = dict[str, str | list[str]]
_RELEASE: _Labels = {"prefect.resource.id": "creches.release"}
_ANY_RUN: _Labels = {"prefect.resource.id": "prefect.flow-run.*"}
_FLOW: _Labels = {"prefect.resource.role": "flow", "prefect.resource.name": "creches-release"}
_WELL = {"creches.release.published", "creches.release.unchanged", "creches.release.partial"}


def install(silence: timedelta = SILENCE) -> list[str]:
    """Makes the notification block and the three automations on the server, or makes them anew; tells what is there.

    Raises UsageError when no server or no web address is named, ServerFailed when the server does not take them.
    """
    server, address = named_server(), os.environ.get(WEBHOOK, "")
    if not address:
        raise UsageError(
            f"Nobody to tell. Next: set {WEBHOOK} to the address of a webhook (chat, mail gateway), then again."
        )
    if not re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", address):
        raise UsageError(f"{WEBHOOK} is no web address: write the whole of it, such as https://chat.example.org/hook.")
    try:
        made = _made(address, silence)
    except Exception as error:
        raise not_served(server, error) from error
    return [*(f"{one.name}: {one.description}" for one in made), f"told through the block {BLOCK}, on {server}"]


def _made(address: str, silence: timedelta) -> list[AutomationCore]:
    wanted = automations(_block(address), silence)
    with get_client(sync_client=True) as client:
        for one in wanted:
            for old in client.read_automations_by_name(one.name):
                client.delete_automation(old.id)
            client.create_automation(one)
    return wanted


def _block(address: str) -> UUID:
    """The notification block: it posts one JSON object with `subject` and `text`."""
    body = {"subject": "{{subject}}", "text": "{{body}}"}
    about: dict[str, Any] = {"name": BLOCK, "url": address, "method": "POST", "json_data": body}
    made = CustomWebhookNotificationBlock(**about).save(BLOCK, overwrite=True)
    assert isinstance(made, UUID)
    return made


def automations(block: UUID, silence: timedelta = SILENCE) -> list[AutomationCore]:
    """The three of them. `block`: the notification block; `silence`: how long no release is a fault, 10 s at least."""
    ended = {"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"}
    return [
        AutomationCore(
            name="creches-echec",
            description="a run failed, or its process died; of a refusal creches-refus tells",
            trigger=EventTrigger(expect=ended, match=_ANY_RUN, match_related=_FLOW),
            actions=[
                _tell(
                    block,
                    "échec / failed",
                    "{{ flow_run.name }}: {{ flow_run.state.name }}. {{ flow_run.state.message }}",
                )
            ],
        ),
        AutomationCore(
            name="creches-refus",
            description="a release was refused: the old one stays, a person must look",
            trigger=EventTrigger(expect={"creches.release.refused"}, match=_RELEASE),
            actions=[_tell(block, "refus / refused", "{{ event.payload.reason }}")],
        ),
        AutomationCore(
            name="creches-silence",
            description=f"no run ended well for {_told(silence)}",
            trigger=EventTrigger(expect=_WELL, match=_RELEASE, posture=Posture.Proactive, within=silence),
            actions=[
                _tell(
                    block, "silence", f"Aucune version depuis {_told(silence)}. No run ended well for {_told(silence)}."
                )
            ],
        ),
    ]


def _tell(block: UUID, subject: str, body: str) -> SendNotification:
    return SendNotification(block_document_id=block, subject=f"creches: {subject}", body=body)


def _told(span: timedelta) -> str:
    return f"{span.days} d" if span.days else f"{span.seconds} s"
