"""What a harvest of the Sirene stock finds, what it keeps of it, and what never reaches the snapshot."""

import json
from pathlib import Path

import pytest

from benches import sirene_reference
from benches.sirene_columns import ETABLISSEMENTS, PERSONS, UNITES
from benches.sirene_stock import CANARY, MASKED, generate, zip_csv
from flows.registers import stock, stock_columns
from flows.registers.cooperative_words import tells_cooperative
from schemas.errors import FetchFailed
from schemas.found import Known
from tests.flows.sirene_cases import (
    ASSOCIATION,
    CAE,
    FOUND,
    HIDDEN,
    KNOWN,
    LINKS,
    PERIODS,
    PERSON,
    RENAMED,
    SCOP,
    TOWN,
    UNITS,
    ZERO,
    found,
    harvested,
    keyed,
    place,
    siret,
    told,
    unit,
)
from tests.flows.sirene_cases import sirens as sirens_of
from tests.flows.sirene_cases import stock as made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("stock"))


@pytest.fixture(scope="module")
def body(folder: Path) -> bytes:
    return harvested(folder)


def test_cooperatives_of_childcare_and_known_operators_are_found_and_nobody_else(body: bytes) -> None:
    assert sirens_of(body) == FOUND


def test_an_establishment_that_cares_for_children_brings_in_its_operator_and_all_its_establishments(
    body: bytes,
) -> None:
    assert {row["siret"] for row in told(body)["etablissements"] if row["siren"] == CAE} == {
        siret(CAE, number) for number in (1, 2, 3, 4)
    }


def test_a_nursery_of_a_commune_is_not_ours(body: bytes) -> None:
    assert TOWN not in sirens_of(body)
    assert all(row["siren"] != TOWN for name in ("etablissements", "historique") for row in told(body)[name])


def test_a_natural_person_is_not_kept_even_when_its_siren_is_known(body: bytes) -> None:
    assert PERSON not in sirens_of(body)
    assert told(body)["introuvables"] == sorted({PERSON, keyed("99999999")})


def test_no_person_reaches_the_snapshot(body: bytes) -> None:
    assert CANARY.encode() not in body


def test_columns_of_persons_are_never_named() -> None:
    read = {*stock_columns.UNITS.columns, *stock_columns.HISTORY.columns, *stock_columns.UNITS.later}
    assert not read & {*PERSONS}
    assert {*stock_columns.UNITS.columns} <= {*UNITES} and {*stock_columns.PLACES.columns} <= {*ETABLISSEMENTS}


def test_the_address_of_what_is_not_fully_disclosed_is_masked_by_the_unit_or_by_the_establishment(body: bytes) -> None:
    assert MASKED.encode() not in body and b"[ND]" not in body
    for number in (siret(HIDDEN, 1), siret(HIDDEN, 2), siret(ZERO, 2)):
        kept = found(body, number)
        assert not {*stock_columns.HIDDEN} & kept.keys()
        assert kept["codeCommuneEtablissement"] == "01053"
    assert found(body, siret(ZERO, 1))["codePostalEtablissement"] == "01000"


def test_a_complement_that_names_somebody_is_left_out_and_the_street_stays(body: bytes) -> None:
    kept = found(body, siret(ZERO, 3))
    assert stock_columns.COMPLEMENT not in kept and kept["libelleVoieEtablissement"] == "DES LILAS"


def test_somebody_named_in_a_name_or_a_sign_is_cut_out(tmp_path: Path) -> None:
    named = unit(SCOP, "5458", "MADAME EXEMPLE MARIE", sigleUniteLegale="MME EXEMPLE")
    first, second = "MME EXEMPLE JEANNE", "CRECHE X MADAME EXEMPLE"
    nursery = place(SCOP, enseigne1Etablissement=first, enseigne2Etablissement=second)
    files = made(tmp_path / "named", units=[named], places=[nursery])
    body = harvested(files)
    assert sirens_of(body) == {SCOP} and b"EXEMPLE" not in body
    assert found(body, siret(SCOP, 1))["enseigne2Etablissement"] == "CRECHE X"


def test_leading_zeros_stay(body: bytes) -> None:
    kept = found(body, siret(ZERO, 1))
    assert (kept["siren"], kept["codePostalEtablissement"], kept["codeCommuneEtablissement"]) == (
        ZERO,
        "01000",
        "01053",
    )
    assert ZERO.startswith("00") and kept["siret"].startswith("00")


def test_history_is_that_of_the_units_found_and_successions_those_that_touch_their_establishments(body: bytes) -> None:
    assert {row["siren"] for row in told(body)["historique"]} == {RENAMED}
    ends = {
        (row["siretEtablissementPredecesseur"], row["siretEtablissementSuccesseur"])
        for row in told(body)["successions"]
    }
    assert ends == {(siret(CAE, 3), siret(CAE, 2)), (siret(TOWN, 2), siret(SCOP, 1))}


def test_the_snapshot_says_what_was_read_and_what_was_asked_and_no_path(body: bytes, folder: Path) -> None:
    said = told(body)
    assert [file["nom"] for file in said["fichiers"]] == sorted(path.name for path in folder.iterdir())
    assert {file["nom"]: file["lignes"] for file in said["fichiers"]}[f"{UNITS}.parquet"] == 15
    assert (
        said["activites"] == ["88.91A"] and "5458" in said["categories"] and said["categories_ess"] == ["5499", "5710"]
    )
    assert said["sirens"] == sorted(KNOWN.sirens) and said["absents"] == []
    assert str(folder).encode() not in body


