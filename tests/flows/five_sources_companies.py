"""The companies that both registers know, beside the members of the list and the rows of the curation. No person is real."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from benches.sirene_columns import PERSONS
from schemas.records import Row
from sources.commune_table import rows
from tests.flows.geocode_book import Street
from tests.flows.recherche_population import CARE, Site, Unit
from tests.flows.recherche_server import Said
from tests.flows.sirene_cases import keyed, place, siret, unit

CANARY = "ZZCANARI5SOURCES"
"""Planted wherever a person may stand, in every answer of every register; it must be found nowhere."""
BORN, CLOSED_ON = "2005-03-01", "2024-06-30"


class Town(NamedTuple):
    """Where an establishment is."""

    code: str
    postcode: str
    nom: str

    @property
    def departement(self) -> str:
        return self.code[:3] if self.code.startswith("97") else self.code[:2]


TADEN, KERVIGNAC = Town("22339", "22100", "TADEN"), Town("56094", "56700", "KERVIGNAC")
SAINT_BREVIN, MONNIERES = Town("44154", "44250", "SAINT-BREVIN-LES-PINS"), Town("44100", "44690", "MONNIERES")
MONTREUIL, LA_COURNEUVE = Town("93048", "93100", "MONTREUIL"), Town("93027", "93120", "LA COURNEUVE")
PANTIN, RONCQ, LYON = Town("93055", "93500", "PANTIN"), Town("59508", "59223", "RONCQ"), Town("69386", "69006", "LYON")
VILLEURBANNE, SAINT_PAUL = Town("69266", "69100", "VILLEURBANNE"), Town("97415", "97460", "SAINT-PAUL")
LILLE, SAINT_PIERRE = Town("59350", "59000", "LILLE"), Town("37233", "37700", "SAINT-PIERRE-DES-CORPS")


@dataclass(frozen=True, slots=True)
class Place:
    """One establishment; `closed_on` is '' while it is open."""

    town: Town
    street: str = "12 RUE DES LILAS"
    sign: str = ""
    activity: str = CARE
    closed_on: str = ""

    @property
    def state(self) -> str:
        return "F" if self.closed_on else "A"


@dataclass(frozen=True, slots=True)
class Company:
    """One legal unit; its first place is its head office. `born_in_stock` is what the Sirene stock says instead of BORN."""

    stem: str
    nom: str
    category: str
    places: tuple[Place, ...]
    activity: str = CARE
    closed: bool = False
    disclosed: bool = True
    born_in_stock: str = BORN

    @property
    def siren(self) -> str:
        return keyed(self.stem)

    def siret(self, number: int) -> str:
        """That of its nth place, from 1."""
        return siret(self.siren, number)


AL = Company(
    "30000001",
    "LES CRECHES DE AL",
    "5458",
    (
        Place(TADEN, "2 CHEMIN DE LA CRECHE"),
        Place(KERVIGNAC, "5 RUE DU PORT", "LES PIRATES DE CITE MARINE"),
        Place(SAINT_BREVIN, "8 RUE DES DUNES", "LES BIGORNEAUX", closed_on=CLOSED_ON),
    ),
)
E2S = Company(
    "30000002",
    "E2S SCOP PETITE ENFANCE",
    "5458",
    (Place(MONTREUIL, "30 RUE DE SAINT ANTOINE"), Place(LA_COURNEUVE, "3 RUE RATEAU", "LA P'TITE CABANE")),
)
MICROSCOP = Company("30000003", "MICROSCOP", "5458", (Place(MONNIERES, "4 RUE DU CARRE DE VIGNE"),))
KALEIDE = Company("30000004", "KALEIDE", "5710", (Place(RONCQ, "20 RUE DE LILLE"),))
PETITS_D_HOMME = Company("30000005", "LES PETITS D'HOMME", "5458", (Place(PANTIN, "41 RUE DELIZY"),))
BOTTINES = Company(
    "30000006", "BOTTINES ET BOTILLONS SERVICES", "5558", (Place(LYON, "133 RUE DES CHARMETTES"),), born_in_stock="2003-03-01"
)  # fmt: skip
RUN = Company("30000007", "RUN ENFANCE", "5460", (Place(SAINT_PAUL, "9 RUE DU LAGON"),))
LUTINS = Company("30000008", "LES LUTINS SCIC SAS", "5710", (Place(LILLE, "1 RUE DES LUTINS"),))
HIDDEN = Company("30000009", "LA LANTERNE DISCRETE", "5558", (Place(LILLE, "7 RUE SECRETE"),), disclosed=False)
CLOSED = Company("30000010", "ANCIENNE SCOP DES TOUT PETITS", "5458", (Place(LILLE, closed_on=CLOSED_ON),), closed=True)
CABANE = Company(
    "30000011",
    "CABANE ET COMPAGNIE",
    "5460",
    (Place(LYON, "70 RUE TRONCHET", activity="70.10Z"), Place(VILLEURBANNE, "3 RUE FLACHET", "LA CABANE DES CANUTS")),
    activity="70.10Z",
)
"""Its own activity is another: only the stock, which knows establishments, finds it."""
ASSOCIATION = Company("30000012", "PLAISIR D'ENFANCE", "9220", (Place(RONCQ, "2 PLACE DU JEU"),))
NUAGES = Company("30000013", "LES NUAGES", "5460", (Place(LILLE, "11 RUE DU CIEL"),))
SOLEIL = Company("30000014", "LE SOLEIL DES PETITS", "5560", (Place(RONCQ, "15 RUE DU MIDI"),))
PERSON = Company("30000015", f"MELI MELO {CANARY}", "1000", (Place(SAINT_PIERRE),))
"""Bears the name of somebody, and of a nursery that is searched for."""
COMPANIES = (AL, E2S, MICROSCOP, KALEIDE, PETITS_D_HOMME, BOTTINES, RUN, LUTINS, HIDDEN, CLOSED, CABANE, ASSOCIATION,
             NUAGES, SOLEIL, PERSON)  # fmt: skip


def closing(company: Company, number: int, day: str) -> tuple[Company, ...]:
    """All companies, one of which closes its nth place."""
    places = list(company.places)
    places[number - 1] = replace(places[number - 1], closed_on=day)
    return tuple(replace(one, places=tuple(places)) if one is company else one for one in COMPANIES)


def streets() -> Iterator[Street]:
    """The companies' streets as the geocoder knows them, near the centre of their commune."""
    centres = {row.code_insee: row for row in rows() if row.type in ("COM", "ARM")}
    for town, line in sorted({(found.town, found.street) for one in COMPANIES for found in one.places}):
        there, (door, street) = centres[town.code], line.split(" ", 1)
        point = float(there.longitude) + 0.001, float(there.latitude) + 0.001
        yield Street(street.title(), town.postcode, town.code, there.nom, *point, (door,))


