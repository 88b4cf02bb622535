"""Which mentions are worth comparing: those that share a key, a commune, a contact or a name; never the whole country.

What no rule of `compare` would join or ask about is left out, so that the places of one operator or of one
département, however many, are not all compared with each other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flows.identify.compare.addresses import communes_of, departement_of
from flows.identify.compare.core_words import WEAK
from flows.identify.compare.cores import core
from flows.identify.compare.kept import kept
from flows.identify.compare.names import town
from flows.identify.compare.traits import Traits

Key = tuple[str, ...]
_LONG = 7
"""Letters from which a name is long."""


def pairs(traits: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    """Places i < j of mentions of one table that share a block; each pair once, in order.

    A mention is looked for under keys; under some it looks for others, under the rest it only answers.
    """
    keys = [(asked(one), answered(one)) for one in traits]
    asking, all_of = _blocks(keys)
    for i, (wanted, offered) in enumerate(keys):
        found = {j for key in wanted for j in all_of[key] if j > i}
        found.update(j for key in offered - wanted for j in asking.get(key, ()) if j > i)
        yield from ((i, j) for j in sorted(found))


def _blocks(keys: Sequence[tuple[set[Key], set[Key]]]) -> tuple[dict[Key, list[int]], dict[Key, list[int]]]:
    """Who looks under each key, and who is to be found there."""
    asking: dict[Key, list[int]] = defaultdict(list)
    all_of: dict[Key, list[int]] = defaultdict(list)
    for i, (wanted, offered) in enumerate(keys):
        for key in wanted:
            asking[key].append(i)
        for key in wanted | offered:
            all_of[key].append(i)
    return asking, all_of


def asked(one: Traits) -> set[Key]:
    """Where a mention looks for others: the less it says, the farther."""
    keys = _sure(one)
    if not one.code_commune:
        keys |= _somewhere(one)
    if not departement_of(one):
        keys |= _anywhere(one)
    if one.table == "gestionnaires":
        keys |= {("siren", "", _siren(one))} | _contacts(one, departement_of(one)) | _same_names(one)
        keys |= set() if _siren(one) else _contacts(one)
    return _of(one, keys)


def answered(one: Traits) -> set[Key]:
    """Where it is found by those that look."""
    return _of(one, _somewhere(one) | _anywhere(one))


def _sure(one: Traits) -> set[Key]:
    """A predecessor's SIRET meets the SIRET itself; two arrondissements are as two communes."""
    return {
        ("siret", "", one.siret),
        ("siret", "", one.predecesseur),
        ("code_postal", "", one.code_postal),
        ("commune", "", communes_of(one)[0]),
    }


def _somewhere(one: Traits) -> set[Key]:
    """What one whose commune is not known has in common with another: a number, a contact, a near name in one département.

    Or one whose arrondissement is not known: the city. Where both are known and are two, places are two.
    """
    here = departement_of(one)
    near = {("nom_proche", here, mark) for name in one.noms for mark in _marks(name, _about(one))} if here else set()
    return {("siren", "", _siren(one)), ("commune", "", communes_of(one)[1])} | _contacts(one) | near


def _anywhere(one: Traits) -> set[Key]:
    """What one without a département is looked for by: each of its names, with the words of the trade and without."""
    cores = [core(name) for name in one.noms]
    return {("nom", "", said) for each in cores for said in (each.joined, each.full)}


def _same_names(one: Traits) -> set[Key]:
    """Two operators of one name in one département, each in its own commune, may be one."""
    cores = [core(name, _about(one)[0]) for name in one.noms]
    return {("meme_nom", departement_of(one), said) for each in cores for said in (each.joined, each.full)}


def _about(one: Traits) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The commune and the operator, which a name may repeat."""
    return (town(one.code_commune),), one.noms_gestionnaire


@kept
def _marks(name: str, about: tuple[tuple[str, ...], tuple[str, ...]]) -> frozenset[str]:
    """Of two near names at least one is shared: a telling word, an acronym, how they begin or how they end.

    A slip of the pen spoils the beginning or the end, not both.
    """
    marks: set[str] = set()
    for one in (core(name), core(name, *about)):
        marks.update(word for word in one.words if word not in WEAK and len(word) > 1)
        marks |= {one.joined, one.full} | one.initials | _ends(one.joined)
    return frozenset(marks)


def _ends(text: str) -> set[str]:
    """The first letters and the last: three of a long name, two of a short one, both where a letter more would be long."""
    sizes = [size for size, fits in ((2, len(text) <= _LONG), (3, len(text) >= _LONG)) if fits]
    return {end for size in sizes for end in (f"{text[:size]}-", f"-{text[-size:]}")}


def _contacts(one: Traits, where: str = "") -> set[Key]:
    said = (("telephone", one.telephone), ("domaine", one.domaine), ("courriel", one.courriel))
    return {(kind, where, value) for kind, value in said}


def _siren(one: Traits) -> str:
    return one.siren or one.siret[:9]


def _of(one: Traits, keys: set[Key]) -> set[Key]:
    """The keys that say something, apart for operators and places."""
    return {(one.table, *key) for key in keys if key[-1]}
