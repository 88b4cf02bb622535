"""Every value says where it comes from: page, digest, day, rule and the words read."""

import hashlib
from dataclasses import replace

import pandas as pd

import sources
from flows.evidence import Reference, anomalies_table, provenance, sources_table
from flows.identify import identify
from flows.remember import remember
from schemas.found import Absent, Found
from schemas.records import Anomaly, PointProof, Proofs, Row
from schemas.tables import Tables
from tests.flows.runs import DAY, found
from tests.pages.members import MEMBERS

REFERENCE = sources.load("communes")
DIGEST = hashlib.sha256(b"gazetteer").hexdigest()
POINT = {"code_insee": "75110", "longitude": "2.36", "latitude": "48.87", "geo_source": "gazetteer", "geo_date": DAY}


def told(
    one: Found,
    tables: Tables,
    previous: Tables | None = None,
    day: str = DAY,
    proofs: Proofs | None = None,
) -> list[Row]:
    read = identify([one], previous or {}, day).proofs
    frame = provenance([one], read, tables, previous or {}, [Reference(REFERENCE, DIGEST)], proofs or {}, day)
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def of(rows: list[Row], id_: str, champ: str) -> Row:
    (row,) = [row for row in rows if (row["id"], row["champ"]) == (id_, champ)]
    return row


ONE = found()
TABLES = identify([ONE], {}, DAY).tables
ROWS = told(ONE, TABLES)


def test_every_value_read_of_a_place_and_of_its_operator_has_its_evidence() -> None:
    proved = {(row["id"], row["champ"]) for row in ROWS}
    read = ("nom", "adresse_source", "adresse", "code_postal", "commune", "telephone", "courriel", "site_web")
    for table in ("etablissements", "gestionnaires"):
        for row in TABLES[table].to_dict("records"):
            lacking = [c for c in read if row.get(c) and (row["id"], c) not in proved]
            assert lacking == []


def test_evidence_names_the_page_its_digest_the_day_and_the_words() -> None:
    id_ = TABLES["etablissements"].set_index("nom").loc["Au Nid'Ô", "id"]
    assert of(ROWS, str(id_), "adresse") == {
        "id": id_,
        "champ": "adresse",
        "source": "coop_petite_enfance",
        "source_url": ONE.source.url,
        "snapshot": ONE.snapshot.sha256,
        "date": DAY,
        "regle": "normalisee",
        "valeur_source": MEMBERS[1].line,
    }


def test_a_value_published_as_read_is_told_apart_from_one_that_was_cleaned() -> None:
    loud = replace(MEMBERS[1], nom="AU NID'Ô")
    one = found([loud])
    tables = identify([one], {}, DAY).tables
    rows = told(one, tables)
    id_ = str(tables["etablissements"]["id"][0])
    assert (of(rows, id_, "nom")["regle"], of(rows, id_, "nom")["valeur_source"]) == ("normalisee", "AU NID'Ô")
    assert of(rows, id_, "adresse_source")["regle"] == "lue"


def test_a_legal_form_is_deduced_from_the_words_that_hold_it() -> None:
    id_ = str(TABLES["gestionnaires"].set_index("nom").loc["E2S Scop Petite Enfance", "id"])
    assert (of(ROWS, id_, "forme")["regle"], of(ROWS, id_, "forme")["valeur_source"]) == ("deduite", "Scop")


def test_a_point_comes_from_the_gazetteer_and_the_commune_it_was_found_for() -> None:
    placed = TABLES["etablissements"].assign(**POINT)
    rows = told(ONE, {**TABLES, "etablissements": placed})
    id_ = str(placed["id"][0])
    point, code = of(rows, id_, "longitude"), of(rows, id_, "code_insee")
    assert (point["regle"], point["source"], point["snapshot"]) == ("geocodee", "communes", DIGEST)
    assert (code["regle"], code["source"]) == ("deduite", "communes")
    assert code["valeur_source"] == f"{placed['code_postal'][0]} {placed['commune'][0]}"


