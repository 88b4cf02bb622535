"""Rows of `provenance` made and put in order by whole columns, where there is one a cell of a whole release."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import polars as pl
from pandas.api.extensions import ExtensionArray

from flows.columnar.frames import columnar, few, ranked
from flows.columnar.pieces import Piece, as_arrow
from schemas.records import Proofs
from schemas.tables import COMMON

NAMES = ("id", "champ", "source", "source_url", "snapshot", "date", "regle", "valeur_source")
"""The columns of `provenance`, in its order."""
_CELL = ["id", "champ"]
_ONCE = pl.Categorical()
_TYPES = {name: _ONCE if name in COMMON["provenance"] else pl.String() for name in NAMES}
"""Each text that many rows have in common stands once, and a row has its number."""
_TOLD = ("source", "source_url", "snapshot", "regle", "valeur_source")


class Proved(NamedTuple):
    """One published column: its cells, the words that prove them, whether they follow by a rule."""

    champ: str
    cells: pd.Series
    words: pd.Series
    deduced: bool = False


def of_columns(by: pd.DataFrame, proved: Iterable[Proved]) -> Piece:
    """One row a filled cell, column after column. `by`: id, source, source_url, snapshot and date of the cells' rows.

    Texts are not copied: what many cells have in common stands once.
    """
    told = _typed(columnar(by, ("id", "source", "source_url", "snapshot", "date")))
    return pl.concat([_of_column(told, one) for one in proved] or [pl.DataFrame(schema=_TYPES)], rechunk=False)


def _typed(rows: Piece) -> Piece:
    return rows.cast({name: _TYPES[name] for name in rows.columns if name in _TYPES})


def _of_column(by: Piece, one: Proved) -> Piece:
    cells, words = columnar(pd.DataFrame({"value": one.cells, "valeur_source": one.words})).get_columns()
    rule = pl.when(pl.col("value") == pl.col("valeur_source")).then(_all("lue")).otherwise(_all("normalisee"))
    told = by.with_columns(cells, words, _all(one.champ).alias("champ")).filter(pl.col("value") != "")
    return told.with_columns((_all("deduite") if one.deduced else rule).alias("regle")).select(NAMES)


def _all(text: str) -> pl.Expr:
    """One text for every row."""
    return pl.lit(text, dtype=_ONCE)


def together(parts: Iterable[Piece | pd.DataFrame]) -> Piece:
    """Rows of `provenance` of several tables in one, as they stand; nothing is copied."""
    rows = (part if isinstance(part, pl.DataFrame) else columnar(part, NAMES) for part in parts)
    return pl.concat(map(_typed, rows), rechunk=False)


def of_proofs(proofs: Proofs) -> Piece:
    """The proofs of cells as a table."""
    told = list(proofs.values())
    cells = {"id": [id_ for id_, _ in proofs], "champ": [champ for _, champ in proofs]}
    cells |= {name: [getattr(one, name) for one in told] for name in _TOLD}
    return _typed(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)))


def digests(rows: pd.DataFrame, champs: Sequence[str]) -> Piece:
    """The digest (`kept`) behind each cell of these columns in a `provenance`, by id, column and day; the last one counts."""
    found = columnar(rows, ("id", "champ", "date", "snapshot")).filter(pl.col("champ").is_in(list(champs)))
    last = found.unique(["id", "champ", "date"], keep="last").rename({"date": "geo_date", "snapshot": "kept"})
    return last.cast({"champ": _ONCE, "kept": _ONCE})


def by_day(rows: pd.DataFrame, champ: str, source: str) -> dict[tuple[str, str], str]:
    """The digest behind each cell of a column that a source proves in a `provenance`, by id and day; not those without one."""
    told = columnar(rows, ("id", "champ", "source", "date", "snapshot"))
    mine = told.filter((pl.col("champ") == champ) & (pl.col("source") == source) & (pl.col("snapshot") != ""))
    ids, days, found = (mine.get_column(name).to_list() for name in ("id", "date", "snapshot"))
    return dict(zip(zip(ids, days, strict=True), found, strict=True))


def proved(places: pd.DataFrame, champ: str, proofs: Piece, kept: Piece, date: str) -> Piece:
    """The filled cells of a column that a proof is of. A proof without a digest has the one that is `kept` of its day.

    `date`: an ISO day, '' for the day of each point.
    """
    told = _filled(places, champ).join(proofs, on=_CELL, how="inner", maintain_order="left")
    told = told.join(kept, on=["id", "champ", "geo_date"], how="left", maintain_order="left")
    own = pl.col("snapshot")
    digest = pl.when(own == "").then(pl.col("kept").fill_null("")).otherwise(own).alias("snapshot")
    return told.with_columns(digest, _day(date)).select(NAMES)


def placed(places: pd.DataFrame, champ: str, proofs: Piece, date: str, said: Mapping[str, str]) -> Piece:
    """The filled cells of a column that no proof is of: the gazetteer's, of which `said` holds the same columns.

    `date`: an ISO day, '' for the day of each point, which has a digest only where the gazetteer gave it.
    """
    lone = _filled(places, champ).join(proofs, on=_CELL, how="anti", maintain_order="left")
    told = [_all(said[name]).alias(name) for name in ("source", "source_url", "regle")]
    digest = _all(said["snapshot"])
    own = digest if date else pl.when(pl.col("geo_source") == "gazetteer").then(digest).otherwise(_all(""))
    words = pl.concat_str("code_postal", pl.lit(" "), "commune").str.strip_chars().alias("valeur_source")
    return lone.select(*_CELL, "geo_date", own.alias("snapshot"), words, *told).with_columns(_day(date)).select(NAMES)


def _filled(places: pd.DataFrame, champ: str) -> Piece:
    cells = columnar(places, dict.fromkeys(("id", "code_postal", "commune", "geo_date", "geo_source", champ)))
    return cells.filter(pl.col(champ) != "").with_columns(_all(champ).alias("champ"))


def _day(date: str) -> pl.Expr:
    return (_all(date) if date else pl.col("geo_date").cast(_ONCE)).alias("date")


def without(rows: Piece | pd.DataFrame, proofs: Piece) -> Piece:
    """Rows of `provenance`, but those of a cell that a proof is of."""
    every = together([rows])
    champs = proofs.get_column("champ").unique().implode()
    if not every.get_column("champ").is_in(champs).any():  # as a rule: then no row is copied
        return every
    return every.join(proofs, on=_CELL, how="anti", maintain_order="left")


def in_order(parts: Iterable[Piece | pd.DataFrame]) -> pd.DataFrame:
    """Rows of `provenance` joined and sorted by cell, equal ones as they stand; a missing cell is empty."""
    rows = together(parts)
    order = _order(rows)
    # One column after the other: the whole would stand there twice.
    cells = {
        name: (few if name in COMMON["provenance"] else _text)(rows.get_column(name).gather(order)) for name in NAMES
    }
    return pd.DataFrame(cells, columns=list(NAMES), copy=False)


def _order(rows: Piece) -> pl.Series:
    """The places of rows in the order of their cells: texts are told by their rank, as numbers sort in a tenth of the room."""
    ids, champs = (ranked(rows.get_column(name))[0].cast(pl.UInt64) for name in _CELL)
    cells = (ids * (len(rows) + 1) + champs).alias("cell").to_frame()
    return cells.select(pl.arg_sort_by("cell", maintain_order=True)).to_series()


def _text(cells: pl.Series) -> ExtensionArray:
    """A column as pandas holds it, in one piece, which is the very one that polars made."""
    chunks = as_arrow(cells.fill_null("").to_frame()).column(0)
    held = chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()
    array: ExtensionArray = pd.array(held, dtype="str")
    return array
