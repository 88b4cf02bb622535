"""A source that the project reads no more: what it named leaves with a tombstone, and the release stays whole."""

import re
import shutil
from pathlib import Path

import pytest

import sources
from flows import validate
from flows.outcome import Outcome
from schemas.errors import Refused
from tests.flows.runs import pages_only, rows, run

NEXT = "2026-11-29"
HEADER = "gate,source,subject,raison,preuve,le,expire"


def test_a_source_that_is_taken_out_of_the_project_leaves_no_hole(
    first_of_every_source: tuple[Path, Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, accepted = tmp_path / "output", tmp_path / "acquittements.csv"
    first = first_of_every_source[1].rows
    shutil.copytree(first_of_every_source[0], output)
    monkeypatch.setattr(sources, "pages", pages_only)
    with pytest.raises(Refused, match="places and operators withdrawn") as refusal:
        run(output, NEXT)
    assert "Les Pirates de Cité Marine" in str(refusal.value) and "last seen 2026-11-22" in str(refusal.value)
    (subject,) = re.findall(r"acknowledge retraits --subject (\d+) ", str(refusal.value))
    lines = [f"{gate},,,La source est retirée du projet.,,{NEXT},{NEXT}" for gate in ("retraits", "retraits_90_jours")]
    accepted.write_text("\n".join([HEADER, lines[0].replace(",,,", f",,{subject},"), *lines[1:]]) + "\n")
    monkeypatch.setenv("CRECHES_ACKNOWLEDGEMENTS", str(accepted))
    assert [one.ruling for one in run(output, NEXT).gates if one.gate == "retraits"] == ["acquitte"]
    assert validate.validate_written(output / "latest") == []
    places = {row["id"] for row in rows(output, "etablissements")}
    assert len(places) == 6
    gone = {row["id"]: row["motif"] for row in rows(output, "retraits")}
    assert len(gone) == first["etablissements"] - 6 + first["gestionnaires"] - 6 > 28 and set(gone.values()) == {
        "source_retire"
    }
    (told,) = [row for row in rows(output, "sources") if row["id"] == "curation"]
    assert told["statut"] == "perimee" and int(told["age_jours"]) >= 7
