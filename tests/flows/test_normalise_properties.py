"""What holds for any text a page may hold: nothing invented, nothing changed twice, nothing withheld that shows."""

import re
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise import records
from flows.normalise.addresses import address
from flows.normalise.communes import commune, postcode
from flows.normalise.contacts import mailbox, phone
from flows.normalise.forms import FORMS, form_in_name, form_words, legal_form
from flows.normalise.names import name, names
from flows.normalise.sites import website
from flows.normalise.ways import FULL_WORDS
from flows.safety import hazard
from schemas.records import Record
from sources.text import fold
from tests.flows.sources_for_tests import source

Test = Callable[..., None]


def holds(*texts: st.SearchStrategy[Any]) -> Callable[[Test], Test]:
    """A property held on any of these texts; the first call reads the phone plans, so no time limit an example."""
    return lambda test: settings(deadline=None)(given(*texts)(test))


LETTERS = "abcdefghilmnoprstuvxyéèêàçôîœABCDELMNPRSTÉÎÔ"
ANY = st.text(st.sampled_from(LETTERS + "0123456789 '’-.,/()«»\"–•|°:;\u00a0") | st.characters(), max_size=40)
WORDS = st.sampled_from(
    "12 1 BIS bis Ter 392 A 37/39 48 - 50 , rue RUE Rue R. av. AVENUE bd Ch ch. imp pl. St ST Ste Saint du DU de la LES"
    " d'Alsace L'ÎLE P'TITS ABORD'AGES gal Dr Mal Foch Bât. BAT bâtiment B 2e étage BP CS 145 résidence Rés. c/o Maison"
    " centre social ZA zi France CEDEX cedex 9 PARIS Paris LYON 06 10e 69006 Taden sur EN (93) 8 mai 1945 XIV E2S MAM"
    " Grande Gde lotissement lot. n° et à N°3 Hall porte tour Les Lilas PANTIN la Réunion Défense s/Saône".split()
)
LINES = st.lists(WORDS, max_size=9).map(" ".join) | ANY
TOWNS = st.sampled_from(
    ["", "Taden", "LYON 06", "Paris 10e", "ST DENIS CEDEX", "L'Île-Saint-Denis", "Entraigues sur la Sorgue (84)", "12"]
)
CODES = st.sampled_from(["", "69006", "F-75010", "1000", "97460"]) | ANY


@holds(ANY | LINES)
def test_a_clean_name_is_left_alone(raw: str) -> None:
    assert name(name(raw)) == name(raw)


@holds(ANY | LINES)
def test_a_name_is_made_of_the_letters_of_its_source_in_their_order(raw: str) -> None:
    letters = iter(fold(raw).replace(" ", ""))
    assert all(letter in letters for letter in fold(name(raw)).replace(" ", ""))


@holds(st.lists(ANY | LINES, max_size=5), st.lists(LINES, max_size=3))
def test_the_names_of_a_page_keep_their_letters_and_their_places(raws: list[str], known: list[str]) -> None:
    assert [fold(one) for one in names(raws, known)] == [fold(name(raw)) for raw in raws]


@holds(LINES, CODES, TOWNS)
def test_a_clean_address_is_left_alone(rue: str, code: str, town: str) -> None:
    once = address(rue, code, town)
    again = address(once.adresse, once.code_postal, once.commune)
    assert (again.adresse, again.code_postal, again.commune) == (once.adresse, once.code_postal, once.commune)


@holds(LINES, CODES, LINES)
def test_an_address_invents_no_word(rue: str, code: str, town: str) -> None:
    parts = address(rue, code, town)
    assert _pieces(parts.adresse) <= _pieces(rue) | FULL_WORDS
    assert _pieces(parts.complement) <= _pieces(rue) | FULL_WORDS
    assert _pieces(parts.commune) <= _pieces(town) | {"saint", "sainte", "sur"}


@holds(LINES, CODES)
def test_the_line_of_an_address_is_its_number_its_repetition_and_its_way(rue: str, code: str) -> None:
    parts = address(rue, code, "Taden")
    assert parts.adresse == " ".join(one for one in (parts.numero, parts.repetition, parts.voie) if one)


