"""Values that other values replaced: each may be true, many at once are a column that slipped or a page that lies."""

from flows.gate.pairs import staying
from flows.gate.ruled import More, ruled, worst
from schemas.tables import Tables
from schemas.verdicts import Verdict
from sources.text import fold

_WATCHED = ("telephone", "courriel", "adresse", "site_web")


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """By column, the places that stay and have another value. The values themselves are not repeated."""
    pairs = staying(tables, previous)
    found = []
    for column in _WATCHED:
        both = (pairs.old[column] != "") & (pairs.new[column] != "")
        other = pairs.where(both & pairs.differ(column))
        names = other.new["nom"].tolist()
        told = zip(names, other.cells(column), strict=True)
        named = [More(one, one) for one in sorted(nom for nom, (old, new) in told if fold(old) != fold(new))]
        found.append(ruled("valeurs_changees", len(named), int(both.sum()), named, subject=column))
    return worst(found)
