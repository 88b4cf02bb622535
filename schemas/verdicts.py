"""What a gate found: the measured value, its limit, and what follows."""

from dataclasses import dataclass
from typing import Literal

Ruling = Literal["ok", "averti", "retenue", "refus", "acquitte"]
"""Well; told only; this source is held and its last good state carried forward; the release is refused; a breach that a
person acknowledged for a time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One gate's word on one source, or on the whole (`source` is ''). Never holds a withheld value."""

    gate: str
    """From the closed list of `flows/gate`."""
    ruling: Ruling
    message_fr: str
    message_en: str
    source: str = ""
    subject: str = ""
    """The column or the id that it is about; '' for all of them."""
    measured: str = ""
    limit: str = ""
    acknowledged: str = ""
    """Until when and why, when a person acknowledged the breach."""
