"""What Prefect shows of a run: its progress, a report, tables and an event. A server that does not take them stops no run."""

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.events import emit_event

from flows import settings
from flows.orchestration.beside import Beside
from flows.orchestration.report import LONGEST, markdown_of
from flows.orchestration.seen import SHOWN, STAGES, Cells, Seen
from flows.outcome import Outcome
from flows.running.sayable import sayable
from sources.text import clean

PREFIX = "creches.release"
"""Of every event of a run, and the resource that they are about."""
_Make = Callable[..., Any]


class Progress:
    """How far a run is, as an artifact that moves with each stage; sent beside the work, in order, all of it before the end."""

    def __init__(self, seen: Seen, beside: Beside) -> None:
        self._seen = seen
        self._id: UUID | None = None
        self._beside = beside
        beside.send(self._begin)

    def note(self, name: str, given: Any) -> None:
        """A stage is over: what it gave is noted, and the artifact moved."""
        self._beside.tried(lambda: self._seen.note(name, given))
        self.move(100.0 * len(self._seen.stages) / len(STAGES))

    def move(self, percent: float) -> None:
        """Shows how far it is, of 100."""
        self._beside.send(lambda: self._move(min(percent, 100.0)))

    def _begin(self) -> None:
        made: _Make = create_progress_artifact
        self._id = made(progress=0.0, key="creches-avancement", description="Les étapes de la version.")

    def _move(self, percent: float) -> None:
        if self._id:
            move: _Make = update_progress_artifact
            move(self._id, progress=percent)


def show(result: str, reason: str, seen: Seen, outcome: Outcome | None, sender: Beside) -> None:
    """The report, the tables, the link and the event of a run that has ended, sent at once; waits until they are."""
    tables = (
        ("creches-sources", seen.sources, "Chaque source : son état, ses lignes, son âge."),
        ("creches-revue", _review(seen), "Ce qui attend une personne ; le détail est dans review/."),
        ("creches-portes", seen.gates or _refusal(result, reason), "Ce que les portes ont mesuré."),
    )
    acts: list[Callable[[], None]] = [functools.partial(_table, *table) for table in tables]
    acts.append(lambda: _report(result, reason, seen, outcome))
    if outcome and result in ("published", "partial", "unchanged"):
        acts.append(lambda: _link(outcome))
    with ThreadPoolExecutor(2) as pool:
        for act in acts:
            pool.submit(copy_context().run, sender.tried, act)
        sender.tried(lambda: _tell(result, reason, seen.as_of))


def _report(result: str, reason: str, seen: Seen, outcome: Outcome | None) -> None:
    markdown: _Make = create_markdown_artifact
    markdown(markdown=markdown_of(result, reason, seen, outcome), key="creches-rapport")


def _link(outcome: Outcome) -> None:
    link: _Make = create_link_artifact
    address = f"{settings.load().base_url}/releases/{outcome.version}/"
    link(link=address, link_text=outcome.version, key="creches-version", description="La version en place.")


def _tell(result: str, reason: str, as_of: str) -> None:
    about = {"prefect.resource.id": PREFIX, "prefect.resource.name": "creches"}
    emit_event(f"{PREFIX}.{result}", about, payload={"reason": sayable(reason)[:LONGEST], "as_of": as_of})


def _table(key: str, rows: list[Cells], about: str) -> None:
    table: _Make = create_table_artifact
    table(table=[_plain(row) for row in rows[:SHOWN]] or [{"": "rien"}], key=key, description=about)


def _plain(row: Cells) -> Cells:
    """A row whose words name nobody and are no link."""
    return {name: clean(sayable(cell)).replace("](", "] (") for name, cell in row.items()}


def _review(seen: Seen) -> list[Cells]:
    """How many rows for each reason, then the first rows."""
    counted = [{"fichier": f, "motif": why, "lignes": str(n), "cas": ""} for (f, why), n in sorted(seen.review.items())]
    return counted + [{"lignes": "", **row} for row in seen.asked]


def _refusal(result: str, reason: str) -> list[Cells]:
    """The lines of a refusal that no gate ruled, without the one that announces them; such words are in English."""
    if result != "refused":
        return []
    head, *listed = reason.splitlines() or [""]
    return [{"décision": "refus", "message (anglais)": line.removeprefix("- ")} for line in listed or [head]]
