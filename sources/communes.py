"""The French communes: the names a postcode allows, and the commune that an address names."""

from dataclasses import asdict, fields
from functools import cache
from typing import TYPE_CHECKING

from sources.commune_found import Commune as Commune
from sources.commune_found import as_written, commune_in
from sources.commune_spelling import CITIES, Spelling, bare, key, read
from sources.commune_table import (
    Names,
    Row,
    at,
    named,
    named_around,
    names_around,
    names_at,
    names_everywhere,
    of_code,
    parts,
    rows,
)
from sources.likeness import ratio
from sources.text import fold

if TYPE_CHECKING:
    import pandas as pd

CLOSE_SPELLING = 90
"""Least rapidfuzz ratio, of 100, at which a misspelt name is still that commune of the same postcode.

Measured on 60,000 names beside a postcode of chance: 6 wrong; on 30,000 slips of one letter: 78 % found, 1 wrong.
"""


def table() -> "pd.DataFrame":
    """The whole gazetteer, every cell text, '' for missing. The caller's own copy."""
    return _whole_table().copy()


def commune_names(code_postal: str) -> frozenset[str]:
    """Folded names that may stand beside a postcode: communes, arrondissements, their city, former communes."""
    return frozenset(fold(name) for row in at(code_postal) for name in (row.nom, row.nom_commune))


@cache
def territory_names() -> frozenset[str]:
    """Folded names of the départements, the regions and the overseas collectivities."""
    return frozenset(map(fold, {name for row in rows() for name in (row.nom_departement, row.nom_region)}))


