"""Two tables joined by key: the rows that came and went, and the cells that changed, as one table of differences."""

from collections.abc import Sequence

import pandas as pd
import polars as pl

from flows.columnar.frames import columnar

COLUMNS = ("cle", "nom", "nature", "champ", "avant", "apres")
_KEY, _OLD = "\0cle", "\0avant"
"""No column of a table begins so."""


def differences(
    before: pd.DataFrame,
    after: pd.DataFrame,
    names: Sequence[str],
    key: Sequence[str],
    title: Sequence[str],
    same: dict[str, dict[str, str]],
) -> pd.DataFrame:
    """One row a difference, sorted by key and column: `cle`, `nom`, `nature`, `champ`, `avant`, `apres`, all text.

    `names`: the columns that count, `key` among them; a column that a table lacks is empty. `title`: the first of these that is
    filled names a row. `same`: by column, values that stand for others (`inchangee` for `ok`).
    """
    old, new = (_told(columnar(frame, names), same) for frame in (before, after))
    old, new = _unlike(old, new)
    old, new = _keyed(old, new, names, key), _keyed(new, old, names, key)
    gone, come = _whole(old, new, "retire", title), _whole(new, old, "ajoute", title)
    if not old.height or not new.height:  # a first release: a quarter of a million rows
        return pl.concat([gone, come]).to_pandas()
    both = new.join(old.rename({name: _OLD + name for name in names}), on=_KEY, how="inner")
    cells = [_changed(both, name, title) for name in names if both.height]
    found = pl.concat([gone, come, *cells]).sort("cle", "champ", maintain_order=True)
    return found.to_pandas()


def _told(frame: pl.DataFrame, same: dict[str, dict[str, str]]) -> pl.DataFrame:
    return frame.with_columns(pl.col(name).replace(values) for name, values in same.items() if name in frame.columns)


def _unlike(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Without the rows that are the same in the same place: most of them, where none came or went."""
    if old.height != new.height or not old.height:
        return old, new
    other = pl.DataFrame([(old[name] != new[name]).alias(name) for name in new.columns])
    unlike = other.select(pl.any_horizontal(pl.all())).to_series()
    return old.filter(unlike), new.filter(unlike)


def _keyed(frame: pl.DataFrame, other: pl.DataFrame, names: Sequence[str], key: Sequence[str]) -> pl.DataFrame:
    """With the key of each row. Of rows with one key, which no release has, one that is in no other place of `other`."""
    joined = pl.concat_str([pl.col(name) for name in key], separator="|").alias(_KEY)
    keyed = frame.with_columns(joined)
    if keyed.get_column(_KEY).is_duplicated().any():
        alone = frame.unique(maintain_order=True).join(other, on=list(names), how="anti")
        return alone.with_columns(joined).sort(names).unique(_KEY, keep="last", maintain_order=True)
    return keyed


def _named(title: Sequence[str]) -> pl.Expr:
    filled = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in title]
    return pl.coalesce(*filled, pl.lit("")).alias("nom")


def _whole(rows: pl.DataFrame, other: pl.DataFrame, nature: str, title: Sequence[str]) -> pl.DataFrame:
    """The rows whose key `other` does not have, by key."""
    told = rows.select(pl.col(_KEY).alias("cle"), _named(title))
    if other.height:
        told = told.join(other.select(pl.col(_KEY).alias("cle")), on="cle", how="anti")
    empty = [pl.lit("").alias(name) for name in ("champ", "avant", "apres")]
    return told.sort("cle", maintain_order=True).with_columns(pl.lit(nature).alias("nature"), *empty).select(COLUMNS)


def _changed(both: pl.DataFrame, name: str, title: Sequence[str]) -> pl.DataFrame:
    return both.filter(pl.col(name) != pl.col(_OLD + name)).select(
        pl.col(_KEY).alias("cle"),
        _named(title),
        pl.lit("modifie").alias("nature"),
        pl.lit(name).alias("champ"),
        pl.col(_OLD + name).alias("avant"),
        pl.col(name).alias("apres"),
    )
