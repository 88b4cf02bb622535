"""A folder of descriptors and readers instead of the project's own pages."""

import re
from pathlib import Path

import pytest

import sources
from schemas.errors import SourceChanged, UsageError
from schemas.records import Snapshot
from tests.commands import Creches
from tests.flows.runs import ROOT

BENCH = ROOT / "benches/annuaire"
pytestmark = pytest.mark.every_source


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(BENCH))


def test_without_one_the_sources_are_the_project_s() -> None:
    assert {"coop_petite_enfance", "pope", "caf"} <= sources.pages().keys() and "annuaire" not in sources.catalogue()
    assert {source.dossier for source in sources.catalogue().values()} == {""}


@pytest.mark.usefixtures("bench")
def test_its_pages_take_the_place_of_the_project_s_and_the_reference_tables_stay() -> None:
    assert sources.pages().keys() == {"annuaire"}
    assert {"ban", "communes", "annuaire"} <= sources.catalogue().keys() and "pope" not in sources.catalogue()
    assert sources.load("pope").lecteur == "pope"  # a name that the last release may still hold


@pytest.mark.usefixtures("bench")
def test_its_reader_is_imported_from_there_and_its_embedded_pages_are_there() -> None:
    source = sources.load("annuaire")
    assert source.dossier == "benches/annuaire"  # nothing of the machine
    assert sources.snapshots_of(source) == BENCH / "snapshots"
    body = b"<html><body><main><h1 class='entry-title'>A</h1></main></body></html>"
    page = Snapshot("annuaire", "http://127.0.0.1:8799/membre/000007.html", body, "", "0" * 64, "archive")
    (record,) = sources.read(source, page).records
    assert (record.nom, record.reference) == ("A", "CRE000007")


def test_a_relative_folder_is_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", "benches/annuaire")
    assert sources.pages().keys() == {"annuaire"}


def test_a_folder_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(tmp_path / "away"))
    with pytest.raises(UsageError, match="sources_folder"):
        sources.pages()


@pytest.mark.parametrize("code", ["", "def parse(:\n", "import nowhere_at_all\n"])
def test_a_reader_that_cannot_be_imported_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    (tmp_path / "annuaire.toml").write_text((BENCH / "annuaire.toml").read_text())
    if code:
        (tmp_path / "annuaire.py").write_text(code)
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(tmp_path))
    with pytest.raises(UsageError, match="cannot be imported"):
        sources.read(sources.load("annuaire"), Snapshot("annuaire", "", b"", "", "", "archive"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("max = 200000\n\n", "\n"),
        ("[pages]", "[pages]\nautre = 1"),
        ('acces = "pages"', 'acces = "page"'),
        ("http://127.0.0.1:8799/", "http://example.org/"),
    ],
    ids=["no cap", "unknown key", "pages of a page", "no https"],
)
def test_a_descriptor_that_says_too_little_or_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str
) -> None:
    text = (BENCH / "annuaire.toml").read_text()
    assert old in text
    (tmp_path / "annuaire.toml").write_text(text.replace(old, new))
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(tmp_path))
    with pytest.raises(UsageError, match="descriptor is refused"):
        sources.pages()


BROKEN = ["1/0\n", "raise SystemExit(0)\n", "exit()\n", "import nowhere_at_all\n", "def parse(:\n", "words = 1\n"]


def _folder(tmp_path: Path, code: str) -> Path:
    (tmp_path / "annuaire.toml").write_text((BENCH / "annuaire.toml").read_text())
    (tmp_path / "annuaire.py").write_text(code)
    return tmp_path


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_reader_is_told_by_each_command_before_anything_is_read(
    creches: Creches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(_folder(tmp_path, code)))
    checked, doctor = creches("sources", "check"), creches("doctor", "--output", tmp_path / "output")
    assert checked.code == 3 and re.search(r"^annuaire .*cannot be imported as a reader", checked.out, re.M)
    assert doctor.code == 2 and re.search(r"^MEND sources .*cannot be imported as a reader", doctor.out, re.M)
    run = creches("release", "--direct", "--offline", "--output", tmp_path / "output")
    assert run.code == 2 and "cannot be imported as a reader" in run.err and "Traceback" not in run.err
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(("folder", "words"), [("away", "is no folder"), ("empty", "holds no descriptor")])
def test_a_folder_that_is_not_there_or_holds_nothing_is_told_by_each_command(
    creches: Creches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str, words: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(tmp_path / folder))
    for command in (("sources", "check"), ("release", "--direct", "--offline", "--output", "output"), ("doctor",)):
        ended = creches(*command)
        assert ended.code == 2 and words in ended.out + ended.err and "Traceback" not in ended.err, command


@pytest.mark.parametrize("code", ["1/0", "raise SystemExit(0)", "None.x", "raise TypeError('Mme Untel')"])
def test_a_reader_of_such_a_folder_that_breaks_on_a_page_refuses_that_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    monkeypatch.setenv("CRECHES_SOURCES_FOLDER", str(_folder(tmp_path, f"def parse(snapshot, source):\n    {code}\n")))
    with pytest.raises(SourceChanged, match=r"cannot be parsed: \w+ at annuaire.py:2") as refused:
        sources.read(sources.load("annuaire"), Snapshot("annuaire", "", b"", "", "", "archive"))
    assert "Untel" not in str(refused.value)
