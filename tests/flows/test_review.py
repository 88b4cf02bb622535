"""What needs a person is kept apart, and only that."""

from pathlib import Path

import pandas as pd
import pytest

from flows.review import for_a_person, write_review
from schemas.errors import Refused
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


def test_each_run_makes_the_queue_anew(tmp_path: Path) -> None:
    write_review(tmp_path, anomalies("doute", "doute"))
    path = write_review(tmp_path, anomalies("info"))
    assert path == tmp_path / "review" / "a_revoir.csv"
    assert path.read_text(encoding="utf-8") == "code,gravite,source,id,champ,valeur,message_fr,message_en\n"
    assert [p.name for p in path.parent.iterdir()] == ["a_revoir.csv"]


def test_a_queue_that_cannot_be_written_refuses(tmp_path: Path) -> None:
    (tmp_path / "review").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Refused, match="a_revoir"):
        write_review(tmp_path, anomalies("doute"))
