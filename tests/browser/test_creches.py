"""The list of nurseries in a browser: search, filters, order, and what of it stands in the address."""

from collections.abc import Iterator

import pytest

from flows.site import rows
from flows.site.shown import Shown
from tests.browser.conftest import Visit, served
from tests.browser.listing import count, is_styled, listed, opened, refusals, starry


@pytest.fixture(scope="module")
def stars(about: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(starry(about, tmp_path_factory.mktemp("starry"))) as address:
        yield f"{address}/creches.html"


def test_a_row_leads_to_the_page_of_its_nursery(site_url: str, visit: Visit) -> None:
    for path in ("creches.html", "en/creches.html"):
        page = opened(visit, f"{site_url}/{path}")
        refused = refusals(page)
        name = listed(page)[0]
        page.click(".creches tbody a")
        page.wait_for_url("**/creche/cc-*.html")
        assert "//" not in page.url.removeprefix("http://")
        assert page.locator("h1").inner_text() == name and is_styled(page)
        assert refused == []


def test_the_other_language_shows_the_same_search(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?departement=38&vue=carte")
    page.wait_for_selector("#carte .repere")
    page.fill("#q", "pitchous")
    page.click(".langue a")
    page.wait_for_url("**/en/creches.html?q=pitchous&departement=38&vue=carte")
    page.wait_for_selector("#carte .repere")
    page.click("[data-vue=liste]")
    page.click(".langue a")
    page.wait_for_url(f"{site_url}/creches.html?q=pitchous&departement=38")
    opened_again = page.wait_for_selector("#resultat:not([hidden])")
    assert opened_again and listed(page) == ["Les Pitchous", "Les Pitchous"]


def test_buttons_say_that_they_sort_and_which_view_is_shown(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    assert page.get_by_role("button", name="Trier par commune", exact=True).inner_text() == "Commune"
    assert page.locator("th[data-tri=commune]").get_attribute("abbr") == "Commune"
    views = page.get_by_role("group", name="Façons de voir cette sélection").get_by_role("button")
    assert views.all_inner_texts()[:2] == ["Liste", "Carte"]
    for name, pressed in (("Carte", "true"), ("Liste", "false")):
        page.get_by_role("button", name="Carte", exact=True).click()
        assert page.get_by_role("button", name=name, exact=True).get_attribute("aria-pressed") == pressed


def test_on_a_phone_the_words_that_sort_are_introduced(site_url: str, visit: Visit) -> None:
    said = "one => getComputedStyle(one, '::before').content"
    page = opened(visit, f"{site_url}/creches.html", width=320)
    assert page.locator(".creches thead tr").evaluate(said) == '"Trier par :"'
    page = visit(f"{site_url}/creches.html", width=320, js=False)
    assert page.locator(".creches thead tr").evaluate("one => one.getBoundingClientRect().height") <= 1


@pytest.mark.parametrize("column", ["categorie", "forme", "position"])
@pytest.mark.parametrize("way", ["croissant", "decroissant"])
def test_unknown_ones_come_last_in_both_directions(
    stars: str, site_url: str, visit: Visit, column: str, way: str
) -> None:
    address = stars if column == "position" else f"{site_url}/creches.html"
    page = opened(visit, f"{address}?tri={column}&sens={way}")
    rank = page.evaluate(
        f"[...document.querySelectorAll('th[data-tri]')].findIndex(th => th.dataset.tri === '{column}')"
    )
    cells = page.eval_on_selector_all(".creches tbody tr", f"rows => rows.map(row => row.cells[{rank}].textContent)")
    unknown = [text in ("inconnue", "aucune") for text in cells]
    assert unknown == sorted(unknown) and any(unknown) and not all(unknown)


def test_filters_and_search_hold_together_and_stand_in_the_address(site_url: str, visit: Visit, about: Shown) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    page.select_option("#departement", "38")
    page.select_option("#forme", "SCIC")
    page.fill("#q", "pitchous")
    page.wait_for_url("**/creches.html?q=pitchous&departement=38&forme=SCIC")
    assert listed(page) == ["Les Pitchous", "Les Pitchous"]
    assert count(page) == "2 lieux"
    page.click("#criteres [type=reset]")
    assert len(listed(page)) == len(about.places)
    assert page.url == f"{site_url}/creches.html"


def test_back_and_forward_go_through_what_was_asked(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    page.locator("#q").press_sequentially("montreuil", delay=5)
    page.wait_for_url("**?q=montreuil")
    page.select_option("#categorie", "creche_collective")
    page.click("[data-vue=carte]")
    page.wait_for_selector("#carte .repere")
    page.go_back()
    assert page.locator("#vue-carte").is_hidden()
    assert listed(page) == ["Soli'mômes"]
    page.go_back()
    assert (page.input_value("#q"), page.input_value("#categorie")) == ("montreuil", "")
    assert listed(page) == ["E2S Scop Petite Enfance", "Soli'mômes"]
    page.go_back()
    assert (page.input_value("#q"), page.url) == ("", f"{site_url}/creches.html")
    page.go_forward()
    assert listed(page) == ["E2S Scop Petite Enfance", "Soli'mômes"]


def test_back_from_a_nursery_finds_the_search_again(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    page.fill("#q", "solimomes")
    page.click(".creches tbody a")
    page.wait_for_url("**/creche/cc-*.html")
    page.go_back()
    page.wait_for_selector("#resultat:not([hidden])")
    assert (page.input_value("#q"), listed(page)) == ("solimomes", ["Soli'mômes"])


def test_a_shared_address_restores_everything(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?q=les&departement=38&tri=commune&sens=decroissant&vue=carte")
    page.wait_for_selector("#carte .repere")
    assert (page.input_value("#q"), page.input_value("#departement")) == ("les", "38")
    page.click("[data-vue=liste]")
    assert page.locator("th[aria-sort]").get_attribute("data-tri") == "commune"
    towns = page.eval_on_selector_all(".creches tbody tr", "rows => rows.map(row => row.cells[1].textContent)")
    assert towns == sorted(towns, key=rows.folded, reverse=True) and len(towns) > 1


@pytest.mark.parametrize(
    "asked",
    [
        "?departement=1e9&forme=__proto__&categorie=constructor&tri=toString&sens=x&vue=x&page=-1",
        "?page=99999&tri=nom",
        "?q=%00%FF%3Cimg%20src%3Dx%3E&page=0",
        "?q=" + "a" * 5000,
    ],
)
def test_addresses_that_nobody_made_do_no_harm(site_url: str, visit: Visit, about: Shown, asked: str) -> None:
    page = opened(visit, f"{site_url}/creches.html{asked}")
    if "q=" not in asked:
        assert len(listed(page)) == len(about.places)
    assert page.faults == []  # type: ignore[attr-defined]


def test_headings_sort_both_ways_and_say_so(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    places = page.locator("th[data-tri=places] button")
    for way in ("ascending", "descending"):
        places.focus()
        page.keyboard.press("Enter")
        assert page.locator("th[aria-sort]").count() == 1
        assert page.locator("th[data-tri=places]").get_attribute("aria-sort") == way
        cells = page.eval_on_selector_all(".creches tbody tr", "rows => rows.map(row => row.cells[5].textContent)")
        known = [int(one) for one in cells if one != "inconnu"]
        assert known == sorted(known, reverse=way == "descending")
        assert cells[len(known) :] == ["inconnu"] * (len(cells) - len(known)), "what is not known comes last"
    assert "par places, ordre décroissant" in page.locator("caption").inner_text()
