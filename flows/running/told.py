"""The report of a run for a person: one screen of Markdown, in French or in English."""

import re
from collections.abc import Iterator

from flows.changes.change import CAUSES
from flows.changes.plain import Tongue
from flows.changes.words import TABLE_WORDS
from flows.changes.words import one as of_two
from flows.running.report import Report
from flows.running.todo import todos

MOST = 6
"""Lines of a kind that are told; the JSON has more."""
_BRIEF = 0.05
"""Seconds: shorter steps are not told."""
_NATURES = {
    "ajoute": ("ajout(s)", "added"),
    "modifie": ("modification(s)", "modified"),
    "retire": ("retrait(s)", "removed"),
}

RESULTS = {
    "published": ("publiée", "published"),
    "partial": ("publiée, des sources manquaient", "published, with sources missing"),
    "unchanged": ("rien de nouveau", "nothing new"),
    "dry-run": ("essai, rien n'est écrit", "dry run, nothing is written"),
    "usage": ("mauvais appel ou réglage", "wrong call or setting"),
    "refused": ("refusée", "refused"),
    "failed": ("empêchée", "could not be made"),
    "crashed": ("défaut du programme", "a bug"),
    "stopped": ("arrêtée", "stopped"),
    "killed": ("morte en route", "died on the way"),
}


def markdown(report: Report, tongue: Tongue) -> str:
    """The report in one language: published? what changed and why? what must I do? then sources and timings."""
    title = of_two(tongue, ("Passage", "Run")), of_two(tongue, RESULTS[report.result])
    parts = [
        f"# {title[0]} {report.run} : {title[1]}" if tongue == "fr" else f"# {title[0]} {report.run}: {title[1]}",
        "\n".join(_published(report, tongue)),
        "\n".join(_changed(report, tongue)),
        "\n".join(_to_do(report, tongue)),
        "\n".join(_sources(report, tongue)),
        "\n".join(_steps(report, tongue)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _published(report: Report, tongue: Tongue) -> Iterator[str]:
    yield of_two(tongue, ("## Publiée ?", "## Published?"))
    yield ""
    version = report.version or "–"
    if report.is_published:
        counted = ((report.rows.get(name, 0), TABLE_WORDS[name]) for name in ("etablissements", "gestionnaires"))
        rows = ", ".join(f"{count} {of_two(tongue, words)}(s)" for count, words in counted)
        yield of_two(tongue, (f"Oui : **{version}**, {rows}.", f"Yes: **{version}**, {rows}."))
    elif report.version:
        yield of_two(tongue, (f"Non : **{version}** reste la version.", f"No: **{version}** stays the release."))
    else:
        yield of_two(tongue, ("Non, et il n'y a pas encore de version.", "No, and there is no release yet."))
    if report.error:
        yield ""
        yield from (f"> {readable(line, 600)}" for line in report.error.splitlines()[:MOST])
    if report.where:
        yield f"> `{report.where}`"
    for run in report.died[:MOST]:
        yield ""
        yield of_two(
            tongue,
            (f"Le passage {run} est mort en route, sans un mot.", f"The run {run} died on the way, without a word."),
        )


def _changed(report: Report, tongue: Tongue) -> Iterator[str]:
    yield of_two(tongue, ("## Qu'est-ce qui a changé, et pourquoi ?", "## What changed, and why?"))
    yield ""
    if not report.changes or not report.is_published:
        yield of_two(tongue, ("Rien de ce que voient les lecteurs.", "Nothing that readers see."))
        return
    for what, count in report.changes.items():
        table, _, nature = what.partition(" ")
        if table in TABLE_WORDS:
            word, done = of_two(tongue, TABLE_WORDS[table]), of_two(tongue, _NATURES.get(nature, (nature, nature)))
            yield f"- {word} : {count} {done}" if tongue == "fr" else f"- {word}: {count} {done}"
    yield of_two(tongue, ("\nCar (valeurs) :", "\nBecause (values):"))
    for cause, count in sorted(report.causes.items(), key=lambda pair: -pair[1])[:MOST]:
        yield f"- {of_two(tongue, CAUSES.get(cause, (cause, cause)))} ({count})"


def _to_do(report: Report, tongue: Tongue) -> Iterator[str]:
    yield of_two(tongue, ("## Que dois-je faire ?", "## What must I do?"))
    yield ""
    found = todos(report)
    if not found:
        yield of_two(tongue, ("Rien.", "Nothing."))
    for todo in found[:MOST]:
        said = of_two(tongue, (todo.fr, todo.en))
        yield f"- {said} `{todo.command}`" if todo.command else f"- {said}"
    lines = report.review_fr if tongue == "fr" else report.review
    yield from (f"  - {readable(line, 300)}" for line in lines[:MOST])
    if report.review_count > MOST:
        yield f"  - … ({report.review_count})"


def _sources(report: Report, tongue: Tongue) -> Iterator[str]:
    if report.sources:
        yield of_two(tongue, ("| source | état | jour | lignes |", "| source | state | day | rows |"))
        yield "| --- | --- | --- | ---: |"
        yield from (f"| {one.id} | {one.state} | {one.day} | {one.records} |" for one in report.sources)


def _steps(report: Report, tongue: Tongue) -> Iterator[str]:
    head = f"{report.begun} → {report.ended}, {report.seconds:.1f} s"
    yield head
    slow = [one for one in report.steps if one.seconds >= _BRIEF]
    if slow:
        yield ""
        yield of_two(tongue, ("| étape | secondes | Mo |", "| step | seconds | MB |"))
        yield "| --- | ---: | ---: |"
        yield from (f"| {one.name} | {one.seconds:.2f} | {one.peak_mb} |" for one in slow[: 3 * MOST])


def readable(text: str, longest: int) -> str:
    """A text as a line of Markdown that reads well as it is, too: no tag, no named link, no picture, no heading, nobody called."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    shown = flat if len(flat) <= longest else flat[:longest] + "…"
    marked = re.sub(r"([\\`*\[\]<|])", r"\\\1", shown).replace("@", "&#64;")
    return re.sub(r"^(\d*)([#>+~.)-])", r"\1\\\2", marked)
