"""The doubts of this step: a closed list of codes, each with its gravity and its sentence in French and in English.

A message names the member and counts; it never holds the withheld value nor a person's name.
"""

from typing import Literal, NamedTuple

from schemas.records import Anomaly

TELEPHONE_MOBILE_RETENU = "telephone_mobile_retenu"
TELEPHONE_SPECIAL = "telephone_special"
TELEPHONE_INVALIDE = "telephone_invalide"
TELEPHONE_SUPPLEMENTAIRE = "telephone_supplementaire"
COURRIEL_PERSONNEL_RETENU = "courriel_personnel_retenu"
COURRIEL_A_REVOIR = "courriel_a_revoir"
COURRIEL_INVALIDE = "courriel_invalide"
COURRIEL_SUPPLEMENTAIRE = "courriel_supplementaire"
CONTACT_DANS_LE_TEXTE = "contact_dans_le_texte"
PERSONNE_RETENUE = "personne_retenue"
TEXTE_DANGEREUX = "texte_dangereux"
NOM_VIDE = "nom_vide"
SITE_WEB_INVALIDE = "site_web_invalide"
CODE_POSTAL_INVALIDE = "code_postal_invalide"
CORRECTION_APPLIQUEE = "correction_appliquee"
CORRECTION_SANS_OBJET = "correction_sans_objet"
CORRECTION_REFUSEE = "correction_refusee"
MENTION_REFUSEE = "mention_refusee"
REFERENCE_DOUBLE = "reference_double"
GESTIONNAIRE_ECARTE = "gestionnaire_ecarte"
TEXTE_RETIRE = "texte_retire"
SIREN_INVALIDE = "siren_invalide"
SIRET_INVALIDE = "siret_invalide"
FORME_INCONNUE = "forme_inconnue"
CAPACITE_REFUSEE = "capacite_refusee"
CAPACITE_SANS_OBJET = "capacite_sans_objet"
AGES_CONTRADICTOIRES = "ages_contradictoires"
VALEUR_REFUSEE = "valeur_refusee"
COMMUNE_NON_DEPARTAGEE = "commune_non_departagee"
COMMUNE_NON_RECONNUE = "commune_non_reconnue"
COMMUNE_CONTRADICTOIRE = "commune_contradictoire"


class Kind(NamedTuple):
    """What one code means; `fr` and `en` are filled with member, count and detail."""

    gravite: Literal["info", "avertissement", "doute"]
    fr: str
    en: str


