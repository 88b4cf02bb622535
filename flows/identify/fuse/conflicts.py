"""Two sources that say two things of one field: the more trusted word is published, the other one is told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from flows.identify.fuse.cells import Cells
from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import ranked
from schemas.records import Anomaly
from sources.text import fold

CODE = "valeurs_divergentes"
WATCHED: Mapping[str, Mapping[str, str]] = {
    "etablissements": {c: c for c in ("telephone", "siret", "capacite", "categorie", "commune", "adresse")},
    "gestionnaires": {
        **{c: c for c in ("telephone", "siren", "annee_creation")},
        "commune_siege": "commune",
        "adresse_siege": "adresse",
    },
}
"""Published column -> column of a mention. Forms are compared in `flows.identify.fuse.forms`."""
_TRUST = {"commune": "adresse", "commune_siege": "adresse_siege"}  # parts of a block are trusted as the block
_WHERE = ("commune", "adresse")
Gravity = Literal["info", "avertissement", "doute"]


def conflicts(table: str, nom: str, cells: Cells, mentions: Sequence[Mention]) -> list[Anomaly]:
    """One anomaly a field and other value, on the word of the most trusted mention that says it."""
    found = []
    for champ, column in WATCHED[table].items():
        if champ in cells:
            winner = cells[champ].of
            others = _others(_TRUST.get(champ, champ), column, winner, mentions)
            found += [divergence(champ, column, nom, winner, m, _gravity(table, champ, winner, m)) for m in others]
    return found


def _others(champ: str, column: str, winner: Mention, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The first mention of each other value."""
    said = [mention for mention in mentions if mention[column]]
    if len(said) < 2:
        return
    told = set()
    left = {mention["predecesseur"] for mention in mentions}
    for mention in ranked(champ, said):
        key = _key(column, mention)
        if _differs(column, winner, mention) and key not in told and not _is_history(column, mention, left):
            told.add(key)
            yield mention


def _key(column: str, mention: Mention) -> str:
    """Spelling apart, for places."""
    return fold(mention[column]).replace(" ", "") if column in _WHERE else mention[column]


def _differs(column: str, a: Mention, b: Mention) -> bool:
    """Whether two mentions cannot both be right. Only numbered streets are compared: a district is no other address."""
    if column == "commune" and a["code_commune"] and b["code_commune"]:
        return a["code_commune"] != b["code_commune"]
    if column == "adresse" and not (a[column][:1].isdigit() and b[column][:1].isdigit()):
        return False
    return _key(column, a) != _key(column, b)


def _is_history(column: str, mention: Mention, left: set[str]) -> bool:
    """Where an establishment was before it moved is no contradiction."""
    if column == "siret":
        return mention.past or mention["siret"] in left
    return mention.past and column in _WHERE


def _gravity(table: str, champ: str, winner: Mention, other: Mention) -> Gravity:
    if champ == "siren":
        return "doute"
    return "info" if champ == "annee_creation" or _of_two_natures(table, champ, winner, other) else "avertissement"


def _of_two_natures(table: str, champ: str, a: Mention, b: Mention) -> bool:
    """A register's head office beside what a page gives, which is mostly the nursery."""
    if WATCHED[table][champ] not in _WHERE or a.registered == b.registered:
        return False
    register = a if a.registered else b
    return table == "gestionnaires" or register["nature_lieu"] == "siege"


def divergence(champ: str, column: str, nom: str, winner: Mention, other: Mention, gravity: Gravity) -> Anomaly:
    """A word on a value that was overruled."""
    first, second = winner["source"], winner[column]
    return Anomaly(
        code=CODE,
        gravite=gravity,
        source=other["source"],
        id=winner["id"],
        champ=champ,
        valeur=other[column],
        message_fr=f"{nom}, {champ} : {first} dit « {second} », {other['source']} dit « {other[column]} »."
        " La première valeur est publiée ; à vérifier.",
        message_en=f"{nom}, {champ}: {first} says {second!r}, {other['source']} says {other[column]!r}."
        " The former is published: please check.",
    )
