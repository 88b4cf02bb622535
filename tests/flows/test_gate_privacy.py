"""A release that holds somebody's contact is refused, and the refusal does not say it either."""

from collections.abc import Mapping
from functools import cache

import pandas as pd
import pytest

from flows.gate import privacy
from schemas.tables import TABLES, Tables, columns, conform, empty

CONTACT = "contact@creches.example"
FREE = "gmail.com"
# Of the range that the regulator keeps for fiction.
MOBILES = (
    "06 39 98 00 01",
    "06.39.98.00.01",
    "06-39-98-00-01",
    "0639980001",
    "06\u00a039\u00a098\u00a000\u00a001",
    "+33639980001",
    "+33 6 39 98 00 01",
    "+33 (0)6 39 98 00 01",
    "+33 (0) 6 39 98 00 01",
    "0033 6 39 98 00 01",
    "tel:+33639980001",
    "joindre le 06 39 98 00 01, le soir",
    "+262 692 00 00 01",
    "00262692000001 ou 0262",
)
MAILBOXES = ("accueil@creche.example", "Écrire à accueil@creche.example.", "x|accueil@creche.example|y")
HELD = [(t, c) for t in TABLES for c in columns(t) if c not in ("snapshot", "sha256", "siret", "siren", "geo_id")]
HELD = [(t, c) for t, c in HELD if c not in ("longitude", "latitude", "geo_score", "geo_similarite")]


def release(**tables: list[dict[str, str]]) -> Tables:
    """A release that may be published, and these rows."""
    return {**_published(), **{name: conform(rows, name) for name, rows in tables.items()}}


@cache
def _published() -> Tables:
    """Made once: nobody changes a table, who wants another one puts it in its place."""
    place = {"id": "cc-aaaaaaaa", "nom": "AGAPI", "sources": "pope", "telephone": "+33199001234"}
    rows: Mapping[str, list[dict[str, str]]] = {"etablissements": [place], "sources": [{"id": "pope"}]}
    return {t: conform(rows[t], t) if t in rows else empty(t) for t in TABLES}


def planted(table: str, column: str, value: str) -> Tables:
    made = release()
    row = conform([{column: value}], table)
    return {**made, table: pd.concat([made[table], row], ignore_index=True)}


def private(tables: Tables, contact: str = CONTACT) -> list[str]:
    """The cells that hold a contact, one line each."""
    (verdict,) = privacy.of_whole(tables, contact)
    assert (verdict.ruling == "ok") == (verdict.measured == "0")
    return verdict.message_en.split(": ", 1)[1].rstrip(".").split("; ") if verdict.ruling != "ok" else []


def test_a_release_without_private_values_is_let_through() -> None:
    assert private(release()) == []


@pytest.mark.parametrize("mobile", MOBILES)
def test_a_mobile_is_found_however_it_is_written(mobile: str) -> None:
    (fault,) = private(planted("gestionnaires", "adresse_siege", mobile))
    assert fault == "gestionnaires.csv line 2 column adresse_siege holds a mobile number"


@pytest.mark.parametrize(("table", "column"), HELD)
def test_a_mobile_or_a_mailbox_is_found_in_any_column_and_never_repeated(table: str, column: str) -> None:
    faults = private(planted(table, column, f"{MOBILES[0]} ")) + private(planted(table, column, f"a.b@{FREE}"))
    assert len(faults) == 2
    assert all(f"{table}.csv line" in fault and f"column {column} " in fault for fault in faults)
    assert not any(secret in fault for fault in faults for secret in ("39", "98", "@", "gmail"))


@pytest.mark.parametrize("text", MAILBOXES)
def test_a_mailbox_outside_its_column_is_found(text: str) -> None:
    assert private(planted("etablissements", "adresse_source", text)) == [
        "etablissements.csv line 3 column adresse_source holds a mailbox"
    ]


@pytest.mark.parametrize("table", ["etablissements", "gestionnaires"])
def test_an_organisations_mailbox_may_stand_in_its_own_column_and_in_its_evidence(table: str) -> None:
    assert private(planted(table, "courriel", "accueil@creche.example")) == []
    evidence = {"id": "cc-aaaaaaaa", "champ": "courriel", "valeur_source": "accueil@creche.example"}
    assert private(release(provenance=[evidence])) == []


@pytest.mark.parametrize("provider", [FREE, "orange.fr", "wanadoo.fr", "yahoo.co.uk", "asso.free.fr", "Hotmail.FR"])
def test_a_mailbox_of_a_provider_that_people_use_is_refused_even_there(provider: str) -> None:
    mailbox = f"a.b@{provider}"
    for made in (
        planted("etablissements", "courriel", mailbox),
        release(provenance=[{"champ": "courriel", "valeur_source": mailbox}]),
    ):
        (fault,) = private(made)
        assert fault.endswith("holds a mailbox of a provider that people use") and "@" not in fault


def test_the_projects_own_contact_may_be_told_but_not_with_another_beside_it() -> None:
    assert private(planted("sources", "attribution", f"Écrire à {CONTACT}.")) == []
    assert len(private(planted("sources", "attribution", f"{CONTACT}, a@b.example"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "+33199001234",
        "01 99 00 12 34",
        "6 rue du 6 juin, 06000 Nice",
        "2026-11-22",
        "75010 Paris",
        "0139980001",
        "2,06",
    ],
)
def test_fixed_lines_postcodes_and_days_are_no_mobiles(text: str) -> None:
    assert private(planted("etablissements", "adresse_source", text)) == []


def test_digests_and_numbers_of_registers_are_not_taken_for_mobiles() -> None:
    assert private(planted("sources", "sha256", "f0639980001a")) == []
    assert private(planted("etablissements", "longitude", "0.0639980001")) == []


SIRET = "10262690000017"  # its digits hold those of a mobile of La Réunion
PAGE = f"https://annuaire-entreprises.data.gouv.fr/etablissement/{SIRET}"


@pytest.mark.parametrize("text", [SIRET, PAGE, f"{PAGE}?x=1", f"356000000|{SIRET}", f"SIRET {SIRET}, fermé"])
@pytest.mark.parametrize(("table", "column"), [("identifiants", "reference"), ("provenance", "source_url")])
def test_a_siren_or_a_siret_is_never_taken_for_a_mobile(table: str, column: str, text: str) -> None:
    assert private(planted(table, column, text)) == []


def test_fourteen_digits_without_their_key_are_no_mobile_but_ten_beside_a_siret_are() -> None:
    assert private(planted("identifiants", "reference", "10262690000018")) == []
    assert len(private(planted("identifiants", "reference", f"{SIRET}/0639980001"))) == 1
