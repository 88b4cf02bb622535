"""Cells of one row that do not go together."""

from collections.abc import Iterator, Sequence

from flows.identify.fuse.cells import Cells
from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import ranked
from schemas.records import Anomaly

_MICRO = 12  # places, R2324-46 of the public health code
_WITHOUT_PLACES = ("laep", "rpe")
"""Categories where children come with an adult: no place is authorised."""


def without_capacity(nom: str, cells: Cells, mentions: Sequence[Mention]) -> tuple[Cells, list[Anomaly]]:
    """The cells of a LAEP or of a RPE less its capacity, and a word on each one that was said; else the same cells."""
    category = cells["categorie"].value if "categorie" in cells else ""
    if category not in _WITHOUT_PLACES or "capacite" not in cells:
        return cells, []
    first: dict[str, Mention] = {}
    for mention in ranked("capacite", (m for m in mentions if m["capacite"])):
        first.setdefault(mention["capacite"], mention)
    kept = {champ: cell for champ, cell in cells.items() if champ != "capacite"}
    return kept, [_pointless(nom, category.upper(), mention) for mention in first.values()]


def _pointless(nom: str, category: str, mention: Mention) -> Anomaly:
    source, places = mention["source"], mention["capacite"]
    return Anomaly(
        code="capacite_sans_objet",
        gravite="avertissement",
        source=source,
        id=mention["id"],
        champ="capacite",
        valeur=places,
        message_fr=f"{nom} : {source} dit {places} places, mais un {category} n'a pas de capacité. Non publiée ; à vérifier.",
        message_en=f"{nom}: {source} tells {places} places, yet a {category} has no capacity. Not published: please check.",
    )


def incoherent(id_: str, nom: str, cells: Cells) -> Iterator[Anomaly]:
    """Words on cells that are published though they cannot both be right."""
    funding, places = cells.get("financement"), cells.get("capacite")
    if funding and places and funding.value == "paje_cmg" and int(places.value) > _MICRO:
        yield Anomaly(
            code="paje_cmg_hors_micro_creche",
            gravite="avertissement",
            source=funding.of["source"],
            id=id_,
            champ="financement",
            valeur=places.value,
            message_fr=f"{nom} : la PAJE est réservée aux micro-crèches (12 places), {places.of['source']} en dit"
            f" {places.value}. Les deux sont publiés ; à vérifier.",
            message_en=f"{nom}: PAJE is for micro-crèches (12 places), {places.of['source']} tells {places.value}."
            " Both are published: please check.",
        )
    yield from _ages(id_, nom, cells)


def _ages(id_: str, nom: str, cells: Cells) -> Iterator[Anomaly]:
    """An age of entry above that of leaving."""
    least, most = cells.get("age_min_mois"), cells.get("age_max_mois")
    if least and most and int(least.value) > int(most.value):
        first, second = least.of["source"], most.of["source"]
        yield Anomaly(
            code="ages_incoherents",
            gravite="avertissement",
            source=first,
            id=id_,
            champ="age_min_mois",
            valeur=least.value,
            message_fr=f"{nom} : {first} dit un âge minimal de {least.value} mois, {second} un âge maximal de {most.value} mois."
            " Les deux sont publiés ; à vérifier.",
            message_en=f"{nom}: {first} tells a least age of {least.value} months, {second} a greatest of {most.value} months."
            " Both are published: please check.",
        )
