"""Keys, signatures that the real minisign command checks, the manifest and `latest.json`."""

import base64
import dataclasses
import json
import os
import shutil
import stat
import subprocess
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.catalogue.manifest import File, Manifest
from flows.integrity import keys, minisign, pointer, sign
from flows.integrity.manifest_file import manifest_json, signed_sums
from schemas.errors import Damaged, UsageError
from schemas.verdicts import Verdict
from tests.flows.runs import DAY, tree

COMMENT = sign.comment("2026.11.22", DAY, "SHA256SUMS")
SECRET = "correct-horse-battery"
MANIFEST = Manifest("2026.11.22", DAY, "", "c@example.fr", "https://e.fr", "https://e.fr", {})

real_minisign = pytest.mark.skipif(not shutil.which("minisign"), reason="no minisign command here")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key that signs; its public line."""
    monkeypatch.setenv("CRECHES_SIGNING_KEY", str(tmp_path / "release.key"))
    return keys.make(tmp_path / "release.key")


def minisigned(*arguments: object, answer: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["minisign", *map(str, arguments)], input=answer, capture_output=True, text=True, timeout=60, check=False
    )


def test_without_a_key_nothing_is_signed_and_the_run_says_so() -> None:
    keys.ready()
    assert sign.signature(b"body", COMMENT) is None
    assert keys.sentence() == keys.UNSIGNED and "creches keys new" in keys.UNSIGNED


def test_with_a_key_the_run_tells_its_public_line(key: str) -> None:
    assert keys.sentence() == f"Signed with the key {key}."


def test_a_signature_has_the_same_bytes_each_time_and_no_clock(key: str) -> None:
    made = sign.signature(b"body", COMMENT)
    assert made is not None and made == sign.signature(b"body", COMMENT)
    assert made.splitlines()[2] == b"trusted comment: creches-cooperatives 2026.11.22 2026-11-22 file:SHA256SUMS"
    assert minisign.checked(b"body", made, key) == COMMENT


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_signature_holds_for_its_own_body_only(body: bytes, other: bytes) -> None:
    secret, public = minisign.new("")
    made = minisign.signed(minisign.opened(secret, ""), body, COMMENT)
    assert minisign.checked(body, made, public) == COMMENT
    if other != body:
        with pytest.raises(ValueError, match="not of this content"):
            minisign.checked(other, made, public)


@given(st.binary(max_size=400))
def test_what_is_no_signature_or_no_key_is_refused_and_never_a_bug(noise: bytes) -> None:
    _, public = minisign.new("")
    with pytest.raises(ValueError, match="no minisign signature"):
        minisign.checked(b"body", noise, public)
    with pytest.raises(ValueError, match="no minisign secret key"):
        minisign.opened(noise, "")
    assert not minisign.is_public(noise.decode("latin-1"))


@real_minisign
def test_the_minisign_command_checks_what_we_sign(key: str, tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_bytes(b"body\n")
    (tmp_path / "SHA256SUMS.minisig").write_bytes(sign.signature(b"body\n", COMMENT) or b"")
    done = minisigned("-Vm", tmp_path / "SHA256SUMS", "-P", key)
    assert done.returncode == 0 and f"Trusted comment: {COMMENT}" in done.stdout
    (tmp_path / "SHA256SUMS").write_bytes(b"bodY\n")
    assert minisigned("-Vm", tmp_path / "SHA256SUMS", "-P", key).returncode != 0


@real_minisign
def test_a_key_of_the_minisign_command_signs_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert minisigned("-GW", "-p", tmp_path / "a.pub", "-s", tmp_path / "a.key").returncode == 0
    monkeypatch.setenv("CRECHES_SIGNING_KEY", str(tmp_path / "a.key"))
    public = (tmp_path / "a.pub").read_text().splitlines()[1]
    keys.ready()
    assert minisign.checked(b"body", sign.signature(b"body", COMMENT) or b"", public) == COMMENT


@real_minisign
def test_a_key_of_ours_under_a_password_signs_with_the_minisign_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRECHES_SIGNING_PASSWORD", SECRET)
    public = keys.make(tmp_path / "a.key")
    (tmp_path / "file").write_bytes(b"body")
    assert minisigned("-Sm", tmp_path / "file", "-s", tmp_path / "a.key", answer=f"{SECRET}\n").returncode == 0
    assert minisigned("-Vm", tmp_path / "file", "-P", public).returncode == 0


def test_a_new_key_is_for_its_owner_only_and_never_written_over(tmp_path: Path) -> None:
    keys.make(tmp_path / "a.key")
    before = (tmp_path / "a.key").read_bytes()
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("a.key", "link"):
        with pytest.raises(UsageError, match="already there"):
            keys.make(tmp_path / name)
    assert (tmp_path / "a.key").read_bytes() == before and not (tmp_path / "nowhere").exists()
    with pytest.raises(UsageError, match="cannot be written"):
        keys.make(tmp_path / "missing" / "a.key")


# (what is done to the key file, the password that is set, what is told)
UNUSABLE = {
    "absent": (lambda path: path.unlink(), "", "cannot be read"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "", "no plain file"),
    "a pipe": (lambda path: (path.unlink(), os.mkfifo(path, 0o600)), "", "no plain file"),
    "noise": (lambda path: path.write_bytes(b"\x00\xff" * 99), "", "no minisign secret key"),
    "cut short": (lambda path: path.write_bytes(path.read_bytes()[:150]), "", "no minisign secret key"),
    "open to others": (lambda path: path.chmod(0o644), "", "chmod 600"),
    "without the password that is set": (lambda path: None, SECRET, "the key has none"),
    "damaged": (lambda path: path.write_bytes(_spoiled(path.read_bytes())), "", "do not fit"),
}


def _spoiled(body: bytes) -> bytes:
    """A key whose public half is another one. The bytes are changed, not their base64: a letter changed may be no base64."""
    comment, line = body.splitlines()
    raw = bytearray(base64.b64decode(line))
    raw[-50] ^= 1
    return comment + b"\n" + base64.b64encode(raw) + b"\n"


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_key_that_cannot_sign_is_told_before_anything_is_fetched(
    case: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil, password, told = UNUSABLE[case]
    spoil(tmp_path / "release.key")
    monkeypatch.setenv("CRECHES_SIGNING_PASSWORD", password)
    with pytest.raises(UsageError, match=told) as refusal:
        keys.ready()
    assert "Nothing was fetched" in str(refusal.value)


@pytest.mark.parametrize(("given_", "told"), [("", "none is set"), ("wrong-canary", "password is wrong")])
def test_a_wrong_or_missing_password_is_told_and_no_secret_with_it(
    given_: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRECHES_SIGNING_KEY", str(tmp_path / "a.key"))
    monkeypatch.setenv("CRECHES_SIGNING_PASSWORD", SECRET)
    keys.make(tmp_path / "a.key")
    keys.ready()
    monkeypatch.setenv("CRECHES_SIGNING_PASSWORD", given_)
    with pytest.raises(UsageError, match=told) as refusal:
        keys.ready()
    written = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value)
    line = (tmp_path / "a.key").read_text().splitlines()[1]
    assert SECRET not in written and "canary" not in written and line not in written


def test_a_key_shows_nothing_of_itself(tmp_path: Path) -> None:
    secret, _ = minisign.new("")
    key = minisign.opened(secret, "")
    shown = f"{key!r} {key}"
    assert secret.splitlines()[1].decode() not in shown and "bytearray" not in shown


def test_a_public_key_that_is_not_that_of_the_secret_one_is_told(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = minisign.new("")[1]
    monkeypatch.setenv("CRECHES_PUBLIC_KEY", other)
    with pytest.raises(UsageError, match="two different keys"):
        keys.ready()
    monkeypatch.setenv("CRECHES_PUBLIC_KEY", f"{key} {other}")
    keys.ready()
    monkeypatch.setenv("CRECHES_PUBLIC_KEY", "RWnonsense")
    with pytest.raises(UsageError, match="no minisign public key"):
        keys.ready()


def test_the_manifest_tells_all_and_is_the_same_each_time() -> None:
    verdict = Verdict("effectif", "ok", "Rien à dire.", "Nothing to tell.", source="coop_petite_enfance")
    files = {
        "b.csv": File(2, "bb"),
        "SHA256SUMS": File(1, "cc"),
        "a.csv": File(1, "aa"),
        "manifeste.json": File(9, "dd"),
    }
    made = dataclasses.replace(MANIFEST, gates=(verdict,), made={"code": "abc"}, previous_manifest="ee")
    body = manifest_json(made, files)
    said = json.loads(body)
    assert body == manifest_json(made, dict(reversed(files.items())))
    assert said["files"] == {"a.csv": {"bytes": 1, "sha256": "aa"}, "b.csv": {"bytes": 2, "sha256": "bb"}}
    assert (said["version"], said["date"], said["previous_manifest"], said["made"]) == (
        "2026.11.22",
        DAY,
        "ee",
        {"code": "abc"},
    )
    assert said["gates"] == [
        {
            "gate": "effectif",
            "ruling": "ok",
            "message_fr": "Rien à dire.",
            "message_en": "Nothing to tell.",
            "source": "coop_petite_enfance",
        }
    ]


def test_sums_are_signed_only_when_there_is_a_key(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    (tmp_path / "SHA256SUMS").write_text("x")
    signed_sums(tmp_path, MANIFEST)
    assert not (tmp_path / "SHA256SUMS.minisig").exists()
    key = request.getfixturevalue("key")
    signed_sums(tmp_path, MANIFEST)
    assert minisign.checked(b"x", (tmp_path / "SHA256SUMS.minisig").read_bytes(), key) == COMMENT


def pointed(output: Path, day: str = DAY) -> dict[str, object]:
    """The next pointer of an output, put in place."""
    entry = {"version": "2026.11.22", "manifest": "ab" * 32}
    body = pointer.latest_json(output, entry, output / "latest", day)
    (output / "latest.json").write_bytes(body)
    return dict(json.loads(body))


def test_the_pointer_follows_the_one_before_and_tells_every_file(output: Path) -> None:
    (output / "latest.json").unlink(missing_ok=True)
    first, second = pointed(output), pointed(output, "2026-11-30")
    assert (first["serial"], first["previous"], first["created"], first["expires"]) == (1, "", DAY, "2027-01-06")
    assert (second["serial"], second["expires"]) == (2, "2027-01-14") and len(str(second["previous"])) == 64
    listed = {name for name in tree(output / "latest") if not name.startswith("SHA256SUMS")}
    assert isinstance(second["files"], dict) and second["files"].keys() == listed
    assert second["path"] == "releases/2026.11.22"


def test_a_pointer_is_signed_for_its_day(output: Path, key: str) -> None:
    found = pointer.pointers(output, {"version": "2026.11.22"}, output / "latest", "2026-11-30")
    told = minisign.checked(found["latest.json"], found["latest.json.minisig"], key)
    assert told == "creches-cooperatives 2026.11.22 2026-11-30 file:latest.json"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"serial": 0}', '{"serial": "7"}', '{"serial": true}', '{"serial": 1, "serial": 2}']
)
def test_a_pointer_whose_serial_cannot_be_read_stops_the_next_one(body: str, output: Path) -> None:
    (output / "latest.json").write_text(body)
    with pytest.raises(Damaged, match=r"never be used twice.*Restore"):
        pointed(output)


@pytest.mark.parametrize("days", ["0", "-1", "soon", "1.5", "100000"])
def test_a_bad_number_of_days_is_told(days: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_EXPIRES_DAYS", days)
    with pytest.raises(UsageError, match="expires_days"):
        pointed(output)
