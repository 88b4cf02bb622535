"""A file of the BAN, `adresses-22.csv` or `.csv.gz`: its addresses one by one, or why it is no such file."""

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from flows.geocode.index.keys import street_key
from flows.geocode.points import in_france
from schemas.errors import UsageError

COLUMNS = ("id", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune", "nom_ancienne_commune",
           "lon", "lat", "type_position")  # fmt: skip
"""The columns that are read, wherever they stand."""
NO_CODE, NO_STREET, NO_POINT, ABROAD = "no INSEE code", "no street name", "no point", "point outside France"
"""Why a row is not indexed."""
_POSITIONS = ("entrée", "bâtiment", "cage d’escalier", "logement", "parcelle", "segment", "service technique", "zone",
              "délivrance postale")  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_POSITIONS)}
_CODE = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)
_NUMBER = re.compile(r" *\d{1,9} *", re.ASCII)
_MICRO = 1_000_000  # a degree; a millionth is a tenth of a metre
_ADVICE = "Download it again from adresse.data.gouv.fr (adresses-<département>.csv.gz) and build once more."


class Address(NamedTuple):
    """One position of one number, in the order that makes the streets of an index. Degrees are millionths, WGS84."""

    code_insee: str
    groupe: str
    """The street's id; where the row's id tells none, `@` and the former commune."""
    voie: str
    numero: int
    """-1 where the row has no number."""
    rep: str
    rang: int
    """What the position is of: 0 an entrance, the best."""
    code_postal: str
    commune: str
    ancienne_commune: str
    longitude: int
    latitude: int
    id: str


def addresses(path: Path, left_out: Counter[str]) -> Iterator[Address]:
    """The addresses of a file, in its order; a row that cannot be indexed is counted in `left_out`, by reason.

    Raises UsageError when it is no file of the BAN, or not whole.
    """
    lines = _lines(path)
    header = [name.strip() for name in next(lines, (1, []))[1]]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        what = f"it has no column {', '.join(missing)}" if header else "it is empty"
        raise _refused(path, f"line 1: {what}")
    pick = itemgetter(*(header.index(name) for name in COLUMNS))
    line = 0
    for line, cells in lines:
        if len(cells) != len(header):
            raise _refused(path, f"line {line}: it has {len(cells)} cells, not {len(header)}; the file is cut")
        read = _address(*pick(cells))
        if isinstance(read, Address):
            yield read
        else:
            left_out[read] += 1
    if not line:
        raise _refused(path, "line 2: it has a header and no address")


def digest(path: Path) -> str:
    """The sha256 of a file's bytes. Raises UsageError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from None


def _address(
    id_: str, number: str, again: str, street: str, postcode: str, code: str, town: str, former: str, lon: str,
    lat: str, position: str
) -> Address | str:  # fmt: skip
    """A row's address, or the reason why it is not indexed."""
    code, street = code.strip().upper(), " ".join(street.split())
    if not _CODE.fullmatch(code):
        return NO_CODE
    if not street or not any(street_key(street)):
        return NO_STREET
    try:
        longitude, latitude = float(lon), float(lat)
    except ValueError:
        return NO_POINT
    if longitude != longitude or latitude != latitude:
        return NO_POINT
    if not in_france(longitude, latitude):
        return ABROAD
    group = _street_id(id_.strip()) or f"@{former.strip()}"
    door = int(number) if _NUMBER.fullmatch(number) else -1
    rank = _RANK.get(position.strip().lower().replace("'", "’"), len(_RANK))
    words = " ".join(again.lower().split()) if door >= 0 else ""
    place = (round(longitude * _MICRO), round(latitude * _MICRO))
    return Address(code, group, street, door, words, rank, postcode.strip(), town.strip(), former.strip(), *place, id_)


def _street_id(id_: str) -> str:
    """A street's id in its number's: 22339_0123 of 22339_0123_00011_bis; '' when it is of another make."""
    parts = id_.split("_", 2)
    return "_".join(parts[:2]) if len(parts) == 3 else ""


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file, numbered, as cells; blank ones left out. Raises UsageError with the line where it breaks."""
    at = 0
    try:
        with closing(_opened(path)) as binary, io.TextIOWrapper(binary, "utf-8-sig", newline="") as text:
            reader = csv.reader(text, delimiter=";", strict=True)
            for cells in reader:
                at = reader.line_num
                if cells:
                    yield at, cells
    except UnicodeDecodeError:
        raise _refused(path, f"line {_undecodable(path)}: it is not UTF-8") from None
    except csv.Error as error:
        raise _refused(path, f"line {at + 1}: {error}") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _refused(path, f"after line {at}: its compression breaks off ({error})") from None
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from None


def _opened(path: Path) -> BinaryIO:
    """A file's bytes, decompressed when they are gzip, whatever its name."""
    file = path.open("rb")
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not packed:
        return file
    file.close()
    return cast(BinaryIO, gzip.open(path))


def _undecodable(path: Path) -> int:
    """The first line that is not UTF-8."""
    with closing(_opened(path)) as lines:
        for place, line in enumerate(lines, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return place
    return 0


def _refused(path: Path, why: str) -> UsageError:
    return UsageError(f"{path} is no addresses file of the BAN: {why}. No index was built of it. {_ADVICE}")
