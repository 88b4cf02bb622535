"""A source of one page a member: what is asked again, what is read again, and what a bad page costs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import fetch
from flows.caller import Caller
from flows.pages import archive, batches
from flows.pages.archive import NAME
from schemas.errors import UsageError
from schemas.found import Absent
from schemas.records import Source
from tests.flows.loopback import Loopback, answer
from tests.flows.many_pages import DAY, Directory, codes, list_page, names, page, path_of, settings, site_map
from tests.flows.runs import ROOT

NEXT = "2026-11-27"


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    with Loopback({}) as server:
        made = Directory(server, tmp_path)
        settings(monkeypatch, made.folder)
        yield made


def test_each_page_is_a_member_in_the_order_of_the_links_with_its_own_address_and_digest(directory: Directory) -> None:
    found = directory.read()
    assert names(found) == [f"Crèche n° {n}" for n in directory.numbers]
    third = found.reading.records[3]
    assert third.url == directory.server.url(path_of(3)) and third.reference == "CRE000003"
    assert len({record.snapshot for record in found.reading.records}) == 12
    assert found.snapshot.url == directory.server.url("/") and found.snapshot.origine == "reseau"
    assert found.membres["url"].tolist() == [record.url for record in found.reading.records]
    assert found.reading.tables["reseaux"] == ({"nom": "Annuaire synthétique", "type": "reseau"},)


def test_a_page_linked_twice_or_on_another_host_is_asked_once_or_not_at_all(directory: Directory) -> None:
    away = '<a href="http://localhost:1/membre/000099.html">x</a><a href="/membre/000002.html#carte">x</a><a href="/contact">x</a>'
    directory.lists(list_page(directory.numbers, away))
    assert len(names(directory.read())) == 12
    assert directory.asked() == [*directory.numbers] and "/contact" not in directory.server.paths


def test_pages_that_have_not_changed_are_asked_conditionally_and_not_read_again(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = directory.read()
    directory.asked()
    directory.unchanged(*directory.numbers)
    directory.lists(list_page(directory.numbers))
    monkeypatch.setattr(batches, "_read", None)  # reading a page would fail
    second = directory.read(NEXT)
    assert directory.asked() == [*directory.numbers]
    assert second.reading == first.reading and second.snapshot.sha256 == first.snapshot.sha256
    assert second.membres.equals(first.membres)


def test_a_changed_page_alone_is_read_again(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    directory.read()
    directory.unchanged(*directory.numbers)
    directory.serves(5, page(5, "Crèche rebaptisée"))
    read: list[str] = []
    real = batches._read

    def noted(source: Source, sheet: batches.Sheet) -> str:
        read.append(sheet.url)
        return real(source, sheet)

    monkeypatch.setattr(batches, "_read", noted)
    found = directory.read(NEXT)
    assert read == [directory.server.url(path_of(5))]
    assert names(found)[5] == "Crèche rebaptisée" and len(names(found)) == 12
    assert found.snapshot.origine == "reseau"


def test_of_a_sitemap_only_the_pages_with_another_day_of_change_are_asked(directory: Directory) -> None:
    directory.describes(("max = 200000\n\n", f'max = 200000\nplan = "{directory.server.url("/plan.xml")}"\n\n'))
    days = dict.fromkeys(directory.numbers, "2026-11-01")
    directory.server.routes["/plan.xml"] = [answer(200, site_map(directory.server, days))]
    assert len(names(directory.read())) == 12
    assert directory.asked() == [*directory.numbers]
    directory.serves(7, page(7, "Crèche agrandie"))
    directory.server.routes["/plan.xml"] = [answer(200, site_map(directory.server, {**days, 7: "2026-11-26"}))]
    found = directory.read(NEXT)
    assert directory.asked() == [7] and names(found)[7] == "Crèche agrandie"


def test_one_page_that_is_gone_or_not_understood_is_a_doubt_and_the_others_stand(directory: Directory) -> None:
    directory.fails(4)
    found = directory.read()
    assert codes(found) == ["page_illisible"] and len(names(found)) == 11
    assert found.reading.doubts[0].valeur == directory.server.url(path_of(4))
    directory.serves(4, b"<html><body><main><p>Bonjour</p></main></body></html>")
    found = directory.read(NEXT)
    assert codes(found) == ["page_illisible"] and "Crèche n° 4" not in names(found)


def test_a_page_that_fails_for_now_is_read_from_its_copy(directory: Directory) -> None:
    directory.read()
    directory.fails(4, 403)
    found = directory.read(NEXT)
    assert codes(found) == ["page_non_relue"] and len(names(found)) == 12


def test_when_more_than_a_tenth_fail_the_pages_read_before_stand_in(directory: Directory) -> None:
    before = directory.read()
    directory.fails(4, 403)
    directory.fails(5, 403)
    after = directory.read(NEXT)
    assert names(after) == names(before) and codes(after) == []
    assert "2 of 12 members' pages could not be had" in after.snapshot.perimee and after.statut == "perimee"


def test_when_more_than_a_tenth_are_not_understood_the_pages_read_before_stand_in_and_are_asked_in_full(
    directory: Directory,
) -> None:
    before = directory.read()
    for number in (1, 2):
        directory.serves(number, b"<html><body><main><h1>Refonte</h1></main></body></html>")
    after = directory.read(NEXT)
    assert names(after) == names(before) and after.statut == "cassee"
    assert "2 of 12 members' pages are not read" in after.snapshot.perimee
    directory.asked()
    for number in (1, 2):
        directory.serves(number, page(number))
    assert directory.read("2026-11-28").statut == ""


@pytest.mark.parametrize("body", [list_page(()), list_page(range(40))], ids=["none", "too many"])
def test_a_first_page_that_leads_nowhere_or_to_too_many_is_not_understood(directory: Directory, body: bytes) -> None:
    directory.describes(("max = 200000\n\n", "max = 30\n\n"))
    directory.lists(body)
    absent = directory.heard()
    assert isinstance(absent, Absent) and absent.statut == "cassee" and directory.asked() == []
    assert "where 1 to 30 are expected" in absent.why


def test_a_reference_that_two_pages_give_is_the_first_one_s(directory: Directory) -> None:
    directory.describes(('forme = ".statut"', 'forme = ".statut"\nreference = ".numero"'))
    (directory.folder / "annuaire.py").write_text(
        "from schemas.records import Reading\nfrom sources.reading.fields import member\n\n\n"
        "def parse(snapshot, source):\n    return Reading(source.id, (member(snapshot, source),))\n"
    )
    directory.serves(3, page(3, reference="A1"))
    directory.serves(8, page(8, reference="A1"))
    found = directory.read()
    assert codes(found) == ["reference_double"] and len(names(found)) == 11 and "Crèche n° 3" in names(found)


def test_a_run_that_is_killed_keeps_what_it_had_and_the_next_goes_on(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", "0.001")  # one line: the order of the links

    real = archive.Archive.keep

    def keep(self: archive.Archive, kept: archive.Page, body: bytes) -> None:
        if kept.url.endswith(path_of(6)):
            raise KeyboardInterrupt
        real(self, kept, body)

    with monkeypatch.context() as once:
        once.setattr(archive.Archive, "keep", keep)
        with pytest.raises(KeyboardInterrupt):
            directory.read()
    assert directory.asked() == [*range(7)]
    assert len(names(directory.read())) == 12
    assert directory.asked() == [*range(6, 12)]


def test_a_body_that_is_damaged_is_never_read_and_is_asked_again_in_full(directory: Directory) -> None:
    directory.read()
    with archive.opened(directory.output / "snapshots", "annuaire") as kept:
        kept._base.execute("UPDATE corps SET corps = zeroblob(90) WHERE rowid = 3")
    (directory.output / "cache/readings-annuaire.sqlite").unlink()
    found = directory.read(NEXT, offline=True)
    assert codes(found) == ["page_illisible"] and len(names(found)) == 11
    directory.asked()
    assert len(names(directory.read(NEXT))) == 12


@pytest.mark.parametrize("name", ["cache/readings-annuaire.sqlite", f"snapshots/annuaire/{NAME}"])
def test_a_memory_or_an_archive_that_is_no_database_any_more_is_made_anew(directory: Directory, name: str) -> None:
    before = directory.read()
    (directory.output / name).write_bytes(b"torn" * 2000)
    assert directory.read(NEXT).reading == before.reading


def test_an_archive_that_is_damaged_inside_is_deleted_and_what_was_released_stands(directory: Directory) -> None:
    directory.read()
    path = directory.output / "snapshots/annuaire" / NAME
    with archive.opened(directory.output / "snapshots", "annuaire") as kept:
        index = "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_corps%'"
        place = kept._base.execute(index).fetchone()[0] * 4096
    whole = path.read_bytes()
    path.write_bytes(whole[: place - 4096] + b"\xff" * 4096 + whole[place:])
    absent = directory.heard(NEXT)
    assert isinstance(absent, Absent) and "was damaged" in absent.why and not path.exists()
    assert len(names(directory.read("2026-11-28"))) == 12


def test_a_process_that_is_killed_while_it_writes_leaves_a_whole_archive(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from flows.pages.archive import Page, opened, packed\n"
        "with opened(Path(sys.argv[1]), 'annuaire') as kept:\n"
        "    for n in range(300):\n"
        "        kept.keep(Page(f'http://x/{n}', f'{n:064}', 'd', 'd'), packed(os.urandom(9000)))\n"
        "        kept.save() if n == 199 else None\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, timeout=60)
    assert done.returncode == -9
    with archive.opened(tmp_path, "annuaire") as kept:
        assert len(kept.newest()) == 200 and len(kept.bodies([f"{n:064}" for n in range(300)])) == 200


def test_a_second_run_of_the_same_day_asks_again(directory: Directory) -> None:
    directory.read()
    directory.asked()
    directory.read()
    assert directory.asked() == [*directory.numbers]


def test_a_reader_that_changed_reads_every_page_again(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    directory.read()
    directory.describes(('capacite = ".places"\n', ""))
    found = directory.read(offline=True)
    assert {record.capacite for record in found.reading.records} == {""} and len(names(found)) == 12


@pytest.mark.parametrize("runner", ["threads", "processes"])
def test_offline_is_the_archive_and_batches_give_the_same_anywhere(
    directory: Directory, runner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = directory.read()
    directory.asked()
    monkeypatch.setenv("CRECHES_RUNNER", runner)
    monkeypatch.setattr("flows.pages.merged.AT_ONCE", 5)
    (directory.output / "cache/readings-annuaire.sqlite").unlink()
    found = directory.read(NEXT, offline=True)
    assert directory.asked() == [] and found.snapshot.origine == "archive"
    assert found.reading == before.reading and found.membres.equals(before.membres)


def test_embedded_pages_of_the_folder_stand_in_when_there_is_no_archive(directory: Directory) -> None:
    before = directory.read()
    (directory.output / "snapshots").rename(directory.folder / "snapshots")
    found = directory.read(offline=True)
    assert found.snapshot.origine == "embarquee" and found.reading.records == before.reading.records


def test_a_source_that_was_never_had_is_absent_offline(directory: Directory) -> None:
    absent = directory.heard(offline=True)
    assert isinstance(absent, Absent) and absent.why == ""


def test_no_single_page_saved_by_hand_stands_for_many(directory: Directory) -> None:
    from flows import collect_pages
    from flows.options import Options

    options = Options(DAY, directory.output, pages={"annuaire": directory.folder / "annuaire.py"})
    with pytest.raises(UsageError, match="one page a member"):
        collect_pages.found_of(Caller(), directory.source(), options)


def test_pages_are_deleted_after_ninety_days_and_what_was_read_of_them(directory: Directory) -> None:
    directory.read()
    folder = directory.output / "snapshots"
    fetch.prune(folder, "2027-02-20")
    assert len(names(directory.read(offline=True))) == 12
    assert folder / "annuaire" / NAME in fetch.prune(folder, "2027-03-01")
    with archive.opened(folder, "annuaire") as kept:
        assert kept.newest() == {} and kept._base.execute("SELECT count(*) FROM corps").fetchone() == (0,)
    secret = "Crèche n° 7".encode()
    left = [path for path in directory.output.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert left == []
