"""Elements of one shape, read without the parser once it is known: what is read of each is what the parser gives of the page."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import alike as reading
from sources.reading import fields
from sources.reading.alike import Alike, Values
from sources.reading.tree import parse_bytes
from tests.sources.test_alone import GOOD, PLAN

TAGS = [
    *('<h1 class="nom">§</h1>', '<p class="tel">§</p>', '<div class="adresse">§<br>§</div>', "<p>§</p>", "<b>§</b>", "§"),
    *('<p class="mail"><a href="§">§</a></p>', '<p class="web"><a href="§">§</a></p>', '<p class="numero" data-id="§">x</p>'),
    *('<div class="adresse"><p>§</p> <p>§ <i>§</i> §</p></div>', '<img src="§" alt="§">', "<br>", "\n", "\n  <p>§</p>\n  "),
    *('<p class="§">§</p>', "<p class='nom'>§</p>", "<p class=nom>§</p>", "<p", "</p>", ">", "<p a=§>§</p>", "<p a=", ' b="§">'),
    *("<script>§</script>", "<textarea>§</textarea>", "<!-- § -->", "<dl>", "</dl>", "<dd>§", "<p><div>§</div></p>", "zq1zq"),
    *('<p a="§" a="§">§</p>', "<table><td>§</td></table>", '<p class="nom"><b>§</b>2zq</p>', "<ul><li>§<li>§</ul>"),
    *('<select><option value="§">§</option></select>', '<p title="§" class="tel nom">§</p>', "<§>", '<p class="tel">€zq0<b>§</b>'),
]  # fmt: skip
WORDS = [
    *("A", "B", "12 rue Verte", "69006 LYON", "mailto:a@b.fr?x=y", "MAILTO:é%20@b.fr", "tel:04", "https://a.fr/", "é", "€"),
    *("", " ", "\n", " \n A \t\n B ", "\xa0", "\u2003", "a\rb", "&amp;", "&", "<b>x</b>", "<p>", "a>b", "'", '"', 'x" class="nom'),
    *("zq0zq", "zq", "\x01", "\x85", "\u200b", "\ufffe", "x" * 400, "’" * 250, " " * 60 + "A", "A" + " " * 250, "\n69006 Lyon\n"),
]  # fmt: skip


def filled(shape: str, words: list[str]) -> bytes:
    """The whole page with these words, over again where they are too few."""
    for place in range(shape.count("§")):
        shape = shape.replace("§", words[place % len(words)], 1)
    return f"{GOOD}{shape}\n</body></html>".encode()


def read(known: Alike, body: bytes) -> Values | None:
    text = fields.inside(body, "main")
    return known.values(text) if text else None


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(TAGS[:12]), st.sampled_from(TAGS)), max_size=5),
    st.lists(
        st.lists(st.one_of(st.sampled_from(WORDS[:9]), st.sampled_from(WORDS)), min_size=1, max_size=6), max_size=3
    ),
)
def test_what_is_read_by_a_known_shape_is_what_the_whole_page_gives(tags: list[str], others: list[list[str]]) -> None:
    shape, known = f'<main><h1 class="nom">§</h1>{"".join(tags)}</main>', Alike("main", PLAN)
    for words in (["A", "1 rue B"], ["C", "2 rue D", "tel:3"], *others, *others):
        body = filled(shape, words)
        told = read(known, body)
        assert told is None or told == fields._values(parse_bytes(body), PLAN)


PLAIN = '<main>\n<h1 class="nom">§</h1><p class="tel">§</p>\n<div class="adresse">§<br>§</div><p class="mail"><a href="§">x</a></p></main>'


def test_the_third_element_of_a_shape_is_not_parsed() -> None:
    known = Alike("main", PLAN)
    bodies = [
        filled(PLAIN, [f"Crèche n°{n}", "04 78", f"{n} rue Verte", "69006 Lyon", "mailto:a@b.fr"]) for n in range(4)
    ]
    assert read(known, bodies[0]) is None and read(known, bodies[1]) is not None
    with patch.object(reading, "parsed", side_effect=AssertionError):
        assert [read(known, body) for body in bodies] == [fields._values(parse_bytes(body), PLAN) for body in bodies]


@pytest.mark.parametrize("odd", ["&eacute;", "<b>x</b>", "x > y", "", "\x01", "x" * 400])
def test_other_words_than_plain_ones_are_left_to_the_parser(odd: str) -> None:
    known = Alike("main", PLAN)
    for words in (["A"], ["B"], ["C"]):
        read(known, filled(PLAIN, words))
    assert read(known, filled(PLAIN, [odd])) is None


@pytest.mark.parametrize(
    "inside",
    [
        "<p>§<div>B</div></p>",
        "<p class=nom>§</p>",
        "<script>§</script>",
        '<b class="zq">§</b>',
        "</div>§",
        "<!-- x -->§",
        "§&amp;§",
    ],
)
def test_shapes_that_are_not_surely_plain_are_never_known(inside: str) -> None:
    known = Alike("main", PLAN)
    assert [read(known, filled(f"<main>{inside}</main>", [word])) for word in "ABC"] == [None] * 3


def test_among_pages_that_are_never_alike_no_shape_is_looked_for_any_more() -> None:
    known = Alike("main", PLAN)
    for count in range(reading._IN_VAIN + 2):
        assert read(known, filled(f"<main>{'<br>' * count}</main>", ["A"])) is None
    assert [read(known, filled(PLAIN, ["A"])) for _ in range(3)] == [None] * 3


def test_what_is_remembered_of_shapes_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SHAPES", 3)
    known = Alike("main", PLAN)
    for count in [*range(6), *range(6)]:
        read(known, filled(f"<main>{'<br>' * count}</main>", ["A"]))
    assert len(known._met) <= 3
