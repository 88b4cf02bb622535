"""What is asked of a geocoder and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from sources.text import fold

Fournisseur = Literal["ban", "addok", "index", "gazetteer"]
"""Who answers: the State's service over the Base Adresse Nationale, an addok of one's own, the street index, the gazetteer."""


class Question(NamedTuple):
    """A street line, a postcode and a commune; text, '' for what is not known."""

    adresse: str
    code_postal: str
    commune: str
    citycode: str = ""
    """INSEE code of the commune to look in; '' to look anywhere."""
    autour: str = ""
    """INSEE code of the commune that a question without `citycode` is about; around it when no commune is named."""

    @property
    def requete(self) -> str:
        """The address on one line, as a service is asked."""
        return " ".join(part for part in (self.adresse, self.code_postal, self.commune) if part)

    @property
    def proche(self) -> bool:
        """Whether a door is looked for around a commune, in whatever commune it is."""
        return bool(self.autour and not self.citycode and not self.commune)

    @property
    def cle(self) -> tuple[str, str]:
        """What makes two questions one: the folded address, and where it is looked for (`~` is around a commune)."""
        return fold(self.requete), f"~{self.autour}" if self.proche else self.citycode


@dataclass(frozen=True, slots=True)
class Match:
    """One object that a geocoder proposes. Text '' and numbers None where it says nothing."""

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


class Answer(NamedTuple):
    """What was answered to one question, best first, and the day (ISO). No match means that nothing was found."""

    matches: tuple[Match, ...]
    trouve_le: str


@dataclass(frozen=True, slots=True)
class Replies:
    """What a provider says to many questions: the matches of each, best first; () when nothing was found.

    A question that is not here was not answered, which is never "not found"; `panne` then says why.
    """

    matches: Mapping[Question, tuple[Match, ...]] = field(default_factory=dict)
    panne: str = ""


MANY = 1_500
"""Questions, put at once, that another process is worth: so many are three tables of a service, some tenths of a second."""


class Provider(Protocol):
    """Answers whole tables of questions; never raises for an outage."""

    @property
    def fournisseur(self) -> str:
        """The `Fournisseur` that answers."""
        ...

    def __call__(self, questions: Sequence[Question]) -> Replies:
        """The matches of each question, five at most, those of another commune than `citycode` left out."""
        ...
