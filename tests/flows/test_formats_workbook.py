"""The workbook: every cell text, whatever it looks like; and what cannot be held is refused, never cut."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pytest

from flows.columnar import sheet_rows
from flows.formats import beside, xlsx
from flows.formats.beside import workbook_beside
from schemas.errors import Refused
from schemas.tables import TABLES, columns, conform
from tests.flows.formats_read import DAY, written
from tests.flows.runs import ROOT
from tests.flows.synthetic import tables

LEFT_OUT = {"provenance", "anomalies", "identifiants"}


def test_it_has_a_sheet_a_table_but_for_the_three_long_ones() -> None:
    assert tuple(table for table in TABLES if table not in LEFT_OUT) == xlsx.TABLES


def test_every_cell_is_text_with_the_format_of_text(tmp_path: Path) -> None:
    at = written(tmp_path / "a", tables(8))
    with closing(openpyxl.load_workbook(at / xlsx.NAME)) as book:
        assert tuple(book.sheetnames) == xlsx.TABLES
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
        assert all(isinstance(cell.value, str) for cell in cells if cell.value is not None)
        assert {cell.number_format for cell in cells if cell.value is not None} == {"@"}
        assert book["etablissements"].freeze_panes == "A2"
        assert [cell.value for cell in book["etablissements"][1]] == list(columns("etablissements"))
        assert book.properties.created.isoformat()[:10] == DAY


def test_no_formula_number_or_link_is_in_the_file(tmp_path: Path) -> None:
    names = ["=1+1", "+33199001234", "-2+3", "@SUM(A1)", "12345678901234567", "https://a.fr/", "=HYPERLINK(1)"]
    places = pd.concat([tables(7)["etablissements"].assign(nom=names)])
    at = written(tmp_path / "a", {"etablissements": conform(places, "etablissements")})
    with zipfile.ZipFile(at / xlsx.NAME) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name or "rels" in name for name in parts.namelist() if "worksheets" in name)
    assert "<f>" not in sheet and "<v>" not in sheet and "<hyperlink" not in sheet
    assert all(name in sheet for name in names)


def test_pandas_reads_the_codes_with_their_zeros_when_told_that_they_are_text(tmp_path: Path) -> None:
    places = tables(2)["etablissements"].assign(code_postal="01000")
    at = written(tmp_path / "a", {"etablissements": places})
    frame = pd.read_excel(at / xlsx.NAME, sheet_name="etablissements", dtype=str)
    assert frame["code_postal"].tolist() == ["01000", "01000"]


def test_a_cell_that_is_too_long_is_refused_not_cut(tmp_path: Path) -> None:
    places = tables(1)["etablissements"].assign(autres_noms="x" * (xlsx.LONGEST + 1))
    with pytest.raises(Refused, match=r"etablissements\.csv, row 2, column 3: over 32,767 characters"):
        written(tmp_path / "a", {"etablissements": places})


def test_a_table_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LAST_ROW", 3)
    assert written(tmp_path / "three", {"etablissements": tables(3)["etablissements"]})
    with pytest.raises(Refused, match="etablissements has over 3 rows"):
        written(tmp_path / "four", {"etablissements": tables(4)["etablissements"]})


def test_what_another_process_refuses_is_refused_here_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_SMALL", 0)
    places = tables(1)["etablissements"].assign(autres_noms="é" * (xlsx.LONGEST + 1))
    with pytest.raises(Refused, match=r"etablissements\.csv, row 2, column 3: over 32,767 characters"):
        written(tmp_path / "a", {"etablissements": places})


def test_a_disk_that_refuses_the_other_process_is_an_error_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = written(tmp_path / "a", tables(1))
    (at / xlsx.NAME).unlink()
    (at / xlsx.NAME).mkdir()
    monkeypatch.setattr(beside, "_SMALL", 0)
    with pytest.raises(OSError, match=r"the workbook's process ended with 1: .*[Dd]irectory"), workbook_beside(at, DAY):
        pass


def test_a_format_that_fails_stops_the_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = written(tmp_path / "a", tables(1))
    monkeypatch.setattr(beside, "_SMALL", 0)
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    with pytest.raises(ZeroDivisionError), workbook_beside(at, DAY):
        raise ZeroDivisionError
    assert started[0].returncode == -signal.SIGKILL


def test_a_workbook_s_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    at = written(tmp_path / "a", tables(1))
    (at / "etablissements.csv").unlink()
    os.mkfifo(at / "etablissements.csv")  # it would wait there for ever
    command = [sys.executable, "-m", "flows.formats.xlsx", str(at), DAY]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        time.sleep(0.3)
        assert process.poll() is None and process.stdin
        process.stdin.close()  # as the kernel does for a process that is killed
        assert process.wait(timeout=20) == 1


def test_rows_that_are_written_whole_are_those_that_xlsxwriter_writes_cell_by_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = [
        "<r>a</r>",
        " blanc",
        "b&<c>",
        "_x0041_",
        "a\tb",
        "\x7f",
        "é" * 17_000,
        "",
        "plain",
        "deux\nlignes",
        "\U0001f600",
    ]
    places = tables(2 * len(odd))["etablissements"].assign(nom=[*odd, *reversed(odd)])
    made = {"etablissements": conform(places, "etablissements"), "reseaux": tables(3)["reseaux"]}
    whole = written(tmp_path / "whole", made, formats="xlsx") / xlsx.NAME
    monkeypatch.setattr(sheet_rows, "_ODD", "")  # which every text holds: no row is plain
    cells = written(tmp_path / "cells", made, formats="xlsx") / xlsx.NAME
    assert whole.read_bytes() == cells.read_bytes()


def test_a_plain_row_is_not_left_to_xlsxwriter() -> None:
    rows = sheet_rows.sheet_rows(pl.DataFrame({"a": ["x", " x", ""], "b": ["1 & 2", "y", ""]}), 2, 7)
    first = (
        '<row r="2"><c r="A2" s="7" t="inlineStr"><is><t>x</t></is></c><c r="B2" s="7" t="inlineStr"><is><t>1 &amp; 2'
    )
    assert rows.to_list() == [f"{first}</t></is></c></row>", None, ""]
