"""`creches verify` on what people have: releases of before signatures, mirrors, copies; and how it ends."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.formats.measure import digest
from flows.integrity import keys, pointer
from flows.integrity.command import make_key, verify_one
from flows.integrity.verify import NO_KEY, faults, verified
from schemas.errors import UsageError
from tests.flows.sealed import LATER, A, B, Sealed, copy_latest, entry, issue, seal, sealed, signing, write


@pytest.fixture(scope="module")
def world(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(_first_release, tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def copy(world: Sealed, tmp_path: Path) -> Path:
    shutil.copytree(world.output, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def before_signatures(output: Path) -> Path:
    """An output folder as it was made before manifests, signatures and `latest.json`."""
    for path in (*output.glob("latest.json*"), *output.rglob("manifeste.json"), *output.rglob("*.minisig")):
        path.unlink()
    (folder,) = (output / "releases").iterdir()
    for place in (folder, output / "latest"):
        lines = (place / "SHA256SUMS").read_text().splitlines(keepends=True)
        (place / "SHA256SUMS").write_text("".join(line for line in lines if "manifeste.json" not in line))
    entries = json.loads((output / "versions.json").read_text())
    old = {k: v for k, v in entries[0].items() if k not in ("manifest", "changes")} | {
        "sha256": digest(folder / "SHA256SUMS")
    }
    write(output / "versions.json", [old])
    return output


def edited(output: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    entries = json.loads((output / "versions.json").read_text())
    change(entries)
    write(output / "versions.json", entries)


def test_a_release_folder_is_checked_by_itself(world: Sealed, tmp_path: Path) -> None:
    shutil.copytree(world.output / "latest", tmp_path / "downloaded")
    found = verified(tmp_path / "downloaded", world.public)
    assert (found.findings.faults, found.findings.notes, found.version, found.signed) == ((), (), B, True)


def test_without_a_key_it_says_that_signatures_are_not_checked(world: Sealed) -> None:
    found = verified(world.output / "latest")
    assert (found.findings.faults, found.findings.notes, found.signed) == ((), (NO_KEY,), False)


def test_the_key_of_the_settings_is_used(world: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_PUBLIC_KEY", world.public)
    assert verified(world.output, as_of=LATER).signed


def test_an_old_and_a_new_key_may_both_be_known(copy: Path, world: Sealed, tmp_path: Path) -> None:
    new = keys.make(tmp_path / "new.key")
    with signing(tmp_path / "new.key"):
        issue(copy, copy / "latest", "2026.12.06", "2026-12-06", B)
    assert faults(copy, f"{world.public} {new}", as_of="2026-12-06") == []
    assert all("another key" in fault for fault in faults(copy, new, as_of="2026-12-06"))


def test_an_output_of_before_signatures_is_still_checked(before_signatures: Path) -> None:
    found = verified(before_signatures, as_of=LATER)
    assert found.findings.faults == ()
    assert len(found.findings.notes) == 4 and "feeds are not checked" in " ".join(found.findings.notes)
    assert "no latest.json" in " ".join(found.findings.notes)
    (before_signatures / "latest" / "reseaux.csv").write_text("id,nom\n")
    assert faults(before_signatures) != []


def test_releases_of_before_signatures_do_not_fail_those_after(before_signatures: Path, world: Sealed) -> None:
    output = before_signatures
    (old,) = (output / "releases").iterdir()
    assert old.name == A
    with signing(world.key):
        issue_after(output, B, LATER, A)
    found = verified(output, world.public, as_of=LATER)
    assert found.findings.faults == () and any(f"{A} is of before signatures" in note for note in found.findings.notes)


def issue_after(output: Path, version: str, date: str, previous: str) -> None:
    """A signed release after one without manifest."""
    folder = output / "releases" / version
    shutil.copytree(output / "latest", folder)
    for name in ("datapackage.json", "qualite.json"):
        write(folder / name, json.loads((folder / name).read_text()) | {"version": version})
    seal(folder, version, date, previous, "")
    edited(output, lambda entries: entries.insert(0, entry(folder, date, previous)))
    for name, body in pointer.pointers(output, entry(folder, date, previous), folder, date).items():
        (output / name).write_bytes(body)
    copy_latest(output, folder)


def test_an_unsigned_release_is_vouched_for_by_a_signed_one_after_it(world: Sealed, copy: Path) -> None:
    (copy / "releases" / A / "SHA256SUMS.minisig").unlink()
    found = verified(copy, world.public, as_of=LATER)
    assert found.findings.faults == () and any("vouches for it" in note for note in found.findings.notes)


def test_a_mirror_of_the_newest_release_alone_is_enough(copy: Path, world: Sealed) -> None:
    (copy / "versions.json").unlink()
    shutil.rmtree(copy / "releases" / A)
    shutil.rmtree(copy / "latest")
    found = verified(copy, world.public, as_of=LATER)
    assert found.findings.faults == () and found.signed and len(found.findings.notes) == 3


def test_a_pruned_release_is_not_missed_and_its_manifest_still_counts(copy: Path, world: Sealed) -> None:
    shutil.rmtree(copy / "releases" / A)
    edited(copy, lambda entries: entries[1].update(pruned=LATER))
    assert faults(copy, world.public, as_of=LATER) == []
    edited(copy, lambda entries: entries[1].update(manifest="0" * 64))
    assert any("history was rewritten" in fault for fault in faults(copy, world.public, as_of=LATER))


def test_a_release_that_is_gone_without_a_word_is_a_fault(copy: Path, world: Sealed) -> None:
    shutil.rmtree(copy / "releases" / A)
    assert any("is announced and is not there" in fault for fault in faults(copy, world.public, as_of=LATER))


def test_a_release_issued_again_is_followed_by_the_manifest_that_it_replaced(copy: Path, world: Sealed) -> None:
    old = json.loads((copy / "versions.json").read_text())[1]
    again = f"{A}-r1"
    with signing(world.key):
        shutil.move(copy / "releases" / A, copy / "releases" / again)
        for name in ("datapackage.json", "qualite.json"):
            path = copy / "releases" / again / name
            write(path, json.loads(path.read_text()) | {"version": again})
        seal(copy / "releases" / again, again, old["date"], "", "")
    new = entry(copy / "releases" / again, old["date"], "")
    once = {"date": LATER, "replaces": A, "manifest": old["manifest"]}
    twice = {"date": LATER, "replaces": f"{A}-r0", "manifest": "1" * 64, "before": once}
    for replaced in (once, twice):
        edited(copy, lambda entries, replaced=replaced: entries.__setitem__(1, {**new, "reissued": replaced}))  # type: ignore[misc]
        assert faults(copy, world.public, as_of=LATER) == []
    edited(copy, lambda entries: entries[1]["reissued"]["before"].update(manifest="0" * 64))
    assert any("history was rewritten" in fault for fault in faults(copy, world.public, as_of=LATER))


def test_memory_begins_goes_on_and_is_not_lost(copy: Path, world: Sealed, tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    assert faults(world.before, world.public, seen, LATER) == []
    assert json.loads(seen.read_text())["serial"] == 1
    assert faults(copy, world.public, seen, LATER) == []
    assert json.loads(seen.read_text())["version"] == B
    assert "rolled back" in " ".join(faults(world.before, world.public, seen, LATER))
    assert json.loads(seen.read_text())["serial"] == 2 and list(tmp_path.glob(".seen*")) == []


def test_what_no_key_proves_is_not_remembered(copy: Path, tmp_path: Path) -> None:
    found = verified(copy, "", tmp_path / "seen.json", LATER)
    assert "not brought up to date" in " ".join(found.findings.notes) and not (tmp_path / "seen.json").exists()


def test_a_wrong_call_is_no_verdict_on_the_files(copy: Path, world: Sealed, tmp_path: Path) -> None:
    (tmp_path / "noise").write_text("{")
    calls: list[tuple[Any, ...]] = [
        (tmp_path / "missing",),
        (copy, "RWnonsense"),
        (copy, "", None, "22/11/2026"),
        (copy, "", tmp_path / "noise", LATER),
        (copy / "latest", "", tmp_path / "seen.json"),
    ]
    for call in calls:
        with pytest.raises(UsageError):
            verified(*call)
    with pytest.raises(UsageError, match="cannot be written"):
        verified(copy, world.public, tmp_path / "nowhere" / "seen.json", LATER)


def test_a_folder_of_something_else_is_damaged(tmp_path: Path) -> None:
    assert faults(tmp_path) == ["SHA256SUMS is missing or unreadable"]
    (tmp_path / "versions.json").write_text("[]")
    assert "no release is announced here" in " ".join(faults(tmp_path))


@pytest.mark.parametrize("name", ["versions.json", "latest.json", "releases/2026.11.29/manifeste.json"])
def test_documents_of_any_shape_are_faults_and_never_a_bug(name: str, copy: Path, world: Sealed) -> None:
    shapes = (
        "",
        "null",
        "[[]]",
        '{"version": 1}',
        '{"files": 3}',
        "[" * 100_000,
        '"\\ud800"',
        "[1e999]",
        "[" + "9" * 5000,
    )
    for body in shapes:
        (copy / name).write_text(body)
        assert faults(copy, world.public, as_of=LATER) != [], body[:20]


def test_the_command_tells_it_as_text_and_as_json(world: Sealed, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_one(world.output, False, world.public, None, LATER) == 0
    assert capsys.readouterr().out == f"{world.output}: valid\n  {B}, signed with a key that you know.\n"
    assert verify_one(world.output, True, world.public, None, "2027-06-01") == 8
    told = json.loads(capsys.readouterr().out)
    assert (told["result"], told["version"], told["serial"]) == ("expired", B, 2) and len(told["faults"]) == 1
    verify_one(world.output, False, world.public, None, "2027-06-01")
    told_as_text = capsys.readouterr().out
    assert "expired" in told_as_text and "look for a newer release" in told_as_text and "do not use" not in told_as_text


def test_what_is_older_than_what_was_seen_is_old_and_not_damaged(world: Sealed, tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    seen.write_text(json.dumps({"serial": 9, "sha256": "0" * 64, "version": B}))
    found = verified(world.output, world.public, seen, LATER).findings
    assert found.faults == () and "9 was already seen" in found.old[0]
    assert json.loads(seen.read_text())["serial"] == 9
    assert verify_one(world.output, True, world.public, seen, LATER) == 8


def test_a_new_key_is_told_with_the_settings_to_make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_key(tmp_path / "a.key", False)
    out = capsys.readouterr().out
    assert (
        f"CRECHES_SIGNING_KEY={tmp_path / 'a.key'}" in out and "CRECHES_PUBLIC_KEY=RW" in out and "no password" in out
    )
    make_key(tmp_path / "b.key", True)
    told = json.loads(capsys.readouterr().out)
    assert told["public_key"].startswith("RW") and told["password"] is False
    assert (tmp_path / "b.key").read_text().splitlines()[1] not in out
