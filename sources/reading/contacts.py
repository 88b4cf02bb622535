"""Takes phones, mailboxes, web addresses, labels and people out of a line, so that names and addresses stand alone."""

import re
from dataclasses import dataclass

from sources.reading.lines import Line
from sources.reading.people import may_be_person, without_people
from sources.reading.words import words
from sources.text import clean, fold

_GAP = r"[\s.\-‐-―/·•]{0,3}"
PHONE = re.compile(
    rf"(?<![\d+])(?:(?:\+|00)\s?(?:33|262|590|594|596){_GAP}(?:\(0\){_GAP})?[1-9]|\(?0[1-9]\)?)"
    rf"(?:(?:{_GAP}\d{{2}}){{4}}|\d{{2}}[\s.]\d{{3}}[\s.]\d{{3}})(?!\d)"
)
_MOBILE = re.compile(r"^(?:\+33|0033|0)\D*0?\D*[67]")
MAIL = re.compile(
    r"[\w.+'-]+(?:\s?[@＠]\s?|\s?[\[({]\s?(?:at|arobase|@)\s?[\])}]\s?)[\w-]+"
    r"(?:(?:\.|\s?[\[({]\s?(?:dot|point)\s?[\])}]\s?)[\w-]+)+",
    re.I,
)
_LONGEST = 1000  # characters: running text, no member
_WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.I)
_ICONS = re.compile("[\u2600-\u27bf\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff]+")
_LABEL_WORDS = (
    r"adresse(?: postale| du si[èe]ge)?|si[èe]ge(?: social)?|t[ée]l(?:[ée]phone)?s?|tel|t(?=\s*[.:])|portable|mobile|fax|"
    r"t[ée]l[ée]copie|courriel|e-?mail|mail|site(?: web| internet)?|ville|commune|localit[ée]|code postal|cp|nom|"
    r"coop[ée]rative|structure|membre|adh[ée]rent|rue|voie|pays|coordonn[ée]es|lieu|horaires?"
)
_LABEL = re.compile(rf"^(?:[^\w\s]\s*)*(?:{_LABEL_WORDS})\s*\.?\s*(?:[:：]|=>|→)\s*", re.I)
_ONLY_LABEL = re.compile(rf"^(?:[^\w\s]\s*)*(?:{_LABEL_WORDS})\s*\.?\s*:?$", re.I)
_TAIL_LABEL = re.compile(
    r"[\s,;:–—|·•(/-]*\b(?:t[ée]l(?:[ée]phone)?|tel|t(?=\s*[.:])|portable|mobile|fax|courriel|e-?mail|mail|site(?: web)?)"
    r"\.?\s*:?\s*$",
    re.I,
)
_EDGES = " \t,;:–—|·•/-()→>[]"
_ACTIONS = words(
    "voir plus|voir la carte|voir sur la carte|itineraire|itineraires|y aller|en savoir plus|lire la suite|voir|voir la fiche|"
    "plus d infos|plus d informations|appeler|ecrire|nous ecrire|contacter|site web|site internet|visiter le site|"
    "voir le site|le site|google maps|plan|plan d acces|localiser|carte|decouvrir|details|partager|fermer|ouvrir|"
    "haut de page|retour|contact|envoyer un courriel|envoyer un mail|nous contacter|france|telephone|voir le plan|acces|"
    "afficher|afficher la carte|+|x",
    "|",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line without its contacts: `rest` is '' when nothing else was there."""

    index: int
    line: Line
    rest: str
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    site: str = ""


def strip_contacts(index: int, line: Line) -> Piece:
    """The line parted into contacts and the rest. A line about a person keeps what names an organisation, if anything."""
    if len(line.text) > _LONGEST:
        return Piece(index, line, "")
    text = _WEB.sub(" ", MAIL.sub(" ", PHONE.sub(" \x1f ", line.text)))
    phones = tuple(clean(m) for m in PHONE.findall(line.text)) or _linked(line, "tel:")
    mails = tuple(re.sub(r"\s", "", m) for m in MAIL.findall(line.text)) or _linked(line, "mailto:")
    return Piece(index, line, _nameable(_unlabelled(text.replace("\x1f", " ")), phones), phones, mails, _site(line))


def _nameable(rest: str, phones: tuple[str, ...]) -> str:
    """Without people, unless the line is a place ("12 Rue du Président Wilson") or an address with its member's name."""
    if re.search(r"\b\d{5}\b", rest) or re.match(r"\d{1,4}\D|(?:rue|avenue|boulevard|place|square|quai)\b", rest, re.I):
        return rest
    if any(_MOBILE.match(phone) for phone in phones) and may_be_person(rest):
        return ""
    return without_people(rest)


def _unlabelled(text: str) -> str:
    text = clean(_ICONS.sub(" ", text))
    while True:
        shorter = _unbracketed(_TAIL_LABEL.sub("", _LABEL.sub("", text)))
        if _ONLY_LABEL.match(shorter) or fold(shorter) in _ACTIONS or not re.search(r"\w", shorter):
            shorter = ""
        if shorter == text:
            return text
        text = shorter


def _unbracketed(text: str) -> str:
    """Without the punctuation around it; a bracket that closes one of the text's own stays."""
    bare = text.strip(_EDGES)
    closed = text[text.find(bare) + len(bare) :][:1] if bare else ""
    return bare + closed if closed == ")" and bare.count("(") > bare.count(")") else bare


def _linked(line: Line, scheme: str) -> tuple[str, ...]:
    found = (link[len(scheme) :].split("?")[0].strip() for link in line.links if link.lower().startswith(scheme))
    return tuple(dict.fromkeys(f.replace("%20", " ") for f in found if f))


def _site(line: Line) -> str:
    """The first outside address written or linked on the line."""
    written = _WEB.search(line.text)
    if written:
        return written.group().rstrip(".,;)")
    return next((link for link in line.links if re.match(r"https?://", link, re.I)), "")
