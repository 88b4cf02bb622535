"""What pages tell machines: schema.org documents of a nursery and of the way that leads to a page."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flows.site.kinds import CARE, kind
from flows.site.page import path_in, web
from flows.site.render import public
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row

_FINE = ("numero", "voie", "lieu_dit")
"""Precisions of a point that is near the door; a commune's centre is not where the nursery is, and is not told as such."""
_READ = ("lue", "normalisee", "corrigee", "reprise")
"""Rules of values that a page tells of this nursery; the others follow from registers, which are not about it."""


class Crumb(NamedTuple):
    """A page on the way: its name and its path under the language's root."""

    name: str
    path: str


def address_of(about: Shown, t: Words, path: str) -> str:
    """The public address of a page."""
    return f"{about.settings.homepage}/{public(path_in(t.tongue, path))}"


def way(about: Shown, t: Words, crumbs: Sequence[Crumb]) -> dict[str, object]:
    """BreadcrumbList: from the home page to this one."""
    steps = [
        {"@type": "ListItem", "position": n, "name": crumb.name, "item": address_of(about, t, crumb.path)}
        for n, crumb in enumerate(crumbs, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def nursery(about: Shown, t: Words, row: Row, path: str) -> dict[str, object]:
    """ChildCare, or LocalBusiness for what cares for no child or where nobody says it; empty cells are not told."""
    page = address_of(about, t, path)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ChildCare" if kind(row) in CARE else "LocalBusiness",
        "@id": f"{page}#lieu",
        "name": row["nom"],
        "alternateName": row["autres_noms"].split("|") if row["autres_noms"] else [],
        "url": web(row["site_web"]) or page,
        "mainEntityOfPage": page,
        "telephone": row["telephone"],
        "email": row["courriel"],
        "address": _postal(about, row),
        "geo": _geo(row),
        "maximumAttendeeCapacity": int(row["capacite"]) if row["capacite"].isdecimal() else "",
        "identifier": _numbers(row, "id", "siret"),
        "parentOrganization": _operator(about.operators.get(row["gestionnaire_id"])),
        "subjectOf": _sources(about, row),
    }
    return _filled(told)


def _postal(about: Shown, row: Row) -> dict[str, object]:
    region = about.departement(row["departement"]) if row["departement"] else ""
    told = {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(filter(None, (row["adresse"], row["complement_adresse"]))),
        "postalCode": row["code_postal"],
        "addressLocality": row["commune"],
        "addressRegion": region,
        "addressCountry": "FR",
    }
    return _filled(told)


def _geo(row: Row) -> dict[str, object]:
    if row["geo_precision"] not in _FINE or not row["longitude"]:
        return {}
    return {"@type": "GeoCoordinates", "latitude": float(row["latitude"]), "longitude": float(row["longitude"])}


def _operator(row: Row | None) -> dict[str, object]:
    if not row:
        return {}
    return _filled(
        {
            "@type": "Organization",
            "name": row["nom"],
            "url": web(row["site_web"]),
            "identifier": _numbers(row, "id", "siren"),
        }
    )


def _numbers(row: Row, *names: str) -> list[dict[str, object]]:
    return [{"@type": "PropertyValue", "propertyID": name, "value": row[name]} for name in names if row[name]]


def _sources(about: Shown, row: Row) -> list[dict[str, object]]:
    """The pages that prove values of the row, each once."""
    proofs = about.proofs.get(row["id"], {}).values()
    pages = {row["source_url"], *(proof["source_url"] for proof in proofs if proof["regle"] in _READ)}
    return [{"@type": "WebPage", "url": page} for page in sorted(filter(web, pages))]


def _filled(told: Mapping[str, Any]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value not in ("", [], {})}
