"""A Dask cluster that loses one of its two processes while it reads pages: the release is the one that no cluster made."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from sources.commune_table import rows
from tests.orchestration.copied import DAY
from tests.orchestration.house import PROGRAMS, ROOT, House
from tests.orchestration.processes import LOOPBACK, Process, done, free_ports, running, until
from tests.orchestration.same import VERSION
from tests.orchestration.shelf import sums

PAGES = 1280
"""Four batches."""
_PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Fiche</title></head><body><main>
<h1 class="entry-title">{name}</h1><dl><dt>Adresse</dt><dd class="adresse">{street}<br>{postcode} {commune}</dd>
<dt>Téléphone</dt><dd class="tel">01 99 00 {high:02} {low:02}</dd><dt>Statut</dt><dd class="statut">SCOP</dd></dl></main></body></html>
"""
_NAMES = ("Les Petits Pas", "La Ribambelle", "Câlin-Câline", "L'Île aux Doudous", "Pom' d'Api", "Les Galopins")
_WAYS = ("rue de l'Église", "avenue Jean Jaurès", "place de la Mairie", "chemin des Écoliers", "rue Pasteur")


def survives(home: House) -> str:
    """A worker is stopped as soon as there are batches, then killed while it holds some: the sums are those of threads."""
    pages = _pages(home.folder / "pages")
    here = {**home.variables, "CRECHES_SOURCES_FOLDER": str(ROOT / "benches" / "annuaire")}
    for name in ("threads", "cluster"):
        keep = [sys.executable, "-m", "benches.keep_pages", str(pages), str(PAGES), str(home.output(name)), DAY]
        done(keep, here, ROOT)
    asked = [str(PROGRAMS / "creches"), "release", "--offline", "--as-of", DAY, "--output"]
    done([*asked, str(home.output("threads")), "--direct"], here, ROOT, 240)
    with _cluster(home, here) as (address, workers):
        there = {**here, "CRECHES_RUNNER": f"dask:{address}"}
        log = home.folder / "cluster.log"
        with running([*asked, str(home.output("cluster"))], there, ROOT, log) as process:
            until(lambda: re.search(r"lire:annuaire.*\(\d+\)", log.read_text()) or process.poll(), "batches", 120, 0.02)
            _lose(workers[0])
            code = process.wait(240)
        assert workers[1].poll() is None, "the other worker ended too"
    assert code == 0, log.read_text()[-2000:]
    ours, theirs = (sums(home.output(name), VERSION) for name in ("threads", "cluster"))
    assert ours == theirs, "another release"
    return (
        f"{PAGES} pages, one worker killed with batches in hand, {len(ours.splitlines())} files the same as in threads"
    )


@contextmanager
def _cluster(home: House, variables: dict[str, str]) -> Iterator[tuple[str, list[Process]]]:
    """The address of a scheduler, and its two workers, each a process."""
    [port] = free_ports(1)
    address = f"tcp://{LOOPBACK}:{port}"
    scheduler = ["-m", "distributed.cli.dask_scheduler", "--host", LOOPBACK, "--port", str(port), "--no-dashboard"]
    worker = ["-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    log = home.folder / "dask.log"
    with ExitStack() as everything:
        begin = partial(running, variables=variables, cwd=ROOT, log=log)
        everything.enter_context(begin([sys.executable, *scheduler]))
        workers = [everything.enter_context(begin([sys.executable, *worker])) for _ in range(2)]
        until(lambda: log.read_text().count("Register worker") == 2, "two workers", 60)
        yield address, workers


def _lose(worker: Process) -> None:
    """Stopped, so that it finishes nothing of what it is given, then killed."""
    os.kill(worker.pid, signal.SIGSTOP)
    time.sleep(3)
    os.kill(worker.pid, signal.SIGKILL)


def _pages(folder: Path) -> Path:
    """Synthetic members, one a page, each in a commune of its own."""
    folder.mkdir()
    communes = [row for row in rows() if row.code_postal and row.type == "COM"][:: 30000 // PAGES]
    assert len(communes) >= PAGES
    for n, row in enumerate(communes[:PAGES]):
        name, street = f"{_NAMES[n % 6]} de {row.nom}", f"{n % 90 + 1} {_WAYS[n % 5]}"
        place = {"postcode": row.code_postal, "commune": row.nom, "high": n // 100, "low": n % 100}
        text = _PAGE.format(name=name, street=street, **place)
        (folder / f"{n:06}.html").write_text(text, encoding="utf-8")
    return folder
