"""One mention, from its raw row to clean cells, the words they were read from, and what to tell."""

from dataclasses import replace
from typing import NamedTuple

from flows.normalise import anomalies as codes
from flows.normalise.addresses import address
from flows.normalise.anomalies import anomaly
from flows.normalise.contacts import choose_mailbox, choose_phone
from flows.normalise.forms import FORMS
from flows.normalise.mention_texts import Freed, freed, in_one_line, other_names, spelled
from flows.normalise.mention_values import TYPED, checked
from flows.normalise.mention_where import where
from flows.normalise.names import bare, name
from flows.normalise.privacy import guard
from flows.normalise.sites import website
from flows.normalise.withheld import refusal, withheld
from flows.safety import REASONS, hazard
from schemas.mentions import COLUMNS
from schemas.records import Anomaly, Record, Row, Source
from sources.text import clean

MORE_TEXTS = ("autres_noms", "sigle", "forme_source", "forme")
"""Free texts beside the name and the lines of the address."""
_TEXTS = ("nom", "adresse", "complement_adresse", "commune", "adresse_source")
_AS_GIVEN = ("table", "reference", "gestionnaire", "etat")


class Cells(NamedTuple):
    """A mention made clean; both rows are empty when a danger shows once it is, and `told` says so."""

    values: Row
    words: Row
    told: list[Anomaly]
    membre: str = ""
    """How a message calls it."""
    about: str = ""
    """What its doubts are about: `table:reference`, '' when that may not be shown."""


def cells_of(row: Row, membre: str, source: Source) -> Cells:
    """The columns COLUMNS of a raw mention, every key of RAW there. `membre` is how a message calls it."""
    member = guard(_record(row))
    more, left_out = _more(row)
    typed, wrong = checked({**row, "forme": more["forme"].text})
    values, doubts = _values(row, member.record, more, source)
    values |= typed
    if danger := refusal([(column, values[column]) for column in _TEXTS], source.id, membre):
        return Cells({}, {}, [danger])
    wrong += doubts
    wrong += [(codes.CONTACT_DANS_LE_TEXTE, column) for column, one in more.items() if one.contacts]
    wrong += [(codes.PERSONNE_RETENUE, column) for column, one in more.items() if one.people]
    told = [anomaly(codes.TEXTE_RETIRE, source.id, membre, column, detail=reason) for column, reason in left_out]
    told += [anomaly(code, source.id, membre, column) for code, column in wrong]
    words = _words(row, values, member.record, more)
    return Cells(values, words, withheld(member, values, source.id, membre) + told)


def _more(row: Row) -> tuple[dict[str, Freed], list[tuple[str, tuple[str, str]]]]:
    """The secondary texts without their dangerous parts, and why a column lost one: the row need not be set aside for it."""
    kept: dict[str, Freed] = {}
    told: list[tuple[str, tuple[str, str]]] = []
    for column in MORE_TEXTS:
        parts = row[column].split("|")
        reasons = [hazard(bare(part)) or hazard(bare(freed(part).text)) for part in parts]
        told += [(column, REASONS[reason]) for reason in list(filter(None, reasons))[:1]]
        kept[column] = freed("|".join(part for part, reason in zip(parts, reasons, strict=True) if not reason))
    return kept, told


def _record(row: Row) -> Record:
    """What a mention shares with a member of a page; several phones or mailboxes are joined by |."""
    record = Record(row["nom"], row["adresse_source"], row["rue"], row["code_postal"], row["commune"])
    phones, mailboxes = (
        tuple(part for part in map(str.strip, row[column].split("|")) if part) for column in ("telephone", "courriel")
    )
    return replace(record, telephones=phones, courriels=mailboxes, site_web=row["site_web"])


def _values(row: Row, record: Record, more: dict[str, Freed], source: Source) -> tuple[Row, list[tuple[str, str]]]:
    """The cells that are no typed values, and what the commune leaves in doubt."""
    nom = spelled(record.nom, source)
    parts = address(record.rue, record.code_postal, record.commune)
    there = where(parts.code_postal, parts.commune, row["code_insee"], row["departement"])
    stated = more["forme_source"].text or ("" if row["forme"] in FORMS else more["forme"].text)
    line = in_one_line(record.rue, parts.code_postal, record.commune, there.departement)
    values = {
        **{column: row[column] for column in _AS_GIVEN},
        "nom": nom,
        "autres_noms": other_names(more["autres_noms"].text, nom, source),
        "sigle": name(more["sigle"].text),
        "forme_source": bare(stated),
        "adresse": parts.adresse,
        "complement_adresse": parts.complement,
        "code_postal": parts.code_postal,
        "commune": there.nom if parts.commune and source.classe == "registre" and there.nom else parts.commune,
        "adresse_source": bare(record.adresse_source) or line,
        "telephone": choose_phone(record.telephones)[0],
        "courriel": choose_mailbox(record.courriels, (nom, parts.commune))[0],
        "site_web": website(record.site_web),
        "code_commune": there.code_commune,
        "departement": there.departement,
    }
    return values, list(there.doubts)


def _words(row: Row, values: Row, record: Record, more: dict[str, Freed]) -> Row:
    """The words that each filled cell was read from; of a contact, of a list and of a key, the cell itself."""
    place = in_one_line("", values["code_postal"], record.commune, values["departement"])
    words = {column: clean(row[column]) for column in TYPED if column != "modes_accueil"}
    words |= {
        "nom": bare(record.nom, numbered=True),
        "autres_noms": more["autres_noms"].text,
        "sigle": more["sigle"].text,
        "forme": values["forme_source"] or more["forme"].text,
        "adresse": record.rue,
        "complement_adresse": record.rue,
        "commune": record.commune,
        "code_commune": place,
        "departement": place,
    }
    return {column: (words.get(column) or values[column]) if values[column] else "" for column in COLUMNS}
