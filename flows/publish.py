"""Tables -> release folder: written to a staging folder, checked there, moved in whole."""

import contextlib
import hashlib
import json
import shutil
from pathlib import Path

from flows.catalogue import datapackage, dictionary, quality, texts
from flows.catalogue.manifest import Manifest
from flows.formats.csv_table import to_csv
from flows.formats.geojson import to_geojson
from flows.shelf import DRAFT, SUMS, announce, copy_latest, recover, sums_of, sync, sync_tree, versions
from schemas.errors import CrechesError, Refused
from schemas.tables import SCHEMA_VERSION, TABLES, schema_text


def table_files(manifest: Manifest) -> dict[str, bytes]:
    """The tables, by file name."""
    return {f"{table}.csv": to_csv(manifest.tables[table]) for table in TABLES}


def data_files(manifest: Manifest) -> dict[str, bytes]:
    """The files that hold data, by name. Other formats than CSV are made of tables that were found valid."""
    return {**table_files(manifest), "etablissements.geojson": to_geojson(manifest.tables["etablissements"])}


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
            path.write_bytes(content)
        sync_tree(folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(
            f"{folder} cannot be written: {error.strerror}. Nothing is published; free some space and run again."
        ) from None


def publish(output: Path, manifest: Manifest) -> Path:
    """Moves the staged release in: its immutable folder, then `latest/`, then `versions.json` last. Returns the folder.

    Raises Refused when the version is already there or the disk refuses; all is then as before. A run that is killed
    on the way is taken up by the next one (`shelf.recover`).
    """
    release = output / "releases" / manifest.version
    if release.exists():
        raise Refused(f"{release} is already there: a release is never written over.")
    files = release_files(manifest, data_files(manifest))
    staging = output / f".staging-{manifest.version}"
    write(staging, files)
    try:
        release.parent.mkdir(exist_ok=True)
        _draft_versions(output, manifest, files)
        staging.rename(release)
        sync(release.parent)
        copy_latest(output, release)
        announce(output)
    except OSError as error:
        _undo(output, staging, release)
        raise Refused(
            f"{output}: the release could not be moved in: {error.strerror or error}. Nothing is published; free some space and run again."
        ) from None
    return release


def _undo(output: Path, *folders: Path) -> None:
    """What was moved in goes out again; what even this leaves, the next run makes whole."""
    with contextlib.suppress(OSError, CrechesError):
        (output / DRAFT).unlink(missing_ok=True)
        if not versions(output):
            folders = (*folders, output / "latest")
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        recover(output)


def _draft_versions(output: Path, manifest: Manifest, files: dict[str, bytes]) -> None:
    """Newest first. This file decides which release is the newest: it is drafted here, and put in place at the end."""
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
    (output / DRAFT).write_text(text, encoding="utf-8")
    sync(output / DRAFT)
    sync(output)
