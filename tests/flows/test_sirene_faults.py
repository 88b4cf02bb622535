"""A Sirene stock that is not whole, or not what we know, is refused in words: nothing of it is used."""

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benches.sirene_stock import CANARY, write
from flows.registers import stock, stock_zip
from flows.registers.stock_columns import HISTORY
from flows.registers.stock_files import StockFile
from schemas.errors import FetchFailed, UsageError
from tests.flows.sirene_cases import NOW, PERIODS, PLACES, SOURCE, UNITS, harvested, place, unit
from tests.flows.sirene_cases import stock as made

Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in made(tmp_path_factory.mktemp("parquet")).iterdir()}


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in made(tmp_path_factory.mktemp("zip"), "zip").iterdir()}


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def refusal(folder: Path | str, error: type[Exception] = FetchFailed) -> str:
    """What is told of a stock that is refused; never a path of the machine's temporary files, never a person."""
    with pytest.raises(error) as caught:
        harvested(folder)
    told = str(caught.value)
    assert CANARY not in told and "/sirene-" not in told
    return told


def test_a_folder_that_is_not_there_is_a_bad_setting(tmp_path: Path) -> None:
    told = refusal(tmp_path / "ailleurs", UsageError)
    assert "is no folder" in told and "CRECHES_SIRENE" in told


@pytest.mark.parametrize("name", [UNITS, PLACES])
def test_a_file_that_is_needed_and_missing_is_named(tmp_path: Path, parquet: dict[str, bytes], name: str) -> None:
    laid(tmp_path, {other: content for other, content in parquet.items() if not other.startswith(f"{name}.")})
    assert f"{name}.parquet nor {name}.zip" in refusal(tmp_path, UsageError)


@pytest.mark.parametrize("name", [UNITS, PLACES, PERIODS])
@pytest.mark.parametrize("kept", [0, 1, 0.5, 0.99])
def test_a_truncated_parquet_file_is_refused(tmp_path: Path, parquet: dict[str, bytes], name: str, kept: float) -> None:
    whole = parquet[f"{name}.parquet"]
    laid(tmp_path, parquet | {f"{name}.parquet": whole[: kept if kept == 1 else int(len(whole) * kept)]})  # type: ignore[misc]
    told = refusal(tmp_path)
    assert told.startswith(f"{name}.parquet: ") and "Nothing of this stock is used" in told


@pytest.mark.parametrize("kept", [0, 0.5, 0.99])
def test_a_truncated_zip_is_refused(tmp_path: Path, zipped: dict[str, bytes], kept: float) -> None:
    whole = zipped[f"{PLACES}.zip"]
    told = refusal(laid(tmp_path, zipped | {f"{PLACES}.zip": whole[: int(len(whole) * kept)]}))
    assert (told.startswith(f"{PLACES}.zip: ") and "damaged or cut" in told) or "it is empty" in told


def test_a_zip_with_a_byte_changed_is_refused_though_all_its_rows_can_be_read(
    tmp_path: Path, zipped: dict[str, bytes]
) -> None:
    """The sum is checked when the last byte is read: after the rows went by."""
    with zipfile.ZipFile(laid(tmp_path, zipped) / f"{UNITS}.zip") as archive:
        text = archive.read(f"{UNITS}.csv")
    with zipfile.ZipFile(tmp_path / f"{UNITS}.zip", "w") as archive:  # stored, not packed
        archive.writestr(f"{UNITS}.csv", text)
    damaged = (tmp_path / f"{UNITS}.zip").read_bytes().replace(b"LES PETITS LUTINS", b"LES PETITS LUTONS", 1)
    (tmp_path / f"{UNITS}.zip").write_bytes(damaged)
    assert "damaged or cut (BadZipFile)" in refusal(tmp_path)


@pytest.mark.parametrize("members", [[], [f"{UNITS}.csv", "autre.csv"], ["lisez-moi.txt"]])
def test_a_zip_without_one_csv_is_refused(tmp_path: Path, zipped: dict[str, bytes], members: list[str]) -> None:
    laid(tmp_path, zipped)
    with zipfile.ZipFile(tmp_path / f"{UNITS}.zip", "w") as archive:
        for name in members:
            archive.writestr(name, "siren\n")
    assert "CSV files, not one" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("denominationUniteLegale", "denomination", 1), "no column denominationUniteLegale"),
        (lambda text: text.replace("statutDiffusionUniteLegale", "statut", 1), "no column statutDiffusionUniteLegale"),
        (lambda text: text.splitlines()[0] + "\n", "it holds no row"),
        (lambda text: text[: text.rindex(",")], "are no rows of it"),
        (lambda text: text + '"une ligne qui ne finit', "are no rows of it"),
        (lambda text: text.replace("LES PETITS LUTINS", "LES, PETITS, LUTINS", 1), "are no rows of it"),
        (lambda text: "", "no line of column names"),
        (lambda text: "siren,siren\n1,2\n", "no line of column names"),
        (
            lambda text: text.replace("\n100000", "\n,100000", 1).replace(",O,", ",", 1),
            "are no rows of it|has no siren",
        ),
    ],
)
def test_csv_of_another_shape_is_refused(
    tmp_path: Path, zipped: dict[str, bytes], change: Callable[[str], str], why: str
) -> None:
    with zipfile.ZipFile(laid(tmp_path, zipped) / f"{UNITS}.zip") as archive:
        text = archive.read(f"{UNITS}.csv").decode()
    with zipfile.ZipFile(tmp_path / f"{UNITS}.zip", "w") as archive:
        archive.writestr(f"{UNITS}.csv", change(text))
    assert re.search(why, refusal(tmp_path))


