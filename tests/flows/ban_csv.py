"""Files of the Base Adresse Nationale as it publishes them, made of a few addresses. No person, no real register."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from flows.geocode.index import Index, build
from flows.geocode.match import Match, Question

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
).split(";")


class Ban(NamedTuple):
    """An address of the BAN, in Taden unless told otherwise."""

    numero: str
    nom_voie: str = "Rue du Port"
    rep: str = ""
    code_postal: str = "22100"
    code_insee: str = "22339"
    nom_commune: str = "Taden"
    lon: str = "-2.030000"
    lat: str = "48.480000"
    type_position: str = "entrée"
    voie_id: str = "0123"
    nom_ancienne_commune: str = ""
    id: str | None = None

    @property
    def cle(self) -> str:
        """The id that the BAN gives it."""
        number = "_".join(filter(None, (self.numero.zfill(5), self.rep.lower())))
        return f"{self.code_insee}_{self.voie_id}_{number}" if self.id is None else self.id

    @property
    def line(self) -> list[str]:
        """Its 23 cells."""
        cells = {**self._asdict(), "id": self.cle, "id_fantoir": f"{self.code_insee}_{self.voie_id}"}
        cells |= {"libelle_acheminement": self.nom_commune.upper(), "nom_afnor": self.nom_voie.upper()}
        cells |= {"source_position": "commune", "source_nom_voie": "commune", "certification_commune": "1"}
        return [cells.get(name, "") for name in HEADER]

    @property
    def asked(self) -> Question:
        """The question that is this address."""
        line = f"{self.numero}{self.rep and ' '}{self.rep} {self.nom_voie}"
        return Question(line, self.code_postal, self.nom_commune, self.code_insee, self.code_insee)


def text_of(rows: Iterable[Ban], newline: str = "\n", header: Sequence[str] = HEADER) -> str:
    """A file's text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator=newline)
    writer.writerow(header)
    writer.writerows(row.line for row in rows)
    return out.getvalue()


def ban_file(path: Path, *rows: Ban) -> Path:
    """A file of these addresses; packed when its name says .gz."""
    content = text_of(rows).encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def index_of(folder: Path, *rows: Ban) -> Path:
    """An index of these addresses."""
    build([ban_file(folder / "adresses.csv", *rows)], folder / "rues.sqlite")
    return folder / "rues.sqlite"


def found(index: Path, question: Question) -> tuple[Match, ...]:
    """What an index answers to one question."""
    with Index(index) as provider:
        return provider([question]).matches[question]


def in_taden(line: str) -> Question:
    return Question(line, "22100", "Taden", "22339", "22339")
