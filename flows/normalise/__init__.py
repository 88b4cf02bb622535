"""Record -> clean columns: name, address, phone, mailbox, site, legal form. Pure functions over one page's members.

The source's own words stay beside the cleaned ones (`nom_source`, `adresse_source`), for identity and evidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from flows.normalise import anomalies as codes
from flows.normalise.addresses import address
from flows.normalise.anomalies import anomaly
from flows.normalise.contacts import choose_mailbox, choose_phone
from flows.normalise.corrections import corrected
from flows.normalise.forms import form_in_name, form_words
from flows.normalise.names import bare, name
from flows.normalise.names import names as page_names
from flows.normalise.privacy import guard
from flows.normalise.sites import website
from flows.normalise.withheld import refusal, withheld
from flows.safety import hazard
from schemas.records import Anomaly, Record, Row, Source

COLUMNS = (
    "nom nom_source adresse_source numero repetition voie complement_adresse adresse code_postal commune"
    " telephone courriel site_web forme forme_source"
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
    admitted, told = _admitted(found, source.id)
    guarded = [guard(record) for record in admitted]
    spellings = page_names([member.record.nom for member in guarded], _known(source))
    rows: list[Row] = []
    for member, nom in zip(guarded, spellings, strict=True):
        row = _row(member.record, nom)
        danger = refusal([(field, row[field]) for field in _TEXTS_OUT], source.id, nom)
        told += [danger] if danger else withheld(member, row, source.id, nom)
        rows += [] if danger else [row]
    rows, corrections = corrected(rows, source)
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str), told + corrections


def _admitted(found: Iterable[Record], source: str) -> tuple[list[Record], list[Anomaly]]:
    """The members that have a name and no dangerous text, and why the others are set aside."""
    admitted: list[Record] = []
    told: list[Anomaly] = []
    for place, record in enumerate(found, start=1):
        nom = _safe_name(record)
        texts = [(field, bare(str(getattr(record, field)))) for field in _TEXTS_IN]
        danger = refusal(texts, source, nom or f"n° {place}")
        if not danger and not nom:
            danger = anomaly(codes.NOM_VIDE, source, f"n° {place}", "nom")
        told += [danger] if danger else []
        admitted += [] if danger else [record]
    return admitted, told


def _safe_name(record: Record) -> str:
    """The name that a message may show, '' when it has a danger or nothing is left of it."""
    alone = replace(record, adresse_source="", rue="", commune="")
    return "" if hazard(bare(record.nom)) else name(guard(alone).record.nom)


def _row(record: Record, nom: str) -> Row:
    parts = address(record.rue, record.code_postal, record.commune)
    return {
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
        "telephone": choose_phone(record.telephones)[0],
        "courriel": choose_mailbox(record.courriels, (nom, parts.commune))[0],
        "site_web": website(record.site_web),
        "forme": form_in_name(nom),
        "forme_source": form_words(nom),
    }


def _known(source: Source) -> list[str]:
    spellings = source.lecture.get("noms_connus", [])
    return [str(one) for one in spellings] if isinstance(spellings, Sequence) and not isinstance(spellings, str) else []
