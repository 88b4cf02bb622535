"""A release of very many rows: checked by whole columns, some rows read by frictionless too, its files read back."""

from pathlib import Path

import pandas as pd
import pytest

from flows import check, shelf, validate, witness
from flows.columnar import written
from flows.columnar.written import unlike
from flows.formats.csv_table import write_csv
from flows.validate import Issue
from schemas.errors import Damaged, Refused
from schemas.tables import TABLES, Tables
from tests.flows.test_validate import issues, manifest, planted


def checked(tables: Tables, folder: Path) -> Tables:
    return check.checked(manifest(tables), shelf.Last("", "", {}), folder).tables


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every release is one of very many rows."""
    monkeypatch.setattr(check, "FULL_ROWS", 0)


def test_columns_find_what_frictionless_finds_in_the_files_of_a_release(output: Path, tmp_path: Path) -> None:
    tables = planted(
        shelf.last(output).tables, "etablissements", taille="huge", capacite="many", gestionnaire_id="cg-aaaaaaaa"
    )
    twice = planted(tables, "gestionnaires", id=str(tables["gestionnaires"]["id"][0]), forme="")
    found = validate.validate_tables(twice)
    assert found and sorted(map(str, found)) == sorted(map(str, issues(twice, tmp_path)))


def test_rows_read_alone_have_the_faults_of_cells_that_the_whole_package_has(output: Path, tmp_path: Path) -> None:
    tables = shelf.last(output).tables
    wrong = {"taille": "huge", "capacite": "many", "gestionnaire_id": "cg-aaaaaaaa", "courriel": "nobody"}
    whole = issues(planted(tables, "etablissements", **wrong), tmp_path)
    of_cells = sorted(str(one) for one in whole if one.kind in ("type-error", "constraint-error"))
    assert len(of_cells) == 3 and len(whole) == 4
    assert sorted(map(str, validate.faults_of_rows(tmp_path / "draft", TABLES))) == of_cells


@pytest.mark.usefixtures("large")
def test_a_large_release_has_its_optional_cells_emptied_and_is_refused_for_the_others(
    output: Path, tmp_path: Path
) -> None:
    tables = shelf.last(output).tables
    mended = checked(planted(tables, "etablissements", taille="huge"), tmp_path)
    assert mended["etablissements"]["taille"][1] == "" and "valeur_refusee" in set(mended["anomalies"]["code"])
    with pytest.raises(Refused, match=r"etablissements\.csv line 3 column categorie"):
        checked(planted(tables, "etablissements", categorie="nursery"), tmp_path)
    assert list(tmp_path.glob(".staging*")) == []


@pytest.mark.usefixtures("large")
def test_nothing_is_published_when_frictionless_says_otherwise_of_a_row(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        validate, "faults_of_rows", lambda *_: [Issue("reseaux", 2, "nom", "constraint-error", "refused")]
    )
    with pytest.raises(Damaged, match=r"do not agree on reseaux\.csv line 2 column nom"):
        checked(shelf.last(output).tables, tmp_path)


def test_witnesses_are_spread_over_each_table_and_always_the_same(output: Path) -> None:
    tables = shelf.last(output).tables
    rows = witness.witnesses(tables)
    assert rows == witness.witnesses(tables) and list(rows) == list(TABLES)
    assert all(0 < len(rows[t]) <= 25 and rows[t][-1] >= len(tables[t]) // 2 for t in TABLES if len(tables[t]))
    assert witness.sample(tables, rows)["provenance"]["id"][1] == tables["provenance"]["id"][rows["provenance"][1]]


def test_a_fault_in_a_row_that_is_no_witness_is_no_disagreement() -> None:
    found = [Issue("reseaux", 3, "nom", "constraint-error", "refused"), Issue("reseaux", 2, "", "primary-key", "twice")]
    witness.agreed(found, [], {"reseaux": [0]})
    with pytest.raises(Damaged, match="do not agree"):
        witness.agreed(found, [], {"reseaux": [0, 1]})


def test_a_file_is_the_table_that_it_was_written_from_or_says_where_not(output: Path, tmp_path: Path) -> None:
    table = shelf.last(output).tables["etablissements"]
    table.loc[0, ["nom", "adresse", "geo_libelle"]] = ['say "yes"', "a,\nb\r", " é "]
    path = tmp_path / "etablissements.csv"
    write_csv(table, path)
    assert unlike(path, table) == ""
    path.write_bytes(path.read_bytes().replace(b"AGAPI", b"AGAPO", 1))
    assert unlike(path, table).startswith("etablissements.csv reads otherwise in ")
    path.write_bytes(path.read_bytes()[:-40])
    assert unlike(path, table) != ""


def test_a_file_is_read_back_in_blocks_that_cut_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "_BLOCK", 3)
    path = tmp_path / "t.csv"
    for cells in (["a\nb\n", "", 'c"\n"d', "é,\r\n"], [""], []):
        table = pd.DataFrame({name: pd.array(cells, dtype="str") for name in ("x", "y")})
        write_csv(table, path)
        assert unlike(path, table) == ""
        assert unlike(path, pd.concat([table, pd.DataFrame({"x": ["a"], "y": ["b"]}, dtype="str")])) != ""
        assert unlike(path, table[["y", "x"]]) != ""
        path.write_bytes(path.read_bytes() + b"one,more\n")
        assert unlike(path, table) == f"t.csv has {len(cells) + 1} rows, not {len(cells)}"
    path.write_bytes(b"")
    assert unlike(path, table) != ""
