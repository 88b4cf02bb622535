"""Two mentions of places: one, two, or a question."""

from flows.identify.compare.addresses import Said, commune
from flows.identify.compare.cores import core
from flows.identify.compare.evidence import Evidence, evidence
from flows.identify.compare.names import names
from flows.identify.compare.rules import STRONG, Verdict, ask, different, same
from flows.identify.compare.traits import Traits
from sources.text import fold

_VAGUE = frozenset(("", "autre", "inconnu"))
_CRECHES = frozenset(("creche_collective", "creche_familiale", "jardin_enfants"))


def places(a: Traits, b: Traits) -> Verdict:
    """SIRET first; then what tells two nurseries apart; then the operator, the name and the door."""
    if a.siret and b.siret:
        return _by_siret(a, b)
    e = evidence(a, b)
    if e.names.link == "opposed":
        return different("sections", forbids=True)
    ours, theirs = _category(a), _category(b)
    if ours and theirs and ours != theirs:
        return _two_categories(e, {ours, theirs} <= _CRECHES)
    if e.commune == "other":
        return _elsewhere(a, b, e)
    operator = _operator(a, b)
    if operator == "same" and e.door == "same" and _both_named_after_it(a, b):
        return same("meme_gestionnaire_et_nom")
    return {"same": _one_operator, "other": _two_operators, "unknown": _any_operator}[operator](e)


def _both_named_after_it(a: Traits, b: Traits) -> bool:
    """Whether two places both go by a name of their operator, the former or the present one: its head office."""
    owners = set(map(fold, (*a.noms_gestionnaire, *b.noms_gestionnaire)))
    return bool(owners) and all(one.noms and fold(one.noms[0]) in owners for one in (a, b))


def _by_siret(a: Traits, b: Traits) -> Verdict:
    """One SIRET, a succession, or two establishments; a move told late keeps SIREN, name and commune."""
    if a.siret == b.siret:
        n = names(a, b)
        two = n.link == "opposed"
        return ask("siret_deux_sections", n.likeness) if two else same("meme_siret", STRONG)
    if a.predecesseur == b.siret or b.predecesseur == a.siret:
        return same("succession_siret", STRONG)
    if a.siret[:9] == b.siret[:9] and commune(a, b) == "same":
        n = names(a, b)
        if n.link == "same":
            return ask("demenagement", n.likeness, forbids=True)
    return different("autre_siret", forbids=True)


def _category(traits: Traits) -> str:
    """As told, or else as its name says; '' when neither does."""
    if traits.categorie not in _VAGUE:
        return traits.categorie
    said = (core(name).categorie for name in traits.noms)
    return next(filter(None, said), "")


def _operator(a: Traits, b: Traits) -> Said:
    """Whether both have one operator, by its key or its SIREN."""
    ours, theirs = (one.siren or one.siret[:9] for one in (a, b))
    if (a.gestionnaire and a.gestionnaire == b.gestionnaire) or (ours and ours == theirs):
        return "same"
    return "other" if (a.gestionnaire and b.gestionnaire) or (ours and theirs) else "unknown"


def _two_categories(e: Evidence, creches: bool) -> Verdict:
    """A MAM is no crèche, nor a relay; two kinds of crèche of one name at one door may be one that has both."""
    doubt = creches and e.names.link in ("same", "near") and e.names.telling and e.door == "same"
    return ask("formes_contraires", e.names.likeness) if doubt else different("autre_categorie")


def _elsewhere(a: Traits, b: Traits, e: Evidence) -> Verdict:
    """Two communes; one postcode may be that of a commune and of its neighbour, which lists exchange."""
    n, postcode = e.names, a.code_postal and a.code_postal == b.code_postal
    bound = _operator(a, b) == "same" or e.telephone == "same"
    if postcode and bound and n.telling and n.link == "same":
        return ask("meme_nom_ailleurs", n.likeness)
    return different("autre_departement" if e.departement == "other" else "autre_commune")


def _two_operators(e: Evidence) -> Verdict:
    n = e.names
    named = n.telling and n.link in ("same", "near") and not n.contrary
    if named and (e.door == "same" or (e.telephone == "same" and e.door != "other")):
        return ask("reprise", n.likeness)
    return different("autre_gestionnaire")


