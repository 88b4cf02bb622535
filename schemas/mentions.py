"""What one source says of one operator or one place: a mention. Rows of one table, whatever the source.

A reader gives mentions as written (`RAW`); `flows.normalise.mentions` makes them clean (`COLUMNS`), the words read
kept beside (`Mentions.words`). `flows.identify` tells which mentions are of the same thing, and fuses their values.
"""

from dataclasses import dataclass, field

import pandas as pd

KEYS = ("table", "reference", "gestionnaire")
"""`table`: etablissements or gestionnaires. `reference`: the source's own key, raw and stable (SIREN, SIRET, slug, name).

`gestionnaire`: of a place, the `reference` of its operator in the same source.
"""
EVIDENCE = ("etat", "url", "jour", "vu_le", "predecesseur")
"""`etat`: one of STATES. `url`: the page, open to all, where it is said ('': the source's own). `jour`: ISO date of what
is said ('': the day of the snapshot). `vu_le`: ISO day the page was read, where a file says so row by row. `predecesseur`:
SIRET of the establishment that a place succeeds to."""
STATES = ("actif", "annonce", "ferme", "ecarte", "candidat")
"""actif: it is there. annonce: its opening is announced. ferme: closed. ecarte: judged no cooperative nursery, stays out.

candidat: its form is not proven by this source; it enters only where another source proves it.
"""
OPERATOR = (
    "nom autres_noms sigle forme forme_source forme_depuis categorie_juridique siren est_ess ape nomenclature_ape"
    " annee_creation site_web telephone courriel adresse complement_adresse code_postal commune adresse_source date_fermeture"
).split()
"""Values of an operator; the address is that of its head office."""
PLACE = (
    "nom autres_noms nature_lieu categorie modes_accueil gestion_parentale itinerante avip capacite age_min_mois"
    " age_max_mois financement adresse complement_adresse code_postal commune adresse_source telephone courriel site_web"
    " siret date_fermeture"
).split()
"""Values of a place."""
VALUES = tuple(dict.fromkeys((*OPERATOR, *PLACE)))
WHERE = ("code_commune", "departement")
"""The commune that the address resolves to in the gazetteer (whole commune, not arrondissement), for comparing; '' when
it does not. Then `departement` is what the source itself says, if anything."""
RAW = (*KEYS, *EVIDENCE, *VALUES, "rue", "code_insee", "departement")
"""What a reader may give: `rue` is the street line as written, from which `adresse` and `complement_adresse` are made
(a reader leaves those two empty); `adresse_source` the place as written."""
COLUMNS = (*KEYS, *EVIDENCE, *VALUES, *WHERE)


def no_mentions() -> pd.DataFrame:
    """The table with no row."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=str)


@dataclass(frozen=True, slots=True)
class Mentions:
    """`values`: clean cells, columns COLUMNS. `words`: same shape and index, the words that each value was read from."""

    values: pd.DataFrame = field(default_factory=no_mentions)
    words: pd.DataFrame = field(default_factory=no_mentions)
