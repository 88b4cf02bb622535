"""`creches serve` and what it has the server tell, on the server of the house."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from flows.orchestration.serving import LOCAL
from flows.schedules import SCHEDULES
from tests.orchestration.copied import DAY
from tests.orchestration.house import PROGRAMS, ROOT, House
from tests.orchestration.processes import LOOPBACK, done, running, stop, until
from tests.orchestration.shelf import faults

SHORT = "from datetime import timedelta; from flows.orchestration.automations import install; install(timedelta(seconds=15))"


def tells(home: House) -> str:
    """A refused run, a failed one, and a silence, are told to the webhook; the silence is of 15 seconds instead of 8 days."""
    page = home.folder / "page.html"
    page.write_text("<html><body><p>Site en maintenance.</p></body></html>", encoding="utf-8")
    with _webhook() as (address, heard):
        there = {**home.variables, "CRECHES_WEBHOOK": address}
        said = done([str(PROGRAMS / "creches"), "serve", "--watch"], there, ROOT)
        assert all(f"creches-{name}:" in said for name in ("echec", "refus", "silence")), said
        refused = {"offline": True, "as_of": "2026-11-26", "pages": {"coop_petite_enfance": str(page)}}
        ended = home.server.ended(home.server.begin("essai", **refused))
        assert ended["state_type"] == "FAILED", ended["state"]
        until(lambda: "creches: refus / refused" in _subjects(heard), "the refusal told", 60)
        assert _subjects(heard) == {"creches: refus / refused"}, "a refusal is told once"
        home.server.ended(home.server.begin("essai", offline=True, output=str(page)))
        until(lambda: "creches: échec / failed" in _subjects(heard), "the failure told", 60)
        done([sys.executable, "-c", SHORT], there, ROOT)
        until(lambda: "creches: silence" in _subjects(heard), "the silence told", 90)
    [refusal] = [one for one in heard if "refus" in one["subject"]]
    assert "coop_petite_enfance" in refusal["text"], refusal
    return f"{len(heard)} messages: {', '.join(sorted(_subjects(heard)))}"


def serves(home: House) -> str:
    """`creches serve` keeps the deployments of the schedules, runs what is asked, pauses when stopped, goes on when begun again."""
    output = home.output("served")
    names = [one.name + LOCAL for one in SCHEDULES]
    with _serving(home) as process:
        until(lambda: _states(home, names) == [False] * 3, "the deployments of creches serve", 60)
        for one in SCHEDULES:
            found = home.server.deployment(one.name + LOCAL)
            assert found["schedules"][0]["schedule"]["cron"] == one.cron, found["schedules"]
            assert found["parameters"]["sources"] == (list(one.sources) or None), found["parameters"]
        run = home.server.ended(home.server.begin(f"quotidien{LOCAL}", offline=True, as_of=DAY))
        assert run["state_type"] == "COMPLETED" and not faults(home, output), run["state"]
        stop(process)
        assert _states(home, names) == [True] * 3, "schedules are not paused after the end of creches serve"
        assert not home.server.deployment("essai")["paused"], "a worker's deployment is paused by creches serve"
    with _serving(home):
        until(lambda: _states(home, names) == [False] * 3, "schedules again, by a second creches serve", 60)
    return f"three schedules kept, a run {run['state_name']}, paused when stopped, again when begun again"


def _serving(home: House):  # type: ignore[no-untyped-def]
    command = [str(PROGRAMS / "creches"), "serve", "--output", str(home.output("served"))]
    return running(command, home.variables, home.folder, home.folder / "serve.log")


def _states(home: House, names: list[str]) -> list[bool]:
    """Whether each deployment is paused; [] when some are not there."""
    try:
        return [bool(home.server.deployment(name)["paused"]) for name in names]
    except OSError:
        return []


def _subjects(heard: list[dict[str, str]]) -> set[str]:
    return {one["subject"] for one in heard}


@contextmanager
def _webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A webhook on loopback, and what it heard."""
    heard: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/avis", heard
    finally:
        server.shutdown()
        server.server_close()
