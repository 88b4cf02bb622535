"""The second wall: phones, mailboxes and people are taken out of every text before it is cleaned or kept.

Readers take contacts out of the address line; a theme that writes all on one line may still leak one here.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from flows.ordinary import ordinary
from schemas.records import Record
from sources.people import tidy
from sources.people import without_people as without_people  # told to those who clean texts
from sources.text import clean

_GAP = r"[\s.\-‐-―/·•_,()]{0,3}"
_OVERSEAS = "33|262|590|594|596"
_WHOLE_PHONE = re.compile(
    rf"(?:\+|(?<!\d)00)\s?(?:{_OVERSEAS}){_GAP}0?{_GAP}[1-9](?:{_GAP}\d){{8}}\d*"  # +33 (0)1 …, 00 262 …
    rf"|(?<![\d+])0{_GAP}[1-9](?:{_GAP}\d){{8}}\d*"  # 01 … with any separator
    rf"|\+\s?\d(?:{_GAP}\d){{6,13}}"  # any other country
)
_LOST_ZERO = re.compile(r"(?<![\d+])(?:33[ .\-]?)?[67](?:[ .\-]?\d{2}){4}(?!\d)")
"""A mobile that lost its first zero. Looked for last: in `69006 06 39 …` it would take the postcode and leave digits."""
PHONE = re.compile(f"{_WHOLE_PHONE.pattern}|{_LOST_ZERO.pattern}")
"""A run of digits that is written as a phone number."""
_AT = r"(?:\s?[@＠]\s?|\s?[\[({]\s?(?:at|arobase)\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|point)\s?[\])}]\s?)"
MAILBOX = re.compile(rf"(?<![\w.+'\-])[\w.+'\-]+{_AT}[\w\-]+(?:{_DOT}[\w\-]+)+", re.IGNORECASE)
"""A run of characters that is written as a mailbox, plain or hidden from robots."""
_LEFTOVER_MAILBOX = re.compile(r"(?<![^\s,;@＠])[^\s,;@＠]*[@＠][^\s,;]*")
_LABEL = re.compile(
    r"(?:\b(?:t[ée]l(?:[ée]phone)?s?|mobile|portable|gsm|fax|courriel|e-?mail|m[ée]l|mail)\b|\bport(?=\s*[.:])"
    r"|\bt(?=\s*[.:]))[\s.:]*(?:(?:ou|et|[/-])\s*)?$",
    re.IGNORECASE,
)
_NOT_DIGIT = re.compile(r"\D")
_BOX = re.compile(r"(?:\bB\.?P\.?|\bC\.?S\.?|\bTSA)\s*(?:n°\s*)?$", re.IGNORECASE)


class Guarded(NamedTuple):
    """A record freed of contacts and people in its texts, and whether some were found there."""

    record: Record
    contacts: bool
    people: bool


def without_contacts(text: str, mailbox_leftovers: bool = True) -> str:
    """The text without any run like a phone number or a mailbox, nor the label before it; unchanged when none.

    `mailbox_leftovers` also takes out every other word holding an @ (an address line has none; a name may).
    """
    out = _take_out(text, MAILBOX)
    if mailbox_leftovers:
        out = _take_out(out, _LEFTOVER_MAILBOX)
    return _take_out(_take_out(out, _WHOLE_PHONE), _LOST_ZERO)


def guard(record: Record) -> Guarded:
    """The record with every text freed of contacts, its own ones however spaced, and of people."""
    if ordinary(record.nom) and ordinary(record.adresse_source) and ordinary(record.rue) and ordinary(record.commune):
        return Guarded(record, False, False)
    return _guarded(record)


def _guarded(record: Record) -> Guarded:
    """The long way, for a record whose texts are not all ordinary."""
    texts = {field: clean(str(getattr(record, field))) for field in ("nom", "adresse_source", "rue", "commune")}
    freed = {field: without_contacts(_own(text, record), field != "nom") for field, text in texts.items()}
    safe = {field: without_people(text) for field, text in freed.items()}
    guarded = replace(
        record,
        nom=safe["nom"],
        adresse_source=safe["adresse_source"],
        rue=safe["rue"],
        commune=safe["commune"],
    )
    return Guarded(guarded, freed != texts, safe != freed)


def _own(text: str, record: Record) -> str:
    """The text without the record's own contacts, however they are spaced in it."""
    out, written = text, _NOT_DIGIT.sub("", text)
    for raw in record.telephones:
        digits = _NOT_DIGIT.sub("", raw)[-9:]
        if len(digits) == 9 and digits in written:  # else no pattern of theirs is found, and making one is slow
            out = re.sub(rf"(?:\+\s?\d{{2,3}}{_GAP})?0?" + r"\D{0,3}".join(digits), " ", out)
    for raw in record.courriels:
        if "@" in raw and "@" in out:
            out = re.sub(re.escape(raw.strip()), " ", out, flags=re.IGNORECASE)
    return text if out == text else tidy(_LABEL.sub("", out))


def _take_out(text: str, pattern: re.Pattern[str]) -> str:
    kept, start = "", 0
    for match in pattern.finditer(text):
        kept += text[start : match.start()]
        start = match.end()
        if pattern in (_WHOLE_PHONE, _LOST_ZERO) and _is_box(kept, match[0]):
            kept += match[0]
        else:
            kept = _LABEL.sub("", kept) + " "
    return text if kept + text[start:] == text else tidy(kept + text[start:])


def _is_box(before: str, run: str) -> bool:
    """`CS 01234 69006` is a post office box and a postcode, not a phone number."""
    return bool(_BOX.search(before)) and bool(re.search(r"\D\d{5}$", run))