KINDS = {
    TELEPHONE_MOBILE_RETENU: Kind(
        "info",
        "{membre} : mobiles lus et non publiés : {nombre}.",
        "{membre}: mobile numbers read and not published: {nombre}.",
    ),
    TELEPHONE_SPECIAL: Kind(
        "avertissement",
        "{membre} : numéros spéciaux ou étrangers non publiés : {nombre}. Chercher une ligne fixe.",
        "{membre}: special or foreign numbers not published: {nombre}. Look for a fixed line.",
    ),
    TELEPHONE_INVALIDE: Kind(
        "avertissement",
        "{membre} : numéros illisibles non publiés : {nombre}. Les vérifier sur la page.",
        "{membre}: unreadable numbers not published: {nombre}. Check them on the page.",
    ),
    TELEPHONE_SUPPLEMENTAIRE: Kind(
        "info",
        "{membre} : autres lignes fixes, pour lesquelles il n'y a pas de colonne : {nombre}.",
        "{membre}: other fixed lines, for which there is no column: {nombre}.",
    ),
    COURRIEL_PERSONNEL_RETENU: Kind(
        "info",
        "{membre} : courriels personnels lus et non publiés : {nombre}.",
        "{membre}: personal mailboxes read and not published: {nombre}.",
    ),
    COURRIEL_A_REVOIR: Kind(
        "avertissement",
        "{membre} : courriels qui ne sont pas sûrement génériques, non publiés : {nombre}. À revoir par une personne.",
        "{membre}: mailboxes that are not surely generic, not published: {nombre}. For a person to review.",
    ),
    COURRIEL_INVALIDE: Kind(
        "avertissement",
        "{membre} : courriels illisibles non publiés : {nombre}. Les vérifier sur la page.",
        "{membre}: unreadable mailboxes not published: {nombre}. Check them on the page.",
    ),
    COURRIEL_SUPPLEMENTAIRE: Kind(
        "info",
        "{membre} : autres courriels génériques, pour lesquels il n'y a pas de colonne : {nombre}.",
        "{membre}: other generic mailboxes, for which there is no column: {nombre}.",
    ),
    CONTACT_DANS_LE_TEXTE: Kind(
        "info",
        "{membre} : un téléphone ou un courriel était mêlé au nom ou à l'adresse ; il en a été retiré.",
        "{membre}: a phone or a mailbox was mixed with the name or the address; it was taken out.",
    ),
    PERSONNE_RETENUE: Kind(
        "info",
        "{membre} : l'adresse nommait une personne ; son nom en a été retiré.",
        "{membre}: the address named a person; the name was taken out.",
    ),
    TEXTE_DANGEREUX: Kind(
        "doute",
        "{membre} : écarté, car {champ} {detail}. Vérifier la page, puis le lecteur de la source.",
        "{membre}: set aside, for {champ} {detail}. Check the page, then the reader of the source.",
    ),
    NOM_VIDE: Kind(
        "doute",
        "{membre} : écarté, car il n'a pas de nom publiable. Vérifier la page, puis le lecteur de la source.",
        "{membre}: set aside, for it has no name that may be published. Check the page, then the reader of the source.",
    ),
    SITE_WEB_INVALIDE: Kind(
        "avertissement",
        "{membre} : l'adresse du site n'est pas une URL publiable ; elle est laissée vide.",
        "{membre}: the site's address is no URL that may be published; it is left empty.",
    ),
    CODE_POSTAL_INVALIDE: Kind(
        "avertissement",
        "{membre} : le code postal n'a pas cinq chiffres sûrs ; il est laissé vide.",
        "{membre}: the postcode has no five certain digits; it is left empty.",
    ),
    CORRECTION_APPLIQUEE: Kind(
        "info",
        "{membre} : {champ} corrigé, preuve {detail}",
        "{membre}: {champ} corrected, evidence {detail}",
    ),
    CORRECTION_SANS_OBJET: Kind(
        "avertissement",
        "{membre} : la correction de {champ} ne s'applique plus, la source a changé. La revoir ou la retirer.",
        "{membre}: the correction of {champ} no longer applies, the source has changed. Review or remove it.",
    ),
    CORRECTION_REFUSEE: Kind(
        "avertissement",
        "{membre} : la correction de {champ} est refusée : ce champ ou cette valeur ne peut pas être publié.",
        "{membre}: the correction of {champ} is refused: this field or value may not be published.",
    ),
    MENTION_REFUSEE: Kind(
        "doute",
        "{membre} : écarté, car {champ} manque ou n'est pas admis. Vérifier le lecteur de la source.",
        "{membre}: set aside, for {champ} is missing or not admitted. Check the reader of the source.",
    ),
    REFERENCE_DOUBLE: Kind(
        "doute",
        "{membre} : écarté, car la source donne deux fois cette référence. Vérifier le lecteur de la source.",
        "{membre}: set aside, for the source gives this reference twice. Check the reader of the source.",
    ),
    GESTIONNAIRE_ECARTE: Kind(
        "doute",
        "{membre} : écarté, car son gestionnaire l'est dans la même source. Voir le doute sur ce gestionnaire.",
        "{membre}: set aside, for its operator is, in the same source. See the doubt about that operator.",
    ),
    TEXTE_RETIRE: Kind(
        "avertissement",
        "{membre} : {champ} {detail} ; ce texte est laissé de côté.",
        "{membre}: {champ} {detail}; that text is left out.",
    ),
    SIREN_INVALIDE: Kind(
        "avertissement",
        "{membre} : le SIREN n'a pas neuf chiffres avec leur clé ; il est laissé vide.",
        "{membre}: the SIREN has no nine digits with their key; it is left empty.",
    ),
    SIRET_INVALIDE: Kind(
        "avertissement",
        "{membre} : le SIRET ({champ}) n'a pas quatorze chiffres avec leur clé ; il est laissé vide.",
        "{membre}: the SIRET ({champ}) has no fourteen digits with their key; it is left empty.",
    ),
    FORME_INCONNUE: Kind(
        "avertissement",
        "{membre} : la forme juridique n'est pas de celles que l'on connaît ; elle est laissée vide.",
        "{membre}: the legal form is none that we know; it is left empty.",
    ),
    CAPACITE_REFUSEE: Kind(
        "avertissement",
        "{membre} : la capacité n'est pas un nombre de 1 à 300 ; elle est laissée vide.",
        "{membre}: the capacity is no number from 1 to 300; it is left empty.",
    ),
    CAPACITE_SANS_OBJET: Kind(
        "avertissement",
        "{membre} : un LAEP ou un relais n'a pas de capacité d'accueil ; celle qui est lue est laissée de côté.",
        "{membre}: a LAEP or a relais has no capacity; the one read is left aside.",
    ),
    AGES_CONTRADICTOIRES: Kind(
        "avertissement",
        "{membre} : l'âge minimal dépasse l'âge maximal ; les deux sont laissés vides.",
        "{membre}: the least age is above the greatest; both are left empty.",
    ),
    VALEUR_REFUSEE: Kind(
        "avertissement",
        "{membre} : {champ} n'a pas une valeur admise ; ce qui ne l'est pas est laissé vide.",
        "{membre}: {champ} has no value that is admitted; what is not is left empty.",
    ),
    COMMUNE_NON_DEPARTAGEE: Kind(
        "avertissement",
        "{membre} : plusieurs communes portent ce nom ; aucune n'est retenue pour comparer. Compléter le département.",
        "{membre}: several communes have this name; none is taken for comparing. Complete the département.",
    ),
    COMMUNE_NON_RECONNUE: Kind(
        "avertissement",
        "{membre} : aucune commune ne porte ce nom là où la source la place. Vérifier l'adresse.",
        "{membre}: no commune has this name where the source puts it. Check the address.",
    ),
    COMMUNE_CONTRADICTOIRE: Kind(
        "avertissement",
        "{membre} : commune, code INSEE ou département se contredisent ; le nom de la commune l'emporte.",
        "{membre}: commune, INSEE code or département contradict each other; the commune's name wins.",
    ),
}
"""Every code of this step."""


def anomaly(
    code: str, source: str, membre: str, champ: str = "", nombre: int = 0, detail: tuple[str, str] = ("", "")
) -> Anomaly:
    """One doubt in words; `detail` is (French, English)."""
    kind = KINDS[code]
    fr = kind.fr.format(membre=membre, nombre=nombre, champ=champ, detail=detail[0])
    en = kind.en.format(membre=membre, nombre=nombre, champ=champ, detail=detail[1])
    return Anomaly(code, kind.gravite, source, fr, en, champ=champ)