@holds(LINES)
def test_a_clean_town_is_left_alone(raw: str) -> None:
    assert commune(commune(raw)) == commune(raw)


@holds(ANY | st.from_regex(r"[0-9F -]{4,9}", fullmatch=True))
def test_a_postcode_has_five_digits_or_is_empty(raw: str) -> None:
    assert re.fullmatch(r"(?:[0-9]{5})?", postcode(raw))
    assert postcode(postcode(raw)) == postcode(raw)


@holds(ANY | st.from_regex(r"[+0-9 ./()-]{0,20}", fullmatch=True))
def test_a_published_phone_is_e164_and_reads_as_itself(raw: str) -> None:
    read = phone(raw)
    assert (read.nature == "fixe") == bool(re.fullmatch(r"\+[1-9][0-9]{6,14}", read.e164))
    assert read.nature != "fixe" or phone(read.e164) == read


@holds(ANY | st.from_regex(r"[a-z0-9._+-]{1,20}@[a-z-]{1,10}\.(?:fr|coop)", fullmatch=True))
def test_a_published_mailbox_reads_as_itself(raw: str) -> None:
    read = mailbox(raw, ("Les Lilas",))
    assert (read.nature == "generique") == bool(read.adresse)
    assert not read.adresse or mailbox(read.adresse, ("Les Lilas",)) == read


@holds(ANY | st.from_regex(r"(?:https?://)?[a-z0-9.-]{1,20}(?:/[a-z0-9é?=&% -]{0,9})?", fullmatch=True))
def test_a_published_site_is_an_https_url_and_reads_as_itself(raw: str) -> None:
    url = website(raw)
    assert not url or re.fullmatch(r"https://[!-~]+", url)
    assert website(url) == url


@holds(ANY | LINES)
def test_a_form_is_of_the_vocabulary_and_its_words_are_of_the_name(raw: str) -> None:
    assert {legal_form(raw), form_in_name(raw)} <= FORMS
    assert fold(form_words(raw)) in fold(raw)
    assert form_in_name(form_words(raw)) == form_in_name(raw)


@holds(ANY | LINES)
def test_a_harmless_text_starts_no_formula(raw: str) -> None:
    assert hazard(raw) or not re.match(r"[\s\u200b]*[=+\-@]", raw)


MOBILE = st.builds(
    lambda digits, gap, head: head + gap.join(["39", "98", digits[:2], digits[2:]]),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.sampled_from([" ", ".", "-", "/", "\u00a0", "", "  ", " . ", "\u2011", "·", "_"]),
    st.sampled_from(["06 ", "06", "06.", "+33 6 ", "+33 (0)6 ", "0033 6 ", "(06) ", "Tél : 06-", "6 "]),
)
PERSONAL = st.sampled_from(["prenom.nom@wanadoo.example.fr", "Prenom.Nom@gmail.com", "prenom.nom (at) free (point) fr"])


TEXTS = st.lists(st.sampled_from(["Crèche", "12 rue des Lilas", "Taden", "BP 145", ",", "-"]), min_size=1, max_size=5)


@holds(MOBILE | PERSONAL, st.lists(TEXTS, min_size=4, max_size=4), st.integers(0, 5))
def test_a_withheld_contact_shows_in_no_column_and_no_message(secret: str, texts: list[list[str]], place: int) -> None:
    nom, line, rue, town = (" ".join([*words[:place], secret, *words[place:]]) for words in texts)
    personal = "nom" in secret.lower()
    phones, mailboxes = ((), (secret,)) if personal else ((secret,), ())
    record = Record(nom, line, rue, "", town, telephones=phones, courriels=mailboxes)
    table, told = records([record], source())
    shown = [str(cell) for row in table.to_dict("records") for cell in row.values()]
    shown += [text for one in told for text in (one.message_fr, one.message_en, one.valeur)]
    digits = re.sub(r"\D", "", secret)[-8:] or "none"
    assert told
    assert not [text for text in shown if digits in re.sub(r"\D", "", text) or "prenom" in text.lower()]


def _pieces(text: str) -> set[str]:
    """Runs of letters and runs of digits: "11Bis" holds 11 and bis."""
    return set(re.findall(r"[a-z]+|[0-9]+", fold(text)))
