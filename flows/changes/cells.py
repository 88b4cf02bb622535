"""Why one cell of a place, an operator, a network or an initiative changed."""

from collections.abc import Callable, Collection
from functools import partial

from flows.changes.change import Change
from flows.changes.facts import Facts
from flows.changes.proofs import Why, by_pages, by_proof, sources_of
from schemas.records import Row

WHERE = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")
_CODES = ("code_insee", "code_commune", "departement", "region")
_BY_HAND = ("correction_appliquee", "correction_geo_appliquee", "correction_geo_a_revoir", "correction_geo_inutile")
_OF_WORDS = ("source", "source_nouvelle", "source_muette", "regle", "calendrier")
"""What a row that took another one in seems to be told by its sources: it is the other's words that came with it."""
_FOLLOWS = {
    "taille": ("capacite", "categorie"),
    "forme_preuve": ("forme", "forme_source"),
    "est_ess": ("forme",),
    "nomenclature_ape": ("ape",),
    "forme_source": ("forme",),
}
"""Columns that follow from others by a rule of the project, when those changed."""


def why_of_cell(change: Change, facts: Facts) -> Why:
    """(cause, source) of a changed cell of a table that has ids."""
    table, id_, champ = change.table, change.cle, change.champ
    if (table, champ) in facts.fresh:
        return "schema", ""
    if (id_, champ) in facts.asked:
        return "demande", ""
    if facts.came("correction_geo_expiree", id_) and (champ in _CODES or _is_point(champ)):
        return "calendrier", "geocode_corrections"
    if any(moved(code, f"{id_}:{champ}") for code in _BY_HAND for moved in (facts.came, facts.left)):
        named = sources_of(facts.sides(table, id_)[1])
        return "correction", "geocode_corrections" if _is_point(champ) or champ in _CODES else next(iter(named), "")
    cause, source = _rule(champ)(change, facts)
    absorbed = id_ in facts.absorbing and cause in _OF_WORDS
    return ("re_cle", "") if absorbed else (cause, source)


def _is_point(champ: str) -> bool:
    return champ.startswith("geo_") or champ in ("longitude", "latitude")


def _rule(champ: str) -> Callable[[Change, Facts], Why]:
    """How the cause of a column is found."""
    if _is_point(champ):
        return _of_point
    if champ in _CODES:
        return _of_codes
    if champ in _FOLLOWS:
        return partial(_following, of=_FOLLOWS[champ])
    named: dict[str, Callable[[Change, Facts], Why]] = {
        "statut": _of_status,
        "date_fermeture": _of_closing,
        "sources": _of_sources,
        "source": _of_sources,
        "source_url": _of_page,
        "gestionnaire_id": _of_operator,
        "autres_noms": partial(_following, of=("nom",)),
        "commune": _of_commune,
    }
    return named.get(champ, _proved)


def _proved(change: Change, facts: Facts) -> Why:
    return by_proof(change.table, change.cle, change.champ, facts)


def _moved(change: Change, facts: Facts, names: Collection[str]) -> list[str]:
    """Which of these columns changed in the same row."""
    return [name for name in names if name in facts.changed.get((change.table, change.cle), ())]


def _following(change: Change, facts: Facts, of: Collection[str]) -> Why:
    """It follows from other columns, where they changed; else it tells its own cause."""
    moved = _moved(change, facts, of)
    return ("deduite", by_proof(change.table, change.cle, moved[0], facts)[1]) if moved else _proved(change, facts)


def _of_point(change: Change, facts: Facts) -> Why:
    old, new = facts.sides(change.table, change.cle)
    if "manuel" in (old["geo_statut"], new["geo_statut"]):
        return "correction", "geocode_corrections"
    moved = _moved(change, facts, WHERE)
    if moved:
        return "deduite", by_proof(change.table, change.cle, moved[0], facts)[1]
    if {old["geo_source"], new["geo_source"]} <= {"gazetteer", ""}:
        return ("regle" if facts.same_page("communes") else "referentiel"), "communes"
    if {old["geo_source"], new["geo_source"]} == {"registre"}:
        return by_pages(change.table, change.cle, facts)
    same = {old["geo_source"], new["geo_source"]} - {"gazetteer", ""}
    return "geocodeur", "ban" if same & {"ban", "addok", "index"} else ""