def test_a_point_of_a_geocoder_does_not_claim_the_gazetteers_digest() -> None:
    placed = TABLES["etablissements"].assign(**{**POINT, "geo_source": "ban"})
    rows = told(ONE, {**TABLES, "etablissements": placed})
    assert of(rows, str(placed["id"][0]), "longitude")["snapshot"] == ""


def test_a_point_of_a_geocoder_names_the_address_s_page_and_the_digest_of_the_answer() -> None:
    placed = TABLES["etablissements"].assign(**{**POINT, "geo_source": "ban"})
    id_ = str(placed["id"][0])
    page = "https://adresse.data.gouv.fr/base-adresse-nationale/93055_2622_00041"
    proof = PointProof("ban", page, "a" * 64, "geocodee", "41 Rue Delizy 93500 Pantin")
    rows = told(ONE, {**TABLES, "etablissements": placed}, proofs={(id_, "latitude"): proof})
    point, code = of(rows, id_, "latitude"), of(rows, id_, "code_insee")
    assert (point["source"], point["source_url"], point["snapshot"], point["date"]) == ("ban", page, "a" * 64, DAY)
    assert (code["source"], code["snapshot"]) == ("communes", DIGEST)


def test_a_commune_that_a_person_decided_on_has_its_own_proof_beside_that_of_the_point() -> None:
    placed = TABLES["etablissements"].assign(**POINT)
    id_ = str(placed["id"][0])
    proof = PointProof("geocode_corrections", "https://mairie.example.fr/", "b" * 64, "corrigee", "69006 Lyon")
    rows = told(ONE, {**TABLES, "etablissements": placed}, proofs={(id_, "code_insee"): proof})
    code, point = of(rows, id_, "code_insee"), of(rows, id_, "latitude")
    assert (code["source"], code["regle"], code["valeur_source"]) == ("geocode_corrections", "corrigee", "69006 Lyon")
    assert (point["source"], point["snapshot"]) == ("communes", DIGEST)


def test_a_point_kept_without_a_new_answer_keeps_the_digest_of_the_answer_that_gave_it() -> None:
    placed = {**TABLES, "etablissements": TABLES["etablissements"].assign(**{**POINT, "geo_source": "ban"})}
    id_ = str(placed["etablissements"]["id"][0])
    proof = PointProof("ban", "https://adresse.data.gouv.fr/", "a" * 64, "geocodee", "41 Rue Delizy 93500 Pantin")
    first = told(ONE, placed, proofs={(id_, "longitude"): proof})
    before = {**placed, "provenance": pd.DataFrame(first)}
    again = told(ONE, placed, before, "2026-12-01", {(id_, "longitude"): replace(proof, snapshot="")})
    assert of(again, id_, "longitude")["snapshot"] == "a" * 64


def test_a_place_that_the_page_no_longer_names_keeps_its_evidence_as_carried() -> None:
    before = {**TABLES, "provenance": pd.DataFrame(ROWS)}
    fewer = found(MEMBERS[1:], "2026-11-29")
    made = identify([fewer], before, "2026-11-29")
    tables, _ = remember(made.tables, made.gone, before, [fewer], [], "2026-11-29", "2026.11.22")
    rows = told(fewer, tables, before, "2026-11-29")
    id_ = str(TABLES["etablissements"].set_index("nom").loc[MEMBERS[0].nom, "id"])
    kept = of(rows, id_, "telephone")
    assert (kept["regle"], kept["date"], kept["snapshot"]) == ("reprise", DAY, ONE.snapshot.sha256)


def test_a_place_that_was_withdrawn_leaves_no_evidence() -> None:
    before = {**TABLES, "provenance": pd.DataFrame(ROWS)}
    fewer = found(MEMBERS[1:])
    tables = identify([fewer], before, DAY).tables
    ids = {*TABLES["etablissements"]["id"], *TABLES["gestionnaires"]["id"]}
    left = {*tables["etablissements"]["id"], *tables["gestionnaires"]["id"]}
    assert {row["id"] for row in told(fewer, tables, before)} & (ids - left) == set()


