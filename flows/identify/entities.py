"""Networks and initiatives that pages name, with what hangs on them: partnerships and figures."""

from collections.abc import Sequence

from flows.identifiers import Register
from schemas.found import Found
from schemas.records import Row

ENTITIES = ("reseaux", "initiatives")


def entities(one: Found, table: str, register: Register, as_of: str) -> list[Row]:
    """Networks or initiatives of a page: the name they go by is their reference."""
    rows = []
    for row in one.reading.tables.get(table, ()):
        id_ = register.id_of(table, one.source.id, row["nom"], one.day(as_of))
        rows.append({"id": id_, **row, "source": one.source.id, **seen(one, as_of)})
    return rows


def partnerships(one: Found, initiatives: Sequence[Row], as_of: str) -> list[Row]:
    """Partners of the page's initiative."""
    own = [r["id"] for r in initiatives if r["source"] == one.source.id]
    found = one.reading.tables.get("partenariats", ())
    return [{"initiative_id": own[0], **row, "source": one.source.id, **seen(one, as_of)} for row in found]


def figures(one: Found, subjects: Sequence[Row], as_of: str) -> list[Row]:
    """Figures, their subject's name replaced by its id."""
    ids = {r["nom"]: r["id"] for r in subjects if r["source"] == one.source.id}
    rows = []
    for figure in one.reading.tables.get("chiffres", ()):
        row = {name: value for name, value in figure.items() if name != "sujet"}
        rows.append({**row, "sujet_id": ids[figure["sujet"]], "source": one.source.id, **seen(one, as_of)})
    return rows


def seen(one: Found, as_of: str) -> Row:
    """Where and when it was read; first sight is corrected from the last release afterwards."""
    day = one.day(as_of)
    return {"source_url": one.source.url, "date_premiere_vue": day, "date_derniere_vue": day}
