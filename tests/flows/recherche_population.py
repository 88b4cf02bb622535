"""A few thousand units as the register would hold them, all invented; SIREN and SIRET have true keys."""

from functools import cache
from typing import NamedTuple

from sources.commune_table import Row, rows
from sources.company_numbers import is_siren, is_siret
from sources.legal_categories import searched

CANARY = "canari-7f3a"
"""Planted wherever a person may stand; it must never be found again."""
CARE = "88.91A"


class Site(NamedTuple):
    """One establishment."""

    departement: str
    ape: str = CARE
    etat: str = "A"
    enseigne: str = ""
    statut: str = "O"


class Unit(NamedTuple):
    """One legal unit; its first site is its head office."""

    base: str
    """Eight digits of the SIREN; the ninth is its key."""
    nom: str
    nature: str
    sites: tuple[Site, ...]
    ape: str = CARE
    etat: str = "A"
    ess: bool = True
    statut: str = "O"
    employeur: str = "O"

    @property
    def siren(self) -> str:
        return _keyed(self.base)

    def siret(self, site: int) -> str:
        return _keyed_siret(self.siren, site)


@cache
def _keyed(base: str) -> str:
    return next(base + key for key in "0123456789" if is_siren(base + key))


@cache
def _keyed_siret(siren: str, site: int) -> str:
    return next(f"{siren}{site + 1:04}{key}" for key in "0123456789" if is_siret(f"{siren}{site + 1:04}{key}"))


@cache
def communes() -> dict[str, Row]:
    """A commune of each département that has a postcode."""
    found: dict[str, Row] = {}
    for row in rows():
        if row.type == "COM" and row.code_postal:
            found.setdefault(row.departement, row)
    return dict(sorted(found.items()))


MICROSCOP = Unit("90000001", "MICROSCOP", "5458", (Site("59", enseigne="MICRO CRECHE LES LUTINS"), Site("62")))
UNION = Unit(
    "90000002", "UNION DES CRECHES COOPERATIVES", "5460", (Site("35", "70.10Z"), Site("35"), Site("22", etat="F"))
)
HIDDEN = Unit("90000003", "CRECHE DISCRETE", "5558", (Site("69"), Site("38")), statut="P")
SHY = Unit("90000004", "SCOP DES SABLES", "5458", (Site("85"), Site("85", statut="P")))
CLOSED = Unit("90000005", "ANCIENNE SCOP DES TOUT PETITS", "5458", (Site("44", etat="F"),), etat="C")
SCIC = Unit("90000006", "LES PETITS PAS SCIC SAS", "5710", (Site("37"),))
NO_WORD = Unit("90000007", "LES PETITS D'HOMME", "5710", (Site("93"), Site("93"), Site("75", "70.10Z")))
SCHOOL = Unit("90000008", "SCOP DE FORMATION ET CRECHES", "5458", (Site("33", "85.59A"), Site("33")), ape="85.59A")
BARRED = Unit("90000009", "MICROSCOPE ET TELESCOPES", "5710", (Site("31"),))
PERSON = Unit("90000010", f"COOP {CANARY}", "1000", (Site("13"),), ess=False)
PROJECT = Unit("90000011", "LA COOPE DES P'TITS B", "9220", (Site("16"),))
FAR = Unit("90000012", "RUN COOPERATIVE ENFANCE", "5460", tuple(Site("974") for _ in range(13)))
LEADERS = (MICROSCOP, UNION, HIDDEN, SHY, CLOSED, SCIC, NO_WORD, SCHOOL, BARRED, PERSON, PROJECT, FAR)


@cache
def population(cooperatives: int = 90, others: int = 2500, ess: int = 60) -> tuple[Unit, ...]:
    """LEADERS, and so many of the crowd: cooperatives of every category, associations, companies with the ESS flag."""
    places, natures = list(communes()), searched("cooperative")
    crowd = [
        Unit(
            f"{80000000 + n}",
            f"CRECHE COOPERATIVE {n:03}",
            natures[n % len(natures)],
            tuple(Site(places[(n + far) % len(places)]) for far in range(1 + n % 3)),
            etat="C" if n % 9 == 0 else "A",
        )
        for n in range(cooperatives)
    ]
    crowd += [
        Unit(f"{81000000 + n}", f"LES AMIS {n}", "1000" if n % 5 == 0 else "9220", (Site(places[n % len(places)]),))
        for n in range(others)
    ]
    crowd += [
        Unit(f"{82000000 + n}", f"BABILLAGE {n}", ("5710", "5499")[n % 2], (Site(places[n % len(places)]),))
        for n in range(ess)
    ]
    return (*LEADERS, *crowd)
