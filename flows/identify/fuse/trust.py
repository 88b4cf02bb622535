"""The written order of trust: for each field, whose word goes first. `docs/fusion.md` tells it to people."""

from collections.abc import Iterable, Mapping

from flows.identify.fuse.mentions import Mention, Order

PAGES_FIRST = ("premiere_main", "curation", "agregateur", "registre")
REGISTER_FIRST = ("registre", "premiere_main", "curation", "agregateur")
TRUST: Mapping[str, tuple[str, ...]] = {
    "nom": PAGES_FIRST,
    "autres_noms": PAGES_FIRST,
    "sigle": PAGES_FIRST,
    "categorie": PAGES_FIRST,
    "modes_accueil": PAGES_FIRST,
    "gestion_parentale": PAGES_FIRST,
    "itinerante": PAGES_FIRST,
    "avip": PAGES_FIRST,
    "capacite": PAGES_FIRST,
    "age_min_mois": PAGES_FIRST,
    "age_max_mois": PAGES_FIRST,
    "financement": PAGES_FIRST,
    "adresse": PAGES_FIRST,
    "telephone": PAGES_FIRST,
    "courriel": PAGES_FIRST,
    "site_web": PAGES_FIRST,
    "statut": PAGES_FIRST,
    "nature_lieu": REGISTER_FIRST,
    "siret": REGISTER_FIRST,
    "siren": REGISTER_FIRST,
    "forme": REGISTER_FIRST,
    "forme_depuis": REGISTER_FIRST,
    "categorie_juridique": REGISTER_FIRST,
    "est_ess": REGISTER_FIRST,
    "ape": REGISTER_FIRST,
    "nomenclature_ape": REGISTER_FIRST,
    "annee_creation": REGISTER_FIRST,
    "adresse_siege": REGISTER_FIRST,
    "date_fermeture": REGISTER_FIRST,
}
"""Classes of sources in order. An address is one block: `adresse` stands for all of it, `adresse_siege` for a head office's."""
OF_THE_REGISTER = frozenset(("siret", "siren", "categorie_juridique", "ape", "nomenclature_ape", "est_ess"))
"""What a register says as surely of a candidate as of a proven cooperative."""


def rank(champ: str, mention: Mention) -> Order:
    """Where a mention stands for a field: the lowest wins. A candidate's word goes last, and that of what another has succeeded."""
    return (
        mention.candidate and champ not in OF_THE_REGISTER,
        mention.past,
        TRUST[champ].index(mention["classe"]),
        *mention.order,
    )


def ranked(champ: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions, the most trusted for a field first."""
    return sorted(mentions, key=lambda mention: rank(champ, mention))


def best(champ: str, mentions: Iterable[Mention], column: str = "") -> Mention | None:
    """The most trusted of the mentions that say a field (`column` where a mention calls it otherwise)."""
    said = [mention for mention in mentions if mention[column or champ]]
    return min(said, key=lambda mention: rank(champ, mention), default=None)
