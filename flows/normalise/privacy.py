"""The second wall: phones, mailboxes and people are taken out of every text before it is cleaned or kept.

Readers take contacts out of the address line; a theme that writes all on one line may still leak one here.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from schemas.records import Record
from sources.text import clean

_GAP = r"[\s.\-‐-―/·•_,()]{0,3}"
_OVERSEAS = "33|262|590|594|596"
PHONE = re.compile(
    rf"(?:\+|(?<!\d)00)\s?(?:{_OVERSEAS}){_GAP}0?{_GAP}[1-9](?:{_GAP}\d){{8}}\d*"  # +33 (0)1 …, 00 262 …
    rf"|(?<![\d+])0{_GAP}[1-9](?:{_GAP}\d){{8}}\d*"  # 01 … with any separator
    rf"|\+\s?\d(?:{_GAP}\d){{6,13}}"  # any other country
    r"|(?<![\d+])(?:33[ .\-]?)?[67](?:[ .\-]?\d{2}){4}(?!\d)"  # a mobile that lost its first zero
)
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
_BOX = re.compile(r"(?:\bB\.?P\.?|\bC\.?S\.?|\bTSA)\s*(?:n°\s*)?$", re.IGNORECASE)
_WAY = r"(?:rue|avenue|boulevard|place|chemin|impasse|all[ée]e|route|quai|square|cours)\b"
_END = rf"(?=\s*(?:[,;\d]|$|{_WAY}))"
_CARE_OF = re.compile(
    rf"(?:\bc/o\b|\bà l'attention d[eu]\b|\battn\b\.?)\s*:?\s*(?P<who>[^,;\d]+?){_END}"
    rf"|\bchez\s+(?P<person>(?:Mme|Mlle|M\.|Mr|Madame|Monsieur)\s[^,;\d]+?){_END}",
    re.IGNORECASE,
)
_CIVIL = re.compile(rf"(?:^|(?<=[,;]))\s*(?:Mme|Mlle|M\.|Mr|Mrs)\s+[A-ZÀ-ÖØ-Þ][^,;\d]*?{_END}")
_BODY = re.compile(
    r"\b(?:asso|caf|ccas|centre|collectif|coop|cr[èe]che|ecole|école|entreprise|espace|foyer|f[ée]d[ée]ration|groupe"
    r"|h[ôo]tel|incubateur|mairie|maison|mutuelle|p[ôo]le|r[ée]seau|r[ée]sidence|sarl|sas|scic|scop|soci[ée]t[ée]|union)",
    re.IGNORECASE,
)
_EDGES = " ,;:|/–—-"


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
    return _take_out(out, PHONE)


def without_people(text: str) -> str:
    """The text without "c/o Mme …": after c/o only what is surely an organisation stays."""
    out = _CARE_OF.sub(lambda m: m[0] if m["who"] and _organisation(m["who"]) else "", text)
    out = _CIVIL.sub("", out)
    return text if out == text else _tidy(out)


def guard(record: Record) -> Guarded:
    """The record with every text freed of contacts, its own ones however spaced, and of people."""
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
    out = text
    for raw in record.telephones:
        digits = re.sub(r"\D", "", raw)[-9:]
        if len(digits) == 9:
            out = re.sub(rf"(?:\+\s?\d{{2,3}}{_GAP})?0?" + r"\D{0,3}".join(digits), " ", out)
    for raw in record.courriels:
        if "@" in raw:
            out = re.sub(re.escape(raw.strip()), " ", out, flags=re.IGNORECASE)
    return text if out == text else _tidy(_LABEL.sub("", out))


def _take_out(text: str, pattern: re.Pattern[str]) -> str:
    kept, start = "", 0
    for match in pattern.finditer(text):
        kept += text[start : match.start()]
        start = match.end()
        if pattern is PHONE and _is_box(kept, match[0]):
            kept += match[0]
        else:
            kept = _LABEL.sub("", kept) + " "
    return text if kept + text[start:] == text else _tidy(kept + text[start:])


def _is_box(before: str, run: str) -> bool:
    """`CS 01234 69006` is a post office box and a postcode, not a phone number."""
    return bool(_BOX.search(before)) and bool(re.search(r"\D\d{5}$", run))


def _organisation(who: str) -> bool:
    return bool(_BODY.search(who)) and not re.match(r"\s*(?:Mme|Mlle|M\.|Mr|Madame|Monsieur)\s", who, re.IGNORECASE)


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]|<\s*>", " ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"([,;|])(?:\s*[,;|/:–—-])+(?=\s|$)", r"\1", text)
    return re.sub(r"\s+([,;])", r"\1", text).strip(_EDGES)
