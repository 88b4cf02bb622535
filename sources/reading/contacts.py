"""Takes phones, mailboxes, web addresses, labels and people out of a line, so that names and addresses stand alone."""

import re
from dataclasses import dataclass

from sources.reading.lines import Line
from sources.text import clean, fold

PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)\s?(?:33|262|590|594|596)[\s.\-/]?(?:\(0\)[\s.\-/]?)?[1-9]|\(?0[1-9]\)?)(?:[\s.\-/]{0,3}\d{2}){4}(?!\d)"
)
MAIL = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\)|\[arobase\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
_WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.I)
_LABEL_WORDS = (
    r"adresse(?: postale| du si[èe]ge)?|si[èe]ge(?: social)?|t[ée]l(?:[ée]phone)?s?|tel|portable|mobile|fax|t[ée]l[ée]copie|"
    r"courriel|e-?mail|mail|site(?: web| internet)?|ville|commune|localit[ée]|code postal|cp|nom|coop[ée]rative|structure|"
    r"membre|adh[ée]rent|rue|voie|pays|coordonn[ée]es|lieu|horaires?"
)
_LABEL = re.compile(rf"^(?:[^\w\s]\s*)*(?:{_LABEL_WORDS})\s*\.?\s*(?:[:：]|=>|→)\s*", re.I)
_ONLY_LABEL = re.compile(rf"^(?:[^\w\s]\s*)*(?:{_LABEL_WORDS})\s*\.?\s*:?$", re.I)
_TAIL_LABEL = re.compile(r"[\s,;:–—|·•(/-]*\b(?:t[ée]l(?:[ée]phone)?|tel|portable|mobile|fax|courriel|e-?mail|mail|site(?: web)?)\.?\s*:?\s*$", re.I)
_EDGES = " \t,;:–—|·•/-()→>"
_ROLE = re.compile(
    r"\b(?:directeur|directrice|g[ée]rante?|responsable|pr[ée]sidente?|coordinat(?:eur|rice)|r[ée]f[ée]rente?|dirigeante?|"
    r"fondateur|fondatrice|charg[ée]e? d[e']|interlocut(?:eur|rice)|contact)s?\b\s*(?::|[–—-]\s|,|\.|[A-ZÉ]|$)"
    r"|\b(?:contact|direction)\s*:|\b(?:mme|mlle|madame|monsieur|m\.)\s+[A-ZÀ-Ý]",
)
_ACTIONS = frozenset(
    "voir la carte|voir sur la carte|itineraire|itineraires|y aller|en savoir plus|lire la suite|voir|voir la fiche|plus d infos|"
    "plus d informations|appeler|ecrire|nous ecrire|contacter|site web|site internet|visiter le site|voir le site|le site|"
    "google maps|plan|plan d acces|localiser|carte|decouvrir|details|partager|fermer|ouvrir|haut de page|retour|contact|"
    "envoyer un courriel|envoyer un mail|nous contacter|france|telephone|voir le plan|acces|afficher|afficher la carte|+|x".split("|")
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
    person: bool = False


def strip_contacts(index: int, line: Line) -> Piece:
    """The line parted into contacts and the rest. A line that names a person in a role keeps no rest."""
    text = _WEB.sub(" ", MAIL.sub(" ", PHONE.sub(" \x1f ", line.text)))
    rest = _unlabelled(text.replace("\x1f", " "))
    person = bool(_ROLE.search(line.text)) and not re.search(r"\b\d{5}\b", rest)
    phones = tuple(clean(m) for m in PHONE.findall(line.text)) or _linked(line, "tel:")
    mails = tuple(re.sub(r"\s", "", m) for m in MAIL.findall(line.text)) or _linked(line, "mailto:")
    return Piece(index, line, "" if person else rest, phones, mails, _site(line), person)


def _unlabelled(text: str) -> str:
    text = clean(text)
    while True:
        shorter = _TAIL_LABEL.sub("", _LABEL.sub("", text)).strip(_EDGES)
        shorter = "" if _ONLY_LABEL.match(shorter) or fold(shorter) in _ACTIONS or not re.search(r"\w", shorter) else shorter
        if shorter == text:
            return text
        text = shorter


def _linked(line: Line, scheme: str) -> tuple[str, ...]:
    found = (link[len(scheme) :].split("?")[0].strip() for link in line.links if link.lower().startswith(scheme))
    return tuple(dict.fromkeys(f.replace("%20", " ") for f in found if f))


def _site(line: Line) -> str:
    """The first outside address written or linked on the line."""
    written = _WEB.search(line.text)
    if written:
        return written.group().rstrip(".,;)")
    return next((link for link in line.links if re.match(r"https?://", link, re.I)), "")


def without_person(text: str) -> str:
    """A name cut before the words that bring in a person ("AGAPI – directrice : …" -> "AGAPI")."""
    found = _ROLE.search(text)
    return (text[: found.start()] if found else text).strip(_EDGES)
