"""Each change of the schemas: from which version, to which, what it does to the tables, and what readers are told.

A step names its columns itself: it must do tomorrow what it does today, whatever the schemas say by then. A column that
is there already stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.tables import Tables, empty


@dataclass(frozen=True, slots=True)
class Migration:
    """One step. `fr`, `en`: the sentence of the changelog."""

    start: str
    end: str
    apply: Callable[[Tables], Tables]
    fr: str
    en: str


_TERRITOIRES = (
    *("code", "niveau", "nom", "taux_couverture", "millesime", "nb_etablissements", "nb_gestionnaires"),
    *("places_cooperatives", "nb_capacites_connues", "source", "source_url", "date_premiere_vue", "date_derniere_vue"),
)


def _closing_days_and_territories(tables: Tables) -> Tables:
    closing = {
        name: frame if "date_fermeture" in frame.columns else frame.assign(date_fermeture="")
        for name, frame in tables.items()
        if name in ("etablissements", "gestionnaires")
    }
    return {"territoires": empty("territoires").reindex(columns=list(_TERRITOIRES)), **tables, **closing}


def _same_tables(tables: Tables) -> Tables:
    return dict(tables)


MIGRATIONS = (
    Migration(
        "1.0.0",
        "1.1.0",
        _closing_days_and_territories,
        "La table territoires ; la colonne date_fermeture d'etablissements et de gestionnaires.",
        "The table territoires; the column date_fermeture of etablissements and gestionnaires.",
    ),
    Migration(
        "1.1.0",
        "1.2.0",
        _same_tables,
        "La table changements, à côté des treize autres ; derniere_release admet une version rééditée (2026.11.22-r1).",
        "The table changements, beside the thirteen others; derniere_release admits a re-issued version (2026.11.22-r1).",
    ),
)
"""The oldest first, without a gap; the last one ends at `SCHEMA_VERSION`."""
