"""Rows that only came are explained by whole columns exactly as they would be one by one."""

from pathlib import Path

from flows import changes, shelf
from flows.changes.change import Came, Changes, causes, counts, rows_by_table, shown
from flows.changes.files import as_table, by_table
from schemas.tables import Tables, conform


def without(tables: Tables, *names: str) -> Tables:
    """The release before: every second row of these tables was not there."""
    return {**tables, **{name: tables[name].iloc[::2].reset_index(drop=True) for name in names}}


def test_a_first_release_and_one_with_many_arrivals_are_told_as_row_by_row(output: Path) -> None:
    now = shelf.last(output).tables
    came = without(now, "etablissements", "gestionnaires", "adhesions", "territoires")
    back = {"id": str(now["gestionnaires"]["id"][1]), "motif": "source_retire"}
    absorbed = {"id": "cc-aaaaaaaa", "motif": "fusionne", "remplace_par": str(now["etablissements"]["id"][1])}
    for before, after in (
        ({}, now),
        (came, now),
        ({**came, "retraits": conform([back], "retraits")}, {**now, "retraits": conform([absorbed], "retraits")}),
        (came, {**now, "sources": now["sources"].assign(sha256="f" * 64)}),
    ):
        found = changes.compare(before, after)
        told = changes.explained(found, before, after)
        assert isinstance(told, Changes) and {part.table for part in told.parts if isinstance(part, Came)} >= {
            "etablissements",
            "gestionnaires",
        }
        plain = changes.explained(tuple(found), before, after)
        assert tuple(told) == plain and all(one.cause for one in plain)
        assert as_table(told).equals(as_table(plain)) and by_table(told) == by_table(plain)
        for count in (counts, causes, rows_by_table):
            assert count(told) == count(plain)
        assert len(shown(told)) == len(shown(plain))
