"""The columns of INSEE's stock files, all of them and in their order, with the types of its Parquet files.

From the headers of the files and their Parquet schemas (StockUniteLegale, StockEtablissement, StockUniteLegaleHistorique,
StockEtablissementLiensSuccession) as they are since 2025-12-16, when the columns of NAF 2025 came.
"""

UNITES = tuple(
    "siren statutDiffusionUniteLegale unitePurgeeUniteLegale dateCreationUniteLegale sigleUniteLegale sexeUniteLegale"
    " prenom1UniteLegale prenom2UniteLegale prenom3UniteLegale prenom4UniteLegale prenomUsuelUniteLegale"
    " pseudonymeUniteLegale identifiantAssociationUniteLegale trancheEffectifsUniteLegale anneeEffectifsUniteLegale"
    " dateDernierTraitementUniteLegale nombrePeriodesUniteLegale categorieEntreprise anneeCategorieEntreprise dateDebut"
    " etatAdministratifUniteLegale nomUniteLegale nomUsageUniteLegale denominationUniteLegale"
    " denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale"
    " categorieJuridiqueUniteLegale activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale"
    " nicSiegeUniteLegale economieSocialeSolidaireUniteLegale societeMissionUniteLegale caractereEmployeurUniteLegale"
    " activitePrincipaleNAF25UniteLegale".split()
)
PERSONS = tuple(
    "sexeUniteLegale prenom1UniteLegale prenom2UniteLegale prenom3UniteLegale prenom4UniteLegale prenomUsuelUniteLegale"
    " pseudonymeUniteLegale nomUniteLegale nomUsageUniteLegale".split()
)
"""The columns that say who a natural person is."""
_ADDRESS = "complementAdresse{0} numeroVoie{0} indiceRepetition{0}"
_END = (
    "typeVoie{0} libelleVoie{0} codePostal{0} libelleCommune{0} libelleCommuneEtranger{0} distributionSpeciale{0}"
    " codeCommune{0} codeCedex{0} libelleCedex{0} codePaysEtranger{0} libellePaysEtranger{0}"
)
ETABLISSEMENTS = tuple(
    " ".join(
        (
            "siren nic siret statutDiffusionEtablissement dateCreationEtablissement trancheEffectifsEtablissement"
            " anneeEffectifsEtablissement activitePrincipaleRegistreMetiersEtablissement"
            " dateDernierTraitementEtablissement etablissementSiege nombrePeriodesEtablissement",
            _ADDRESS.format("Etablissement"),
            "dernierNumeroVoieEtablissement indiceRepetitionDernierNumeroVoieEtablissement",
            _END.format("Etablissement"),
            "identifiantAdresseEtablissement coordonneeLambertAbscisseEtablissement"
            " coordonneeLambertOrdonneeEtablissement",
            _ADDRESS.format("2Etablissement"),
            _END.format("2Etablissement"),
            "dateDebut etatAdministratifEtablissement enseigne1Etablissement enseigne2Etablissement"
            " enseigne3Etablissement denominationUsuelleEtablissement activitePrincipaleEtablissement"
            " nomenclatureActivitePrincipaleEtablissement caractereEmployeurEtablissement"
            " activitePrincipaleNAF25Etablissement",
        )
    ).split()
)
HISTORIQUE = tuple(
    "siren dateFin dateDebut etatAdministratifUniteLegale changementEtatAdministratifUniteLegale nomUniteLegale"
    " changementNomUniteLegale nomUsageUniteLegale changementNomUsageUniteLegale denominationUniteLegale"
    " changementDenominationUniteLegale denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale"
    " denominationUsuelle3UniteLegale changementDenominationUsuelleUniteLegale categorieJuridiqueUniteLegale"
    " changementCategorieJuridiqueUniteLegale activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale"
    " changementActivitePrincipaleUniteLegale nicSiegeUniteLegale changementNicSiegeUniteLegale"
    " economieSocialeSolidaireUniteLegale changementEconomieSocialeSolidaireUniteLegale societeMissionUniteLegale"
    " changementSocieteMissionUniteLegale caractereEmployeurUniteLegale changementCaractereEmployeurUniteLegale".split()
)
SUCCESSIONS = tuple(
    "siretEtablissementPredecesseur siretEtablissementSuccesseur dateLienSuccession transfertSiege"
    " continuiteEconomique dateDernierTraitementLienSuccession".split()
)
FILES = {
    "StockUniteLegale_utf8": UNITES,
    "StockEtablissement_utf8": ETABLISSEMENTS,
    "StockUniteLegaleHistorique_utf8": HISTORIQUE,
    "StockEtablissementLiensSuccession_utf8": SUCCESSIONS,
}
"""The columns of each file, by its name without suffix."""


def type_of(column: str) -> str:
    """The DuckDB type of a column in INSEE's Parquet files; in its CSV files all are text."""
    if column.startswith("dateDernierTraitement"):
        return "TIMESTAMP"
    if column.startswith("date"):
        return "DATE"
    if column.startswith(("etablissementSiege", "unitePurgee", "changement", "transfert", "continuite")):
        return "BOOLEAN"
    if column.startswith(("annee", "nombrePeriodes", "categorieJuridique")):
        return "BIGINT"
    return "VARCHAR"
