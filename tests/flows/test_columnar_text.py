"""Whole columns at once give the bytes that one row after the other gave: CSV lines, JSON objects, features, rows of a sheet."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.columnar.boxes import box, boxes, reach
from flows.columnar.csv import csv_body, table_of
from flows.columnar.json_text import coordinates, features, objects
from flows.columnar.pieces import joined, joined_by, pieces
from flows.columnar.values import column, typed_columns
from flows.formats import typed
from flows.formats.as_json import indented, json_line, to_json
from flows.formats.csv_table import from_csv, header, to_csv, write_csv
from flows.formats.typed import BATCH, Cell, kinds
from schemas.errors import Refused
from schemas.tables import conform
from tests.samples import examples

SIGNS = st.text(st.sampled_from(',"\n\r\t\\\0\x1f\x7f\u2028 aé€\U0001f600<>&_x'), max_size=4)
TEXT = st.one_of(st.just(""), SIGNS, st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
DIGITS = st.from_regex(r"\A[+-]?[0-9]{0,9}\.?[0-9]{0,9}(?:[eE][+-]?[0-9]{1,2})?\Z")
ODD = {
    "number": (
        *("0.1", "0.01", "0.001", "0.0001", "0.00001", "-0.0", "0.0", "1.0", "1.10", "01.5", "1e3", ".5", "5.", "+1.5"),
        *("٣.٥", " 1.5", "1.5\n", "nan", "inf", "1_0", "1e999", "123456.12345678", "9" * 30, "0x1p3", "-"),
    ),
    "integer": ("01", "-0", "+5", "1.0", "١", "5\n", "0", "9" * 18, "9" * 19, "-1"),
    "boolean": ("true", "false", "True", "1", "vrai"),
    "date": ("2026-02-30", "2026-1-1", "20260101", "٢٠٢٦-01-01", "2026-02-28"),
    "string": ("", " ", '"', "\\", "\0", "\x1f", "\x7f", "\u2028", "a\nb"),
}
NUMBERS = st.one_of(
    st.sampled_from(ODD["number"]),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(-180, 180, places=7).map(str),
    DIGITS,
)
INTEGERS = st.one_of(st.integers(-(2**64), 2**64).map(str), st.sampled_from(ODD["integer"]), DIGITS)
WORDS = {
    "number": NUMBERS,
    "integer": INTEGERS,
    "boolean": st.sampled_from(ODD["boolean"]),
    "date": st.one_of(st.dates().map(str), st.sampled_from(ODD["date"])),
    "string": TEXT,
}


def told(work: Callable[[], object]) -> object:
    """What it gives, or that it refuses."""
    try:
        return work()
    except Refused:
        return "refused"


@examples(60, 200)
@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6))
def test_csv_lines_are_those_of_the_row_by_row_writer(cells: list[list[str]]) -> None:
    frame = pd.DataFrame(cells, columns=["nom", "a,b", "c"], dtype=str)
    for one in (frame, frame[["nom"]]):
        assert header(one) + b"".join(csv_body(one)) == to_csv(one)


@examples(50, 150)
@given(st.lists(st.lists(TEXT.filter(lambda text: "\0" not in text), min_size=3, max_size=3), max_size=6))
def test_a_released_table_is_read_as_pandas_reads_it(cells: list[list[str]]) -> None:
    frame = pd.DataFrame(cells, columns=["nom", "a,b", "c"], dtype=str)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(to_csv(frame))
        found = table_of(path)
        pd.testing.assert_frame_equal(found, from_csv(str(path)))
        pd.testing.assert_frame_equal(found, frame.astype("str"))


def test_what_is_no_table_is_an_error_of_value_or_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"a,b\n1,2,3\n")
    with pytest.raises(ValueError, match="fields"):
        table_of(tmp_path / "t.csv")
    with pytest.raises(OSError, match="No such file"):
        table_of(tmp_path / "none.csv")


def test_a_long_table_has_every_line_once_and_in_order(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [f"{n},x" for n in range(2 * BATCH + 1)], "b": [""] * (2 * BATCH + 1)}, dtype=str)
    write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == to_csv(frame)


@pytest.mark.parametrize("kind", WORDS)
@examples(80, 400)
@given(data=st.data())
def test_a_cell_is_written_as_the_value_that_it_is_or_refused_by_both(kind: str, data: st.DataObject) -> None:
    assert_same_cells(data.draw(st.lists(WORDS[kind], min_size=1, max_size=3)), kind)


@pytest.mark.parametrize("kind", ODD)
def test_so_is_each_odd_cell_alone(kind: str) -> None:
    for text in ODD[kind]:
        assert_same_cells([text], kind)


def assert_same_cells(texts: list[str], kind: str) -> None:
    """By column and one by one the same is written, or both refuse."""

    def by_column() -> Sequence[str | None]:
        found: list[str | None] = column(pl.Series(texts, dtype=pl.String), kind, "t.c").to_list()
        return found

    def one_by_one() -> Sequence[str | None]:
        values = typed.column(texts, kind, "t.c")
        return [one if one is None or isinstance(one, str) else to_json(one).decode() for one in values]

    assert told(by_column) == told(one_by_one)


PLACES = st.lists(
    st.fixed_dictionaries(
        {"id": TEXT, "nom": TEXT, "adresse": TEXT, "region": st.sampled_from(["", "84", "11"])},
        optional={
            "longitude": NUMBERS,
            "latitude": NUMBERS,
            "geo_score": st.sampled_from(["0.5", "1", "0.97"]),
            "capacite": st.sampled_from(["24", "+7", ""]),
            "avip": st.sampled_from(["true", "false", ""]),
        },
    ),
    max_size=5,
)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Cell]]:
    names = tuple(kinds("etablissements"))
    batches = typed.typed(frame, "etablissements")
    return [dict(zip(names, cells, strict=True)) for batch in batches for cells in zip(*batch, strict=True)]


@examples(60, 250)
@given(PLACES)
def test_objects_features_points_and_boxes_are_those_of_each_row(rows: list[dict[str, str]]) -> None:
    places = conform(rows, "etablissements")

    def by_column() -> object:
        there = list(pieces(places))
        lines = [joined(objects(piece, "etablissements"), "\n") + b"\n" for piece in there]
        found = [one for piece in there for one in features(piece).to_list()]
        values = [row for piece in there for row in typed_columns(piece, "etablissements").rows()]
        return b"".join(lines), found, values, box(places), boxes(places, "region")

    def one_by_one() -> object:
        cells, where = rows_of(places), typed.points(places)
        said = [point and to_json(feature(point, row)).decode() for point, row in zip(where, cells, strict=True)]
        codes = places["region"].tolist()
        of = {
            code: typed.box([point for point, its in zip(where, codes, strict=True) if its == code])
            for code in sorted(set(codes) - {""})
        }
        return b"".join(map(json_line, cells)), said, [tuple(row.values()) for row in cells], typed.box(where), of

    assert told(by_column) == told(one_by_one)


def feature(point: typed.Point, row: dict[str, Cell]) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": point},
        "properties": row,
    }


def test_a_point_has_seven_decimals_at_most() -> None:
    places = conform([{"id": "a", "longitude": "2.123456789", "latitude": "48"}], "etablissements")
    (piece,) = pieces(places)
    assert [one.to_list() for one in coordinates(piece)] == [["2.1234568"], ["48.0"]]


LEAF = st.one_of(TEXT, st.integers(-(2**53), 2**53), st.none(), st.booleans())
VALUES = st.recursive(
    LEAF, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)), max_leaves=20
)


@examples(100, 300)
@given(VALUES)
def test_json_with_a_blank_a_level_is_what_the_standard_library_writes(value: object) -> None:
    assert b"".join(indented(value)).decode() == json.dumps(value, ensure_ascii=False, indent=1)


def test_so_is_a_list_that_is_written_in_pieces() -> None:
    value = {
        "tables": {"etablissements": {"added": [{"key": str(n), "changes": {"a": ["", "b"]}} for n in range(4_001)]}}
    }
    assert b"".join(indented(value)).decode() == json.dumps(value, ensure_ascii=False, indent=1)


ROWS = st.lists(st.tuples(st.sampled_from(["", "93", "2A", "é", "01"]), st.none() | TEXT))


@given(ROWS, st.sampled_from(["", ",\n"]))
def test_texts_joined_by_code_are_those_of_each_code_in_order(rows: list[tuple[str, str | None]], between: str) -> None:
    found: dict[str, list[str]] = {}
    for code, line in rows:
        if code and line is not None:
            found.setdefault(code, []).append(line)
    codes, lines = (pl.Series([row[at] for row in rows], dtype=pl.String) for at in (0, 1))
    assert joined_by(codes, lines, between) == {code: between.join(found[code]).encode() for code in sorted(found)}


@given(st.lists(st.tuples(st.just("") | NUMBERS, st.just("") | NUMBERS)))
def test_the_reach_of_points_is_that_of_their_numbers_or_is_not_told(rows: list[tuple[str, str]]) -> None:
    found = reach(pd.DataFrame(rows, columns=["longitude", "latitude"], dtype="str"))
    if found is not None:
        there = [(float(x), float(y)) for x, y in rows if x and y]
        finite = not any(number != number for point in there for number in point)
        assert not finite or found == (
            [f(one) for f in (min, max) for one in zip(*there, strict=True)] if there else []
        )
