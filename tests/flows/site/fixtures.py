"""A release of every embedded source, shown once for all tests that look at the site."""

from pathlib import Path

import pytest

import sources
from flows import site
from flows.site.shown import Shown
from flows.site.shown import shown as read
from tests.flows.runs import every_source, run


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of output with one release of every embedded source, of 2026-11-22, made offline. Not to be written to."""
    output = tmp_path_factory.mktemp("site") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", every_source)
        assert run(output).result == "published"
    return output


@pytest.fixture(scope="session")
def about(shelf: Path) -> Shown:
    """What the site shows of it."""
    return read(shelf)


@pytest.fixture(scope="session")
def site_folder(shelf: Path) -> Path:
    """The site of it, built once. Not to be written to."""
    return site.build(shelf).folder
