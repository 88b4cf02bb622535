"""Records -> establishments, operators, memberships, networks and initiatives with stable ids. Joins twins."""

from collections.abc import Sequence

import pandas as pd

from flows.identifiers import Register, references
from schemas.errors import Refused
from schemas.found import Found
from schemas.records import Anomaly, Row
from schemas.tables import Tables, conform, empty, key
from sources.text import fold

_CONTACTS = ("telephone", "courriel", "site_web")
_PLACE = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")


def identify(found: Sequence[Found], previous: Tables, as_of: str) -> tuple[Tables, list[Anomaly]]:
    """All tables that the pages give, with ids and dates of sight. Raises Refused when two references share an id."""
    register = Register(previous.get("identifiants", empty("identifiants")))
    before = previous.get("etablissements", empty("etablissements"))
    rows: dict[str, list[Row]] = {t: [] for t in _TABLES}
    anomalies: list[Anomaly] = []
    for one in found:
        for table in ("reseaux", "initiatives"):
            rows[table] += _entities(one, table, register, as_of)
    for one in found:
        if one.source.liste_des_membres:
            twins, told = _without_twins(one)
            anomalies += told
            known = register.postcodes(one.source.id, before)
            _members(one, twins.assign(reference=references(twins, known)), rows, register, as_of)
        rows["partenariats"] += _partnerships(one, rows["initiatives"], as_of)
        rows["chiffres"] += _figures(one, [*rows["reseaux"], *rows["initiatives"]], as_of)
    tables = {table: _sighted(conform(rows[table], table), previous.get(table), table) for table in _TABLES}
    return {**tables, "identifiants": register.table()}, anomalies


_TABLES = ("etablissements", "gestionnaires", "reseaux", "adhesions", "initiatives", "partenariats", "chiffres")


def _seen(one: Found, as_of: str) -> Row:
    day = one.day(as_of)
    return {"source_url": one.source.url, "date_premiere_vue": day, "date_derniere_vue": day}


def _entities(one: Found, table: str, register: Register, as_of: str) -> list[Row]:
    """Networks or initiatives of a page: the name they go by is their reference."""
    rows = []
    for row in one.reading.tables.get(table, ()):
        id_ = register.id_of(table, one.source.id, row["nom"], one.day(as_of))
        rows.append({"id": id_, **row, "source": one.source.id, **_seen(one, as_of)})
    return rows


def _without_twins(one: Found) -> tuple[pd.DataFrame, list[Anomaly]]:
    """Members joined on a strong key (same phone and same address); the other name is kept in `autres_noms`."""
    frame = one.membres.assign(autres_noms="")
    strong = frame["telephone"].where((frame["telephone"] != "") & (frame["adresse"] != ""), "")
    keys = [
        f"{t}|{fold(a)}|{c}" if t else f"row {i}"
        for i, (t, a, c) in enumerate(zip(strong, frame["adresse"], frame["code_postal"], strict=True))
    ]
    frame = frame.assign(_key=keys)
    names = frame.groupby("_key", sort=False)["nom"].agg(lambda group: "|".join(list(dict.fromkeys(group))[1:]))
    kept = frame.drop_duplicates("_key").assign(autres_noms=lambda f: f["_key"].map(names))
    told = [
        _twin(one.source.id, nom, autres)
        for nom, autres in zip(kept["nom"], kept["autres_noms"], strict=True)
        if autres
    ]
    return kept.drop(columns="_key"), told


def _twin(source: str, nom: str, others: str) -> Anomaly:
    return Anomaly(
        code="jumeaux_joints",
        gravite="avertissement",
        source=source,
        champ="autres_noms",
        valeur=others,
        message_fr=f"{nom} et {others.replace('|', ', ')} ont le même téléphone et la même adresse : une seule ligne.",
        message_en=f"{nom} and {others.replace('|', ', ')} have the same phone and address: one row.",
    )


