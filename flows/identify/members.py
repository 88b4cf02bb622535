"""The members of a network's list as mentions: each is an operator, and a place where it is present."""

import pandas as pd

from schemas.found import Found
from schemas.mentions import COLUMNS, WHERE, Mentions
from schemas.records import Anomaly
from sources.communes import resolve_table
from sources.text import fold

_CONTACTS = ("telephone", "courriel", "site_web")
_NAMES = ("nom", "autres_noms")
_FORM = ("forme", "forme_source")
_ADDRESS = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")
_READ = {
    "nom": "nom_source",
    "forme": "forme_source",
    **dict.fromkeys(_ADDRESS, "adresse_source"),
}
"""Value -> the column of the member's row that holds the words read; the others are read as they stand."""


def members(one: Found, rows: pd.DataFrame) -> Mentions:
    """Mentions of the members of a list (columns of `flows.normalise.COLUMNS`, `autres_noms`, `reference`).

    A list mostly shows head offices, and does not say so: the operator gets its commune, to be compared by, and no
    address; what the place is stays unknown.
    """
    where = resolve_table(rows)[list(WHERE)]
    both = [
        _mentions("gestionnaires", rows, where, (*_NAMES, *_FORM, *_CONTACTS)),
        _mentions("etablissements", rows, where, (*_NAMES, *_ADDRESS, *_CONTACTS)),
    ]
    values = pd.concat([one for one, _ in both], ignore_index=True)
    words = pd.concat([one for _, one in both], ignore_index=True)
    return Mentions(values.assign(url=one.source.url), words)


def _mentions(
    table: str, rows: pd.DataFrame, where: pd.DataFrame, names: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values and the words they were read from."""
    keys = {"table": table, "reference": rows["reference"], "etat": "actif"}
    if table == "etablissements":
        keys |= {"gestionnaire": rows["reference"], "nature_lieu": "inconnu"}
    values = pd.DataFrame({**keys, **{n: rows[n] for n in names}, **{w: where[w] for w in WHERE}})
    words = pd.DataFrame({**keys, **{n: rows[_READ.get(n, n)] for n in names}})
    return tuple(
        frame.reindex(columns=list(COLUMNS), fill_value="").replace({"INCONNU": ""}) for frame in (values, words)
    )  # type: ignore[return-value]


def without_twins(one: Found) -> tuple[pd.DataFrame, list[Anomaly]]:
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
