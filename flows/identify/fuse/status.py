"""Is a place there? What has taken the place of what, what is closed, and who says that it is open."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from flows.identify.fuse.closing import aged, announced, contradicted
from flows.identify.fuse.mentions import Mention, number
from flows.identify.fuse.trust import best, ranked
from schemas.records import Anomaly

NUMBER = {"etablissements": "siret", "gestionnaires": "siren"}
OLD_AFTER = 5  # years, of evidence that nobody renews, where the descriptor does not say; 0 there: never
_THERE = ("premiere_main", "curation")
"""Whose page can tell that a place is open though a register has it closed."""


class Standing(NamedTuple):
    """`date_fermeture` is '' unless the row is closed. `winner`: who decides; `closing`: who says that it is closed."""

    statut: str
    date_fermeture: str
    winner: Mention
    closing: Mention | None
    anomalies: tuple[Anomaly, ...]


def with_past(table: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The same mentions, those marked `past` that are of an establishment (of a legal person) which another one succeeds.

    That is: closed while another is open, or named as predecessor; of an operator, also any other SIREN than the one
    that is published. Where registers disagree on one number, the newest snapshot is right.
    """
    state = _state(NUMBER[table], mentions)
    left = _left(mentions)
    standing = {key for key, mention in state.items() if not mention.closed and key not in left}
    current = standing or set(state) - left
    if table == "gestionnaires" and (first := best("siren", [state[key] for key in current])):
        current = {first["siren"]}
    return [
        replace(m, past=True) if m.registered and _is_past(m, _key(table, m), current, standing) else m
        for m in mentions
    ]


def _state(column: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """What registers say of each number now."""
    state: dict[str, Mention] = {}
    registers = [mention for mention in mentions if mention.registered]
    for mention in sorted(registers, key=lambda m: (-number(m["jour_snapshot"]), *m.order)):
        state.setdefault(mention[column] or mention["reference"], mention)
    return state


def _left(mentions: Sequence[Mention]) -> set[str]:
    """SIRETs that another one has taken the place of; none when each would be another's (a circle proves nothing)."""
    moves = [(m["predecesseur"], m["siret"]) for m in mentions if m["predecesseur"] not in ("", m["siret"])]
    left = {old for old, _ in moves}
    return left if any(new not in left for _, new in moves) else set()


def _key(table: str, mention: Mention) -> str:
    return mention[NUMBER[table]] or mention["reference"]


def _is_past(mention: Mention, key: str, current: set[str], standing: set[str]) -> bool:
    return key not in current or (mention.closed and key in standing)


def standing(table: str, nom: str, mentions: Sequence[Mention], as_of: str) -> Standing:
    """Whether a row is open, by mentions of which the past is marked.

    A closing holds unless a page read in this run says, later, that the place is there. A place is open on a fresh
    word that it is; on an announcement, an old page or a word carried from the last release it is not confirmed.
    A closing to come is told, and closes on its day.
    """
    told = tuple(announced(nom, mentions))
    closing = best("date_fermeture", (m for m in mentions if m.closed and not m.past), "etat")
    open_ = [m for m in ranked("statut", mentions) if _shows(m, as_of)]
    if closing:
        found = _closed(table, nom, closing, [m for m in open_ if not m.carried])
        return found._replace(anomalies=(*told, *found.anomalies))
    sure = open_ if _named(mentions) else []
    if sure:
        return Standing("actif", "", sure[0], None, told)
    old = [m for m in ranked("statut", mentions) if m["etat"] == "actif" and is_old(m, as_of)]
    told += tuple(aged(nom, mention, years_of(mention)) for mention in old[:1])
    first = old[0] if old else ranked("statut", mentions)[0]
    return Standing("non_confirme", "", first, None, told)


def _named(mentions: Sequence[Mention]) -> bool:
    """Whether somebody says that it is there, however long ago: a candidate of a register may confirm it, not more."""
    return any(mention["etat"] == "actif" for mention in mentions)


def _shows(mention: Mention, as_of: str) -> bool:
    """Whether a mention says in this run that the place is open."""
    there = mention["etat"] in ("actif", "candidat")
    return there and mention.fresh and not mention.past and not is_old(mention, as_of)


def years_of(mention: Mention) -> int:
    """After how many years a page kept by hand is old evidence; 0: never."""
    return int(mention.values.get("preuve_ancienne_ans") or OLD_AFTER)


def is_old(mention: Mention, as_of: str) -> bool:
    """Whether it is a page kept by hand that nobody has renewed for years."""
    years = years_of(mention)
    limit = f"{int(as_of[:4]) - years:04}{as_of[4:]}"
    return mention["classe"] == "curation" and years > 0 and number(mention.day) < number(limit)


def _closed(table: str, nom: str, closing: Mention, open_: Sequence[Mention]) -> Standing:
    day = closing["date_fermeture"] or closing.day
    denial = next((m for m in open_ if number(m.day) > number(day) and _may_deny(m, closing)), None)
    told = (contradicted(nom, closing, denial),) if denial else ()
    if denial and table == "etablissements":
        return Standing("non_confirme", "", denial, None, told)
    return Standing("ferme", closing["date_fermeture"], closing, closing, told)


def _may_deny(mention: Mention, closing: Mention) -> bool:
    """A page of the place, or one kept by hand; a register, where it is a page that says closed."""
    return not closing.registered if mention.registered else mention["classe"] in _THERE
