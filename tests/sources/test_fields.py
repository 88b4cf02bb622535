"""Pages of one member each: each value from the element whose class the descriptor names."""

import dataclasses
from typing import Any

import pytest

import sources
from schemas.errors import SourceChanged, UsageError
from schemas.records import Record, Snapshot, Source
from sources.reading import decoding
from sources.reading.fields import member

CHAMPS = {
    "nom": ".nom",
    "adresse": ".adresse",
    "telephones": ".tel",
    "courriels": ".mail a@href",
    "site_web": ".web a@href",
    "capacite": ".places",
    "reference": ".numero@data-id",
}


def source(zone: str = "main", **champs: str) -> Source:
    return dataclasses.replace(
        sources.load("coop_petite_enfance"), lecture={"zone": zone, "champs": {**CHAMPS, **champs}}
    )


def read(inside: str, zone: str = "main", encoding: str = "utf-8", content_type: str = "", **champs: str) -> Record:
    text = f"<html><head><meta charset='{encoding}'></head><body><main>{inside}</main><p class='nom'>Pied de page</p></body></html>"
    return member(snapshot(text.encode(encoding), content_type), source(zone, **champs))


def snapshot(body: bytes, content_type: str = "") -> Snapshot:
    return Snapshot("x", "https://annuaire.example/7.html", body, "", "0" * 64, "archive", content_type)


def test_each_field_is_the_text_of_its_element_blanks_collapsed_and_what_is_outside_the_zone_is_not_read() -> None:
    told = read("<h1 class='titre nom'>Les  P'tits\n <b>Loups</b></h1><p class='places'> 24 berceaux</p>")
    assert told == Record("Les P'tits Loups", "", capacite="24 berceaux")


def test_an_attribute_is_read_without_its_scheme() -> None:
    told = read(
        "<h1 class=nom>A</h1><p class=mail><a href='mailto:a%2Bb@creche.fr?subject=x'>écrire</a></p>"
        "<p class=web><a href=' https://creche.fr/ '>site</a></p><p class=numero data-id='77'></p>"
    )
    assert (told.courriels, told.site_web, told.reference) == (("a+b@creche.fr",), "https://creche.fr/", "77")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("3 rue <i>des</i> Lilas<br>69006 LYON", ("3 rue des Lilas, 69006 LYON", "3 rue des Lilas", "69006", "LYON")),
        (
            "<div>La Ferme</div><div>3 rue\nHaute</div><div>69006, Lyon</div>",
            ("La Ferme, 3 rue Haute, 69006, Lyon", "La Ferme, 3 rue Haute", "69006", "Lyon"),
        ),
        ("3 rue des Lilas", ("3 rue des Lilas", "", "", "")),
        ("3 rue des Lilas<br>LYON", ("3 rue des Lilas, LYON", "", "", "")),
        ("", ("", "", "", "")),
    ],
    ids=["br", "blocks", "no town", "no postcode", "empty"],
)  # fmt: skip
def test_an_address_is_lines_and_the_last_one_with_a_postcode_is_the_town(
    inside: str, expected: tuple[str, ...]
) -> None:
    told = read(f"<h1 class=nom>A</h1><div class=adresse>{inside}</div>")
    assert (told.adresse_source, told.rue, told.code_postal, told.commune) == expected


def test_several_phones_are_all_read_each_once() -> None:
    told = read("<h1 class=nom>A</h1><p class=tel>04 78</p><p class=tel>04 79</p><p class=tel>04 78</p>")
    assert told.telephones == ("04 78", "04 79")


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<p class=tel>04 78</p>", "has no name"),
        ("<h1 class=nom>A</h1><h1 class=nom>B</h1>", "2 values of nom"),
        ("<h1 class=nom> </h1>", "has no name"),
    ],
)
def test_a_page_without_one_certain_name_is_refused(inside: str, why: str) -> None:
    with pytest.raises(SourceChanged, match=why):
        read(inside)


def test_the_same_value_written_twice_is_one() -> None:
    assert read("<h1 class=nom>A</h1><p class=nom>A</p>").nom == "A"


def test_a_page_cut_short_is_refused() -> None:
    with pytest.raises(SourceChanged, match="cut short"):
        member(snapshot(b"<html><body><main><div><h1 class='nom'>A</h1><p cla"), source())


@pytest.mark.parametrize(("encoding", "content_type"), [("windows-1252", ""), ("iso-8859-1", ""), ("utf-8", "")])
def test_the_charset_that_a_page_names_is_obeyed(encoding: str, content_type: str) -> None:
    assert read("<h1 class=nom>Crèche d'Été</h1>", encoding=encoding, content_type=content_type).nom == "Crèche d'Été"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>é</p>".encode(), "text/html; charset=utf-8"),
        ("<p>é</p>".encode(), "text/html"),
        ("<p>é</p>".encode("cp1252"), "text/html"),
        ("<p>é</p>".encode("cp1252"), "text/html; charset=utf-8"),
        ("<p>é</p>".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ("\ufeff<p>é</p>".encode(), ""),
        ("<p>é</p>".encode("utf-16"), ""),
        ("<meta charset=cp1252><p>é</p>".encode(), "text/html; charset=utf-8"),
        ("<meta charset=cp1252><p>é</p>".encode(), ""),
        ("<meta http-equiv=content-type content='text/html; charset=latin1'><p>é</p>".encode("latin-1"), ""),
        ("<?xml version='1.0' encoding='iso-8859-1'?><p>é</p>".encode("latin-1"), ""),
        (b"<p>a\0b</p>", ""),
    ],
)
def test_a_body_in_utf_8_is_what_decoding_makes_of_it(body: bytes, content_type: str) -> None:
    page = snapshot(body, content_type)
    assert decoding.as_utf8(page).decode() == decoding.decode(page)


@pytest.mark.parametrize("champs", [{"nom": "h1"}, {"nom": ".a > b"}, {"directrice": ".nom"}])
def test_a_descriptor_that_is_not_understood_is_refused(champs: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"lecture\.champs"):
        read("<h1 class=nom>A</h1>", **champs)
