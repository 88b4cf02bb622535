"""The breaches that people let pass: a committed CSV, each line dated, for a time, with its reason and no name."""

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from flows import decision_file
from flows.decision_rules import is_day
from flows.gate.limits import LIMITS
from flows.gate.privacy import secret
from flows.gate.ruled import BREACHES, More, ruled
from flows.safety import REASONS, hazard
from schemas.verdicts import Verdict

LONGEST_DAYS = 90
COLUMNS = ("gate", "source", "subject", "raison", "preuve", "le", "expire")


@dataclasses.dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One line: the breach it is about, why it may pass, a page that proves it or '', and its first and last day."""

    gate: str
    source: str
    subject: str
    """The column or the number that the breach was told with; '' for any."""
    raison: str
    preuve: str
    le: str
    expire: str

    @property
    def named(self) -> str:
        """What it is about, in a message."""
        return " ".join(filter(None, (self.gate, self.source, self.subject)))

    def holds(self, as_of: str) -> bool:
        """Whether it counts on a day."""
        return self.le <= as_of <= self.expire

    def is_about(self, verdict: Verdict) -> bool:
        """Whether a verdict is of the breach it acknowledges."""
        same = (self.gate, self.source) == (verdict.gate, verdict.source)
        return same and self.subject in ("", verdict.subject) and LIMITS[self.gate].may_pass


def faults_of(one: Acknowledgement) -> list[str]:
    """What is wrong with a line, in words; [] when nothing is. No message repeats what is personal."""
    known = one.gate in LIMITS
    days = is_day(one.le) and is_day(one.expire)
    last = (date.fromisoformat(one.le) + timedelta(LONGEST_DAYS)).isoformat() if days else ""
    tests = {
        f"gate is none of {', '.join(LIMITS)}": known,
        f"the gate {one.gate} can be acknowledged by nobody": not known or LIMITS[one.gate].may_pass,
        "raison is empty": bool(one.raison),
        "raison does not say why the breach may pass: write a sentence": not one.raison or _is_told(one.raison),
        "preuve is no http(s) address": one.preuve.startswith(("https://", "http://")) or not one.preuve,
        "le is no day, written as 2027-12-31": is_day(one.le),
        "expire is no day, written as 2027-12-31": is_day(one.expire),
        f"expire is not within {LONGEST_DAYS} days after le": not days or one.le <= one.expire <= last,
    }
    for name in ("source", "subject", "raison", "preuve"):
        cell = str(getattr(one, name))
        danger = hazard(cell)
        tests[f"{name} {REASONS.get(danger, ('', ''))[1]}"] = not danger
        tests[f"{name} may not hold a mobile number or a mailbox"] = not secret(cell, own=False).en
    return [fault for fault, fine in tests.items() if not fine]


def _is_told(reason: str) -> bool:
    """Two words or more: the "…" of a command typed as it was printed is no reason."""
    return sum(any(map(str.isalpha, word)) for word in reason.split()) > 1


FILE = decision_file.DecisionFile(
    about="gates",
    setting="acknowledgements",
    columns=COLUMNS,
    row=Acknowledgement,
    faults_of=faults_of,
    key_of=lambda one: (one.gate, one.source, one.subject),
    named=lambda one: one.named,
    order=lambda one: (one.gate, one.source, one.subject),
)


def read_acknowledgements(path: Path) -> list[Acknowledgement]:
    """The lines of the file. Raises UsageError, naming every bad line, also when it is not there."""
    return [row for row, _ in decision_file.read(FILE, path)]


def acknowledged(found: Sequence[Verdict], accepted: Sequence[Acknowledgement], as_of: str) -> tuple[Verdict, ...]:
    """The verdicts, a breach that somebody let pass being `acquitte`, with until when and why."""
    out = []
    for verdict in found:
        word = next((one for one in accepted if one.holds(as_of) and one.is_about(verdict)), None)
        if word and verdict.ruling in BREACHES:
            told = f"{word.expire} : {word.raison}"
            verdict = dataclasses.replace(verdict, ruling="acquitte", acknowledged=told)
        out.append(verdict)
    return tuple(out)


def left_over(accepted: Sequence[Acknowledgement], found: Sequence[Verdict], as_of: str) -> Verdict:
    """The lines that have expired, or that no breach of this run needed: to be taken out of the file."""
    passed = [one for one in found if one.ruling == "acquitte"]
    named = []
    for one in accepted:
        if one.expire < as_of:
            named.append(More(f"{one.named} (expiré le {one.expire})", f"{one.named} (expired on {one.expire})"))
        elif one.le <= as_of and not any(map(one.is_about, passed)):
            named.append(More(f"{one.named} (sans objet)", f"{one.named} (nothing to acknowledge)"))
    more = More("Retirer ces lignes du fichier.", "Take these lines out of the file.") if named else More()
    return ruled("acquittements", len(named), 0, named, more=more)
