"""Which clusters may enter the release: those that some source proves, and none that the curation sets aside."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from schemas.records import Anomaly, Row
from schemas.tables import rows_of
from sources.legal_categories import category


@dataclass(frozen=True, slots=True)
class Admitted:
    """`ids`: what enters. `gone`: ids of the last release that leave it, with the reason (`motif` of retraits)."""

    ids: frozenset[str]
    gone: Mapping[str, str]
    anomalies: tuple[Anomaly, ...]


def operators(mentions: pd.DataFrame, known: frozenset[str], held: frozenset[str] = frozenset()) -> Admitted:
    """Operators that enter: `mentions` of gestionnaires with their `id`; `known` are the ids of the last release.

    One that is closed enters only when it was there before, or another source names it; one that nobody proves (any
    more) does not, nor one that may be what the curation sets aside (`held`), until a person says that it is not.
    """
    ids: set[str] = set()
    gone: dict[str, str] = {}
    told: list[Anomaly] = []
    for id_, rows in _by_id(mentions):
        states = {row["etat"] for row in rows}
        if "ecarte" in states:
            gone |= {id_: "erreur"} if id_ in known else {}
            told += [_contradicted(row) for row in rows if row["etat"] not in ("ecarte", "candidat")]
        elif id_ in held or states <= ({"candidat"} if id_ in known else {"ferme", "candidat"}):
            told += [_unproven(row) for row in rows if _may_be_one(row)][:1]
        else:
            ids.add(id_)
    return Admitted(frozenset(ids), gone, tuple(told))


def places(
    mentions: pd.DataFrame, admitted: Admitted, known: frozenset[str], held: frozenset[str] = frozenset()
) -> Admitted:
    """Places that enter: those of admitted operators, open now or published before; not those set aside, or `held`."""
    ids: set[str] = set()
    gone: dict[str, str] = {}
    for id_, rows in _by_id(mentions):
        states = {row["etat"] for row in rows}
        of = {row["operator_id"] for row in rows}
        if "ecarte" in states or of & admitted.gone.keys():
            gone |= {id_: "erreur"} if id_ in known else {}
        elif not of & admitted.ids or id_ in held:
            continue
        elif not states <= {"ferme", "candidat"} or id_ in known:
            ids.add(id_)
    return Admitted(frozenset(ids), gone, ())


def _by_id(mentions: pd.DataFrame) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows_of(mentions):
        found.setdefault(row["id"], []).append(row)
    return sorted(found.items())


def _contradicted(row: Row) -> Anomaly:
    return Anomaly(
        code="ecarte_contredit",
        gravite="doute",
        source=row["source"],
        champ="forme",
        valeur=row["forme"],
        message_fr=f"{row['nom']} est écarté par la curation, mais cette source le tient pour une coopérative : à revoir.",
        message_en=f"{row['nom']} is set aside by the curation, but this source has it as a cooperative: look at it again.",
    )


def _may_be_one(row: Row) -> bool:
    """Whether a candidate has a legal category in which cooperatives are looked for, and is of the social economy."""
    legal = category(row["categorie_juridique"])
    return row["etat"] == "candidat" and row["est_ess"] == "true" and bool(legal and legal.recherche)


def _unproven(row: Row) -> Anomaly:
    told = f"{row['categorie_juridique']}, SIREN {row['siren']}"
    return Anomaly(
        code="candidat_non_prouve",
        gravite="info",
        source=row["source"],
        champ="categorie_juridique",
        valeur=row["categorie_juridique"],
        message_fr=f"{row['nom']} ({told}) : sa catégorie juridique ne prouve pas une coopérative ; n'entre pas sans autre source.",
        message_en=f"{row['nom']} ({told}): its legal category proves no cooperative; it stays out until another source names one.",
    )
