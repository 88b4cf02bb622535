"""The shelves that the acts begin with."""

import contextlib
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sources
from flows import publish, release, shelf
from flows.shelf.sums import digest
from tests.flows.runs import pages_only
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH, to_bytes
from tests.sweep.acts import Act, moving, pruning, publishing, renewing, rolling_back

OLD, DAY = "2026-11-22", "2026-11-29"


@contextlib.contextmanager
def few_sources() -> Iterator[None]:
    """The page sources only, as in most tests."""
    every = sources.pages
    sources.pages = pages_only
    try:
        yield
    finally:
        sources.pages = every


def first_release(output: Path) -> None:
    """A shelf with one release of six members, made offline."""
    with few_sources():
        release.walk(release.Options(OLD, output, True))


def manifest_of(template: Path, folder: Path) -> Path:
    """The next release, made ready but not published, in a file."""
    output, page = folder / "ready", folder / "page.html"
    page.write_bytes(to_bytes(MARKUPS["h3_p"]([*MEMBERS, SEVENTH])))
    shutil.copytree(template, output)
    ready: list[Any] = []

    def call(name: str, step: Callable[..., Any], *arguments: Any) -> Any:
        if name == "publier":
            ready.extend(one for one in arguments if isinstance(one, publish.Manifest))
            raise _Ready
        return step(*arguments)

    with few_sources(), contextlib.suppress(_Ready):
        release.walk(release.Options(DAY, output, True, (), {"coop_petite_enfance": page}), call)
    (folder / "manifest.pickle").write_bytes(pickle.dumps(ready[0]))
    publish.stage(folder / "manifest", ready[0])
    return folder / "manifest.pickle"


class _Ready(Exception):
    """The walk is where it would publish."""


def longer(template: Path, output: Path, dates: tuple[str, ...]) -> None:
    """A copy of the shelf with one more release a date: the first one with another CHANGELOG."""
    shutil.copytree(template, output)
    for date in dates:
        entry, *_ = entries = shelf.versions(output)
        version = shelf.next_version(date, entries)
        staging = output / f".staging-{version}"
        shutil.copytree(output / "releases" / str(entry["version"]), staging)
        (staging / "CHANGELOG.md").write_text(f"# {version}\n")
        names = (p for p in staging.rglob("*") if p.is_file() and p.name not in (shelf.SUMS, "SHA256SUMS.minisig"))
        sums = shelf.sums_of({p.relative_to(staging).as_posix(): p.read_bytes() for p in names})
        (staging / shelf.SUMS).write_bytes(sums)
        about = {"version": version, "date": date, "path": f"releases/{version}", "previous": entry["version"]}
        added = {**entry, **about, "sha256": digest(staging / shelf.SUMS)}
        listed = [added, *entries]
        shelf.place(output, [staging], listed, publish.roots_of(output, listed, staging, date))


def acts(first: Path, ready: Path, folder: Path) -> list[Act]:
    """All of them, their shelves made in `folder`."""
    two, four = folder / "two", folder / "four"
    longer(first, two, ("2026-11-29",))
    longer(first, four, ("2026-11-23", "2026-11-24", "2026-11-29"))
    return [
        Act("publish", first, publishing(ready), share=3),
        Act("move", first, moving(ready.with_suffix(""))),
        Act("rollback", two, rolling_back),
        Act("prune", four, pruning),
        Act("renew", two, renewing),
    ]
