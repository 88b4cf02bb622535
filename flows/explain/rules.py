"""The rules in words: how a published value comes from the words read, and how the project makes those that nobody says."""

READ = {
    "lue": "as its source writes it",
    "normalisee": "the source's words made clean: spaces, capitals, codes, one way of writing a phone",
    "corrigee": "a correction that a person made, kept in the project with its reason and evidence",
    "deduite": "follows by a written rule from what is read at that source, or from the table of communes",
    "geocodee": "the answer of a geocoder, or the centre of the commune, that the rules of precision accept",
    "reprise": "carried from the last release: its source no longer says it, failed, or was not asked",
}
"""The values of `regle` in `provenance`."""
_SIGHT = "the days on which its sources were read and named it"
MADE = {
    "id": "computed once, from the first reference of the row, then carried from release to release",
    "gestionnaire_id": "the operator that its most trusted source gives the place to",
    "taille": "the size class of the capacity (article R2324-46 of the public health code)",
    "forme_preuve": "the surest proof of the form: registre, then reseau, then page; else aucune",
    "statut": "actif when a source read now says it is there; non_confirme when none does; ferme when closed",
    "sources": "the sources that name the row in this release, or named it last",
    "source": "the source whose page gives the row",
    "source_url": "the page of the most trusted source that names it",
    "date_premiere_vue": _SIGHT,
    "date_derniere_vue": _SIGHT,
    "date_maj": "the day of the release in which another column of the row last changed",
    "commune": "the official name of the commune that the address resolves to",
}
"""Columns that mostly have no row in `provenance`, or whose row only tells what they follow from."""
_POINT = "how the point was found and judged: creches geocode ADDRESS shows the evidence"
_UNSAID = "no source says it"
_NOT_WRITTEN = "no rule is written for it: please report it"
_NOTHING = ("inconnu", "INCONNU", "aucune")
"""Values that mean: nobody says."""


def in_words(champ: str, value: str, regle: str) -> str:
    """How a value came about: by its rule in `provenance`, or else by the rule of the project for its column."""
    if regle and not (regle == "deduite" and champ in MADE):
        return READ.get(regle, regle)
    if champ.startswith("geo_"):
        return _POINT
    return _UNSAID if value in _NOTHING else MADE.get(champ, _NOT_WRITTEN)
