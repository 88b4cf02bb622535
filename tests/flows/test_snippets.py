"""What the README shows, run as its reader would: in a fresh process, in the folder of a release, as it is written."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from flows.catalogue.snippets import ADDRESS, SNIPPETS, Snippet
from tests.flows.described import BASE, NOWHERE, ZERO, awkward, published, staged

RUNNABLE = [snippet for snippet in SNIPPETS if snippet.code]
PROGRAMS = {"r": "Rscript", "javascript": "node", "sh": "sh"}
ENDS = {"python": ".py", "r": ".R", "javascript": ".mjs", "sh": ".sh"}


@pytest.fixture(scope="module")
def release(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place has the postcode 01000, one no point."""
    return staged(awkward(_first_release / "latest"), tmp_path_factory.mktemp("snippets") / "release")


@pytest.fixture(scope="module")
def latest(release: Path) -> Iterator[str]:
    with published(release) as address:
        yield address


def code_shown(release: Path) -> list[tuple[str, str]]:
    """The language and code of each example of the README."""
    examples = (release / "README.md").read_text(encoding="utf-8").partition("# Ouvrir ces fichiers")[2]
    return re.findall(r"^```(\w+)\n(.*?)^```", examples, re.M | re.S)


def missing(snippet: Snippet) -> str:
    """The tool that this machine does not have, or ''."""
    module = {"QGIS": "qgis", "geopandas": "geopandas", "DuckDB": "duckdb"}.get(snippet.tool, "pandas")
    if snippet.language == "python":
        return "" if importlib.util.find_spec(module) else module
    program = PROGRAMS[snippet.language]
    wanted = [program, "curl", "sha256sum"] if program == "sh" else [program]
    return ", ".join(name for name in wanted if not shutil.which(name))


def ran(snippet: Snippet, code: str, folder: Path, scratch: Path) -> str:
    program = sys.executable if snippet.language == "python" else PROGRAMS[snippet.language]
    script = scratch / f"example{ENDS[snippet.language]}"
    script.write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [program, str(script)], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_readme_shows_every_example_and_no_other(release: Path) -> None:
    written = [(s.language, s.code.replace(ADDRESS, f"{BASE}/latest")) for s in RUNNABLE]
    assert code_shown(release) == written


@pytest.mark.parametrize("snippet", [s for s in RUNNABLE if s.language != "sh"], ids=lambda s: s.tool)
def test_each_example_runs_and_keeps_the_zeros_of_codes(
    snippet: Snippet, release: Path, latest: str, tmp_path: Path
) -> None:
    if missing(snippet):
        pytest.skip(f"{missing(snippet)} is not on this machine")
    told = ran(snippet, snippet.code.replace(ADDRESS, latest), release, tmp_path)
    assert "01000" in told
    assert ("75010" in told) == (snippet.tool not in ("geopandas", "JavaScript"))  # what has no point is on no map


def test_the_example_for_the_shell_takes_a_file_and_proves_it(release: Path, latest: str, tmp_path: Path) -> None:
    (snippet,) = (one for one in RUNNABLE if one.language == "sh")
    if missing(snippet):
        pytest.skip(f"{missing(snippet)} is not on this machine")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "etablissements.csv: " in ran(snippet, snippet.code.replace(ADDRESS, latest), empty, tmp_path)
    assert (empty / "etablissements.csv").read_bytes() == (release / "etablissements.csv").read_bytes()


def test_a_file_that_came_damaged_is_told(release: Path, tmp_path: Path) -> None:
    broken = tmp_path / "release"
    shutil.copytree(release, broken)
    (broken / "etablissements.csv").write_bytes((release / "etablissements.csv").read_bytes()[:-1])
    (snippet,) = (one for one in RUNNABLE if one.language == "sh")
    with published(broken) as latest:
        code = snippet.code.replace(ADDRESS, latest)
        done = subprocess.run(["sh", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "etablissements.csv" in done.stdout


@pytest.mark.parametrize(
    "code",
    [
        "import geopandas; print(geopandas.read_parquet('etablissements.parquet')['code_postal'].tolist())",
        "import duckdb; print(duckdb.sql(\"SELECT code_postal FROM 'etablissements.parquet'\").fetchall())",
    ],
)
def test_the_geoparquet_that_the_words_name_keeps_them_too(code: str, release: Path, tmp_path: Path) -> None:
    assert "'01000'" in ran(Snippet("", "", "", "python"), code, release, tmp_path)


def test_a_spreadsheet_shows_the_zeros_of_codes(release: Path) -> None:
    book = openpyxl.load_workbook(release / "creches-cooperatives.xlsx", read_only=True)
    head, *rows = book["etablissements"].iter_rows(values_only=True)
    codes = {row[head.index("nom")]: row[head.index("code_postal")] for row in rows}
    assert (codes[ZERO], codes[NOWHERE]) == ("01000", "75010")
    book.close()
