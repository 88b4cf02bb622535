"""Mentions for tests: what a source would say, already clean, as a `Found`."""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from flows import normalise
from schemas.found import Found
from schemas.mentions import COLUMNS, Mentions
from schemas.records import Reading, Row, Snapshot, Source
from tests.flows.sources_for_tests import source

SOURCES = {
    "registre": ("sirene", "registre"),
    "curation": ("curation", "curation"),
    "liste": ("coop_petite_enfance", "premiere_main"),
}


def described(kind: str) -> Source:
    """A descriptor of a kind of source: the real one's id, class and cadence."""
    id_, classe = SOURCES[kind]
    acces = {"registre": "sirene", "curation": "fichier", "liste": "page"}[kind]
    about: dict[str, Any] = {"id": id_, "classe": classe, "acces": acces, "cadence_jours": 7}
    return dataclasses.replace(source(), **about, url=f"https://{kind}.example.fr/", attentes={"table": "mentions"})


def mentioned(kind: str, rows: Sequence[Mapping[str, str]], day: str, **snapshot: Any) -> Found:
    """What one source says on a day: rows with the columns of mentions, those left out empty."""
    about = described(kind)
    full = [{"etat": "actif", **row} for row in rows]
    values = pd.DataFrame(full, columns=list(COLUMNS), dtype=str).fillna("")
    body = repr(sorted(map(sorted, (r.items() for r in full)))).encode()
    given = {"origine": "reseau", "sha256": hashlib.sha256(body).hexdigest(), **snapshot}
    page = Snapshot(about.id, about.url, body, f"{day}T09:00:00+00:00", **given)
    members, _ = normalise.records((), about)
    return Found(about, page, Reading(about.id), members, Mentions(values, values.copy()))


def operator(reference: str, nom: str, **more: str) -> Row:
    """A mention of an operator."""
    return {"table": "gestionnaires", "reference": reference, "nom": nom, **more}


def place(reference: str, of: str, nom: str, **more: str) -> Row:
    """A mention of a place of the operator whose reference is `of`."""
    known = {"adresse_source": more.get("adresse") or more.get("commune") or "x", **more}
    return {"table": "etablissements", "reference": reference, "gestionnaire": of, "nom": nom, **known}
