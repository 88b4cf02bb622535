"""All mentions and rows of a table as `compare` sees them, light enough to look at every one."""

from collections.abc import Mapping
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
        if not (self.autres_noms or self.sigle):
            return [self.nom] if self.nom else []
        return [name for name in (self.nom, *self.autres_noms.split("|"), self.sigle) if name]


_CELLS = Shown._fields[:-2]


def shown(table: str, mentions: pd.DataFrame, before: pd.DataFrame, operators: Mapping[str, str]) -> list[Shown]:
    """The mentions first, then the rows of the last release. `operators`: see `nodes_of`."""
    found: list[Shown] = []
    for frame, owners, known in (
        (mentions, _owners(mentions, operators), proven(table, mentions)),
        (before, _owners_before(before, operators), [table == "gestionnaires"] * len(before)),
    ):
        cells = [frame[name].tolist() if name in frame else [""] * len(frame) for name in _CELLS]
        cells[_CELLS.index("categorie")] = ["" if c in VAGUE else c for c in cells[_CELLS.index("categorie")]]
        found += map(Shown, *cells, owners, known)
    return found


def _owners(mentions: pd.DataFrame, operators: Mapping[str, str]) -> list[str]:
    if not operators:
        return [""] * len(mentions)
    named = zip(mentions["source"].tolist(), mentions["gestionnaire"].tolist(), strict=True)
    return [operators.get(f"{source}:{reference}", operators.get(reference, "")) for source, reference in named]


def _owners_before(before: pd.DataFrame, operators: Mapping[str, str]) -> list[str]:
    if "gestionnaire_id" not in before:
        return [""] * len(before)
    return [operators.get(id_, "") for id_ in before["gestionnaire_id"].tolist()]
