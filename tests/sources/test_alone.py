"""The element that holds a page's values, parsed by itself: what it gives is what the whole page gives, or it is not used."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import alone as reading
from sources.reading import fields
from sources.reading.alone import alone
from sources.reading.tree import parse_bytes
from tests.sources.test_fields import CHAMPS

PLAN = fields._plan("main", tuple(CHAMPS.items()))
AROUND = [
    *("<div class='nom'>", "</div>", "<p>", "</p>", '<p class="nom">A', "<ul>", "<li>", "</li>", "</ul>", "<a href=x>"),
    *("<!-- x -->", "<!--", "-->", "<!-->", "<!--->", "--!>", "<script>", "</script>", "<script>a<b</script>"),
    *("<title>x</title>", "<title>", "<style>", "</style>", "<textarea>", "</textarea>", "<noscript>", "<xmp>"),
    *("<plaintext>", "<![CDATA[", "]]>", "<?x?>", "<br>", "<br/>", "<hr>", "<img alt='<main>'>", '<a b="x>', "'>"),
    *("<source>", "<wbr>", "<select>", "<table>", "<tr>", "<td>", "</td>", "<svg>", "<form>", "</form>", "<b>", "</b>"),
    *("<head>", "</head>", "<body>", "</body>", "<body class='x'>", "</html>", "<html>", "<frameset>", "&lt;", "&amp;"),
    *("texte", "é", " ", "<", ">", "< p>", "</", "\x01", "<p =x>", '<a b="c"d>', "<a\nb='c'>", "<A>", "</A>", "<custom-x>"),
]  # fmt: skip
INSIDE = [
    *AROUND,
    *('<h1 class="nom">A</h1>', '<p class="tel">04 78</p>', '<div class="adresse">1 rue A<br>69006 Lyon</div>'),
    *("</main>", "<main>", "</MAIN>", "<mainx>", '<p class="mail"><a href="mailto:a@b.fr">x</a></p>', "<p class=nom>B</p>"),
]  # fmt: skip
SOME = st.tuples(st.lists(st.sampled_from(AROUND), max_size=5), st.sampled_from(["", "\n"])).map(
    lambda t: t[1].join(t[0])
)
HELD = st.tuples(st.lists(st.sampled_from(INSIDE), max_size=4), st.sampled_from(["", "\n"])).map(
    lambda t: t[1].join(t[0])
)
GOOD = "<html><head><title>x</title></head><body><nav><ul>\n<li><a href='/'>x</a></li>\n</ul></nav>\n"


@settings(deadline=None)
@given(SOME, HELD, SOME, st.booleans())
def test_what_is_read_of_the_element_alone_is_what_the_whole_page_gives(
    before: str, inside: str, after: str, is_good: bool
) -> None:
    head, tail = (GOOD, "\n</body></html>") if is_good else ("", "")
    body = f'{head}{before}<main><h1 class="nom">A</h1>{inside}</main>{after}{tail}'.encode()
    part = alone(body, "main")
    if part is not None:
        assert fields._values(part, PLAN) == fields._values(parse_bytes(body), PLAN)


HEADS = [
    "<html>",
    "<html><head></head>",
    "<main>",
    "<MAIN>",
    "<html><title>x</title>",
    "<div>",
    "<!--",
    "<body>",
    "",
    "\n<body ",
]
INNER = ["x", "<main>", "</main>", "</MAIN>", "<Main>", "<p>x</p>", "", "</body>", "<body>", "</main><main>"]


@settings(deadline=None)
@given(st.sampled_from(HEADS), st.sampled_from(INNER), SOME, SOME, st.sampled_from([b"", b" ", b"x", b"<main></main>"]))
def test_between_the_same_menus_as_before_an_element_is_found_as_in_a_page_by_itself(
    head: str, inside: str, before: str, after: str, more: bytes
) -> None:
    menus, end = f"<body><nav>\n{before}</nav>", f"</main>{after}</body></html>"
    bodies = [f"{one}{menus}<main>{text}{end}".encode() for one, text in (("<html>", "y"), (head, inside))]
    bodies += [bodies[1] + more, bodies[1].replace(b"<main>", more, 1), bodies[1][: -len(end) + 2]]
    for body in bodies:
        told, kept = reading.inside(body, "main"), dict(reading._FRAMES)
        reading._FRAMES.clear()
        assert told == reading.inside(body, "main")
        reading._FRAMES.update(kept)


def test_between_the_same_menus_as_before_only_the_head_is_looked_at() -> None:
    assert alone(page(), "main") is not None
    with patch.object(reading, "_is_harmless", side_effect=AssertionError):
        assert reading.inside(page("<p>other</p>"), "main") == b"<main><p>other</p></main>"
        assert reading.inside(page().replace(b"<title>x", b"<title>y"), "main")


def page(
    inside: str = '<h1 class="nom">A</h1>', before: str = "", after: str = "", end: str = "</body></html>"
) -> bytes:
    return f"<!DOCTYPE html>{GOOD}{before}<main>{inside}</main>{after}{end}".encode()


@pytest.mark.parametrize(
    "body",
    [
        page(),
        page(before="<!-- menu --><script src='/a.js'></script><p>x &amp; y</p>\n<br/><img src=\"/a>b\" alt='é'>"),
        page(after="<footer class='nom'>B</footer>\n<script>var a = 1;</script>"),
        page('\n<div><p class="tel">04 78<br>69</p>\n<p class="nom">A</p></div>\n'),
        page(before="<div>" * 30, after="</div>" * 30),
    ],
)
def test_a_plain_page_is_read_by_its_element_alone(body: bytes) -> None:
    part = alone(body, "main")
    assert part is not None
    assert fields._values(part, PLAN) == fields._values(parse_bytes(body), PLAN)


@pytest.mark.parametrize(
    "body",
    [
        page(before="<!-- <main> -->"),
        page(after='<main><h1 class="nom">B</h1></main>'),
        page(before="<p>", after="</p>x</p>"),
        page(before="<p>"),
        page(before='<a title="'),
        page(before="<script>if (a < b) c()</script>"),
        page(before="<textarea>"),
        page(before="<plaintext>"),
        page(before="<template></template>"),
        page(before="<b></i></b>"),
        page(before="\x01"),
        page(before="<div>" * 60, after="</div>" * 60),
        page("<p>A<div>B</div></p>"),
        page("</div>"),
        page("<p class=nom>A</p>"),
        page("<!-- x -->"),
        page("<b>" * 120 + "</b>" * 120),
        page().replace(b"</main>", b"</main >"),
        page(end="x" * 1_000_000),
    ],
)
def test_a_page_that_is_not_surely_plain_is_left_to_the_parser_whole(body: bytes) -> None:
    assert alone(body, "main") is None


@pytest.mark.parametrize("zone", ["", "body", "html", "head", "title", "script", "template"])
def test_some_elements_are_never_parsed_alone(zone: str) -> None:
    assert alone(f"<html><{zone}>x</{zone}></html>".encode(), zone) is None


def test_what_was_told_of_a_chunk_is_not_told_of_the_text_around_another_element() -> None:
    for _ in range(2):
        assert alone(page(before="<p>x</p>\n<p>"), "main") is None
        assert alone(page(before="<p>x</p>\n<p>y</p>"), "main") is not None


def test_a_tag_that_the_parser_knows_to_be_empty_has_no_inside() -> None:
    for name in reading._EMPTY:
        root = parse_bytes(b"<html><body><div><%s>x</div></body></html>" % name)
        assert [len(element) for element in root.iter(name.decode())] == [0]
        assert [element.text for element in root.iter(name.decode())] == [None]
