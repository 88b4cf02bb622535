"""Settings that no run can go with are told at its start, before anything is fetched, and by the doctor."""

from pathlib import Path

import pytest

from flows import collect, settings
from flows.settings_ready import faults
from schemas.errors import UsageError
from tests.commands import Creches
from tests.flows.watched_runs import watched

WRONG = [
    ("RUNNER", "spark", "write threads, processes, dask"),
    ("RUNNER", "threads:4", "write threads, processes, dask"),
    ("RUNNER", "dask", "leave --direct out"),
    ("WORKERS", "many", "write a number"),
    ("WORKERS", "-1", "write a number"),
    ("POLITE_SECONDS", "nan", "write a number of seconds"),
    ("POLITE_SECONDS", "-5", "write a number of seconds"),
    ("POLITE_SECONDS", "abc", "write a number of seconds"),
    ("POLITE_SECONDS", "inf", "write a number of seconds"),
    ("FORMATS", "csv,doc", "doc is no format"),
    ("METRICS", "statsd", "write prometheus"),
    ("EXPIRES_DAYS", "soon", "write a number of days"),
    ("KEEP_DAYS", "1.5", "write a number of days"),
    ("GEOCODE_MAX_AGE_DAYS", "x", "write a number of days"),
]


@pytest.mark.parametrize("is_dry", [False, True])
@pytest.mark.parametrize(("name", "value", "word"), WRONG)
def test_a_run_is_refused_before_it_reads_or_writes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str, is_dry: bool
) -> None:
    monkeypatch.setenv(f"CRECHES_{name}", value)
    monkeypatch.setattr(collect, "found_of", lambda *_: pytest.fail("a source was read"))
    with pytest.raises(UsageError, match=word):
        watched(tmp_path / "output", dry_run=is_dry)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(("name", "value", "word"), [one for one in WRONG if one[1] != "dask"])
def test_the_doctor_tells_it(
    creches: Creches, output: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(f"CRECHES_{name}", value)
    ended = creches("doctor", "--output", output)
    assert ended.code == 2 and [line for line in ended.out.splitlines() if line.startswith("MEND") and word in line]


def test_dask_that_is_not_installed_is_told_before_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_RUNNER", "dask:tcp://127.0.0.1:8786")
    assert faults(settings.load()) == {}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "not installed" in faults(settings.load())["runner"]


def test_every_fault_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_RUNNER", "spark")
    monkeypatch.setenv("CRECHES_FORMATS", "doc")
    with pytest.raises(UsageError, match=r"spark.*doc is no format"):
        watched(tmp_path / "output")


@pytest.mark.parametrize("value", ["0", "0.05", "2", "12.5"])
def test_seconds_of_rest_are_a_plain_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", value)
    assert faults(settings.load()) == {} and settings.load().rest == float(value)
