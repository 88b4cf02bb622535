"""Values replaced at once, and a loss so slow that each release passes."""

import pytest

from flows.gate import changed, slow
from schemas.tables import Tables, conform
from tests.flows.gate_tables import DAY, of, place, release


def ruling_of(after: Tables, before: Tables) -> str:
    return max((one.ruling for one in changed.of_whole(after, before)), key=("ok", "averti", "refus").index)


def with_phones(count: int, size: int = 20) -> Tables:
    """`count` of `size` places with a phone of another."""
    shifted = lambda n: {"telephone": f"+331990{n + 50_000:05}"} if n < count else {}  # noqa: E731
    return release([place(n, **shifted(n)) for n in range(size)])


@pytest.mark.parametrize(
    ("count", "ruled"), [(0, "ok"), (1, "ok"), (2, "averti"), (4, "averti"), (5, "refus"), (20, "refus")]
)
def test_phones_of_many_places_do_not_change_at_once(count: int, ruled: str) -> None:
    assert ruling_of(with_phones(count), of(20)) == ruled


def test_of_three_places_two_may_change_and_not_all() -> None:
    assert ruling_of(with_phones(2, 3), of(3)) == "averti"
    assert ruling_of(with_phones(3, 3), of(3)) == "refus"


def test_the_message_names_the_places_and_never_the_values() -> None:
    (told,) = [one for one in changed.of_whole(with_phones(6), of(20)) if one.ruling == "refus"]
    assert told.subject == "telephone" and "Crèche 3" in told.message_fr and "990" not in told.message_fr


def test_a_first_phone_or_one_that_is_lost_is_no_change_of_value() -> None:
    bare = release([place(n, telephone="") for n in range(20)])
    assert ruling_of(of(20), bare) == ruling_of(bare, of(20)) == "ok"


def left(count: int, day: str, motif: str = "source_retire") -> Tables:
    """Twelve places, and so many that left on a day."""
    stones = [
        {
            "id": place(100 + n)["id"],
            "nom": f"Crèche {100 + n}",
            "date": day,
            "motif": motif,
            "derniere_release": "2026.11.01",
        }
        for n in range(count)
    ]
    return {**of(12), "retraits": conform(stones, "retraits")}


def both(count: int) -> Tables:
    """One that leaves now, the others some weeks ago."""
    tables = left(count, "2026-10-01")
    stones = tables["retraits"].copy()
    stones.loc[0, "date"] = DAY
    return {**tables, "retraits": stones}


@pytest.mark.parametrize(("count", "ruled"), [(1, "ok"), (3, "averti"), (5, "averti"), (6, "refus")])
def test_a_season_of_small_losses_is_a_loss(count: int, ruled: str) -> None:
    (told,) = slow.of_whole(both(count), DAY)
    assert told.ruling == ruled and DAY in told.message_fr


def test_what_closed_left_long_ago_or_was_let_through_before_does_not_count() -> None:
    for tables in (left(9, DAY, "ferme"), left(9, "2026-08-01"), left(9, "2026-10-01")):
        assert slow.of_whole(tables, DAY)[0].ruling == "ok"
