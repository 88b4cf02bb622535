"""How fast a table is placed, whole processes on one core: through the street index, from the cache, by an addok.

`python -m benches.geocode [ROWS]` makes a synthetic BAN of real street names, places ROWS of its addresses (100,000)
with `creches geocode --csv`, places 10,000 again from what was kept, and asks the same questions of a real addok for
the ratio. It prints one line a measure, and exits 1 when a promise is missed.
"""

import csv
import gzip
import itertools
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.geocode.cache import frame_of, lines_of, write_cache
from flows.geocode.match import Answer, Match, Question
from sources.commune_table import Row, rows

if TYPE_CHECKING:
    from tests.addok.documents import Address

ROOT = Path(__file__).parents[1]
CREATED = ROOT / ".venv" / "bin" / "creches"
HALLS = ROOT / "tests" / "data" / "mairies.csv.gz"
COMMUNES, STREETS, NUMBERS = 1_000, 100, 10
HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
).split(";")
PROMISED_PER_S, PROMISED_MB, PROMISED_CACHED_S = 2_500, 600, 2.0


class Door(NamedTuple):
    """One address of the synthetic BAN."""

    numero: str
    voie: str
    row: Row
    longitude: float
    latitude: float
    id: str


def doors(chance: random.Random) -> Iterator[Door]:
    """COMMUNES x STREETS x NUMBERS addresses, each near its commune's centre."""
    with gzip.open(HALLS, "rt", encoding="utf-8", newline="") as file:
        names = sorted({line["voie"] for line in csv.DictReader(file) if line["voie"].isprintable()})
    places = chance.sample([row for row in rows() if row.type == "COM" and row.code_postal and row.latitude], COMMUNES)
    for row in places:
        for place, voie in enumerate(chance.sample(names, STREETS)):
            for numero in range(1, NUMBERS + 1):
                away = chance.uniform(-0.004, 0.004), chance.uniform(-0.004, 0.004)
                point = float(row.longitude) + away[0], float(row.latitude) + away[1]
                yield Door(str(numero), voie, row, *point, f"{row.code_insee}_{place:04d}_{numero:05d}")


def write_ban(path: Path, every: Sequence[Door]) -> None:
    """A départemental file of the BAN."""
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        writer = csv.DictWriter(file, HEADER, restval="", delimiter=";", lineterminator="\n")
        writer.writeheader()
        for one in every:
            about = {"nom_voie": one.voie, "code_postal": one.row.code_postal, "code_insee": one.row.code_insee}
            where = {"lon": f"{one.longitude:.6f}", "lat": f"{one.latitude:.6f}", "nom_commune": one.row.nom}
            writer.writerow({"id": one.id, "numero": one.numero, **about, **where, "type_position": "entrée"})


def write_table(path: Path, some: Sequence[Door]) -> None:
    """A user's table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("nom", "adresse", "code_postal", "commune"))
        writer.writerows(
            (f"Lieu {n}", f"{d.numero} {d.voie}", d.row.code_postal, d.row.nom) for n, d in enumerate(some)
        )


def keep_answers(output: Path, some: Sequence[Door]) -> None:
    """What a service would have answered to some addresses, as the cache keeps it."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    lines = []
    for one in some:
        asked = question(one)
        match = Match(
            fournisseur="ban",
            libelle=asked.requete,
            type="housenumber",
            code_insee=one.row.code_insee,
            voie=one.voie,
            numero=one.numero,
            code_postal=one.row.code_postal,
            commune=one.row.nom,
            id=one.id,
            score=0.97,
            longitude=one.longitude,
            latitude=one.latitude,
        )
        lines += lines_of(asked.cle, "ban", Answer((match,), day))
    write_cache(output / "cache" / "geocodes.csv", frame_of(lines))


def question(one: Door) -> Question:
    """How an address is asked for in its commune."""
    code = one.row.code_insee
    return Question(f"{one.numero} {one.voie}", one.row.code_postal, one.row.nom, code, code)


def timed(*arguments: object) -> tuple[float, float]:
    """Seconds of a whole `creches` process on one core, and its largest memory in MB."""
    command = ["taskset", "-c", "0", str(CREATED), *map(str, arguments)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def found(path: Path) -> float:
    """Share of the rows of a result whose door was found."""
    with path.open(encoding="utf-8", newline="") as file:
        precisions = [row["geo_precision"] for row in csv.DictReader(file)]
    return precisions.count("numero") / len(precisions)


def addok_per_s(every: Sequence[Door], folder: Path) -> float:
    """Addresses a second that a real addok answers by tables, over the same streets; 0 when there is none."""
    from flows.geocode.remote import Remote
    from tests.addok.documents import commune_documents, street_documents
    from tests.addok.engine import EngineFailed, running

    folder.mkdir()
    documents = itertools.chain(
        street_documents(map(address, every)), commune_documents({d.row.code_insee for d in every})
    )
    asked = [question(one) for one in every[::7]][:1_000]
    try:
        with running(documents, folder) as service:
            remote = Remote("creches-cooperatives/1.0 (+https://example.org/)", service)
            start = time.perf_counter()
            remote(asked)
            return len(asked) / (time.perf_counter() - start)
    except EngineFailed as error:
        print(f"no addok to compare with: {error}")
        return 0.0


def address(one: Door) -> "Address":
    """A door as the engine's documents are made of."""
    from tests.addok.documents import Address

    row = one.row
    return Address(
        one.numero, one.voie, row.code_postal, row.nom, row.code_insee, str(one.longitude), str(one.latitude)
    )


def tables(folder: Path, every: Sequence[Door], some: Sequence[Door]) -> None:
    """Everything that the commands read."""
    write_ban(folder / "adresses-00.csv.gz", every)
    write_table(folder / "in.csv", some)
    write_table(folder / "small.csv", some[:10_000])
    keep_answers(folder, some[:10_000])


def placed(folder: Path, name: str, provider: str) -> tuple[float, float, float]:
    """Seconds, memory and share of doors found of one table placed."""
    target = folder / f"{provider}.csv"
    seconds, memory = timed("geocode", "--csv", folder / name, target, "--provider", provider, "--output", folder)
    return seconds, memory, found(target)


def main(count: int) -> int:
    """Prints the measures; 0 when every promise is kept."""
    chance = random.Random(3)
    every = list(doors(chance))
    some = chance.sample(every, min(count, len(every)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables(folder, every, some)
        built, _ = timed("geocode", "index", folder / "adresses-00.csv.gz", "--output", folder)
        cached, _, cached_doors = min(placed(folder, "small.csv", "cache") for _ in range(3))
        seconds, memory, index_doors = placed(folder, "in.csv", "index")
        engine = addok_per_s(every[: 30 * STREETS * NUMBERS], folder / "addok")
    rate = len(some) / seconds
    print(f"index built   {len(every):,} rows in {built:.1f} s")
    print(
        f"street index  {rate:,.0f} addresses/s on one core: {len(some):,} in {seconds:.1f} s, {memory:.0f} MB at most"
    )
    print(f"cache         10,000 in {cached:.2f} s")
    print(f"doors found   {index_doors:.2%} by the index, {cached_doors:.2%} from the cache")
    if engine:
        print(f"addok         {engine:,.0f} addresses/s: the index is {rate / engine:.1f} x as fast")
    kept = rate >= PROMISED_PER_S and memory < PROMISED_MB and cached < PROMISED_CACHED_S
    print(f"bench: {'PASS' if kept else 'MISS'} - promised {PROMISED_PER_S}/s, {PROMISED_MB} MB, {PROMISED_CACHED_S} s")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
