"""Requests to servers of Prefect that refuse what is asked, or are not there, as Prefect's own client raises them."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

from tests.flows.loopback import Loopback, answer


@contextlib.contextmanager
def client_of(address: str) -> Iterator[Any]:
    """What Prefect's client of the server at that address asks with; it asks once, and hangs up."""
    from prefect.client.orchestration import SyncPrefectClient

    with contextlib.closing(SyncPrefectClient(address, httpx_settings={"timeout": 5})._client) as client:
        yield client


def refusing() -> None:
    """A server that says no."""
    with Loopback({"*": answer(409, b"{}")}) as server, client_of(server.url("/api")) as client:
        client.get("/health").raise_for_status()


def gone() -> None:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    with client_of(f"http://127.0.0.1:{port}/api") as client:
        client.get("/health")
