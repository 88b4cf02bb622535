"""A year of one shelf: ten releases of pages that change, people who decide, a rule that changes, a source that fails.

Each release says what happened before it, so that a test can ask for its cause.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flows import collect, normalise
from flows.geocode.corrections import write_corrections
from flows.identity_file import DecisionRow, write_rows
from schemas.found import Absent
from schemas.records import Source
from tests.flows.geocode_decisions import BY_HAND
from tests.flows.runs import run, run_members
from tests.pages.members import MEMBERS, SEVENTH, Member

LYON, ENTRAIGUES, TADEN, PARIS, PANTIN, MONTREUIL = MEMBERS
CALLED = replace(LYON, telephone="+33 4 65 71 20 31")
MOVED = replace(SEVENTH, rue="3 Rue de Paris", code_postal="38100")
RENAMED = replace(TADEN, nom="Les crèches de AL")
PAGE = "coop_petite_enfance"


@dataclass(frozen=True, slots=True)
class Event:
    """One release: its day, what happens, the members its page shows, and what is set up before."""

    day: str
    what: str
    members: tuple[Member, ...]
    set_up: Callable[[pytest.MonkeyPatch, Path], None] = lambda patch, folder: None


def _a_source_fails(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    real = collect.found_of

    def failing(source: Source, *rest: object) -> object:
        return Absent(source, "it sent nothing for 30 s") if source.id == PAGE else real(source, *rest)

    patch.setattr(collect, "found_of", failing)


def _a_point_is_corrected(patch: pytest.MonkeyPatch, folder: Path) -> None:
    write_corrections(folder / "corrections.csv", [BY_HAND])
    patch.setenv("CRECHES_GEOCODE_CORRECTIONS", str(folder / "corrections.csv"))


def _a_rule_changes(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """Names are spelled otherwise: the words of the page are the same."""
    real = normalise.spelled
    patch.setattr(normalise, "spelled", lambda *given: real(*given).replace("d'Homme", "d’Homme"))


def _two_are_one(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """A person says that two references are the same operator and the same place."""
    one = DecisionRow(
        **{
            **dict.fromkeys(DecisionRow.__dataclass_fields__, ""),
            "source_a": PAGE,
            "reference_a": TADEN.nom,
            "nom_a": TADEN.nom,
            "source_b": PAGE,
            "reference_b": RENAMED.nom,
            "nom_b": RENAMED.nom,
            "decision": "meme",
            "raison": "La structure a changé de nom.",
            "preuve_url": "https://mairie.example.fr/creches",
            "auteur_role": "mainteneur",
            "decide_le": "2027-02-20",
        }
    )
    write_rows(folder / "identites.csv", [replace(one, table=t) for t in ("gestionnaires", "etablissements")])
    patch.setenv("CRECHES_IDENTITY_DECISIONS", str(folder / "identites.csv"))


FULL = (CALLED, ENTRAIGUES, TADEN, PARIS, PANTIN, MONTREUIL, MOVED)
AFTER = (CALLED, ENTRAIGUES, RENAMED, PARIS, PANTIN, MONTREUIL)
EVENTS = (
    Event("2026-11-22", "first", MEMBERS),
    Event("2026-11-29", "added", (*MEMBERS, SEVENTH)),
    Event("2026-12-06", "called and moved", FULL),
    Event("2026-12-20", "gone", (*FULL[:5], MOVED)),
    Event("2027-01-03", "failed", FULL, _a_source_fails),
    Event("2027-01-10", "back and corrected", FULL, _a_point_is_corrected),
    Event("2027-01-17", "gone for good", FULL[:6], _a_point_is_corrected),
    Event("2027-02-14", "withdrawn and ruled", FULL[:6], _a_rule_changes),
    Event("2027-02-21", "renamed", AFTER),
    Event("2027-02-28", "merged", AFTER, _two_are_one),
)


def lived(output: Path) -> dict[str, str]:
    """Plays the year; the version of each event that made a release."""
    versions: dict[str, str] = {}
    for event in EVENTS:
        with pytest.MonkeyPatch.context() as patch:
            event.set_up(patch, output.parent)
            done = run(output, event.day) if event.what == "failed" else run_members(output, event.members, event.day)
        if done.result != "unchanged":
            versions[event.what] = done.version
    return versions
