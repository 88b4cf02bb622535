"""Words that names of streets are made of: one of them is no slip of the pen for another (Cerisiers, Merisiers)."""

import gzip
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("street_words.txt.gz")


@cache
def street_words() -> frozenset[str]:
    """The folded words of four letters and more; `sources.build_street_words` makes the file."""
    with gzip.open(TABLE, "rt", encoding="ascii") as file:
        return frozenset(file.read().split())
