"""The intercommunalities: how their list is built, and that the committed one is whole."""

import gzip
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import SourceChanged, UsageError
from sources import build_communes, build_epci, epci
from sources.build_communes import DECOUPAGE
from sources.commune_table import rows as communes
from sources.epci import Row, epci_of, name_of
from sources.territory_names import LEVELS, names_of

AT_HAND = Path(os.environ.get("CRECHES_PACKAGES", "/nonexistent"))
WITHOUT = {"22016", "29083", "29155", "85113", "97701", "97801"}
"""Islands and collectivities that belong to none, beside those of the Pacific and of the South."""
SMALL = [
    {"code": "200000002", "nom": "CA  Deux", "membres": [{"code": "01003"}, {"code": "01001"}]},
    {"code": "200000001", "nom": "CC Une", "membres": [{"code": "01002"}]},
]


def package(folder: Path, said: Any, name: str = "package/data/epci.json") -> Path:
    """An archive as npm packs it."""
    path, data = folder / "decoupage.tgz", json.dumps(said).encode()
    with tarfile.open(path, "w:gz") as archive:
        about = tarfile.TarInfo(name)
        about.size = len(data)
        archive.addfile(about, io.BytesIO(data))
    return path


def test_there_is_one_row_a_commune_sorted_with_its_intercommunality(tmp_path: Path) -> None:
    assert build_epci.build(package(tmp_path, SMALL)) == [
        Row("01001", "200000002", "CA Deux"),
        Row("01002", "200000001", "CC Une"),
        Row("01003", "200000002", "CA Deux"),
    ]


def test_the_same_package_gives_the_same_bytes_whatever_its_order_and_the_file_s_name(tmp_path: Path) -> None:
    outputs = [tmp_path / "a.csv.gz", tmp_path / "b.gz"]
    for said, output in zip((SMALL, SMALL[::-1]), outputs, strict=True):
        build_epci.write(build_epci.build(package(tmp_path, said)), output)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_list_that_is_not_whole_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.csv.gz"
    arguments = ["--decoupage", str(package(tmp_path, SMALL)), "--output", str(output)]
    assert build_epci.main(arguments) == SourceChanged.exit_code
    assert "2 intercommunalities instead of 1150 to 1350; 3 communes instead of" in capsys.readouterr().err
    assert not output.exists()


def test_a_commune_in_two_intercommunalities_is_named() -> None:
    with pytest.raises(SourceChanged, match="in several intercommunalities: 01001"):
        build_epci.check([*epci.rows(), Row("01001", "200000001", "CC Une")])


@pytest.mark.parametrize(
    ("said", "name", "why"),
    [
        ([{"code": "200000001", "nom": "CC Une"}], "package/data/epci.json", "'membres'"),
        ([{"code": "2", "nom": "CC", "membres": ["01001"]}], "package/data/epci.json", "epci.json"),
        (7, "package/data/epci.json", "no readable"),
        (SMALL, "package/data/ept.json", "no readable"),
    ],
)
def test_a_package_of_another_shape_is_refused(said: Any, name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match=why):
        build_epci.build(package(tmp_path, said, name))


def test_without_a_client_the_package_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(build_communes.COMMANDS, DECOUPAGE, ["no-such-client"])
    assert build_epci.main(["--output", str(tmp_path / "out.csv.gz")]) == UsageError.exit_code


def test_every_commune_of_the_gazetteer_has_one_but_some_islands() -> None:
    whole = {row.code_insee for row in communes() if row.type == "COM"}
    assert {row.code_commune for row in epci.rows()} <= whole
    assert {code for code in whole if not epci_of(code) and not code.startswith(("975", "98"))} == WITHOUT


@pytest.mark.parametrize(
    ("commune", "name"),
    [
        ("75056", "Métropole du Grand Paris"),
        ("69123", "Métropole de Lyon"),
        ("2A004", "CA du Pays Ajaccien"),
        ("97611", "CA de Dembeni / Mamoudzou"),
        ("75115", ""),
        ("", ""),
    ],
)
def test_a_commune_leads_to_the_name_of_its_intercommunality(commune: str, name: str) -> None:
    assert name_of(epci_of(commune)) == name


def test_every_level_has_its_territories() -> None:
    assert {level: len(names_of(level)) for level in LEVELS} == {
        "pays": 1, "region": 26, "departement": 109, "epci": 1255, "commune": 34969, "arrondissement": 45,
    }  # fmt: skip
    assert all(name for level in LEVELS for name in names_of(level).values())
    assert names_of("region")["01"] == "Guadeloupe" and names_of("departement")["01"] == "Ain"


@pytest.mark.skipif(not AT_HAND.is_dir(), reason="set CRECHES_PACKAGES to a folder holding the pinned package")
def test_the_committed_list_is_what_the_package_gives(tmp_path: Path) -> None:
    (decoupage,) = AT_HAND.glob(f"*-{DECOUPAGE[1]}.tgz")
    output = tmp_path / "again.csv.gz"
    assert build_epci.main(["--decoupage", str(decoupage), "--output", str(output)]) == 0
    assert gzip.decompress(output.read_bytes()) == gzip.decompress(epci.TABLE.read_bytes())
