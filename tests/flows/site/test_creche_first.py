"""What a nursery's page tells first, to people and to machines: no more than its sources say, and whose a contact is."""

import json

import pytest

from flows.site.pages import creche
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.flows.site.reading import changed, read, structured, text
from tests.flows.site.reading import nursery_page as page

DOUBTFUL, SURE = "cc-zfsrbyx4", "cc-yx5qmrti"
"""Les Pitchous of La Salle-en-Beaumont, whose proof is of 2019; Méli-Mélo, which its own site tells of."""


def test_an_error_can_be_told_from_the_top_of_the_page(about: Shown) -> None:
    one = page(about, SURE)
    (link,) = one.xpath("//main//a[@href='#signaler']")
    assert link in one.xpath("//h1/following::a[following::section[@aria-labelledby='essentiel']]")


def test_a_recent_source_that_names_a_place_is_told_with_its_day_and_nothing_more(about: Shown) -> None:
    assert "Une source lue le 22 novembre 2026 cite ce lieu." in text(page(about, SURE))


def test_the_day_of_an_old_proof_is_a_day(about: Shown) -> None:
    told = text(page(about, DOUBTFUL))
    assert "date du 9 septembre 2019" in told
    assert "compte du" not in told
    assert "counts from" not in text(page(about, DOUBTFUL, "en"))


@pytest.mark.parametrize(("champ", "cell"), [("telephone", "+33102030405"), ("courriel", "contact@creche.fr")])
def test_the_operators_contact_is_told_as_the_operators(about: Shown, champ: str, cell: str) -> None:
    owner = about.places[DOUBTFUL]["gestionnaire_id"]
    theirs = changed(about, "gestionnaires", owner, **{champ: cell})
    label = Words("fr")(f"creche.{champ}")
    path = f"//section[@aria-labelledby='essentiel']//dt[.='{label}']/following-sibling::dd[1]"
    assert text(page(theirs, DOUBTFUL).xpath(path)[0]).endswith("(celui du gestionnaire)")
    own = changed(theirs, "etablissements", DOUBTFUL, **{champ: cell})
    assert "gestionnaire" not in text(page(own, DOUBTFUL).xpath(path)[0])


def test_a_nursery_that_moves_about_says_so_first(about: Shown) -> None:
    in_short = "//section[@aria-labelledby='essentiel']//dt[.='Itinérante']"
    assert page(about, "cc-h4mz57tn").xpath(in_short)
    assert not page(about, SURE).xpath(in_short)


def test_no_description_says_that_the_category_is_unknown(about: Shown) -> None:
    for tongue in TONGUES:
        found = read(creche.pages, about, tongue).values()
        told = [one.xpath("string(//meta[@name='description']/@content)") for one in found]
        assert not [text_ for text_ in told if "(inconnue)" in text_ or "(unknown)" in text_]


def test_what_may_be_a_head_office_is_no_childcare_to_machines_and_what_is_announced_is_nothing(about: Shown) -> None:
    perhaps = page(about, "cc-p65sf4pi")
    assert structured(perhaps, "LocalBusiness")["name"] == "AGAPI"
    types = [one["@type"] for one in map(json.loads, page(about, "cc-6hvvekji").xpath("//script/text()"))]
    assert types == ["BreadcrumbList"]


def test_a_place_whose_operator_is_not_known_says_so(about: Shown) -> None:
    alone = changed(about, "etablissements", SURE, gestionnaire_id="", telephone="", courriel="", site_web="")
    assert text(page(alone, SURE).xpath("//section[@aria-labelledby='essentiel']")[0]).count("non renseigné") >= 5
