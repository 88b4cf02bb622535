"""The house: imports go one way, each library has one door, steps do not call each other, and no room is too large."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("schemas", "sources", "flows")
"""Each may import itself and those before it."""
DOORS = {
    "prefect": "flows/orchestration/",
    "prefect_dask": "flows/orchestration/",
    "requests": "flows/line.py",
    "urllib3": "flows/line.py",
    "frictionless": "flows/validate.py",
    "geopy": "flows/geocode/ban.py",
    "typer": "flows/cli/",
    "altair": "flows/drawing.py",
    "vl_convert": "flows/drawing.py",
    "rapidfuzz": "sources/likeness.py",
    "duckdb": "flows/registers/stock.py",
    "rdflib": "flows/catalogue/dcat_graph.py",
    "jinja2": "flows/templating.py",
    "markupsafe": "flows/templating.py",
    "minisign": "flows/integrity/minisign.py",
    "pyarrow": "flows/formats/arrow.py",
    "polars": "flows/columnar/",
    "pyogrio": "flows/formats/geopackage.py",
    "xlsxwriter": "flows/formats/xlsx.py",
    "orjson": "flows/formats/as_json.py",
    "prometheus_client": "flows/running/metrics.py",
    "shapely": "sources/build_outlines.py",
}
"""Libraries whose door has a known place."""
LIBRARIES = {"chompjs", "jsonschema", "lxml", "phonenumbers", "protego", "rich", "w3lib"}
"""Those whose door may move."""
PACKAGES = {
    "vl_convert": "vl-convert-python",
    "minisign": "py-minisign",
    "prometheus_client": "prometheus-client",
    "prefect_dask": "prefect-dask",
}
"""Libraries whose package has another name."""
TABLES = {"schemas/tables.py", "schemas/found.py", "schemas/mentions.py", "sources/communes.py"}
"""Where pandas, the language of tables, may be spoken outside flows."""
STEPS = (
    *("fetch", "parse", "registers", "normalise", "identify", "remember", "geocode", "territories"),
    *("evidence", "gate", "validate", "publish"),
)
CONDUCTORS = {
    f"flows/{name}.py"
    for name in (
        *(
            "release",
            "check",
            "given",
            "collect",
            "collect_pages",
            "places",
            "locate",
            "locate_table",
            "decide",
            "queue_file",
            "point_decide",
            "identity_decide",
            "identity_file",
            "calls",
            "cli/__init__",
            "doctor",
            "integrity/package",
            "erasure/apply",
            "erasure/command",
            "erasure/reissue",
            "site/pages/methode",  # which says how they work
        ),
    )
}
"""The only files that know several steps."""
CONDUCTING = ("flows/cli/", "flows/rebuild/", "flows/running/", "flows/orchestration/")
"""And the rooms whose files may: commands that name a step, and the walk made again."""
LONGEST = 220


@cache
def files() -> tuple[Path, ...]:
    return tuple(sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever in it, in full; `from a import b` gives `a` and `a.b`."""
    return tuple(_imports(ast.parse(path.read_text(encoding="utf-8")), path))


def _imports(tree: ast.Module, path: Path) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("importlib.import_module", "__import__"):
            yield re.sub(r"^f?['\"]|['\"]$", "", ast.unparse(node.args[0]))


def libraries(path: Path) -> set[str]:
    tops = {module.partition(".")[0] for module in imports(path)}
    return tops - set(sys.stdlib_module_names) - set(ROOMS)


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_room_imports_itself_and_those_before_it_only(path: Path) -> None:
    room = name_of(path).partition("/")[0]
    allowed = ROOMS[: ROOMS.index(room) + 1]
    strangers = {m for m in imports(path) if m.partition(".")[0] in (*ROOMS, "tests")}
    assert {m for m in strangers if m.partition(".")[0] not in allowed} == set()


def test_each_library_has_one_door() -> None:
    doors = defaultdict(set)
    for path in files():
        for library in libraries(path) - {"pandas"}:
            door = DOORS.get(library, "")
            doors[library].add(door if door.endswith("/") and name_of(path).startswith(door) else name_of(path))
    assert {library: names for library, names in doors.items() if len(names) > 1} == {}
    assert doors.keys() == LIBRARIES | DOORS.keys()
    assert {library: doors[library] for library in DOORS} == {library: {door} for library, door in DOORS.items()}


def test_pandas_is_spoken_in_flows_and_where_tables_are_made() -> None:
    spoken = {name_of(path) for path in files() if "pandas" in libraries(path)}
    assert {name for name in spoken if not name.startswith("flows/")} <= TABLES


def test_every_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *project["optional-dependencies"]["dask"],
        *project["optional-dependencies"]["dev"],
    ]
    declared = {re.split(r"[^\w-]", text)[0].lower() for text in asked}
    assert {PACKAGES.get(name, name) for name in (*DOORS, *LIBRARIES, "pandas")} <= declared


@pytest.mark.parametrize("path", [p for p in files() if name_of(p).startswith("flows/")], ids=name_of)
def test_a_step_imports_no_other_step(path: Path) -> None:
    name = name_of(path)
    own = name.split("/")[1].removesuffix(".py")
    known = {m.split(".")[1] for m in imports(path) if m.startswith("flows.") and m.split(".")[1] in STEPS} - {own}
    assert name in CONDUCTORS or name.startswith(CONDUCTING) or known == set()


def test_the_steps_are_all_there() -> None:
    assert all((ROOT / "flows" / f"{s}.py").is_file() or (ROOT / "flows" / s).is_dir() for s in STEPS)
    assert all((ROOT / conductor).is_file() for conductor in CONDUCTORS)


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_no_room_is_too_large_and_each_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text))
    assert not re.search(r"\b(?:TODO|FIXME|XXX)\b", text)


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_what_is_public_is_described(path: Path) -> None:
    public = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [n for n in ast.parse(path.read_text()).body if isinstance(n, public) and not n.name.startswith("_")]
    assert [n.name for n in nodes if not ast.get_docstring(n)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host", text)
    pinned = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(pinned) > 20 and all("==" in line for line in pinned)
    assert text.count("--hash=sha256:") >= len(pinned)


def test_reading_and_geocoding_load_no_library_that_they_do_not_use() -> None:
    code = "import sys, flows.cli; print([m for m in ('prefect', 'pandas', 'frictionless', 'requests') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.stdout.strip() == "[]", done.stderr
