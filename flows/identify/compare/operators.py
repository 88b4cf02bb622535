"""Two mentions of operators: one, two, or a question."""

from flows.identify.compare.evidence import Evidence, evidence
from flows.identify.compare.rules import STRONG, Verdict, ask, different, same
from flows.identify.compare.traits import Traits


def operators(a: Traits, b: Traits) -> Verdict:
    """A shared SIREN is one operator, two are two; without them the name, the commune and what else agrees."""
    ours, theirs = (one.siren or one.siret[:9] for one in (a, b))
    if ours and theirs:
        return same("meme_siren", STRONG) if ours == theirs else different("autre_siren", forbids=True)
    e = evidence(a, b)
    if e.names.link == "opposed":
        return different("sections", forbids=True)
    if e.commune == "other":
        return _elsewhere(e, a.cooperative and b.cooperative)
    if e.commune == "unknown":
        return _somewhere(e, a.cooperative and b.cooperative)
    return _here(e, a.cooperative and b.cooperative)


def _elsewhere(e: Evidence, cooperatives: bool) -> Verdict:
    """Two communes, or two départements: never one without a person's word."""
    n, near = e.names, e.departement == "same"
    named = n.telling and n.link in ("same", "near")
    rare = near and n.link == "same" and (n.coined or cooperatives)
    if named and (e.contact or rare):
        return ask("meme_nom_ailleurs", n.likeness)
    if near and e.telephone == "same" and "same" in (e.site, e.courriel):
        return ask("meme_contact", n.likeness)
    return different("autre_commune" if near else "autre_departement")


def _somewhere(e: Evidence, cooperatives: bool) -> Verdict:
    """The commune of one is unknown: one only with a contact in common, in one département."""
    n = e.names
    if n.telling and n.link == "same":
        sure = cooperatives and e.departement == "same" and e.contact and not n.contrary
        known = sure and e.balance >= 0 and n.by != "aliases"
        return same("meme_nom_cooperatives") if known else ask("meme_nom_ailleurs", n.likeness)
    close = n.link in ("near", "longer") and (n.telling or n.identical) and cooperatives
    if e.contact or (close and e.departement == "same" and (n.coined or n.link == "near")):
        return ask("meme_contact" if n.link == "other" else "meme_nom_ailleurs", n.likeness)
    if n.identical and cooperatives:
        return ask("nom_banal", n.likeness)
    return different("autre_nom")


def _here(e: Evidence, cooperatives: bool) -> Verdict:
    """The same commune."""
    n = e.names
    if n.link == "same":
        return _same_name(e, cooperatives) if n.telling else _plain_name(e, cooperatives)
    if n.link == "near":
        return _near_name(e) if n.telling else _plain_name(e, cooperatives)
    if e.one_house:
        return ask("telephone_et_adresse", n.likeness)
    rare = n.coined and not e.contradictions
    if n.link == "longer" and (e.contact or e.door == "same" or rare):
        return ask("nom_plus_long", n.likeness)
    return ask("meme_contact", n.likeness) if e.contact else different("autre_nom")


def _same_name(e: Evidence, cooperatives: bool) -> Verdict:
    """Equal names of their own: two cooperatives of one name in one commune are one, but for what contradicts."""
    n = e.names
    if n.contrary:
        return ask("formes_contraires", n.likeness)
    if cooperatives and n.by != "aliases" and e.balance >= (-1 if n.coined else 0):
        return same("meme_nom_cooperatives")
    if e.proved or (e.door == "line" and e.balance >= 0):
        return same("meme_nom_et_preuve")
    return ask("preuves_contraires" if e.contradictions else "meme_nom", n.likeness)


def _near_name(e: Evidence) -> Verdict:
    n = e.names
    if n.contrary:
        return ask("formes_contraires", n.likeness)
    if e.proved and (n.sure or (n.likely and e.balance > 1)):
        return same("nom_proche_et_preuve")
    if e.one_house:
        return ask("telephone_et_adresse", n.likeness)
    return different("autre_adresse") if e.balance < -1 else ask("nom_proche", n.likeness)


def _plain_name(e: Evidence, cooperatives: bool) -> Verdict:
    """Equal names of the trade's words only ("Coopérative Petite Enfance"): they need twice the proof."""
    n = e.names
    enough = e.balance >= (1 if cooperatives else 2)
    if n.identical and enough and not e.contradictions:
        return same("meme_nom_et_preuve")
    if e.contact or e.door == "same":
        return ask("nom_banal", n.likeness)
    return ask("meme_nom", n.likeness) if cooperatives and n.link == "same" else different("autre_nom")
