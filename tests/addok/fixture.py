"""The fixture `addok`, in a module of its own so that a conftest can import it for more tests than those beside it."""

from collections.abc import Iterator

import pytest

from tests.addok.engine import running
from tests.addok.sample import documents


@pytest.fixture(scope="session")
def addok(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real addok that holds a small France; it starts with the first test that asks for it."""
    with running(documents(), tmp_path_factory.mktemp("addok")) as address:
        yield address
