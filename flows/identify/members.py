"""The members of a network's list as mentions: each is an operator, and a place where it is present."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from schemas.found import Found
from schemas.mentions import COLUMNS, WHERE, Mentions
from schemas.records import Anomaly
from sources.communes import resolve
from sources.text import fold

_CONTACTS = ("telephone", "courriel", "site_web")
_NAMES = ("nom", "autres_noms")
_FORM = ("forme", "forme_source")
_SIZE = ("capacite",)
_PAGE = ("url", "snapshot")
"""Of a source that has a page a member: its address and its digest."""
_ADDRESS = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")
_READ = {
    "nom": "nom_source",
    "forme": "forme_source",
    **dict.fromkeys(_ADDRESS, "adresse_source"),
}
"""Value -> the column of the member's row that holds the words read; the others are read as they stand."""

_Cells = dict[str, pd.Series]


def members(one: Found, rows: pd.DataFrame) -> Mentions:
    """Mentions of the members of a list (columns of `flows.normalise.COLUMNS`, `autres_noms`, `reference`).

    Where each member has its page, `url` is that page, and `values` has a column more, `snapshot`: its digest.

    Sorted, places first. A list mostly shows head offices, and does not say so: the operator gets its commune, to be compared by, and no
    address; what the place is stays unknown.
    """
    named = rows["reference"].tolist()
    order = sorted(range(len(rows)), key=named.__getitem__)
    rows = rows if order == list(range(len(rows))) else rows.iloc[order]
    where = _where(rows)
    size = tuple(name for name in _SIZE if name in rows)
    both = [
        _mentions("etablissements", rows, where, (*_NAMES, *size, *_ADDRESS, *_CONTACTS)),
        _mentions("gestionnaires", rows, where, (*_NAMES, *_FORM, *_CONTACTS)),
    ]
    values, words = (_stacked(each, len(rows)) for each in zip(*both, strict=True))
    own = {name: pd.concat([rows[name]] * 2, ignore_index=True) for name in _PAGE if name in rows}
    page = own.get("url", values["url"])
    return Mentions(values.assign(**{**own, "url": page.where(page != "", one.source.url)}), words)


def _where(rows: pd.DataFrame) -> pd.DataFrame:
    """The whole commune and the département of each address."""
    pairs = list(zip(rows["code_postal"].tolist(), rows["commune"].tolist(), strict=True))
    found = {pair: _commune(*pair) for pair in dict.fromkeys(pairs)}
    cells = {name: [found[pair][i] for pair in pairs] for i, name in enumerate(WHERE)}
    return pd.DataFrame(cells, index=rows.index, dtype="str")


def _commune(code_postal: str, commune: str) -> tuple[str, str]:
    """WHERE of an address; '' where the gazetteer does not tell."""
    there = resolve(code_postal, commune)
    return (there.code_commune, there.departement) if there else ("", "")


def _mentions(table: str, rows: pd.DataFrame, where: pd.DataFrame, names: tuple[str, ...]) -> tuple[_Cells, _Cells]:
    """Values and the words they were read from: the columns that hold any."""
    keys = {"table": _all(table, rows), "reference": rows["reference"], "etat": _all("actif", rows)}
    if table == "etablissements":
        keys |= {"gestionnaire": rows["reference"], "nature_lieu": _all("inconnu", rows)}
    values = {**keys, **{n: _said(rows[n]) for n in names}, **{w: where[w] for w in WHERE}}
    words = {**keys, **{n: _said(rows[_READ.get(n, n)]) for n in names}}
    return values, words


def _stacked(parts: Sequence[_Cells], count: int) -> pd.DataFrame:
    """Columns of `count` cells, those of each part after those of the one before; what nobody tells stands in memory once."""
    some, none = (pd.Series(pd.array([""] * size, dtype="str")) for size in (count, count * len(parts)))
    told = {name for part in parts for name in part}
    cells = {
        name: pd.concat([part.get(name, some) for part in parts], ignore_index=True) if name in told else none
        for name in COLUMNS
    }
    return pd.DataFrame(cells, copy=False)


def _all(text: str, rows: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.array([text] * len(rows), dtype="str"), index=rows.index)


def _said(cells: pd.Series) -> pd.Series:
    return cells.where(cells != "INCONNU", "")


def without_twins(one: Found) -> tuple[pd.DataFrame, list[Anomaly]]:
    """Members joined on a strong key (same phone and same address); the other name is kept in `autres_noms`."""
    frame = one.membres.reset_index(drop=True)
    twins = _twins(*(frame[name].tolist() for name in ("telephone", "adresse", "code_postal")))
    nom, others = frame["nom"].tolist(), [""] * len(frame)
    for first, *rest in twins:
        others[first] = "|".join(list(dict.fromkeys(nom[i] for i in (first, *rest)))[1:])
    told = [_twin(one.source.id, nom[i], others[i]) for i in sorted(places[0] for places in twins) if others[i]]
    kept = frame.assign(autres_noms=pd.array(others, dtype="str"))
    return (kept.drop(index=[i for _, *rest in twins for i in rest]) if twins else kept), told


def _twins(phones: Sequence[str], streets: Sequence[str], codes: Sequence[str]) -> list[list[int]]:
    """Places of members of one phone and one address, several of them."""
    counts = Counter(phone for phone, street in zip(phones, streets, strict=True) if street)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for i, (phone, street, code) in enumerate(zip(phones, streets, codes, strict=True)):
        if phone and street and counts[phone] > 1:
            groups.setdefault((phone, fold(street), code), []).append(i)
    return [places for places in groups.values() if len(places) > 1]


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
