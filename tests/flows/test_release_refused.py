"""A page that is not what it should be leaves everything as it was, and says what to do."""

from pathlib import Path

import pytest

from schemas.errors import CrechesError, Refused, SourceChanged, UsageError
from tests.flows.runs import issued_anew, published, rows, run, run_page, saved, tree
from tests.pages.judge import missing, wrong
from tests.pages.markups import MARKUPS
from tests.pages.members import Page
from tests.pages.tears import CHALLENGES, CONTRADICTIONS, REFUSED, TEARS

NEXT = "2026-11-29"
NOT_THE_PAGE: dict[str, Page] = {challenge.nom: challenge.body for challenge in CHALLENGES} | {
    name: tear(MARKUPS["h3_p"]) for name, tear in REFUSED.items()
}


@pytest.mark.parametrize("name", NOT_THE_PAGE)
def test_a_page_that_is_not_the_list_is_refused_and_leaves_everything_as_it_was(output: Path, name: str) -> None:
    before = tree(output)
    with pytest.raises(SourceChanged) as refusal:
        run_page(output, NOT_THE_PAGE[name], NEXT)
    assert refusal.value.exit_code == 3
    assert "coop_petite_enfance" in str(refusal.value)
    assert tree(output) == before


@pytest.mark.parametrize("name", ["captcha", "none", "half"])
def test_a_refusal_says_what_was_read_and_what_to_do_next(output: Path, name: str) -> None:
    with pytest.raises(SourceChanged) as refusal:
        run_page(output, NOT_THE_PAGE[name], NEXT)
    told = str(refusal.value)
    assert "Nothing of this page is used" in told and "sha256" in told
    assert "Next: open https://coop-petite-enfance.fr/qui-sommes-nous/" in told and "creches parse" in told


def test_the_next_run_after_a_refusal_is_as_if_nothing_had_happened(output: Path) -> None:
    before = tree(output)
    with pytest.raises(Refused):
        run_page(output, NOT_THE_PAGE["none"], NEXT)
    assert run(output, NEXT).result == "unchanged"
    assert {**tree(output), **issued_anew(before)} == before


def test_a_first_run_that_is_refused_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged):
        run_page(tmp_path / "output", NOT_THE_PAGE["maintenance"])
    assert tree(tmp_path / "output") == {}


@pytest.mark.parametrize("name", sorted(TEARS)[::4])
def test_a_torn_page_is_refused_or_tells_its_doubt_and_never_moves_a_place(output: Path, name: str) -> None:
    before = published(output)
    try:
        run_page(output, TEARS[name](MARKUPS["h3_p"]), NEXT)
    except SourceChanged:
        assert published(output) == before
        return
    places = [{**row, "rue": row["adresse"]} for row in rows(output, "etablissements") if row["statut"] == "actif"]
    assert wrong(places) == []
    told = [row["code"] for row in rows(output, "anomalies")]
    assert len(told) >= len(missing(places))


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_page_whose_two_lists_disagree_publishes_neither_value_alone(output: Path, name: str) -> None:
    before = {row["id"]: row["adresse_source"] for row in rows(output, "etablissements")}
    try:
        run_page(output, CONTRADICTIONS[name], NEXT)
    except SourceChanged:
        return
    assert {row["id"]: row["adresse_source"] for row in rows(output, "etablissements")} == before


@pytest.mark.parametrize("content", [None, b"x" * 10_000_001], ids=["missing", "too large"])
def test_a_file_that_is_no_page_is_a_wrong_call(output: Path, content: bytes | None) -> None:
    before = tree(output)
    path = saved(output.parent, content) if content is not None else output.parent / "missing.html"
    with pytest.raises(UsageError):
        run(output, NEXT, pages={"coop_petite_enfance": path})
    assert tree(output) == before


def test_a_damaged_release_is_neither_compared_with_nor_built_upon(output: Path) -> None:
    path = output / "releases" / "2026.11.22" / "etablissements.csv"
    path.write_bytes(path.read_bytes().replace(b"AGAPI", b"AGAPO"))
    before = tree(output)
    with pytest.raises(CrechesError, match="restore this one first") as refusal:
        run(output, NEXT)
    assert refusal.value.exit_code == 8
    assert tree(output) == before


@pytest.mark.parametrize("text", ["{", "{}x", "[1]", '[{"version": "../../etc"}]', '[{"date": "2026-11-22"}]', "null"])
def test_a_list_of_versions_that_cannot_be_read_is_damage(output: Path, text: str) -> None:
    (output / "versions.json").write_text(text)
    with pytest.raises(CrechesError, match=r"versions\.json cannot be read") as refusal:
        run(output, NEXT)
    assert refusal.value.exit_code == 8


def test_latest_is_made_whole_again_from_its_release(output: Path) -> None:
    before = tree(output / "latest")
    (output / "latest" / "etablissements.csv").write_text("torn")
    (output / "latest" / "stranger.txt").write_text("x")
    assert run(output, NEXT).result == "unchanged"
    assert tree(output / "latest") == before
