"""Short lines about a member that are neither its name nor its address: hours, places, numbers, distances."""

import re

_NUMBERS = (
    r"\b(?:gps|lat(?:itude)?|lng|long?(?:itude)?|coordonn[ée]es)\b\.?\s*:?\s*-?\d",  # a point on the map
    r"^-?\d{1,3}[.,]\d{3,}\b",
    r"\b(?:siret|siren|rcs|ape|naf|tva|rna|n°\s?agr[ée]ment|agr[ée]ment)\b",  # numbers of registers
    r"\bcapital\b",
    r"^[\d\s.,]+(?:m|km|min|minutes?)\b",
    r"\b\d+\s?(?:m|m[èe]tres|km|min|mn|minutes)\b[^,]*\b(?:m[ée]tro|gare|tram|bus|rer|arr[êe]t|centre)\b",  # a distance
    r"\b\d[\d\s.]*\s?(?:€|euros?\b|%)",
    r"\b\d+\s(?:places|berceaux|enfants|familles|salari[ée]s|b[ée]b[ée]s)\b",
)
_WORDS = (
    r"\d\s?h(?:\d\d)?\b",  # hours
    r"^(?:lundi|du lundi|mardi|mercredi|jeudi|vendredi|horaires?|ouvert|ouverture|ferm[ée])\b",
    r"^(?:depuis|cr[ée]{2}e?|fond[ée]e?|n[ée]e?|membre|adh[ée]rente?|soci[ée]taire)\s+(?:depuis|en)\b",
    r"^(?:depuis|cr[ée]{2}e? en)\b",
    r"^email protected$|\bprotected\b",
    r"^(?:tram(?:way)?|bus|m[ée]tro|rer|parking|acc[èe]s)\s*(?::|\d|[A-Z]\b)",
)
_NOTE = re.compile("|".join((*_NUMBERS, *_WORDS)), re.I)


def is_note(text: str) -> bool:
    """True for such a line."""
    return bool(_NOTE.search(text))
