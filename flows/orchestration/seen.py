"""What is known of a run while it goes on, for those who watch: counts, states and codes; never a value that a page gave."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flows.catalogue.manifest import Manifest
from flows.geocode.placing import Located
from flows.identify import Identified
from flows.rebuild.steps import Heard
from schemas.found import Absent, Found
from schemas.verdicts import Verdict

STAGES = ("lire", "identifier", "situer", "compter", "prouver", "valider", "publier", "montrer")
"""In their order; a run that has nothing new goes without `valider` and `publier`, one that builds no site without the last."""
SHOWN = 50
"""Rows of a table at most: who needs more opens the file in `review/`."""
_STATES = {"": "à jour", "perimee": "périmée", "bloquee": "bloquée", "cassee": "cassée"}
Cells = dict[str, str]


@dataclass(slots=True)
class Seen:
    """Rows of tables, text only, made at once: what a stage gave is let go."""

    as_of: str
    stages: list[str] = field(default_factory=list)
    sources: list[Cells] = field(default_factory=list)
    review: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(file of `review/`, reason) -> how many rows."""
    asked: list[Cells] = field(default_factory=list)
    """The first rows of these files: their case, and the code of the reason."""
    gates: list[Cells] = field(default_factory=list)

    def note(self, name: str, given: Any) -> None:
        """Takes what is shown from what the stage of that name gave."""
        self.stages.append(name)
        for one in given if type(given) is tuple else (given,):
            if isinstance(one, Heard):
                self.sources = [_found(each, self.as_of) for each in one.found] + [_absent(a) for a in one.missing]
            elif isinstance(one, Identified):
                self._ask("identites.csv", [(row["cas"], row["regle"]) for row in one.questions])
            elif isinstance(one, Located):
                self._ask("geocodage.csv", list(zip(one.review["cas"], one.review["motif"], strict=True)))
            elif isinstance(one, Manifest):
                self.judge(one.gates)

    def judge(self, gates: tuple[Verdict, ...]) -> None:
        """The verdicts known now, worst first."""
        order = ("refus", "retenue", "acquitte", "averti", "ok")
        self.gates = [_verdict(one) for one in sorted(gates, key=lambda one: order.index(one.ruling))]

    def _ask(self, file: str, rows: list[tuple[str, str]]) -> None:
        self.review.update((file, str(reason)) for _, reason in rows)
        self.asked += [{"fichier": file, "cas": str(case), "motif": str(reason)} for case, reason in rows[:SHOWN]]


def _found(one: Found, as_of: str) -> Cells:
    day = one.day(as_of)
    age = (date.fromisoformat(as_of) - date.fromisoformat(day)).days
    state = _STATES[one.statut or ("perimee" if one.snapshot.perimee else "")]
    about = {"source": one.source.id, "état": state, "lignes": str(one.counted), "lue le": day}
    return about | {"âge (jours)": str(age), "raison": one.snapshot.perimee}


def _absent(one: Absent) -> Cells:
    about = {"source": one.source.id, "état": _STATES[one.statut] if one.statut else "non demandée", "lignes": "0"}
    return about | {"lue le": "", "âge (jours)": "", "raison": one.why}


def _verdict(one: Verdict) -> Cells:
    about = {"porte": one.gate, "décision": one.ruling, "source": one.source, "sujet": one.subject}
    return about | {"mesuré": one.measured, "limite": one.limit, "message": one.message_fr}
