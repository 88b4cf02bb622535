"""What one source gave in one run: its page, what was understood of it, and its members or mentions made clean."""

from dataclasses import dataclass, field

import pandas as pd

from schemas.mentions import Mentions
from schemas.records import Reading, Snapshot, Source


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of operators when a register is asked: their SIREN, or else their name and département."""

    sirens: tuple[str, ...] = ()
    noms: tuple[tuple[str, str], ...] = ()
    """(name, département or ''), of operators whose SIREN is not known."""


@dataclass(frozen=True, slots=True)
class Found:
    """`membres` holds the columns of `flows.normalise.COLUMNS`, one row a member; empty for a page that lists none.

    `mentions` holds the operators and places of a register or of the curation.
    """

    source: Source
    snapshot: Snapshot
    reading: Reading
    membres: pd.DataFrame
    mentions: Mentions = field(default_factory=Mentions)

    def day(self, as_of: str) -> str:
        """The day the page was had, never after the release's own day."""
        return min(self.snapshot.recupere_le[:10], as_of)


@dataclass(frozen=True, slots=True)
class Absent:
    """A source that this run does not have: `why` it failed, '' when it was not asked."""

    source: Source
    why: str = ""
