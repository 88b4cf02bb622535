"""The snapshot that a harvest makes: its answers as cut, each dated and with its sum, and all that was left out, counted."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from flows.registers.recherche_asking import Answer
from flows.registers.recherche_pages import Whole
from flows.registers.recherche_query import Drop


@dataclass(slots=True)
class Body:
    """What a run gathers. `codes` and `nomenclature`: of the activity asked for, on `day`."""

    day: str
    codes: tuple[str, ...]
    nomenclature: str
    unknown: list[str] = field(default_factory=list)
    """SIREN that we know and the service does not: never disclosed, or no number of the register."""
    not_asked: list[str] = field(default_factory=list)
    """Why an operator that we know was not asked for, one reason an operator."""
    sirens: set[str] = field(default_factory=set)
    """The units kept so far."""
    _answers: list[dict[str, object]] = field(default_factory=list)
    _counts: list[dict[str, object]] = field(default_factory=list)

    def add(self, found: Whole, drop: Drop) -> None:
        """Keep what a question found, without the units for which `drop` gives a reason."""
        answers = [answer.kept(drop) for answer in found.answers]
        kept = {str(unit["siren"]) for answer in answers for unit in answer.units}
        dropped: Counter[str] = sum((Counter(answer.ecartees) for answer in answers), Counter())
        self.sirens |= kept
        self._answers += map(_written, answers)
        self._counts.append(
            {
                "raison": found.query.raison,
                "demande": found.query.path(),
                "annoncees": found.announced,
                "pages": len(answers),
                "trouvees": len(found.sirens),
                "gardees": len(kept),
                "ecartees": dict(sorted(dropped.items())),
            }
        )

    def written(self) -> bytes:
        """The whole as canonical JSON, in UTF-8."""
        told = {
            "service": "recherche_entreprises",
            "jour": self.day,
            "activites": list(self.codes),
            "nomenclature_ape": self.nomenclature,
            "introuvables": sorted(self.unknown),
            "non_demandes": dict(sorted(Counter(self.not_asked).items())),
            "comptes": self._counts,
            "reponses": self._answers,
        }
        return _canonical(told)


def _written(answer: Answer) -> dict[str, object]:
    said = {"total_results": answer.total, "page": answer.page, "results": list(answer.units)}
    return {
        "raison": answer.query.raison,
        "demande": answer.query.path(answer.page),
        "le": answer.le,
        "sha256": hashlib.sha256(_canonical(said)).hexdigest(),
        "reponse": said,
    }


def _canonical(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
