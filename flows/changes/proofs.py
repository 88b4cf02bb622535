"""Why a cell changed, by what proved it then and what proves it now: the one rule that is the same for every column."""

from flows.changes.facts import Facts
from schemas.records import Row

Why = tuple[str, str]
"""(cause, the source whose word changed or '')."""
REFERENCES = ("communes", "ban", "geocode_corrections")
"""Sources that prove a place on the map rather than what somebody says of it."""


def sources_of(row: Row) -> list[str]:
    """The sources that name a row."""
    return [one for one in row.get("sources", row.get("source", "")).split("|") if one]


def by_proof(table: str, id_: str, champ: str, facts: Facts) -> Why:
    """The cause that the proofs of a cell tell; the nearest one that is true where there is none."""
    old, new = facts.before.proofs.get((id_, champ), {}), facts.after.proofs.get((id_, champ), {})
    if "corrigee" in (old.get("regle"), new.get("regle")):
        return "correction", (new or old)["source"]
    if old and new:
        return _otherwise(table, id_, old, new, facts)
    if new:
        return _said(table, id_, new, facts)
    if old:
        return _unsaid(id_, champ, old, facts)
    return by_pages(table, id_, facts)


def _otherwise(table: str, id_: str, old: Row, new: Row, facts: Facts) -> Why:
    source = new["source"]
    if source != old["source"]:
        return _other_source(table, id_, old, new, facts)
    if source == "communes":
        return ("regle" if facts.same_page(source) else "referentiel"), source
    if source == "ban":
        return "geocodeur", source
    same = new["valeur_source"] == old["valeur_source"] or (new["snapshot"] and new["snapshot"] == old["snapshot"])
    return ("regle" if same else "source"), source


def _other_source(table: str, id_: str, old: Row, new: Row, facts: Facts) -> Why:
    before, after = (sources_of(row) for row in facts.sides(table, id_))
    if {old["source"], new["source"]} & set(REFERENCES):
        return "geocodeur", new["source"]
    if new["source"] not in before:
        return "source_nouvelle", new["source"]
    if old["source"] not in after or old["regle"] == "reprise":
        return "source_muette", old["source"]
    if facts.same_page(old["source"]) and facts.same_page(new["source"]):
        return "regle", new["source"]
    return "source", old["source"] if facts.same_page(new["source"]) else new["source"]


def _said(table: str, id_: str, new: Row, facts: Facts) -> Why:
    """A value that nobody proved before."""
    source = new["source"]
    if new["regle"] == "geocodee":
        return "geocodeur", source
    if source not in sources_of(facts.sides(table, id_)[0]) and source not in REFERENCES:
        return "source_nouvelle", source
    return ("regle" if facts.same_page(source) else "source"), source


def _unsaid(id_: str, champ: str, old: Row, facts: Facts) -> Why:
    """A value that nobody proves any more: a page that stands as it was is read otherwise."""
    source = old["source"]
    if source in ("ban", "geocode_corrections"):
        return "geocodeur", source
    if facts.is_stale(source):
        return "source_reprise", source
    if facts.same_page(source):
        return "regle", source
    withheld = f"{id_}:{champ}" in facts.doubted
    return ("source" if withheld else "source_muette"), source


def by_pages(table: str, id_: str, facts: Facts) -> Why:
    """Without any proof: the first of the row's sources whose page is another one; a rule, when all stand as they were."""
    before, after = (sources_of(row) for row in facts.sides(table, id_))
    come, gone = [s for s in after if s not in before], [s for s in before if s not in after]
    if come and before:
        return "source_nouvelle", come[0]
    if gone and after:
        return "source_muette", gone[0]
    other = [source for source in after or before if not facts.same_page(source)]
    return ("source", other[0]) if other else ("regle", next(iter(after or before), ""))
