"""The report of a run in Markdown, in French; text that pages or errors gave is escaped."""

import re

from flows.orchestration.seen import STAGES, Seen
from flows.outcome import Outcome
from flows.running.sayable import sayable
from sources.text import clean

_WORDS = {
    "published": "publiée",
    "partial": "publiée, avec des sources périmées",
    "unchanged": "inchangée : rien de nouveau, la version en place reste",
    "dry-run": "essai à blanc : rien n'est écrit",
    "refused": "refusée : rien n'est publié, la version en place reste",
    "failed": "en échec : rien n'est publié, la version en place reste",
}
_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|~<>&$^=:-])")
LONGEST = 2000
"""Characters of a reason that are shown."""


def markdown_of(result: str, reason: str, seen: Seen, outcome: Outcome | None) -> str:
    """The report. `result`: how the run ended, a key of the words above; `reason`: of a refusal, or the version."""
    lines = [f"# Version du {seen.as_of} : {_WORDS[result]}", "", escaped(reason), ""]
    lines += [f"- Étapes faites : {', '.join(name for name in STAGES if name in seen.stages) or 'aucune'}"]
    if outcome:
        lines += [f"- {table} : {count} lignes" for table, count in outcome.rows.items() if count]
        lines += [f"- Changements, {escaped(what)} : {count}" for what, count in outcome.changes.items()]
        lines += [f"- Source {escaped(source)} : {escaped(why)}" for source, why in outcome.stale.items()]
    lines += [f"- À examiner, {escaped(file)}, {escaped(why)} : {n}" for (file, why), n in sorted(seen.review.items())]
    worse = [row for row in seen.gates if row["décision"] != "ok"]
    lines += [f"- Porte {escaped(row['porte'])}, {row['décision']} : {escaped(row['message'])}" for row in worse]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Text as Markdown that names nobody and does nothing: one line, no link, no tag, cut when it is very long."""
    return _SIGNS.sub(r"\\\1", clean(sayable(text))[:LONGEST])
