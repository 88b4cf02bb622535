"""Values that other values replaced: each may be true, many at once are a column that slipped or a page that lies."""

from flows.gate.ruled import More, ruled, worst
from schemas.tables import Tables, empty, rows_of
from schemas.verdicts import Verdict
from sources.text import fold

_WATCHED = ("telephone", "courriel", "adresse", "site_web")


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """By column, the places that stay and have another value. The values themselves are not repeated."""
    before = {row["id"]: row for row in rows_of(previous.get("etablissements", empty("etablissements")))}
    pairs = [(before[row["id"]], row) for row in rows_of(tables["etablissements"]) if row["id"] in before]
    found = []
    for column in _WATCHED:
        both = [(old[column], row) for old, row in pairs if old[column] and row[column]]
        named = [More(one, one) for one in sorted(row["nom"] for old, row in both if fold(old) != fold(row[column]))]
        found.append(ruled("valeurs_changees", len(named), len(both), named, subject=column))
    return worst(found)
