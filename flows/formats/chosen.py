"""Which formats a release carries: CSV and GeoJSON always, the others as the setting `formats` says."""

from collections.abc import Iterable, Mapping

from schemas.errors import UsageError

ALWAYS = ("csv", "geojson")
"""The canonical tables, and the map with its extracts."""
OPTIONAL = ("jsonl", "sqlite", "parquet", "gpkg", "xlsx")
EVERY = "all"


def chosen(text: str) -> frozenset[str]:
    """The formats that a setting names: `all`, or names with commas between them. Raises UsageError for one that there is not."""
    names = {name.strip() for name in text.split(",")} - {""}
    if names == {EVERY}:
        return frozenset((*ALWAYS, *OPTIONAL))
    if strange := sorted(names - {*ALWAYS, *OPTIONAL}):
        raise UsageError(
            f"The setting formats is {text!r}, and {', '.join(strange)} is no format of a release: write {EVERY}, or some of "
            f"{', '.join((*ALWAYS, *OPTIONAL))}, with commas between them."
        )
    return frozenset({*ALWAYS, *names})


def chosen_by(made: Mapping[str, object]) -> frozenset[str]:
    """The formats of a release, by how it was made (`Manifest.made`); all for one that does not say. Raises UsageError."""
    told = made.get("settings")
    return chosen(str(told.get("formats") or EVERY) if isinstance(told, Mapping) else EVERY)


def made_with(files: Iterable[str]) -> dict[str, object]:
    """`Manifest.made` of a release that has these files, as far as its formats go."""
    found = {name.rpartition(".")[2] for name in files}
    return {"settings": {"formats": ",".join((*ALWAYS, *(one for one in OPTIONAL if one in found)))}}
