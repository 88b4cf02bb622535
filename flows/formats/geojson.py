"""GeoJSON (RFC 7946): one feature a located place, the same flat properties in every feature, longitude first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from flows.columnar.boxes import Box, box
from flows.columnar.json_text import features
from flows.columnar.pieces import joined, pieces
from flows.formats.as_json import to_json
from flows.formats.measure import Written

TABLE = "etablissements"
BETWEEN = ",\n"
"""What stands between two features: each has a line."""
Add = Callable[[bytes], None]
"""Adds features, BETWEEN between them, to a collection; none when there are no bytes."""


def write_geojson(places: pd.DataFrame, path: Path) -> None:
    """Writes the places that have a point, in their order, with a bounding box where there is one. Raises OSError, Refused."""
    with collection(Written(path.parent), path.name, box(places)) as add:
        for piece in pieces(places):
            add(joined(features(piece), BETWEEN))


@contextmanager
def collection(written: Written, name: str, around: Box) -> Iterator[Add]:
    """A collection that is written piece by piece, as `name`; `around` is the box of all its points. Raises OSError."""
    head: dict[str, object] = {"type": "FeatureCollection", "name": TABLE, **({"bbox": around} if around else {})}
    between = b""

    def add(body: bytes) -> None:
        nonlocal between
        if body:
            file.writelines((between, body))
            between = BETWEEN.encode()

    with written.open(name) as file:
        file.write(to_json(head)[:-1] + b',"features":[\n')
        yield add
        file.write(b"\n]}\n")
