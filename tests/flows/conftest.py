"""What tests under Prefect share: one server of their own, with an empty database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.environment import prepare


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running server, and the folder in which Prefect would store what it persists."""
    prepare()
    from prefect.settings import temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    home = tmp_path_factory.mktemp("prefect")
    with prefect_test_harness(server_startup_timeout=120), temporary_settings({"home": home}):
        yield home


@pytest.fixture
def client(prefect_home: Path) -> Iterator[Any]:
    """A client of that server."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as opened:
        yield opened