def test_twins_that_were_joined_and_homonyms_all_have_their_evidence() -> None:
    twin = replace(MEMBERS[0], nom="Bottines Botillons")
    homonyms = (replace(MEMBERS[1], nom="Méli-Mélo"), replace(MEMBERS[2], nom="Méli-Mélo"))
    one = found([MEMBERS[0], MEMBERS[0], twin, *homonyms])
    tables = identify([one], {}, DAY).tables
    rows = told(one, tables)
    assert len(tables["etablissements"]) == 3
    for row in tables["etablissements"].to_dict("records"):
        assert row["code_postal"] in of(rows, str(row["id"]), "adresse")["valeur_source"]


def test_what_a_page_says_of_a_network_has_its_evidence() -> None:
    id_ = str(TABLES["reseaux"]["id"][0])
    assert {row["champ"] for row in ROWS if row["id"] == id_} == {"nom", "type"}


def test_each_source_says_who_publishes_when_it_was_read_and_what_it_gave() -> None:
    frame = sources_table([ONE], [], [Reference(REFERENCE, DIGEST)], {}, "2026-11-25").set_index("id")
    row = frame.loc["coop_petite_enfance"]
    assert row[["recupere_le", "age_jours", "nb_enregistrements", "statut"]].tolist() == [DAY, "3", "6", "ok"]
    assert (row["sha256"], row["robots"]) == (ONE.snapshot.sha256, "non_demande")
    assert row[["titre", "editeur", "url", "licence", "attribution", "base_legale", "classe"]].all()
    assert frame.loc["communes", ["statut", "sha256"]].tolist() == ["ok", DIGEST]


def test_a_stale_source_says_its_age_and_a_304_says_unchanged() -> None:
    stale = found(perimee="Too slow")
    again = found(origine="inchangee")
    rows = sources_table([stale], [], [Reference(REFERENCE, DIGEST)], {}, "2026-12-25").set_index("id")
    assert rows.loc["coop_petite_enfance", ["statut", "age_jours"]].tolist() == ["perimee", "33"]
    rows = sources_table([again], [], [Reference(REFERENCE, DIGEST)], {}, DAY).set_index("id")
    assert rows.loc["coop_petite_enfance", "statut"] == "inchangee"


def test_a_page_is_never_younger_than_the_release() -> None:
    rows = sources_table([found(day="2026-12-25")], [], [Reference(REFERENCE, DIGEST)], {}, DAY).set_index("id")
    assert rows.loc["coop_petite_enfance", ["recupere_le", "age_jours"]].tolist() == [DAY, "0"]


def test_a_source_that_is_not_had_keeps_its_row_and_one_that_never_was_is_told_without_a_day() -> None:
    silent = [Absent(ONE.source, "it does not answer")]
    before = {"sources": sources_table([ONE], [], [], {}, DAY)}
    for previous, expected in ((before, ["perimee", DAY, "33"]), ({}, ["cassee", "", ""])):
        rows = sources_table([], silent, [], previous, "2026-12-25").set_index("id")
        assert rows.loc["coop_petite_enfance", ["statut", "recupere_le", "age_jours"]].tolist() == expected
        again = sources_table([], silent, [], {"sources": rows.reset_index()}, "2026-12-25").set_index("id")
        assert again.loc["coop_petite_enfance"].equals(rows.loc["coop_petite_enfance"])


def test_a_source_that_is_not_asked_and_never_was_has_no_row() -> None:
    assert sources_table([], [Absent(ONE.source)], [], {}, DAY).empty


def test_a_doubt_about_a_reference_is_told_of_the_row_that_this_source_names_so() -> None:
    (id_, *_) = TABLES["etablissements"]["id"]
    doubt = Anomaly("homonyme", "info", "curation", "x", "x", sur="etablissements:les-lutins")
    known = {"etablissements:curation:les-lutins": id_, "etablissements:sirene:les-lutins": "cc-aaaaaaaa"}
    (row,) = anomalies_table([doubt], known, TABLES).to_dict("records")
    assert row["id"] == id_
    (row,) = anomalies_table([doubt], {"etablissements:curation:les-lutins": "cc-aaaaaaaa"}, TABLES).to_dict("records")
    assert row["id"] == ""  # a row that is not published
