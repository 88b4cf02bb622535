"""What one source gave in one run: its page, what was understood of it, and its members or mentions made clean."""

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from schemas.mentions import Mentions
from schemas.records import Reading, Snapshot, Source
from schemas.verdicts import Verdict

State = Literal["", "perimee", "bloquee", "cassee"]
"""Why nothing fresh is used of a source, as `sources.statut` says it: not had now or held by a gate, turned away, or an
answer that its reader does not understand. '' when it is fresh, or was not asked."""


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
    statut: State = ""

    @property
    def counted(self) -> int:
        """How many records were read: members, or rows of the table that the descriptor's expectations are about."""
        table = str(self.source.attentes.get("table"))
        return len(self.reading.records or self.reading.tables.get(table, ()))

    def day(self, as_of: str) -> str:
        """The day the page was had, never after the release's own day."""
        return min(self.snapshot.recupere_le[:10], as_of)


@dataclass(frozen=True, slots=True)
class Absent:
    """A source that this run does not have: `why` it failed, '' when it was not asked; `gates`: those that hold it."""

    source: Source
    why: str = ""
    statut: State = ""
    gates: tuple[Verdict, ...] = ()
