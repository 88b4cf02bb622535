"""The clients of a run: one that waits and one that does not, for all its stages. Prefect makes them anew for each otherwise."""

import contextlib
import ssl
from collections.abc import Iterator
from typing import Any

from prefect.client.orchestration import PrefectClient, get_client
from prefect.context import AsyncClientContext, SettingsContext, SyncClientContext, get_settings_context
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_KEY, PREFECT_API_URL
from prefect.utilities.asyncutils import run_coro_as_sync

from flows.orchestration.brief import Brief

PAUSES = (0.05, 0.25, 2.0, 15.0, 45.0)
"""Seconds until a server that is busy is asked again: soon at first, as long as Prefect in all (2, 4, 8, 16 and 32).

One on SQLite answers so (503) whenever two writers meet, which is over in a moment. One that is gone is asked at Prefect's pace.
"""
_TRIES = "creches.tries"


@contextlib.contextmanager
def kept_open() -> Iterator[Brief]:
    """Within the block, what Prefect asks goes through one client, or through one on its own loop. Within another: that one's."""
    known = SyncClientContext.get()
    if known and isinstance(known.client, Brief):
        yield known.client
        return
    with _settings():
        brief, client = _brief(), run_coro_as_sync(_opened())
        assert client
        try:
            with (
                SyncClientContext.model_construct(client=brief),
                AsyncClientContext.model_construct(client=client),  # made here, it would belong to no loop
            ):
                yield brief
        finally:
            run_coro_as_sync(_closed(client))


@contextlib.contextmanager
def _settings() -> Iterator[None]:
    """No heartbeat of a stage: it is waited for at its end, up to a second. The whole flow's own goes on.

    All else is as it was: `temporary_settings` reads everything anew, each time.
    """
    found = get_settings_context()
    quiet = found.settings.flows.model_copy(update={"heartbeat_frequency": None})
    with SettingsContext(profile=found.profile, settings=found.settings.model_copy(update={"flows": quiet})):
        yield


def _brief() -> Brief:
    asks = _about(lambda response: hasten(response))
    plain = get_client(sync_client=True, httpx_settings=asks)  # starts a server where none is named
    own = {"auth_string": PREFECT_API_AUTH_STRING.value(), "api_key": PREFECT_API_KEY.value()}
    return Brief(str(plain.api_url), **own, httpx_settings=asks, server_type=plain.server_type)


async def _opened() -> PrefectClient:
    async def hastened(response: Any) -> None:
        hasten(response)

    return await get_client(sync_client=False, httpx_settings=_about(hastened)).__aenter__()


async def _closed(client: PrefectClient) -> None:
    await client.__aexit__(None, None, None)


def _about(hook: Any) -> dict[str, Any]:
    """What a client is made with. Over plain HTTP it reads no certificates, which takes longer than all that it asks."""
    is_plain = not str(PREFECT_API_URL.value() or "").startswith("https:")
    trust = {"verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)} if is_plain else {}
    return {"event_hooks": {"response": [hook]}, **trust}


def hasten(response: Any) -> None:
    """Has a request that a busy server did not take asked again soon, where the server does not say when."""
    if response.status_code != 503 or "Retry-After" in response.headers:
        return
    tries = response.request.extensions.get(_TRIES, 0)
    response.request.extensions = {**response.request.extensions, _TRIES: tries + 1}
    response.headers["Retry-After"] = str(PAUSES[min(tries, len(PAUSES) - 1)])
