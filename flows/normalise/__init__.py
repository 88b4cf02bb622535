"""Record -> clean columns: name, address, phone, mailbox, site, legal form, places. Pure functions over one page's members.

The source's own words stay beside the cleaned ones (`nom_source`, `adresse_source`), for identity and evidence.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from flows.columnar.made import column as made_of
from flows.normalise import anomalies as codes
from flows.normalise.addresses import address
from flows.normalise.anomalies import anomaly
from flows.normalise.contacts import Mailboxes, Phones, choose_mailbox, choose_phone
from flows.normalise.corrections import corrected
from flows.normalise.mention_values import evidence
from flows.normalise.names import PAGE_OF_CAPITALS, bare, name, spelled, spellings
from flows.normalise.page_fields import form_of, places_of, reference_of, refused
from flows.normalise.privacy import Guarded, guard
from flows.normalise.sites import website
from flows.normalise.usual import FEWEST, are_ordinary, usual
from flows.normalise.withheld import refusal, withheld
from flows.ordinary import all_ordinary, ordinary
from flows.safety import hazard
from schemas.records import Anomaly, Record, Row, Source

COLUMNS = (
    "nom nom_source adresse_source numero repetition voie complement_adresse adresse code_postal commune"
    " telephone courriel site_web forme forme_source capacite reference url snapshot"
).split()
_TEXTS_IN = ("nom", "adresse_source", "rue", "code_postal", "commune")
_TEXTS_OUT = ("nom", "nom_source", "adresse_source", "voie", "complement_adresse", "adresse", "commune")


def records(found: Iterable[Record], source: Source) -> tuple[pd.DataFrame, list[Anomaly]]:
    """The clean table of a source's members, every column text, and what needs a person or was withheld.

    A member whose text is dangerous to publish (spreadsheet formula, broken characters, tags) or that has no name
    is set aside with an anomaly of gravity `doute`; the others are kept, in the page's order. Contacts and people
    are taken out of every text first. Known spellings are the descriptor's `lecture.noms_connus`; its
    corrections are applied last.
    """
    cleaning = Cleaning(source)
    cleaning.take(tuple(found))
    return cleaning.made()


class Cleaning:
    """Members made clean part by part, as their pages are read: what `records` makes of all of them at once.

    Whether a page writes all its names in capitals is known from the first one that is not; those before wait for it.
    """

    def __init__(self, source: Source) -> None:
        self._source, self._spellings = source, spellings(_known(source))
        self._count = 0
        self._capitals: list[_Part] = []
        self._is_mixed = False
        self._cells: list[tuple[str, ...]] = []
        self._refused: list[Anomaly] = []
        self._told: list[Anomaly] = []

    def take(self, found: Sequence[Record]) -> None:
        """The next members, in the page's order."""
        admitted, ordinary_ones, told = _admitted(found, self._source.id, self._count + 1)
        self._count += len(found)
        self._refused += told
        self._capitals.append(_Part(admitted, ordinary_ones, [name(member.record.nom) for member in admitted]))
        self._is_mixed = self._is_mixed or not all(nom.isupper() for nom in self._capitals[-1].noms)
        if self._is_mixed:
            self._settle(False)

    def made(self) -> tuple[pd.DataFrame, list[Anomaly]]:
        """The table and the doubts, once all members are there."""
        self._settle(sum(len(part.noms) for part in self._capitals) >= PAGE_OF_CAPITALS)
        cells, corrections = _corrected(self._cells, self._source)
        return _frame(cells), [*self._refused, *self._told, *corrections]

    def _settle(self, in_capitals: bool) -> None:
        """Make what waits; `in_capitals`: whether every name of the page is."""
        for part in self._capitals:
            noms = [spelled(nom, self._spellings, in_capitals) for nom in part.noms]
            cells, told = _cleaned(part, noms, self._source.id)
            self._cells += cells
            self._told += told
        self._capitals = []


class _Part(NamedTuple):
    """Some members, whether each is ordinary, and their names as they are when they are not all in capitals."""

    admitted: list[Guarded]
    ordinary_ones: list[bool]
    noms: list[str]


def _cleaned(part: _Part, noms: Sequence[str], source: str) -> tuple[list[tuple[str, ...]], list[Anomaly]]:
    cells: list[tuple[str, ...]] = []
    told: list[Anomaly] = []
    usual_ones = _usual(part.admitted, part.ordinary_ones, noms)
    for member, nom, made in zip(part.admitted, noms, usual_ones, strict=True):
        if made:
            cells.append(made)
            continue
        row, others = _row(member.record, nom)
        danger = refusal([(field, row[field]) for field in _TEXTS_OUT], source, nom)
        told += [danger] if danger else _withheld(member, row, source, nom, others)
        cells += [] if danger else [tuple(row.values())]
    return cells, told


