"""One asynchronous client for all stages of a run: Prefect makes one a stage otherwise, and reads all certificates anew for each."""

import contextlib
from collections.abc import Iterator

from prefect.client.orchestration import PrefectClient, get_client
from prefect.context import AsyncClientContext
from prefect.utilities.asyncutils import run_coro_as_sync


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """Within the block, what Prefect asks on its own loop goes through one client."""
    client = run_coro_as_sync(_opened())
    assert client
    try:
        with AsyncClientContext.model_construct(client=client):  # made here, it would belong to no loop
            yield
    finally:
        run_coro_as_sync(_closed(client))


async def _opened() -> PrefectClient:
    return await get_client(sync_client=False).__aenter__()


async def _closed(client: PrefectClient) -> None:
    await client.__aexit__(None, None, None)
