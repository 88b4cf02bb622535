"""A small Sirene stock made by hand: one unit for each thing that discovery must tell apart. Names are invented."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sources
from benches.sirene_stock import CANARY, MASKED, write
from flows.registers import sirene
from schemas.found import Known
from schemas.records import Reading, Row, Snapshot

SOURCE = sources.load("sirene")
NOW = "2026-11-26T10:00:00+00:00"
UNITS, PLACES, PERIODS, LINKS = (
    "StockUniteLegale_utf8", "StockEtablissement_utf8", "StockUniteLegaleHistorique_utf8",
    "StockEtablissementLiensSuccession_utf8",
)  # fmt: skip
CARE = "88.91A"
Rows = Sequence[Row]


def keyed(digits: str) -> str:
    """Digits and their Luhn key."""
    doubled = (int(digit) * (2 - n % 2) for n, digit in enumerate(reversed(digits)))
    return digits + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def siret(siren: str, number: int) -> str:
    return keyed(f"{siren}{number:04d}")


SCOP, CAE, SHOP, SCIC_SAS, SIGN, SILENT, PLAIN = (keyed(f"1000000{n}") for n in range(7))
TOWN, ASSOCIATION, PERSON, HIDDEN, OLD, RENAMED, NO_PLACE = (keyed(f"2000000{n}") for n in range(7))
ZERO = keyed("00552013")
KNOWN = Known((ASSOCIATION, PERSON, keyed("99999999")))
FOUND = {SCOP, CAE, SCIC_SAS, SIGN, ASSOCIATION, HIDDEN, OLD, RENAMED, NO_PLACE, ZERO}


def unit(siren: str, category: str, name: str = "LES LUTINS", activity: str = CARE, **cells: str) -> Row:
    """A legal unit, active, fully disclosed, of the social economy."""
    return {
        "siren": siren,
        "statutDiffusionUniteLegale": "O",
        "dateCreationUniteLegale": "2005-03-01",
        "dateDernierTraitementUniteLegale": "2026-10-30T08:00:00",
        "nombrePeriodesUniteLegale": "2",
        "dateDebut": "2017-07-01",
        "etatAdministratifUniteLegale": "A",
        "denominationUniteLegale": name,
        "categorieJuridiqueUniteLegale": category,
        "activitePrincipaleUniteLegale": activity,
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        "nicSiegeUniteLegale": siret(siren, 1)[9:],
        "economieSocialeSolidaireUniteLegale": "O",
        "caractereEmployeurUniteLegale": "O",
        **cells,
    }


def place(siren: str, number: int = 1, activity: str = CARE, **cells: str) -> Row:
    """An establishment, open and fully disclosed; the first of a unit is its head office."""
    return {
        "siren": siren,
        "nic": siret(siren, number)[9:],
        "siret": siret(siren, number),
        "statutDiffusionEtablissement": "O",
        "dateDernierTraitementEtablissement": "2026-09-30T08:00:00",
        "etablissementSiege": "true" if number == 1 else "false",
        "complementAdresseEtablissement": "BATIMENT B",
        "numeroVoieEtablissement": "12",
        "indiceRepetitionEtablissement": "B",
        "typeVoieEtablissement": "RUE",
        "libelleVoieEtablissement": "DES LILAS",
        "codePostalEtablissement": "01000",
        "libelleCommuneEtablissement": "BOURG-EN-BRESSE",
        "codeCommuneEtablissement": "01053",
        "dateDebut": "2017-07-01",
        "etatAdministratifEtablissement": "A",
        "activitePrincipaleEtablissement": activity,
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        "caractereEmployeurEtablissement": "O",
        **cells,
    }


def units() -> list[Row]:
    persons = dict.fromkeys(
        ("nomUniteLegale", "prenom1UniteLegale", "pseudonymeUniteLegale", "nomUsageUniteLegale"), CANARY
    )
    return [
        unit(SCOP, "5458", "LES PETITS LUTINS", **persons, sigleUniteLegale="LPL", denominationUsuelle1UniteLegale="LUTINS ET CIE"),
        unit(CAE, "5460", "CABANE ET COMPAGNIE", "70.22Z"),
        unit(SHOP, "5460", "LA BOUTIQUE COOPERATIVE", "47.11B"),
        unit(SCIC_SAS, "5710", "LA RIVIERE S.C.I.C."),
        unit(SIGN, "5499", "LE MOULIN"),
        unit(SILENT, "5710", "LE MICROSCOPE"),
        unit(PLAIN, "5710", "SCIC SANS DRAPEAU", economieSocialeSolidaireUniteLegale="N"),
        unit(TOWN, "7210", "COMMUNE DE BOURG", "84.11Z"),
        unit(ASSOCIATION, "9220", "LA COOPE DES LUTINS"),
        unit(PERSON, "1000", "", **persons, denominationUsuelle1UniteLegale=CANARY),
        unit(HIDDEN, "5558", "LA LANTERNE", statutDiffusionUniteLegale="P"),
        unit(OLD, "5458", "LE TILLEUL", etatAdministratifUniteLegale="C", dateDebut="2019-12-31"),
        unit(RENAMED, "5460", "LES NUAGES"),
        unit(NO_PLACE, "5560", "LA BARQUE"),
        unit(ZERO, "5658", "LE ZERO DE TETE"),
    ]  # fmt: skip


def places() -> list[Row]:
    hidden = {
        "complementAdresseEtablissement": MASKED,
        "libelleVoieEtablissement": MASKED,
        "codePostalEtablissement": MASKED,
    }
    return [
        place(SCOP, denominationUsuelleEtablissement="CRECHE DES LUTINS"),
        place(CAE, 1, "70.22Z", libelleCommuneEtablissement="LYON CEDEX 6", distributionSpecialeEtablissement="BP 12"),
        place(CAE, 2, enseigne1Etablissement="LA CABANE", enseigne2Etablissement="LA PETITE CABANE"),
        place(CAE, 3, etatAdministratifEtablissement="F", dateDebut="2021-08-31"),
        place(CAE, 4, "85.59A"),
        place(SHOP, 1, "47.11B"),
        *(place(siren) for siren in (SCIC_SAS, SILENT, PLAIN, ASSOCIATION, OLD, RENAMED, ZERO)),
        place(SIGN, enseigne1Etablissement="LA COOP DU MOULIN"),
        place(TOWN, 1, "84.11Z"),
        place(TOWN, 2, enseigne1Etablissement="CRECHE MUNICIPALE COOPERATIVE"),
        place(PERSON, enseigne1Etablissement=CANARY),
        place(HIDDEN, 1, **hidden),
        place(HIDDEN, 2, statutDiffusionEtablissement="P", **dict.fromkeys(hidden, "[ND]")),
        place(ZERO, 2, statutDiffusionEtablissement="P", **hidden),
        place(ZERO, 3, complementAdresseEtablissement=f"CHEZ MME {CANARY}"),
    ]


def periods() -> list[Row]:
    start = {"siren": RENAMED, "categorieJuridiqueUniteLegale": "5460", "nomUniteLegale": CANARY}
    first = {**start, "categorieJuridiqueUniteLegale": "9220", "denominationUniteLegale": "ASSOCIATION DES NUAGES"}
    return [
        {**first, "dateDebut": "2005-03-01", "dateFin": "2012-12-31"},
        {**start, "dateDebut": "2013-01-01", "dateFin": "2017-06-30", "denominationUniteLegale": "NUAGES ET SOLEIL"},
        {**start, "dateDebut": "2017-07-01", "denominationUniteLegale": "LES NUAGES"},
        {"siren": TOWN, "dateDebut": "1999-01-01", "categorieJuridiqueUniteLegale": "7210"},
    ]


def links() -> list[Row]:
    same = {"dateLienSuccession": "2020-01-01", "transfertSiege": "false", "continuiteEconomique": "true"}
    return [
        {"siretEtablissementPredecesseur": siret(CAE, 3), "siretEtablissementSuccesseur": siret(CAE, 2), **same},
        {"siretEtablissementPredecesseur": siret(TOWN, 2), "siretEtablissementSuccesseur": siret(SCOP, 1), **same},
        {"siretEtablissementPredecesseur": siret(TOWN, 1), "siretEtablissementSuccesseur": siret(TOWN, 2), **same},
    ]


def stock(folder: Path, kind: str = "parquet", **changed: Rows) -> Path:
    """The four files in a folder; `changed` gives the rows of one instead (units, places, periods, links)."""
    folder.mkdir(exist_ok=True)
    made = {"units": units, "places": places, "periods": periods, "links": links}
    for name, (which, rows) in zip((UNITS, PLACES, PERIODS, LINKS), made.items(), strict=True):
        write(folder, name, changed.get(which) or rows(), kind)
    return folder


def harvested(where: Path | str, known: Known = KNOWN, now: str = NOW) -> bytes:
    """The body of a snapshot of the stock in a folder, or at an address."""
    with patch.dict(os.environ, CRECHES_SIRENE=str(where)):
        return sirene.harvest(SOURCE, known, lambda: now)


def told(body: bytes) -> Any:
    return json.loads(body)


def sirens(body: bytes) -> set[str]:
    return {row["siren"] for row in told(body)["unites"]}


def found(body: bytes, siret: str) -> Mapping[str, str]:
    """One establishment of a body."""
    [row] = [row for row in told(body)["etablissements"] if row["siret"] == siret]
    assert isinstance(row, dict)
    return row


def read(body: bytes) -> Reading:
    """What the reader understands of a body."""
    digest = hashlib.sha256(body).hexdigest()
    return sources.read(SOURCE, Snapshot(SOURCE.id, SOURCE.url, body, NOW, digest, "reseau", "application/json"))
