"""What a verification found: faults, and what is only told."""

from dataclasses import dataclass

_MOST = 100
"""Faults of one kind that are listed: a hostile folder must not fill a screen without end."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Sentences in English. A fault means: do not use it; a note, that something was not or could not be checked.

    `old`: what lies there may be sound, but a newer release is to be looked for.
    """

    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    old: tuple[str, ...] = ()

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.faults + other.faults, self.notes + other.notes, self.old + other.old)

    def of(self, place: str) -> "Findings":
        """The same, each beginning with the place that it is about."""
        return Findings(*(tuple(f"{place}: {text}" for text in texts) for texts in (self.faults, self.notes, self.old)))


def faults(*texts: str) -> Findings:
    """Faults only; those beyond a hundred are counted."""
    more = (f"… and {len(texts) - _MOST} more",) if len(texts) > _MOST else ()
    return Findings((*texts[:_MOST], *more))


def notes(*texts: str) -> Findings:
    """Notes only."""
    return Findings((), texts)


def old(*texts: str) -> Findings:
    """That what lies there is not, or may not be, the newest."""
    return Findings(old=texts)
