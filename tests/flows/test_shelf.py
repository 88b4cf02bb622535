"""The output folder: what lies there is proved, and what a killed run left is made whole or cleared."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows import publish, shelf
from flows.shelf import durable, next_version
from schemas.errors import Damaged, Refused, UsageError
from tests.flows.runs import DAY, kept, run, tree, versions
from tests.sweep.acts import publishing
from tests.sweep.views import left, torn

NEXT = "2026-11-29"


@pytest.fixture
def ready(_ready: Path) -> Path:
    """The release of a seventh member, of a week later, ready to be published: its manifest in a file."""
    return _ready


def stands(output: Path) -> dict[str, bytes]:
    """Every public file but the pointer, which is issued anew on each later day."""
    return {name: body for name, body in kept(output).items() if not name.startswith(("latest.json", "records/"))}


def interrupted(output: Path, ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that died right after its journal was complete."""

    class Dead(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Dead

    with monkeypatch.context() as patch:
        patch.setattr("flows.shelf.moving.finish", die)
        with pytest.raises(Dead):
            publishing(ready)(output)


@pytest.mark.parametrize(
    "path",
    [
        *(".staging-2026.11.29/x.csv", ".staging-x-check/a/b.csv", ".latest-new/x", ".latest-old/x"),
        *(".annonce.draft/roots/x", ".annonce.done/plan.json", ".annonce/roots/versions.json"),
    ],
)
def test_what_a_killed_run_left_is_cleared(output: Path, path: str) -> None:
    before = tree(output)
    (output / path).parent.mkdir(parents=True)
    (output / path).write_text("torn")
    with shelf.locked(output):
        shelf.recover(output)
    assert tree(output) == before and left(output) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"arrivals": {}}'])
def test_a_journal_without_a_plan_is_forgotten(output: Path, text: str) -> None:
    before = tree(output)
    (output / ".annonce").mkdir()
    (output / ".annonce" / "plan.json").write_text(text)
    shelf.recover(output)
    assert tree(output) == before and left(output) == []


