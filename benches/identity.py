"""How identifying grows: N mentions of a register and of the curation all over France, then twice as many.

`python -m benches.identity [N]` identifies them twice in this process, the second time beside the tables of the first
as a second release does. It prints seconds and compared pairs, and ends with 1 when twice the mentions cost more than
PROMISED times as much.
"""

import importlib
import random
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from unittest.mock import patch

from flows.identify import Identified, identify
from flows.identify.compare.blocks import pairs
from flows.identify.compare.traits import Traits
from schemas.found import Found
from schemas.records import Row as Cells
from schemas.tables import Tables
from sources.commune_table import Row, rows
from sources.communes import resolve_table
from tests.flows.mentioned import mentioned, operator, place
from tests.matching.spelling import EASY, spelled
from tests.matching.world import companies, nurseries

compared = importlib.import_module("flows.identify.compared")  # the package has a function of that name
SEED, MENTIONS, PROMISED = 4, 6_000, 2.6
CHAIN = 300
"""Places of the one operator that has many."""
TOLD_TWICE = 0.4
"""Share of what the register holds that the curation tells too."""
UNTOLD = 0.05
"""Share of what the curation tells without a commune."""
FIRST, SECOND = "2026-11-01", "2026-12-01"


class Run(NamedTuple):
    """What one run cost."""

    seconds: float
    pairs: int


@cache
def _towns() -> tuple[Sequence[Row], Sequence[int]]:
    """Communes and arrondissements, and how many people live there: nurseries are where people are."""
    codes: dict[str, Row] = {}
    for row in rows():
        if row.type in ("COM", "ARM") and row.code_postal and row.population:
            codes.setdefault(row.code_insee, row)
    cities = {row.code_commune for row in codes.values() if row.type == "ARM"}
    towns = [row for code, row in codes.items() if code not in cities]
    return towns, [int(row.population) for row in towns]


def _where(row: Row, chance: random.Random) -> Cells:
    street = chance.choice(nurseries()).split()[-1]
    return {
        "adresse": f"{chance.randint(1, 90)} Rue {street}",
        "code_postal": row.code_postal,
        "commune": row.nom_commune,
        "code_commune": row.code_commune,
        "departement": row.departement,
    }


def _name(chance: random.Random) -> str:
    """Half of them borne elsewhere."""
    one, two = chance.sample(nurseries(), 2)
    return one if chance.random() < 0.5 else f"{one} {two.split()[-1]}"


def _register(count: int, chance: random.Random) -> Iterator[Cells]:
    """Operators with their places, about `count` rows; the first has CHAIN places all over France."""
    made = 0
    phones = iter(range(10**8))
    for number in range(count):
        siren, many = f"99{number:07d}", CHAIN if number == 0 else chance.choice((1, 1, 1, 2, 3))
        towns = chance.choices(*_towns(), k=many if number == 0 else 1) * (1 if number == 0 else many)
        name = f"{chance.choice(companies())} {number}" if chance.random() < 0.3 else _name(chance)
        coop = {"forme": "SCIC", "categorie_juridique": "5560", "siren": siren, "ape": "88.91A"}
        yield operator(siren, name, **coop, **_where(towns[0], chance))
        for nic, town in enumerate(towns):
            siret, phone = f"{siren}{nic:05d}", f"+33199{next(phones) % 10**6:06d}"
            known = {"siret": siret, "telephone": phone, "categorie": "creche_collective", "nature_lieu": "accueil"}
            yield place(siret, siren, _name(chance), **known, **_where(town, chance))
        made += 1 + many
        if made >= count:
            return


def _told_again(register: Sequence[Cells], chance: random.Random) -> Iterator[Cells]:
    """Part of the register as another source tells it: no number of INSEE, another spelling, perhaps no commune."""
    told = {row["reference"] for row in register if row["table"] == "etablissements" and chance.random() < TOLD_TWICE}
    told |= {row["gestionnaire"] for row in register if row["reference"] in told and row["table"] == "etablissements"}
    for row in register:
        if row["reference"] in told:
            hidden = ("adresse", "code_postal", "commune", "code_commune") if chance.random() < UNTOLD else ()
            said = {**row, "nom": spelled(row["nom"], EASY, chance)}
            yield {**said, **dict.fromkeys(("siren", "siret", *hidden), "")}


def _sources(count: int, day: str) -> list[Found]:
    """About `count` mentions; the same ones for the same number."""
    chance = random.Random(SEED)
    register = list(_register(round(count / (1 + 1.2 * TOLD_TWICE)), chance))
    again = list(_told_again(register, chance))
    return [mentioned("registre", register, day), mentioned("curation", again, day)]


def _run(found: Sequence[Found], previous: Tables, day: str) -> tuple[Run, Identified]:
    counted = []

    def counting(traits: Sequence[Traits]) -> list[tuple[int, int]]:
        made = list(pairs(traits))
        counted.append(len(made))
        return made

    with patch.object(compared, "pairs", counting):
        begun = time.process_time()
        made = identify(found, previous, day)
        return Run(time.process_time() - begun, sum(counted)), made


def _released(made: Identified) -> Tables:
    """The tables as a release keeps them: later steps write the commune of each place."""
    places = made.tables["etablissements"]
    there = resolve_table(places)[["code_commune", "departement"]]
    return {**made.tables, "etablissements": places.drop(columns=list(there)).join(there), "provenance": made.proofs}


def measured(count: int) -> tuple[int, tuple[Run, Run]]:
    """How many mentions were made, and what each of two releases cost."""
    found = _sources(count, FIRST)
    first, made = _run(found, {}, FIRST)
    second, _ = _run(_sources(count, SECOND), _released(made), SECOND)
    return sum(len(one.mentions.values) for one in found), (first, second)


def main(count: int) -> int:
    """Prints the measures; 0 when the promise is kept."""
    measured(500)  # tables of communes and of street words are read once
    sizes = [measured(n) for n in (count, 2 * count)]
    for number, runs in sizes:
        for name, run in zip(("first", "second"), runs, strict=True):
            print(f"{number:>7,} mentions, {name:<6} run: {run.seconds:>7.2f} s, {run.pairs:>11,} pairs")
    (few, less), (many, more) = sizes
    grown = [m.seconds / f.seconds for f, m in zip(less, more, strict=True)]
    paired = [m.pairs / f.pairs for f, m in zip(less, more, strict=True)]
    kept = max(grown) <= PROMISED
    told = " and ".join(f"{s:.2f} x the seconds, {p:.2f} x the pairs" for s, p in zip(grown, paired, strict=True))
    print(
        f"bench: {'PASS' if kept else 'MISS'} - {many / few:.2f} x the mentions: {told} (at most {PROMISED} x the seconds)"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MENTIONS))
