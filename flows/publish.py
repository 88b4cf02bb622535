"""Tables -> release folder: written to a staging folder, checked there, moved in whole."""

import hashlib
import json
import os
import shutil
from pathlib import Path

from flows.catalogue import datapackage, dictionary, quality, texts
from flows.catalogue.manifest import Manifest
from flows.formats.csv_table import to_csv
from flows.formats.geojson import to_geojson
from flows.shelf import SUMS, copy_latest, sums_of, sync, sync_tree, versions
from schemas.errors import Refused
from schemas.tables import SCHEMA_VERSION, TABLES, schema_text


def data_files(manifest: Manifest) -> dict[str, bytes]:
    """The files that hold data, by name."""
    files = {f"{table}.csv": to_csv(manifest.tables[table]) for table in TABLES}
    return {**files, "etablissements.geojson": to_geojson(manifest.tables["etablissements"])}


def package_of(manifest: Manifest, files: dict[str, bytes]) -> dict[str, object]:
    """The data package of these files."""
    return datapackage.descriptor(manifest, files)


def release_files(manifest: Manifest, data: dict[str, bytes]) -> dict[str, bytes]:
    """Every file of the release by name: data, schemas, descriptions, and the sums of them all."""
    told = {
        "README.md": texts.readme(manifest),
        "CHANGELOG.md": texts.changelog(manifest),
        "LICENSE.txt": texts.licence(manifest),
        "CITATION.cff": texts.citation(manifest),
        "DICTIONNAIRE.md": dictionary.dictionary(),
        **{f"schemas/{table}.schema.json": schema_text(table) for table in TABLES},
    }
    files = {**data, **{name: text.encode("utf-8") for name, text in told.items()}}
    files["qualite.json"] = datapackage.to_json(quality.quality(manifest))
    files["datapackage.json"] = datapackage.to_json(package_of(manifest, data))
    return {**files, SUMS: sums_of(files)}


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files durably in a new folder. Raises Refused when the disk refuses them; the folder is then removed."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        sync_tree(folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(
            f"{folder} cannot be written: {error.strerror}. Nothing is published; free some space and run again."
        ) from None


def publish(output: Path, manifest: Manifest, files: dict[str, bytes]) -> Path:
    """Moves the staged release in: its immutable folder, then `latest/`, then `versions.json` last. Returns the folder.

    Raises Refused when the version is already there or the disk refuses.
    """
    release = output / "releases" / manifest.version
    if release.exists():
        raise Refused(f"{release} is already there: a release is never written over.")
    staging = output / f".staging-{manifest.version}"
    write(staging, files)
    try:
        release.parent.mkdir(exist_ok=True)
        staging.rename(release)
        sync(release.parent)
        _write_versions(output, manifest, files)
        copy_latest(output, release)
    except OSError as error:
        raise Refused(
            f"{output}: the release could not be moved in: {error.strerror}. The next run makes the folder whole again."
        ) from None
    return release


def _write_versions(output: Path, manifest: Manifest, files: dict[str, bytes]) -> None:
    """Newest first. This file decides which release is the newest: it is replaced in one step."""
    entry = {
        "version": manifest.version,
        "date": manifest.date,
        "path": f"releases/{manifest.version}",
        "schema": SCHEMA_VERSION,
        "rows": {table: len(manifest.tables[table]) for table in TABLES},
        "sha256": hashlib.sha256(files[SUMS]).hexdigest(),
        "previous": manifest.previous,
    }
    text = json.dumps([entry, *versions(output)], ensure_ascii=False, indent=2) + "\n"
    draft = output / ".versions.json.tmp"
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(output / "versions.json")
    sync(output)
