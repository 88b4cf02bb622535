"""A real addok answers on this machine, and nothing of it stays behind."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests

from tests.addok import engine
from tests.addok.engine import EngineFailed, running
from tests.addok.sample import documents, known_streets, town_halls


def search(address: str, **asked: str) -> list[dict[str, str]]:
    answer = requests.get(f"{address}/search/?{urlencode({'autocomplete': '0', **asked})}", timeout=30)
    answer.raise_for_status()
    return [feature["properties"] for feature in json.loads(answer.text)["features"]]


def processes(folder: Path) -> list[str]:
    """The processes that work in a folder."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            found += [link.parent.name] if link.resolve().is_relative_to(folder.resolve()) else []
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found


def test_it_finds_a_door(addok: str) -> None:
    first = search(addok, q="41 rue Delizy 93500 Pantin")[0]
    assert (first["type"], first["housenumber"], first["citycode"]) == ("housenumber", "41", "93055")


def test_it_looks_in_one_commune_only_when_told(addok: str) -> None:
    line = "133 rue des Charmettes 69006 Lyon"
    inside = search(addok, q=line, citycode="69386")
    assert {match["citycode"] for match in inside} == {"69386"} and inside[0]["type"] == "street"
    assert search(addok, q="133 rue des Charmettes")[0]["citycode"] == "69266"


def test_a_batch_takes_a_filter_for_each_row(addok: str) -> None:
    table = 'adresse,code\n"133 rue des Charmettes",69386\n"133 rue des Charmettes",69266\n'
    asked = {"columns": "adresse", "citycode": "code", "min_score": "0"}
    answer = requests.post(f"{addok}/search/csv/", files={"data": ("in.csv", table)}, data=asked, timeout=30)
    answer.raise_for_status()
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["result_citycode"], row["result_housenumber"]) for row in rows] == [("69386", ""), ("69266", "133")]


def test_it_holds_every_departement() -> None:
    held = {document["context"].split(",")[0] for document in documents()}
    assert {"2A", "2B", "75", "971", "972", "973", "974", "976"} <= held and len(held) == 101
    assert documents() == documents() and 1_800 <= len(documents()) <= 2_200
    assert len({address.code_insee for address in known_streets()}) == 11 and len(town_halls()) > 27_000


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="counts processes where Linux shows them")
def test_no_process_is_left_even_when_the_block_fails(tmp_path: Path) -> None:
    few = documents()[:3]
    with pytest.raises(ZeroDivisionError), running(few, tmp_path) as address:
        assert search(address, q="rue des Charmettes") and len(processes(tmp_path)) >= 4
        raise ZeroDivisionError
    assert processes(tmp_path) == []
    with pytest.raises(requests.ConnectionError):
        search(address, q="rue des Charmettes")


def test_a_document_that_is_lost_is_told_and_leaves_no_process(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="1 of 2 documents"), running(documents()[:1] * 2, tmp_path):
        pass
    assert processes(tmp_path) == []


def test_a_missing_environment_tells_how_to_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ENVIRONMENT", tmp_path / ".venv-addok")
    with pytest.raises(EngineFailed, match=r"make \.venv-addok/\.done"), running([], tmp_path):
        pass
