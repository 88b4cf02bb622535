"""May this release be published? The rules that no schema can say."""

import re

from schemas.tables import Tables

_MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)33\s?(?:\(0\)\s?)?|0)[67](?:[\s.\-/]?\d{2}){4}(?!\d)|(?:\+|00)?(?:262|590|594|596)\s?69\d(?:[\s.\-]?\d){6}(?!\d)"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_DIGITS = frozenset(
    ("snapshot", "sha256", "siret", "siren", "longitude", "latitude", "geo_score", "geo_similarite", "geo_id")
)


def refusals(tables: Tables, previous: Tables, contact: str) -> list[str]:
    """Why this release may not be published; [] when it may."""
    found = [fault for name, table in tables.items() for fault in _private(name, table.to_dict("records"), contact)]
    if tables["etablissements"].empty:
        found.append(
            "no place at all: a source gave nothing, or every row was withdrawn. Check the sources, then the last release."
        )
    unknown = set(tables["etablissements"]["sources"].str.split("|").explode()) - set(tables["sources"]["id"])
    if unknown:
        found.append(
            f"places come from sources without licence or legal basis: {', '.join(sorted(map(str, unknown)))}."
        )
    return found


def _private(table: str, rows: list[dict[object, object]], contact: str) -> list[str]:
    """Cells that hold a mobile, or a mailbox outside its column. The value itself is never repeated."""
    faults = []
    for number, row in enumerate(rows, 2):
        for column, value in row.items():
            text = str(value)
            if column in _DIGITS:
                continue
            if _MOBILE.search(text):
                faults.append(f"{table}.csv line {number} column {column} holds a mobile number.")
            if (
                column != "courriel"
                and _MAIL.search(text)
                and contact not in text
                and not (table == "provenance" and row.get("champ") == "courriel")
            ):
                faults.append(f"{table}.csv line {number} column {column} holds a mailbox.")
    return faults
