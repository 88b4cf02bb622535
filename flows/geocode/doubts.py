"""The doubts of this step: a closed list of codes, each with its gravity and its sentence in French and in English."""

from typing import Literal, NamedTuple

from schemas.records import Anomaly, Row

COMMUNE_INCONNUE = "commune_inconnue"
COMMUNE_AMBIGUE = "commune_ambigue"
COMMUNE_A_VERIFIER = "commune_a_verifier"
COMMUNE_SANS_CODE_POSTAL = "commune_sans_code_postal"
COMMUNE_SANS_POINT = "commune_sans_point"
CONFLIT_COMMUNE = "conflit_commune"
POINT_A_REVOIR = "point_a_revoir"
POINT_IMPOSSIBLE = "point_impossible"
POINT_DEPLACE = "point_deplace"
VOIE_HOMONYME = "voie_homonyme"
VOIE_NON_TROUVEE = "voie_non_trouvee"
GEOCODEUR_INDISPONIBLE = "geocodeur_indisponible"
CORRECTION_APPLIQUEE = "correction_geo_appliquee"
CORRECTION_A_REVOIR = "correction_geo_a_revoir"
CORRECTION_INUTILE = "correction_geo_inutile"
CORRECTION_EXPIREE = "correction_geo_expiree"
CORRECTION_REFUSEE = "correction_geo_refusee"
CORRECTION_SANS_OBJET = "correction_geo_sans_objet"

FOR_REVIEW = (
    COMMUNE_INCONNUE,
    COMMUNE_AMBIGUE,
    CONFLIT_COMMUNE,
    POINT_A_REVOIR,
    POINT_IMPOSSIBLE,
    POINT_DEPLACE,
    VOIE_HOMONYME,
)
"""Those that `creches review` asks a person about."""


class Kind(NamedTuple):
    """What one code means, and the column it is about; `fr` and `en` are filled with nom and valeur."""

    gravite: Literal["info", "avertissement"]
    champ: str
    fr: str
    en: str


_CENTRE_FR = "le centre de la commune est publié"
_CENTRE_EN = "the commune's centre is published"

KINDS = {
    COMMUNE_INCONNUE: Kind(
        "avertissement",
        "commune",
        "{nom} : aucune commune ne porte ce nom à ce code postal ; aucun point n'est publié. Vérifier l'adresse.",
        "{nom}: no commune has this name at this postcode; no point is published. Check the address.",
    ),
    COMMUNE_AMBIGUE: Kind(
        "avertissement",
        "commune",
        "{nom} : plusieurs communes portent ce nom ({valeur}) ; aucun point n'est publié. Compléter le code postal.",
        "{nom}: several communes have this name ({valeur}); no point is published. Complete the postcode.",
    ),
    COMMUNE_A_VERIFIER: Kind(
        "avertissement",
        "commune",
        "{nom} : la commune et le code postal ne s'accordent qu'à peu près ; lue comme {valeur}. À confirmer.",
        "{nom}: commune and postcode only nearly agree; read as {valeur}. To be confirmed.",
    ),
    COMMUNE_SANS_CODE_POSTAL: Kind(
        "avertissement",
        "code_postal",
        "{nom} : sans code postal ; lue comme {valeur}, seule commune de ce nom. À confirmer.",
        "{nom}: without a postcode; read as {valeur}, the only commune of this name. To be confirmed.",
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
        "{nom} : le géocodeur propose « {valeur} », qui n'est pas sûrement cette adresse ; "
        f"{_CENTRE_FR}. À confirmer par une personne.",
        '{nom}: the geocoder proposes "{valeur}", which is not surely this address; '
        f"{_CENTRE_EN}. For a person to confirm.",
    ),
    POINT_IMPOSSIBLE: Kind(
        "avertissement",
        "latitude",
        "{nom} : le point que le géocodeur donne pour « {valeur} » est hors de la commune, hors de France ou illisible ; "
        f"{_CENTRE_FR}. À vérifier.",
        '{nom}: the point that the geocoder gives for "{valeur}" is outside the commune, outside France or no point; '
        f"{_CENTRE_EN}. To be checked.",
    ),
    POINT_DEPLACE: Kind(
        "avertissement",
        "latitude",
        "{nom} : l'adresse n'a pas changé, mais le géocodeur la place maintenant à plus de 500 m ({valeur}) ; le point"
        " publié reste. À confirmer.",
        "{nom}: the address has not changed, but the geocoder now places it more than 500 m away ({valeur}); the"
        " published point stays. To be confirmed.",
    ),
    VOIE_HOMONYME: Kind(
        "avertissement",
        "adresse",
        "{nom} : la commune a plusieurs voies de ce nom, à plus de 500 m l'une de l'autre ({valeur}) ; "
        f"{_CENTRE_FR}. À préciser.",
        "{nom}: the commune has several streets of this name, more than 500 m apart ({valeur}); "
        f"{_CENTRE_EN}. To be told apart.",
    ),
    VOIE_NON_TROUVEE: Kind(
        "info",
        "adresse",
        f"{{nom}} : le géocodeur ne connaît pas cette voie dans la commune ; {_CENTRE_FR}.",
        f"{{nom}}: the geocoder does not know this street in the commune; {_CENTRE_EN}.",
    ),
    GEOCODEUR_INDISPONIBLE: Kind(
        "avertissement",
        "geo_statut",
        "Le géocodeur n'a pas répondu : adresses en attente, au centre de leur commune : {valeur}."
        " Relancer en ligne plus tard.",
        "The geocoder did not answer: addresses waiting, at the centre of their commune: {valeur}."
        " Run online again later.",
    ),
    CORRECTION_APPLIQUEE: Kind(
        "info",
        "latitude",
        "{nom} : un point ou une commune corrigés à la main sont publiés (preuve : {valeur}).",
        "{nom}: a point or a commune corrected by hand is published (evidence: {valeur}).",
    ),
    CORRECTION_A_REVOIR: Kind(
        "avertissement",
        "latitude",
        "{nom} : la correction manuelle est publiée, mais elle remplaçait une autre valeur que celle d'aujourd'hui"
        " ({valeur}). La confirmer ou la retirer.",
        "{nom}: the correction by hand is published, but it replaced another value than today's ({valeur})."
        " Confirm it or take it out.",
    ),
    CORRECTION_INUTILE: Kind(
        "info",
        "latitude",
        "{nom} : le géocodeur donne maintenant le point de la correction manuelle ({valeur}) : elle peut être retirée.",
        "{nom}: the geocoder now gives the point of the correction by hand ({valeur}): it can be taken out.",
    ),
    CORRECTION_EXPIREE: Kind(
        "avertissement",
        "latitude",
        "{nom} : la correction manuelle a expiré le {valeur} ; elle n'est plus appliquée. La confirmer ou la retirer.",
        "{nom}: the correction by hand expired on {valeur}; it is no longer applied. Confirm it or take it out.",
    ),
    CORRECTION_REFUSEE: Kind(
        "avertissement",
        "latitude",
        "{nom} : le point corrigé à la main ({valeur}) n'est pas dans la commune ; il n'est pas appliqué. Le corriger.",
        "{nom}: the point corrected by hand ({valeur}) is not in the commune; it is not applied. Correct it.",
    ),
    CORRECTION_SANS_OBJET: Kind(
        "avertissement",
        "adresse",
        "La correction manuelle de {valeur} ne concerne plus aucune adresse. La retirer, ou la refaire.",
        "The correction by hand of {valeur} is about no address any more. Take it out, or make it again.",
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
