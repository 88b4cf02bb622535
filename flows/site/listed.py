"""Rows of the lists that several pages share: nurseries, operators and figures, in words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from flows.site.kinds import kind
from flows.site.page import web
from flows.site.shown import Shown
from flows.site.values import is_whole, said, word
from flows.site.words import Words
from schemas.records import Row

_COUNTED = {
    "personnes": "chiffre.personnes",
    "établissements": "chiffre.etablissements",
    "fédérations": "chiffre.federations",
    "unions": "chiffre.unions",
}
"""Units of which there is one or many."""
_RATE = "places pour 100 enfants de moins de 3 ans"


class Place(NamedTuple):
    """A nursery in a list. `path`: of its page; `department`: its name, '' when not known."""

    path: str
    name: str
    commune: str
    department: str
    category: str
    places: str
    operator: str
    status: str
    statut: str


class Operator(NamedTuple):
    """An operator in a list, with its networks as (name, path) and its nurseries that the list is about. `proof`: what proves its
    form, '' when the form is not known; `proof_url`: the page where it was read."""

    id: str
    name: str
    seat: str
    form: str
    proof: str
    networks: list[tuple[str, str]]
    nurseries: list[Place]
    proof_url: str


class Figure(NamedTuple):
    """A figure that a source states. `period`, `vintage`: '' when it does not say; `vague`: of its source, only the home page is
    known."""

    what: str
    value: str
    territory: str
    period: str
    vintage: str
    source: str
    source_url: str
    vague: bool

    @property
    def undated(self) -> bool:
        """Whether nobody says what time it is about."""
        return not (self.period or self.vintage)


def place(about: Shown, t: Words, row: Row) -> Place:
    """One nursery."""
    table = "etablissements"
    return Place(
        path=f"creche/{row['id']}.html",
        name=row["nom"],
        commune=row["commune"],
        department=about.departement(row["departement"]) if row["departement"] else "",
        category=_category(t, row),
        places=said(about, t, table, "capacite", row["capacite"]),
        operator=about.operators.get(row["gestionnaire_id"], {}).get("nom", ""),
        status=said(about, t, table, "statut", row["statut"]),
        statut=row["statut"],
    )


def _category(t: Words, row: Row) -> str:
    """The category in words; where nobody says that children are received there, that too."""
    if kind(row) == "inconnu" and row["categorie"] == "inconnu":
        return t("liste.peut_etre_siege")
    return word(t, "categorie", row["categorie"])


def places(about: Shown, t: Words, rows: Iterable[Row]) -> list[Place]:
    """Nurseries in their order."""
    return [place(about, t, row) for row in rows]


def operators(about: Shown, t: Words, ids: Iterable[str], among: Sequence[Row] | None = None) -> list[Operator]:
    """Operators by name. `among`: the nurseries that count; all of theirs when it is not given."""
    kept = None if among is None else {row["id"] for row in among}
    rows = [about.operators[id_] for id_ in sorted(set(ids)) if id_ in about.operators]
    return [_operator(about, t, row, kept) for row in sorted(rows, key=lambda one: (one["nom"].casefold(), one["id"]))]


def _operator(about: Shown, t: Words, row: Row, kept: set[str] | None) -> Operator:
    theirs = about.of_operator.get(row["id"], ())
    return Operator(
        id=row["id"],
        name=row["nom"],
        seat=row["commune_siege"],
        form=said(about, t, "gestionnaires", "forme", row["forme"]),
        proof="" if row["forme"] == "INCONNU" else said(about, t, "gestionnaires", "forme_preuve", row["forme_preuve"]),
        networks=networks(about, row["id"]),
        nurseries=places(about, t, (one for one in theirs if kept is None or one["id"] in kept)),
        proof_url=web(about.proofs.get(row["id"], {}).get("forme_preuve", row)["source_url"]),
    )


def networks(about: Shown, operator: str) -> list[tuple[str, str]]:
    """The networks of an operator: name and path of each."""
    known = [about.networks[id_] for id_ in sorted(set(about.memberships.get(operator, ()))) if id_ in about.networks]
    return [(row["nom"], f"reseau/{row['id']}.html") for row in known]


def figures(about: Shown, t: Words, rows: Iterable[Row]) -> list[Figure]:
    """Figures in their order."""
    return [_figure(about, t, row) for row in rows]


def _figure(about: Shown, t: Words, row: Row) -> Figure:
    return Figure(
        what=word(t, "indicateur", row["indicateur"]),
        value=measured(t, row["valeur"], row["unite"]),
        territory=row["territoire_nom"] or row["territoire_code"],
        period=_period(t, row["periode_debut"], row["periode_fin"]),
        vintage=row["millesime"],
        source=about.titles.get(row["source"], row["source"]),
        source_url=web(row["source_url"]),
        vague=_is_home(web(row["source_url"])),
    )


def _is_home(address: str) -> bool:
    """Whether it leads to a whole site and to no page of it."""
    parts = urlsplit(address)
    return bool(address) and parts.path in ("", "/") and not parts.query


def measured(t: Words, cell: str, unit: str) -> str:
    """A number with its unit, in the singular or the plural."""
    if unit in _COUNTED and is_whole(cell):
        return t.counted(_COUNTED[unit], int(cell))
    if unit == _RATE:
        return t("chiffre.taux", n=amount(t, cell))
    return t("chiffre.autre", n=amount(t, cell), unite=unit)


def amount(t: Words, cell: str) -> str:
    """A number of a cell as the language writes it; what is none stays as it is."""
    try:
        value = float(cell)
    except ValueError:
        return cell
    decimals = len(cell.partition(".")[2].rstrip("0"))
    return t.number(value, min(decimals, 2))


def _period(t: Words, start: str, end: str) -> str:
    if start and end:
        return t("chiffre.periode", debut=start, fin=end)
    if start:
        return t("chiffre.depuis", debut=start)
    return t("chiffre.jusque", fin=end) if end else ""
