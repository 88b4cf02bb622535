"""Rows of mentions from one unit of the API Recherche d'entreprises: its operator, and its establishments that matter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.records import Row
from sources.legal_categories import category, proves_cooperative
from sources.register_names import one_name

PAGES = "https://annuaire-entreprises.data.gouv.fr"
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_STREET = ("type_voie", "libelle_voie")

Found = Mapping[str, Any]
"""A unit or an establishment as the snapshot holds it: a key without value is absent."""


@dataclass(slots=True)
class Sighting:
    """A unit and all that was seen of it. `raisons`: the kinds of question that found it; `jour`: of the first answer."""

    unit: Found
    jour: str
    raisons: set[str] = field(default_factory=set)
    places: dict[str, Found] = field(default_factory=dict)
    """Its establishments by SIRET, the head office among them."""

    @property
    def siren(self) -> str:
        return str(self.unit["siren"])

    @property
    def nom(self) -> str:
        return one_name(str(self.unit.get("nom_raison_sociale") or self.unit.get("nom_complet", "")))

    @property
    def etat(self) -> str:
        """candidat while its category proves no cooperative, or its name alone was searched for, even when closed."""
        if self.raisons == {"nom"} or not proves_cooperative(self.unit["nature_juridique"]):
            return "candidat"
        return "ferme" if self.is_closed else "actif"

    @property
    def is_closed(self) -> bool:
        return bool(self.unit["etat_administratif"] == "C")


def operator(seen: Sighting, nomenclature: str) -> Row:
    """The row of the operator. `est_ess` is true or not told: the service's false means that it found nothing."""
    unit, siege = seen.unit, seen.unit["siege"]
    legal = category(unit["nature_juridique"])
    return {
        **_head("gestionnaires", seen.siren, "", seen),
        "nom": seen.nom,
        "autres_noms": _others([one_name(siege.get("nom_commercial", ""))], seen.nom),
        "sigle": one_name(unit.get("sigle", "")),
        "forme": legal.forme if legal else "",
        "forme_source": legal.libelle if legal else "",
        "categorie_juridique": unit["nature_juridique"],
        "siren": seen.siren,
        "est_ess": "true" if unit["complements"]["est_ess"] else "",
        "ape": unit.get("activite_principale", ""),
        "nomenclature_ape": nomenclature if unit.get("activite_principale") else "",
        "annee_creation": unit.get("date_creation", "")[:4],
        "date_fermeture": unit.get("date_fermeture", "") if seen.is_closed else "",
        **_address(siege, is_hidden(unit)),
    }


def places(seen: Sighting, codes: frozenset[str]) -> Iterator[Row]:
    """Rows of the establishments that matter: the head office, and those whose own activity is one of `codes`."""
    for siret, place in sorted(seen.places.items()):
        cares = place.get("activite_principale") in codes
        if cares or place["est_siege"]:
            yield _place(seen, siret, place, cares)


def is_hidden(found: Found) -> bool:
    """Whether a unit or an establishment is not fully disclosed (or does not say that it is)."""
    return bool(found.get("statut_diffusion", found.get("statut_diffusion_etablissement")) != "O")


def _head(table: str, reference: str, gestionnaire: str, seen: Sighting) -> Row:
    """What every row begins with: whose it is, where it is said, since when."""
    kind = "etablissement" if gestionnaire else "entreprise"
    return {
        "table": table,
        "reference": reference,
        "gestionnaire": gestionnaire,
        "etat": seen.etat,
        "url": f"{PAGES}/{kind}/{reference}",
        "jour": seen.jour,
    }


def _place(seen: Sighting, siret: str, place: Found, cares: bool) -> Row:
    signs = [one_name(sign) for sign in (*place.get("liste_enseignes", []), place.get("nom_commercial", ""))]
    nom = next(filter(None, signs), seen.nom)
    closed = place["etat_administratif"] == "F" or seen.is_closed
    end = place.get("date_fermeture") or (seen.unit.get("date_fermeture", "") if seen.is_closed else "")
    return {
        **_head("etablissements", siret, seen.siren, seen),
        "etat": "ferme" if closed else seen.etat,
        "nom": nom,
        "autres_noms": _others(signs, nom),
        "nature_lieu": _nature(seen, place, cares),
        "siret": siret,
        "date_fermeture": end if closed else "",
        **_address(place, is_hidden(seen.unit)),
    }


def _nature(seen: Sighting, place: Found, cares: bool) -> str:
    """What the register proves of a place. A head office bears the activity of its unit, wherever the children are.

    So it is a nursery too only when it is the one establishment of an employer of that very activity.
    """
    if not place["est_siege"]:
        return "accueil"
    if not cares:
        return "siege" if place.get("activite_principale") else "inconnu"
    alone = seen.unit["nombre_etablissements"] == 1 and place.get("caractere_employeur") == "O"
    return "accueil_et_siege" if alone else "inconnu"


def _address(place: Found, hidden: bool) -> Row:
    """Where a place is, as written; only its commune when it is not fully disclosed. {} when nothing is known."""
    if not place:
        return {}
    where = {
        "commune": place.get("libelle_commune", ""),
        "code_insee": place.get("commune", ""),
        "departement": place.get("departement", ""),
    }
    if hidden or is_hidden(place):
        return {**where, "adresse_source": where["commune"] or where["code_insee"]}
    town = f"{place.get('code_postal', '')} {where['commune']}".strip()
    return {
        **where,
        "rue": _street(place),
        "code_postal": place.get("code_postal", ""),
        "adresse_source": place.get("adresse", "") or town,
    }


def _street(place: Found) -> str:
    """The street line: from its parts, which only a head office has, else what stands before the postcode."""
    if place.get("libelle_voie"):
        number = "-".join(place[name] for name in ("numero_voie", "dernier_numero_voie") if place.get(name))
        words = [number, place.get("indice_repetition", ""), *(place.get(name, "") for name in _STREET)]
        line = " ".join(filter(None, words))
        return ", ".join(
            filter(None, [place.get("complement_adresse", ""), line, place.get("distribution_speciale", "")])
        )
    address = str(place.get("adresse", ""))
    marks = [match.start() for match in _POSTCODE.finditer(address)]
    return address[: marks[-1]].strip() if marks else address.strip()


def _others(names: list[str], nom: str) -> str:
    return "|".join(dict.fromkeys(name for name in names if name and name != nom))
