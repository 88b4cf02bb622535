"""What a member's own page has fields for: places, legal form, key, address of the page. Each told where it is refused."""

from functools import lru_cache
from typing import NamedTuple

from flows.normalise import anomalies as codes
from flows.normalise.capacity import capacity
from flows.normalise.forms import INCONNU, form_in_name, form_words, legal_form
from flows.normalise.mention_texts import freed, is_key
from flows.normalise.names import bare
from flows.safety import hazard
from schemas.records import Record, Row

Doubt = tuple[str, str]
"""A code and the column that it is about."""


class Form(NamedTuple):
    """A word of the vocabulary and the words that state it."""

    forme: str
    forme_source: str


def form_of(words: str, nom: str) -> Form:
    """The form that a page has a field for; where the field states none, the one that the clean name claims.

    >>> form_of("Statut : SCIC", "Crèche Exemple"), form_of("", "E2S Scop Petite Enfance").forme
    (Form(forme='SCIC', forme_source='Statut : SCIC'), 'SCOP')
    """
    told = _told_form(words)
    if told.forme != INCONNU:
        return told
    claimed = form_in_name(nom)
    return Form(claimed, form_words(nom)) if claimed != INCONNU else told


@lru_cache(maxsize=1_000)
def _told_form(words: str) -> Form:
    """The words of the field, without contact or person; none that are a danger."""
    said = bare(freed(words).text)
    return Form(INCONNU, "") if hazard(said) or hazard(bare(words)) else Form(legal_form(said), said)


@lru_cache(maxsize=10_000)
def places_of(words: str) -> str:
    """The number of places that a field states; '' when it states none, or not surely one nursery's.

    >>> places_of("24 berceaux"), places_of("24"), places_of("95 places sur six crèches")
    ('24', '24', '')
    """
    alone = f"{words} places" if words.strip().isdecimal() else words
    found = capacity(alone).places
    return "" if found is None else str(found)


def reference_of(record: Record) -> str:
    """The page's own key; '' for one that holds a contact or a person, or is a danger."""
    if not record.reference or (is_key(record.reference) and not hazard(record.reference)):
        return record.reference
    return ""


def refused(record: Record, row: Row) -> list[Doubt]:
    """What a field holds and a column may not, in the order of the columns. `row`: the clean cells."""
    facts = (
        (record.capacite and not row["capacite"] and record.capacite.strip(), codes.CAPACITE_REFUSEE, "capacite"),
        (record.forme and row["forme"] == INCONNU and record.forme.strip(), codes.FORME_INCONNUE, "forme"),
        (record.reference and not row["reference"], codes.VALEUR_REFUSEE, "reference"),
        (record.url and not row["url"], codes.VALEUR_REFUSEE, "url"),
    )
    return [(code, column) for fact, code, column in facts if fact]
