"""What a row hangs together with: its references, its operator or its places, its networks, partners and figures."""

from flows.explain.shelved import Shelved
from schemas.records import Row

_PLACE = ("id", "nom", "commune", "statut")
_OPERATOR = ("id", "nom", "forme", "siren")
_FIGURE = ("indicateur", "valeur", "unite", "territoire_nom", "periode_debut", "millesime")
_REFERENCE = ("id", "source", "reference", "date_premiere_vue", "date_derniere_vue", "remplace_par")


def references(id_: str, newest: Shelved) -> list[Row]:
    """The references of sources that an id is known by, and those of ids that now lead to it."""
    own = newest.rows("identifiants", id=id_)
    led = newest.rows("identifiants", remplace_par=id_)
    rows = [_only(row, _REFERENCE) for row in (*own, *(row for row in led if row["id"] != id_))]
    told = {row["id"] for row in rows}
    stones = [row for row in newest.rows("retraits", remplace_par=id_) if row["id"] not in told]
    return rows + [{**dict.fromkeys(_REFERENCE, ""), "id": row["id"], "remplace_par": id_} for row in stones]


def links(table: str, id_: str, newest: Shelved) -> dict[str, list[Row]]:
    """Rows of other tables, by what they are to this one; those that have none are left out."""
    if table == "etablissements":
        (place,) = newest.rows(table, id=id_)
        found = {"gestionnaire": _rows("gestionnaires", [place["gestionnaire_id"]], _OPERATOR, newest)}
    elif table == "gestionnaires":
        places = [_only(row, _PLACE) for row in newest.rows("etablissements", gestionnaire_id=id_)]
        networks = [row["reseau_id"] for row in newest.rows("adhesions", gestionnaire_id=id_)]
        found = {"etablissements": places, "reseaux": _rows("reseaux", networks, ("id", "nom"), newest)}
    elif table == "reseaux":
        members = [row["gestionnaire_id"] for row in newest.rows("adhesions", reseau_id=id_)]
        found = {"membres": _rows("gestionnaires", members, _OPERATOR, newest)}
    else:
        partners = newest.rows("partenariats", initiative_id=id_)
        found = {"partenaires": [_only(row, ("partenaire", "role", "dispositif", "annee")) for row in partners]}
    found["chiffres"] = [_only(row, _FIGURE) for row in newest.rows("chiffres", sujet_id=id_)]
    return {name: rows for name, rows in found.items() if rows}


def _rows(table: str, ids: list[str], names: tuple[str, ...], newest: Shelved) -> list[Row]:
    return [_only(row, names) for id_ in ids for row in newest.rows(table, id=id_)]


def _only(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row.get(name, "") for name in names}
