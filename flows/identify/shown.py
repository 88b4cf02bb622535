"""All mentions and rows of a table as `compare` sees them, light enough to look at every one: columns, and a row when asked."""

from collections.abc import Mapping, Sequence
from itertools import compress
from operator import eq
from typing import NamedTuple

import pandas as pd

from flows.identify.compare.addresses import departement_at
from flows.identify.nodes import proven

VAGUE = ("", "autre", "inconnu")
"""Categories that tell nothing."""


class Shown(NamedTuple):
    """All that `compare` looks at in one mention; two that are equal get the same verdicts."""

    nom: str
    autres_noms: str
    sigle: str
    siren: str
    siret: str
    telephone: str
    courriel: str
    domaine: str
    adresse: str
    code_postal: str
    code_commune: str
    departement: str
    categorie: str
    predecesseur: str
    gestionnaire: str
    cooperative: bool

    @property
    def here(self) -> str:
        """Its département."""
        return self.departement or departement_at(self.code_commune)

    @property
    def person(self) -> str:
        """Its SIREN, or that of its SIRET."""
        return self.siren or self.siret[:9]

    @property
    def names(self) -> list[str]:
        """Its names and its acronym."""
        return names_in(self.nom, self.autres_noms, self.sigle)


def names_in(nom: str, autres_noms: str, sigle: str) -> list[str]:
    """The name, the other names, then the acronym, as told."""
    if not (autres_noms or sigle):
        return [nom] if nom else []
    return [name for name in (nom, *autres_noms.split("|"), sigle) if name]


_CELLS = Shown._fields[:-2]
_TEXTS = Shown._fields[:-1]
Told = Sequence[str]
"""One thing told of each mention, '' where nothing is."""


class Table:
    """The mentions, then the rows of the last release: `table[i]` is one of them, `column` one cell of each."""

    def __init__(self, columns: Mapping[str, Told], cooperative: Sequence[bool]) -> None:
        self._columns = columns
        self._cells = (*(columns[name] for name in _TEXTS), cooperative)

    def __len__(self) -> int:
        return len(self._cells[-1])

    def __getitem__(self, i: int) -> Shown:
        return Shown._make([cells[i] for cells in self._cells])

    def column(self, name: str) -> Told:
        """One cell of each, by its name in `Shown`."""
        return self._columns[name]

    def here(self) -> Told:
        """The département of each."""
        both = zip(self.column("departement"), self.column("code_commune"), strict=True)
        return [departement or departement_at(commune) for departement, commune in both]

    def person(self) -> Told:
        """The SIREN of each, or that of its SIRET."""
        both = zip(self.column("siren"), self.column("siret"), strict=True)
        return [siren or siret[:9] for siren, siret in both]

    def names(self, among: Sequence[int]) -> list[tuple[int, str]]:
        """The names and the acronyms of some, each with its place."""
        nom, others, sigle = (self.column(name) for name in ("nom", "autres_noms", "sigle"))
        if not (any(others) or any(sigle)):
            return [(i, nom[i]) for i in among if nom[i]]
        return [(i, name) for i in among for name in names_in(nom[i], others[i], sigle[i])]

    def equal(self, pairs: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Those of some pairs that say the same."""
        for cells in filter(any, self._cells):
            one, other = ([cells[pair[side]] for pair in pairs] for side in (0, 1))
            if one != other:
                pairs = list(compress(pairs, map(eq, one, other)))
        return pairs


def shown(table: str, mentions: pd.DataFrame, before: pd.DataFrame, operators: Mapping[str, str]) -> Table:
    """The mentions first, then the rows of the last release. `operators`: see `nodes_of`."""
    columns = {name: [*_told(mentions, name), *_told(before, name)] for name in _CELLS}
    columns["categorie"] = ["" if told in VAGUE else told for told in columns["categorie"]]
    columns["gestionnaire"] = [*_owners(mentions, operators), *_owners_before(before, operators)]
    return Table(columns, [*proven(table, mentions), *[table == "gestionnaires"] * len(before)])


def _told(frame: pd.DataFrame, name: str) -> list[str]:
    cells: list[str] = frame[name].tolist() if name in frame else [""] * len(frame)
    return cells


def _owners(mentions: pd.DataFrame, operators: Mapping[str, str]) -> list[str]:
    if not operators:
        return [""] * len(mentions)
    named = zip(mentions["source"].tolist(), mentions["gestionnaire"].tolist(), strict=True)
    return [operators.get(f"{source}:{reference}", operators.get(reference, "")) for source, reference in named]


def _owners_before(before: pd.DataFrame, operators: Mapping[str, str]) -> list[str]:
    if "gestionnaire_id" not in before:
        return [""] * len(before)
    return [operators.get(id_, "") for id_ in before["gestionnaire_id"].tolist()]
