"""Every filled value of a row with its proof, what it replaced, and what other sources say instead; and the doubts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.explain import rules
from flows.explain.history import CONTACTS, Former
from flows.explain.shelved import Shelved
from flows.explain.subject import Subject
from schemas.records import Row
from schemas.tables import columns, fields

DIVERGENCE = "valeurs_divergentes"
TEXTS = {"nom", "autres_noms", "adresse", "complement_adresse", "adresse_source", "adresse_siege"}
_TAKEN_OUT = {"personne_retenue", "contact_dans_le_texte"}
_PROOF = ("source", "source_url", "date", "regle", "valeur_source", "snapshot")

Told = list[dict[str, Any]]
Before = Mapping[str, Former]


def doubts(id_: str, newest: Shelved) -> list[Row]:
    """The anomalies about a row, and those about another one that name it."""
    named = newest.rows("anomalies", valeur=id_)
    return [*newest.rows("anomalies", id=id_), *(row for row in named if row["id"] != id_)]


def is_beside(doubt: Row, subject: Subject) -> bool:
    """Whether a doubt is told with the value it is about: another source's word on it."""
    return doubt["code"] == DIVERGENCE and doubt["id"] == subject.id and bool(subject.row.get(doubt["champ"]))


def withheld(told: Sequence[Row]) -> set[str]:
    """Columns whose former values may hold what is held back now: a contact in doubt, a text that a person was taken out of."""
    contacts = {row["champ"] for row in told if row["champ"] in CONTACTS and row["code"] != DIVERGENCE}
    return contacts | (TEXTS if {row["code"] for row in told} & _TAKEN_OUT else set())


def values(subject: Subject, newest: Shelved, told: Sequence[Row], before: Before) -> Told:
    """One entry a filled column, in the order of the schema."""
    proofs = {row["champ"]: row for row in newest.rows("provenance", id=subject.id)}
    sources = {row["id"]: row["titre"] for row in newest.rows("sources")}
    titles = {str(field["name"]): str(field["title"]) for field in fields(subject.table)}
    beside = [doubt for doubt in told if is_beside(doubt, subject)]
    return [
        {
            "champ": champ,
            "titre": titles[champ],
            "valeur": subject.row[champ],
            **_proved(champ, subject.row[champ], proofs.get(champ, {}), sources),
            "avant": _before(before.get(champ)),
            "ailleurs": _elsewhere(champ, beside),
        }
        for champ in columns(subject.table)
        if subject.row.get(champ)
    ]


def _proved(champ: str, value: str, proof: Row, sources: Mapping[str, str]) -> Row:
    """The proof; the words read only where they are not the value; the rule in words."""
    told = {name: proof.get(name, "") for name in _PROOF}
    told["valeur_source"] = "" if told["valeur_source"] == value else told["valeur_source"]
    how = rules.in_words(champ, value, told["regle"])
    return {**told, "source_titre": sources.get(told["source"], ""), "regle_en_mots": how}


def _elsewhere(champ: str, beside: Sequence[Row]) -> list[Row]:
    names = ("source", "valeur", "gravite", "message_fr", "message_en")
    return [{name: row[name] for name in names} for row in beside if row["champ"] == champ]


def emptied(subject: Subject, before: Before) -> Told:
    """Columns that hold nothing now and did in a release on the shelf."""
    empty = [champ for champ in columns(subject.table) if champ in before and not subject.row.get(champ)]
    return [{"champ": champ, "avant": _before(before[champ])} for champ in empty]


def _before(one: Former | None) -> Row | None:
    return one._asdict() if one else None
