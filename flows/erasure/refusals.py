"""`sources/refus.csv`: those who asked not to be published, as salted digests. No clear value, in the file nor in a message.

PBKDF2-HMAC-SHA256 is in every Python and slow on purpose: who finds the file reads nobody in it, and has to try each value
there could be. It is no secret: there are not many phone numbers, and who kept an old release can try what it held, at any
cost. So the cost is what a weekly run can bear: 5,000 rounds, 2 ms a value, five values a structure. The lines of a file
share a salt, so that a run digests each value once, however many lines there are.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from flows import decision_file
from flows.safety import hazard
from sources.mobiles import holds_mobile
from sources.text import fold

SCHEME = "pbkdf2_sha256"
ROUNDS = 5_000
_MOST = 1_000_000  # rounds: a line may not stop every run
_DIGEST = re.compile(rf"{SCHEME}\$([1-9][0-9]{{3,6}})\$[0-9a-f]{{64}}")
_SALT = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _site(text: str) -> str:
    """Without scheme, `www.` nor what follows the host: a page of a site that asked to leave leaves too."""
    return fold(re.sub(r"^(https?://)?(www\.)?", "", text.strip().lower()).partition("/")[0])


WHO: Mapping[str, Callable[[str], str]] = {
    "id": lambda text: text.strip().lower(),
    "reference": str.strip,
    "siren": _digits,
    "siret": _digits,
    "nom+commune": fold,
    "telephone": lambda text: _digits(text)[-9:],
    "adresse+commune": fold,
}
"""What a structure is told by -> how it is written before it is digested. A reference is `cc source folded reference`. A
phone or a door tells it only where no other row has it: else it comes back under a name written otherwise."""
WHAT: Mapping[str, Callable[[str], str]] = {
    "telephone": lambda text: _digits(text)[-9:],  # whatever stands before the national number
    "courriel": fold,
    "site_web": _site,
    "adresse": fold,
    "nom": fold,
}
"""Columns whose value may be refused -> how a value is written before it is digested."""
SCOPES: Mapping[str, Mapping[str, Callable[[str], str]]] = {"structure": WHO, "valeur": WHAT}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One line of the file; all text."""

    empreinte: str
    sel: str
    portee: str
    champ: str
    demande_le: str
    note: str = ""


@lru_cache(maxsize=200_000)
def digest(value: str, salt: str, rounds: int = ROUNDS) -> str:
    """The `empreinte` of a normalised value."""
    found = hashlib.pbkdf2_hmac("sha256", value.encode(), bytes.fromhex(salt), rounds)
    return f"{SCHEME}${rounds}${found.hex()}"


def refusal(portee: str, champ: str, value: str, salt: str, day: str, note: str = "") -> Refusal:
    """The line of a value in clear, which it does not hold."""
    return Refusal(digest(SCOPES[portee][champ](value), salt), salt, portee, champ, day, note)


@dataclass(frozen=True, slots=True)
class Refusals:
    """The lines, ready to be asked."""

    lines: tuple[Refusal, ...] = ()
    _days: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _ways: dict[tuple[str, str], set[tuple[str, int]]] = field(default_factory=dict)

    def day_of(self, portee: str, champ: str, value: str) -> str:
        """The day (ISO) when this was asked for first; '' when nobody did."""
        ways = self._ways.get((portee, champ), ())
        plain = SCOPES[portee][champ](value) if ways else ""
        found = (self._days.get((portee, champ, digest(plain, *way)), "") for way in ways if plain)
        return min(filter(None, found), default="")


def asked(lines: Iterable[Refusal]) -> Refusals:
    """The lines of a file as a list that can be asked."""
    kept = Refusals(tuple(lines))
    for one in kept.lines:
        key = one.portee, one.champ, one.empreinte
        kept._days[key] = min(one.demande_le, kept._days.get(key, one.demande_le))
        kept._ways.setdefault((one.portee, one.champ), set()).add((one.sel, int(one.empreinte.split("$")[1])))
    return kept


def faults_of(one: Refusal) -> list[str]:
    """What is wrong with a line, in words that repeat no value; [] when nothing is."""
    rounds = _DIGEST.fullmatch(one.empreinte)
    tests = {
        f"empreinte is not {SCHEME}$rounds$64 digits of a sha256": rounds is not None,
        f"empreinte has more than {_MOST} rounds": rounds is None or int(rounds[1]) <= _MOST,
        "sel is not 32 digits and letters from 0 to f": _SALT.fullmatch(one.sel) is not None,
        f"portee is none of {', '.join(SCOPES)}": one.portee in SCOPES,
        "champ is none that its portee may have": one.champ in SCOPES.get(one.portee, {}),
        "demande_le is no day such as 2026-12-01": _DAY.fullmatch(one.demande_le) is not None,
        "note holds a contact, or what no file may hold": not (
            "@" in one.note or holds_mobile(one.note) or (one.note and hazard(one.note))
        ),
    }
    return [fault for fault, fine in tests.items() if not fine]


FILE = decision_file.DecisionFile(
    about="who asked not to be published",
    setting="refusals",
    columns=tuple(one.name for one in fields(Refusal)),
    row=Refusal,
    faults_of=faults_of,
    key_of=lambda one: (one.portee, one.champ, one.empreinte),
    named=lambda one: f"a {one.portee} by its {one.champ}",
    order=lambda one: (one.demande_le, one.portee, one.champ, one.empreinte),
)


def read(path: Path) -> Refusals:
    """The list. Raises UsageError, naming every bad line by its number, also when the file is not there."""
    return asked(row for row, _ in decision_file.read(FILE, path))


def added(path: Path, new: Iterable[Refusal]) -> Refusals:
    """Adds lines to the file, whole or not at all; what was asked before keeps its line. Raises UsageError."""
    known = read(path).lines
    there = {FILE.key_of(one) for one in known}
    lines = [*known, *(one for one in new if FILE.key_of(one) not in there)]
    decision_file.write(FILE, path, lines)
    return asked(lines)
