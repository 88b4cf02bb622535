"""What a release tells of how it was made: the same for a commit wherever it is checked out, and nothing of a machine."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import settings
from flows.rebuild import made as how
from flows.rebuild.revision import modified, revision
from tests.flows.runs import ROOT

FILES = {
    "flows/a.py": "print(1)\n",
    "schemas/a.schema.json": "{}\n",
    "sources/page.toml": 'id = "page"\n',
    "sources/communes.csv.gz": "communes\n",
    "sources/curation/rows.csv": "nom\n",
    "sources/identites.csv": "table\n",
    "sources/geocodes.csv": "cle\n",
    "sources/snapshots/page.html": "<p>\n",
    "requirements.lock": "pandas==3\n",
    "pyproject.toml": '[tool.creches]\nidentity_decisions = "sources/identites.csv"\ncontact = "c@example.org"\n',
    ".gitignore": "__pycache__/\n",
}
Git = Callable[..., str]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small project."""
    for name, text in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "project"


def git(folder: Path, *asked: str) -> str:
    """A command of git, with no configuration of the machine."""
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ("git", *who, *asked), cwd=folder, env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def committed(checkout: Path) -> Path:
    """The small project as a checkout of git."""
    git(checkout, "init", "-q")
    git(checkout, "add", ".")
    git(checkout, "commit", "-q", "-m", "one")
    return checkout


def at(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """How a release would be made there."""
    monkeypatch.setattr(settings, "ROOT", root)
    how.of_checkout.cache_clear()
    try:
        return dict(how.of_checkout(root))
    finally:
        how.of_checkout.cache_clear()


def test_this_project_tells_its_code_lock_python_settings_and_records() -> None:
    made = how.made("ab")
    assert list(made) == ["code", "lock", "python", "settings", "records"]
    assert made["records"] == "ab" and made["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert made["lock"] and json.dumps(made)
    assert str(ROOT) not in json.dumps(made) and "password" not in json.dumps(made) and "key" not in json.dumps(made)


def test_it_is_read_once_a_process_and_costs_little() -> None:
    how.made("")
    before = how.of_checkout.cache_info().misses
    how.made("")
    assert how.of_checkout.cache_info().misses == before


def test_a_clone_elsewhere_and_a_worktree_tell_the_same(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = at(committed, monkeypatch)
    git(tmp_path, "clone", "-q", str(committed), "clone")
    git(committed, "worktree", "add", "-q", "--detach", str(tmp_path / "detached"))
    git(committed, "worktree", "add", "-q", "-b", "other", str(tmp_path / "branch"))
    git(committed, "pack-refs", "--all")
    for folder in (tmp_path / "clone", tmp_path / "detached", tmp_path / "branch", committed):
        assert at(folder, monkeypatch) == here
    code = here["code"]
    assert isinstance(code, dict) and code["revision"] == git(committed, "rev-parse", "HEAD") and "modified" not in code


def test_without_git_there_is_a_digest_and_no_revision(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = at(checkout, monkeypatch)["code"]
    assert isinstance(code, dict) and code["revision"] == "" and len(code["sha256"]) == 64 and "modified" not in code


@pytest.mark.parametrize(
    "name", ["flows/a.py", "schemas/a.schema.json", "sources/page.toml", "sources/communes.csv.gz"]
)
def test_code_that_was_changed_is_other_code_and_says_so(
    committed: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = at(committed, monkeypatch)["code"]
    (committed / name).write_text("changed\n")
    after = at(committed, monkeypatch)["code"]
    assert isinstance(before, dict) and isinstance(after, dict)
    assert after["sha256"] != before["sha256"] and after["modified"] is True
    assert after["revision"] == before["revision"]


@pytest.mark.parametrize(
    "name",
    [
        *("sources/curation/rows.csv", "sources/identites.csv", "sources/geocodes.csv", "sources/snapshots/page.html"),
        *("flows/__pycache__/a.py", "flows/.a.py.swp", "flows/notes~", "README.md"),
    ],
)
def test_what_a_run_reads_anew_and_what_is_no_code_make_no_other_code(
    committed: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = at(committed, monkeypatch)
    (committed / name).parent.mkdir(exist_ok=True)
    (committed / name).write_text("changed\n")
    assert at(committed, monkeypatch) == before


def test_the_settings_of_a_user_and_of_a_machine_have_no_say(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = at(committed, monkeypatch)
    (tmp_path / ".gitconfig").write_text(
        "[core]\n\tfsmonitor = false-hook\n[status]\n\tshowUntrackedFiles = no\n[broken"
    )
    places = {"HOME": str(tmp_path), "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "GIT_DIR": "/nowhere"}
    for name, value in places.items():
        monkeypatch.setenv(name, value)
    assert at(committed, monkeypatch) == here
    monkeypatch.setenv("PATH", str(tmp_path))  # no git at all
    assert at(committed, monkeypatch) == here


def test_a_git_that_hangs_or_a_damaged_checkout_stops_nothing(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr("flows.rebuild.revision._PATIENCE_S", 0.2)
    assert modified(committed, ("flows",), (".py",)) is False
    (committed / ".git" / "HEAD").write_bytes(b"\xff\xfe")
    assert revision(committed) == ""
    (committed / ".git" / "HEAD").write_text("ref: refs/heads/none\n")
    assert revision(committed) == ""
    shutil.rmtree(committed / ".git")
    (committed / ".git").write_text("gitdir: /nowhere\n")
    assert revision(committed) == ""


def test_settings_that_are_not_the_projects_own_are_told_as_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = how.told_settings()
    assert own["geocoder"] and own["sirene"] == "" and own["identity_decisions"] == "sources/identites.csv"
    given = {
        "SIRENE": str(tmp_path),
        "GEOCODER": "name:secret@interne.example",
        "IDENTITY_DECISIONS": str(tmp_path / "d.csv"),
        "SIGNING_KEY": str(tmp_path / "k.key"),
        "SIGNING_PASSWORD": "mot-de-passe",
        "CONTACT": "autre@example.org",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"CRECHES_{name}", value)
    told = how.told_settings()
    assert {told["sirene"], told["geocoder"], told["identity_decisions"]} == {"set"}
    assert told["contact"] == "autre@example.org"  # it stands in the release anyway
    text = json.dumps(told)
    assert not [one for one in (str(tmp_path), "interne", "mot-de-passe", "signing") if one in text]
