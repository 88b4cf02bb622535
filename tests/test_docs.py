"""The documents say what the command, the Makefile, the imports and the folders really are."""

import ast
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

from flows.cli import app
from flows.settings import Settings
from schemas import errors

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "output" / "README.md"])
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROOMS = ("flows", "sources", "schemas")
OURS = re.compile(r"(?:\.venv/bin/)?creches (?P<rest>[a-z-].*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def commands(group: Any, before: str = "") -> dict[str, Any]:
    """The commands by their full name, those of sub-groups included."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        found |= commands(command, f"{before}{name} ") if hasattr(command, "commands") else {f"{before}{name}": command}
    return found


def options(command: Any) -> set[str]:
    return {word for parameter in command.params for word in parameter.opts if word.startswith("--")}


CRECHES = typer.main.get_command(app)
COMMANDS = commands(CRECHES)


def code(text: str) -> list[str]:
    """The lines of code blocks, without their comments, and the code spans."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()] + spans


def calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """The calls of `creches` that a document shows: the words after it up to an option, and its options."""
    for line in code(text):
        if match := OURS.fullmatch(line):
            words = shlex.split(match["rest"])
            if words[0] == "geocode" and len(words) > 1 and f"geocode {words[1]}" not in COMMANDS:
                words.insert(1, "address")  # which may be left out
            yield " ".join(words), [word for word in words if word.startswith("--")]


def table(text: str, header: str) -> list[list[str]]:
    """The rows of the table that begins with a header cell, cell by cell."""
    lines = text.split(f"| {header} |", 1)[1].splitlines()[2:]
    rows = lines[: next((i for i, line in enumerate(lines) if not line.startswith("|")), len(lines))]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def targets(text: str) -> set[str]:
    """The goals of every `make …` in a document's code."""
    made = (line.split()[1:] for line in code(text) if line.startswith("make "))
    return {goal for goals in made for goal in goals if "=" not in goal}


def anchor(title: str) -> str:
    """The anchor that forges give to a title."""
    plain = re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", title)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


@every_document
def test_every_call_of_creches_in_a_document_is_one_that_the_command_takes(document: Path) -> None:
    for call, asked in calls(document.read_text(encoding="utf-8")):
        named = [name for name in COMMANDS if f"{call} ".startswith(f"{name} ")]
        group = any(name.startswith(f"{call} ") for name in COMMANDS)
        assert named or group or call in asked, f"creches {call}"
        assert set(asked) <= options(COMMANDS[named[0]] if named else CRECHES) | {"--help"}, f"creches {call}"


def test_the_readme_shows_calls_of_every_command() -> None:
    shown = {name for name in COMMANDS for call, _ in calls(README) if f"{call} ".startswith(f"{name} ")}
    assert shown == set(COMMANDS)


def test_the_readme_lists_every_command_with_its_very_options() -> None:
    words = {" ".join(re.findall(r"[a-z]+", row[0])[1:]): row[2] for row in table(README, "command")}
    rows = {name: set(OPTION.findall(listed)) for name, listed in words.items()}
    assert rows == {name: options(command) - {"--help"} for name, command in COMMANDS.items()}


def test_the_readme_names_the_options_of_the_command_itself() -> None:
    assert options(CRECHES) <= set(OPTION.findall(README))


def test_the_readme_and_the_help_tell_the_exit_codes_of_our_errors() -> None:
    ours = {kind.exit_code for kind in vars(errors).values() if hasattr(kind, "exit_code")}
    told = {int(number) for row in table(README, "exit code") for number in row[0].split(", ")}
    assert told == ours | {0, 4, 130, 143}
    assert told == {int(number) for number in re.findall(r"\d+", str(CRECHES.help).split("Exit codes:")[1])}


def test_the_readme_names_every_setting_and_its_variable() -> None:
    rows = {(row[0], row[1]) for row in table(README, "setting")}
    assert rows == {(f"`{f.name}`", f"`CRECHES_{f.name.upper()}`") for f in fields(Settings)}


def test_the_readme_names_every_table_of_a_release() -> None:
    held = " ".join(row[0] for row in table(README, "file"))
    tables = {path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("*.schema.json")}
    assert set(re.findall(r"`(\w+)\.csv`", held)) == tables


def test_every_make_target_that_documents_name_is_there_and_each_one_is_named() -> None:
    there = set(re.findall(r"^([a-z][a-z-]*):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {goal for document in DOCUMENTS for goal in targets(document.read_text(encoding="utf-8"))}
    assert named == there
    assert {"release", "test"} <= targets(README)


@every_document
def test_every_relative_link_leads_to_a_file_and_to_a_title_in_it(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        name, _, place = link.partition("#")
        target = document.parent / name if name else document
        assert target.is_file(), link
        titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M) if place else []
        assert not place or place in map(anchor, titles), link


@every_document
def test_every_file_of_the_project_that_a_document_names_is_there(document: Path) -> None:
    named = (word for line in code(document.read_text(encoding="utf-8")) for word in line.split())
    paths = [word for word in named if re.fullmatch(r"(?:flows|sources|schemas|tests|docs|\.ci)/[\w./-]*", word)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_architecture_names_the_one_door_of_each_library() -> None:
    rows = table((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), "library")
    assert {name: [row[1].strip("`")] for row in rows for name in row[0].split(", ")} == _importers()


def _importers() -> dict[str, list[str]]:
    """Which modules import each third-party library; pandas, the tables themselves, has no door."""
    found: dict[str, set[str]] = {}
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for name in _imported(ast.parse(path.read_bytes())):
            where = path.relative_to(ROOT).as_posix()
            rooms = ("flows/cli/", "flows/columnar/", "flows/orchestration/")
            found.setdefault(name, set()).add(next((room for room in rooms if where.startswith(room)), where))
    ours = {*ROOMS, "pandas", *sys.stdlib_module_names}
    return {name: sorted(paths) for name, paths in found.items() if name not in ours}


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_newest_entry_of_the_changelog_is_the_version_of_the_code() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    entries = re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert entries[0] == version


def test_each_decision_is_numbered_listed_and_tells_context_decision_and_consequence() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(folder.glob("[0-9]*.md"))
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].split(". ", 1)[1]
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequence"], page.name
        assert f"[{title}]({page.name})" in index
