"""What a run may write in its journal: a closed list of codes, each with what it means."""

from typing import Literal

Level = Literal["info", "warning", "error"]

EVENTS: dict[str, tuple[Level, str, str]] = {
    "run.begun": ("info", "le passage commence", "the run begins"),
    "step.done": ("info", "une étape est finie", "a step is done"),
    "step.failed": ("error", "une étape s'est arrêtée", "a step stopped"),
    "source.had": ("info", "une source a été lue", "a source was read"),
    "source.stale": ("warning", "une source demandée a échoué, sa copie la remplace", "a source failed: its last copy stands in"),
    "source.failed": ("warning", "une source demandée n'a rien donné", "a source that was asked gave nothing"),
    "source.unasked": ("info", "une source n'a pas été demandée", "a source was not asked"),
    "gate.held": ("warning", "un contrôle retient une source", "a gate holds a source"),
    "gate.warned": ("warning", "un contrôle avertit", "a gate warns"),
    "gate.acknowledged": ("warning", "un écart acquitté par une personne passe", "a breach that a person acknowledged passes"),
    "gate.refused": ("error", "un contrôle refuse la version", "a gate refuses the release"),
    "release.published": ("info", "une version est publiée", "a release is published"),
    "release.unchanged": ("info", "rien n'a changé, la version reste", "nothing changed, the release stands"),
    "run.refused": ("error", "le passage est refusé", "the run is refused"),
    "run.failed": ("error", "le passage n'a pas pu se faire", "the run could not be made"),
    "run.crashed": ("error", "un défaut du programme", "a bug"),
    "run.stopped": ("warning", "arrêté par un signal ou au clavier", "stopped by a signal or from the keyboard"),
    "run.killed": ("error", "mort sans un mot ; le passage suivant le constate", "it died without a word; the next run found it"),
    "run.done": ("info", "le passage est fini", "the run is over"),
}  # fmt: skip
"""Code -> level, and what it means in French and in English."""
