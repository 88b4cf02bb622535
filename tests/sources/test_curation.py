"""Hand-kept files: what was known when the curation began is judged, and a bad row refuses the file by its line and column.

The rows are those of 2026-11-22, kept in `curation_then/`: whoever adds one to `sources/curation/` changes no test.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import fetch, parse
from flows.normalise.forms import FORMS, legal_form
from flows.normalise.mention_where import where
from schemas.errors import UsageError
from schemas.mentions import RAW
from schemas.records import Anomaly, Reading, Row, Snapshot
from schemas.tables import fields
from sources.curation_files import earliest

ROOT = Path(__file__).parents[2]
SOURCE = sources.load("curation")
THEN = ROOT / "tests" / "sources" / "curation_then"
SNAPSHOT = fetch.embedded(SOURCE, THEN / "snapshots")
READING = parse.parse(SOURCE, SNAPSHOT)
MENTIONS = READING.tables["mentions"]
FILES: dict[str, str] = json.loads(SNAPSHOT.body)
RULES: dict[str, Any] = json.loads((ROOT / "schemas" / "curation.json").read_text(encoding="utf-8"))["$defs"]

Change = Callable[[dict[str, list[Row]]], None]


def rows(name: str, files: Mapping[str, str] = FILES) -> list[Row]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"])))


OPERATORS = {row["reference"]: row for row in rows("gestionnaires")}
PLACES = {row["reference"]: row for row in rows("etablissements")}


def doubts(about: str, reading: Reading = READING) -> list[Anomaly]:
    return [doubt for doubt in reading.doubts if doubt.sur == about]


def written(name: str, changed: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows(name)[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(changed)
    return out.getvalue()


def read_again(change: Change, day: str = "2026-11-22") -> Reading:
    """The reading of the committed files after a change of their rows, read on a day."""
    files = {name: rows(name) for name in ("gestionnaires", "etablissements", "doutes")}
    change(files)
    return read_texts({f"{name}.csv": written(name, changed) for name, changed in files.items()}, day)


def read_texts(texts: Mapping[str, str], day: str = "2026-11-22") -> Reading:
    snapshot = replace(SNAPSHOT, body=json.dumps(texts).encode(), recupere_le=f"{day}T00:00:00Z")
    return sources.read(SOURCE, snapshot)


def setting(name: str, reference: str, /, **cells: str) -> Change:
    """The change of some cells of one row."""

    def change(files: dict[str, list[Row]]) -> None:
        next(row for row in files[name] if row["reference"] == reference).update(cells)

    return change


# What was known when the curation began


def test_the_files_of_now_are_read_and_hold_at_least_what_was_known_then() -> None:
    now = parse.parse(SOURCE, fetch.embedded(SOURCE, sources.SNAPSHOTS)).tables["mentions"]
    assert {one["reference"] for one in MENTIONS} <= {one["reference"] for one in now}
    for one in now:
        there = where(one["code_postal"], one["commune"], departement=one["departement"])
        assert there.doubts == () and bool(there.code_commune) == bool(one["commune"])
        assert one["table"] == "etablissements" or not one["forme"] or legal_form(one["forme_source"]) == one["forme"]


def test_twelve_operators_and_twenty_four_places_may_enter_and_two_are_set_aside() -> None:
    states = Counter((mention["table"], mention["etat"]) for mention in MENTIONS)
    assert states == {
        ("gestionnaires", "actif"): 12,
        ("gestionnaires", "ecarte"): 1,
        ("etablissements", "actif"): 18,
        ("etablissements", "annonce"): 6,
        ("etablissements", "ecarte"): 1,
    }
    assert OPERATORS["la-coope-des-p-tits-b"]["motif"]
    assert len({place["departement"] for place in PLACES.values()}) >= 10


@pytest.mark.parametrize(
    ("reference", "facts"),
    [
        ("les-petits-d-homme", {"capacite": "45"}),
        ("les-petits-d-homme-distillerie", {"capacite": ""}),
        ("microscop", {"capacite": "10"}),
        ("les-petits-comperes", {"categorie": "creche_familiale", "capacite": "27"}),
        ("la-maisonnette", {"categorie": "creche_collective", "modes_accueil": "", "capacite": ""}),
        ("les-galopins", {"categorie": "creche_collective", "modes_accueil": "", "capacite": ""}),
        ("relais-de-roncq", {"categorie": "rpe", "capacite": ""}),
        ("bonne-mine", {"categorie": "laep", "capacite": ""}),
        ("soli-momes", {"itinerante": "true", "capacite": "15", "commune": "Montreuil"}),
        ("la-p-tite-cabane", {"avip": "true", "capacite": "18"}),
        ("les-petits-deboulonnes", {"gestionnaire": "creche-de-la-roche-de-gourdon"}),
        ("les-pitchous-corps", {"nom": "Les Pitchous", "commune": "Corps"}),
        ("les-pitchous-la-salle-en-beaumont", {"nom": "Les Pitchous", "commune": "La Salle-en-Beaumont"}),
        ("al-rennes-atalante", {"nom": "Crèche de Rennes Atalante", "etat": "annonce"}),
    ],
)
def test_a_place_is_judged_on_what_its_page_proves(reference: str, facts: Row) -> None:
    assert {name: PLACES[reference][name] for name in facts} == facts


@pytest.mark.parametrize(
    ("about", "code", "valeur"),
    [
        ("gestionnaires:agapi", "total_de_plusieurs_lieux", "95"),
        ("gestionnaires:les-creches-de-al", "total_de_plusieurs_lieux", "500"),
        ("gestionnaires:kaleide", "total_de_plusieurs_lieux", "81"),
        ("gestionnaires:run-enfance", "lieux_non_listes", "13"),
        ("gestionnaires:petite-enfance-en-matheysine", "pages_contradictoires", "4|5"),
        ("gestionnaires:petite-enfance-en-matheysine", "date_partielle", "2019-09"),
        ("gestionnaires:run-enfance", "date_partielle", "2011"),
        ("gestionnaires:plaisir-d-enfance", "date_partielle", "2017"),
        ("etablissements:les-petits-d-homme", "effectif_non_retenu", "23"),
        ("etablissements:les-petits-d-homme-distillerie", "capacite_non_prouvee", "15"),
        ("etablissements:microscop", "effectif_non_retenu", "18"),
        ("etablissements:soli-momes", "lieux_multiples", "Bondy"),
        ("etablissements:bonne-mine", "lieux_multiples", "La Motte-d'Aveillans"),
        ("etablissements:les-pitchous-corps", "lieux_multiples", "La Salle-en-Beaumont"),
        ("etablissements:les-pitchous-la-salle-en-beaumont", "lieux_multiples", "Corps"),
        ("etablissements:les-petits-deboulonnes", "commune_a_confirmer", "Saint-Michel-de-Boulogne"),
        ("etablissements:la-maisonnette", "mode_a_preciser", "multi-accueil"),
        ("etablissements:meli-melo-lille", "homonyme", "Méli-Mélo"),
        ("etablissements:al-guerledan", "nom_du_projet", ""),
        ("etablissements:al-guerledan", "ouverture_annoncee", "2026-05"),
    ],
)
def test_what_is_uncertain_is_told(about: str, code: str, valeur: str) -> None:
    assert (code, valeur) in [(doubt.code, doubt.valeur) for doubt in doubts(about)]


def test_a_form_is_the_one_that_its_words_state_and_dated_only_by_a_whole_day() -> None:
    assert all(legal_form(row["forme_source"]) == row["forme"] for row in OPERATORS.values())
    assert {reference for reference, row in OPERATORS.items() if row["forme_depuis"]} == {"kaleide"}
    assert OPERATORS["run-enfance"]["annee_creation"] == ""  # 2011 is the year it changed its form


def test_every_commune_is_known_and_no_postcode_is_guessed() -> None:
    for row in (*OPERATORS.values(), *PLACES.values()):
        there = where("", row["commune"], departement=row["departement"])
        assert there.doubts == () and row["code_postal"] == ""
        assert bool(there.code_commune) == bool(row["commune"])


def test_every_doubt_is_a_sentence_about_a_named_row() -> None:
    for doubt in READING.doubts:
        table, _, reference = doubt.sur.partition(":")
        nom = (OPERATORS if table == "gestionnaires" else PLACES)[reference]["nom"]
        assert doubt.message_fr.startswith(f"{nom} : ") and doubt.message_en.startswith(f"{nom}: ")


# What a mention says


def test_a_mention_holds_raw_columns_only_and_is_of_an_operator_of_its_own_source() -> None:
    assert all(set(mention) <= set(RAW) and not mention.get("adresse") for mention in MENTIONS)
    named = {mention["gestionnaire"] for mention in MENTIONS if mention["table"] == "etablissements"}
    assert named <= {mention["reference"] for mention in MENTIONS if mention["table"] == "gestionnaires"}


@pytest.mark.parametrize(
    ("partial", "day"), [("2017-09-14", "2017-09-14"), ("2020-11", "2020-11-01"), ("2025", "2025-01-01"), ("", "")]
)
def test_a_partial_date_is_of_the_first_day_that_it_may_mean(partial: str, day: str) -> None:
    assert earliest(partial) == day
    change = setting("etablissements", "meli-melo", preuve_date=partial, vu_le="2026-11-20")
    (mention,) = [
        m for m in read_again(change).tables["mentions"] if m["reference"] == "meli-melo" and "forme" not in m
    ]
    assert mention["jour"] == (day or "2026-11-20")


@pytest.mark.parametrize(("date", "codes"), [("2021-11-21", []), ("2021", []), ("", ["preuve_non_datee"])])
def test_an_undated_page_is_told(date: str, codes: list[str]) -> None:
    reading = read_again(setting("etablissements", "les-p-tits-serpentins", preuve_date=date))
    told = doubts("etablissements:les-p-tits-serpentins", reading)
    assert [doubt.code for doubt in told] == codes and {doubt.gravite for doubt in told} <= {"info"}


def test_nothing_is_told_of_the_evidence_of_what_is_set_aside() -> None:
    assert doubts("gestionnaires:la-coope-des-p-tits-b") == doubts("etablissements:relais-de-roncq") == []


# What refuses the files

TOO_LATE = "2026-11-23"


@pytest.mark.parametrize(
    ("name", "reference", "cells", "column"),
    [
        ("gestionnaires", "agapi", {"reference": "AGAPI Paris"}, "reference"),
        ("gestionnaires", "agapi", {"reference": "kaleide"}, "reference"),
        ("gestionnaires", "agapi", {"nom": ""}, "nom"),
        ("gestionnaires", "agapi", {"nom": "=AGAPI"}, "nom"),
        ("gestionnaires", "agapi", {"nom": "<b>AGAPI</b>"}, "nom"),
        ("gestionnaires", "agapi", {"forme": "SCOOP"}, "forme"),
        ("gestionnaires", "agapi", {"forme_source": ""}, "forme_source"),
        ("gestionnaires", "agapi", {"forme_depuis": "2013-10"}, "forme_depuis"),
        ("gestionnaires", "agapi", {"forme_depuis": "2013-02-30"}, "forme_depuis"),
        ("gestionnaires", "agapi", {"forme_depuis": TOO_LATE}, "forme_depuis"),
        ("gestionnaires", "agapi", {"siren": "356000001"}, "siren"),
        ("gestionnaires", "agapi", {"etat": "ouvert"}, "etat"),
        ("gestionnaires", "agapi", {"note": "Dirigée par Mme Exemple."}, "note"),
        ("etablissements", "les-galopins", {"nom": "LA MAISONNETTE"}, "nom"),
        ("etablissements", "les-galopins", {"commune": ""}, "commune"),
        ("gestionnaires", "agapi", {"etat": "ecarte"}, "motif"),
        ("gestionnaires", "agapi", {"date_fermeture": "2020-01-01"}, "etat"),
        ("gestionnaires", "agapi", {"preuve_url": ""}, "preuve_url"),
        ("gestionnaires", "agapi", {"preuve_url": "www.agapi.example.fr"}, "preuve_url"),
        ("gestionnaires", "agapi", {"preuve_url": "https://agapi.example.fr/à-propos"}, "preuve_url"),
        ("gestionnaires", "agapi", {"preuve_url": "https://agapi.example.fr/a propos"}, "preuve_url"),
        ("gestionnaires", "agapi", {"preuve_url": "https://agapi.example.fr/article-0639980001"}, "preuve_url"),
        ("gestionnaires", "agapi", {"note": "appeler le 06 39 98 00 01"}, "note"),
        ("doutes", "soli-momes", {"preuve_url": "https://agapi.example.fr/0639980001.html"}, "preuve_url"),
        ("gestionnaires", "agapi", {"preuve_date": TOO_LATE}, "preuve_date"),
        ("gestionnaires", "agapi", {"preuve_date": "2020-13"}, "preuve_date"),
        ("gestionnaires", "agapi", {"preuve_date": "14/09/2017"}, "preuve_date"),
        ("gestionnaires", "agapi", {"vu_le": ""}, "vu_le"),
        ("gestionnaires", "agapi", {"vu_le": TOO_LATE}, "vu_le"),
        ("gestionnaires", "agapi", {"departement": "7"}, "departement"),
        ("gestionnaires", "agapi", {"code_postal": "1000"}, "code_postal"),
        ("etablissements", "meli-melo", {"gestionnaire": "personne"}, "gestionnaire"),
        ("etablissements", "meli-melo", {"gestionnaire": "la-coope-des-p-tits-b"}, "etat"),
        ("etablissements", "meli-melo", {"categorie": "multi-accueil"}, "categorie"),
        ("etablissements", "meli-melo", {"modes_accueil": "multi"}, "modes_accueil"),
        ("etablissements", "meli-melo", {"capacite": "500"}, "capacite"),
        ("etablissements", "meli-melo", {"capacite": "0"}, "capacite"),
        ("etablissements", "bonne-mine", {"capacite": "12"}, "capacite"),
        ("etablissements", "meli-melo", {"age_min_mois": "72", "age_max_mois": "36"}, "age_max_mois"),
        ("etablissements", "meli-melo", {"avip": "oui"}, "avip"),
        ("etablissements", "meli-melo", {"siret": "35600000000049"}, "siret"),
        ("doutes", "soli-momes", {"reference": "soli-mome"}, "reference"),
        ("doutes", "soli-momes", {"champ": "directrice"}, "champ"),
        ("doutes", "soli-momes", {"code": "autre_doute"}, "code"),
        ("doutes", "soli-momes", {"message_fr": "Un mot"}, "message_fr"),
    ],
)
def test_a_bad_cell_refuses_the_files_by_file_line_and_column(
    name: str, reference: str, cells: Row, column: str
) -> None:
    line = 2 + [row["reference"] for row in rows(name)].index(reference)
    if cells.get("reference") == "kaleide":
        line = 2 + list(OPERATORS).index("kaleide")  # the second of the two is the one too many
    with pytest.raises(UsageError, match=rf"(?m)^- {name}\.csv, line {line}, {column}: .*\n?") as refused:
        read_again(setting(name, reference, **cells))
    assert "nothing was read" in str(refused.value) and "docs/curation.md" in str(refused.value)


@pytest.mark.parametrize("cells", [{"telephone": "06 39 98 00 01"}, {"courriel": "Prénom Nom <x@example.fr>"}])
def test_a_contact_that_may_not_be_published_refuses_the_files_and_is_not_quoted(cells: Row) -> None:
    with pytest.raises(UsageError) as refused:
        read_again(setting("gestionnaires", "agapi", **cells))
    assert next(iter(cells)) in str(refused.value)
    assert not any(cell in str(refused.value) for cell in cells.values())


def test_every_fault_is_told_at_once() -> None:
    def change(files: dict[str, list[Row]]) -> None:
        setting("gestionnaires", "agapi", forme="x", vu_le="x")(files)
        setting("etablissements", "microscop", capacite="x")(files)

    with pytest.raises(UsageError) as refused:
        read_again(change)
    assert str(refused.value).count("\n- ") >= 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda texts: texts.pop("doutes.csv"), "must hold the files"),
        (lambda texts: texts.update({"mam.csv": ""}), "must hold the files"),
        (lambda texts: texts.update({"doutes.csv": "table;reference\n"}), r"doutes\.csv, line 1: its columns are not"),
        (lambda texts: texts.update({"doutes.csv": texts["doutes.csv"] + "x,y\n"}), r"line 54: 2 cells, not 9"),
        (lambda texts: texts.update({"doutes.csv": texts["doutes.csv"] + '"x'}), r"doutes\.csv, line \d+: no CSV"),
    ],
)
def test_a_file_that_is_missing_strange_or_torn_is_refused(change: Callable[[dict[str, str]], Any], words: str) -> None:
    texts = dict(FILES)
    change(texts)
    with pytest.raises(UsageError, match=words):
        read_texts(texts)


def test_stray_blanks_and_empty_lines_of_a_spreadsheet_change_nothing() -> None:
    texts = {name: text.replace("Kaléide", " Kaléide\u00a0") + ",,,,\n\n" for name, text in FILES.items()}
    assert read_texts(texts).tables == READING.tables


# The rules agree with those of the release, and with the documentation


@pytest.mark.parametrize("column", ["categorie", "nature_lieu", "financement"])
def test_the_words_allowed_are_those_of_the_published_schema(column: str) -> None:
    (field,) = [dict(one) for one in fields("etablissements") if one["name"] == column]
    rules: Any = field["constraints"]
    assert set(RULES[column]["enum"]) == {"", *rules["enum"]}
    assert set(RULES["forme"]["enum"]) == {"", *FORMS}


def test_the_guide_names_every_column_and_every_code() -> None:
    guide = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    columns = {column for name in ("gestionnaires", "etablissements", "doutes") for column in RULES[name]["required"]}
    assert [word for word in sorted({*columns, *RULES["code"]["enum"]}) if f"`{word}`" not in guide] == []


# The files as a snapshot


def copy_to(folder: Path, changed: Callable[[str], str] = str) -> Snapshot:
    (folder / "curation").mkdir()
    for name, text in FILES.items():
        (folder / "curation" / name).write_bytes(changed(text).encode())
    return fetch.embedded(SOURCE, folder / "snapshots")


def test_the_snapshot_of_the_files_is_of_their_newest_day_of_review_and_the_same_each_time(tmp_path: Path) -> None:
    again = copy_to(tmp_path)
    assert again == SNAPSHOT
    assert (again.recupere_le, again.origine, again.robots) == ("2026-11-22T00:00:00Z", "embarquee", "non_demande")
    later = written("etablissements", [{**row, "vu_le": "2026-11-25"} for row in rows("etablissements")])
    (tmp_path / "curation" / "etablissements.csv").write_text(later, encoding="utf-8")
    assert fetch.embedded(SOURCE, tmp_path / "snapshots").recupere_le == "2026-11-25T00:00:00Z"


def test_a_byte_order_mark_and_other_line_ends_make_no_other_snapshot(tmp_path: Path) -> None:
    assert copy_to(tmp_path, lambda text: "\ufeff" + text.replace("\n", "\r\n")).sha256 == SNAPSHOT.sha256


@pytest.mark.parametrize("body", [None, b"caf\xe9", b"reference,vu_le\nx,2026-02-30\n"])
def test_files_that_are_missing_not_utf_8_or_without_a_day_are_refused(body: bytes | None, tmp_path: Path) -> None:
    (tmp_path / "curation").mkdir()
    if body is not None:
        (tmp_path / "curation" / "gestionnaires.csv").write_bytes(body)
    with pytest.raises(UsageError, match="with git"):
        fetch.embedded(SOURCE, tmp_path / "snapshots")


def test_a_day_of_review_that_is_still_to_come_is_refused(tmp_path: Path) -> None:
    copy_to(tmp_path)
    later = written("etablissements", [{**row, "vu_le": "2999-01-01"} for row in rows("etablissements")])
    (tmp_path / "curation" / "etablissements.csv").write_text(later, encoding="utf-8")
    with pytest.raises(UsageError, match="2999-01-01 in vu_le, which is still to come"):
        fetch.embedded(SOURCE, tmp_path / "snapshots")
