"""Nothing of the founding pages is copied here: no sentence, no person. Read only where those pages are at hand."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import to_bytes
from tests.pages.pope_facts import FIGURES
from tests.pages.pope_markups import POPE_MARKUPS
from tests.pages.test_corpus import decoded

HERE = Path(__file__).parent
SEEDS = HERE.parents[1].parent / "shared" / "seeds"
RUN = 8
"""Words in a row that make a copied sentence."""

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding pages are not on this machine")


def corpus() -> Iterator[tuple[str, str]]:
    """Every file of this folder and every page it draws, as (name, text)."""
    for path in sorted([*HERE.glob("*.py"), *HERE.glob("*.json")]):
        yield path.name, path.read_text()
    for name, markup in MARKUPS.items():
        yield name, decoded(markup(MEMBERS))
    for name, pope in POPE_MARKUPS.items():
        yield name, decoded(pope(FIGURES))


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"<[^>]+>", " ", text).casefold())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def seed_lines() -> list[str]:
    return [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text().splitlines()]


def test_a_run_of_words_is_found_across_tags_and_string_literals() -> None:
    sentence = "un deux trois quatre cinq six sept huit"
    assert runs(sentence) <= runs('<p>"Un deux <b>trois</b> quatre "\n    "cinq six, sept huit neuf"</p>')
    assert not runs(sentence) & runs("un deux trois quatre cinq six sept neuf huit")


@needs_seeds
def test_no_sentence_of_a_founding_page_is_copied() -> None:
    prose = [line for line in seed_lines() if not re.search(r"\b\d{5}\b", line)]
    copied = set().union(*(runs(line) for line in prose))
    assert len(copied) > 300
    assert [(name, run) for name, text in corpus() for run in runs(text) & copied] == []


@needs_seeds
def test_no_person_mobile_or_mailbox_of_a_founding_page_is_here() -> None:
    lines = seed_lines()
    text = "\n".join(lines)
    mailboxes = re.findall(r"[\w.+-]+@[\w.-]+", text)
    mobiles = [re.sub(r"\D", "", found) for found in re.findall(r"\b0[67](?:[ .]?\d\d){4}\b", text)]
    start = next(number for number, line in enumerate(lines) if line.startswith("CONTACTS"))
    person = next(line for line in lines[start + 1 :] if line.strip()).partition(",")[0].casefold()
    assert (len(mailboxes), len(mobiles), len(person.split())) == (1, 1, 2)
    private = (*mailboxes, *mobiles, person)  # never shown by a failing test: only the page's name is
    leaks = [
        name
        for name, page in corpus()
        if any(value in seen for value in private for seen in (page.casefold(), re.sub(r"\D", "", page)))
    ]
    assert leaks == []


def test_every_page_is_bytes_or_text_that_utf8_holds() -> None:
    assert all(to_bytes(markup(MEMBERS)) for markup in MARKUPS.values())
