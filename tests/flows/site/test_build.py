"""Building the site: the same shelf gives the same bytes, the release's own files come along, a failure changes nothing."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows import site
from flows.formats.csv_table import from_csv
from flows.site import building, carried
from flows.site.page import Page
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from schemas.errors import Refused, UsageError
from tests.flows.runs import tree
from tests.flows.site.html_read import Element, read

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>&amp;{{ 7*7 }}{% raw %}"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _without_site(shelf: Path, folder: Path) -> Path:
    return Path(shutil.copytree(shelf, folder, ignore=shutil.ignore_patterns("site", "runs")))


@pytest.fixture
def own(shelf: Path, site_folder: Path, tmp_path: Path) -> Path:
    """A shelf of one's own, with its site."""
    return Path(shutil.copytree(shelf, tmp_path / "own", ignore=shutil.ignore_patterns("runs")))


Anew = tuple[Path, building.Built, dict[str, bytes]]
"""The same shelf in another folder, what a build of it made, and what lay there before."""


@pytest.fixture(scope="module")
def anew(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Anew:
    own = _without_site(shelf, tmp_path_factory.mktemp("anew") / "own")
    before = tree(own)
    return own, site.build(own), before


def test_the_same_shelf_gives_the_same_bytes(anew: Anew, site_folder: Path) -> None:
    assert bytes_of(anew[1].folder) == bytes_of(site_folder)


def test_it_is_made_anew_whole_nothing_of_the_former_one_stays(shelf: Path, tmp_path: Path, site_folder: Path) -> None:
    own = _without_site(shelf, tmp_path / "own")
    (own / "site").mkdir()
    (own / "site" / "old.html").write_text("old")
    (own / ".site.draft").mkdir()
    (own / ".site.draft" / "half.html").write_text("half")
    assert bytes_of(site.build(own).folder) == bytes_of(site_folder)
    assert not (own / ".site.draft").exists()


def test_it_changes_nothing_else_of_the_shelf(anew: Anew) -> None:
    own, _, before = anew
    assert {name: body for name, body in tree(own).items() if not name.startswith("site/")} == before


def test_it_tells_what_it_built(anew: Anew, about: Shown) -> None:
    own, built, _ = anew
    assert (built.version, built.folder) == (about.version, own / "site")
    assert built.pages == len([path for path in (own / "site").rglob("*.html") if "donnees" not in path.parts])
    assert built.bytes == sum(map(len, bytes_of(own / "site").values()))


def test_the_files_of_the_release_are_the_shelfs_byte_for_byte(shelf: Path, site_folder: Path, about: Shown) -> None:
    assert bytes_of(site_folder / "donnees" / "latest") == bytes_of(about.folder)
    for name in ("latest.json", "versions.json", "catalog.ttl", "changements.atom", "badge.svg", "etat.json"):
        assert (site_folder / "donnees" / name).read_bytes() == (shelf / name).read_bytes()


def test_nothing_private_is_carried(site_folder: Path) -> None:
    top = {path.name for path in (site_folder / "donnees").iterdir()}
    assert not top & {"records", "snapshots", "cache", "review", "runs", ".verrou"}


def test_files_are_copied_where_the_file_system_has_no_links(
    own: Path, tmp_path: Path, about: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links here")))
    carried.write(tmp_path / "draft", about)
    assert bytes_of(tmp_path / "draft" / "donnees" / "latest") == bytes_of(about.folder)


def test_a_folder_without_a_release_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(UsageError, match="holds no release to show"):
        site.build(tmp_path / "output")


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), ValueError("a fault of ours")])
def test_a_build_that_fails_leaves_the_former_site(
    own: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    before = bytes_of(own / "site")

    def failing(about: Shown, words: Words) -> Iterator[Page]:
        yield Page("index.html", "introuvable.html.j2", "introuvable", "half", "half")
        raise fault

    monkeypatch.setattr(building, "EVERY", (failing,))
    with pytest.raises(Refused if isinstance(fault, OSError) else ValueError):
        site.build(own)
    assert bytes_of(own / "site") == before
    assert not (own / ".site.draft").exists()


def test_a_build_that_is_killed_leaves_the_former_site_and_the_next_one_goes_on(own: Path) -> None:
    before = bytes_of(own / "site")
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom flows import site\nfrom flows.site import building\n"
        "def killed(about, words):\n    yield from building.EVERY_BEFORE[0](about, words)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "building.EVERY_BEFORE, building.EVERY = building.EVERY, (killed,)\nsite.build(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(own)], check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == -signal.SIGKILL
    assert (own / ".site.draft").exists()
    assert bytes_of(own / "site") == before
    assert bytes_of(site.build(own).folder) == before
    assert not (own / ".site.draft").exists()


def test_the_words_of_records_are_text_whatever_they_hold(about: Shown, tmp_path: Path) -> None:
    """A hostile name, address and title in every row: no page gets an element, an attribute or a template's call of it."""
    tables = {
        table: [{name: _hostile(name, cell) for name, cell in row.items()} for row in rows]
        for table, rows in about.tables.items()
    }
    plain, planted = _pages(about, tmp_path / "plain"), _pages(replace(about, tables=tables), tmp_path / "planted")
    assert any("<script>alert(1)</script>" in page.text for page in planted)
    for page in planted:
        assert not [one for one in page.each() if one.get("onerror") or one.get("src") == "x"]
        assert not [
            one for one in page.each("script") if "alert" in one.text and one.get("type") != "application/ld+json"
        ]
    assert len(plain) == len(planted)


_TEXTS = frozenset(
    "nom autres_noms adresse commune adresse_source complement_adresse titre editeur attribution partenaire message_fr message_en"
    " valeur_source valeur geo_libelle sigle licence".split()
)


def _hostile(name: str, cell: str) -> str:
    if name in ("source_url", "site_web", "url"):
        return f"javascript:alert(3)//{HOSTILE}"
    return HOSTILE if name in _TEXTS and cell else cell


def _pages(about: Shown, folder: Path) -> list[Element]:
    found = []
    for words in map(Words, TONGUES):
        for page in building.pages(about, words):
            building.put(folder / words.tongue / page.path, html(page, words, about).encode())
            found.append(read(folder / words.tongue / page.path))
    assert "javascript:" not in {one.get("href")[:11] for page in found for one in page.each("a")}
    return found


def test_a_table_of_the_release_can_be_read_beside_the_page(site_folder: Path, about: Shown) -> None:
    rows = from_csv(str(site_folder / "donnees" / "latest" / "etablissements.csv"))
    assert rows["id"].tolist() == [row["id"] for row in about.tables["etablissements"]]
