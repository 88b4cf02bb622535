"""How alike two texts read: the only door to rapidfuzz. Every figure is of 100."""

from collections.abc import Sequence

from sources.text import fold


def similarity(a: str, b: str) -> float:
    """How alike two texts read, whatever their case, accents and word order (token_sort_ratio)."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(fold(a), fold(b))


def ratio(a: str, b: str) -> float:
    """How alike two texts are, letter by letter, as they stand."""
    from rapidfuzz import fuzz

    return fuzz.ratio(a, b)


def slips(a: str, b: str) -> int:
    """How many slips of the pen lie between two words: a letter more, less, other, or two exchanged (OSA distance)."""
    from rapidfuzz.distance import OSA

    return OSA.distance(a, b)


def closest(query: str, choices: Sequence[str], limit: int, cutoff: float) -> list[tuple[int, float]]:
    """The places in `choices` of the texts most alike a query, best first, with how alike; none below `cutoff`.

    Both must be folded already: this is what `similarity` says of each, over thousands of texts.
    """
    from rapidfuzz import fuzz, process

    found = process.extract(query, choices, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=cutoff)
    return [(place, score) for _, score, place in found]
