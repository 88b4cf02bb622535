"""What a release is, once: every description is written from it."""

from dataclasses import dataclass, field

from flows.changes import Change
from schemas.tables import Tables

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
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Open Licence 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
KEYWORDS = ("crèche", "petite enfance", "coopérative", "Scop", "Scic", "économie sociale et solidaire")


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
    changes: tuple[Change, ...] = ()
    history: str = field(default="", repr=False)
    """The CHANGELOG of the release before, carried on."""
