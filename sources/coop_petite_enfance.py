"""Coop Petite Enfance: the network's member list, the network itself, and the movement that its page names."""

import re
from collections.abc import Iterator, Sequence

from schemas.records import Reading, Row, Snapshot, Source
from sources.reading.agree import list_members
from sources.reading.page import open_page

_FOUNDED = re.compile(r"cr[ée]{2}e?s?\s+en\s+((?:19|20)\d\d)", re.I)
_FOUNDERS = re.compile(r"\bpar\s+(\d{1,3})\s+(?:sco[op]|scic|coop[ée]rative)", re.I)
_SCIC = re.compile(r"\bscic\b|soci[ée]t[ée]\s+coop[ée]rative\s+d['’]int[ée]r[êe]t\s+collectif", re.I)

# What the page may name, each with the words that name it; a row only for what the page really says.
_MOVEMENT: Sequence[tuple[str, str, str, re.Pattern[str]]] = (
    (
        "Confédération générale des Scop",
        "CG Scop",
        "confederation",
        re.compile(r"conf[ée]d[ée]ration\s+g[ée]n[ée]rale\s+des\s+scop|\bcg\s?scop\b", re.I),
    ),
    ("URSCOP Rhône-Alpes", "URSCOP", "union_regionale", re.compile(r"\burscop\s+rh[ôo]ne[-\s]alpes", re.I)),
    ("FFEC", "FFEC", "federation", re.compile(r"\bFFEC\b")),
    ("UNIOPS", "UNIOPS", "federation", re.compile(r"\bUNIOPS\b", re.I)),
    ("ACEPP", "ACEPP", "federation", re.compile(r"\bACEPP\b", re.I)),
)
_FIGURES = (
    ("unions_regionales", "unions", re.compile(r"\b(\d{1,2})\s+unions\s+r[ée]gionales", re.I)),
    ("federations_metier", "fédérations", re.compile(r"\b(\d{1,2})\s+f[ée]d[ée]rations\s+de\s+m[ée]tier", re.I)),
)


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """Members as records; `reseaux` and `chiffres` (keyed by the network's name) from the running text."""
    page = open_page(snapshot)
    members = list_members(page, source)
    text = " \n".join(page.blocks)
    tables = {"reseaux": (_network(text, source), *_movement(text)), "chiffres": tuple(_figures(text))}
    return Reading(source.id, members.records, tables, members.doubts)


def _network(text: str, source: Source) -> Row:
    """The network itself: it stands even where the page says nothing more of it."""
    founded, founders = _FOUNDED.search(text), _FOUNDERS.search(text)
    return {
        "nom": source.editeur,
        "type": "reseau",
        "forme": "SCIC" if _SCIC.search(text) else "",
        "annee_creation": founded.group(1) if founded else "",
        "nb_fondateurs": founders.group(1) if founders else "",
        "site_web": source.url.split("/qui-")[0] + "/",
    }


def _movement(text: str) -> Iterator[Row]:
    for nom, sigle, kind, words in _MOVEMENT:
        if words.search(text):
            yield {"nom": nom, "sigle": sigle, "type": kind}


def _figures(text: str) -> Iterator[Row]:
    """How many unions and trade federations the confederation counts."""
    confederation, _, _, words = _MOVEMENT[0]
    for indicateur, unite, pattern in _FIGURES:
        found = pattern.search(text)
        if found and words.search(text):
            yield {
                "sujet_type": "reseau",
                "sujet": confederation,
                "indicateur": indicateur,
                "valeur": found.group(1),
                "unite": unite,
            }
