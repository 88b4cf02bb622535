"""The mentions of one cluster, as fusing looks at them: what each says, in which words, since when, and how surely."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from schemas.records import Row
from schemas.tables import rows_of

_NOT_SAID = {"categorie": "inconnu", "nature_lieu": "inconnu", "forme": "INCONNU"}
"""Values by which a source says that it says nothing."""
_FIRST_REGISTER = "sirene"  # the stock itself, before the services that are made of it

Order = tuple[bool | int | str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a cluster."""

    values: Mapping[str, str]
    words: Mapping[str, str]
    day: str
    """ISO day of what is said, never after the release's own."""
    order: Order
    """Its place among mentions of one class: not carried, newest, the stock of registers; then ids, to leave no tie."""
    past: bool = False
    """Whether it is of a register's establishment or legal person that another one has taken the place of."""
    closes_later: bool = False
    """Whether its closing (`date_fermeture`) is still to come: until that day its state is that of what is open."""

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def word(self, column: str) -> str:
        """The words that a value was read from; the value itself where they are not known."""
        return self.words[column] or self.values[column]

    @property
    def carried(self) -> bool:
        """Whether it comes from the last release, its source having failed or not been asked."""
        return bool(self["reprise"])

    @property
    def fresh(self) -> bool:
        """Whether its source did not fail: one that was not asked is carried as sure as it was."""
        return not self["perimee"]

    @property
    def candidate(self) -> bool:
        """Whether its source does not prove that it is a cooperative."""
        return self["etat"] == "candidat"

    @property
    def closed(self) -> bool:
        """Whether its source says that it is closed; a candidate stays one when it closes, and has the date."""
        return self["etat"] == "ferme" or self._candidate_has_closed

    @property
    def _candidate_has_closed(self) -> bool:
        return self.candidate and bool(self["date_fermeture"]) and not self.closes_later

    @property
    def registered(self) -> bool:
        """Whether a register says it."""
        return self["classe"] == "registre"


def by_id(values: pd.DataFrame, words: pd.DataFrame, as_of: str) -> dict[str, list[Mention]]:
    """The mentions of each id, sorted by id. Raises ValueError for a mention without a page that all can open."""
    found: dict[str, list[Mention]] = {}
    for said, read in zip(rows_of(values), rows_of(words), strict=True):
        if not said["url"]:
            raise ValueError(f"{said['source']}: the mention {said['reference']!r} has no page: give its source's own.")
        found.setdefault(said["id"], []).append(_mention(said, read, as_of))
    return dict(sorted(found.items()))


def _mention(said: Row, words: Row, as_of: str) -> Mention:
    values = {**said, **{c: "" for c, nothing in _NOT_SAID.items() if said[c] == nothing}}
    later = said["etat"] in ("ferme", "candidat") and number(said["date_fermeture"]) > number(as_of)
    if later and said["etat"] == "ferme":
        values["etat"] = "actif"
    day = min(said["jour"] or said["jour_snapshot"], as_of)
    order = (
        bool(said["reprise"]),
        -number(day),
        said["source"] != _FIRST_REGISTER,
        said["source"],
        said["reference"],
        "\0".join([*said.values(), *words.values()]),
    )
    return Mention(values, words, day, order, closes_later=later)


def number(day: str) -> int:
    """An ISO day as a number that sorts like it; a year or a month alone goes before its days.

    >>> number("2026-11-26"), number("2025")
    (20261126, 20250000)
    """
    return int(day.replace("-", "").ljust(8, "0"))
