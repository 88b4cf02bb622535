"""A release is written while it is checked: what the checks refuse, or change, leaves nothing of that draft."""

import dataclasses
import errno
import os
import shutil
import sys
from pathlib import Path

import pytest

from flows import publish, shelf
from flows.catalogue.manifest import Manifest
from flows.formats import every, write_formats
from flows.formats.measure import measured
from flows.shelf import moving
from schemas.errors import Damaged, Refused
from tests.flows.runs import kept, run_members, versions
from tests.pages.markups import MEMBERS
from tests.sweep.views import left, torn

writing = sys.modules["flows.publish.writing"]


def test_a_release_from_its_draft_is_the_one_that_is_written_at_once(
    output: Path, ready: Manifest, tmp_path: Path
) -> None:
    with publish.drafted(output, ready) as draft:
        assert draft.holds(ready) and draft.holds(dataclasses.replace(ready, made={}))
        folder = publish.publish(output, ready, draft)
    publish.stage(tmp_path / "again", ready)
    assert kept(folder) == kept(tmp_path / "again")
    assert versions(output)[0] == ready.version and torn(output) == [] and left(output) == []


def test_latest_is_the_copy_that_was_made_beside_it_with_what_came_after(
    output: Path, ready: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies: list[str] = []
    copyfile = shutil.copyfile
    monkeypatch.setattr(
        shutil, "copyfile", lambda a, b: (copies.append(Path(b).relative_to(output).as_posix()), copyfile(a, b))
    )
    with publish.drafted(output, ready) as draft:
        folder = publish.publish(output, ready, draft)
    assert kept(folder) == kept(output / "latest") and left(output) == []
    before = {name.split("/", 1)[1] for name in copies if name.startswith(f".latest-{ready.version}/")}
    after = {name.removeprefix(".annonce.draft/latest/") for name in copies if name.startswith(".annonce.draft/")}
    assert {"provenance.csv", "etablissements.geojson"} <= before and {"changements.json", "SHA256SUMS"} <= after
    assert sorted([*before, *after]) == sorted(kept(folder)) and len(copies) == len(before) + len(after)


def test_a_disk_that_refuses_the_copy_refuses_the_publication_alone(
    output: Path, ready: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    before = kept(output)
    monkeypatch.setattr(shutil, "copyfile", full)
    with publish.drafted(output, ready) as draft, pytest.raises(Refused, match="No space left"):
        publish.publish(output, ready, draft)
    assert kept(output) == before and left(output) == []


def test_what_each_file_is_is_what_reading_it_finds(ready: Manifest, tmp_path: Path) -> None:
    known = {**writing.write_tables(tmp_path, ready), **write_formats(tmp_path, ready)}
    found = measured(tmp_path)
    assert {"provenance.csv", "etablissements.geojson"} <= known.keys() and any(
        name.startswith("extraits/") for name in known
    )
    assert known == {name: found[name] for name in known}


def test_what_is_refused_while_it_is_written_is_thrown_away(output: Path, ready: Manifest) -> None:
    before = kept(output)
    with pytest.raises(Refused, match="a gate"), publish.drafted(output, ready):
        raise Refused("a gate")
    assert kept(output) == before and left(output) == []


def test_a_run_that_its_gates_refuse_leaves_no_draft(output: Path) -> None:
    before = versions(output)
    with pytest.raises(Refused):
        run_members(output, MEMBERS[:1], "2026-11-30")
    assert versions(output) == before and left(output) == []


def test_a_draft_of_other_tables_than_those_that_were_checked_is_not_published(output: Path, ready: Manifest) -> None:
    places = ready.tables["etablissements"].copy()
    places.loc[0, "telephone"] = ""
    mended = dataclasses.replace(ready, tables={**ready.tables, "etablissements": places})
    with publish.drafted(output, ready) as draft:
        assert not draft.holds(mended)
        folder = publish.publish(output, mended, draft)
    assert shelf.tables_of(output, folder.name)["etablissements"]["telephone"][0] == ""
    assert torn(output) == [] and left(output) == []


def test_a_disk_that_refuses_the_draft_refuses_the_publication_alone(
    output: Path, ready: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = kept(output)
    monkeypatch.setattr(every, "write_every", full)
    with publish.drafted(output, ready) as draft, pytest.raises(Refused, match="No space left"):
        publish.publish(output, ready, draft)
    assert kept(output) == before and left(output) == []


def test_a_staged_draft_is_left_to_the_journal_that_may_need_it(
    output: Path, ready: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise SystemExit(143)

    with monkeypatch.context() as patch:
        patch.setattr(moving, "finish", killed)
        with pytest.raises(SystemExit), publish.drafted(output, ready) as draft:
            publish.publish(output, ready, draft)
    assert (output / f".staging-{ready.version}").is_dir() and shelf.is_waiting(output)
    shelf.recover(output)
    assert versions(output)[0] == ready.version and torn(output) == [] and left(output) == []


def test_a_pointer_that_cannot_be_read_leaves_no_draft_behind(output: Path, ready: Manifest) -> None:
    (output / "latest.json").write_text("{")
    with publish.drafted(output, ready) as draft, pytest.raises(Damaged):
        publish.publish(output, ready, draft)
    assert left(output) == [] and versions(output)[0] != ready.version
