"""A staged release with what is awkward to describe, its manifest, and a server on loopback that publishes it."""

import contextlib
import dataclasses
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from flows.catalogue.manifest import Manifest
from flows.changes import Change
from flows.changes.files import write_changes
from flows.formats import write_formats
from flows.formats.csv_table import from_csv
from flows.publish.stage import describe
from flows.publish.writing import write_tables
from schemas.tables import TABLES, conform
from schemas.verdicts import Verdict

BASE = "https://creches-cooperatives.fr/donnees"
HOMEPAGE = "https://creches-cooperatives.fr"
CONTACT = "contact@creches-cooperatives.fr"
ZERO, NOWHERE = "A l'Abord'Ages", "AGAPI"
"""A place whose postcode begins with 0; one without point."""
HELD = Verdict("chute", "retenue", "Trop peu de lieux.", "Too few places.", "pope", "lignes", "1", "0.8 × 6", "")
UNREAD = {"id": "jamais_lue", "titre": "Jamais lue", "statut": "cassee", "attribution": "Une source jamais lue."}


def manifest_of(release: Path, **changed: Any) -> Manifest:
    """The manifest of a release on disk."""
    tables = {table: from_csv(str(release / f"{table}.csv")) for table in TABLES}
    manifest = Manifest("2026.11.22", "2026-11-22", "", CONTACT, BASE, HOMEPAGE, tables)
    return dataclasses.replace(manifest, **changed)


def awkward(release: Path) -> Manifest:
    """A first release's manifest: a leading zero, a place without point, a source never read, a gate that held one."""
    manifest = manifest_of(release, gates=(HELD,))
    places, sources = manifest.tables["etablissements"].copy(), manifest.tables["sources"]
    places.loc[places["nom"] == ZERO, "code_postal"] = "01000"
    places.loc[places["nom"] == NOWHERE, ["longitude", "latitude"]] = ""
    sources = conform(pd.concat([sources, sources.head(1).assign(**UNREAD)]), "sources")
    return dataclasses.replace(manifest, tables={**manifest.tables, "etablissements": places, "sources": sources})


def next_one(manifest: Manifest) -> Manifest:
    """The release after: one place changed its telephone, one came."""
    changes = (
        Change("etablissements", "cc-aaaaaaaa", "La Ronde", "ajoute", cause="source_nouvelle"),
        Change("etablissements", "cc-bbbbbbbb", "AGAPI", "modifie", "telephone", "", "+33140000000", "source"),
        Change("etablissements", "cc-bbbbbbbb", "AGAPI", "modifie", "site_web", "", "https://agapi.fr/", "source"),
    )
    entry = {"version": manifest.version, "date": manifest.date, "rows": {"etablissements": 6}}
    return dataclasses.replace(
        manifest,
        version="2026.12.01.1",
        date="2026-12-01",
        previous=manifest.version,
        changes=changes,
        earlier=(entry,),
    )


def staged(manifest: Manifest, folder: Path) -> Path:
    """The release written to a folder, all its files."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(folder, manifest)
    write_formats(folder, manifest)
    write_changes(folder, manifest)
    describe(folder, manifest)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        """`/donnees/latest/x` is the release's `x`; there is nothing else."""
        prefix = "/donnees/latest/"
        return super().translate_path(f"/{path.removeprefix(prefix)}" if path.startswith(prefix) else "/nothing")

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextlib.contextmanager
def published(release: Path) -> Iterator[str]:
    """A server that publishes a release; gives the address of its `donnees/latest`."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(release))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/donnees/latest"
        finally:
            server.shutdown()
            thread.join()
