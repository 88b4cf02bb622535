"""The measure of matching holds on a smaller set, and can fail."""

from dataclasses import replace

import pytest

from flows.identify.compare import Verdict, compare
from flows.identify.compare.blocks import pairs as blocked
from flows.identify.compare.traits import Traits
from tests.matching import __main__ as command
from tests.matching.cases import labelled
from tests.matching.false_pairs import FALSE, RARE
from tests.matching.figures import Judge, judged, summary, table, targets, together, wrong
from tests.matching.true_pairs import TRUE
from tests.matching.world import Pair

SEED, A_KIND = 7, 12


@pytest.fixture(scope="module")
def small() -> list[Pair]:
    return labelled(SEED, A_KIND)


def missed(pairs: list[Pair], judge: Judge) -> set[str]:
    """The targets that a judge misses."""
    return {target.name for target in targets(judged(pairs, judge), together(pairs, judge)) if not target.held}


def test_every_target_holds_on_a_small_set(small: list[Pair]) -> None:
    rows, whole = judged(small), together(small)
    held = targets(rows, whole)
    assert [target for target in held if not target.held] == [], "\n".join(wrong(rows))
    assert summary(rows, held).startswith("PASS: ")


def test_the_same_numbers_make_the_same_pairs(small: list[Pair]) -> None:
    assert labelled(SEED, A_KIND) == small
    assert labelled(SEED + 1, A_KIND) != small


def test_every_kind_is_there_and_its_label_is_that_of_its_entities(small: list[Pair]) -> None:
    assert {pair.kind for pair in small} == {kind.__name__ for kind in (*TRUE, *FALSE, *RARE)}
    assert all((pair.a.entity == pair.b.entity) == pair.same for pair in small)
    assert len(small) >= 500 and len(table(judged(small))) == len(TRUE) + len(FALSE) + len(RARE) + 1


def test_phones_are_those_kept_for_fiction() -> None:
    phones = {one.traits.telephone for pair in labelled() for one in (pair.a, pair.b)} - {""}
    assert len(phones) > 500 and all(len(phone) == 12 and phone.startswith("+3319900") for phone in phones)


def test_the_judge_reads_no_label_in_references_nor_sources(small: list[Pair]) -> None:
    for pair in small:
        a, b = (replace(one.traits, reference="x", source="s") for one in (pair.a, pair.b))
        assert compare(a, b) == compare(pair.a.traits, pair.b.traits)


def test_a_judge_that_merges_homonyms_is_caught(small: list[Pair]) -> None:
    def names_alone(a: Traits, b: Traits) -> Verdict:
        verdict = compare(a, b)
        alike = verdict.rule in ("autre_departement", "autre_commune", "sections")
        return Verdict("meme", "meme_nom", strength=2) if alike else verdict

    assert {"false merges", "false merges among all mentions", "clusters that mix two things"} <= missed(
        small, names_alone
    )


def test_a_judge_that_merges_sections_is_caught(small: list[Pair]) -> None:
    def forgetful(a: Traits, b: Traits) -> Verdict:
        verdict = compare(a, b)
        return Verdict("meme", "meme_siret", strength=2) if verdict.rule == "sections" else verdict

    assert "false merges" in missed(small, forgetful)


def test_a_judge_that_never_asks_is_caught(small: list[Pair]) -> None:
    def proud(a: Traits, b: Traits) -> Verdict:
        verdict = compare(a, b)
        return Verdict("different", "autre_nom") if verdict.outcome == "demander" else verdict

    assert missed(small, proud) == {"true pairs merged or asked"}


def test_a_judge_that_asks_whenever_it_does_not_merge_is_caught(small: list[Pair]) -> None:
    def anxious(a: Traits, b: Traits) -> Verdict:
        verdict = compare(a, b)
        return Verdict("demander", "meme_nom") if verdict.outcome == "different" else verdict

    assert missed(small, anxious) == {"needless questions"}


def test_blocks_that_lose_pairs_are_caught(small: list[Pair]) -> None:
    whole = together(small, blocks=lambda traits: (pair for pair in blocked(traits) if sum(pair) % 7))
    assert whole.reached < whole.to_reach


@pytest.mark.parametrize(("target", "code"), [("most", 0), ("none", 1)])
def test_the_command_ends_with_1_when_a_target_is_missed(
    target: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.argv", ["matching", "--seed", str(SEED), "--a-kind", str(A_KIND) if target == "most" else "2"]
    )
    assert command.main() == code
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith("FAIL: " if code else "PASS: ")
