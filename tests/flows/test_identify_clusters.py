"""Likenesses join the surest first, never across a difference, and what was one stays one until a person says otherwise."""

from dataclasses import replace

import pytest

from flows.identify.clusters import Clustered, Decided, Node, clusters
from flows.identify.compare.blocks import pairs
from flows.identify.compare.traits import Traits

LILLE = Traits(
    "gestionnaires", "liste", "a", ("Les Libellules Bleues",), code_commune="59350", departement="59", cooperative=True
)


def node(traits: Traits, known: str = "", **more: object) -> Node:
    return Node(traits, known, **more)  # type: ignore[arg-type]


def clustered(*nodes: Node, **decisions: frozenset[tuple[int, int]]) -> Clustered:
    return clusters(nodes, list(pairs([one.traits for one in nodes])), Decided(**decisions))


def groups(found: Clustered) -> list[list[int]]:
    return sorted([i for i, label in enumerate(found.labels) if label == one] for one in set(found.labels))


OTHER = replace(LILLE, source="curation", reference="b")
REGISTER = replace(LILLE, source="sirene", reference="800000001", siren="800000001")


def test_three_sources_that_agree_are_one_thing() -> None:
    assert groups(clustered(node(LILLE), node(OTHER), node(REGISTER))) == [[0, 1, 2]]


def test_two_references_of_one_source_are_two_things_however_alike() -> None:
    assert groups(clustered(node(LILLE), node(replace(LILLE, reference="b")))) == [[0], [1]]


def test_no_chain_of_likenesses_joins_two_legal_units() -> None:
    second = replace(REGISTER, source="recherche_entreprises", reference="800000019", siren="800000019")
    found = clustered(node(REGISTER), node(LILLE), node(second))
    assert groups(found) == [[0], [1], [2]]
    assert {one.pair for one in found.asked} == {(0, 1), (1, 2)}


def test_what_may_be_either_of_two_references_of_one_source_is_neither_until_a_person_says_which() -> None:
    twin = replace(OTHER, reference="c")
    assert groups(clustered(node(OTHER), node(LILLE), node(twin))) == [[0], [1], [2]]


def test_what_had_one_id_stays_one_whatever_has_changed_since() -> None:
    moved = replace(OTHER, noms=("Tout Autre Chose",), code_commune="37261", departement="37")
    assert groups(clustered(node(LILLE, "cg-aaaaaaaa", own=True), node(moved, "cg-aaaaaaaa"))) == [[0, 1]]


def test_one_id_whose_mentions_now_have_two_sirens_is_told() -> None:
    here = node(replace(LILLE, siren="800000019"), "cg-aaaaaaaa", own=True)
    (asked,) = clustered(here, node(REGISTER, "cg-aaaaaaaa")).asked
    assert (asked.strained, asked.verdict.rule) == (True, "autre_siren")


def test_a_person_who_says_different_parts_what_was_one() -> None:
    nodes = (node(LILLE, "cg-aaaaaaaa", own=True), node(OTHER, "cg-aaaaaaaa"), node(REGISTER))
    found = clustered(*nodes, different=frozenset({(0, 1)}))
    assert found.labels[0] != found.labels[1]


def test_a_person_who_says_the_same_joins_what_nothing_else_joins() -> None:
    far = replace(REGISTER, noms=("Tout Autre Chose",), code_commune="37261", departement="37")
    found = clusters([node(LILLE), node(far)], [], Decided(same=frozenset({(0, 1)})))
    assert groups(found) == [[0, 1]] and found.asked == ()


def test_a_row_of_the_last_release_and_a_newcomer_are_compared_too() -> None:
    before = node(replace(LILLE, source="", reference="cg-aaaaaaaa"), "cg-aaaaaaaa")
    assert groups(clustered(node(OTHER), before)) == [[0, 1]]


RENAMED = replace(LILLE, reference="z", noms=("Maison Mandarine",), telephone="+33199000000", adresse="3 Rue Neuve")
OLD = replace(RENAMED, source="", reference="cg-aaaaaaaa", noms=("Les Libellules Bleues",))


@pytest.mark.parametrize("source", ["liste", "curation"])
def test_a_name_that_came_as_another_went_at_one_phone_and_door_is_a_question(source: str) -> None:
    """A new name, or a neighbour that shares the line while the first is forgotten for a week: only a person knows."""
    found = clustered(node(replace(RENAMED, source=source)), node(OLD, "cg-aaaaaaaa"))
    assert groups(found) == [[0], [1]]
    assert [one.verdict.rule for one in found.asked] == ["telephone_et_adresse"]


PLACE = Traits(
    "etablissements",
    "sirene",
    "80000000100010",
    ("Les Pirates",),
    siret="80000000100010",
    code_commune="59350",
    departement="59",
)


def test_a_place_that_moved_twice_is_one_though_its_first_and_last_numbers_differ() -> None:
    second = replace(PLACE, reference="80000000100028", siret="80000000100028", predecesseur=PLACE.siret)
    third = replace(PLACE, reference="80000000100036", siret="80000000100036", predecesseur=second.siret)
    found = clustered(node(PLACE), node(second), node(third))
    assert groups(found) == [[0, 1, 2]] and found.asked == ()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_the_order_of_the_mentions_changes_nothing(order: tuple[int, ...]) -> None:
    second = replace(
        REGISTER, source="recherche_entreprises", reference="800000019", siren="800000019", adresse="9 Rue Loin"
    )
    nodes = [node(REGISTER), node(LILLE), node(second)]
    found = clustered(*(nodes[i] for i in order))
    named = {nodes[i].traits.reference: found.labels[place] for place, i in enumerate(order)}
    assert named["800000001"] != named["800000019"]
