"""A small country of operators and nurseries that open, close, move and change names, and three sources that tell of it.

Each week things happen, sources forget rows, fall silent and come back; `weeks` gives what each run hears, with the
truth beside it: which reference is of which thing.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from schemas.found import Absent, Found
from schemas.records import Row
from tests.flows.mentioned import described, mentioned, operator, place

START = date(2026, 1, 5)
TOWNS = (
    ("Lille", "59350", "59", "59000"),
    ("Tours", "37261", "37", "37000"),
    ("Rennes", "35238", "35", "35000"),
    ("Pantin", "93055", "93", "93500"),
    ("Roncq", "59508", "59", "59223"),
)
WORDS = (
    "Galopins Coccinelles Marmousets Tournesols Pirates Serpentins Moussaillons Farfadets Libellules Ouistitis"
    " Capucines Hirondelles Mandarines Papillotes Tartines Bricoles Cabrioles Myrtilles Noisettes Pissenlits"
).split()
COLOURS = "Bleus Rouges Verts Jaunes Blancs Noirs Roses Gris Violets Oranges".split()
KINDS = ("liste", "registre", "curation")


@dataclass(slots=True)
class Nursery:
    """One place: what is true of it now. `sirets` are its numbers, the newest last."""

    key: str
    nom: str
    street: str
    town: tuple[str, str, str, str]
    sirets: list[str]
    told_by: set[str]
    closed: str = ""
    curated: str = ""


@dataclass(slots=True)
class Company:
    """One operator and its places; `listed` is the name that the list goes by."""

    key: str
    nom: str
    siren: str
    told_by: set[str]
    places: list[Nursery] = field(default_factory=list)
    listed: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One run: the day, what was heard, what was not, and the truth: "table:source:reference" -> key of the thing."""

    day: str
    found: list[Found]
    missing: list[Absent]
    truth: dict[str, str]


def luhn(stem: str) -> str:
    """The digits with the check digit that makes them valid."""
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(stem)))
    return f"{stem}{-total % 10}"


