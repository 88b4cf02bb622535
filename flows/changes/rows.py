"""Why a row came or went, and why a row of the tables that follow others differs."""

from collections.abc import Mapping

from flows.changes.change import Change
from flows.changes.facts import Facts, id_of
from flows.changes.proofs import Why, by_pages, by_proof, sources_of

Told = Mapping[tuple[str, str], Why]
"""(id, column) -> why, of what was explained before; column '' when the row came or went."""
_MOTIVES = {"source_retire": "source_muette", "ferme": "fermeture", "fusionne": "re_cle", "demande": "demande"}


def why_of_row(change: Change, facts: Facts) -> Why:
    """(cause, source) of a row with an id that came or went."""
    old, new = facts.sides(change.table, change.cle)
    if change.nature == "ajoute":
        return why_it_came(change.cle, sources_of(new), facts)
    return _gone(change, facts, sources_of(old))


def _gone(change: Change, facts: Facts, sources: list[str]) -> Why:
    """The tombstone tells why; an error is one of reading or of its source, by whether the page is another one."""
    motif = facts.after.stones.get(change.cle, {}).get("motif", "")
    source = next((s for s in sources if not facts.same_page(s)), sources[0] if sources else "")
    if motif in _MOTIVES:
        return _MOTIVES[motif], "" if motif in ("fusionne", "demande") else source
    if change.cle in facts.after.heirs:
        return "re_cle", ""
    if motif == "erreur":
        return by_pages(change.table, change.cle, facts)
    return "source_muette", source


def why_it_came(id_: str, sources: list[str], facts: Facts) -> Why:
    """(cause, source) of a row that came, which these sources name."""
    parted = id_ in facts.before.heirs or id_ in facts.after.successors
    if parted and facts.before.stones.get(id_, {}).get("motif") != "source_retire":
        return "re_cle", sources[0] if sources else ""
    fresh = [source for source in sources if facts.is_new(source)]
    if fresh or not sources:
        return "source_nouvelle", fresh[0] if fresh else ""
    other = [source for source in sources if not facts.same_page(source)]
    said = "source" if id_ in facts.before.stones else "cite"  # one that is back is not new to it
    return (said, other[0]) if other else ("regle", sources[0])


def why_of_fact(change: Change, source: str, facts: Facts, told: Told) -> Why:
    """Of a membership, a partnership or a figure, which each have one source: with its row, or by its page."""
    id_ = id_of(change)
    if (
        not change.champ
        and (id_, "") in told
        and change.nature == ("retire" if told[id_, ""][0] == "demande" else change.nature)
    ):
        return told[id_, ""][0], told[id_, ""][1] or source
    if (change.table, change.champ) in facts.fresh:
        return "schema", ""
    if id_ in facts.after.heirs or id_ in facts.after.successors:
        return "re_cle", source
    if facts.is_new(source):
        return "source_nouvelle", source
    said = {"retire": "source_muette", "ajoute": "cite"}.get(change.nature, "source")
    return ("regle" if facts.same_page(source) else said), source


def why_of_territory(change: Change, source: str, facts: Facts) -> Why:
    """Its rate is the source's word; its numbers follow from the places; its name is the table's."""
    if (change.table, change.champ) in facts.fresh:
        return "schema", ""
    if change.champ in ("nom", "niveau"):
        return "referentiel", "communes"
    if change.champ in ("taux_couverture", "millesime", "source", "source_url"):
        if facts.is_new(source):
            return "source_nouvelle", source
        return ("regle" if facts.same_page(source) else "source"), source
    return "deduite", ""


def why_of_source(change: Change, facts: Facts) -> Why:
    """A source's own row: its state and count are its own, what describes it is the project's."""
    if change.nature == "ajoute":
        return "source_nouvelle", change.cle
    if change.nature == "retire":
        return "source_muette", change.cle
    if (change.table, change.champ) in facts.fresh:
        return "schema", ""
    if change.champ == "statut":
        return ("source_reprise" if facts.is_stale(change.cle) else "source"), change.cle
    if change.champ == "nb_enregistrements":
        return ("regle" if facts.same_page(change.cle) else "source"), change.cle
    return "regle", change.cle


def why_of_proof(change: Change, facts: Facts, told: Told) -> Why:
    """Of a row of `provenance`: that of the cell it proves; where the cell stands, what its own words tell."""
    id_, _, champ = change.cle.partition("|")
    known = told.get((id_, champ)) or told.get((id_, ""))
    return known or by_proof(change.table, id_, champ, facts)


def why_of_id(change: Change, facts: Facts, told: Told) -> Why:
    """Of a row of `identifiants`."""
    id_, source, reference = [*change.cle.split("|", 2), "", ""][:3]
    before, after = (side.references.get((source, reference), "") for side in (facts.before, facts.after))
    if change.champ == "remplace_par" or (before and after and before != after):
        return "re_cle", source
    if (id_, "") in told:
        return told[id_, ""][0], source
    return ("source_nouvelle" if facts.is_new(source) else "source" if change.nature == "ajoute" else "re_cle"), source


def why_of_stone(change: Change, told: Told) -> Why:
    """Of a row of `retraits`: that of the row which left or came back."""
    if (change.cle, "") in told:
        return told[change.cle, ""]
    return ("demande" if "demande" in (change.avant, change.apres) else "re_cle"), ""


def why_of_doubt(change: Change, facts: Facts, told: Told) -> Why:
    """Of a row of `anomalies`: that of the cell or the row in doubt, else its source's."""
    code, _, source, id_, champ = change.cle.split("|")[:5]
    if code.startswith("correction"):
        return ("calendrier" if "expiree" in code else "correction"), source
    known = told.get((id_, champ)) or told.get((id_, "")) if id_ else None
    if known:
        return known
    if code in ("source_perimee", "source_reprise", "source_jamais_lue"):
        return "source_reprise", source
    if code.endswith("_disparu") or code.endswith("_disparue"):
        return ("source_muette" if change.nature == "ajoute" else "source"), source
    if code.startswith("geo_") or source == "ban":
        return "geocodeur", source
    if facts.is_new(source):
        return "source_nouvelle", source
    return ("regle" if facts.same_page(source) else "source"), source
