"""In which département an operator has its head office, where its published address tells."""

from collections import defaultdict

from flows.site.shown import Shown
from schemas.records import Row
from sources.communes import homonyms


def seats(about: Shown) -> dict[str, list[Row]]:
    """Département -> the operators whose head office is there, by name. One whose commune may lie in several is left out."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(about.operators.values(), key=lambda one: (one["nom"].casefold(), one["id"])):
        if code := seat_of(about, row):
            found[code].append(row)
    return dict(found)


def seat_of(about: Shown, row: Row) -> str:
    """The département of a head office; '' when nobody says it."""
    if not row["commune_siege"]:
        return ""
    bearers = {one.departement for one in homonyms(row["code_postal_siege"], row["commune_siege"])}
    written = _written(about, row["id"])
    there = {code for code in bearers if code.startswith(written)}
    return there.pop() if len(there) == 1 else ""


def _written(about: Shown, id_: str) -> str:
    """What a source writes for the département though it is no code of today: 97 stands for any of overseas."""
    told = [one["valeur"] for one in about.doubts.get(id_, ()) if one["champ"] == "departement"]
    return told[0] if told else ""