class Country:
    """The world and its chances; the same seed gives the same weeks."""

    def __init__(self, seed: int, companies: int = 12) -> None:
        self.chance = random.Random(seed)
        self.count = 0
        self.companies: list[Company] = []
        for _ in range(companies):
            self.companies.append(self._company())

    def _next(self) -> int:
        self.count += 1
        return self.count

    @staticmethod
    def _words(n: int) -> tuple[str, str]:
        """Two words that no other number has, below 1,000, in whatever order."""
        return WORDS[n % 10], f"{WORDS[10 + n // 10 % 10]} {COLOURS[n // 100 % 10]}"

    def _company(self) -> Company:
        n = self._next()
        nom = " ".join(self._words(n))
        made = Company(f"c{n}", nom, luhn(f"{80_000_000 + n}"), self._tellers(), listed=nom, phone=f"+331990{n:05}")
        made.places = [self._nursery(made) for _ in range(self.chance.randint(1, 3))]
        self._muddle(made)
        return made

    def _muddle(self, made: Company) -> None:
        """One company in three shares its phone and its door with another, one in four is another's homonym elsewhere."""
        if not self.companies:
            return
        other = self.chance.choice(self.companies)
        if self.chance.random() < 0.33:
            made.phone, made.places[0].street, made.places[0].town = (
                other.phone,
                other.places[0].street,
                other.places[0].town,
            )
        elif self.chance.random() < 0.33 and made.places[0].town[2] != other.places[0].town[2]:
            made.nom = other.nom

    def _tellers(self) -> set[str]:
        return set(self.chance.sample(KINDS, self.chance.randint(1, 3)))

    def _nursery(self, company: Company) -> Nursery:
        n = self._next()
        nom = "Les {} de la {}".format(*self._words(n))
        told = {kind for kind in company.told_by if kind != "liste"} or {"liste"}
        return Nursery(f"n{n}", nom, f"{n} Rue Neuve", self.chance.choice(TOWNS), [self._siret(company)], told)

    def _siret(self, company: Company) -> str:
        return luhn(f"{company.siren}{self._next():04}")

    def live(self, day: str) -> None:
        """A week of events."""
        for company in self.companies:
            roll = self.chance.random()
            if roll < 0.01:
                company.nom = f"{company.nom} Nouvelle Vie"
            elif roll < 0.02:
                company.listed = "Maison {} {}".format(*self._words(self._next()))
            elif roll < 0.03:
                company.places.append(self._nursery(company))
            elif roll < 0.04:
                self._leave(company, self.chance.choice(KINDS))
            for nursery in company.places:
                self._live(company, nursery, day)
        if self.chance.random() < 0.05:
            self.companies.append(self._company())

    def _leave(self, company: Company, kind: str) -> None:
        """A source that will never name it again."""
        company.told_by.discard(kind)
        for nursery in company.places:
            nursery.told_by.discard(kind)

    def _live(self, company: Company, nursery: Nursery, day: str) -> None:
        roll = self.chance.random()
        if nursery.closed:
            return
        if roll < 0.004:
            nursery.closed = day
        elif roll < 0.010:
            nursery.street, nursery.sirets = f"{self._next()} Rue Neuve", [*nursery.sirets, self._siret(company)]
        elif roll < 0.014 and "registre" in nursery.told_by:
            nursery.nom = f"{nursery.nom} {self._next()}"

    def heard(self, day: str) -> Week:
        """What each source says now; one in ten is silent, and a row in thirty is forgotten for the week."""
        truth: dict[str, str] = {}
        found: list[Found] = []
        missing: list[Absent] = []
        for kind in KINDS:
            rows = list(self._rows(kind, day, truth))
            if kind != "curation" and self.chance.random() < 0.1:
                missing.append(Absent(described(kind), "it does not answer"))
            else:
                found.append(mentioned(kind, rows, day))
        return Week(day, found, missing, truth)

    def _rows(self, kind: str, day: str, truth: dict[str, str]) -> Iterator[Row]:
        for company in self.companies:
            if kind in company.told_by and self.chance.random() > 0.03:
                yield from self._company_rows(kind, company, day, truth)

    def _company_rows(self, kind: str, company: Company, day: str, truth: dict[str, str]) -> Iterator[Row]:
        source = described(kind).id
        reference = {"liste": company.listed, "registre": company.siren, "curation": company.key}[kind]
        known = {"siren": company.siren} if kind == "registre" or company.key[-1] in "02468" else {}
        town = company.places[0].town if company.places else TOWNS[0]
        known |= {"code_commune": town[1], "departement": town[2], "forme": "SCOP", "forme_source": "Scop"}
        yield operator(reference, company.listed if kind == "liste" else company.nom, telephone=company.phone, **known)
        truth[f"gestionnaires:{source}:{reference}"] = company.key
        for nursery in company.places:
            if kind in nursery.told_by and (kind == "registre" or not nursery.closed):
                yield from self._place_rows(kind, reference, nursery, truth)

    def _place_rows(self, kind: str, of: str, nursery: Nursery, truth: dict[str, str]) -> Iterator[Row]:
        source = described(kind).id
        commune, code, departement, postcode = nursery.town
        where = {"commune": commune, "code_commune": code, "departement": departement, "code_postal": postcode}
        if kind != "registre":
            reference = f"{of} / {nursery.key}"
            truth[f"etablissements:{source}:{reference}"] = nursery.key
            yield place(reference, of, nursery.nom, adresse=nursery.street, **where)
            return
        for i, siret in enumerate(nursery.sirets):
            last = i == len(nursery.sirets) - 1
            state = (
                {}
                if last and not nursery.closed
                else {"etat": "ferme", "date_fermeture": nursery.closed or "2026-01-01"}
            )
            before = {"predecesseur": nursery.sirets[i - 1]} if i else {}
            truth[f"etablissements:{source}:{siret}"] = nursery.key
            yield place(siret, of, nursery.nom, adresse=nursery.street, siret=siret, **where, **before, **state)


def weeks(seed: int, count: int) -> Iterator[Week]:
    """So many weekly runs."""
    country = Country(seed)
    for n in range(count):
        day = (START + timedelta(weeks=n)).isoformat()
        if n:
            country.live(day)
        yield country.heard(day)
