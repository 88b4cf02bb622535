"""When runs begin by themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import sources
from flows.schedules import SCHEDULES, TIMEZONE, Schedule, next_run, schedule
from schemas.records import REGISTERS

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def cron(line: str) -> Schedule:
    return Schedule("x", line, (), "", "")


def test_there_is_a_weekly_a_daily_and_a_monthly_one_at_odd_minutes_of_paris() -> None:
    assert [one.name for one in SCHEDULES] == ["hebdomadaire", "quotidien", "registres"]
    assert all(int(one.cron.split()[0]) % 5 and one.timezone == TIMEZONE == "Europe/Paris" for one in SCHEDULES)


@pytest.mark.every_source
def test_the_light_one_asks_first_party_pages_and_the_monthly_one_registers() -> None:
    known = sources.pages()
    assert schedule("hebdomadaire").sources == ()
    assert set(schedule("quotidien").sources) == {i for i, s in known.items() if s.classe == "premiere_main"}
    assert set(schedule("registres").sources) == {i for i, s in known.items() if s.acces in REGISTERS}


@pytest.mark.parametrize(
    ("line", "after", "expected"),
    [
        ("17 4 * * 1", "2026-11-26T23:00", "2026-11-30T04:17"),  # a Thursday -> Monday
        ("17 4 * * 1", "2026-11-30T04:16", "2026-11-30T04:17"),
        ("17 4 * * 1", "2026-11-30T04:17", "2026-12-07T04:17"),  # strictly after
        ("43 5 * * *", "2026-12-31T05:43", "2027-01-01T05:43"),
        ("29 3 3 * *", "2026-11-03T03:29", "2026-12-03T03:29"),
        ("29 3 31 * *", "2026-11-01T00:00", "2026-12-31T03:29"),  # November has no 31st
        ("0 0 29 2 *", "2026-11-01T00:00", "2028-02-29T00:00"),
        ("*/20 6-7 * * 0,7", "2026-11-26T00:00", "2026-11-29T06:00"),  # Sunday, either way
        ("0 12 13 * 5", "2026-11-14T00:00", "2026-11-20T12:00"),  # both limited: either is enough
        ("30 2 * * *", "2027-03-27T03:00", "2027-03-29T02:30"),  # 02:30 does not exist on the 28th
        ("30 2 * * *", "2026-10-24T12:00", "2026-10-25T02:30"),  # and comes twice on this one: the first
    ],
)
def test_the_next_time_is_the_one_that_cron_would_take(line: str, after: str, expected: str) -> None:
    assert next_run(cron(line), at(after)) == at(expected)


def test_a_time_that_comes_twice_fires_once() -> None:
    first = next_run(cron("30 2 * * *"), at("2026-10-24T12:00"))
    assert first.astimezone(UTC).isoformat() == "2026-10-25T00:30:00+00:00"
    assert next_run(cron("30 2 * * *"), first + timedelta(minutes=1)) == at("2026-10-26T02:30")


def test_the_moment_may_be_told_in_any_timezone() -> None:
    assert next_run(schedule("hebdomadaire"), datetime(2026, 11, 30, 3, 18, tzinfo=UTC)) == at("2026-12-07T04:17")


@pytest.mark.parametrize("line", ["", "1 2 3", "60 0 * * *", "5-1 0 * * *", "*/0 * * * *", "a * * * *", "0 0 31 2 *"])
def test_a_line_that_cron_would_not_take_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        next_run(cron(line), at("2026-11-26T00:00"))
