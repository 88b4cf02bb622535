"""What is kept of an answer of the API Recherche d'entreprises: known keys of known types, and no person.

A list of keys to keep, never one of keys to drop: a key that nobody foresaw is dropped too. A person named in a name, a
sign or an address is cut out. What a unit or an
establishment of partial disclosure (article R123-232 of the Code de commerce) hides is dropped whatever the service shows.
"""

from collections.abc import Callable, Mapping

from schemas.errors import FetchFailed
from sources.people import address_without_people, names_somebody, without_people

MASK = "[NON-DIFFUSIBLE]"
"""What the service writes in place of what it hides."""
_UNIT = frozenset(
    "siren siren_conserve nom_complet nom_raison_sociale sigle activite_principale activite_principale_naf25"
    " nature_juridique etat_administratif date_creation date_fermeture statut_diffusion caractere_employeur".split()
)
_CALLED = ("nom_complet", "nom_raison_sociale", "sigle", "nom_commercial")
"""Free texts where somebody may be named."""
_STREET = frozenset(
    "adresse complement_adresse numero_voie dernier_numero_voie indice_repetition type_voie libelle_voie"
    " distribution_speciale cedex libelle_cedex code_postal".split()
)
"""Withheld of what is not fully disclosed: the commune stays."""
_NAMED = "commune libelle_commune departement nom_commercial"
_ESTABLISHMENT = _STREET | frozenset(
    f"siret {_NAMED} activite_principale activite_principale_naf25 date_creation date_debut_activite date_fermeture"
    " etat_administratif caractere_employeur statut_diffusion_etablissement".split()
)
_COUNTS = ("nombre_etablissements", "nombre_etablissements_ouverts")
_EXPECTED = frozenset(
    "siren nom_complet activite_principale nature_juridique etat_administratif statut_diffusion siege complements"
    " matching_etablissements".split()
).union(_COUNTS)
_EXPECTED_THERE = frozenset(
    "siret adresse code_postal commune libelle_commune etat_administratif est_siege statut_diffusion_etablissement".split()
)

Fault = Callable[[str], FetchFailed]
"""Makes the error that tells what is wrong with an answer."""


def unit(said: object, fault: Fault) -> dict[str, object]:
    """One unit cut to what we keep. Raises what `fault` makes when it is not a unit as the service describes it."""
    found = _mapping(said, "results", fault)
    _complete(found, _EXPECTED, "a unit", fault)
    kept: dict[str, object] = _texts(found, _UNIT, fault)
    kept |= {name: _count(found[name], name, fault) for name in _COUNTS}
    kept["complements"] = _complements(found["complements"], fault)
    hidden = kept.get("statut_diffusion") != "O"
    kept["siege"] = establishment(found["siege"], hidden, fault) if found["siege"] else {}
    listed = _list(found["matching_etablissements"], "matching_etablissements", fault)
    kept["matching_etablissements"] = [establishment(one, hidden, fault) for one in listed]
    if "siren" not in kept or kept.get("etat_administratif") not in ("A", "C"):
        raise fault("a unit has no readable siren or etat_administratif")
    return kept


def establishment(said: object, hidden: bool, fault: Fault) -> dict[str, object]:
    """One establishment cut to what we keep; `hidden` when its unit is not fully disclosed."""
    found = _mapping(said, "an establishment", fault)
    _complete(found, _EXPECTED_THERE, "an establishment", fault)
    kept: dict[str, object] = _texts(found, _ESTABLISHMENT, fault)
    kept["est_siege"] = _flag(found["est_siege"], "est_siege", fault)
    signs = _list(found.get("liste_enseignes") or [], "liste_enseignes", fault)
    shown = [without_people(_text(sign, "liste_enseignes", fault)) for sign in signs]
    if any(shown):
        kept["liste_enseignes"] = [sign for sign in shown if sign]
    if hidden or kept.get("statut_diffusion_etablissement") != "O":
        kept = {name: value for name, value in kept.items() if name not in _STREET}
    if "siret" not in kept or kept.get("etat_administratif") not in ("A", "F"):
        raise fault("an establishment has no readable siret or etat_administratif")
    return kept


def _complements(said: object, fault: Fault) -> dict[str, object]:
    found = _mapping(said, "complements", fault)
    _complete(found, frozenset({"est_ess", "est_association"}), "complements", fault)
    kept: dict[str, object] = _texts(found, frozenset({"identifiant_association"}), fault)
    return kept | {name: _flag(found[name], name, fault) for name in ("est_ess", "est_association")}


def _complete(found: Mapping[str, object], expected: frozenset[str], what: str, fault: Fault) -> None:
    missing = sorted(expected - found.keys())
    if missing:
        raise fault(f"{what} has no {', '.join(missing)}: the answers have another shape than we know")


def _texts(found: Mapping[str, object], names: frozenset[str], fault: Fault) -> dict[str, object]:
    texts = {name: _text(found[name], name, fault) for name in sorted(names & found.keys())}
    texts |= {name: without_people(texts[name]) for name in _CALLED if name in texts}
    return _nobody_at(texts)


def _nobody_at(texts: dict[str, str]) -> dict[str, object]:
    """The texts that say something, the address without the complement that may name somebody."""
    complement = texts.get("complement_adresse", "")
    if names_somebody(complement):
        texts["complement_adresse"] = ""
        texts["adresse"] = texts.get("adresse", "").removeprefix(complement).strip()
    texts["adresse"] = address_without_people(texts.get("adresse", ""))
    return {name: text for name, text in texts.items() if text}


def _text(said: object, name: str, fault: Fault) -> str:
    """A text; '' for null and for what the service hides. Its value is never told: it may name somebody."""
    if said is None or said == MASK:
        return ""
    if not isinstance(said, str) or any("\ud800" <= letter <= "\udfff" for letter in said):
        raise fault(f"{name} is no text")
    return said


def _flag(said: object, name: str, fault: Fault) -> bool:
    if said is not None and not isinstance(said, bool):
        raise fault(f"{name} is neither true nor false")
    return bool(said)


def _count(said: object, name: str, fault: Fault) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < 0:
        raise fault(f"{name} is no count")
    return said


def _list(said: object, name: str, fault: Fault) -> list[object]:
    if not isinstance(said, list):
        raise fault(f"{name} is no list")
    return said


def _mapping(said: object, name: str, fault: Fault) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise fault(f"{name} is no object")
    return said
