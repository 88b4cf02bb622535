"""What a release is, once: every description is written from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.changes import Change
from schemas.tables import Tables
from schemas.verdicts import Verdict

TITLE_FR = "Crèches coopératives de France"
TITLE_EN = "Cooperative nurseries of France"
DESCRIPTION_FR = (
    "Crèches coopératives (Scop et Scic de la petite enfance), leurs gestionnaires, leurs réseaux et les initiatives qui les "
    "aident : chaque valeur avec sa source, sa date et sa règle."
)
DESCRIPTION_EN = (
    "Cooperative nurseries (worker and multi-stakeholder cooperatives of early childhood), their operators, networks and the "
    "initiatives that help them: every value with its source, date and rule."
)
INCOMPLETE_FR = "Ce jeu n'est pas complet : il dit ce que ses sources disent."
INCOMPLETE_EN = "This dataset is not complete: it says what its sources say."
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Open Licence 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
IDENTIFIER = "urn:uuid:7ea3f000-e5bd-5536-bbc9-5f2a8ce36b51"
"""One dataset, one identifier for ever, whatever its version or its host: portals find it again by this literal."""
PUBLISHER = "creches-cooperatives"
KEYWORDS = ("crèche", "petite enfance", "coopérative", "Scop", "Scic", "économie sociale et solidaire")
KEYWORDS_EN = ("nursery", "early childhood", "cooperative", "social economy")
"""Letters, digits, blanks and `-_.` only: CKAN takes no other sign in a keyword."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release's facts. `date` is its own day (ISO), never the clock's; `previous` the version before, or ''."""

    version: str
    date: str
    previous: str
    contact: str
    base_url: str
    homepage: str
    tables: Tables
    changes: Sequence[Change] = ()
    earlier: tuple[Mapping[str, object], ...] = ()
    """The entries of `versions.json` of the releases before, newest first."""
    gates: tuple[Verdict, ...] = ()
    made: Mapping[str, object] = field(default_factory=dict)
    """How it was made: code revision and digest, digest of the lock, settings, digest of the archived records."""
    previous_manifest: str = ""
    """sha256 of the `manifeste.json` of the release before; '' for a first one."""


class File(NamedTuple):
    """A written file of a release."""

    size: int
    """bytes"""
    sha256: str


Files = Mapping[str, File]
"""The files of a release already written, by name relative to its folder (`extraits/departement/93.csv`)."""
