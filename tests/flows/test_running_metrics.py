"""What a collector may read of runs: true measures, in a text that its parsers take."""

from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_parser
from prometheus_client.parser import text_string_to_metric_families as plain_parser

from tests.flows.runs import rows
from tests.flows.watched_runs import report, watched

PREFIX = "creches_run_"


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRECHES_METRICS", "prometheus")
    watched(tmp_path / "output")
    return tmp_path / "output"


def samples(output: Path) -> dict[tuple[str, ...], float]:
    """Name and labels -> value, as both parsers read them."""
    text = (output / "runs" / "metrics.prom").read_text()
    read = [
        {(s.name.removeprefix(PREFIX), *s.labels.values()): s.value for family in parser(text) for s in family.samples}
        for parser in (open_parser, plain_parser)
    ]
    assert read[0] == read[1] and text.endswith("# EOF\n")
    return read[0]


def test_a_run_measures_its_result_its_steps_its_rows_and_its_ages(measured: Path) -> None:
    said, told = samples(measured), report(measured)
    assert said[("result", "published")] == 1 and said[("exit_code",)] == 0
    assert said[("duration_seconds",)] == told["seconds"]
    assert {name[1]: value for name, value in said.items() if name[0] == "step_duration_seconds"} == {
        step["name"]: step["seconds"] for step in told["steps"]
    }
    assert said[("rows", "etablissements")] == len(rows(measured, "etablissements")) == 6
    assert said[("expiry_timestamp_seconds",)] == 1767657600 + 365 * 86400  # 2027-01-06, 45 days after
    assert said[("source_had_timestamp_seconds", "pope")] == 1795305600  # 2026-11-22
    assert said[("source_failed", "pope")] == 0


def test_a_run_that_fails_later_keeps_the_rows_and_the_last_success(measured: Path) -> None:
    before = samples(measured)
    with pytest.raises(Exception, match="before the newest"):
        watched(measured, "2026-11-01")
    after = samples(measured)
    assert after[("result", "refused")] == 1 and after[("exit_code",)] == 3
    for kept in (("success_timestamp_seconds",), ("rows", "etablissements"), ("source_had_timestamp_seconds", "pope")):
        assert after[kept] == before[kept]


def test_nothing_is_measured_unless_a_setting_asks_for_it(tmp_path: Path) -> None:
    watched(tmp_path / "output")
    assert not (tmp_path / "output" / "runs" / "metrics.prom").exists()
