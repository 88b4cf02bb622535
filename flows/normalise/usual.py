"""Many members at once: those of which no rule has a word to say are made by whole columns, the others one by one as ever.

A column here only ever proves that a value is what the rules of `flows/normalise` make of it; which proves nothing of the others.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from flows.columnar.fitting import fits, holds
from flows.normalise.addresses import usual_line
from flows.normalise.communes import commune, postcode
from flows.normalise.contacts import usual_phone
from flows.normalise.forms import INCONNU
from flows.normalise.mailboxes import FREE, USUAL
from flows.normalise.page_fields import form_of, places_of
from flows.normalise.sites import USUAL as USUAL_SITE
from flows.ordinary import FEW_DIGITS, LONGEST, PLAIN, TELLING
from schemas.records import Record

FEWEST = 300
"""Members. Of fewer, columns cost more than they save."""
_AT_ONCE = 2_000
"""Members whose columns are in memory together."""
Cells = tuple[str, ...]
_KEY = "(?:[A-Za-z][0-9A-Za-z]{0,40})?"
"""No blank, no sign, and no digit first: neither a phone nor a danger."""
_PAGE = r"(?:https?://[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~/-]*)?)?"


def are_ordinary(records: Sequence[Record]) -> list[bool]:
    """Of each member, whether it has a name, and no text that a rule could have a word on; false proves nothing."""
    return [one for at in range(0, len(records), _AT_ONCE) for one in _are_ordinary(records[at : at + _AT_ONCE])]


def _are_ordinary(records: Sequence[Record]) -> list[bool]:
    named = [record.nom != "" and not record.nom[0].isdecimal() for record in records]
    columns = (
        *([record.nom for record in records], [record.adresse_source for record in records]),
        *([record.rue for record in records], [record.code_postal for record in records]),
        [record.commune for record in records],
    )
    return _all((named, *map(_ordinary, columns)))


def _ordinary(texts: Sequence[str]) -> list[bool]:
    telling = holds(texts, TELLING)
    return _all((_plain(texts), fits(texts, FEW_DIGITS), [not told for told in telling]))


def _plain(texts: Sequence[str]) -> list[bool]:
    if max(map(len, texts), default=0) <= LONGEST:
        return fits(texts, f"(?:{PLAIN})?")
    return _all((fits(texts, f"(?:{PLAIN})?"), [len(text) <= LONGEST for text in texts]))


def _all(flags: Iterable[Sequence[bool]]) -> list[bool]:
    """What is true in every column; most columns are true of all."""
    first, *others = flags
    assert all(len(one) == len(first) for one in others)
    return list(reduce(lambda all_, one: list(map(and_, all_, one)), (one for one in others if not all(one)), first))


def usual(records: Sequence[Record], noms: Sequence[str]) -> list[Cells | None]:
    """The cells of each member of which there is nothing to tell; None of the others. `noms`: their clean names.

    What is given is right of ordinary members only.
    """
    parts = (slice(at, at + _AT_ONCE) for at in range(0, len(records), _AT_ONCE))
    return [cells for part in parts for cells in _usual(records[part], noms[part])]


def _usual(records: Sequence[Record], noms: Sequence[str]) -> list[Cells | None]:
    lines = [usual_line(record.rue) for record in records]
    codes = [postcode(record.code_postal) for record in records]
    towns = [commune(record.commune) for record in records]
    contacts, sites = _contacts(records), _sites(records)
    fields, known = _fields(records, noms)
    ways = [voie for _, voie in lines]
    sure = _all((_filled(ways), _filled(codes), *map(_plain, (noms, ways, towns)), contacts[0], sites[0], known))
    made = zip(records, noms, lines, codes, towns, contacts[1], sites[1], fields, strict=True)
    return [_cells(*each) if is_sure else None for is_sure, each in zip(sure, made, strict=True)]


def _filled(texts: Sequence[str]) -> list[bool]:
    return [text != "" for text in texts]


def _cells(
    r: Record, nom: str, line: tuple[str, str], code: str, town: str, contacts: Cells, site: str, fields: Cells
) -> Cells:
    """In the order of COLUMNS."""
    numero, voie = line
    place = (r.adresse_source, numero, "", voie, "", f"{numero} {voie}", code, town)
    return (nom, r.nom, *place, *contacts, site, *fields, r.reference, r.url, r.snapshot)


def _contacts(records: Sequence[Record]) -> tuple[list[bool], list[tuple[str, str]]]:
    """Whether a member has at most one phone and one mailbox, both read at a glance; and these."""
    phones = [usual_phone(record.telephones[0]) if record.telephones else "" for record in records]
    mailboxes = [record.courriels[0] if record.courriels else "" for record in records]
    told = zip(records, phones, fits(mailboxes, f"(?:{USUAL})?"), holds(mailboxes, FREE), strict=True)
    sure = [
        len(r.telephones) == bool(phone) and len(r.courriels) < 2 and is_usual and not is_free
        for r, phone, is_usual, is_free in told
    ]
    return sure, list(zip(phones, mailboxes, strict=True))


def _sites(records: Sequence[Record]) -> tuple[list[bool], list[str]]:
    """Whether a member has no site or a usual one; and its address."""
    raws = [record.site_web for record in records]
    sure = _all((fits(raws, f"(?:{USUAL_SITE})?"), fits(raws, FEW_DIGITS)))
    return sure, [raw and f"https://{raw.partition('://')[2]}" for raw in raws]


def _fields(records: Sequence[Record], noms: Sequence[str]) -> tuple[list[Cells], list[bool]]:
    """Form, its words and places; and whether these and the page's own key and address say all that the page says."""
    forms = [form_of(record.forme, nom) for record, nom in zip(records, noms, strict=True)]
    places = [places_of(record.capacite) for record in records]
    keys, pages = fits([r.reference for r in records], _KEY), fits([r.url for r in records], _PAGE)
    told = zip(records, forms, places, keys, pages, strict=True)
    sure = [
        is_key and is_page and (form.forme != INCONNU or not r.forme) and (place != "" or not r.capacite)
        for r, form, place, is_key, is_page in told
    ]
    return [(*form, place) for form, place in zip(forms, places, strict=True)], sure
