"""A source that the project reads no more: what it named leaves with a tombstone, and the release stays whole."""

from pathlib import Path

import pytest

import sources
from flows import validate
from tests.flows.runs import DAY, pages_only, rows, run

NEXT = "2026-11-29"


@pytest.mark.every_source
def test_a_source_that_is_taken_out_of_the_project_leaves_no_hole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    first = run(output, DAY).rows
    monkeypatch.setattr(sources, "pages", pages_only)
    run(output, NEXT)
    assert validate.validate_written(output / "latest") == []
    places = {row["id"] for row in rows(output, "etablissements")}
    assert len(places) == 6
    gone = {row["id"]: row["motif"] for row in rows(output, "retraits")}
    assert len(gone) == first["etablissements"] - 6 + first["gestionnaires"] - 6 > 28 and set(gone.values()) == {
        "source_retire"
    }
    (told,) = [row for row in rows(output, "sources") if row["id"] == "curation"]
    assert told["statut"] == "perimee" and int(told["age_jours"]) >= 7
