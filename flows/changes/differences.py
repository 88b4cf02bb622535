"""Two releases compared: rows added, removed and changed, column by column. What differs is looked at, the rest is not."""

from flows.changes.change import BEHIND, Behind, Came, Changes
from flows.changes.facts import ENTITIES
from flows.changes.parts import Arrived, Part
from flows.columnar.differ import differences
from flows.columnar.frames import texts
from flows.columnar.keys import climbs
from schemas.tables import TABLES, Tables, columns, empty, key

# Dates of sight, fetch dates, ages and digests tell when we looked, not what is true: alone they make no version.
_WHEN = {
    "*": {"date_premiere_vue", "date_derniere_vue", "date_maj"},
    "etablissements": {"geo_date"},
    "sources": {"recupere_le", "sha256", "age_jours", "robots"},
    "provenance": {"date", "snapshot", "regle"},
}
_WHOLE = (*ENTITIES, "adhesions", "territoires")
"""Tables whose rows are explained by whole columns, when all that they did is come."""
_NAMES = ("nom", "partenaire", "indicateur")
_SAME = {"sources": {"statut": {"inchangee": "ok"}}}
"""A source that answered "unchanged" is as well as one that answered."""


def compare(before: Tables, after: Tables) -> Changes:
    """Every difference of data, table by table, sorted. None at all means: no new version."""
    return Changes(_compare(table, before, after) for table in TABLES)


def _compare(table: str, before: Tables, after: Tables) -> Part:
    old, new = before.get(table, empty(table)), after.get(table, empty(table))
    when = _WHEN["*"] | _WHEN.get(table, set())
    names = [str(c) for c in (new.columns if len(new) else columns(table)) if c not in when]
    title = [name for name in _NAMES if name in names]
    keys = [name for name in key(table) if name in names]
    if table in BEHIND and not len(old) and keys[0] == "id" and not title and climbs(new, keys):
        return Arrived(table, new, by=keys)
    found = differences(old, new, names, keys, title, _SAME.get(table, {}))
    if table in _WHOLE and len(found) and (found["nature"] == "ajoute").all():
        none = [""] * len(found)
        return Came(table, (texts(found, "cle"), texts(found, "nom"), none, none, none, none))
    rows = Behind(table, found)
    return rows if table in BEHIND else tuple(rows)
