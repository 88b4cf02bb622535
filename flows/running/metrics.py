"""What a run measured, for a collector that reads text files (Prometheus's node exporter). Only door to prometheus_client."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.openmetrics import exposition

from flows.formats.whole import write_whole
from flows.running import past
from flows.running.journal import FOLDER
from flows.running.report import GOOD, Report
from flows.status.pointer import pointer

FILE = "metrics.prom"


def write(output: Path, report: Report) -> None:
    """Writes `runs/metrics.prom` in one step. Raises UsageError when the disk refuses."""
    write_whole(output / FOLDER / FILE, text(report, past.reports(output), _expires(output)))


def text(report: Report, earlier: Iterable[Report], expires: str) -> bytes:
    """The measures in OpenMetrics text. `earlier`: reports, newest first; `expires`: the day (ISO) of `latest.json`, '' without."""
    registry = CollectorRegistry()
    for name, told, labels, values in _measures(report, earlier, expires):
        _gauge(registry, name, told, labels, values)
    return bytes(exposition.generate_latest(registry))  # type: ignore[no-untyped-call]


_Measure = tuple[str, str, tuple[str, ...], dict[tuple[str, ...], float]]


def _measures(report: Report, earlier: Iterable[Report], expires: str) -> list[_Measure]:
    """Name, description, labels, and value by labels."""
    every = [report, *earlier]
    good = next((one.ended for one in every if one.result in GOOD), "")
    rows = next((one.rows for one in every if one.rows), {})
    return [
        ("result", "1 for how the last run ended", ("result",), {(report.result,): 1.0}),
        ("exit_code", "Exit code of the last run", (), {(): float(report.exit_code)}),
        ("end_timestamp_seconds", "When the last run ended", (), {(): _unix(report.ended)}),
        ("duration_seconds", "How long the last run took", (), {(): report.seconds}),
        ("peak_memory_bytes", "Most memory of the last run", (), {(): _peak(report)}),
        ("success_timestamp_seconds", "When a run last went to its end", (), _once(good)),
        ("step_duration_seconds", "How long a step took", ("step",), _by_step(report)),
        ("rows", "Rows of the release, by table", ("table",), {(name,): float(n) for name, n in rows.items()}),
        ("review_lines", "Lines that wait for a person", (), {(): float(report.review_count)}),
        ("source_had_timestamp_seconds", "When what is used of a source was had", ("source",), _had(every)),
        ("source_failed", "1 for a source that the last run asked and did not have", ("source",), _failed(report)),
        ("expiry_timestamp_seconds", "Until when latest.json may be trusted", (), _once(expires)),
    ]


def _gauge(
    registry: CollectorRegistry, name: str, told: str, labels: tuple[str, ...], values: dict[tuple[str, ...], float]
) -> None:
    if values:
        gauge = Gauge(f"creches_run_{name}", told, labels, registry=registry)
        for label, value in values.items():
            (gauge.labels(*label) if label else gauge).set(value)


def _by_step(report: Report) -> dict[tuple[str, ...], float]:
    """A step's seconds; those of one name are added up."""
    found: dict[tuple[str, ...], float] = {}
    for step in report.steps:
        found[(step.name,)] = found.get((step.name,), 0.0) + step.seconds
    return found


def _had(every: Iterable[Report]) -> dict[tuple[str, ...], float]:
    days: dict[str, str] = {}
    for one in (seen for report in every for seen in report.sources if seen.day):
        days[one.id] = max(days.get(one.id, ""), one.day)
    return {(name,): _unix(day) for name, day in sorted(days.items())}


def _failed(report: Report) -> dict[tuple[str, ...], float]:
    return {(one.id,): float(bool(one.why)) for one in report.sources}


def _peak(report: Report) -> float:
    return float(max((step.peak_mb for step in report.steps), default=0) * 1024 * 1024)


def _once(moment: str) -> dict[tuple[str, ...], float]:
    return {(): _unix(moment)} if moment else {}


def _unix(moment: str) -> float:
    """Seconds since 1970 of an ISO date-time, or of the beginning of a day in UTC."""
    if len(moment) == 10:
        day = date.fromisoformat(moment)
        return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    return datetime.fromisoformat(moment).timestamp()


def _expires(output: Path) -> str:
    found = pointer(output)
    return found.expires if found else ""
