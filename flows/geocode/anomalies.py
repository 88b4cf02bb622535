"""The doubts of this step: a closed list of codes, each with its gravity and its sentence in French and in English."""

from typing import Literal, NamedTuple

from schemas.records import Anomaly, Row

COMMUNE_INCONNUE = "commune_inconnue"
COMMUNE_A_VERIFIER = "commune_a_verifier"
COMMUNE_SANS_POINT = "commune_sans_point"
CONFLIT_COMMUNE = "conflit_commune"
POINT_A_REVOIR = "point_a_revoir"
VOIE_NON_TROUVEE = "voie_non_trouvee"
GEOCODEUR_INDISPONIBLE = "geocodeur_indisponible"


class Kind(NamedTuple):
    """What one code means, and the column it is about; `fr` and `en` are filled with nom and valeur."""

    gravite: Literal["info", "avertissement"]
    champ: str
    fr: str
    en: str


KINDS = {
    COMMUNE_INCONNUE: Kind(
        "avertissement",
        "commune",
        "{nom} : aucune commune ne porte ce nom à ce code postal ; aucun point n'est publié. Vérifier l'adresse.",
        "{nom}: no commune has this name at this postcode; no point is published. Check the address.",
    ),
    COMMUNE_A_VERIFIER: Kind(
        "avertissement",
        "commune",
        "{nom} : la commune et le code postal ne s'accordent qu'à peu près ; lue comme {valeur}. À confirmer.",
        "{nom}: commune and postcode only nearly agree; read as {valeur}. To be confirmed.",
    ),
    COMMUNE_SANS_POINT: Kind(
        "info",
        "latitude",
        "{nom} : la table des communes n'a pas de point pour {valeur} ; aucun n'est publié.",
        "{nom}: the table of communes has no point for {valeur}; none is published.",
    ),
    CONFLIT_COMMUNE: Kind(
        "avertissement",
        "commune",
        "{nom} : le géocodeur trouve cette adresse dans une autre commune ({valeur}) ; la commune déclarée et son"
        " centre restent. À vérifier auprès de la source.",
        "{nom}: the geocoder finds this address in another commune ({valeur}); the declared commune and its centre"
        " stay. Check with the source.",
    ),
    POINT_A_REVOIR: Kind(
        "avertissement",
        "adresse",
        "{nom} : le géocodeur propose « {valeur} », qui n'est pas sûrement cette adresse ; le centre de la commune"
        " est publié. À confirmer par une personne.",
        '{nom}: the geocoder proposes "{valeur}", which is not surely this address; the commune\'s centre is'
        " published. For a person to confirm.",
    ),
    VOIE_NON_TROUVEE: Kind(
        "info",
        "adresse",
        "{nom} : le géocodeur ne connaît pas cette voie dans la commune ; le centre de la commune est publié.",
        "{nom}: the geocoder does not know this street in the commune; the commune's centre is published.",
    ),
    GEOCODEUR_INDISPONIBLE: Kind(
        "avertissement",
        "geo_statut",
        "Le géocodeur n'a pas répondu : adresses en attente, au centre de leur commune : {valeur}."
        " Relancer en ligne plus tard.",
        "The geocoder did not answer: addresses waiting, at the centre of their commune: {valeur}."
        " Run online again later.",
    ),
}
"""Every code of this step."""


def anomaly(code: str, row: Row, valeur: str) -> Anomaly:
    """One doubt about one place."""
    kind = KINDS[code]
    words = {"nom": row["nom"], "valeur": valeur}
    source = row["sources"].split("|")[0]
    fr, en = kind.fr.format(**words), kind.en.format(**words)
    return Anomaly(code, kind.gravite, source, fr, en, row["id"], kind.champ, valeur)


def outage(waiting: list[Row]) -> list[Anomaly]:
    """One word for all the places that wait for the geocoder, under the source of the first; none when none waits."""
    return [anomaly(GEOCODEUR_INDISPONIBLE, {**row, "id": ""}, str(len(waiting))) for row in waiting[:1]]
