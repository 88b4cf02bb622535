"""One row on its way to a place: what it declares, what the last release said, and what is found out."""

from dataclasses import dataclass, field

from flows.geocode.declared import Declared, declared, is_cedex
from flows.geocode.judge import Finding, search_filter
from flows.geocode.match import Question
from flows.geocode.streets import one_door
from schemas.records import Row
from sources.communes import Commune, commune_of


@dataclass(slots=True)
class Case:
    """`row` has the columns of etablissements that are there; `former` is the last release's row, {} when new."""

    row: Row
    former: Row
    place: Declared
    finding: Finding | None = None
    waits: bool = False
    """A question that it needs was put and not answered."""
    declared_code: str = ""
    """INSEE code of the commune as it was resolved, before any decision of a person; '' when none was."""
    carried: bool = False
    """Taken over from the last release with its place, which stands."""
    resting: str = ""
    """The digest of the answer that still proves its point, where nothing is to be judged again; see `resting`."""
    told: list[tuple[str, str]] = field(default_factory=list)
    """Doubts so far: a code, and the value that its sentence names."""
    _inside: Question | None = None

    @property
    def commune(self) -> Commune | None:
        return self.place.commune

    @property
    def street(self) -> str:
        return self.row["adresse"]

    @property
    def inside(self) -> Question:
        """The street in its commune; the BAN knows no filter for a city of arrondissements."""
        if self._inside is None:
            commune = self._commune()
            filter_ = search_filter(commune)
            self._inside = Question(one_door(self.street), self._postcode(), commune.nom, filter_, commune.code_insee)
        return self._inside

    @property
    def beyond(self) -> Question:
        """The door in whatever commune around: a geocoder that is told a town keeps to it.

        Where the postcode is not the commune's, it is the other clue to where the door may be.
        """
        postcode = self._postcode() if self.place.doubtful else ""
        return Question(one_door(self.street), postcode, "", "", self._commune().code_insee)

    def within(self, commune: Commune) -> Question:
        """The street in one of several communes that the address may mean."""
        return Question(
            one_door(self.street), self.row["code_postal"], commune.nom, search_filter(commune), commune.code_insee
        )

    def _commune(self) -> Commune:
        if self.place.commune is None:
            raise ValueError(f"{self.street!r} is asked for without a commune")
        return self.place.commune

    def _postcode(self) -> str:
        """The postcode, but one of business mail, which no geocoder knows."""
        return "" if self._commune().methode == "cedex" else self.row["code_postal"]


def case_of(row: Row, former: Row) -> Case:
    """A row as it is declared. Cleaning takes CEDEX out of the town: the source's own words still say it.

    A row taken over from the last release has its commune: its official name may not tell which one it was.
    """
    cedex = is_cedex(row["code_postal"], row.get("adresse_source", ""))
    town = f"{row['commune']} CEDEX" if cedex else row["commune"]
    place = declared(row["code_postal"], town, "" if row.get("geo_statut") else row.get("departement", ""))
    code = row["code_insee"] if row.get("geo_statut") else ""
    if code and (place.commune is None or place.commune.code_insee != code):
        place = Declared(commune_of(code) or place.commune)
    return Case(row, former, place)
