"""Whether a release is up to date, on a day: late after a week without a run that went to its end, expired after its last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flows.status.pointer import Pointer

State = Literal["a_jour", "en_retard", "expire"]
WITHIN = 8
"""Days without a run that went to its end before the data count as late: a week, and a day for a person to look."""
WORDS: dict[State, tuple[str, str]] = {
    "a_jour": ("données à jour", "data up to date"),
    "en_retard": ("données en retard", "data late"),
    "expire": ("données périmées", "data expired"),
}
"""State -> French and English."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A release on a day (ISO). `date`: its own day; `checked`: the last run that went to its end; `expires`: its last good day."""

    state: State
    day: str
    version: str
    date: str
    checked: str
    expires: str
    rows: dict[str, int]

    @property
    def late_after(self) -> str:
        """The day (ISO) after which it is late, or expired if that comes first."""
        late = date.fromisoformat(self.checked) + timedelta(days=WITHIN)
        return min(late.isoformat(), self.expires)


def standing(pointer: Pointer, released: str, rows: dict[str, int], day: str) -> Standing:
    """The state of the release that a pointer names. `released`: its day (ISO); `day`: the day to tell it for (ISO)."""
    late = (date.fromisoformat(pointer.created) + timedelta(days=WITHIN)).isoformat()
    state: State = "expire" if day > pointer.expires else "en_retard" if day > late else "a_jour"
    return Standing(state, day, pointer.version, released, pointer.created, pointer.expires, rows)