def unit_of(one: Company) -> Unit:
    """As the API Recherche d'entreprises holds it."""
    sites = tuple(Site(p.town.departement, p.activity, p.state, p.sign) for p in one.places)
    state, shown = "C" if one.closed else "A", "O" if one.disclosed else "P"
    return Unit(one.stem, one.nom, one.category, sites, one.activity, state, statut=shown)


def stock_of(companies: tuple[Company, ...]) -> dict[str, list[Row]]:
    """As the Sirene stock holds them: who a natural person is stands in columns of its own, and in signs."""
    periods = [{"siren": NUAGES.siren, "dateDebut": "2012-01-01", "categorieJuridiqueUniteLegale": "5460", "nomUniteLegale": CANARY},
               {"siren": NUAGES.siren, "dateDebut": BORN, "dateFin": "2011-12-31", "categorieJuridiqueUniteLegale": "9220",
                "denominationUniteLegale": "ASSOCIATION DES NUAGES"}]  # fmt: skip
    return {
        "units": [_stock_unit(one) for one in companies],
        "places": [_stock_place(one, n) for one in companies for n in range(len(one.places))],
        "periods": periods,
        "links": [
            {"siretEtablissementPredecesseur": BOTTINES.siret(9), "siretEtablissementSuccesseur": BOTTINES.siret(1)}
        ],
    }


def _stock_unit(one: Company) -> Row:
    state = {"etatAdministratifUniteLegale": "C", "dateDebut": CLOSED_ON} if one.closed else {}
    shown = {"statutDiffusionUniteLegale": "O" if one.disclosed else "P"}
    persons = dict.fromkeys(PERSONS, CANARY)
    return unit(one.siren, one.category, one.nom, one.activity, **persons, **shown, **state) | {
        "dateCreationUniteLegale": one.born_in_stock
    }


def _stock_place(one: Company, number: int) -> Row:
    found = one.places[number]
    street = found.street.split(" ", 2)
    return place(one.siren, number + 1, found.activity, enseigne1Etablissement=found.sign) | {
        "statutDiffusionEtablissement": "O" if one.disclosed else "P",
        "complementAdresseEtablissement": f"CHEZ MME {CANARY}",
        "numeroVoieEtablissement": street[0],
        "indiceRepetitionEtablissement": "",
        "typeVoieEtablissement": street[1],
        "libelleVoieEtablissement": street[2],
        "codePostalEtablissement": found.town.postcode,
        "libelleCommuneEtablissement": found.town.nom,
        "codeCommuneEtablissement": found.town.code,
        "etatAdministratifEtablissement": found.state,
        "dateDebut": found.closed_on or "2017-07-01",
    }


def as_told(companies: tuple[Company, ...], said: Said) -> Said:
    """An answer of the API with the real addresses and days of the companies, and people whom nobody asked about."""
    known = {one.siren: one for one in companies}
    return {**said, "results": [_told(known[one["siren"]], one) for one in said["results"]]}


def _told(one: Company, said: Said) -> Said:
    numbers = {one.siret(number): number for number in range(1, len(one.places) + 1)}
    sites = [said["siege"], *said.get("matching_etablissements", [])] if "siege" in said else []
    for site in sites:
        site |= _site(one.places[numbers[site["siret"]] - 1], one.disclosed)
    persons = [
        {"nom": CANARY, "prenoms": CANARY, "date_de_naissance": "1964-09", "type_dirigeant": "personne physique"}
    ]
    planted = {"dirigeants": persons, "finances": {"2024": {"signataire": CANARY}}, f"cle {CANARY}": CANARY}
    return {**said, "date_creation": BORN, **planted, "date_fermeture": CLOSED_ON if one.closed else None}


def _site(found: Place, disclosed: bool) -> Said:
    number, kind, street = found.street.split(" ", 2)
    said = {
        "commune": found.town.code,
        "libelle_commune": found.town.nom,
        "date_fermeture": found.closed_on or None,
        "contact": CANARY,
    }
    if disclosed:
        said |= {"adresse": f"{found.street} {found.town.postcode} {found.town.nom}", "code_postal": found.town.postcode,
                 "numero_voie": number, "type_voie": kind, "libelle_voie": street}  # fmt: skip
    return said
