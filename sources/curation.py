"""Operators and places named by the movement, by towns or by the press: files kept by hand, each row with its evidence.

How to add one: docs/curation.md. Facts only, in our words; what is uncertain is a row of doutes.csv, or told here.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, cast

from schemas.mentions import RAW
from schemas.records import Anomaly, Reading, Row, Snapshot, Source
from sources.curation_files import DOUBTS, TABLES, earliest, read_files

_OWN = ("table", "url", "jour", "rue", "adresse")
"""Columns of a mention that this reader fills itself, or leaves to cleaning."""


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """The rows of `gestionnaires.csv` and `etablissements.csv` as mentions, those set aside too, and what is doubted.

    What is doubted of a row set aside stays in its file: the release says nothing of it.
    Raises UsageError for a file that may not be used.
    """
    day = snapshot.recupere_le[:10]
    files = read_files(snapshot.body, day)
    rows = [(table, row) for table in TABLES for row in files[table]]
    names = {f"{table}:{row['reference']}": row["nom"] for table, row in rows}
    aside = {f"{table}:{row['reference']}" for table, row in rows if row["etat"] == "ecarte"}
    doubts = [
        _doubt(row, names, source.id) for row in files[DOUBTS] if f"{row['table']}:{row['reference']}" not in aside
    ]
    doubts += [doubt for table, row in rows for doubt in _of_evidence(table, row, source.id)]
    return Reading(source.id, tables={"mentions": tuple(_mention(*one) for one in rows)}, doubts=tuple(doubts))


def _mention(table: str, row: Row) -> Row:
    """The row as a mention: of the first day that its page's date may mean, or of the day an undated page was read."""
    values = {column: row[column] for column in RAW if column in row and column not in _OWN}
    jour = earliest(row["preuve_date"]) or row["vu_le"]
    return {**values, "table": table, "url": row["preuve_url"], "jour": jour, "rue": row["adresse"]}


def _doubt(row: Row, names: Mapping[str, str], source: str) -> Anomaly:
    """A doubt that a person wrote, and the second page that it rests on, if any."""
    about = f"{row['table']}:{row['reference']}"
    fr, en = f"{names[about]} : {row['message_fr']}", f"{names[about]}: {row['message_en']}"
    if row["preuve_url"]:
        fr, en = f"{fr} Preuve : {row['preuve_url']}", f"{en} Evidence: {row['preuve_url']}"
    gravity = cast(Literal["info", "avertissement", "doute"], row["gravite"])
    return Anomaly(row["code"], gravity, source, fr, en, champ=row["champ"], valeur=row["valeur"], sur=about)


def _of_evidence(table: str, row: Row, source: str) -> Iterator[Anomaly]:
    """What the date of the page tells of a row that may enter: there is none. That it is old, identity tells."""
    if row["etat"] != "ecarte" and not row["preuve_date"]:
        fr = f"{row['nom']} : la page qui l'atteste n'est pas datée ; le jour retenu est celui de sa lecture."
        en = f"{row['nom']}: the page that proves it has no date; the day kept is that of its reading."
        about = f"{table}:{row['reference']}"
        yield Anomaly("preuve_non_datee", "info", source, fr, en, champ="preuve_date", sur=about)
