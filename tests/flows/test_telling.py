"""What a reader's error quotes of a page, a name, a mobile, a mailbox, is told nowhere: type and place are enough."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sources import folder
from tests.flows.loopback import Loopback, answer
from tests.flows.many_pages import DAY, Directory, settings
from tests.flows.runs import ROOT, run

pytestmark = pytest.mark.every_source

MOBILE, MAILBOX, NAME = "06 39 98 00 01", "prenom.nom@exemple.fr", "Exemplaire Anne-Lise"
SECRETS = (MOBILE, MOBILE.replace(" ", ""), MAILBOX, "Exemplaire", "Anne-Lise")
QUOTED = f"{NAME} {MOBILE} {MAILBOX} is no number"
NOWHERE = answer(200, b'{"type":"FeatureCollection","features":[]}', content_type="application/json")
PAGES = "acces = \"pages\"\n\n[pages]\nliens = '/membre/\\d{6}\\.html$'\nmax = 200000"
ONE, ALL = 'if "000003" in snapshot.url:', "if True:"
READER = """
from benches.annuaire.annuaire import parse as read
from schemas.errors import SourceChanged

def parse(snapshot, source):
    %s
        raise %s
    return read(snapshot, source)
"""
ERRORS = {"ValueError": f"ValueError({QUOTED!r})", "SourceChanged": f"SourceChanged('annuaire: Mme {QUOTED}')"}


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    with Loopback({"*": NOWHERE}) as server, pytest.MonkeyPatch.context() as monkeypatch:
        made = Directory(server, tmp_path_factory.mktemp("annuaire"))
        settings(monkeypatch, made.folder)
        monkeypatch.setenv("CRECHES_GEOCODER", server.url("/geo"))
        made.read()
        assert run(made.output, DAY).result == "published"
        yield made


@pytest.fixture
def directory(_published: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    """A published directory in folders of one's own, whose reader then finds fault with its pages."""
    made = _published.copied(tmp_path)
    settings(monkeypatch, made.folder)
    monkeypatch.setenv("CRECHES_GEOCODER", made.server.url("/geo"))
    yield made
    folder.reader.cache_clear()


def quotes(directory: Directory, when: str, error: str) -> None:
    """From now on the reader raises that."""
    (directory.folder / "annuaire.py").write_text(READER % (when, error))
    folder.reader.cache_clear()


def creches(directory: Directory, *asked: str) -> tuple[str, dict[str, Any]]:
    """A later release by the command in a process of its own, all that it said, its log too, and its document."""
    command = [sys.executable, "-m", "flows", "release", "--json", "--direct", "--as-of", "2026-11-27"]
    done = subprocess.run(
        [*command, "--output", str(directory.output), *asked],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr, json.loads(done.stdout)


def kept(directory: Directory) -> str:
    """All that `runs/` holds."""
    return "\n".join(path.read_text() for path in (directory.output / "runs").rglob("*") if path.is_file())


def tells(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("error", ERRORS)
def test_one_page_that_is_not_read_is_told_without_its_words(directory: Directory, error: str) -> None:
    quotes(directory, ONE, ERRORS[error] if error == "ValueError" else ERRORS[error].replace(NAME, "Exemplaire"))
    said, _ = creches(directory, "--offline")
    assert "000003.html: not read: annuaire" in said
    assert tells(said) == [] and tells(kept(directory)) == []


def test_a_source_that_is_not_read_is_told_by_type_and_place(directory: Directory) -> None:
    quotes(directory, ALL, ERRORS["ValueError"])
    said, document = creches(directory, "--source", "annuaire")
    assert "the page cannot be parsed: ValueError at annuaire.py:7." in document["stale"]["annuaire"]
    assert document["result"] == "partial" and "annuaire" in kept(directory)
    assert tells(said) == [] and tells(kept(directory)) == []


def test_a_run_that_is_refused_is_told_so_too(directory: Directory, tmp_path: Path) -> None:
    directory.describes((PAGES, 'acces = "page"'))
    quotes(directory, ALL, ERRORS["SourceChanged"].replace(NAME, "Exemplaire"))
    page = tmp_path / "page.html"
    page.write_text("<html><body></body></html>")
    said, document = creches(directory, "--offline", "--page", f"annuaire={page}")
    assert document["exit_code"] == 3 and "annuaire" in document["error"]
    assert tells(said) == [] and tells(kept(directory)) == []


def test_prefect_is_told_no_more(
    directory: Directory, prefect_home: Path, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    from flows import flow
    from flows.options import Options
    from tests.flows.orchestrated import artifact, events, tasks, whole

    quotes(directory, ALL, ERRORS["ValueError"])
    outcome = flow.run(Options("2026-11-27", directory.output, False, ("annuaire",)))
    run = whole(client, "output", str(directory.output))
    shown = [artifact(client, f"creches-{key}", run).data for key in ("rapport", "sources", "portes", "revue")]
    assert "cannot be parsed" in shown[1] and outcome.stale
    states = [str(state.message) for one in (run, *tasks(client, run)) for state in client.read_flow_run_states(one.id)]
    told = [str(one["payload"]) for one in events(client, "creches.release", "")]
    assert told and tells("\n".join([*shown, *states, *told, caplog.text, kept(directory)])) == []
