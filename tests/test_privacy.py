"""No person's mobile or mailbox in any file of the project, nor in what it publishes. Nothing found is ever printed."""

import gzip
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.flows.opened import texts
from tests.flows.runs import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"
FICTION = re.compile(r"0?63998\d{4}$|(?:69[0-4]|639)\d*1234(?:56)?$")
"""Mobiles that the regulator keeps for fiction; overseas, where it keeps none, those that count 1 2 3 4."""
INVENTED = re.compile(r"(?:prenom|nom|prenom\.nom)\d*|agapi|contact|creche\.lilas|secretariat", re.IGNORECASE)
"""What stands before the @ in the mailboxes that tests invent."""
_GAP = r"[\s.\-/\u00a0\u202f]?"
MOBILE = re.compile(rf"(?<![\w.,])(?:(?:\+|00)33{_GAP}(?:\(0\){_GAP})?|0)[67](?:{_GAP}\d\d){{4}}(?!\w|\.\d)")
PROVIDERS = "gmail|googlemail|hotmail|outlook|live|yahoo|ymail|aol|icloud|gmx|laposte|orange|wanadoo|free|sfr|neuf|bbox"
MAILBOX = re.compile(rf"[\w.+-]+@(?:{PROVIDERS})\.(?:com|fr|net)\b", re.IGNORECASE)
IGNORED = {
    ".git",
    ".venv",
    "output",
    "build",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding pages are not on this machine")


@cache
def tracked() -> tuple[Path, ...]:
    """The project's files: those that git knows or would add; where there is no git, all but what is made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
        found = [ROOT / name for name in done.stdout.split("\0") if name]
    except (OSError, subprocess.SubprocessError):
        found = [path for path in ROOT.rglob("*") if not IGNORED & set(path.relative_to(ROOT).parts)]
    return tuple(path for path in found if path.is_file())


def text_of(path: Path) -> str:
    body = path.read_bytes()
    body = gzip.decompress(body) if path.suffix == ".gz" else body
    return body.decode("utf-8", "replace")


def private(text: str) -> list[str]:
    """The mobiles and personal mailboxes of a text, invented ones aside."""
    mobiles = [re.sub(r"\D", "", found[0])[-9:] for found in MOBILE.finditer(text)]
    mailboxes = [found[0] for found in MAILBOX.finditer(text)]
    real = [mailbox for mailbox in mailboxes if not INVENTED.fullmatch(mailbox.partition("@")[0])]
    return [mobile for mobile in mobiles if not FICTION.match(mobile)] + real


@cache
def seeds() -> tuple[str, ...]:
    """The contacts of the founding pages: mobiles, mailboxes, and the name that stands under their last heading."""
    text = "\n".join(path.read_text() for path in sorted(SEEDS.glob("*.txt")))
    mobiles = [re.sub(r"\D", "", found[0])[-9:] for found in MOBILE.finditer(text)]
    mailboxes = [found[0].casefold() for found in re.finditer(r"[\w.+-]+@[\w.-]+\w", text)]
    names = [found[1].casefold() for found in re.finditer(r"^CONTACTS[^\n]*\n\s*([^,\n]+),", text, re.MULTILINE)]
    return tuple(dict.fromkeys([*mobiles, *mailboxes, *names]))


def shows(text: str) -> bool:
    """Whether a text holds a contact of the founding pages, however it is spaced."""
    folded, digits = text.casefold(), re.sub(r"\D", "", text)
    return any(secret in (digits if secret.isdigit() else folded) for secret in seeds())


def test_the_search_finds_what_it_looks_for() -> None:
    invented = "0" + "6 12 34 56 78"
    assert private(f"appeler le {invented}.") and private("+33" + invented[1:]) and private("x@g" + "mail.com")
    assert private("06 39 98 00 01, +33 6 39 98 00 01, 01 99 00 12 34, contact@agapi.example.fr") == []


def test_no_file_of_the_project_holds_a_mobile_or_a_personal_mailbox() -> None:
    assert len(tracked()) > 100
    assert [path.relative_to(ROOT).as_posix() for path in tracked() if private(text_of(path))] == []


def test_nothing_published_holds_a_mobile_or_a_personal_mailbox(output: Path) -> None:
    assert [name for name, text in texts(output).items() if private(text)] == []


def _everything(output: Path) -> Iterator[tuple[str, str]]:
    for path in tracked():
        yield path.relative_to(ROOT).as_posix(), text_of(path)
    yield from ((f"output/{name}", text) for name, text in texts(output).items())


@needs_seeds
def test_no_contact_of_a_founding_page_is_in_the_project_or_in_what_it_publishes(output: Path) -> None:
    count, words = len(seeds()), sum(secret.replace(" ", "").isalpha() for secret in seeds())
    assert (count, words) == (3, 1)
    found_there = [shows(text_of(path)) for path in SEEDS.glob("*.txt")]
    assert any(found_there)
    assert [name for name, text in _everything(output) if shows(text)] == []


def test_raw_pages_are_never_tracked() -> None:
    assert "output/*" in (ROOT / ".gitignore").read_text().splitlines()
    assert [p for p in tracked() if p.is_relative_to(ROOT / "output") and p.name != "README.md"] == []
