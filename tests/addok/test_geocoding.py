"""The whole step through a real addok: real streets, real answers, nothing in between is made up."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from flows.geocode.match import Question
from flows.geocode.remote import BATCH_FROM, Remote
from flows.locate import Asked
from tests.addok.documents import Address
from tests.addok.sample import documents, known_streets
from tests.commands import Creches
from tests.flows.geocode_service import AGENT
from tests.gold.subject import through

ENGINE = {"geo_source": "addok", "geo_statut": "auto"}


def place(addok: str, *asked: tuple[str, str, str]) -> pd.DataFrame:
    """Addresses placed with the engine, as `creches geocode --csv` does; the codes of their doubts in `doutes`."""
    found = through(addok).place([Asked(*one) for one in asked])
    doubts = [[a.code for a in found.anomalies if a.id == str(n)] for n in range(len(asked))]
    return found.places.assign(doutes=doubts)


def one(addok: str, *asked: str) -> "pd.Series[str]":
    (adresse, code_postal, commune) = asked
    return place(addok, (adresse, code_postal, commune)).iloc[0]


@pytest.mark.parametrize(
    ("asked", "numero", "voie"),
    [
        (("41 Rue Delizy", "93500", "Pantin"), "numero", "41 Rue Delizy 93500 Pantin"),
        (("4 Rue de Saint-Quentin", "75010", "Paris"), "numero", "4 Rue de Saint-Quentin 75010 Paris"),
        (("30 Rue de Saint-Antoine", "93100", "Montreuil"), "numero", "30 Rue de Saint-Antoine 93100 Montreuil"),
        (("2 chemin de la crèche", "22100", "TADEN"), "numero", "2 Chemin de la Crèche 22100 Taden"),
        (("1 rue de la Commune de Paris", "93450", "L'Île-Saint-Denis"), "numero", "1 Rue de la Commune de Paris"),
        (("20 avenue Foch", "75116", "Paris"), "numero", "20 Avenue Foch 75116 Paris"),
        (("1 BIS rue Horace Vernet", "92130", "Issssy-les-Moulineaux"), "numero", "1 bis Rue Horace Vernet"),
        (("2 TER rue Horace Vernet", "92130", "Issy les Moulineaux"), "numero", "2 ter Rue Horace Vernet"),
        (("11Bis rue Horace Vernet", "92130", "ISSY LES MOULINEAUX"), "numero", "11 bis Rue Horace Vernet"),
        (("392 A rue Horace Vernet", "92130", "Issy-les-Moulineaux"), "numero", "392 a Rue Horace Vernet"),
        (("48-50 rue Horace Vernet", "92130", "Issy-les-Moulineaux"), "numero", "48 Rue Horace Vernet"),
        (("37/39 rue Horace Vernet", "92130", "Issy-les-Moulineaux"), "numero", "37 Rue Horace Vernet"),
        (("8/22 rue de la République", "93200", "Saint Denis"), "numero", "8 Rue de la République 93200"),
        (("rue Horace Vernet", "92130", "Issy-les-Moulineaux"), "voie", "Rue Horace Vernet"),
        (("10 rue de la République", "97400", "Saint Denis"), "numero", "97400"),
        (("10 rue de la République", "93200", "Saint Denis"), "numero", "93200"),
        (("41 rue Delizy", "93507", "PANTIN CEDEX"), "numero", "41 Rue Delizy 93500 Pantin"),
        (("Crèche Pom d'Api, bâtiment B, 41 rue Delizy", "93500", "Pantin"), "numero", "41 Rue Delizy"),
        (("service petite enfance - 41 R DELIZY - 2e étage", "93500", "PANTIN"), "numero", "41 Rue Delizy"),
    ],
    ids=str,
)
def test_an_address_found_on_a_real_page_is_found_on_the_ground(
    addok: str, asked: tuple[str, str, str], numero: str, voie: str
) -> None:
    row = one(addok, *asked)
    assert (row["geo_precision"], row["geo_statut"], row["geo_source"]) == (numero, "auto", "addok"), row.to_dict()
    assert voie in row["geo_libelle"]


def test_a_street_that_lyon_6e_and_villeurbanne_share_keeps_the_declared_commune_and_withholds_the_door(
    addok: str,
) -> None:
    row = one(addok, "133 rue des Charmettes", "69006", "Lyon")
    assert (row["code_insee"], row["geo_precision"], row["geo_statut"]) == ("69386", "commune", "revue")
    assert row["doutes"] == ["conflit_commune"]
    assert one(addok, "133 rue des Charmettes", "69100", "Villeurbanne")["geo_precision"] == "numero"
    assert one(addok, "12 rue des Charmettes", "69006", "Lyon")["geo_precision"] == "numero"


@pytest.mark.parametrize(
    ("asked", "statut", "doutes"),
    [
        (("41 avenue Delizy", "93500", "Pantin"), "revue", ["point_a_revoir"]),
        (("41 rue Delisi", "93500", "Pantin"), "revue", ["point_a_revoir"]),
        (("41 rue de la Lune-Rousse", "93500", "Pantin"), "auto", ["voie_non_trouvee"]),
        (("10 rue de la République", "93500", "Pantin"), "auto", ["voie_non_trouvee"]),
        (("41 rue Delizy", "93100", "Pantin"), "auto", ["commune_a_verifier"]),
        (("41 rue Delizy", "", "Pantin"), "auto", ["commune_sans_code_postal"]),
        (("10 rue de la République", "", "Saint-Denis"), "revue", ["commune_ambigue"]),
    ],
    ids=str,
)
def test_what_is_not_proved_is_told(addok: str, asked: tuple[str, str, str], statut: str, doutes: list[str]) -> None:
    row = one(addok, *asked)
    assert (row["geo_statut"], row["doutes"]) == (statut, doutes)


def test_tables_and_single_questions_give_one_answer(addok: str) -> None:
    doors = [*known_streets()]
    asked = [Question(f"{d.numero} {d.voie}", d.code_postal, d.commune, d.code_insee, d.code_insee) for d in doors]
    assert len(asked) >= BATCH_FROM
    tables = Remote(AGENT, addok)(asked)
    for question, door in zip(asked, doors, strict=True):
        single = Remote(AGENT, addok)([question]).matches[question][0] if door.numero in ("1", "41", "133") else None
        best = tables.matches[question][0]
        assert single is None or (single.id, single.longitude, single.latitude) == (
            best.id,
            best.longitude,
            best.latitude,
        )


def real(count: int) -> list[Address]:
    """Doors that the engine holds, from every part of France."""
    held = [d for d in documents() if d["type"] == "street"]
    doors = [(d, number, at) for d in held for number, at in d["housenumbers"].items()]
    step = max(1, len(doors) // count)
    return [
        Address(number, d["name"], d["postcode"], d["city"], d["citycode"], str(at["lon"]), str(at["lat"]))
        for d, number, at in doors[::step]
    ]


def test_a_thousand_real_addresses_are_found_at_their_doors(addok: str) -> None:
    doors = real(1_000)
    found = place(addok, *((f"{d.numero} {d.voie}", d.code_postal, d.commune) for d in doors))
    right = [
        abs(float(row["longitude"] or 0) - float(d.longitude)) < 1e-5 and row["geo_precision"] == "numero"
        for (_, row), d in zip(found.iterrows(), doors, strict=True)
    ]
    assert len(doors) >= 900 and sum(right) / len(right) >= 0.97
    wrong = [d for (_, row), d in zip(found.iterrows(), doors, strict=True) if row["code_insee"] != d.code_insee]
    assert wrong == []


def test_the_command_places_a_table_through_the_engine(
    addok: str, creches: Creches, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRECHES_GEOCODER", addok)
    doors = real(300)
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ("adresse", "code_postal", "commune"),
                *((f"{d.numero} {d.voie}", d.code_postal, d.commune) for d in doors),
            ]
        )
    ended = creches("geocode", "--csv", tmp_path / "in.csv", tmp_path / "out.csv", "--provider", "addok", "--json")
    assert ended.code == 0 and ended.document["panne"] == ""
    assert ended.document["geo_precision"]["numero"] >= 0.97 * len(doors)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["geo_source"] for row in rows if row["geo_precision"] == "numero"} == {"addok"}
