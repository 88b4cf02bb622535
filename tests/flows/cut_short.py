"""A list of nine members of which four leave at once: too many for its gates, until a person acknowledges it."""

from tests.pages.members import MEMBERS, Member

NEXT, LATER = "2026-11-29", "2026-12-06"
STREETS = ("Rue Neuve", "Rue des Lilas", "Place du Marché", "Quai Nord")


def members(count: int, start: int = 0) -> list[Member]:
    """So many members of a network, each unlike the others."""
    return [
        Member(f"Crèche {_word(n)}", f"{n + 1} {STREETS[n % 4]}", "75010", "Paris", f"+33 4 65 71 20 {n:02}")
        for n in range(start, start + count)
    ]


def _word(n: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{n:03}").capitalize()


NINE = [*MEMBERS, *members(3)]
FIVE = MEMBERS[:5]
