"""Every value of a row with what proves it: its source, its day, the words read and the rule; and what nobody says."""

from typing import NamedTuple

from flows.explain.rules import MADE
from flows.site.page import web
from flows.site.shown import Shown
from flows.site.values import is_coded, link, said, title
from flows.site.words import Words
from schemas.records import Row
from schemas.tables import columns

_NOTHING = ("inconnu", "INCONNU", "aucune")
"""Values that mean: nobody says."""
_TECHNICAL = frozenset(
    "id adresse_source code_insee code_commune longitude latitude sources source_url "
    "date_premiere_vue date_derniere_vue date_maj".split()
)
"""Columns for those who work with the data; with them stand those of the point (`geo_…`)."""
_CODED = ("statut",)
"""Columns whose words in `provenance` are codes of the project, not words of a source."""
_OURS = "nom_du_projet"
"""The doubt that says that a value is this project's own: the page names the place in no way."""


class Line(NamedTuple):
    """A column of a row as it is told. `link`: where its value leads; `source_url`: a page that may be opened, or '';
    `words`: those of the source, where they are not the value. `source` is '' when the project makes the value; `technical`:
    for those who work with data."""

    champ: str
    title: str
    value: str
    link: str
    source: str
    source_url: str
    day: str
    rule: str
    words: str
    technical: bool


def lines(about: Shown, t: Words, table: str, row: Row) -> list[Line]:
    """One line a filled column, in the order of the schema."""
    proofs = about.proofs.get(row["id"], {})
    ours = {doubt["champ"] for doubt in about.doubts.get(row["id"], ()) if doubt["code"] == _OURS}
    return [
        _line(about, t, (table, champ), row[champ], proofs.get(champ, {}), champ in ours)
        for champ in columns(table)
        if row[champ]
    ]


def _line(about: Shown, t: Words, column: tuple[str, str], cell: str, proof: Row, ours: bool) -> Line:
    """`column`: its table and its name; `ours`: the project gave the value."""
    table, champ = column
    source, read = proof.get("source", ""), proof.get("valeur_source", "")
    return Line(
        champ=champ,
        title=title(t, table, champ),
        value=said(about, t, table, champ, cell),
        link=link(champ, cell),
        source=about.titles.get(source, source),
        source_url=web(proof.get("source_url", "")),
        day=t.day(proof.get("date", "")),
        rule=t("regles.donnee") if ours else rule(t, table, champ, cell, proof.get("regle", "")),
        words="" if read == cell or champ in _CODED else read,
        technical=champ in _TECHNICAL or champ.startswith("geo_"),
    )


def rule(t: Words, table: str, champ: str, cell: str, code: str) -> str:
    """How a value came about: by its rule in `provenance`, or else by the rule of the project for its column."""
    if code == "lue" and is_coded(table, champ):
        return t("regles.lue_code")
    if code and not (code == "deduite" and champ in MADE):
        return t(f"regles.{code}") if t.has(f"regles.{code}") else code
    if champ.startswith("geo_"):
        return t("regles.point")
    if cell in _NOTHING:
        return t("regles.personne")
    key = f"regles.fait_{champ}"
    return t(key) if t.has(key) else t("regles.non_ecrite")


def unsaid(t: Words, table: str, row: Row) -> list[str]:
    """The titles of the columns that are empty: nobody says it."""
    return [title(t, table, champ) for champ in columns(table) if not row[champ]]
