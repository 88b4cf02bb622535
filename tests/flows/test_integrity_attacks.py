"""Every known way of tampering with releases, or of serving old ones, is seen by `creches verify`."""

import hashlib
import json
import os
import random
import shutil
import time
from pathlib import Path

import pytest

from flows.integrity import package
from flows.integrity.one import release
from flows.integrity.pointed import pointed
from flows.integrity.verify import verified
from tests.flows.attacks import ATTACKS, DATA, Attack
from tests.flows.sealed import LATER, B, Sealed, flip, seal, sealed, signing, write

FULL = bool(os.environ.get("CRECHES_FULL"))
each_attack = pytest.mark.parametrize("attack", ATTACKS.values(), ids=[name.replace(" ", "-") for name in ATTACKS])


@pytest.fixture(scope="module")
def world(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(_first_release, tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def copy(world: Sealed, tmp_path: Path) -> Path:
    shutil.copytree(world.output, tmp_path / "mirror")
    return tmp_path / "mirror"


@pytest.fixture(scope="module")
def seen(world: Sealed) -> Path:
    """What a user remembers who verified the true folder before."""
    path = world.output.parent / "seen.json"
    assert verified(world.output, world.public, path, LATER).findings.faults == ()
    return path


def test_the_true_folder_is_whole_and_signed(world: Sealed) -> None:
    found = verified(world.output, world.public, None, LATER)
    assert (found.findings.faults, found.findings.notes) == ((), ())
    assert (found.version, found.serial, found.signed) == (B, 2, True)


@each_attack
def test_an_attack_is_seen(attack: Attack, copy: Path, world: Sealed, seen: Path) -> None:
    remembered = seen if attack.remembered else None
    before = seen.read_bytes()
    attack.done(copy, world)
    began = time.monotonic()
    found = verified(copy, world.public, remembered, attack.as_of)
    told = [*found.findings.faults, *found.findings.old]
    assert [fault for fault in told if attack.told in fault], told
    assert time.monotonic() - began < 10 and seen.read_bytes() == before

    keyless = verified(copy, "", remembered, attack.as_of)
    assert bool(keyless.findings.faults or keyless.findings.old) == attack.keyless and not keyless.signed
    assert any("not checked: no public key" in note for note in keyless.findings.notes)


def test_the_attacks_are_many_and_each_is_told_in_its_own_words() -> None:
    assert len(ATTACKS) >= 30 and len({attack.done for attack in ATTACKS.values()}) == len(ATTACKS)


def test_one_flipped_bit_anywhere_in_a_release_is_seen(copy: Path, world: Sealed) -> None:
    folder, chance = copy / "releases" / B, random.Random(5)
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    chosen = paths if FULL else chance.sample(paths, min(len(paths), 25))
    for path in {*chosen, folder / DATA, folder / "manifeste.json"}:
        bit = chance.randrange(path.stat().st_size * 8)
        flip(path, bit)
        found = release(folder, (world.public,))
        assert found.findings.faults or found.signature.faults, (path, bit)
        flip(path, bit)


@pytest.mark.parametrize("name", ["SHA256SUMS", "SHA256SUMS.minisig"])
def test_one_flipped_bit_of_the_sums_or_of_their_signature_is_seen(name: str, copy: Path, world: Sealed) -> None:
    folder, chance = copy / "releases" / B, random.Random(6)
    bits = range((folder / name).stat().st_size * 8)
    for bit in bits if FULL else chance.sample(bits, 40):
        flip(folder / name, bit)
        found = release(folder, (world.public,))
        assert found.findings.faults or found.signature.faults, bit
        flip(folder / name, bit)


@pytest.mark.parametrize("name", ["latest.json", "latest.json.minisig"])
def test_one_flipped_bit_of_the_pointer_or_of_its_signature_is_seen(name: str, copy: Path, world: Sealed) -> None:
    chance = random.Random(7)
    bits = range((copy / name).stat().st_size * 8)
    for bit in bits if FULL else chance.sample(bits, 60):
        flip(copy / name, bit)
        assert pointed(copy, (world.public,), LATER).findings.faults, bit
        flip(copy / name, bit)


@pytest.mark.parametrize("path", ["http://127.0.0.1:9/x.csv", "../../latest.json", "/etc/passwd", ["a", "b"], None])
def test_a_package_that_leads_elsewhere_is_not_followed(path: object, copy: Path, world: Sealed) -> None:
    folder = copy / "releases" / B
    said = json.loads((folder / "datapackage.json").read_text())
    said["resources"][0]["path"] = path
    write(folder / "datapackage.json", said)
    with signing(world.key):
        seal(folder, B, LATER, "", "", package=False)
    assert [f for f in verified(folder, world.public).findings.faults if "is no file of the release" in f]


def test_a_schema_that_never_ends_is_given_up(copy: Path, world: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_LONGEST", 1)
    folder = copy / "releases" / B
    (folder / DATA).write_text((folder / DATA).read_text().replace("AGAPI", "a" * 40))
    said = json.loads((folder / "datapackage.json").read_text())
    (table,) = [one for one in said["resources"] if one["path"] == DATA]
    (field,) = [one for one in table["schema"]["fields"] if one["name"] == "nom"]
    field["constraints"]["pattern"] = r"(a+)+\d"
    write(folder / "datapackage.json", said)
    with signing(world.key):
        seal(folder, B, LATER, "", "")
    assert [f for f in verified(folder, world.public).findings.faults if "could not be checked in 1 s" in f]


def test_faults_of_a_hostile_folder_neither_flood_nor_speak_to_the_terminal(copy: Path, world: Sealed) -> None:
    folder = copy / "latest"
    for number in range(300):
        (folder / f"\x1b[2J{number}").touch()
    told = verified(folder, world.public).findings.faults
    assert len(told) < 150 and "\x1b" not in "".join(told) and any("200 more" in fault for fault in told)


def test_nothing_is_written_to_what_is_verified(world: Sealed) -> None:
    def whole() -> str:
        paths = sorted(path for path in world.output.rglob("*") if path.is_file())
        return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest() + str(len(paths))

    before = whole()
    verified(world.output, world.public, None, LATER)
    assert whole() == before
