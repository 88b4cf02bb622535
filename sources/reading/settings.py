"""What a list reader gives back, and what it takes from a descriptor."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.records import Anomaly, Record


@dataclass(frozen=True, slots=True)
class Members:
    """What a list page says of its members, and what could not be read with certainty."""

    records: tuple[Record, ...]
    doubts: tuple[Anomaly, ...] = ()


def as_list(settings: Mapping[str, object], key: str) -> list[str]:
    """A list of the descriptor's [lecture] table; empty when it is not there."""
    value = settings.get(key, ())
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else []
