"""One page a nursery, and a small one for each id that leads nowhere any more."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from flows.site.gone import Gone, gone
from flows.site.jsonld import Crumb, address_of, nursery, way
from flows.site.kinds import kind
from flows.site.life import life
from flows.site.listed import networks, place, places
from flows.site.page import Page
from flows.site.proved import lines, unsaid
from flows.site.report import report
from flows.site.shown import Shown
from flows.site.standing import doubts, is_announced, point, why
from flows.site.values import said, word
from flows.site.words import Words
from schemas.records import Row

_TABLE, _OWNERS = "etablissements", "gestionnaires"
_CONTACTS = ("telephone", "courriel", "site_web")
"""Told of the operator where the place has none of its own."""
_MOST = 30
"""Other nurseries of an operator that a page names; the list has them all."""
_NO_OTHERS: dict[str, object] = {"networks": [], "others": [], "more": 0}


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """Those of the nurseries, by id, then those of the ids that were."""
    same = Counter(map(_called, about.places.values()))
    known = _known(about)
    for row in about.places.values():
        yield _page(about, t, row, known[row["id"]], same[_called(row)] > 1)
    for one in gone(about):
        yield _gone(about, t, one)


def _called(row: Row) -> tuple[str, str, str]:
    """What a nursery's page is called after."""
    return row["nom"], row["commune"], row["departement"]


def _known(about: Shown) -> dict[str, list[Row]]:
    """Id -> its rows of `identifiants`: by which references sources know it."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in about.tables["identifiants"]:
        found[row["remplace_par"] or row["id"]].append(row)
    return found


def _page(about: Shown, t: Words, row: Row, known: Sequence[Row], shared: bool) -> Page:
    """`shared`: another nursery of the commune has the same name."""
    path = f"creche/{row['id']}.html"
    where = _where(about, t, row)
    title = t("creche.titre", nom=row["nom"], lieu=where) + (f" – {row['id']}" if shared else "")
    crumbs = _crumbs(about, t, row, path)
    operator = about.operators.get(row["gestionnaire_id"])
    values: dict[str, object] = {
        **{"row": row, "where": where, "crumbs": crumbs, "shared": shared},
        **{"why": why(about, t, row), "point": point(t, row), "summary": _summary(about, t, row)},
        **{
            "lines": lines(about, t, _TABLE, row),
            "unsaid": unsaid(t, _TABLE, row),
            "life": life(about, t, _TABLE, row),
        },
        **_owner(about, t, operator, row["id"]),
        "reach": {name: row[name] or (operator or {}).get(name, "") for name in _CONTACTS},
        "doubts": doubts(about, t, row["id"]),
        "owner_doubts": doubts(about, t, row["gestionnaire_id"]) if operator else [],
        "references": _references(about, known),
        "report": report(about, t, row, address_of(about, t, path)),
        "sought": quote(f"{row['nom']} {row['commune']}".strip(), safe=""),
    }
    told = () if is_announced(about, row) or kind(row) == "ferme" else (nursery(about, t, row, path),)
    structured = (*told, way(about, t, crumbs))
    return Page(path, "creche.html.j2", "creche", title, _described(t, row, where), values, structured)


def _described(t: Words, row: Row, where: str) -> str:
    """The page in a sentence; a category that nobody says is left out."""
    if row["categorie"] == "inconnu":
        return t("creche.description", nom=row["nom"], lieu=where)
    category = word(t, "categorie", row["categorie"])
    return t("creche.description_categorie", nom=row["nom"], lieu=where, categorie=category)


def _where(about: Shown, t: Words, row: Row) -> str:
    """The commune and the département, as far as they are known."""
    if not row["departement"]:
        return row["commune"] or t("creche.lieu_inconnu")
    name = about.departement(row["departement"])
    return t("creche.lieu", commune=row["commune"] or t("creche.lieu_inconnu"), nom=name, code=row["departement"])


def _crumbs(about: Shown, t: Words, row: Row, path: str) -> list[Crumb]:
    found = [Crumb(t("base.menu_index"), "index.html"), Crumb(t("base.menu_departements"), "departements.html")]
    if row["departement"]:
        name = about.departement(row["departement"])
        found.append(Crumb(name, f"departement/{row['departement']}.html"))
    return [*found, Crumb(row["nom"], path)]


def _summary(about: Shown, t: Words, row: Row) -> dict[str, str]:
    """What people look for first, in words; '' for what nobody says."""
    names = ("categorie", "taille", "nature_lieu", "capacite", "modes_accueil", "statut")
    told = {name: said(about, t, _TABLE, name, row[name]) for name in names}
    name = about.departement(row["departement"]) if row["departement"] else ""
    return {**told, "address": _address(t, row), "department": name}


def _address(t: Words, row: Row) -> str:
    """The address in one line; that the street is not known is said."""
    town = f"{row['code_postal']} {row['commune']}".strip()
    street = ", ".join(filter(None, (row["adresse"], row["complement_adresse"])))
    if town and not street:
        return t("creche.rue_inconnue", lieu=town)
    return ", ".join(filter(None, (street, town)))


def _owner(about: Shown, t: Words, row: Row | None, here: str) -> dict[str, object]:
    """The operator: all its values, its life, its networks and its other nurseries."""
    if row is None:
        return {"owner": {}, "owner_lines": [], "owner_unsaid": [], "owner_life": [], **_NO_OTHERS}
    others = [one for one in about.of_operator.get(row["id"], ()) if one["id"] != here]
    return {
        "owner": row,
        "form": said(about, t, _OWNERS, "forme", row["forme"]),
        "proof": said(about, t, _OWNERS, "forme_preuve", row["forme_preuve"]),
        "owner_lines": lines(about, t, _OWNERS, row),
        "owner_unsaid": unsaid(t, _OWNERS, row),
        "owner_life": life(about, t, _OWNERS, row),
        "networks": networks(about, row["id"]),
        "others": places(about, t, others[:_MOST]),
        "more": max(0, len(others) - _MOST),
        "sought_owner": quote(row["nom"], safe=""),
    }


def _references(about: Shown, rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(source, its reference, the last day it was seen) under which sources know the nursery."""
    return [
        (about.titles.get(row["source"], row["source"]), row["reference"], row["date_derniere_vue"]) for row in rows
    ]


def _gone(about: Shown, t: Words, one: Gone) -> Page:
    path = f"creche/{one.id}.html"
    crumbs = [Crumb(t("base.menu_index"), "index.html"), Crumb(t("base.menu_creches"), "creches.html")]
    heir = place(about, t, about.places[one.heir]) if one.heir else None
    values: dict[str, object] = {"gone": one, "heir": heir, "crumbs": [*crumbs, Crumb(one.id, path)]}
    title = t("creche.partie_titre", id=one.id)
    told = t("creche.partie_description", id=one.id)
    return Page(path, "creche_partie.html.j2", "creche-partie", title, told, values, listed=False)
