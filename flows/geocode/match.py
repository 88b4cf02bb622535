"""What is asked of a geocoder and what it answers."""

from dataclasses import dataclass
from typing import Literal, Protocol

from schemas.errors import CrechesError

Provider = Literal["ban", "addok"]
"""Who answers: the State's service over the Base Adresse Nationale, or an addok of one's own."""


@dataclass(frozen=True, slots=True)
class Match:
    """The first object that a geocoder proposes. Text '' and numbers None where it says nothing."""

    fournisseur: str
    libelle: str
    type: str
    """housenumber, street, locality or municipality."""
    code_insee: str
    voie: str
    """The street alone for a housenumber or a street, the place's name for a locality."""
    numero: str = ""
    code_postal: str = ""
    commune: str = ""
    id: str = ""
    score: float | None = None
    """0 to 1, as told. It ranks proposals and decides nothing."""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question, and the day (ISO). No match means that nothing was found."""

    match: Match | None
    trouve_le: str


class Outage(CrechesError):
    """The service did not answer, which is never "not found".

    `lasting` tells that nothing more should be asked in this run; it is false when only this question was refused.
    """

    exit_code = 5

    def __init__(self, message: str, lasting: bool = True) -> None:
        super().__init__(message)
        self.lasting = lasting


class Ask(Protocol):
    """Puts one question to a geocoder."""

    @property
    def fournisseur(self) -> str:
        """The `Provider` that answers."""
        ...

    def __call__(self, requete: str, citycode: str) -> Match | None:
        """The first match for an address on one line, inside one commune ('' for anywhere). Raises Outage."""
        ...
