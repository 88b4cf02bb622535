"""What needs a person is kept apart, and only that."""

from pathlib import Path

import pandas as pd
import pytest

from flows.review import for_a_person, write_review
from schemas.tables import conform


def anomalies(*gravities: str) -> pd.DataFrame:
    rows = [
        {"code": f"code_{i}", "gravite": g, "source": "s", "message_fr": "a", "message_en": "b"}
        for i, g in enumerate(gravities)
    ]
    return conform(rows, "anomalies")


def test_doubts_and_warnings_are_for_a_person_and_information_is_not() -> None:
    table = anomalies("info", "doute", "avertissement", "erreur")
    assert for_a_person(table)["gravite"].tolist() == ["doute", "avertissement", "erreur"]


def test_each_release_makes_the_queue_anew(tmp_path: Path) -> None:
    write_review(tmp_path, anomalies("doute", "doute"))
    write_review(tmp_path, anomalies("info"))
    path = tmp_path / "review" / "a_revoir.csv"
    assert path.read_text(encoding="utf-8") == "code,gravite,source,id,champ,valeur,message_fr,message_en\n"
    assert [p.name for p in path.parent.iterdir()] == ["a_revoir.csv"]


def test_a_queue_that_cannot_be_written_is_logged_for_the_release_stands(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "review").write_text("a file where the folder should be", encoding="utf-8")
    write_review(tmp_path, anomalies("doute"))
    assert "a_revoir.csv" in caplog.text