def resolve_table(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The communes of a table with `code_postal` and `commune`: same index, columns of Commune, '' where unknown."""
    import pandas as pd

    columns = [column.name for column in fields(Commune)]
    found = [resolve(postcode, name) for postcode, name in zip(frame["code_postal"], frame["commune"], strict=True)]
    cells = [asdict(commune) if commune else dict.fromkeys(columns, "") for commune in found]
    return pd.DataFrame(cells, index=frame.index, columns=columns, dtype=str)


@cache
def resolve(code_postal: str, commune: str) -> Commune | None:
    """The commune named by a postcode and a name as an address writes them; None rather than a guess.

    The postcode alone never decides: two in three cover several communes. A name it does not list must be the
    only one of its kind in the same part of France, and no slip of the pen for one that it lists.
    """
    return as_written(code_postal, commune) or _as_read(code_postal, commune)


def _as_read(code_postal: str, commune: str) -> Commune | None:
    """`resolve` for every name there is: it costs several times more than the shortcut."""
    spelling = read(commune)
    listed = _arrondissement(spelling, code_postal) or _listed(named(code_postal, spelling.name))
    if listed or not spelling.name:
        return listed
    far = _only_one(named_around(code_postal, spelling.name), _methode_around(spelling))
    near = _close(spelling.name, names_at(code_postal))
    return None if far and near and far.code_commune != near.code_commune else far or near


@cache
def homonyms(code_postal: str, commune: str) -> tuple[Commune, ...]:
    """Every commune that a name may mean: in the part of France that the postcode tells, in all of it without one.

    A former commune of the name counts as the commune of today. Sorted by code; none for a name that nobody bears.
    """
    spelling = read(commune)
    if spelling.name in CITIES and spelling.arrondissement:
        around = names_around(code_postal) if code_postal else names_everywhere()
        there = commune_in(_numbered(spelling.name, around).get(spelling.arrondissement), "nom_seul")
        return (there,) if there else ()
    several = named_around(code_postal, spelling.name) if code_postal else names_everywhere().get(spelling.name, [])
    each = [[row for row in several if row.code_commune == code] for code in sorted({r.code_commune for r in several})]
    return tuple(found for rows_ in each if (found := _only_one(rows_, "nom_seul")))


@cache
def longer_names(commune: str, code_commune: str) -> tuple[Commune, ...]:
    """The communes more peopled than one, whose name begins with its name and goes on; the most peopled first."""
    start = f"{read(commune).name} "
    people = {row.code_commune: int(row.population or 0) for row in rows() if row.type == "COM"}
    found = {row.code_commune: row for row in rows() if row.type == "COM" and key(row.nom).startswith(start)}
    larger = [code for code in found if people[code] > people.get(code_commune, 0)]
    ordered = sorted(larger, key=lambda code: (-people[code], code))
    return tuple(one for code in ordered if (one := commune_in(found[code], "nom_seul")))


@cache
def commune_of(code_insee: str) -> Commune | None:
    """The commune or arrondissement in force of a code; None when there is none."""
    return commune_in(next((row for row in of_code(code_insee) if row.type in ("COM", "ARM")), None), "exact")


def same_commune(one: str, other: str) -> bool:
    """Whether two codes are one commune; a city is each of its arrondissements, two arrondissements are two.

    A former commune counts as the commune of today.

    >>> same_commune("69386", "69123"), same_commune("69386", "69383")
    (True, False)
    """
    if one == other:
        return True
    ours, theirs = (_present().get(code, code) for code in (one, other))
    return ours == theirs or ours == _cities().get(theirs) or theirs == _cities().get(ours)


def is_whole_city(code_insee: str) -> bool:
    """Whether a code is that of a city that has arrondissements."""
    return code_insee in _whole_cities()


def _arrondissement(spelling: Spelling, code_postal: str) -> Commune | None:
    """Paris, Lyon or Marseille: by the postcode first, else by the number written.

    Where the two disagree only the city is sure.
    """
    if spelling.name not in CITIES:
        return None
    here, wanted = names_at(code_postal), spelling.arrondissement
    listed = _numbered(spelling.name, here)
    if not listed:
        return commune_in(_numbered(spelling.name, names_around(code_postal)).get(wanted), _methode_around(spelling))
    if wanted not in (0, *listed):
        return _listed(here[spelling.name], "commune_seule")
    return commune_in(listed.get(wanted) or next(iter(listed.values())), "arrondissement")


def _numbered(city: str, names: Names) -> dict[int, Row]:
    """The arrondissements of a city, by their number."""
    parts = (
        row for several in names.values() for row in several if row.type == "ARM" and fold(row.nom_commune) == city
    )
    return {int("".join(filter(str.isdigit, row.nom))): row for row in parts}


def _listed(several: list[Row], methode: str = "exact") -> Commune | None:
    """A name that the postcode lists; a present commune goes before a former one of the same name."""
    return _only_one([row for row in several if row.type == "COM"], methode) or _only_one(several, "ancienne_commune")


def _close(name: str, here: Names) -> Commune | None:
    """A slip of the pen, articles aside, when a single commune of the postcode is that close."""
    ratios = {other: ratio(bare(name), bare(other)) for other in here}
    return _only_one(
        [row for other in here if ratios[other] >= CLOSE_SPELLING for row in here[other]], "graphie_proche"
    )


def _methode_around(spelling: Spelling) -> str:
    return "cedex" if spelling.cedex else "code_postal_voisin"


def _only_one(several: list[Row], methode: str) -> Commune | None:
    """The one commune that all these rows are about, told by its present row if there is one."""
    if len({row.code_commune for row in several}) != 1:
        return None
    return commune_in(min(several, key=lambda row: row.type != "COM"), methode)


@cache
def _whole_table() -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows(), columns=list(Row._fields), dtype=str)


@cache
def _cities() -> dict[str, str]:
    """The city of each municipal arrondissement."""
    return {row.code_insee: row.code_commune for row in parts() if row.type == "ARM"}


@cache
def _whole_cities() -> frozenset[str]:
    return frozenset(_cities().values())


@cache
def _present() -> dict[str, str]:
    """The commune of today for each code of a former one, unless that code is in force."""
    return {row.code_insee: row.code_commune for row in parts() if row.type in ("COMD", "COMA")}
