"""Pages that mean harm, or were met by a reader who did: none may shift a row, print a secret or end in a crash."""

import contextlib

import pytest

from flows.parse import parse
from schemas.errors import SourceChanged
from schemas.records import Reading, Record, Snapshot
from sources import load
from sources.reading.copies import merge_copies
from tests.pages.markups import MARKUPS
from tests.pages.members import MEMBERS, to_bytes

SOURCE = load("coop_petite_enfance")


def read(page: str | bytes) -> Reading:
    return parse(SOURCE, Snapshot(SOURCE.id, SOURCE.url, to_bytes(page), "2026-11-22T00:00:00Z", "0" * 64, "page"))


def listed(names: list[str], title: str = "Localisation des coop petite enfance") -> str:
    """A page under the network's own name, whose first address has no name when the first one is ''."""
    rows = "".join(
        f"<p><b>{name}</b></p><p>{m.line}</p>" if name else f"<p>{m.line}</p>"
        for name, m in zip(names, MEMBERS, strict=True)
    )
    return f"<html><body><h1>Coop Petite Enfance</h1><h2>{title}</h2>{rows}</body></html>"


@pytest.mark.parametrize("codec", ["zlib_codec", "bz2", "hex", "rot13", "base64", "no-such-charset"])
def test_a_charset_that_is_no_charset_is_refused_or_ignored_and_never_crashes(codec: str) -> None:
    page = f"<html><head><meta charset={codec}></head>" + listed([m.nom for m in MEMBERS])[6:]
    with contextlib.suppress(SourceChanged):
        assert len(read(page).records) == 6


@pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u06f0", "\U0001d7ce"])
def test_a_mobile_in_foreign_digits_is_known_for_a_mobile(zero: str) -> None:
    mobile = "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in "06 39 98 12 34")
    page = listed([m.nom for m in MEMBERS]).replace(MEMBERS[0].line, f"{MEMBERS[0].line} {mobile}")
    first = next(r for r in read(page).records if r.nom == MEMBERS[0].nom)
    assert first.telephones == ("06 39 98 12 34",)
    assert mobile not in str(first) and "39 98" not in first.nom + first.adresse_source + first.rue


def test_a_first_address_that_lost_its_name_is_told_though_the_network_s_name_stands_above() -> None:
    reading = read(listed(["", *(m.nom for m in MEMBERS[1:])]))
    assert [r.nom for r in reading.records] == [m.nom for m in MEMBERS[1:]]
    assert [doubt.code for doubt in reading.doubts] == ["adresse_sans_nom"]


def test_a_second_copy_whose_names_have_slipped_is_refused() -> None:
    names = ["Un", "Deux", "Trois", "Quatre"]
    codes = ["35000", "59000", "31000", "44000"]
    first = [Record(n, c, code_postal=c, commune="X") for n, c in zip(names, codes, strict=True)]
    slipped = [Record(n, c, code_postal=c, commune="X") for n, c in zip([*names[1:], names[0]], codes, strict=True)]
    with pytest.raises(SourceChanged, match="contradict"):
        merge_copies([*first, *slipped], SOURCE.id)
    assert merge_copies(first, SOURCE.id) == first


def test_every_markup_is_still_read_when_a_hostile_comment_surrounds_it() -> None:
    page = to_bytes(MARKUPS["h3_p"](MEMBERS)).decode()
    assert len(read(page.replace("<body", "<!-- <li>X<br>1 Rue X, 75001 Paris --><body", 1)).records) == 6
