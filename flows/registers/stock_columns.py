"""What is read of each file of the Sirene stock: named columns only, so that none of a natural person ever is."""

from typing import NamedTuple


class Wanted(NamedTuple):
    """One file of the stock: its name without suffix, and the columns that are read.

    `later`: columns that may be absent, for INSEE adds and takes away those of NAF 2025.
    """

    stem: str
    columns: tuple[str, ...]
    later: tuple[str, ...] = ()


UNITS = Wanted(
    "StockUniteLegale_utf8",
    tuple(
        "siren statutDiffusionUniteLegale dateCreationUniteLegale sigleUniteLegale dateDebut"
        " etatAdministratifUniteLegale denominationUniteLegale denominationUsuelle1UniteLegale"
        " denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale categorieJuridiqueUniteLegale"
        " activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale"
        " economieSocialeSolidaireUniteLegale dateDernierTraitementUniteLegale".split()
    ),
    ("activitePrincipaleNAF25UniteLegale",),
)
PLACES = Wanted(
    "StockEtablissement_utf8",
    tuple(
        "siren siret statutDiffusionEtablissement etablissementSiege complementAdresseEtablissement"
        " numeroVoieEtablissement indiceRepetitionEtablissement typeVoieEtablissement libelleVoieEtablissement"
        " codePostalEtablissement libelleCommuneEtablissement distributionSpecialeEtablissement"
        " codeCommuneEtablissement dateDebut etatAdministratifEtablissement enseigne1Etablissement"
        " enseigne2Etablissement enseigne3Etablissement denominationUsuelleEtablissement"
        " activitePrincipaleEtablissement nomenclatureActivitePrincipaleEtablissement"
        " caractereEmployeurEtablissement dateDernierTraitementEtablissement".split()
    ),
    ("activitePrincipaleNAF25Etablissement", "dernierNumeroVoieEtablissement"),
)
HISTORY = Wanted(
    "StockUniteLegaleHistorique_utf8",
    tuple(
        "siren dateDebut dateFin denominationUniteLegale denominationUsuelle1UniteLegale"
        " denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale categorieJuridiqueUniteLegale".split()
    ),
)
SUCCESSIONS = Wanted(
    "StockEtablissementLiensSuccession_utf8",
    tuple(
        "siretEtablissementPredecesseur siretEtablissementSuccesseur dateLienSuccession transfertSiege"
        " continuiteEconomique".split()
    ),
)
REQUIRED, OPTIONAL = (UNITS, PLACES), (HISTORY, SUCCESSIONS)

AS_TEXT = frozenset(
    "siren siret codePostalEtablissement codeCommuneEtablissement siretEtablissementPredecesseur"
    " siretEtablissementSuccesseur".split()
)
"""Codes that may begin with a zero: a file that holds them as numbers has lost it, and is refused."""
NAMES = ("denominationUniteLegale", "sigleUniteLegale", *(f"denominationUsuelle{n}UniteLegale" for n in (1, 2, 3)))
"""How a unit is called."""
SIGNS = (*(f"enseigne{n}Etablissement" for n in (1, 2, 3)), "denominationUsuelleEtablissement")
"""How an establishment is called."""
TREATED = ("dateDernierTraitementUniteLegale", "dateDernierTraitementEtablissement")
"""When INSEE last treated a row: the latest tells of which day the stock is, and is all that is kept of them."""
COMPLEMENT = "complementAdresseEtablissement"
HIDDEN = tuple(
    f"{COMPLEMENT} numeroVoieEtablissement dernierNumeroVoieEtablissement indiceRepetitionEtablissement"
    " typeVoieEtablissement libelleVoieEtablissement distributionSpecialeEtablissement codePostalEtablissement".split()
)
"""Withheld of what is not fully disclosed (article R123-232 of the Code de commerce): the commune stays."""
