"""Each tear tears what it says, in every markup, and nothing else."""

import pytest

from tests.pages import tears
from tests.pages.judge import folded
from tests.pages.markups import COPIES, MARKUPS, MEMBERS
from tests.pages.members import to_bytes
from tests.pages.test_corpus import decoded, positions

every_markup = pytest.mark.parametrize("name", MARKUPS)
FIRST_MIDDLE_LAST = (0, 2, 5)


def counts(text: str) -> list[int]:
    return [len(positions(text, member.code_postal)) for member in MEMBERS]


@every_markup
def test_without_an_address_only_that_postcode_is_gone(name: str) -> None:
    for index in FIRST_MIDDLE_LAST:
        text = decoded(tears.without_address(MARKUPS[name], index))
        assert [number for number, count in enumerate(counts(text)) if not count] == [index]
        assert folded(MEMBERS[index].nom) in folded(text)


@every_markup
def test_without_a_name_only_that_name_is_gone(name: str) -> None:
    for index in FIRST_MIDDLE_LAST:
        text = decoded(tears.without_name(MARKUPS[name], index))
        assert [m.nom for m in MEMBERS if folded(m.nom) not in folded(text)] == [MEMBERS[index].nom]
        assert all(counts(text))


@every_markup
def test_a_postcode_taken_out_leaves_street_and_town(name: str) -> None:
    text = decoded(tears.without_postcode(MARKUPS[name], 1))
    assert [bool(count) for count in counts(text)] == [True, False, True, True, True, True]
    assert folded(MEMBERS[1].rue) in folded(text) and folded(MEMBERS[1].ville) in folded(text)


@every_markup
def test_an_address_moved_to_the_end_stands_after_all_others(name: str) -> None:
    page = decoded(tears.address_moved_to_end(MARKUPS[name], 1))
    text = page.rpartition("swiper-slide-duplicate")[0] or page  # a slider repeats its first slide at the end
    last = max(MEMBERS, key=lambda member: positions(text, member.code_postal)[-1])
    assert last == MEMBERS[1]


@every_markup
def test_an_address_after_the_next_one_is_that_of_the_member_before(name: str) -> None:
    text = decoded(tears.address_after_next(MARKUPS[name], 1))
    order = sorted(MEMBERS, key=lambda member: positions(text, member.code_postal)[-1])
    assert [m.nom for m in order if m in MEMBERS[1:4]] == [MEMBERS[2].nom, MEMBERS[1].nom, MEMBERS[3].nom]


@every_markup
def test_a_moved_name_and_shifted_names_keep_every_name_and_address(name: str) -> None:
    for page in (
        tears.name_moved(MARKUPS[name], 1),
        tears.names_shifted(MARKUPS[name]),
        tears.names_shifted(MARKUPS[name], down=False),
    ):
        text = decoded(page)
        assert all(counts(text)) and all(folded(m.nom) in folded(text) for m in MEMBERS)
        assert page != MARKUPS[name](MEMBERS)


@every_markup
def test_half_a_page_and_a_page_of_none_have_three_members_and_none(name: str) -> None:
    assert [bool(count) for count in counts(decoded(tears.half(MARKUPS[name])))] == [True] * 3 + [False] * 3
    assert not any(counts(decoded(tears.none(MARKUPS[name]))))


@every_markup
def test_a_truncated_page_is_always_shorter_than_the_page(name: str) -> None:
    page = to_bytes(MARKUPS[name](MEMBERS))
    cuts = list(tears.truncations(page))
    assert len({len(cut) for cut in cuts}) == len(cuts) == 40
    assert all(page.startswith(cut) and cut != page for cut in cuts)


@pytest.mark.parametrize(
    ("name", "here", "there"),
    [
        ("other_postcode_in_script", "93500 Pantin", "93300 Aubervilliers"),
        ("other_postcode_in_json_ld", "93500", "93300"),
        ("other_town_on_mobile", "22100 Taden", "22100 Dinan"),
        ("other_street_on_mobile", "41 Rue Delizy", "14 Rue Hoche"),
    ],
)
def test_a_contradiction_says_one_thing_here_and_another_there(name: str, here: str, there: str) -> None:
    text = decoded(tears.CONTRADICTIONS[name])
    assert (text.count(here), text.count(there)) == (1, 1)


def test_no_challenge_holds_a_member() -> None:
    for challenge in tears.CHALLENGES:
        text = folded(challenge.body.decode("utf-8", errors="replace"))
        assert [m.nom for m in MEMBERS if folded(m.nom) in text or folded(m.rue) in text] == []
    assert len({challenge.nom for challenge in tears.CHALLENGES}) == len(tears.CHALLENGES) >= 12


def test_pages_said_twice_are_known() -> None:
    assert set(COPIES) <= set(MARKUPS)
