"""A measure made a verdict: its words in two languages, its limit, and the command that acknowledges a breach."""

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from flows.gate.limits import LIMITS, in_number, ruling
from schemas.verdicts import Verdict

BREACHES = ("retenue", "refus")
_NAMED = 60  # of what a message names; the rest is counted


class More(NamedTuple):
    """What a message says beside the measure: a sentence in French and in English."""

    fr: str = ""
    en: str = ""


NOTHING = More()


def ruled(
    gate: str,
    count: int,
    of: int,
    named: Sequence[More] = (),
    source: str = "",
    subject: str = "",
    more: More = NOTHING,
) -> Verdict:
    """The verdict of a gate on `count` among `of` (0: not a share). `named`: what was met, each in both languages.

    `subject` is the column, or the number that an acknowledgement is bound to: a worse one is another breach.
    """
    limit, found = LIMITS[gate], ruling(gate, count, of)
    about = [one for one in (source, subject) if one and not one.isdigit()]
    counted_fr, counted_en = _measure(count, of, limit.said_fr, " sur "), _measure(count, of, limit.said_en, " of ")
    if limit.asks:
        counted_fr, counted_en = (
            f"{limit.said_fr} : {'oui' if count else 'non'}",
            f"{limit.said_en}: {'yes' if count else 'no'}",
        )
    fr = " : ".join([*about, counted_fr, *_listed([n.fr for n in named])])
    en = ": ".join([*about, counted_en, *_listed([n.en for n in named])])
    french, english = (" ".join(filter(None, part)) for part in ((f"{fr}.", more.fr), (f"{en}.", more.en)))
    return Verdict(gate, found, french, english, source, subject, f"{count}/{of}" if of else f"{count}", limit.signs)


def _measure(count: int, of: int, said: str, among: str) -> str:
    """The count with its words in agreement."""
    number = of or count
    many = number != 1 if among == " of " else number > 1  # English says "0 records", French « 0 enregistrement »
    return f"{count}{f'{among}{of}' if of else ''} {in_number(said, many)}"


def with_command(verdict: Verdict) -> str:
    """A breach in English, with what a person may do to let it pass; no published file has the command."""
    if not LIMITS[verdict.gate].may_pass:
        return f"{verdict.message_en} (gate {verdict.gate})"
    command = acknowledging(verdict.gate, verdict.source, verdict.subject)
    return f"{verdict.message_en} To accept it, once checked: {command}"


def acknowledging(gate: str, source: str, subject: str) -> str:
    """The command by which a person lets a breach pass."""
    words = ["creches", "gate", "acknowledge", gate]
    words += ["--source", source] if source else []
    words += ["--subject", subject] if subject else []
    return shlex.join([*words, "--days", "14", "--reason"]) + ' "…"'


def _listed(named: Sequence[str]) -> list[str]:
    more = [f"+ {len(named) - _NAMED}"] if len(named) > _NAMED else []
    return ["; ".join([*named[:_NAMED], *more])] if named else []


def worst(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """All that are not ok; where all are, the first one stands for them."""
    told = [one for one in verdicts if one.ruling != "ok"]
    return told or list(verdicts[:1])
