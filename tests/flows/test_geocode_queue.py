"""The queue for people: one row an address in doubt, what may be chosen, how far apart it lies, and where to look."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from flows.geocode.doubts import FOR_REVIEW
from flows.geocode.match import Match
from flows.geocode.queue import COLUMNS, TO_FILL, case_id
from flows.geocode.wire import match_of
from tests.flows.geocode_decisions import CENTRE, CHARMETTES, across, decided, said
from tests.flows.geocode_places import DELIZY, PANTIN, Said, places

NEAR = replace(DELIZY, voie="Avenue Delizy", libelle="41 Avenue Delizy 93500 Pantin", id="93055_2623_00041")
TWIN = replace(DELIZY, id="93055_9999_00041", latitude=48.8881)
UNKNOWN = ("1 Rue Neuve", "93500", "Nulle-Part")
SAINT_DENIS = ("12 Rue de la République", "", "Saint-Denis")


def asked(address: tuple[str, str, str], *answers: Match | None, ask: Said | None = None) -> pd.Series:
    """The row of the queue about an address, when a service gives these answers."""
    found, _ = decided(places(address), ask=ask or said(*answers))
    (row,) = found.review.to_dict("records")
    return pd.Series(row)


def candidate(row: pd.Series, number: int) -> dict[str, str]:
    start = f"candidat_{number}_"
    return {name.removeprefix(start): value for name, value in row.items() if str(name).startswith(start)}


def test_an_address_without_doubt_is_no_question() -> None:
    found, _ = decided(places(PANTIN, ("", "93500", "Pantin"), ("1 Rue X", "93500", "Pantin")), ask=said(DELIZY))
    assert found.review.empty and tuple(found.review.columns) == COLUMNS


def test_a_row_says_which_address_why_and_what_is_published() -> None:
    row = asked(PANTIN, NEAR)
    assert dict(row[list(COLUMNS[:13])]) == {
        "cas": case_id({"adresse": PANTIN[0], "code_postal": PANTIN[1], "commune": PANTIN[2]}, "93055"),
        "id": "cc-aaaaaaaa",
        "nom": "Crèche 0",
        "adresse": "41 Rue Delizy",
        "code_postal": "93500",
        "commune": "Pantin",
        "code_insee": "93055",
        "motif": "point_a_revoir",
        "question": row["question"],
        "publie": CENTRE,
        "publie_precision": "commune",
        "publie_classe": "33",
        "suggestion": "candidat_1",
    }
    assert "Crèche 0" in row["question"] and "41 Avenue Delizy 93500 Pantin" in row["question"]
    assert not any(row[name] for name in TO_FILL)


def test_a_candidate_says_what_speaks_for_it_how_far_it_lies_and_where_to_look() -> None:
    one = candidate(asked(PANTIN, NEAR), 1)
    assert one == {
        "libelle": "41 Avenue Delizy 93500 Pantin",
        "point": "2.4098 48.8981",
        "code_insee": "93055",
        "source": "ban",
        "precision": "numero",
        "classe": "21",
        "similarite": one["similarite"],
        "distance_m": "82",
        "lien": "https://adresse.data.gouv.fr/base-adresse-nationale/93055_2623_00041",
    }
    assert 70 <= float(one["similarite"]) < 100


def test_without_a_page_of_its_own_a_candidate_is_shown_on_a_map() -> None:
    for nameless in (replace(NEAR, id=""), replace(NEAR, fournisseur="addok")):
        link = candidate(asked(PANTIN, nameless), 1)["lien"]
        assert link.startswith("https://") and "2.4098,48.8981" in link


def test_the_page_of_an_address_cannot_lead_elsewhere() -> None:
    link = candidate(asked(PANTIN, replace(NEAR, id="../../x?y=1#z")), 1)["lien"]
    assert link == "https://adresse.data.gouv.fr/base-adresse-nationale/..%2F..%2Fx%3Fy%3D1%23z"


@pytest.mark.parametrize(
    ("proposal", "motif", "classe", "suggestion"),
    [
        (NEAR, "point_a_revoir", "21", "candidat_1"),
        (replace(NEAR, type="street", numero=""), "point_a_revoir", "22", "centre"),
        (replace(NEAR, numero="43"), "point_a_revoir", "22", "centre"),
        (replace(DELIZY, latitude=48.97), "point_impossible", "11", "centre"),
        (replace(DELIZY, longitude=0.0, latitude=0.0), "point_impossible", "11", "centre"),
        (replace(DELIZY, longitude=None), "point_impossible", "11", "centre"),
    ],
    ids=["class 21", "class 22", "other number", "too far", "null island", "no point"],
)
def test_the_only_candidate_with_the_number_is_suggested_where_its_point_may_be(
    proposal: Match, motif: str, classe: str, suggestion: str
) -> None:
    row = asked(PANTIN, proposal)
    assert (row["motif"], row["candidat_1_classe"], row["suggestion"]) == (motif, classe, suggestion)


def test_a_candidate_without_a_point_has_no_distance_and_no_link() -> None:
    for nowhere in (replace(DELIZY, longitude=None), replace(DELIZY, longitude=0.0, latitude=0.0)):
        one = candidate(asked(PANTIN, replace(nowhere, id="")), 1)
        assert (one["point"], one["distance_m"], one["lien"], one["libelle"]) == ("", "", "", DELIZY.libelle)


def test_three_candidates_are_shown_at_most() -> None:
    five = [replace(NEAR, libelle=f"41 Avenue Delizy {n}") for n in range(5)]
    row = asked(PANTIN, *five)
    assert [row[f"candidat_{n}_libelle"][-1] for n in (1, 2, 3)] == ["0", "1", "2"]
    assert "candidat_4_libelle" not in row and row["suggestion"] == "centre"


def test_a_conflict_suggests_the_commune_that_has_the_number() -> None:
    row = asked(CHARMETTES, ask=Said(across))
    assert (row["motif"], row["code_insee"], row["suggestion"]) == ("conflit_commune", "69386", "candidat_1")
    one = candidate(row, 1)
    assert (one["code_insee"], one["classe"], one["point"]) == ("69266", "21", "4.866 45.771")
    assert int(one["distance_m"]) < 2_000 and "133 Rue des Charmettes 69100 Villeurbanne" in row["question"]


def test_a_conflict_of_two_doors_shows_both_and_suggests_none() -> None:
    row = asked(
        PANTIN, DELIZY, replace(DELIZY, code_insee="93048", libelle="41 Rue Delizy 93100 Montreuil", score=0.96)
    )
    assert (row["motif"], row["suggestion"]) == ("conflit_commune", "centre")
    assert [candidate(row, n)["classe"] for n in (1, 2)] == ["11", "21"]


def test_streets_of_one_name_are_both_shown_and_none_is_suggested() -> None:
    row = asked(PANTIN, DELIZY, TWIN)
    assert (row["motif"], row["suggestion"]) == ("voie_homonyme", "centre")
    assert [row["candidat_1_point"], row["candidat_2_point"]] == ["2.4098 48.8981", "2.4098 48.8881"]


def test_an_address_that_seems_to_have_moved_shows_how_far() -> None:
    first, _ = decided(places(PANTIN), ask=said(DELIZY))
    found, _ = decided(places(PANTIN), ask=said(TWIN), previous=first.places, day="2027-11-22")
    row = found.review.iloc[0]
    assert (row["motif"], row["publie"], row["publie_classe"]) == ("point_deplace", "2.4098 48.8981", "11")
    assert (row["candidat_1_point"], row["candidat_1_distance_m"]) == ("2.4098 48.8881", "1112")


def test_an_unknown_commune_has_nothing_to_choose_from() -> None:
    row = asked(UNKNOWN, DELIZY)
    assert (row["motif"], row["code_insee"], row["publie"], row["suggestion"]) == ("commune_inconnue", "", "", "")
    assert not any(candidate(row, 1).values())


def test_of_a_name_that_several_communes_bear_the_street_is_looked_for_in_each() -> None:
    def answer(requete: str, citycode: str) -> Match | None:
        door = replace(DELIZY, voie="Rue de la République", numero="12", code_insee=citycode, id="")
        there = {"93066": (2.3571, 48.9362), "97411": (55.4504, -20.8823)}
        if citycode not in there:
            return None
        return replace(door, libelle=f"12 {citycode}", longitude=there[citycode][0], latitude=there[citycode][1])

    ask = Said(answer)
    row = asked(SAINT_DENIS, ask=ask)
    assert (row["motif"], row["code_insee"], row["publie"]) == ("commune_ambigue", "", "")
    assert [row["candidat_1_code_insee"], row["candidat_2_code_insee"]] == ["93066", "97411"]
    assert row["candidat_1_distance_m"] == "" and row["suggestion"] == ""
    assert {"93066", "97411"} <= {citycode for _, citycode in ask.asked} and len(ask.asked) <= 5


def test_of_several_communes_the_only_one_with_the_number_is_suggested() -> None:
    door = replace(
        DELIZY, voie="Rue de la République", numero="12", code_insee="93066", longitude=2.3571, latitude=48.9362
    )
    row = asked(SAINT_DENIS, ask=Said(lambda q, c: door if c == "93066" else None))
    assert (row["motif"], row["suggestion"], row["candidat_1_code_insee"]) == ("commune_ambigue", "candidat_1", "93066")


def test_the_reasons_of_the_queue_are_those_that_people_are_asked_about() -> None:
    first, _ = decided(places(PANTIN), ask=said(DELIZY))
    moved, _ = decided(places(PANTIN), ask=said(TWIN), previous=first.places, day="2027-11-22")
    each = [asked(UNKNOWN), asked(SAINT_DENIS), asked(CHARMETTES, ask=Said(across)), asked(PANTIN, NEAR)]
    each += [asked(PANTIN, replace(DELIZY, longitude=0.0)), moved.review.iloc[0], asked(PANTIN, DELIZY, TWIN)]
    assert [row["motif"] for row in each] == list(FOR_REVIEW)


def test_offline_nothing_new_is_asked_but_what_is_known_of_communes() -> None:
    found, _ = decided(places(PANTIN, CHARMETTES, UNKNOWN))
    assert list(found.review["motif"]) == ["commune_inconnue"]


def test_two_places_at_one_address_are_one_question() -> None:
    found, told = decided(places(PANTIN, ("41, rue DELIZY", "93500", "pantin")), ask=said(NEAR))
    assert len(found.review) == 1 and told == ["point_a_revoir"] * 2


def test_the_rows_are_in_one_order_whatever_that_of_the_places() -> None:
    many = [PANTIN, UNKNOWN, ("9 Rue Delizy", "93500", "Pantin"), CHARMETTES]
    answer = Said(lambda q, c: across(q, c) or (NEAR if c == "93055" else None))
    orders = [decided(places(*some), ask=answer)[0].review for some in (many, many[::-1])]
    assert list(orders[0]["cas"]) == list(orders[1]["cas"])
    assert list(orders[0]["code_insee"]) == ["", "69386", "93055", "93055"]


def test_a_case_has_one_short_name_in_every_run_and_its_own() -> None:
    row = {"adresse": "41 Rue Delizy", "code_postal": "93500", "commune": "Pantin"}
    name = case_id(row, "93055")
    assert re.fullmatch(r"g-[a-z2-7]{8}", name)
    assert case_id({**row, "adresse": "41, RUE delizy", "commune": "PANTIN"}, "93055") == name
    others = [case_id(row, ""), case_id(row, "93048"), case_id({**row, "adresse": "43 Rue Delizy"}, "93055")]
    assert len({name, *others}) == 4


def test_every_cell_of_the_queue_is_text() -> None:
    found, _ = decided(places(PANTIN, UNKNOWN), ask=said(NEAR))
    assert {type(cell) for row in found.review.itertuples(index=False) for cell in row} == {str}


# What a geocoder says is the word of a stranger.

HOSTILE = [
    '=HYPERLINK("http://x.example";"41 Rue Delizy")',
    "+41 Rue Delizy",
    "-41 Rue Delizy",
    "@41 Rue Delizy",
    "＝41 Rue Delizy",
    " \u200b=41 Rue Delizy",
    "41 Rue <script>alert(1)</script>",
    "41 Rue &#60;b&#62;",
    "41 Rue Delizy" * 100,
    "41 Rue \ufffdelizy",
    ["41 Rue Delizy"],
    41,
    None,
]
PROPERTIES = {
    "label": "41 Rue Delizy 93500 Pantin",
    "type": "housenumber",
    "citycode": "93055",
    "housenumber": "41",
    "street": "Rue Delizy",
    "postcode": "93500",
    "city": "Pantin",
    "id": "93055_2622_00041",
    "score": 0.97,
    "longitude": 2.4098,
    "latitude": 48.8981,
}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: str(text)[:20])
@pytest.mark.parametrize("told", ["label", "type", "citycode", "housenumber", "postcode", "city", "id", "street"])
def test_a_dangerous_text_of_a_geocoder_is_as_good_as_not_told(told: str, text: object) -> None:
    match = match_of("ban", {**PROPERTIES, "name": "Rue Delizy", told: text})
    plain = match_of("ban", {**PROPERTIES, "name": "Rue Delizy", told: ""})
    assert match == plain


def test_control_and_invisible_characters_of_a_geocoder_are_taken_out() -> None:
    match = match_of("ban", {**PROPERTIES, "label": "41\x1b Rue\n Deli\u200bzy\x00\u202e 93500\tPantin"})
    assert match.libelle == "41 Rue Delizy 93500 Pantin"


def test_a_candidate_without_a_label_is_shown_all_the_same() -> None:
    row = asked(PANTIN, replace(NEAR, libelle=""))
    assert (row["candidat_1_libelle"], row["suggestion"]) == ("", "candidat_1")
    assert "41 Rue Delizy" in row["question"]
