"""The map: the same nurseries as the list, each where it may truly be said to stand, for people who use a keyboard too."""

from collections.abc import Iterator

import pytest

from flows.site.shown import Shown
from tests.browser.conftest import Visit, foreign, served
from tests.browser.listing import (
    FOCUSED,
    IDS,
    LABELS,
    MARKERS,
    count,
    is_styled,
    marker,
    on_map,
    opened,
    refusals,
    starry,
)

MAINLAND = """all => {
  const boxes = all.map(one => one.getBoundingClientRect()).filter(box => box.width);
  const near = boxes.filter(box => box.left > -1000);
  return {count: near.length, top: Math.min(...near.map(b => b.top)), bottom: Math.max(...near.map(b => b.bottom)),
    left: Math.min(...near.map(b => b.left)), right: Math.max(...near.map(b => b.right))};
}"""
"""Where the outlines of the mainland's départements stand on the screen."""


@pytest.fixture(scope="module")
def stars(about: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(starry(about, tmp_path_factory.mktemp("starry"))) as address:
        yield address


@pytest.mark.parametrize("query", ["", "?q=scop", "?departement=93", "?forme=SCIC&categorie=creche_collective"])
def test_map_and_table_show_the_same_nurseries(site_url: str, visit: Visit, query: str) -> None:
    page = opened(visit, f"{site_url}/creches.html{query}")
    table = set(page.eval_on_selector_all(".creches tbody th a", IDS))
    assert table
    assert on_map(page, f"{site_url}/creches.html{query}{'&' if query else '?'}vue=carte") == table


def test_a_nursery_without_a_point_is_counted_and_listed(stars: str, visit: Visit) -> None:
    page = opened(visit, f"{stars}/creches.html?vue=carte&departement=34")
    page.wait_for_selector(MARKERS)
    assert "1 lieu n'a pas de point sur la carte" in page.locator("#sans-point").inner_text()
    assert page.eval_on_selector_all("#sans-point a", IDS) == ["cc-aaaaaaa4"]


def test_a_marker_says_how_far_the_door_may_be_and_the_centre_of_a_commune_is_no_door(stars: str, visit: Visit) -> None:
    page = opened(visit, f"{stars}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    shapes = dict(
        page.eval_on_selector_all(MARKERS, "all => all.map(one => [one.getAttribute('aria-label'), one.className])")
    )
    assert shapes["La Cabane, Sète, cc-aaaaaaa6, à l'adresse"] == "repere numero"
    assert shapes["La Cabane, Sète, cc-aaaaaaa5, dans la rue, à 150 m près"] == "repere voie"
    assert shapes["Le Nid, L'Haÿ-les-Roses, au centre de la commune, à 3,8 km près"] == "repere commune"
    assert page.locator("#carte .aire.commune").count() == 1
    assert page.locator("#carte .aire.voie").count() == 1


def test_buttons_lead_overseas_and_back(stars: str, visit: Visit) -> None:
    page = opened(visit, f"{stars}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    assert not [one for one in page.eval_on_selector_all(MARKERS, LABELS) if "Étoile" in one]
    page.get_by_role("button", name="La Réunion (1)").click()
    page.wait_for_selector(f"{MARKERS}[aria-label*='Étoile']")
    page.get_by_role("button", name="France métropolitaine (3)").click()
    page.wait_for_selector(f"{MARKERS} >> nth=2")
    assert page.locator(MARKERS).count() == 3


def test_by_keyboard_a_marker_opens_reads_and_gives_the_focus_back(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?q=kervignac&vue=carte")
    page.wait_for_selector(MARKERS)
    name = "Les Pirates de Cité Marine, Kervignac, au centre de la commune, à 5,7 km près"
    marker(page, name).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".bulle")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
    assert "Point placé au centre de la commune, à 5,7 km près." in page.locator(".bulle").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Les Pirates de Cité Marine"
    page.keyboard.press("Escape")
    page.wait_for_selector(".bulle", state="detached")
    assert page.evaluate(FOCUSED) == name


def test_a_group_says_how_many_and_where_and_opening_it_goes_on_among_its_own(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?departement=59&vue=carte")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    page.wait_for_selector(MARKERS)
    name = "3 lieux, Roncq, au centre de la commune, à 3 km près"
    marker(page, name).focus()
    page.keyboard.press("Enter")
    assert page.locator(".bulle li").count() == 3
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == name
    page.locator("#carte").focus()
    for _ in range(6):
        page.keyboard.press("-")
        page.wait_for_timeout(50)
    marker(page, "4 lieux, Nord").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) in page.eval_on_selector_all(MARKERS, LABELS)


def test_the_keyboard_goes_into_the_map_and_out_of_it(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    many = page.locator(f"{MARKERS}, .leaflet-control-zoom a").count()
    page.focus("#telecharger")
    for _ in range(many + 2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "fond"
    for _ in range(many + 2):
        page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "telecharger"


def test_the_map_is_loaded_when_it_is_asked_for_and_from_the_site_itself(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    late = ("leaflet.js", "leaflet.css", "carte.js", "departements.json")
    assert not [url for url in page.asked if url.endswith(late)]  # type: ignore[attr-defined]
    page.click("[data-vue=carte]")
    page.wait_for_selector(MARKERS)
    assert sum(url.endswith(late) for url in page.asked) == len(late)  # type: ignore[attr-defined]
    page.click("[data-vue=liste]")
    page.click("[data-vue=carte]")
    assert sum(url.endswith(late) for url in page.asked) == len(late)  # type: ignore[attr-defined]
    assert foreign(page, site_url) == []
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_map_of_the_ign_is_asked_for_by_its_button_only(site_url: str, visit: Visit) -> None:
    page = visit("about:blank")
    tile = {"status": 200, "content_type": "image/svg+xml", "body": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    page.route("https://data.geopf.fr/**", lambda route: route.fulfill(**tile))
    page.goto(f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    assert foreign(page, site_url) == []
    page.get_by_role("button", name="Afficher le fond IGN").click()
    page.wait_for_selector("#carte .leaflet-tile-loaded")
    assert foreign(page, site_url)
    assert all("LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&" in url for url in foreign(page, site_url))
    assert "© IGN" in page.locator("#origine").inner_text()
    page.click(".leaflet-control-zoom-in")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Retirer le fond IGN").click()
    assert page.locator("#carte .leaflet-tile").count() == 0
    assert page.faults == []  # type: ignore[attr-defined]


def test_a_map_that_cannot_be_loaded_says_so(site_url: str, visit: Visit) -> None:
    page = visit("about:blank")
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector("#aide-carte:has-text('pas pu être chargée')")
    assert count(page) == "29 lieux"


def test_a_nursery_of_the_map_leads_to_its_page(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?q=kervignac&vue=carte")
    refused = refusals(page)
    page.click(MARKERS)
    page.click(".bulle a")
    page.wait_for_url("**/creche/cc-*.html")
    assert "Les Pirates de Cité Marine" in page.locator("h1").inner_text() and is_styled(page)
    assert refused == []


def test_the_view_of_all_holds_the_whole_mainland(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    frame = page.locator("#carte").bounding_box()
    shown = page.locator("#carte .departement").evaluate_all(MAINLAND)
    assert frame and shown["count"] == 96
    assert shown["top"] >= frame["y"] and shown["bottom"] <= frame["y"] + frame["height"]
    assert shown["left"] >= frame["x"] and shown["right"] <= frame["x"] + frame["width"]


def test_that_none_is_known_overseas_is_said(site_url: str, visit: Visit, about: Shown) -> None:
    assert not [row for row in about.places.values() if row["departement"].startswith(("97", "98"))]
    page = opened(visit, f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    assert page.locator("#lieux").inner_text() == "Outre-mer : aucun lieu de cette sélection n'y est connu."


def test_the_legend_names_every_shape_and_a_commune_is_drawn_as_its_square(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?q=kervignac&vue=carte")
    page.wait_for_selector(MARKERS)
    told = page.locator(".legende li").all_inner_texts()
    assert [text.split()[0] for text in told] == ["disque", "anneau", "carré", "disque"]
    assert page.locator(f"{MARKERS}.commune").evaluate("one => getComputedStyle(one).borderRadius") != "50%"
