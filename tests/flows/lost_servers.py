"""Requests to servers of Prefect that refuse what is asked, or are not there, as Prefect's own client raises them."""

import socket
from typing import Any

from tests.flows.loopback import Loopback, answer


def client_of(address: str) -> Any:
    """Prefect's client of the server at that address; it asks once."""
    from prefect.client.orchestration import SyncPrefectClient

    return SyncPrefectClient(address, httpx_settings={"timeout": 5})


def refusing() -> None:
    """A server that says no."""
    with Loopback({"*": answer(409, b"{}")}) as server:
        client_of(server.url("/api"))._client.get("/health").raise_for_status()


def gone() -> None:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    client_of(f"http://127.0.0.1:{port}/api")._client.get("/health")