def _of_codes(change: Change, facts: Facts) -> Why:
    proofs = [side.proofs.get((change.cle, change.champ), {}) for side in (facts.before, facts.after)]
    moved = _moved(change, facts, WHERE)
    if moved and not any(proof.get("regle") == "corrigee" for proof in proofs):
        return "deduite", by_proof(change.table, change.cle, moved[0], facts)[1]
    return _proved(change, facts) if any(proofs) else ("referentiel", "communes")


def _of_commune(change: Change, facts: Facts) -> Why:
    """The official name: its address's words, else what resolves them."""
    if _moved(change, facts, ("adresse_source", "code_postal")) or not _moved(change, facts, _CODES):
        return _proved(change, facts)
    return _of_codes(change, facts)


def _of_status(change: Change, facts: Facts) -> Why:
    """`ferme`: a source says so; `non_confirme`: none says that it is there; `actif`: one does again."""
    old, new = facts.sides(change.table, change.cle)
    if "ferme" in (old["statut"], new["statut"]):
        return _of_closing(change, facts)
    names = sources_of(new)
    if new["statut"] == "non_confirme":
        stale = [source for source in names if facts.is_stale(source)]
        silent = [source for source in sources_of(old) if source not in stale]
        return ("source_muette", silent[0]) if silent and not _stands(silent, facts) else _not_read(stale, silent)
    again = [source for source in names if source not in sources_of(old)]
    if again:
        return "source_nouvelle", again[0]
    return (
        ("calendrier", names[0])
        if names and _stands(names, facts) and _was_read(old, facts)
        else ("source", names[0] if names else "")
    )


def _stands(names: Collection[str], facts: Facts) -> bool:
    return all(facts.same_page(source) for source in names)


def _was_read(row: Row, facts: Facts) -> bool:
    """Whether a source of it was had for the release before: its doubt was not about the source."""
    states = [facts.before.sources.get(source, {}).get("statut") for source in sources_of(row)]
    return any(state in ("ok", "inchangee") for state in states)


def _not_read(stale: list[str], silent: list[str]) -> Why:
    return ("source_reprise", stale[0]) if stale else ("calendrier", silent[0] if silent else "")


def _of_closing(change: Change, facts: Facts) -> Why:
    """A closing, or its end; the source is that of the day of closing, else of the first name."""
    cause, source = by_proof(change.table, change.cle, "date_fermeture", facts)
    closes = "ferme" in change.apres or (change.champ == "date_fermeture" and change.apres)
    return ("fermeture" if closes and cause not in ("correction", "regle") else cause), source


def _of_sources(change: Change, facts: Facts) -> Why:
    before, after = (cell.split("|") for cell in (change.avant, change.apres))
    come, gone = [s for s in after if s and s not in before], [s for s in before if s and s not in after]
    if come:
        return "source_nouvelle", come[0]
    return ("source_muette", gone[0]) if gone else ("regle", after[0])  # the same ones, in another order


def _of_page(change: Change, facts: Facts) -> Why:
    """The page of the most trusted source that names it."""
    moved = _moved(change, facts, ("sources", "source"))
    if moved:
        old, new = (row[moved[0]] for row in facts.sides(change.table, change.cle))
        return _of_sources(Change(change.table, change.cle, change.nom, "modifie", moved[0], old, new), facts)
    return by_pages(change.table, change.cle, facts)


def _of_operator(change: Change, facts: Facts) -> Why:
    if facts.after.heirs.get(change.avant) == change.apres:
        return "re_cle", ""
    return _proved(change, facts)
