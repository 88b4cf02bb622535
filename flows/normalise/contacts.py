"""Phones and mailboxes: which of them an organisation's public record may carry.

Rule of CNIL's advice on reusing public data: a generic mailbox or a switchboard intrudes less than a person's own.

Only a fixed line and a surely generic mailbox are published. Anything else is withheld, and a withheld value is
not even kept in what these functions return.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import phonenumbers

from flows.normalise.mailboxes import Kind, is_usual, kind_of
from flows.normalise.privacy import PHONE
from sources.text import clean

PhoneKind = Literal["fixe", "mobile", "special", "invalide", "absent"]
MailboxKind = Kind
Phones = Counter[PhoneKind]
Mailboxes = Counter[MailboxKind]
"""How many there are of each nature."""

_FRENCH = frozenset([33, 262, 508, 590, 594, 596, 681, 687, 689])
_MOBILE_PLANS = frozenset([33, 262, 590, 594, 596])
# ARCEP's plan keeps these heads for overseas; libphonenumber alone reads some as metropolitan.
_OVERSEAS = {"262": 262, "263": 262, "269": 262, "508": 508, "590": 590, "594": 594, "596": 596}
_LINES = frozenset([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.VOIP])
_CARRIED = frozenset([phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE])
_NOT_DIGIT = re.compile(r"\D")
_GLUED = re.compile(r"[ .]\d")
_USUAL = re.compile(r"0[1-5](?:[ .-]?[0-9]{2}){4}(?<!00)")
"""A fixed line as most pages write it. Numbers of many zeros at the end are left to the long way."""


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` (`+33478265602`) is filled for a publishable fixed line only; '' for every other nature."""

    e164: str
    nature: PhoneKind


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`adresse` is filled for a generic mailbox only; '' for every other nature."""

    adresse: str
    nature: MailboxKind


def phone(raw: str) -> Phone:
    """The number written in a text; when it holds several, the first that may be published, else the first.

    >>> phone("+33 (0)1 99 00 12 34"), phone("06 39 98 00 01").nature, phone("0000000000").nature
    (Phone(e164='+33199001234', nature='fixe'), 'mobile', 'absent')
    """
    found = [_read(run) for run in _runs(raw)]
    return next((one for one in found if one.nature == "fixe"), found[0])


def choose_phone(raws: Iterable[str]) -> tuple[str, Phones]:
    """The first publishable line in E.164 ('' when none), and how many other numbers there are of each nature.

    The same number written twice counts once.
    """
    raws = tuple(raws)
    if len(raws) == 1 and (line := usual_phone(raws[0])):
        return line, Counter()
    found: dict[str, Phone] = {}
    for run in (run for raw in raws for run in _runs(raw)):
        found.setdefault(_digits(run)[-9:], _read(run))
    best = next((key for key, one in found.items() if one.nature == "fixe"), "")
    others: Phones = Counter(one.nature for key, one in found.items() if key != best and one.nature != "absent")
    return found[best].e164 if best else "", others


def mailbox(raw: str, domain_hints: Sequence[str] = ()) -> Mailbox:
    """A mailbox in small letters, and whether it is an organisation's.

    `domain_hints` are names the organisation goes by (its name, its town): words of theirs are no person's.

    >>> mailbox("mailto:Contact@agapi.example.fr").nature, mailbox("prenom.nom@agapi.example.fr").adresse
    ('generique', '')
    """
    address, nature = kind_of(raw, domain_hints)
    return Mailbox(address if nature == "generique" else "", nature)


def choose_mailbox(raws: Iterable[str], domain_hints: Sequence[str] = ()) -> tuple[str, Mailboxes]:
    """The first generic mailbox ('' when none), and how many others there are of each nature; twice the same is one."""
    texts = dict.fromkeys(text for text in (clean(raw).lower().removeprefix("mailto:") for raw in raws) if text)
    found = [_usual_mailbox(text) or mailbox(text, domain_hints) for text in texts]
    best = next((one for one in found if one.nature == "generique"), None)
    if best and len(found) == 1:
        return best.adresse, Counter()
    return best.adresse if best else "", Counter(one.nature for one in found if one != best)


def _usual_mailbox(text: str) -> Mailbox | None:
    """A team's mailbox that is read at a glance; None for a text that has to be looked at."""
    return Mailbox(text, "generique") if is_usual(text) else None


def usual_phone(raw: str) -> str:
    """A fixed line of metropolitan France in E.164, read at a glance; '' for a text that has to be looked at."""
    match = _USUAL.fullmatch(raw)
    national = _digits(raw)[1:] if match else ""
    fixed = national[:3] not in _OVERSEAS and _fixed_plan().fullmatch(national)
    return f"+33{national}" if fixed else ""


@cache
def _fixed_plan() -> re.Pattern[str]:
    """The fixed lines of metropolitan France, as libphonenumber knows them; its other plans begin with 6 to 9."""
    france = phonenumbers.PhoneMetadata.metadata_for_region("FR")
    plan = france.fixed_line if france else None
    return re.compile(plan.national_number_pattern or "(?!)" if plan else "(?!)")  # no plan known: nothing is usual


def _runs(raw: str) -> list[str]:
    """The numbers of a text; the whole text when none is written like a number, or one has a digit too many."""
    text = clean(raw)
    matches = list(PHONE.finditer(text))
    starts = {match.start() for match in matches}
    whole = any(_GLUED.match(text, match.end()) and match.end() + 1 not in starts for match in matches)
    return [text] if whole or not matches else [match[0] for match in matches]


def _digits(run: str) -> str:
    return _NOT_DIGIT.sub("", run)


def _read(run: str) -> Phone:
    digits = _digits(run)
    if not digits or not digits[-8:].strip("0"):
        return Phone("", "absent")
    if len(digits) <= 6:
        return Phone("", "special" if digits[0] in "13" else "invalide")
    try:
        return _judged(phonenumbers.parse(run, "FR"))
    except phonenumbers.NumberParseException:
        return Phone("", "invalide")


def _judged(number: phonenumbers.PhoneNumber) -> Phone:
    """The first digits decide for a mobile, valid or not: withholding too much is the safe error."""
    national = str(number.national_number)
    if number.country_code == 33 and national[:3] in _OVERSEAS:
        number = phonenumbers.PhoneNumber(_OVERSEAS[national[:3]], int(national))
    kind = phonenumbers.number_type(number)
    if kind in _CARRIED or (number.country_code in _MOBILE_PLANS and national[0] in "67"):
        return Phone("", "mobile")
    if not phonenumbers.is_valid_number(number):
        return Phone("", "invalide")
    if kind not in _LINES or number.country_code not in _FRENCH:
        return Phone("", "special")
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), "fixe")
