"""Rows of mentions from one unit of the Sirene stock: its operator, and its establishments that matter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schemas.records import Row
from sources.legal_categories import category, proves_cooperative
from sources.register_names import one_name
from sources.sirene_history import UNKNOWN_DAY, USUAL, former_names, since

PAGES = "https://annuaire-entreprises.data.gouv.fr"
_SIGNS = (*(f"enseigne{n}Etablissement" for n in (1, 2, 3)), "denominationUsuelleEtablissement")
_STREET = ("indiceRepetitionEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement")
_CEDEX = re.compile(r"\s+CEDEX(?:\s+\d+)?$", re.I)
_NOMENCLATURES = ("NAFRev2", "NAF2025")
"""Those whose codes may be published: older ones are of units that closed long ago."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A legal unit with its establishments and periods, by INSEE's column names; a cell without value is absent.

    `jour`: the stock is of that day or later. `codes`: of early childhood care. `before`: SIRET by successor.
    """

    row: Row
    jour: str
    codes: frozenset[str]
    places: list[Row] = field(default_factory=list)
    periods: list[Row] = field(default_factory=list)
    before: Mapping[str, str] = field(default_factory=dict)

    @property
    def siren(self) -> str:
        return self.row["siren"]

    @property
    def category(self) -> str:
        return self.row["categorieJuridiqueUniteLegale"]

    @property
    def nom(self) -> str:
        usual = (self.row[name] for name in USUAL if name in self.row)
        return one_name(self.row.get("denominationUniteLegale") or next(usual, ""))

    @property
    def etat(self) -> str:
        """candidat while its category proves no cooperative, even when closed."""
        if not proves_cooperative(self.category):
            return "candidat"
        return "ferme" if self.is_closed else "actif"

    @property
    def is_closed(self) -> bool:
        return self.row.get("etatAdministratifUniteLegale") != "A"


def operator(unit: Unit) -> Row:
    """The row of the operator; its address is that of its head office."""
    row, legal = unit.row, category(unit.category)
    siege = next((place for place in unit.places if is_head_office(place)), None)
    names = [*former_names(unit.periods), *(row[name] for name in USUAL if name in row)]
    known = row.get("nomenclatureActivitePrincipaleUniteLegale", "") in _NOMENCLATURES
    created = row.get("dateCreationUniteLegale", "").replace(UNKNOWN_DAY, "")
    return {
        "table": "gestionnaires",
        "reference": unit.siren,
        "gestionnaire": "",
        "etat": unit.etat,
        "url": f"{PAGES}/entreprise/{unit.siren}",
        "jour": unit.jour,
        "nom": unit.nom,
        "autres_noms": _others(names, unit.nom),
        "sigle": one_name(row.get("sigleUniteLegale", "")),
        "forme": legal.forme if legal else "",
        "forme_source": legal.libelle if legal else "",
        "forme_depuis": since(unit.periods, unit.category, created) if legal and legal.forme else "",
        "categorie_juridique": unit.category,
        "siren": unit.siren,
        "est_ess": "true" if row.get("economieSocialeSolidaireUniteLegale") == "O" else "",
        "ape": row.get("activitePrincipaleUniteLegale", "") if known else "",
        "nomenclature_ape": row["nomenclatureActivitePrincipaleUniteLegale"] if known else "",
        "annee_creation": created[:4],
        "date_fermeture": row.get("dateDebut", "") if unit.is_closed else "",
        **(_address(siege) if siege else {}),
    }


def places(unit: Unit) -> Iterator[Row]:
    """Rows of the establishments that matter: the head office, and those whose own activity is early childhood care."""
    for place in sorted(unit.places, key=lambda one: one["siret"]):
        cares = _cares(unit, place)
        if cares or is_head_office(place):
            yield _place(unit, place, cares)


def is_head_office(place: Row) -> bool:
    """Whether an establishment is that of the unit's head office."""
    return place.get("etablissementSiege", "").lower() == "true"


def _cares(unit: Unit, place: Row) -> bool:
    names = ("activitePrincipaleEtablissement", "activitePrincipaleNAF25Etablissement")
    return any(place.get(name) in unit.codes for name in names)


def _place(unit: Unit, place: Row, cares: bool) -> Row:
    siret, signs = place["siret"], [one_name(place[name]) for name in _SIGNS if name in place]
    nom = signs[0] if signs else unit.nom
    shut = place.get("etatAdministratifEtablissement") != "A"
    return {
        "table": "etablissements",
        "reference": siret,
        "gestionnaire": unit.siren,
        "etat": "ferme" if shut or unit.is_closed else unit.etat,
        "url": f"{PAGES}/etablissement/{siret}",
        "jour": unit.jour,
        "nom": nom,
        "autres_noms": _others(signs, nom),
        "nature_lieu": _nature(unit, place, cares),
        "siret": siret,
        "predecesseur": unit.before.get(siret, ""),
        "date_fermeture": (place if shut else unit.row).get("dateDebut", "") if shut or unit.is_closed else "",
        **_address(place),
    }


def _nature(unit: Unit, place: Row, cares: bool) -> str:
    """What the register proves of a place. A head office bears the activity of its unit, wherever the children are.

    So it is a nursery too only when it is the one establishment of an employer of that very activity.
    """
    if not is_head_office(place):
        return "accueil"
    if not cares:
        return "siege" if "activitePrincipaleEtablissement" in place else "inconnu"
    alone = len(unit.places) == 1 and place.get("caractereEmployeurEtablissement") == "O"
    return "accueil_et_siege" if alone else "inconnu"


def _address(place: Row) -> Row:
    """Where a place is, as written; only its commune when the harvest masked the rest."""
    commune = _CEDEX.sub("", place.get("libelleCommuneEtablissement", ""))
    code_postal, street = place.get("codePostalEtablissement", ""), _street(place)
    where = ", ".join(filter(None, [street, f"{code_postal} {commune}".strip()]))
    return {
        "rue": street,
        "code_postal": code_postal,
        "commune": commune,
        "code_insee": place.get("codeCommuneEtablissement", ""),
        "adresse_source": where or place.get("codeCommuneEtablissement", ""),
    }


def _street(place: Row) -> str:
    numbers = (place.get(name, "") for name in ("numeroVoieEtablissement", "dernierNumeroVoieEtablissement"))
    line = " ".join(filter(None, ["-".join(filter(None, numbers)), *(place.get(name, "") for name in _STREET)]))
    around = (place.get("complementAdresseEtablissement", ""), place.get("distributionSpecialeEtablissement", ""))
    return ", ".join(filter(None, [around[0], line, around[1]]))


def _others(names: list[str], nom: str) -> str:
    return "|".join(name for name in dict.fromkeys(map(one_name, names)) if name and name != nom)
