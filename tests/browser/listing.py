"""What tests of the list and of its map read from the page, and a few nurseries that are hard to type and to place."""

import dataclasses
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from flows.site.shown import Shown
from tests.browser.conftest import Visit, site_of

NAMES = "rows => rows.map(row => row.querySelector('th a').textContent)"
IDS = "links => links.map(link => link.getAttribute('href').split('/').pop().replace('.html', ''))"
LABELS = "all => all.map(one => one.getAttribute('aria-label'))"
MARKERS = "#carte .repere"
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
_SETE = {"commune": "Sète", "departement": "34", "region": "76"}
STARRY = (
    {
        "nom": "Crèche L'Étoile",
        "commune": "Saint-Denis",
        "departement": "974",
        "longitude": "55.45",
        "latitude": "-20.88",
        "code_postal": "97400",
        "region": "04",
        "itinerante": "true",
    },
    {
        "nom": "Le Nid",
        "autres_noms": "Les P’tits Loups|Œuf de Pâques",
        "commune": "L'Haÿ-les-Roses",
        "departement": "94",
        "region": "11",
        "taille": "micro_creche",
    },
    {"nom": "=1+1", **_SETE, "longitude": "", "latitude": "", "geo_precision": "aucune"},
    {"nom": "La Cabane", **_SETE, "geo_precision": "voie", "geo_rayon_m": "150"},
    {"nom": "La Cabane", **_SETE, "geo_precision": "numero", "geo_rayon_m": "10"},
)
"""Accents, apostrophes, other names, a formula, no point, and two of the same name in the same town."""


def starry(about: Shown, folder: Path) -> Path:
    """The list of a site with those nurseries only: `cc-aaaaaaa2` and on."""
    model = about.tables["etablissements"][0]
    around = [{"longitude": str(3 + number), "latitude": "43.4"} for number in range(len(STARRY))]
    places = [{**model, "id": f"cc-aaaaaaa{number + 2}", **around[number], **one} for number, one in enumerate(STARRY)]
    tables = {**about.tables, "etablissements": places, "provenance": [], "anomalies": []}
    return site_of(dataclasses.replace(about, tables=tables), folder)


def opened(visit: Visit, url: str, **more: Any) -> Page:
    """The list, once scripts have read its rows."""
    page = visit(url, **more)
    page.wait_for_selector("#resultat:not([hidden])")
    return page


def listed(page: Page) -> list[str]:
    """The names in the table, from its first row on."""
    return (
        list(page.eval_on_selector_all(".creches tbody tr", NAMES)) if page.locator("#vue-liste").is_visible() else []
    )


def count(page: Page) -> str:
    """What the live region says."""
    return page.locator("#compte").inner_text()


def on_map(page: Page, url: str) -> set[str]:
    """The ids of all nurseries of a map: each marker is opened by keyboard, groups until they are apart."""
    page.emulate_media(reduced_motion="reduce")
    found: set[str] = set()
    paths: list[tuple[str, ...]] = [()]
    while paths:
        path = paths.pop()
        page.goto(url)
        page.wait_for_selector(f"{MARKERS}, #sans-point a")
        found |= set(page.eval_on_selector_all("#sans-point a", IDS))
        for name in path:
            marker(page, name).focus()
            page.keyboard.press("Enter")
        if page.locator(".bulle").count():
            found |= set(page.eval_on_selector_all(".bulle a", IDS))
        else:
            names = page.eval_on_selector_all(MARKERS, LABELS)
            assert len(set(names)) == len(names), "no two markers have the same name"
            paths += [(*path, name) for name in names]
    return found


def marker(page: Page, name: str) -> Any:
    """The marker of this name."""
    return page.get_by_role("button", name=name, exact=True)


def refusals(page: Page) -> list[str]:
    """The addresses that the site answers with an error, from now on."""
    found: list[str] = []
    page.on("response", lambda answer: found.append(answer.url) if answer.status >= 400 else None)
    return found


def is_styled(page: Page) -> bool:
    """Whether the page has found its style."""
    return str(page.locator("main").evaluate("one => getComputedStyle(one).maxWidth")) != "none"
