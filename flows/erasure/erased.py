"""Who, in some tables, the list of refusals names, and what must therefore be found nowhere any more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flows.erasure.needles import Needles, holds_folded, needles
from flows.erasure.refusals import WHAT, Refusals
from schemas.records import Row
from schemas.tables import Tables, rows_of
from sources.text import fold

ENTITIES = ("etablissements", "gestionnaires", "reseaux", "initiatives")
"""Tables whose rows have an id."""
COLUMNS = {"adresse": ("adresse", "adresse_siege"), "nom": ("nom", "autres_noms", "sigle", "partenaire")}
"""Columns that a refused value may stand in, where they are more than its own."""
_NAMES = ("nom", "autres_noms", "sigle")
_OWN = (*_NAMES, "adresse", "adresse_siege", "adresse_source", "courriel", "site_web", "siret", "siren")
"""Texts that tell who a structure is."""
_WHERE = ("commune", "commune_siege", "territoire_nom", "code_postal", "code_postal_siege")
"""Texts that it shares with all of a place."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is taken out. Held in memory only: it is never shown, logged nor written."""

    ids: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Id -> the day (ISO) when it was asked for."""
    published: frozenset[str] = frozenset()
    """Those of `ids` that a release held: each has a tombstone."""
    words: frozenset[str] = field(default_factory=frozenset, repr=False)
    """Folded texts of the structures, that no row which stays has."""
    phones: frozenset[str] = field(default_factory=frozenset, repr=False)
    values: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """Column -> refused values, normalised."""

    def __bool__(self) -> bool:
        return bool(self.ids or self.values)

    def of_values(self) -> Needles:
        """Refused values."""
        words = {one for champ, found in self.values.items() for one in found if champ != "telephone"}
        return needles(words, self.values.get("telephone", ()))

    def of_all(self) -> Needles:
        """Refused values, and what tells who the structures are."""
        words = {one for champ, found in self.values.items() for one in found if champ != "telephone"}
        return needles(words | self.words, self.phones | self.values.get("telephone", frozenset()))


def erased_of(tables: Tables, refusals: Refusals, previous: Tables | None = None) -> Erased:
    """What the list takes out of tables. `previous`: those of the last release, to know what was published; by default
    `tables` are a release themselves.
    """
    if not refusals.lines:
        return Erased()
    both = (tables, tables if previous is None else previous)
    ids: dict[str, str] = {}
    for id_, day in (pair for one in both for pair in _named(one, refusals)):
        ids[id_] = min(day, ids.get(id_, day))
    while more := {i: ids[to] for one in both for i, to in _led(one) if to in ids and i not in ids}:
        ids |= more
    ids |= {owner: ids[place] for one in both for place, owner in _namesakes(one) if place in ids and owner not in ids}
    before = both[1]
    known = {row["id"] for table in (*ENTITIES, "retraits") for row in listed(before, table)}
    words, phones = _words(both, ids)
    return Erased(ids, frozenset(known & ids.keys()), words, phones, _values(both, refusals))


def joined(many: Iterable[Erased]) -> Erased:
    """What is taken out of several releases, as one: what one holds in a row, another may tell in a word."""
    every = [one for one in many if one]
    ids = {id_: day for one in every for id_, day in one.ids.items()}
    values: dict[str, frozenset[str]] = {}
    for champ, found in (pair for one in every for pair in one.values.items()):
        values[champ] = values.get(champ, frozenset()) | found
    words, phones = (frozenset[str]().union(*sets) for sets in ([e.words for e in every], [e.phones for e in every]))
    return Erased(ids, frozenset(), words, phones, values)


def listed(tables: Tables, table: str) -> list[Row]:
    """The rows of a table; none where it is not there."""
    return rows_of(tables[table]) if table in tables else []


def places_of(row: Row) -> str:
    """The commune that a row is told by."""
    return row.get("commune", "") or row.get("commune_siege", "")


def names_of(row: Row) -> list[str]:
    """All names of a row."""
    return [name for column in _NAMES for name in row.get(column, "").split("|") if name]


def reference_of(row: Row) -> str:
    """A row of `identifiants` as a refusal tells it: kind of id, source, folded reference."""
    return f"{row['id'][:2]} {row['source']} {fold(row['reference'])}"


def _named(tables: Tables, refusals: Refusals) -> Iterator[tuple[str, str]]:
    """(id, day) of what a line names."""
    for table in ENTITIES:
        for row in listed(tables, table):
            days = (refusals.day_of(*one) for one in _told_by(row))
            if day := min(filter(None, days), default=""):
                yield row["id"], day
    for row in listed(tables, "identifiants"):
        told = (("structure", "id", row["id"]), ("structure", "reference", reference_of(row)))
        if day := min(filter(None, (refusals.day_of(*one) for one in told)), default=""):
            yield from ((id_, day) for id_ in (row["id"], row["remplace_par"]) if id_)
    for row in listed(tables, "retraits"):
        if day := refusals.day_of("structure", "id", row["id"]):
            yield row["id"], day


def _told_by(row: Row) -> Iterator[tuple[str, str, str]]:
    """All that a row may be told by: (scope, by what, value). A row whose very name is refused cannot be published."""
    yield "structure", "id", row["id"]
    yield "valeur", "nom", row["nom"]
    if siret := row.get("siret", ""):
        yield "structure", "siret", siret
    if siren := row.get("siren", "") or row.get("siret", "")[:9]:
        yield "structure", "siren", siren
    if commune := places_of(row):
        yield from (("structure", "nom+commune", f"{name} {commune}") for name in names_of(row))
    yield from (("structure", champ, value) for champ, value in own_marks(row))


def own_marks(row: Row) -> Iterator[tuple[str, str]]:
    """What else may tell a structure, whatever its name: its phone and its door."""
    if phone := row.get("telephone", ""):
        yield "telephone", phone
    street = row.get("adresse", "") or row.get("adresse_siege", "")
    if street and any(char.isdigit() for char in street) and places_of(row):
        yield "adresse+commune", f"{street} {places_of(row)}"


def _led(tables: Tables) -> Iterator[tuple[str, str]]:
    """(id, the id that it leads to): what became another, and places of an operator."""
    for table in ("identifiants", "retraits"):
        yield from ((row["id"], row["remplace_par"]) for row in listed(tables, table))
    yield from ((row["id"], row["gestionnaire_id"]) for row in listed(tables, "etablissements"))


def _namesakes(tables: Tables) -> Iterator[tuple[str, str]]:
    """(place, operator) where the operator has that place only, and its very name: they are one structure."""
    owners = {row["id"]: row for row in listed(tables, "gestionnaires")}
    places = listed(tables, "etablissements")
    count = Counter(row["gestionnaire_id"] for row in places)
    for row in places:
        owner = owners.get(row["gestionnaire_id"], {})
        if owner and count[owner["id"]] == 1 and fold(owner["nom"]) == fold(row["nom"]):
            yield row["id"], owner["id"]


def _words(both: Iterable[Tables], ids: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Texts and phones of what leaves, less those that something else has too."""
    texts, phones, others = set[str](), set[str](), {fold(ANONYMOUS)}
    for row in (row for tables in both for row in _told_of(tables)):
        if row["id"] in ids:
            texts |= {fold(part) for name in _OWN for part in row.get(name, "").split("|")}
            phones.add(WHAT["telephone"](row.get("telephone", "")))
            others |= {fold(row.get(name, "")) for name in _WHERE}
        else:
            others |= {fold(part) for cell in row.values() for part in cell.split("|")}
    kept = " | ".join(sorted(others))
    words = {word for word in texts if not holds_folded(needles([word]), kept)}
    return frozenset(words), frozenset(one for one in phones if not holds_folded(needles([], [one]), kept))


