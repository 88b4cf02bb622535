"""Operators and places that never were: a real name, a real street, a real commune, drawn apart and put together.

Phones are those that ARCEP keeps for fiction, SIRENs begin with 99, and no row describes an organisation that exists.
"""

import csv
import random
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flows.identify.compare.traits import Traits
from sources.communes import resolve
from sources.text import fold
from tests.addok.documents import Address
from tests.addok.sample import town_halls

HERE = Path(__file__).parent
CONTACTS = ("telephone", "domaine", "courriel")
_BIG = ("75056", "69123", "13055")


class Mention(NamedTuple):
    """What a source says (`traits`) of an `entity`: two mentions of one entity are one thing, whatever they look like."""

    entity: str
    traits: Traits


class Pair(NamedTuple):
    """Two mentions and what is true of them."""

    kind: str
    same: bool
    a: Mention
    b: Mention


@cache
def nurseries() -> tuple[str, ...]:
    """Names that real nurseries bear."""
    return tuple((HERE / "nurseries.txt").read_text(encoding="utf-8").splitlines())


@cache
def companies() -> tuple[str, ...]:
    """Names that real operators bear."""
    return tuple((HERE / "operators.txt").read_text(encoding="utf-8").splitlines())


@cache
def cooperatives() -> tuple[dict[str, str], ...]:
    """Known cooperatives with their aliases and their commune."""
    with (HERE / "cooperatives.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _towns() -> tuple[Address, ...]:
    return tuple(one for one in town_halls() if one.voie and resolve(one.code_postal, one.commune))


@dataclass
class World:
    """Draws what pairs are made of; every drawing is new, no commune is drawn twice."""

    chance: random.Random
    count: int = 0
    phones: int = 0
    _left: list[Address] = field(default_factory=list)

    def town(self) -> dict[str, str]:
        """A commune, as traits."""
        if not self._left:
            self._left = self.chance.sample(_towns(), len(_towns()))
        here = self._left.pop()
        return where(here.code_postal, here.commune)

    def near(self, code_departement: str) -> dict[str, str]:
        """Another commune of a département."""
        place = next((i for i, one in enumerate(self._left) if _departement(one) == code_departement), None)
        if place is None:
            return self.town()
        here = self._left.pop(place)
        return where(here.code_postal, here.commune)

    def city(self) -> tuple[dict[str, str], dict[str, str]]:
        """Two arrondissements of Paris, Lyon or Marseille."""
        first, last, name = self.chance.choice(
            ((75001, 75020, "Paris"), (69001, 69009, "Lyon"), (13001, 13016, "Marseille"))
        )
        one, two = self.chance.sample(range(first, last + 1), 2)
        return where(str(one), name), where(str(two), name)

    def street(self) -> str:
        """A numbered door of a real street."""
        return f"{self.chance.randint(1, 160)} {self.chance.choice(_towns()).voie}"

    def lane(self) -> str:
        """A real street, without a number."""
        return self.chance.choice(_towns()).voie

    def company(self) -> str:
        """The name of an operator."""
        return self.chance.choice((*companies(), *companies(), *nurseries()))

    def nursery(self) -> str:
        """The name of a nursery."""
        return self.chance.choice(nurseries())

    def other(self, *names: str) -> str:
        """A nursery's name that has no long word of these."""
        taken = {word[:5] for name in names for word in fold(name).split() if len(word) > 2}
        found = [n for n in nurseries() if not taken & {word[:5] for word in fold(n).split()}]
        return self.chance.choice(found)

    def contacts(self) -> dict[str, str]:
        """A phone, a domain and a mailbox that nobody else has."""
        self.count += 1
        self.phones += 1
        return {
            "telephone": f"+3319900{self.phones:04d}",
            "domaine": f"exemple-{self.count}.fr",
            "courriel": f"contact@exemple-{self.count}.fr",
        }

    def siren(self) -> str:
        """A SIREN that nobody else has."""
        self.count += 1
        return f"99{self.count:07d}"

    def operator(self, nom: str = "", **more: Any) -> Mention:
        """An operator of which all is told."""
        full = {**self.town(), **self.contacts(), "adresse": self.street(), "siren": self.siren()}
        return self._new("gestionnaires", nom or self.company(), {**full, "cooperative": True, **more})

    def place(self, nom: str = "", **more: Any) -> Mention:
        """A place of which all is told."""
        siren = self.siren()
        full = {**self.town(), **self.contacts(), "adresse": self.street(), "siren": siren, "siret": f"{siren}00018"}
        keyed = {"gestionnaire": f"g{self.count}", "categorie": "creche_collective"}
        return self._new("etablissements", nom or self.nursery(), {**full, **keyed, **more})

    def _new(self, table: str, nom: str, more: dict[str, Any]) -> Mention:
        self.count += 1
        return Mention(f"{table}:{self.count}", Traits(table, "a", f"a{self.count}", (nom,), **more))

    def some(self, names: tuple[str, ...], least: int = 0) -> tuple[str, ...]:
        """A few of these, in their order."""
        number = self.chance.randint(least, len(names))
        kept = self.chance.sample(names, number)
        return tuple(name for name in names if name in kept)


def where(code_postal: str, commune: str) -> dict[str, str]:
    """The traits of an address's commune."""
    found = resolve(code_postal, commune)
    if found is None:
        raise ValueError(f"no commune {commune!r} at {code_postal!r}")
    return {"code_postal": code_postal, "code_commune": found.code_commune, "departement": found.departement}


@cache
def _departement(address: Address) -> str:
    return where(address.code_postal, address.commune)["departement"]


def seen(one: Mention, source: str = "b", nom: str = "", **more: Any) -> Mention:
    """The same thing as another source tells it."""
    noms = (nom,) if nom else one.traits.noms
    return Mention(one.entity, replace(one.traits, source=source, reference=f"{source}{one.entity}", noms=noms, **more))


def without(one: Mention, *names: str) -> Mention:
    """The mention with nothing said under these names."""
    emptied: dict[str, Any] = dict.fromkeys(names, "")
    return Mention(one.entity, replace(one.traits, **emptied))


def only(one: Mention, *names: str) -> Mention:
    """The mention that says, of its keys, contacts and address, these alone."""
    kept = set(names)
    return without(one, *({"siren", "siret", "adresse", "gestionnaire", *CONTACTS} - kept))
