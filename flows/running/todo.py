"""What a person must do after a run: sentences in both languages, and commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.running.report import Report

_FLAG = r"--(?:offline|json|direct|dry-run|yes|apply)\b"
_COMMAND = re.compile(
    r'creches gate acknowledge [^\n]*?--reason "…"'
    rf"|creches (?:review|gate|keys|geocode|sources|changes)? ?[a-z-]+(?: (?:{_FLAG}|--[a-z-]+[ =][^\s.,;`]+))*"
)
_WORDS = frozenset(
    "release verify prune rollback rebuild doctor status review gate keys geocode sources fetch parse".split()
)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: said in French and in English, with its command, '' when there is none."""

    fr: str
    en: str
    command: str = ""


def todos(report: Report) -> list[Todo]:
    """What the run leaves to do, most pressing first; [] when nothing does."""
    found = [*_after_the_end(report), *_of_sources(report)]
    if report.review_count:
        count = report.review_count
        found.append(
            Todo(
                f"Relire {count} ligne(s) qui attendent une personne.",
                f"Look at {count} line(s) that wait for a person.",
                "creches review list",
            )
        )
    return found


def commands_in(text: str) -> list[str]:
    """The commands that a message names, in order, each once.

    >>> commands_in("Nothing is published. Next: creches release --offline, or creches gate list.")
    ['creches release --offline', 'creches gate list']
    """
    found = (match[0].strip() for match in _COMMAND.finditer(text))
    return list(dict.fromkeys(one for one in found if one.split()[1] in _WORDS))


def _after_the_end(report: Report) -> Iterator[Todo]:
    """What a run that did not go to its end asks for."""
    named = commands_in(report.error)
    match report.result:
        case "refused":
            told = "Rien n'est publié : lire la raison, vérifier.", "Nothing is published: read the reason, check."
            yield from (Todo(*told, command) for command in named or ["creches release --dry-run"])
        case "usage":
            yield Todo(
                "Corriger l'appel ou le réglage, puis recommencer.", "Correct the call or the setting, then again."
            )
        case "failed":
            yield from _after_a_failure(report, named)
        case "crashed":
            fr = "Un défaut du programme : recommencer avec CRECHES_DEBUG=1 et le signaler."
            yield Todo(fr, "A bug: run again with CRECHES_DEBUG=1 and report it.", "CRECHES_DEBUG=1 creches release")
        case "stopped" | "killed":
            fr = "Recommencer : ce qui était en cours sera achevé ou défait."
            yield Todo(fr, "Run again: what was under way is finished or undone.", "creches release")
        case _:
            return


def _after_a_failure(report: Report, named: list[str]) -> Iterator[Todo]:
    fr, en, command = {
        6: ("Attendre la fin de l'autre passage.", "Wait for the other run to end.", "creches status"),
        8: ("Restaurer ce qui est abîmé.", "Restore what is damaged.", "creches verify output"),
    }.get(report.exit_code, ("Recommencer plus tard.", "Try again later.", "creches release"))
    yield from (Todo(fr, en, one) for one in named or [command])


def _of_sources(report: Report) -> Iterator[Todo]:
    """What sources that were not had, or are held, ask for."""
    states = {one.id: one.state for one in report.sources}
    for source, why in report.stale.items():
        held = [one for one in commands_in(why) if "acknowledge" in one]
        if states.get(source) == "retenue":
            fr, en = (
                f"{source} est retenue : relire, puis accepter ou corriger.",
                f"{source} is held: look, then accept or mend.",
            )
            yield Todo(fr, en, held[0] if held else "creches gate list")
        elif states.get(source) == "cassee":
            fr = f"{source} répond sans être comprise : relire sa page."
            yield Todo(fr, f"{source} answers and is not understood: look at its page.", f"creches parse {source} FILE")
        else:
            fr = f"{source} n'a pas été lue : le prochain passage réessaie ; sinon, donner sa page enregistrée."
            en = f"{source} was not had: the next run tries again; else give its page, saved by hand."
            yield Todo(fr, en, f"creches release --page {source}=FILE")