def _one_operator(e: Evidence) -> Verdict:
    """Its phone and its site are those of all its places: only the name and the door tell them apart."""
    n = e.names
    if n.link in ("same", "near") and n.telling:
        return _one_operator_one_name(e)
    if e.door == "same":
        return _one_operator_one_door(e)
    if n.link == "same" and n.identical and e.commune == "same" and e.door != "other":
        return ask("nom_banal", n.likeness)
    return different("autre_nom")


def _one_operator_one_name(e: Evidence) -> Verdict:
    n = e.names
    if n.contrary:
        return ask("formes_contraires", n.likeness)
    if e.door == "other":
        return ask("preuves_contraires", n.likeness) if n.link == "same" else different("autre_adresse")
    if n.by == "aliases" and e.door != "same":
        return different("autre_nom")  # what they share is most likely their operator's name
    if n.by == "aliases" or (n.by == "alias" and not e.one_house):
        return ask("autre_nom_commun", n.likeness)
    if n.link == "near":
        return _one_operator_near_name(e)
    return same("meme_gestionnaire_et_nom") if e.commune == "same" else ask("meme_nom_ailleurs", n.likeness)


def _one_operator_near_name(e: Evidence) -> Verdict:
    if e.door == "same" and e.names.sure:
        return same("nom_proche_et_preuve")
    return ask("telephone_et_adresse" if e.one_house else "nom_proche", e.names.likeness)


def _one_operator_one_door(e: Evidence) -> Verdict:
    """Two names at one door: a head office and a nursery, a new name, two services; only a person knows."""
    n = e.names
    if n.link == "same" and n.identical:
        return same("meme_gestionnaire_et_nom")
    if e.one_house:
        return ask("telephone_et_adresse", n.likeness)
    return ask("nom_plus_long" if n.link == "longer" else "meme_porte", n.likeness)


def _any_operator(e: Evidence) -> Verdict:
    """The operator of one is unknown."""
    n, door = e.names, e.door == "same"
    if n.link in ("same", "near") and n.telling:
        return _same_name(e) if n.link == "same" else _near_name(e)
    if n.link in ("same", "near"):
        if e.one_house and n.identical:
            return same("meme_nom_et_preuve")
        doubt = door or (e.telephone == "same" and e.door != "other")
        return ask("nom_banal", n.likeness) if doubt else different("autre_nom")
    if e.one_house:
        return ask("telephone_et_adresse", n.likeness)
    return ask("nom_plus_long", n.likeness) if door and n.link == "longer" else different("autre_nom")


def _same_name(e: Evidence) -> Verdict:
    """Equal names of their own: a door or a phone more makes one place in a commune."""
    n = e.names
    if e.commune == "unknown":
        worth = n.coined or e.contact or e.departement == "same"
        return ask("meme_nom_ailleurs", n.likeness) if worth else different("autre_nom")
    if n.contrary:
        return ask("formes_contraires", n.likeness)
    agreed = e.door in ("same", "line") or (e.telephone == "same" and e.door != "other")
    if agreed and e.balance >= 0 and (n.by != "aliases" or e.balance > 1):
        return same("meme_nom_et_preuve")
    if e.balance < -1 and not n.coined:
        return different("autre_adresse")
    return ask("preuves_contraires" if e.contradictions else "meme_nom", n.likeness)


def _near_name(e: Evidence) -> Verdict:
    n = e.names
    agreed = e.door == "same" or (e.telephone == "same" and e.door != "other")
    if e.commune == "same" and agreed and e.balance >= 0:
        return _near_name_and_proof(e)
    if e.door == "other":
        return different("autre_adresse")
    return ask("nom_proche", n.likeness) if e.commune == "same" or e.contact else different("autre_nom")


def _near_name_and_proof(e: Evidence) -> Verdict:
    n = e.names
    if n.contrary:
        return ask("formes_contraires", n.likeness)
    if n.by != "aliases" and (n.sure or (n.likely and e.balance > 1)):
        return same("nom_proche_et_preuve")
    return ask("telephone_et_adresse" if e.one_house else "nom_proche", n.likeness)
