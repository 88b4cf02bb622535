"""The list of nurseries: a table that needs no script, and what scripts need to search it and to draw it as a map."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flows.site import kinds
from flows.site.page import Page
from flows.site.rows import family_of, form_of, ordered, position_of, word
from flows.site.shown import Shown
from flows.site.words import Words, catalogue
from schemas.records import Row

FEW = 200
"""Rows that the page itself holds at most; past them, the pages of the départements have the rest."""
SCRIPTS = ("recherche.js", "adresse.js", "tableau.js", "telecharger.js", "liste.js")
TILES = "https://data.geopf.fr"
"""Where the IGN serves its map; only a reader who asks for it makes the page ask."""
PUBLIC_SERVICE = "https://monenfant.fr/"
"""Where the family branch of Social Security (Cnaf) lists childcare of every kind."""
COLUMNS = ("nom", "commune", "departement", "categorie", "forme", "places", "position", "statut")
"""Of the table; each can be sorted by."""
_POSITIONS = ("numero", "voie", "lieu_dit", "commune", "aucune")
_SPOKEN = "dit_"
"""Strings of the catalogue that scripts say begin with this."""


class Option(NamedTuple):
    """One choice of a filter: how deep it stands under another one is `level`."""

    value: str
    text: str
    level: int = 0


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    rows = ordered(about)
    values: dict[str, object] = {
        "rows": [_shown(about, t, row) for row in rows[:FEW]],
        "total": len(rows),
        "kinds": kinds.counted(t, rows),
        "unsure": sum(kinds.kind(row) == "inconnu" for row in rows),
        "service": PUBLIC_SERVICE,
        "departements": _departements(about, t),
        "formes": _forms(about, t, rows),
        "categories": _categories(about, t, rows),
        "columns": COLUMNS,
        "spoken": json.dumps(spoken(about, t, rows), ensure_ascii=False, sort_keys=True),
    }
    title, text = t("creches.titre"), t.counted("creches.description", len(rows))
    yield Page("creches.html", "creches.html.j2", "creches", title, text, values, scripts=SCRIPTS, images=TILES)


def spoken(about: Shown, t: Words, rows: list[Row]) -> dict[str, object]:
    """What scripts say, in this language: sentences with `{…}` to be filled in, and the words of the codes that occur."""
    keys = sorted(key for key in catalogue() if key.startswith(f"creches.{_SPOKEN}"))
    said: dict[str, object] = {key.removeprefix(f"creches.{_SPOKEN}"): catalogue()[key][t.tongue] for key in keys}
    for column in ("categorie", "statut", "taille"):
        codes = sorted({row[column] for row in rows} - {""})
        said[column] = {code: word(about, t, "etablissements", column, code) for code in codes}
    forms = sorted({form_of(about, row) for row in rows})
    said["position"] = {code: t(f"creches.position_{code}") for code in _POSITIONS}
    return said | {"forme": {code: word(about, t, "gestionnaires", "forme", code) for code in forms}}


def _shown(about: Shown, t: Words, row: Row) -> Mapping[str, str]:
    """A row as the table tells it."""
    return {
        **row,
        "forme": word(about, t, "gestionnaires", "forme", form_of(about, row)),
        "categorie": word(about, t, "etablissements", "categorie", row["categorie"]),
        "position": t(f"creches.position_{position_of(row)}"),
        "etat": word(about, t, "etablissements", "statut", row["statut"]),
        "nom_departement": about.departement(row["departement"]) if row["departement"] else "",
    }


def _departements(about: Shown, t: Words) -> list[Option]:
    counted = {code: len(rows) for code, rows in about.of_departement.items() if code}
    return [Option(code, f"{code} {about.departement(code)} ({t.number(n)})") for code, n in sorted(counted.items())]


def _categories(about: Shown, t: Words, rows: list[Row]) -> list[Option]:
    counted = Counter(row["categorie"] for row in rows)
    found = [(word(about, t, "etablissements", "categorie", code), code, n) for code, n in counted.items()]
    return [Option(code, f"{text} ({t.number(n)})") for text, code, n in sorted(found)]


def _forms(about: Shown, t: Words, rows: list[Row]) -> list[Option]:
    """Legal forms as the figures count them; above several of one family, the family: who picks it gets every kind of Scop."""
    counted = Counter(form_of(about, row) for row in rows)
    found: list[Option] = []
    for family in sorted({family_of(code) for code in counted}):
        codes = sorted(code for code in counted if family_of(code) == family)
        several = codes != [family]
        if several:
            whole = t.number(sum(counted[code] for code in codes))
            found.append(Option(family, t(f"creches.toutes_{family}", n=whole)))
        found += [_form(about, t, code, counted[code], several and code == family, int(several)) for code in codes]
    return found


def _form(about: Shown, t: Words, code: str, count: int, alone: bool, level: int) -> Option:
    """One form. `alone`: of its family, no more is known of it; then its value is not the family's."""
    text = t(f"creches.seule_{code}") if alone else word(about, t, "gestionnaires", "forme", code)
    return Option(f"{code}_SEULE" if alone else code, f"{text} ({t.number(count)})", level)
