"""What people type into the list of nurseries, what it finds, and what it says when it finds nothing."""

from collections.abc import Iterator

import pytest

from flows.site import rows
from flows.site.shown import Shown
from tests.browser.conftest import Visit, served
from tests.browser.listing import count, listed, opened, starry


@pytest.fixture(scope="module")
def stars(about: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(starry(about, tmp_path_factory.mktemp("starry"))) as address:
        yield f"{address}/creches.html"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("creche etoile", ["Crèche L'Étoile"]),
        ("ETOILE, crèche", ["Crèche L'Étoile"]),
        ("letoile", ["Crèche L'Étoile"]),
        ("étoi reun", ["Crèche L'Étoile"]),
        ("974", ["Crèche L'Étoile"]),
        ("st denis", ["Crèche L'Étoile"]),
        ("creche etiole", ["Crèche L'Étoile"]),
        ("oeuf paques", ["Le Nid"]),
        ("ptits loups", ["Le Nid"]),
        ("l hay les roses", ["Le Nid"]),
        ("toil", []),
        ("etoile cabane", []),
        ("sete cabane", ["La Cabane", "La Cabane"]),
        ("creche cabane", ["La Cabane", "La Cabane"]),
        ("97400", ["Crèche L'Étoile"]),
        ("l haÿ ile de france", ["Le Nid"]),
        ("occitanie", ["=1+1", "La Cabane", "La Cabane"]),
        ("micro-crèche", ["Le Nid"]),
        ("MICROCRECHE", ["Le Nid"]),
        ("itinérante", ["Crèche L'Étoile"]),
    ],
)
def test_people_find_what_they_type(stars: str, visit: Visit, query: str, found: list[str]) -> None:
    page = opened(visit, stars)
    page.fill("#q", query)
    assert listed(page) == found


def test_what_is_near_only_is_said_to_be_near(stars: str, visit: Visit) -> None:
    page = opened(visit, stars)
    page.fill("#q", "creche etiole")
    assert "ceux qui s'en approchent" in count(page)
    page.fill("#q", "creche etoile")
    assert count(page) == "1 lieu"


def test_scripts_fold_words_as_the_build_does(site_url: str, visit: Visit, about: Shown) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    texts = [
        "Crèche L'Étoile",
        "ŒUF Æthelred",
        "n°12 – Saint–Ouen",
        "İstanbul ﬁn",
        *[row["nom"] for row in about.places.values()],
    ]
    assert page.evaluate("texts => texts.map(window.creches.plier)", texts) == [rows.folded(text) for text in texts]


def test_networks_find_their_members(site_url: str, visit: Visit, about: Shown) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    page.fill("#q", "coop petite enfance")
    operators = {row["gestionnaire_id"] for row in about.tables["adhesions"]}
    members = [row["nom"] for row in rows.ordered(about) if row["gestionnaire_id"] in operators]
    assert set(members) <= set(listed(page))


def test_an_operator_is_found_by_its_name_and_by_its_form(site_url: str, visit: Visit, about: Shown) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    page.fill("#q", "scop")
    of_form = {row["nom"] for row in about.places.values() if rows.form_of(about, row).startswith("SCOP")}
    assert of_form <= set(listed(page))
    page.fill("#q", "gestionnaire introuvable")
    assert listed(page) == []
    page.fill("#q", "cite marine")
    assert "Les Pirates de Cité Marine" in listed(page)


def test_where_none_is_known_the_page_says_where_to_look(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html")
    assert page.locator("#aucune").is_hidden()
    page.fill("#q", "nantes")
    assert count(page) == "Aucun lieu connu pour cette recherche. Notre liste n'est pas complète."
    assert page.locator("#aucune a").count() == 3
    led = page.eval_on_selector_all("#aucune a", "links => links.map(link => link.getAttribute('href'))")
    assert led == ["departements.html", "index.html#signaler", "https://monenfant.fr/"]
    page.fill("#q", "nantes zebre")
    assert count(page).endswith("Essayez avec moins de mots, ou effacez un filtre.")
    page.fill("#q", "nantes")
    page.select_option("#departement", "38")
    assert count(page).endswith("Essayez avec moins de mots, ou effacez un filtre.")
    page.click("[data-vue=carte]")
    assert page.locator("#aucune").is_visible()
    page.click("#criteres [type=reset]")
    assert page.locator("#aucune").is_hidden()


def test_forms_of_a_family_can_be_told_apart(site_url: str, visit: Visit, about: Shown) -> None:
    page = opened(visit, f"{site_url}/creches.html?forme=SCOP_SEULE")
    assert page.input_value("#forme") == "SCOP_SEULE"
    assert listed(page) == [r["nom"] for r in rows.ordered(about) if rows.form_of(about, r) == "SCOP"]


def test_a_family_of_forms_holds_each_of_its_forms(site_url: str, visit: Visit, about: Shown) -> None:
    page = opened(visit, f"{site_url}/creches.html?forme=SCOP")
    assert listed(page) == [r["nom"] for r in rows.ordered(about) if rows.form_of(about, r).startswith("SCOP")]