def test_csv_that_is_not_utf_8_is_refused_and_not_quoted(tmp_path: Path, zipped: dict[str, bytes]) -> None:
    with zipfile.ZipFile(laid(tmp_path, zipped) / f"{UNITS}.zip") as archive:
        text = archive.read(f"{UNITS}.csv")
    with zipfile.ZipFile(tmp_path / f"{UNITS}.zip", "w") as archive:
        archive.writestr(f"{UNITS}.csv", text.replace(b"LES NUAGES", "LES NUÉES".encode("latin-1")))
    told = refusal(tmp_path)
    assert "lines 2 to 16 are no rows of it" in told and "NU" not in told.removeprefix(UNITS)


@pytest.mark.parametrize(
    ("column", "as_", "why"),
    [
        ("siren", "CAST(siren AS BIGINT)", "siren is BIGINT, not text: its codes have lost their leading zeros"),
        ("siren", "CAST(siren AS DOUBLE)", "siren is DOUBLE, not text"),
        ("sigleUniteLegale", "[1, 2]", "sigleUniteLegale is INTEGER[]"),
        ("denominationUniteLegale", "", "no column denominationUniteLegale"),
    ],
)
def test_parquet_with_a_column_missing_or_of_the_wrong_type_is_refused(
    tmp_path: Path, parquet: dict[str, bytes], column: str, as_: str, why: str
) -> None:
    rewrite(laid(tmp_path, parquet) / f"{UNITS}.parquet", column, as_)
    assert why in refusal(tmp_path)


def rewrite(path: Path, column: str, as_: str) -> None:
    """A Parquet file with one column made otherwise, or taken away."""
    chosen = f"* REPLACE ({as_} AS {column})" if as_ else f"* EXCLUDE {column}"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT {chosen} FROM '{path}') TO '{path}.new' (FORMAT parquet)")
    Path(f"{path}.new").replace(path)


def test_a_category_written_as_a_fraction_is_the_same_category(tmp_path: Path, parquet: dict[str, bytes]) -> None:
    expected = harvested(laid(tmp_path, parquet))
    rewrite(
        tmp_path / f"{UNITS}.parquet", "categorieJuridiqueUniteLegale", "CAST(categorieJuridiqueUniteLegale AS DOUBLE)"
    )
    assert b'"5458"' in expected and sizes_out(harvested(tmp_path)) == sizes_out(expected)


def sizes_out(body: bytes) -> bytes:
    return re.sub(rb'"octets": \d+', b"", body)


@pytest.mark.parametrize(("name", "why"), [(UNITS, "it holds no row"), (PLACES, "it holds no row")])
def test_an_empty_stock_is_refused(tmp_path: Path, parquet: dict[str, bytes], name: str, why: str) -> None:
    write(laid(tmp_path, parquet), name, [])
    assert why in refusal(tmp_path)


def test_a_row_without_number_is_refused(tmp_path: Path) -> None:
    told = refusal(made(tmp_path, units=[unit("", "5458")], places=[place("100000009")]))
    assert "one of its rows has no siren" in told


def test_two_rows_of_one_number_are_refused(tmp_path: Path) -> None:
    twice = [unit("100000009", "5458")] * 2
    assert "two of its rows have the same siren" in refusal(made(tmp_path, units=twice, places=[place("100000009")]))


def test_a_quoted_line_feed_does_not_cut_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_zip, "PART", 400)
    rows = [unit(f"{100000000 + n}", "5458", f'LES "{n}"\nLUTINS, ET CIE') for n in range(20)]
    folder = made(tmp_path, "zip", units=rows, places=[place(row["siren"]) for row in rows])
    assert harvested(folder).count(b"LUTINS, ET CIE") == 20


@given(
    rows=st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=1, max_size=20),
    size=st.integers(1, 200),
)
def test_parts_put_together_are_the_file_and_each_holds_whole_records(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], size: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    lines = [",".join('"{}"'.format(cell.replace('"', '""').replace("\r", "")) for cell in row) for row in rows]
    text = "\n".join(["a,b", *lines, ""]).encode("utf-8", "replace")
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        archive.writestr("x.csv", text)
    with patch.object(stock_zip, "PART", size):
        parts = [
            (part.path.read_bytes(), part.before)
            for part in stock_zip.parts(StockFile(HISTORY, folder / "x.zip"), folder)
        ]
    assert b"".join(content for content, _ in parts) == text.partition(b"\n")[2]
    assert all(content.count(b'"') % 2 == 0 and content.endswith(b"\n") for content, _ in parts)
    assert [name.name for name in folder.iterdir()] == ["x.zip"]


def test_a_disk_that_fills_up_is_told(
    tmp_path: Path, zipped: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path, zipped)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in refusal(tmp_path) and "TMPDIR" in refusal(tmp_path)


def test_memory_that_does_not_suffice_is_told(
    tmp_path: Path, parquet: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "MEMORY", "1MB")
    assert "(OutOfMemoryException)" in refusal(laid(tmp_path, parquet))


def test_the_setting_is_read_when_a_harvest_begins(tmp_path: Path) -> None:
    from flows.registers import sirene
    from schemas.found import Known

    with (
        patch.dict(os.environ, CRECHES_SIRENE="nulle-part"),
        pytest.raises(UsageError, match="nulle-part is no folder"),
    ):
        sirene.harvest(SOURCE, Known(), lambda: NOW)
