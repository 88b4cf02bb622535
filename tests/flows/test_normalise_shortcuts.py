"""Most values are read at a glance. Each shortcut gives what the long way gives, which the same value spelled oddly goes."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise import communes, forms, mailboxes, privacy, records
from flows.normalise.contacts import choose_phone
from flows.normalise.mailboxes import kind_of
from flows.normalise.sites import website
from flows.ordinary import ordinary
from schemas.records import Record
from sources.people import tidy
from tests.flows.sources_for_tests import source

DIGITS = st.integers(0, 10**8 - 1).map(lambda number: f"{number:08d}")
HEADS = st.sampled_from(["01", "02", "03", "04", "05", "0262", "0590", "0508", "0269", "06", "09", "08"])
TOWNS = [
    "LYON 06",
    "Saint-Denis",
    "ST DENIS CEDEX 2",
    "Pantin (93)",
    "Le Mans, France",
    "Épiais",
    "FRANCEVILLE",
    "Paris",
]
PAIRS = st.tuples(st.sampled_from(["contact", "accueil", "et", "la", "lilas", "rh", "creche", "anne"]), st.booleans())


@given(HEADS, DIGITS, st.sampled_from(["", " ", ".", "-"]))
def test_a_usual_line_is_what_the_long_way_reads(head: str, rest: str, gap: str) -> None:
    digits = (head + rest)[:10]
    written = gap.join(digits[place : place + 2] for place in range(0, 10, 2))
    assert choose_phone([written]) == choose_phone([written, written])  # two texts are never read at a glance


def test_a_usual_line_is_read_at_a_glance() -> None:
    with patch("flows.normalise.contacts._read", side_effect=AssertionError):
        assert choose_phone(["01 99 00 12 34"]) == ("+33199001234", {})


@given(st.lists(PAIRS, min_size=1, max_size=3), st.sampled_from(["agapi.fr", "gmail.com", "lilas.fr"]))
def test_a_team_s_mailbox_is_what_the_names_of_the_house_tell(parts: list[tuple[str, bool]], domain: str) -> None:
    local = ".".join(word + "7" * numbered for word, numbered in parts)
    told = kind_of(f"{local}@{domain}", ("Les Lilas", "Lille"))
    house = mailboxes._kind_of_the_house([word for word, _ in parts], domain, ["les lilas", "lille"])
    assert told == (f"{local}@{domain}", house)


@given(st.from_regex(r"https?://(www\.)?[a-z0-9-]{1,9}\.[a-z]{1,4}(/[a-z0-9./~_%?&=-]{0,12})?", fullmatch=True))
def test_a_usual_site_is_what_the_long_way_writes(raw: str) -> None:
    assert website(raw) == website(f" {raw}")


@given(
    st.lists(st.sampled_from([*forms._IN_WORDS, *"scop SA sas S.A. coopérative de ville arl anonyme mutuelle".split()]))
)
def test_a_text_without_a_telling_word_has_no_form_s_word(words: list[str]) -> None:
    text = " ".join(words)
    folded = forms.fold(text)
    patterns = [forms._SCOP, forms._SCIC, forms._COMPANY, *map(re.compile, _patterns())]
    if not forms._TELLING.search(folded) and "SA" not in text:
        assert [one.pattern for one in patterns if one.search(folded) or one.search(text)] == []


def _patterns() -> list[str]:
    return [*forms._IN_WORDS.values(), *forms._STATUTES.values(), *forms._INITIALS.values()]


@pytest.mark.parametrize(
    "word", ["scop", "scic", "société coopérative", "loi 1901", "mutuelle", "CCAS", "ville de Lille"]
)
def test_every_kind_of_organisation_has_a_telling_word(word: str) -> None:
    assert forms._TELLING.search(forms.fold(word))


@given(
    st.lists(st.sampled_from([*TOWNS, "de la Réunion", "- 93", "2A - ", "F-75", "s/", "("]), max_size=3),
    st.text(max_size=3),
)
def test_a_town_without_layer_is_not_stripped(pieces: list[str], more: str) -> None:
    town = " ".join([*pieces, more]).strip(" ,;.-")
    if not communes._LAYERED.search(town):
        assert communes._stripped(town) == town


TEXTS = st.lists(
    st.sampled_from(
        ["Lilas", "rue des", "12", "Mme Anne", "M.", "01 99 00 12 34", "chez", "a@b.fr", "99", "0", "n°1", ","]
    ),
    max_size=6,
).map(" ".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_record_of_ordinary_texts_is_what_the_long_way_leaves(nom: str, line: str, rue: str, commune: str) -> None:
    record = Record(nom, line, rue, "93100", commune, ("01 99 00 12 34", "99 01"), ("a@b.fr",))
    assert privacy.guard(record) == privacy._guarded(record)


def test_a_member_that_is_ordinary_is_not_looked_at_twice() -> None:
    one = Record("Les Lilas", "12 rue Verte, 93100 MONTREUIL", "12 rue Verte", "93100", "MONTREUIL")
    assert all(map(ordinary, (one.nom, one.adresse_source, one.rue, one.commune)))
    with patch.object(privacy, "_guarded", side_effect=AssertionError):
        table, told = records([one], source())
    assert (table.iloc[0].commune, told) == ("Montreuil", [])


OWN = st.sampled_from(
    [
        "01 99 00 12 34",
        "0199001234",
        "+33 1 99 00 12 34",
        "٠1 99 00 12 34",
        "a@b.fr",
        "A@B.FR",
        "tél.",
        "Lilas",
        "1",
        "-",
        "(0)",
    ]
)


@given(st.lists(OWN, max_size=6).map(" ".join), OWN, OWN)
def test_a_text_without_a_contact_s_digits_or_sign_does_not_hold_it(text: str, phone: str, box: str) -> None:
    digits = re.sub(r"\D", "", phone)[-9:]
    between = re.sub(rf"(?:\+\s?\d{{2,3}}{privacy._GAP})?0?" + r"\D{0,3}".join(digits), " ", text)
    out = between if len(digits) == 9 else text
    out = re.sub(re.escape(box), " ", out, flags=re.IGNORECASE) if "@" in box else out
    expected = text if out == text else tidy(privacy._LABEL.sub("", out))
    assert privacy._own(text, Record("A", "", telephones=(phone,), courriels=(box,))) == expected
