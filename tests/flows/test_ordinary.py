"""Most texts are ordinary: no rule changes them. The shortcut is proved against the rules themselves, on what may fool it."""

from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.names import bare, name
from flows.normalise.privacy import without_contacts, without_people
from flows.ordinary import LONGEST, ordinary, plain
from flows.safety import hazard
from sources.text import clean

CIVILITIES = "M. M Mr Mrs Mme Mmes Mlle Melle Madame Monsieur Messieurs Mesdames chez Chez attn ATTN c/o".split()
PIECES = [
    *CIVILITIES,
    *("à l'attention de", "Madeleine", "Montreuil", "rue", "RUE", "12", "1234", "69006", "n°4", "06", "39 98", "00"),
    *(
        "01.99",
        "+33",
        "Â",
        "Ã©",
        "°",
        "Œuvre",
        "œ",
        "-",
        "'",
        "’",
        ",",
        "(",
        ")",
        "=",
        "@",
        "<b>",
        "&eacute;",
        "\u00ad",
    ),
    *("e\u0301", "_", "/", "|", "•", "1.", " ", "\u00a0", "\t", "٣", "ſ", "K", "La", "L'", "L' Île", "exemple"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=9).flatmap(
    lambda pieces: st.sampled_from([" ", "", ", ", "-"]).map(lambda joint: joint.join(pieces))
)


@given(TEXTS)
def test_no_rule_takes_anything_out_of_an_ordinary_text(text: str) -> None:
    if ordinary(text):
        assert without_contacts(text) == without_contacts(text, mailbox_leftovers=False) == text
        assert without_people(text) == text


@given(TEXTS)
def test_a_plain_text_is_clean_harmless_and_without_a_bullet(text: str) -> None:
    if plain(text):
        assert clean(text) == bare(text) == text
        assert len(text) <= LONGEST


@given(TEXTS)
def test_a_plain_name_is_the_name_unless_it_may_be_numbered(text: str) -> None:
    if plain(text) and not text[:1].isdecimal():
        assert name(f" {text}") == name(text) == text  # a blank before it sends it the long way


@given(TEXTS)
def test_a_plain_text_is_no_danger_by_the_long_way_either(text: str) -> None:
    if plain(text):
        assert hazard(f"{text} ,") == hazard(text) == ""


def test_addresses_and_names_of_pages_are_ordinary() -> None:
    said = ["12 rue de l'Église, 93100 MONTREUIL", "CRÈCHE Les P'tits Loups n°0", "Château-d'Olonne", "", "Sud-Est 2"]
    assert all(map(ordinary, said))


def test_what_a_rule_looks_for_is_not_ordinary() -> None:
    said = [
        *CIVILITIES,
        "01 99 00 12 34",
        "6 39 98 00 01",
        "a@b.example",
        "=1",
        "-1",
        "CrÃ¨che",
        "a  b",
        "L' Île",
        "a_b",
    ]
    assert [text for text in said if ordinary(text)] == []
    assert not plain("a" * (LONGEST + 1))
