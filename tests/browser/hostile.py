"""A country whose every record attacks who looks at it: each payload in each place that a page shows, one nursery each."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

from flows import shelf
from flows.changes.feed import feeds
from flows.changes.files import JSON
from flows.site.shown import Shown
from schemas.records import Row
from tests.browser.countries import large
from tests.browser.payloads import PAYLOADS

SINKS = ("nom", "adresse", "site_web", "anomalie", "changement")
"""Where a payload is planted in the rows of a release; the feed is the sixth."""


def hostile(about: Shown) -> Shown:
    """A nursery for each payload and sink, in that order; its operator, its network and its sources attack as well."""
    rows = [dict(row) for row in large(about, len(PAYLOADS) * len(SINKS)).tables["etablissements"]]
    doubts: list[Row] = []
    lines: list[Row] = []
    model = about.past[about.version][0]
    for number, row in enumerate(rows):
        payload, sink = PAYLOADS[number // len(SINKS)], SINKS[number % len(SINKS)]
        if sink == "anomalie":
            doubts.append(_doubt(about, row["id"], payload))
        elif sink == "changement":
            change = {"table": "etablissements", "cle": row["id"], "nom": payload, "nature": "modifie", "champ": "nom"}
            lines.append({**model, **change, "avant": payload, "apres": payload, "cause": payload, "source": payload})
        else:
            _plant(row, sink, payload)
    tables = {**about.tables, **_others(about), "etablissements": rows, "anomalies": doubts}
    return dataclasses.replace(about, tables=tables, past={about.version: lines})


def _plant(row: Row, sink: str, payload: str) -> None:
    row[sink] = payload
    if sink == "nom":
        row |= {"autres_noms": payload, "commune": payload}
    elif sink == "adresse":
        row |= {
            "adresse_source": payload,
            "complement_adresse": payload,
            "geo_libelle": payload,
            "code_postal": payload,
        }
    else:
        row |= {"source_url": payload, "courriel": payload, "telephone": payload}


def _doubt(about: Shown, id_: str, payload: str) -> Row:
    said = {
        "code": "age_arrondi",
        "gravite": "doute",
        "source": "curation",
        "id": id_,
        "champ": payload,
        "valeur": payload,
    }
    return {**about.tables["anomalies"][0], **said, "message_fr": payload, "message_en": payload}


def _others(about: Shown) -> Mapping[str, list[Row]]:
    """The rows beside nurseries, each with a payload of its own in what people read."""
    found = {}
    for table in ("gestionnaires", "reseaux", "initiatives", "partenariats", "chiffres", "sources", "territoires"):
        rows = [dict(row) for row in about.tables[table]]
        for number, row in enumerate(rows):
            payload = PAYLOADS[number % len(PAYLOADS)]
            for column in (
                "nom",
                "titre",
                "editeur",
                "partenaire",
                "dispositif",
                "valeur",
                "attribution",
                "site_web",
                "source_url",
                "url",
            ):
                row |= {column: payload} if column in row else {}
        found[table] = rows
    return found


def hostile_feeds(output: Path) -> Mapping[str, bytes]:
    """The feeds of a release whose changes attack: one row a payload. `output`: a shelf of one's own, which is changed."""
    entries = shelf.versions(output)
    folder = shelf.folder_of(output, str(entries[0]["version"]))
    document = json.loads((folder / JSON).read_text(encoding="utf-8"))
    row = document["tables"]["etablissements"]["added"][0]
    document["tables"]["etablissements"]["added"] = [
        {**row, "key": f"cc-{number:08d}", "nom": payload, "commune": payload}
        for number, payload in enumerate(PAYLOADS)
    ]
    (folder / JSON).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return feeds(output, entries, folder)
