"""What one source gave in one run: its page, what was understood of it, and its members made clean."""

from dataclasses import dataclass

import pandas as pd

from schemas.records import Reading, Snapshot, Source


@dataclass(frozen=True, slots=True)
class Found:
    """`membres` holds the columns of `flows.normalise.COLUMNS`, one row a member; empty for a page that lists none."""

    source: Source
    snapshot: Snapshot
    reading: Reading
    membres: pd.DataFrame

    def day(self, as_of: str) -> str:
        """The day the page was had, never after the release's own day."""
        return min(self.snapshot.recupere_le[:10], as_of)