def test_the_day_is_the_last_that_insee_treated_a_unit_and_never_after_that_of_the_harvest(
    body: bytes, folder: Path
) -> None:
    assert told(body)["jour"] == "2026-10-30"
    assert told(harvested(folder, now="2026-10-15T00:00:00+00:00"))["jour"] == "2026-10-15"


def test_the_same_files_give_the_same_bytes_in_canonical_json(body: bytes, folder: Path) -> None:
    assert harvested(folder) == body
    assert json.dumps(told(body), ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n" == body


def test_zipped_csv_gives_what_parquet_gives(body: bytes, tmp_path: Path) -> None:
    zipped, plain = told(harvested(made(tmp_path, "zip"))), told(body)
    for told_ in (zipped, plain):
        for file in told_["fichiers"]:
            file |= {"nom": file["nom"].partition(".")[0], "octets": 0}
    assert zipped == plain


def test_parquet_is_read_where_both_are_there(folder: Path, tmp_path: Path) -> None:
    made(tmp_path, "zip")
    made(tmp_path)
    assert all(file["nom"].endswith(".parquet") for file in told(harvested(tmp_path))["fichiers"])


def test_history_and_successions_may_be_missing_and_that_is_said(tmp_path: Path) -> None:
    made(tmp_path)
    for name in (PERIODS, LINKS):
        (tmp_path / f"{name}.parquet").unlink()
    said = told(harvested(tmp_path))
    assert said["absents"] == [PERIODS, LINKS] and said["historique"] == said["successions"] == []
    assert {row["siren"] for row in said["unites"]} == FOUND


def test_the_columns_of_naf_2025_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    for name in ("StockUniteLegale_utf8", "StockEtablissement_utf8"):
        columns = tuple(column for column in {UNITS: UNITES}.get(name, ETABLISSEMENTS) if "NAF25" not in column)
        monkeypatch.setitem(sirene_files(), name, columns)
    assert sirens_of(harvested(made(tmp_path))) == FOUND


def sirene_files() -> dict[str, tuple[str, ...]]:
    from benches import sirene_stock

    return sirene_stock.FILES


def test_the_activity_of_naf_2025_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = unit(SCOP, "5458", activity="99.99Z", activitePrincipaleNAF25UniteLegale="88.91A")
    assert sirens_of(harvested(made(tmp_path, units=[moved], places=[place(SCOP, 1, "99.99Z")]), Known())) == {SCOP}


def test_a_folder_whose_name_has_signs_of_patterns_is_a_folder(tmp_path: Path, body: bytes) -> None:
    strange = made(tmp_path / "plain").rename(tmp_path / "l'an [2026] *")
    assert harvested(strange) == body


def test_nothing_is_left_where_temporary_files_go(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    harvested(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_day_whose_activity_code_is_not_known_is_refused(folder: Path) -> None:
    with pytest.raises(FetchFailed, match="no activity code"):
        harvested(folder, now="2027-01-01T10:00:00+00:00")


def test_a_drawn_stock_gives_what_a_plain_reading_gives(tmp_path: Path) -> None:
    generate(tmp_path, 6_000)
    zipped = tmp_path / "zip"
    zipped.mkdir()
    rows = {}
    for path in sorted(tmp_path.glob("*.parquet")):
        copy = zip_csv(path)
        copy.rename(zipped / copy.name)
        rows[path.stem] = list(_csv(zipped / copy.name))
    known = [row["siren"] for row in rows[UNITS][::100]]
    body, again = (harvested(where, Known(tuple(known))) for where in (tmp_path, zipped))
    sirens, sirets = sirene_reference.candidates(rows[UNITS], rows["StockEtablissement_utf8"], known)
    assert sirens_of(body) == sirens_of(again) == sirens and len(sirens) > 10
    assert {row["siret"] for row in told(body)["etablissements"]} == sirets
    assert CANARY.encode() not in body and MASKED.encode() not in body


def _csv(path: Path) -> list[dict[str, str]]:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.parent)
    [unpacked] = path.parent.glob("*.csv")
    rows = sirene_reference.read(unpacked)
    unpacked.unlink()
    return rows


@pytest.mark.parametrize(
    ("name", "tells"),
    [
        ("LES LUTINS SCOP", True),
        ("MICROSCOP", True),
        ("SCOPARL DES LILAS", True),
        ("LA COOPÉ DES P'TITS B", True),
        ("S.C.O.P. LES LUTINS", True),
        ("L.S.C.I.C", False),
        ("SOCIÉTÉ COOPÉRATIVE LES LUTINS", True),
        ("LE MICROSCOPE", False),
        ("TELESCOPE", False),
        ("LES CREATEURS", False),
    ],
)
def test_a_word_of_the_name_tells_a_cooperative(name: str, tells: bool) -> None:
    assert tells_cooperative(["AUTRE NOM", name]) is tells


def test_duckdb_is_bounded_and_draws_nothing_and_asks_no_network(tmp_path: Path) -> None:
    with stock.opened(tmp_path) as database:
        [row] = database.rows(
            "SELECT current_setting('threads') AS threads, current_setting('autoinstall_known_extensions') AS more,"
            " current_setting('memory_limit') AS memory, current_setting('enable_progress_bar') AS bar"
        )
    assert int(row["threads"]) <= 2 and row["memory"] == "1.3 GiB"
    assert row["more"] == row["bar"] == "False"


def test_an_association_that_we_know_is_kept(body: bytes) -> None:
    assert ASSOCIATION in sirens_of(body)
