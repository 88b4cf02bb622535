"""Every file of the current release: what it is, how large, how to prove it, open it, cite it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.catalogue.manifest import IDENTIFIER, LICENCE, PUBLISHER, TITLE_FR, File, Manifest
from flows.catalogue.resources import Resource, resources
from flows.catalogue.snippets import shown as code_of
from flows.catalogue.snippets import snippets_of
from flows.shelf.sums import SIGNATURE, SUMS
from flows.site.page import Page
from flows.site.shown import Shown
from flows.site.words import Words
from flows.status.state import WORDS as STATES
from schemas.tables import conform

_ROOTS = ("latest.json", "latest.json.minisig", "versions.json", "etat.json", "badge.svg", "badge.json")
_SCHEMAS = "schemas/"
_UNITS = ((1_000_000, "mo"), (1_000, "ko"))


class Line(NamedTuple):
    """One file: its name in the release, what it is in words, its format ('' when that says nothing), its bytes and sha256."""

    name: str
    what: str
    more: str
    format: str
    size: str
    sha256: str


class Extract(NamedTuple):
    """One territory's nurseries: whose they are, and (format, name of the file)."""

    title: str
    files: tuple[tuple[str, str], ...]


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    files = _files(about)
    held = resources(_manifest(about), files)
    values = {
        "groups": _groups(held, files, t),
        "described": [_described(name, files, t) for name in _descriptions(held, files)],
        "schemas": [_described(name, files, t) for name in files if name.startswith(_SCHEMAS)],
        "extracts": {level: _extracts(held, level, t) for level in ("region", "departement")},
        "roots": [name for name in _ROOTS if (about.output / name).is_file()],
        "base": about.settings.base_url,
        "signed": SIGNATURE in files,
        "snippets": snippets_of(files),
        "code_of": code_of,
        "licence": LICENCE,
        "cite": {"publisher": PUBLISHER, "dataset": TITLE_FR, "identifier": IDENTIFIER},
        "state": STATES[about.standing.state][t.tongue == "en"],
    }
    yield Page("fichiers.html", "fichiers.html.j2", "fichiers", t("fichiers.titre"), t("fichiers.description"), values)


def _files(about: Shown) -> dict[str, File]:
    """The files of the release by name, as its sums tell them; the sums and their signature have none themselves."""
    lines = (about.folder / SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: told for told, _, name in (line.partition("  ") for line in lines)}
    own = {name: "" for name in (SUMS, SIGNATURE) if (about.folder / name).is_file()}
    return {name: File((about.folder / name).stat().st_size, told) for name, told in sorted({**sums, **own}.items())}


def _manifest(about: Shown) -> Manifest:
    """As much of the release's facts as naming its files needs."""
    made = about.settings
    territories = conform([dict(row) for row in about.tables["territoires"]], "territoires")
    return Manifest(
        about.version, about.date, "", made.contact, made.base_url, made.homepage, {"territoires": territories}
    )


def _groups(held: Sequence[Resource], files: dict[str, File], t: Words) -> list[tuple[str, list[Line]]]:
    """The data files by the sort of reader that they are for; extracts apart."""
    single = [one for one in held if not one.extract]
    sorts = {
        "tables": [one for one in single if one.name == f"{one.table}.csv"],
        "formats": [one for one in single if "/" not in one.name and one.name != f"{one.table}.csv"],
        "jsonl": [one for one in single if "/" in one.name],
    }
    return [(sort, [_line(one, files, t) for one in mine]) for sort, mine in sorts.items() if mine]


def _line(one: Resource, files: dict[str, File], t: Words) -> Line:
    english = t.tongue == "en"
    what, more = (one.title_en, one.description_en) if english else (one.title_fr, one.description_fr)
    about = files[one.name]
    return Line(one.name, what, more, one.format.label, size(about.size, t), about.sha256)


def _descriptions(held: Sequence[Resource], files: dict[str, File]) -> list[str]:
    data = {one.name for one in held}
    return [name for name in files if name not in data and not name.startswith(_SCHEMAS)]


def _described(name: str, files: dict[str, File], t: Words) -> Line:
    """A file that describes the release or its data."""
    table = PurePosixPath(name).name.partition(".")[0] if name.startswith(_SCHEMAS) else ""
    known = t.has(f"fichiers.doc_{name}")
    what = t("fichiers.schema", table=table) if table else t(f"fichiers.doc_{name}") if known else ""
    return Line(name, what, "", "", size(files[name].size, t), files[name].sha256)


def _extracts(held: Sequence[Resource], level: str, t: Words) -> list[Extract]:
    """The extracts of a level, by code."""
    mine = [one for one in held if one.name.startswith(f"extraits/{level}/")]
    by = groupby(sorted(mine, key=lambda one: one.name), key=lambda one: PurePosixPath(one.name).stem)
    return [_extract(list(group), t) for _, group in by]


def _extract(group: Sequence[Resource], t: Words) -> Extract:
    first = group[0]
    title = first.title_en if t.tongue == "en" else first.title_fr
    where = title.partition(":")[2].removesuffix(f"({first.format.label})").strip()
    return Extract(where, tuple((one.format.label, one.name) for one in group))


def size(count: int, t: Words) -> str:
    """Bytes as people say them: thousands of them, or millions."""
    for unit, name in _UNITS:
        if count >= unit:
            return t(f"fichiers.{name}", n=t.number(count / unit, 1 if count < 10 * unit else 0))
    return t("fichiers.octets", n=t.number(count))
