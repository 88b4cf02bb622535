"""Free texts of a mention: freed of contacts and people, names as people write them, the place in one line."""

from typing import NamedTuple

from flows.normalise.cases import title
from flows.normalise.names import bare, name, names
from flows.normalise.privacy import PHONE, without_contacts, without_people
from schemas.records import Source
from sources.company_numbers import is_siren, is_siret
from sources.text import clean, fold


class Freed(NamedTuple):
    """A text without contacts nor people, and whether there were some of each."""

    text: str
    contacts: bool
    people: bool


def freed(text: str) -> Freed:
    """A text, or several joined by |, without what may not be published."""
    whole = clean(text)
    alone = "|".join(without_contacts(part.strip(), mailbox_leftovers=False) for part in whole.split("|"))
    safe = "|".join(without_people(part) for part in alone.split("|"))
    return Freed(safe, _letters(alone) != _letters(whole), _letters(safe) != _letters(alone))


def is_key(reference: str) -> bool:
    """Whether a source's own key may be published: a code of one word, or a text without contact nor person.

    >>> is_key("W751234567"), is_key("01013816200010"), is_key("Les Lilas (69006)"), is_key("06 39 98 00 01")
    (True, True, True, False)
    """
    if is_siren(reference) or is_siret(reference):
        return True  # its digits may look like those of a phone
    code = " " not in reference and "@" not in reference
    return not PHONE.fullmatch(reference) if code else not any(freed(reference)[1:])


def spelled(text: str, source: Source) -> str:
    """A name: a spelling that the descriptor knows, or French title case where a register writes capitals."""
    one = name(text)
    known = source.lecture.get("noms_connus", ())
    if one.isupper() and isinstance(known, list | tuple):
        one = names([one], [str(spelling) for spelling in known])[0]
    return title(one) if source.classe == "registre" and one.isupper() else one


def other_names(text: str, nom: str, source: Source) -> str:
    """The names joined by |, each once however it is spelled, without the name itself."""
    found = {fold(nom): "", "": ""}
    for part in text.split("|"):
        one = spelled(part, source)
        found.setdefault(fold(one), one)
    return "|".join(filter(None, found.values()))


def in_one_line(rue: str, code_postal: str, commune: str, departement: str) -> str:
    """The place as text when the source has no line of its own: with its postcode, or else its département.

    >>> in_one_line("", "", "Roncq", "59"), in_one_line("Blanc-Four", "59223", "Roncq", "59")
    ('Roncq (59)', 'Blanc-Four, 59223 Roncq')
    """
    told = f" ({departement})" if departement and commune and not code_postal else ""
    return ", ".join(filter(None, (bare(rue), f"{code_postal} {commune}".strip() + told)))


def _letters(text: str) -> str:
    return "".join(text.split())
