"""The scripts of the forge's workflow, run for real against a repository on this disk: all but installing, and the issue."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = "acces = \"pages\"\n\n[pages]\nliens = '/membre/\\d{6}\\.html$'\nmax = 200000"
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / "deploy" / "forge" / "release.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"]}


class Forge:
    """A forge with one repository, in a folder; each job works in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bare, self.log = folder, folder / "depot.git", ""
        self.more: dict[str, str] = {}
        self.git("init", "-q", "--bare", "-b", "main", str(self.bare))
        self.git("-C", str(self.bare), "config", "uploadpack.allowAnySHA1InWant", "true")
        tree = self.git("-C", str(self.bare), "mktree", given="")
        self.commit = self.git("-C", str(self.bare), *_AUTHOR, "commit-tree", "-m", "code", tree)
        self.git("-C", str(self.bare), "update-ref", "refs/heads/main", self.commit)

    def git(self, *words: str, given: str | None = None) -> str:
        done = subprocess.run(["git", *words], input=given, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def job(self, name: str, asked: str) -> tuple[str, int]:
        """A job up to the release and, if that ended well, its keeping: outputs of the release, and how the job ended."""
        work = self.folder / name
        work.mkdir()
        for step in ("Checkout", "Fetch what was published before", "Release", "Verify and keep"):
            if step == "Release":
                (work / ".venv").symlink_to(ROOT / ".venv")
            code = self._run(work, STEPS[step], asked if step == "Release" else "")
            if code:
                break
        return (work / "outputs").read_text(encoding="utf-8"), code

    def step(self, work: Path, script: str) -> int:
        """One script alone, where the forge's jobs would run it."""
        return self._run(work, script, "")

    def _run(self, work: Path, script: str, asked: str) -> int:
        there = {"PATH": os.environ["PATH"], "HOME": str(work), "TOKEN": "t", "TARGET": "sandbox", "DRY_RUN": asked}
        about = {
            "GITHUB_SERVER_URL": f"file://{self.folder}",
            "GITHUB_REPOSITORY": "depot.git",
            "GITHUB_SHA": self.commit,
        }
        told = {"GITHUB_OUTPUT": str(work / "outputs"), "GITHUB_STEP_SUMMARY": str(work / "summary")}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(
            command, cwd=work, env={**there, **about, **told, **self.more}, timeout=120, capture_output=True, text=True
        )
        self.log += done.stdout + done.stderr
        return done.returncode

    def files(self) -> list[str]:
        return self.git("-C", str(self.bare), "ls-tree", "-r", "--name-only", "releases-sandbox").splitlines()

    def said(self, name: str) -> str:
        """What a job made public beside its releases: its log, its outputs, its summary."""
        work = self.folder / name
        return self.log + "".join((work / one).read_text(encoding="utf-8") for one in ("outputs", "summary"))


_AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@localhost")


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


def test_each_week_goes_on_from_the_branch_and_nothing_private_goes_there(forge: Forge) -> None:
    for name, day, site in (("first", "2026-11-22", "no"), ("second", "2026-11-29", "yes")):
        forge.more = {"CRECHES_SITE": site}  # once is enough: the first week, with none, begins the branch
        outputs, code = forge.job(name, f"--offline --as-of {day}")
        assert code == 0 and outputs.startswith("code=0\nreport<<end-"), outputs
        assert '\n    result: "' in outputs and (forge.folder / name / "summary").read_text().count("\n    ") > 5
    assert forge.git("-C", str(forge.bare), "rev-list", "--count", "releases-sandbox") == "2"
    kept = forge.files()
    assert {name.split("/")[0] for name in kept} >= {"releases", "latest", "versions.json", "latest.json", "atom"}
    private = ("snapshots", "records", "cache", "review", "runs", "rebuilt", "evaluation", ".")
    assert [name for name in kept if name.startswith(private)] == []
    listed = forge.git("-C", str(forge.bare), "show", "releases-sandbox:versions.json")
    assert set(re.findall(r'"version": "([\d.]+)"', listed)) == {
        name.split("/")[1] for name in kept if name.startswith("releases/")
    }


def test_a_run_that_is_refused_ends_with_its_code_says_why_and_pushes_nothing(forge: Forge, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>En maintenance.</p></body></html>", encoding="utf-8")
    outputs, code = forge.job("refused", f"--offline --page coop_petite_enfance={page}")
    assert code == 3 and outputs.startswith("code=3\n") and "coop_petite_enfance" in outputs
    assert forge.git("-C", str(forge.bare), "branch", "--list", "releases-*") == ""


def test_what_a_refusal_quotes_of_a_person_is_not_public_and_no_line_is_a_command_of_the_forge(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    text = (ROOT / "benches/annuaire/annuaire.toml").read_text(encoding="utf-8")
    assert PAGES in text
    (sources / "annuaire.toml").write_text(text.replace(PAGES, 'acces = "page"'))
    words = "annuaire: Mme Exemplaire 06 39 98 00 01 prenom.nom@exemple.fr\\n::stop-commands::x\\n```"
    (sources / "annuaire.py").write_text(
        f"from schemas.errors import SourceChanged\ndef parse(snapshot, source):\n    raise SourceChanged('{words}')\n"
    )
    page = tmp_path / "page.html"
    page.write_text("<html><body></body></html>")
    monkeypatch.setattr(forge, "more", {"CRECHES_SOURCES_FOLDER": str(sources)})
    _, code = forge.job("refused", f"--offline --page annuaire={page}")
    said = forge.said("refused")
    assert code == 3 and "annuaire" in said
    assert not [secret for secret in ("Exemplaire", "06 39", "prenom.nom") if secret in said]
    assert not re.search(r"^\s*(?:::|```)", said, re.MULTILINE)


def test_a_week_without_news_pushes_nothing_and_a_commit_that_fails_is_a_failure(forge: Forge, tmp_path: Path) -> None:
    work = tmp_path / "published"
    forge.git("init", "-q", "-b", "releases-sandbox", str(work))
    (work / "latest.json").write_text("{}")
    script = STEPS["Verify and keep"].replace(".venv/bin/creches verify published", "true")
    (work / ".git" / "hooks").mkdir(exist_ok=True)
    hook = work / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert forge.step(tmp_path, script) == 1
    hook.unlink()
    forge.git("-C", str(work), "remote", "add", "origin", str(forge.bare))
    assert forge.step(tmp_path, script) == 0 and forge.files() == ["latest.json"]
    before = forge.git("-C", str(forge.bare), "rev-parse", "releases-sandbox")
    assert forge.step(tmp_path, script) == 0
    assert forge.git("-C", str(forge.bare), "rev-parse", "releases-sandbox") == before


@pytest.mark.parametrize("name", ["Checkout", "Fetch what was published before", "Verify and keep"])
def test_the_token_goes_to_the_server_of_the_forge_alone_and_stays_in_its_step(name: str, tmp_path: Path) -> None:
    exports = "\n".join(line for line in STEPS[name].splitlines() if line.startswith("export "))
    asked = "; ".join(f"git config --get-urlmatch http.extraheader {url} || echo none" for url in _ADDRESSES)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TOKEN": "t",
        "GITHUB_SERVER_URL": "https://forge.example",
    }
    done = subprocess.run(["bash", "-c", f"{exports}\n{asked}"], env=env, capture_output=True, text=True, check=True)
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["Authorization", "none", "none"]
    assert list(tmp_path.iterdir()) == [] and 'extraheader "' not in STEPS[name]


_ADDRESSES = ("https://forge.example/a/b", "https://other.example/a", "https://forge.example.other.example/a")
_GH = """#!/bin/bash
printf '%s\\n' "$*" >>calls
case "$1 $2" in
  "issue list") cat number 2>/dev/null || true ;;
  "issue create") echo https://forge.example/a/b/issues/7 ;;
esac
"""


@pytest.mark.parametrize(
    ("there", "code", "calls"),
    [("", "0", ["create", "close 7"]), ("", "3", ["create", "reopen 7"]), ("5", "4", ["edit 5", "reopen 5"])],
)
def test_the_issue_is_the_one_with_the_label_that_the_workflow_gave(
    forge: Forge, tmp_path: Path, there: str, code: str, calls: list[str]
) -> None:
    (tmp_path / "gh").write_text(_GH)
    (tmp_path / "gh").chmod(0o755)
    if there:
        (tmp_path / "number").write_text(there)
    forge.more = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CODE": code, "REPORT": "    result", "RUN": "https://x"}
    assert forge.step(tmp_path, STEPS["Update the issue"]) == 0
    told = (tmp_path / "calls").read_text().splitlines()
    assert told[0].startswith("label create creches-release-runs --force")
    assert "--label creches-release-runs" in told[1] and "--search" not in told[1]
    assert [
        " ".join(line.split()[1:3]) if call[-1].isdigit() else line.split()[1]
        for line, call in zip(told[2:], calls, strict=True)
    ] == calls
    assert (tmp_path / "body.md").read_text().endswith("\n\n    result\n")