def _usual(
    admitted: Sequence[Guarded], ordinary_ones: Sequence[bool], spellings: Sequence[str]
) -> list[tuple[str, ...] | None]:
    """The cells of those of many members of which there is nothing to tell."""
    if len(admitted) < FEWEST:
        return [None] * len(admitted)
    found = usual([member.record for member in admitted], spellings)
    return [cells if is_ordinary else None for cells, is_ordinary in zip(found, ordinary_ones, strict=True)]


def _frame(cells: Sequence[tuple[str, ...]]) -> pd.DataFrame:
    columns: Iterable[Sequence[str]] = zip(*cells, strict=True) if cells else ([] for _ in COLUMNS)
    return pd.DataFrame({name: made_of(texts) for name, texts in zip(COLUMNS, columns, strict=True)})


def _corrected(cells: list[tuple[str, ...]], source: Source) -> tuple[list[tuple[str, ...]], list[Anomaly]]:
    if not source.corrections:
        return cells, []
    rows, told = corrected([dict(zip(COLUMNS, row, strict=True)) for row in cells], source)
    return [tuple(row.values()) for row in rows], told


def _admitted(records: Sequence[Record], source: str, first: int) -> tuple[list[Guarded], list[bool], list[Anomaly]]:
    """The members that have a name and no dangerous text, freed of contacts and people; why the others are set aside.

    And of each that is admitted, whether no rule had a word to say on its texts. `first`: the place of the first one.
    """
    admitted: list[Guarded] = []
    ordinary_ones: list[bool] = []
    told: list[Anomaly] = []
    are = are_ordinary(records) if len(records) >= FEWEST else map(_is_ordinary, records)
    for place, (record, is_ordinary) in enumerate(zip(records, are, strict=True), start=first):
        if is_ordinary:
            admitted.append(Guarded(record, False, False))
            ordinary_ones.append(True)
        elif danger := _refused(record, place, source):
            told.append(danger)
        else:
            admitted.append(guard(record))
            ordinary_ones.append(False)
    return admitted, ordinary_ones, told


def _is_ordinary(record: Record) -> bool:
    """Whether a member has a name, and no text that a rule could have a word on."""
    named = record.nom and not record.nom[0].isdecimal()
    texts = (record.nom, record.adresse_source, record.rue, record.code_postal, record.commune)
    return bool(named) and (all_ordinary(texts) or all(map(ordinary, texts)))


def _refused(record: Record, place: int, source: str) -> Anomaly | None:
    nom = _safe_name(record)
    texts = [(field, bare(str(getattr(record, field)))) for field in _TEXTS_IN]
    danger = refusal(texts, source, nom or f"n° {place}")
    if danger or nom:
        return danger
    return anomaly(codes.NOM_VIDE, source, f"n° {place}", "nom")


def _safe_name(record: Record) -> str:
    """The name that a message may show, '' when it has a danger or nothing is left of it."""
    alone = replace(record, adresse_source="", rue="", commune="")
    return "" if hazard(bare(record.nom)) else name(guard(alone).record.nom)


def _row(record: Record, nom: str) -> tuple[Row, tuple[Phones, Mailboxes]]:
    """The cells in the order of COLUMNS, and the contacts that have no cell."""
    parts = address(record.rue, record.code_postal, record.commune)
    telephone, phones = choose_phone(record.telephones)
    courriel, mailboxes = choose_mailbox(record.courriels, (nom, parts.commune))
    form = form_of(record.forme, nom)
    row = {
        "nom": nom,
        "nom_source": bare(record.nom, numbered=True),
        "adresse_source": bare(record.adresse_source),
        "numero": parts.numero,
        "repetition": parts.repetition,
        "voie": parts.voie,
        "complement_adresse": parts.complement,
        "adresse": parts.adresse,
        "code_postal": parts.code_postal,
        "commune": parts.commune,
        "telephone": telephone,
        "courriel": courriel,
        "site_web": website(record.site_web),
        "forme": form.forme,
        "forme_source": form.forme_source,
        "capacite": places_of(record.capacite),
        "reference": reference_of(record),
        "url": evidence(record.url),
        "snapshot": record.snapshot,
    }
    return row, (phones, mailboxes)


def _withheld(member: Guarded, row: Row, source: str, nom: str, others: tuple[Phones, Mailboxes]) -> Iterator[Anomaly]:
    yield from withheld(member, row, source, nom, others)
    for code, column in refused(member.record, row):
        yield anomaly(code, source, nom, column)


def _known(source: Source) -> list[str]:
    spellings = source.lecture.get("noms_connus", [])
    return [str(one) for one in spellings] if isinstance(spellings, Sequence) and not isinstance(spellings, str) else []
