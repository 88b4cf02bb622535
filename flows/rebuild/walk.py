"""The walk again, from what was heard to a manifest that may be published: the same steps, no network, no cache, no clock."""

from pathlib import Path

from flows import check, shelf
from flows.catalogue.manifest import Manifest
from flows.erasure import apply as erasure
from flows.erasure import refusals
from flows.rebuild import steps
from flows.rebuild.inputs import Inputs, with_points


def replayed(inputs: Inputs, last: shelf.Last, draft: Path) -> Manifest:
    """The manifest that these inputs give beside the release before (`last`).

    Points are taken as they were judged then. `draft` is a folder where the check writes and removes its files. Raises
    Refused when the release may not be published.
    """
    heard, as_of, refused = steps.Heard(inputs.found, inputs.missing), inputs.as_of, refusals.asked(inputs.refusals)
    known = steps.identified(heard, last, inputs.decisions, as_of)
    tables, erased = erasure.before_points(known.tables, refused, last.tables)
    tables = steps.dated(with_points(tables, inputs.points), last, as_of)
    tables, rates = steps.counted(tables, last, heard, as_of)
    doubts = [*known.anomalies, *inputs.points.anomalies, *rates]
    points = inputs.points.proved()
    tables = steps.evidenced(tables, last, heard, known, points, inputs.references, doubts, as_of)
    tables = erasure.at_last(tables, erased, refused, last.tables)
    manifest = steps.manifest_of(tables, last, inputs)
    if manifest.changes:
        asked = erasure.asked(erased, last.tables, known.tables)
        manifest = check.checked(manifest, last, draft, inputs.accepted, asked=asked)
    return check.completed(manifest, inputs.accepted)