def test_a_complete_journal_is_finished_by_whatever_run_comes_next(
    output: Path, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(output, ready, monkeypatch)
    assert versions(output) == ["2026.11.22"] and torn(output) == []
    assert run(output, "2026-12-06").changes["etablissements modifie"] == 1
    entries = json.loads((output / "versions.json").read_text())
    assert [(e["version"], e["previous"]) for e in entries] == [
        ("2026.12.06", "2026.11.29"),
        ("2026.11.29", "2026.11.22"),
        ("2026.11.22", ""),
    ]
    assert torn(output) == [] and left(output) == []


@pytest.mark.parametrize(
    "lost", ["roots/versions.json", "latest/README.md", "../.staging-2026.11.29/etablissements.csv"]
)
def test_a_journal_that_lost_a_part_is_undone(
    output: Path, ready: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    before = stands(output)
    interrupted(output, ready, monkeypatch)
    (output / ".annonce" / lost).unlink()
    shelf.recover(output)
    assert stands(output) == before and left(output) == [] and torn(output) == []


def test_what_an_undone_journal_moved_in_goes_out_again(
    output: Path, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stands(output)
    interrupted(output, ready, monkeypatch)
    (output / ".staging-2026.11.29").rename(output / "releases" / "2026.11.29")
    (output / ".annonce" / "roots" / "versions.json").write_text("[]")
    shelf.recover(output)
    assert stands(output) == before and left(output) == []


@pytest.mark.parametrize("lost", ["", "README.md"])
def test_latest_is_made_whole_again_after_it_was_lost(output: Path, lost: str) -> None:
    before = tree(output)
    shutil.rmtree(output / "latest") if not lost else (output / "latest" / lost).unlink()
    shelf.recover(output)
    assert tree(output) == before and left(output) == []


def test_latest_is_swapped_in_one_step_and_never_missing(
    output: Path, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swaps: list[tuple[bytes, bytes]] = []
    exchange = durable.renameat2
    monkeypatch.setattr(durable, "renameat2", lambda new, there: (swaps.append((new, there)), exchange(new, there)))
    publishing(ready)(output)
    assert swaps == [(os.fsencode(output / ".annonce" / "latest"), os.fsencode(output / "latest"))]


def test_where_the_kernel_cannot_swap_it_takes_two_steps(
    output: Path, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(*_: bytes) -> None:
        raise OSError(38, os.strerror(38))

    monkeypatch.setattr(durable, "renameat2", without)
    publishing(ready)(output)
    assert torn(output) == [] and left(output) == []


def test_a_file_of_the_root_that_is_no_more_goes(output: Path, ready: Path) -> None:
    (output / "atom").mkdir(exist_ok=True)
    for name in ("atom/99.atom", "latest.json.minisig", "index.html"):
        (output / name).write_text("old")
    publishing(ready)(output)
    assert [(output / n).exists() for n in ("atom/99.atom", "latest.json.minisig", "index.html")] == [
        False,
        False,
        True,
    ]


def test_the_catalogue_at_the_root_is_that_of_latest(output: Path) -> None:
    for name in ("catalog.ttl", "catalog.jsonld"):
        found = [folder / name for folder in (output, output / "latest") if (folder / name).exists()]
        assert len({path.read_bytes() for path in found}) <= 1 and len(found) in (0, 2)


def test_the_pointer_is_issued_anew_on_a_later_day_only(output: Path) -> None:
    before = json.loads((output / "latest.json").read_text())
    with shelf.locked(output):
        assert not publish.renewed(output, DAY)
        assert publish.renewed(output, NEXT)
    after = json.loads((output / "latest.json").read_text())
    assert (after["serial"], after["created"], after["version"]) == (before["serial"] + 1, NEXT, before["version"])
    assert after["expires"] > before["expires"] and torn(output) == []


def test_an_entry_tells_what_changed_and_the_digest_of_its_manifest(output: Path, ready: Path) -> None:
    publishing(ready)(output)
    entry, first = shelf.versions(output)
    assert dict(entry["changes"])["ajoute"] > 0 and list(dict(entry["changes"])) == ["ajoute", "retire", "modifie"]
    assert entry["manifest"] == shelf.last(output).manifest and first["previous"] == ""


def test_a_release_is_never_written_over(output: Path) -> None:
    shutil.copytree(output / "latest", output / ".staging-2026.11.22")
    with pytest.raises(Refused, match="never written over"):
        shelf.place(output, [output / ".staging-2026.11.22"], shelf.versions(output), {})


@pytest.mark.parametrize(
    ("taken", "version"),
    [
        ([], "2026.11.22"),
        (["2026.11.22"], "2026.11.22.1"),
        (["2026.11.22.1", "2026.11.22"], "2026.11.22.2"),
        (["2026.11.22-r1"], "2026.11.22.1"),
        (["2026.11.22.1-r2", "2026.11.22-r1"], "2026.11.22.2"),
    ],
)
def test_a_version_is_the_day_then_the_day_and_a_number(taken: list[str], version: str) -> None:
    assert next_version(DAY, [{"version": v, "date": DAY} for v in taken]) == version


def test_no_version_is_before_the_newest() -> None:
    with pytest.raises(Refused, match="never goes back in time"):
        next_version("2026-11-21", [{"version": "2026.11.22", "date": DAY, "withdrawn": {}}])


def test_a_release_that_is_not_there_or_has_no_files_is_told_apart(output: Path) -> None:
    with pytest.raises(UsageError, match="holds no release 2020"):
        shelf.tables_of(output, "2020.01.01")
    entries = [{**entry, "pruned": NEXT} for entry in shelf.versions(output)]
    (output / "versions.json").write_bytes(json.dumps(entries).encode())
    with pytest.raises(Refused, match=f"were pruned on {NEXT}"):
        shelf.tables_of(output, "2026.11.22")
    assert shelf.current(output) is None and shelf.last(output).version == ""


def test_every_way_in_which_a_release_differs_from_its_sums_is_told(output: Path) -> None:
    latest = output / "latest"
    (latest / "SHA256SUMS.minisig").write_text("a signature is not listed")
    assert shelf.broken_sums(latest) == []
    (latest / "README.md").unlink()
    (latest / "stranger.csv").write_text("x")
    (latest / "reseaux.csv").write_bytes((latest / "reseaux.csv").read_bytes() + b"\n")
    assert shelf.broken_sums(latest) == [
        "README.md is missing",
        "stranger.csv is not listed in SHA256SUMS",
        "reseaux.csv is not what SHA256SUMS says",
    ]
    (latest / "SHA256SUMS").write_bytes(b"\xff")
    assert shelf.broken_sums(latest) == ["SHA256SUMS is missing or unreadable"]
    (latest / "SHA256SUMS").write_text("")
    assert "SHA256SUMS lists nothing" in shelf.broken_sums(latest)


@pytest.mark.parametrize("body", [b"", b'id\n"', b"\xff\xfe", b"a,b\n1,2,3\n"])
def test_a_table_that_is_no_table_any_more_is_damage(output: Path, body: bytes) -> None:
    (output / "releases" / "2026.11.22" / "sources.csv").write_bytes(body)
    with pytest.raises(Damaged, match=r"sources\.csv is not what SHA256SUMS says"):
        shelf.last(output)


def test_latest_that_is_well_stays_when_its_release_is_damaged(output: Path) -> None:
    before = tree(output / "latest")
    (output / "releases" / "2026.11.22" / "README.md").unlink()
    shelf.recover(output)
    assert tree(output / "latest") == before and left(output) == []


def test_a_copy_that_is_not_of_the_current_release_is_removed(output: Path) -> None:
    copied = output / ".latest-2026.11.22"
    (copied / "extraits").mkdir(parents=True)
    before = tree(output / "latest")
    shelf.place(output, [], shelf.versions(output), {}, copied=copied)
    assert tree(output / "latest") == before and left(output) == []


def test_any_bit_flipped_in_a_release_is_found(output: Path) -> None:
    release = output / "releases" / "2026.11.22"
    for path in (p for p in sorted(release.rglob("*.csv")) if p.parent == release):
        whole = path.read_bytes()
        for at in range(0, len(whole), 9_973):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert shelf.broken_sums(release) != []
        path.write_bytes(whole)
    (release / "SHA256SUMS").write_bytes((release / "SHA256SUMS").read_bytes().replace(b"0", b"1", 1))
    with pytest.raises(Damaged, match="restore this one first"):
        shelf.last(output)