def _members(one: Found, members: pd.DataFrame, rows: dict[str, list[Row]], register: Register, as_of: str) -> None:
    """Each member is an operator, a place where it is present, and a membership of the page's network."""
    network = next((r["id"] for r in rows["reseaux"] if r["nom"] == one.source.editeur), "")
    if not network:
        raise Refused(
            f"{one.source.id}: the reader gives no row for the network {one.source.editeur!r} whose members it lists."
        )
    for row in members.to_dict("records"):
        member = {str(k): str(v) for k, v in row.items()}
        day = one.day(as_of)
        operator = register.id_of("gestionnaires", one.source.id, member["reference"], day)
        place = register.id_of("etablissements", one.source.id, member["reference"], day)
        rows["gestionnaires"].append(_operator(one, member, operator, as_of))
        rows["etablissements"].append(_place(one, member, place, operator, as_of))
        rows["adhesions"].append(
            {"gestionnaire_id": operator, "reseau_id": network, "source": one.source.id, **_seen(one, as_of)}
        )


def _operator(one: Found, member: Row, id_: str, as_of: str) -> Row:
    """Membership of a network of cooperatives proves a cooperative; only a form that the page writes says which."""
    form = member["forme"] if member["forme"] not in ("", "INCONNU") else "INCONNU"
    return {
        "id": id_,
        "nom": member["nom"],
        "autres_noms": member["autres_noms"],
        "forme": form,
        "forme_source": member["forme_source"],
        "forme_preuve": "page" if form != "INCONNU" else "reseau",
        **{name: member[name] for name in _CONTACTS},
        "sources": one.source.id,
        **_seen(one, as_of),
        "date_maj": as_of,
    }


def _place(one: Found, member: Row, id_: str, operator: str, as_of: str) -> Row:
    """A member list mostly shows head offices: what the place is stays unknown unless the page tells."""
    return {
        "id": id_,
        "nom": member["nom"],
        "autres_noms": member["autres_noms"],
        "nature_lieu": "inconnu",
        "categorie": "inconnu",
        "gestionnaire_id": operator,
        **{name: member[name] for name in (*_PLACE, *_CONTACTS)},
        "statut": "non_confirme" if one.snapshot.perimee else "actif",
        "sources": one.source.id,
        **_seen(one, as_of),
        "date_maj": as_of,
    }


def _partnerships(one: Found, initiatives: Sequence[Row], as_of: str) -> list[Row]:
    own = [r["id"] for r in initiatives if r["source"] == one.source.id]
    found = one.reading.tables.get("partenariats", ())
    return [{"initiative_id": own[0], **row, "source": one.source.id, **_seen(one, as_of)} for row in found]


def _figures(one: Found, subjects: Sequence[Row], as_of: str) -> list[Row]:
    """Figures, their subject's name replaced by its id."""
    ids = {r["nom"]: r["id"] for r in subjects if r["source"] == one.source.id}
    rows = []
    for figure in one.reading.tables.get("chiffres", ()):
        row = {name: value for name, value in figure.items() if name != "sujet"}
        rows.append({**row, "sujet_id": ids[figure["sujet"]], "source": one.source.id, **_seen(one, as_of)})
    return rows


def _sighted(rows: pd.DataFrame, before: pd.DataFrame | None, table: str) -> pd.DataFrame:
    """First sight is kept from the last release; last sight never goes back."""
    if before is None or before.empty or rows.empty:
        return rows
    keys = list(key(table))
    joined = rows.merge(
        before[[*keys, "date_premiere_vue", "date_derniere_vue"]], on=keys, how="left", suffixes=("", "_avant")
    ).fillna("")
    first = joined["date_premiere_vue_avant"].where(
        joined["date_premiere_vue_avant"] != "", joined["date_premiere_vue"]
    )
    last = joined[["date_derniere_vue", "date_derniere_vue_avant"]].max(axis=1)
    return rows.assign(date_premiere_vue=list(first), date_derniere_vue=list(last))
