"""From files of the BAN to the index: every row is in it or counted, and no build that fails spoils the former one."""

import gzip
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.geocode.index import Report, build
from schemas.errors import Locked, UsageError
from tests.flows.ban_csv import Ban, ban_file, found, in_taden, index_of, text_of

ROOT = Path(__file__).parents[2]
DINAN = Ban("4", "Rue du Port", "", "22100", "22050", "Dinan", "-2.045", "48.455")


def tables(index: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that an index holds."""
    database = sqlite3.connect(index)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    held = {name: list(database.execute(f"SELECT * FROM {name}")) for name in names}
    database.close()
    return held


def test_every_row_is_in_the_index_or_counted(tmp_path: Path) -> None:
    rows = [
        Ban("1"), Ban("1"), Ban("1", type_position="parcelle"), Ban("3"), Ban("x"), Ban("5", nom_voie=" "),
        Ban("5", nom_voie="?!"), Ban("5", code_insee=""), Ban("5", code_insee="2233"), Ban("5", lon=""),
        Ban("5", lat="NaN"), Ban("5", lon="-2,03"), Ban("5", lon="0", lat="0"), Ban("5", lon="48.48", lat="-2.03"),
        Ban("5", lon="inf"), DINAN,
    ]  # fmt: skip
    report = build([ban_file(tmp_path / "a.csv", *rows)], tmp_path / "i")
    reasons = {"no INSEE code": 2, "no point": 3, "no street name": 2, "point outside France": 3}
    assert report == Report(16, streets=2, numbers=3, unnumbered=1, duplicates=2, left_out=reasons)


def test_a_number_with_several_positions_keeps_the_best(tmp_path: Path) -> None:
    kinds = ["segment", "", "parcelle", "logement", "cage d'escalier", "bâtiment", "entrée"]
    rows = [Ban("1", type_position=kind, lon=f"-2.03{n}") for n, kind in enumerate(kinds)]
    for count, best in enumerate([0, 0, 2, 3, 4, 5, 6], start=1):
        (match,) = found(index_of(tmp_path, *rows[:count]), in_taden("1 Rue du Port"))
        assert match.longitude == float(f"-2.03{best}")


def test_a_street_stands_at_a_door_of_its_own_in_the_middle_and_a_stray_number_moves_it_not(tmp_path: Path) -> None:
    rows = [Ban("1", lon="-2.030"), Ban("2", lon="-2.031"), Ban("3", lon="-2.033"), Ban("9", lon="2.35", lat="48.85")]
    (match,) = found(index_of(tmp_path, *rows), in_taden("Rue du Port"))
    assert (match.longitude, match.latitude) == (-2.031, 48.48)


def test_the_postcode_and_the_town_of_a_street_are_those_of_most_of_its_numbers(tmp_path: Path) -> None:
    rows = [Ban("1"), Ban("2"), Ban("3", code_postal="22490", nom_commune="TADEN")]
    (match,) = found(index_of(tmp_path, *rows), in_taden("3 Rue du Port"))
    assert match.libelle == "3 Rue du Port 22100 Taden"


def test_an_id_of_another_make_is_kept_as_it_is(tmp_path: Path) -> None:
    odd = "a3f1c2d4-0000-4000-8000-000000000001"
    (match,) = found(index_of(tmp_path, Ban("1", id=odd), Ban("2", id="")), in_taden("1 Rue du Port"))
    assert match.id == odd
    (match,) = found(index_of(tmp_path, Ban("1", id=odd), Ban("2", id="")), in_taden("2 Rue du Port"))
    assert match.id == ""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("packed", [False, True])
def test_marks_line_ends_and_compression_change_nothing(tmp_path: Path, newline: str, start: str, packed: bool) -> None:
    rows = [Ban("1", 'Rue du "Bout"; du Monde'), Ban("2", "Rue de l'Île", voie_id="0002"), DINAN]
    content = (start + text_of(rows, newline) + newline).encode()
    (tmp_path / "b.csv").write_bytes(gzip.compress(content) if packed else content)
    build([tmp_path / "b.csv"], tmp_path / "i")
    plain = tables(index_of(tmp_path, *rows))
    assert {**tables(tmp_path / "i"), "fichiers": []} == {**plain, "fichiers": []}
    assert {row[3] for row in plain["voies"]} >= {'Rue du "Bout"; du Monde', "Rue de l'Île"}


def test_columns_may_stand_in_another_order_with_others_beside_them(tmp_path: Path) -> None:
    lines = [line.split(";") for line in text_of([Ban("1"), DINAN]).splitlines()]
    (tmp_path / "b.csv").write_text("\n".join(";".join([*reversed(line), "x"]) for line in lines), encoding="utf-8")
    build([tmp_path / "b.csv"], tmp_path / "i")
    assert tables(tmp_path / "i")["voies"] == tables(index_of(tmp_path, Ban("1"), DINAN))["voies"]


def test_the_index_tells_its_format_its_files_and_its_licence_and_no_place_or_time(tmp_path: Path) -> None:
    index = tmp_path / "i"
    build([ban_file(tmp_path / "adresses-22.csv.gz", Ban("1"), Ban("2", lon=""))], index)
    held = tables(index)
    assert ("licence", "Licence Ouverte 2.0, Base Adresse Nationale") in held["meta"]
    assert ("format", "1") in held["meta"]
    ((name, sha256, lines),) = held["fichiers"]
    assert (name, len(str(sha256)), lines) == ("adresses-22.csv.gz", 64, 2)
    assert str(tmp_path).encode() not in index.read_bytes()


several = st.lists(
    st.builds(
        Ban,
        numero=st.integers(0, 30).map(str),
        nom_voie=st.sampled_from(["Rue du Port", "Rue du port", "8 Mai 1945", "Le Bourg"]),
        rep=st.sampled_from(["", "bis", "b", "a1", "2"]),
        code_insee=st.sampled_from(["22339", "22050", "2A004"]),
        code_postal=st.sampled_from(["22100", "22490"]),
        nom_commune=st.sampled_from(["Taden", "TADEN"]),
        lon=st.integers(0, 9).map(lambda n: f"-2.03{n}"),
        lat=st.just("48.48"),
        type_position=st.sampled_from(["entrée", "segment", ""]),
        voie_id=st.sampled_from(["0001", "0002"]),
        nom_ancienne_commune=st.sampled_from(["", "Trélat"]),
        id=st.sampled_from([None, None, "", "x"]),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(several, st.integers(0, 99))
def test_the_index_is_a_function_of_its_rows_whatever_their_order_and_however_often_they_are_said(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Ban], seed: int
) -> None:
    folder, mixed = tmp_path_factory.mktemp("index"), random.Random(seed).sample(rows, len(rows))
    cut = seed % len(rows)
    two = [ban_file(folder / f"{n}.csv", *part) for n, part in enumerate((mixed[cut:], mixed[:cut] + rows[:3]))]
    report = build(two, folder / "two")
    assert {**tables(folder / "two"), "fichiers": []} == {**tables(index_of(folder, *rows)), "fichiers": []}
    build(two[::-1], folder / "again")
    assert (folder / "again").read_bytes() == (folder / "two").read_bytes()
    told = report.numbers + report.unnumbered + report.duplicates + sum(report.left_out.values())
    assert report.rows == told == len(rows) + len(rows[:3])


def _broken(path: Path, how: str) -> None:
    whole = text_of([Ban(str(n)) for n in range(1, 3_000)])
    packed = gzip.compress(whole.encode())
    header, first = whole.splitlines()[:2]
    contents: dict[str, bytes] = {
        "empty": b"",
        "header only": f"{header}\n".encode(),
        "another table": b"nom;ville\nx;y\n",
        "commas": whole.replace(";", ",").encode(),
        "latin": f"{header}\n{first}\n{first.replace('entr', 'é')}\n".encode("latin-1"),
        "cut": whole[: len(whole) - 60].encode(),
        "open quote": f'{header}\n{first}\n"{first}\n'.encode(),
        "open last quote": f'{header}\n{first}\n{first}"\n{first}\n'.encode(),
        "cut gzip": packed[: len(packed) // 2],
        "spoilt gzip": packed[:500] + b"\x00" * 50 + packed[550:],
        "no gzip": b"\x1f\x8bnothing",
        "image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "nothing to index": text_of([Ban("1", lon="")]).encode(),
    }
    path.write_bytes(contents[how])


WHY = {
    "empty": "line 1: it is empty", "header only": "line 2: it has a header and no address",
    "another table": "line 1: it has no column id, numero", "commas": "line 1: it has no column",
    "latin": "line 2: it is not UTF-8|line 3: it is not UTF-8", "cut": r"line 3000: it has \d+ cells, not 23",
    "open quote": "line [34]: ", "open last quote": "line [34]: ", "cut gzip": r"after line \d+: its compression breaks off",
    "spoilt gzip": "its compression breaks off|not UTF-8|cells", "no gzip": "after line 0: its compression breaks off",
    "image": "not UTF-8", "nothing to index": "1 with no point",
}  # fmt: skip


@pytest.mark.parametrize("how", WHY)
def test_a_file_that_is_none_of_the_ban_s_is_refused_and_the_former_index_stays_whole(tmp_path: Path, how: str) -> None:
    index = index_of(tmp_path, Ban("1"))
    before, there = index.read_bytes(), sorted(tmp_path.iterdir())
    _broken(tmp_path / "adresses.csv", how)
    with pytest.raises(UsageError, match=rf"adresses\.csv.*(?:{WHY[how]})") as refused:
        build([tmp_path / "adresses.csv"], index)
    assert any(advice in str(refused.value) for advice in ("Download it again", "Check that"))
    assert (index.read_bytes(), sorted(tmp_path.iterdir())) == (before, there)


def test_no_file_or_an_absent_one_or_a_folder_is_refused(tmp_path: Path) -> None:
    for files in ([], [tmp_path / "absent.csv"], [tmp_path]):
        with pytest.raises(UsageError):
            build(files, tmp_path / "i")
    assert not (tmp_path / "i").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "i", tmp_path):
        with pytest.raises(UsageError, match="cannot be written"):
            build([ban_file(tmp_path / "a.csv", Ban("1"))], place)


def test_a_disk_that_fills_up_leaves_the_former_index_whole(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("1"))
    before = index.read_bytes()
    file = ban_file(tmp_path / "a.csv", *(Ban(str(n), f"Rue {n}", voie_id=f"{n:04d}") for n in range(1, 5_000)))
    code = (
        "import resource, signal, sys; from pathlib import Path; from flows.geocode.index import build;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "build([Path(sys.argv[1])], Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file, index], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert "UsageError" in done.stderr and "cannot be written" in done.stderr
    assert index.read_bytes() == before
    assert not list(tmp_path.glob(".*.tmp")) and not list(tmp_path.glob(".*.rows"))


def test_a_build_that_is_killed_leaves_the_former_index_whole_and_the_next_one_works(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("1"))
    before = index.read_bytes()
    os.mkfifo(tmp_path / "slow.csv")
    file = ban_file(tmp_path / "a.csv", *(Ban(str(n)) for n in range(1, 5_000)))
    code = (
        "import sys; from pathlib import Path; from flows.geocode.index import build;"
        "build([Path(sys.argv[1]), Path(sys.argv[2])], Path(sys.argv[3]))"
    )
    arguments = [sys.executable, "-c", code, *map(str, (file, tmp_path / "slow.csv", index))]
    with subprocess.Popen(arguments, cwd=ROOT) as process:
        try:
            _until(lambda: (tmp_path / f".{index.name}.rows").exists())
            with pytest.raises(Locked, match="another build"):
                build([file], index)
        finally:
            process.send_signal(signal.SIGKILL)
    assert index.read_bytes() == before
    build([file], index)
    assert found(index, in_taden("4999 Rue du Port"))[0].numero == "4999"
    assert not list(tmp_path.glob(".*.tmp")) and not list(tmp_path.glob(".*.rows"))


@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace"])
def test_a_build_that_is_killed_at_its_very_end_leaves_the_former_index_whole(tmp_path: Path, moment: str) -> None:
    index = index_of(tmp_path, Ban("1"))
    before = index.read_bytes()
    code = (
        "import os, pathlib, sys; from flows.geocode.index import build;"
        f"{moment} = lambda *_: os.kill(os.getpid(), 9);"
        "build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))"
    )
    file = ban_file(tmp_path / "a.csv", Ban("2"))
    done = subprocess.run([sys.executable, "-c", code, file, index], cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL and index.read_bytes() == before
    build([file], index)
    assert found(index, in_taden("2 Rue du Port"))[0].numero == "2"


def _until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