def _told_of(tables: Tables) -> Iterator[Row]:
    """Rows that tell of a structure, a tombstone and a reference among them, and the names of territories."""
    for table in (*ENTITIES, "identifiants", "retraits"):
        for row in listed(tables, table):
            yield {**row, "nom": row.get("nom") or row["reference"]}
    yield from ({"id": "", "nom": row["nom"]} for row in listed(tables, "territoires"))


ANONYMOUS = "(retiré à sa demande)"
"""The name on a tombstone."""


def _values(both: Iterable[Tables], refusals: Refusals) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for champ, text in {pair for tables in both for pair in _cells(tables)}:
        if refusals.day_of("valeur", champ, text):
            found.setdefault(champ, set()).add(WHAT[champ](text))
    return {champ: frozenset(each) for champ, each in found.items()}


def _cells(tables: Tables) -> Iterator[tuple[str, str]]:
    """(column, text) of every cell that is made for a value which may be refused."""
    champs = {column: champ for champ in WHAT for column in COLUMNS.get(champ, (champ,))}
    for table in (*ENTITIES, "partenariats", "retraits"):
        for row in listed(tables, table):
            yield from ((champs[c], part) for c in champs.keys() & row for part in row[c].split("|") if part)
    for table, column in (("provenance", "valeur_source"), ("anomalies", "valeur")):
        told = ((champs.get(row["champ"], ""), row[column]) for row in listed(tables, table))
        yield from ((champ, text) for champ, text in told if champ and text)
