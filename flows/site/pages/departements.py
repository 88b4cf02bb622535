"""The départements: where cooperative nurseries are known, where none is; and one page for each that has some."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.site.jsonld import Crumb, way
from flows.site.kinds import counted, is_there
from flows.site.listed import amount, figures, operators, places
from flows.site.page import Page
from flows.site.seats import seats
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row
from sources.territory_names import names_of

_STATES = ("actif", "non_confirme", "ferme")
_EXTRACTS = ("csv", "geojson")
_UNINHABITED = ("984", "989")
"""The southern and Antarctic lands, and Clipperton."""


class Department(NamedTuple):
    """A département in the list. `nurseries`: all its places, which `kinds` counts in words; `sure`: those that a recent source
    names; `places`: the known ones, '' when no capacity is; `rate`: places per 100 children, with its `year`, '' when not known;
    `seated`: operators (id, name, town) that have their head office there."""

    code: str
    name: str
    region: str
    nurseries: int
    kinds: list[str]
    sure: int
    places: str
    rate: str
    year: str
    seated: list[tuple[str, str, str]]


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """The list, then each département that has a nursery."""
    rates = _territories(about)
    yield _all(about, t, rates)
    for code, rows in about.of_departement.items():
        if code:
            yield _one(about, t, code, rows, rates.get(code, {}))


def _territories(about: Shown) -> dict[str, Row]:
    """The rows of `territoires` by département. An overseas collectivity, in no région, stands there as one by its own code."""
    found = {
        row["code"]: row for row in about.tables["territoires"] if row["niveau"] == "region" and len(row["code"]) == 3
    }
    return found | {row["code"]: row for row in about.tables["territoires"] if row["niveau"] == "departement"}


def _all(about: Shown, t: Words, rates: dict[str, Row]) -> Page:
    crumbs = [Crumb(t("base.menu_index"), "index.html"), Crumb(t("base.menu_departements"), "departements.html")]
    known = [code for code, rows in about.of_departement.items() if code and any(map(is_there, rows))]
    operators_of = seats(about)
    seated = sorted({*operators_of} - {*known})
    others = sorted({*names_of("departement"), *rates} - {*known, *seated, *_UNINHABITED})
    rated = [code for code in others if rates.get(code, {}).get("taux_couverture")]
    rated.sort(key=lambda code: (float(rates[code]["taux_couverture"]), code))
    silent = [f"{about.departement(code)} ({code})" for code in others if code not in rated]
    values: dict[str, object] = {
        "crumbs": crumbs,
        "known": [_department(about, t, code, rates.get(code, {})) for code in known],
        "seated": [_department(about, t, code, rates.get(code, {}), operators_of[code]) for code in seated],
        "without": [_department(about, t, code, rates[code]) for code in rated],
        "silent": silent,
        "nowhere": places(about, t, about.of_departement.get("", ())),
    }
    words = (t("departements.titre"), t("departements.description"))
    structured = (way(about, t, crumbs),)
    return Page("departements.html", "departements.html.j2", "departements", *words, values, structured)


def _department(about: Shown, t: Words, code: str, territory: Row, seated: Sequence[Row] = ()) -> Department:
    rows = about.of_departement.get(code, ())
    return Department(
        code=code,
        name=about.departement(code),
        region=_region(about, code, rows),
        nurseries=len(rows),
        kinds=counted(t, rows),
        sure=sum(row["statut"] == "actif" for row in rows),
        places=amount(t, territory.get("places_cooperatives", "")) if _capacities(territory) else "",
        rate=amount(t, territory.get("taux_couverture", "")),
        year=territory.get("millesime", ""),
        seated=[(row["id"], row["nom"], row["commune_siege"]) for row in seated],
    )


def _capacities(territory: Row) -> int:
    """Of how many nurseries the capacity is known."""
    return int(territory.get("nb_capacites_connues") or 0)


def _region(about: Shown, code: str, rows: Sequence[Row]) -> str:
    """The région that its nurseries say; '' for a collectivity that is in none."""
    region = next((row["region"] for row in rows if row["region"]), "")
    name = about.region(region) if region else ""
    return "" if region == code and len(code) == 3 else name


def _one(about: Shown, t: Words, code: str, rows: Sequence[Row], territory: Row) -> Page:
    path, name = f"departement/{code}.html", about.departement(code)
    home = Crumb(t("base.menu_index"), "index.html")
    crumbs = [home, Crumb(t("base.menu_departements"), "departements.html"), Crumb(name, path)]
    count = t.counted("departements.n_lieux", len(rows))
    stated = _figures(about, code)
    values: dict[str, object] = {
        "crumbs": crumbs,
        "one": _department(about, t, code, territory),
        "count": count,
        "states": _states(t, rows),
        "capacities": (_capacities(territory), territory.get("nb_etablissements") or str(len(rows))),
        "places_known": int(territory.get("places_cooperatives") or 0),
        "rows": places(about, t, rows),
        "owners": operators(about, t, {row["gestionnaire_id"] for row in rows}, rows),
        "figures": figures(about, t, stated),
        "other_rates": figures(about, t, (one for one in stated if one["indicateur"] == "taux_couverture")),
        **_files(about, code),
    }
    title = t("departements.un_titre", nom=name, code=code)
    described = t("departements.un_description", n=count, nom=name, code=code)
    return Page(path, "departement.html.j2", "departement", title, described, values, (way(about, t, crumbs),))


def _states(t: Words, rows: Sequence[Row]) -> list[str]:
    """How many are sure, and how many are not."""
    counts = Counter(row["statut"] for row in rows)
    return [t.counted(f"departements.dont_{state}", counts[state]) for state in _STATES if counts[state]]


def _figures(about: Shown, code: str) -> list[Row]:
    """Figures about the département, whoever states them. Codes of régions have two digits too: its name tells it apart."""
    name = about.departement(code)
    return [
        row
        for row in about.tables["chiffres"]
        if (row["territoire_code"] == code and row["territoire_nom"] in ("", name))
        or (row["sujet_type"] == "territoire" and row["sujet_id"] == code)
    ]


def _files(about: Shown, code: str) -> dict[str, object]:
    """What the release and the shelf hold about the département, as paths of the site."""
    folder = about.folder / "extraits" / "departement"
    kinds = [kind for kind in _EXTRACTS if (folder / f"{code}.{kind}").is_file()]
    feed = f"atom/{code}.atom"
    return {
        "extracts": [(kind, f"donnees/latest/extraits/departement/{code}.{kind}") for kind in kinds],
        "feed": f"donnees/{feed}" if (about.output / feed).is_file() else "",
    }
