"""Watches the steps of a run: how long each took, how much memory, and what each source gave."""

import resource
import time
from collections.abc import Sequence
from typing import Any

from flows.caller import Caller, Step
from flows.rebuild.steps import Heard
from flows.running import report
from flows.running.journal import Journal
from schemas.errors import CrechesError
from schemas.found import Absent, Found
from schemas.verdicts import Verdict

_RULED = {"retenue": "gate.held", "averti": "gate.warned", "acquitte": "gate.acknowledged", "refus": "gate.refused"}


class Watched(Caller):
    """Calls steps through another caller, and keeps word of them. The first call opens the journal: the folder is then locked."""

    def __init__(self, call: Caller, journal: Journal) -> None:
        self._call = call
        self.is_plain = call.is_plain
        self.journal = journal
        self.steps: list[report.Step] = []
        self.sources: list[report.Seen] = []
        self._are_gates_said = False
        self._stage = ""

    def __call__(self, name: str, step: Step, *arguments: Any) -> Any:
        self._look_again(arguments)
        if name == self._stage:  # the one step of its stage, which is timed
            return self._call(name, step, *arguments)
        return self._timed(name, lambda: self._call(name, step, *arguments))

    def stage(self, name: str, step: Step, *arguments: Any) -> Any:
        self._stage = name
        try:
            done = self._timed(name, lambda: self._call.stage(name, lambda _, *given: step(self, *given), *arguments))
        finally:
            self._stage = ""
        self._look(done)
        return done

    def every(self, names: Sequence[str], step: Step, batches: Sequence[tuple[Any, ...]]) -> list[Any]:
        if not names:
            return self._call.every(names, step, batches)
        name = names[0] if len(names) == 1 else f"{names[0]} … ({len(names)})"
        return list(self._timed(name, lambda: self._call.every(names, step, batches)))

    def _timed(self, name: str, work: Any) -> Any:
        self.journal.open()
        begun = time.perf_counter()
        try:
            done = work()
        except Exception as error:
            said = str(error) if isinstance(error, CrechesError) else type(error).__name__
            self.journal.say("step.failed", step=name, seconds=_since(begun), message=said)
            raise
        one = report.Step(name, _since(begun), peak_mb())
        self.steps.append(one)
        self.journal.say("step.done", step=name, seconds=one.seconds, peak_mb=one.peak_mb)
        return done

    def _look(self, heard: object) -> None:
        """Keeps word of the sources as they were had."""
        if isinstance(heard, Heard):
            self.sources = [*map(_had, heard.found), *map(_not_had, heard.missing)]
            for one in self.sources:
                self.journal.say(_event(one), **_about(one))

    def _look_again(self, values: Sequence[object]) -> None:
        """And once more when their gates have spoken, which hold some."""
        heard = next((value for value in values if isinstance(value, Heard)), None)
        if heard is not None and not self._are_gates_said:
            self._are_gates_said = True
            self.sources = [*map(_had, heard.found), *map(_not_had, heard.missing)]
            gates_said(self.journal, [one for one in heard.gates if one.source])


def gates_said(journal: Journal, verdicts: Sequence[Verdict]) -> None:
    """One event for each verdict that is not ok."""
    for one in verdicts:
        if one.ruling in _RULED:
            about = {"gate": one.gate, "source": one.source, "subject": one.subject}
            journal.say(_RULED[one.ruling], **about, measured=one.measured, limit=one.limit, message=one.message_en)


def peak_mb() -> int:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _since(begun: float) -> float:
    return round(time.perf_counter() - begun, 3)


def _had(one: Found) -> report.Seen:
    state = one.statut or ("perimee" if one.snapshot.perimee else one.snapshot.origine)
    return report.Seen(one.source.id, state, one.snapshot.recupere_le[:10], one.counted, one.snapshot.perimee)


def _not_had(one: Absent) -> report.Seen:
    state = "retenue" if one.gates else (one.statut or "echec") if one.why else "non_demandee"
    return report.Seen(one.source.id, state, why=one.why)


def _event(one: report.Seen) -> str:
    if not one.why and one.state != "perimee":
        return "source.unasked" if one.state == "non_demandee" else "source.had"
    return "source.stale" if one.day else "source.failed"


def _about(one: report.Seen) -> dict[str, Any]:
    return {"source": one.id, "state": one.state, "day": one.day, "records": one.records, "message": one.why}
