"""Where the descriptors and readers of pages are: the project's own, or a folder that a maintainer names."""

import importlib.util
import os
import sys
import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from schemas.errors import UsageError

ROOT = Path(__file__).parent.parent
_SETTINGS = ROOT / "pyproject.toml"
_NAME = "CRECHES_SOURCES_FOLDER"


def chosen() -> Path | None:
    """The folder of the setting `sources_folder` (CRECHES_SOURCES_FOLDER, else [tool.creches]); None for the project's own.

    A relative path is of the checkout. Raises UsageError when it is no folder, or one without a descriptor.
    """
    named = os.environ.get(_NAME) or _of_project()
    if not named:
        return None
    folder = (ROOT / named).resolve()
    if not folder.is_dir():
        raise UsageError(
            f"The setting sources_folder names {folder}, which is no folder. Correct or empty it ({_NAME})."
        )
    if not any(folder.glob("*.toml")):
        raise UsageError(
            f"The setting sources_folder names {folder}, which holds no descriptor (*.toml): there would be nothing to read. "
            f"Correct or empty it ({_NAME})."
        )
    return folder


def as_named(folder: Path) -> str:
    """A folder as a source carries it: from the checkout on when it is in there, so that it says nothing of the machine."""
    return folder.relative_to(ROOT.resolve()).as_posix() if folder.is_relative_to(ROOT.resolve()) else str(folder)


@cache
def _of_project() -> str:
    table = tomllib.loads(_SETTINGS.read_text(encoding="utf-8")) if _SETTINGS.is_file() else {}
    return str(table.get("tool", {}).get("creches", {}).get("sources_folder", ""))


@cache
def reader(folder: str, name: str) -> ModuleType:
    """The reading module `name` of a folder, under a name that no other folder's reader has.

    Raises UsageError when it is not there, cannot be imported, or reads nothing.
    """
    path = ROOT / folder / f"{name}.py"
    full = f"sources_of_{sha256(str(path).encode()).hexdigest()[:12]}"
    try:
        spec = importlib.util.spec_from_file_location(full, path)
        if spec is None or spec.loader is None:
            raise ImportError("no Python module")
        module = sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        if not callable(getattr(module, "parse", None)):
            raise ImportError("it has no function parse(snapshot, source)")
    except (Exception, SystemExit) as error:
        sys.modules.pop(full, None)
        told = f"{type(error).__name__}: {error}".rstrip(": ")
        raise UsageError(
            f"{path} cannot be imported as a reader: {told}. Correct it, or the setting sources_folder."
        ) from None
    return module
