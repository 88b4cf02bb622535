"""Figures: what each counts, what it says of it in words, and what it says when there is nothing to count."""

import dataclasses
from typing import Any

import pytest

from flows.site.pictures import FIGURES, departements, filled, forms, freshness, months, need, precision
from flows.site.pictures.outlines import lines
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.flows.site.figures import moved, rated
from tests.flows.site.reading import with_rows

FR = Words("fr")


@pytest.mark.parametrize("make", FIGURES, ids=lambda make: make.__module__.rpartition(".")[2])
def test_each_figure_tells_its_finding_and_has_a_table_under_headings(about: Shown, make: Any) -> None:
    for words in map(Words, TONGUES):
        figure = make(about, words)
        assert figure.title and figure.finding.endswith(".")
        assert all(len(row) == len(figure.head) for row in figure.rows)
        assert bool(figure.draw) == bool(figure.rows)


def test_nurseries_are_counted_by_departement_and_closed_ones_are_not(about: Shown) -> None:
    rows = {row[0]: row[1] for row in departements.figure(about, FR).rows}
    open_ones = [row for row in about.places.values() if row["statut"] != "ferme"]
    assert sum(map(int, rows.values())) == len(open_ones)
    assert departements.figure(moved(about, statut="ferme"), FR).draw is None


def test_a_nursery_of_no_known_departement_is_counted_as_such(about: Shown) -> None:
    rows = departements.figure(moved(about, departement=""), FR).rows
    assert list(rows) == [("Département inconnu", str(len(about.places)))]


def test_many_departements_are_all_in_the_table_and_the_first_in_the_picture(about: Shown) -> None:
    codes = list(lines())[:60]
    model = next(iter(about.places.values()))
    many = with_rows(about, "etablissements", [{**model, "id": f"cc-{code}", "departement": code} for code in codes])
    figure = departements.figure(many, FR)
    assert len(figure.rows) == 60 and figure.height == departements.DRAWN * 37 + 14, "names of two lines"
    assert "25 départements" in figure.note


def test_an_unknown_form_comes_last_and_is_called_so(about: Shown) -> None:
    rows = forms.figure(about, FR).rows
    assert rows[-1][0] == "inconnue"
    assert sum(int(row[1]) for row in rows) == len(about.places)


def test_kinds_of_one_form_count_together_as_in_the_filter_of_the_list(about: Shown) -> None:
    operators = [{**row, "forme": "SCOP_SARL" if n % 2 else "SCOP"} for n, row in enumerate(about.operators.values())]
    figure = forms.figure(with_rows(about, "gestionnaires", operators), FR)
    known = [row for row in about.places.values() if row["gestionnaire_id"] in about.operators]
    assert figure.rows[0] == ("Scop", str(len(known)), str(len(operators)))
    assert "Scop SARL, " in figure.note


def test_without_rates_the_need_is_told_in_words_and_nothing_is_drawn(about: Shown) -> None:
    figure = need.figure(with_rows(about, "territoires", []), FR)
    assert figure.draw is None and not figure.rows
    assert "ne contient pas le taux" in figure.finding


def test_where_need_is_greatest_and_no_cooperative_is_known_is_told_by_name(about: Shown) -> None:
    rates = {"93": ("30.5", 5), "95": ("31", 0), "75": ("80", 1), "48": ("90", 0)}
    figure = need.figure(rated(about, rates), FR)
    assert [row[0] for row in figure.rows] == ["Seine-Saint-Denis (93)", "Val-d'Oise (95)", "Paris (75)", "Lozère (48)"]
    assert figure.rows[0][1:] == ("30,5", "2023", "5")
    assert figure.finding.endswith("Val-d'Oise (95) 31,0, Lozère (48) 90,0.")


def test_the_first_release_adds_all_and_a_nursery_that_changes_twice_in_a_month_counts_once(about: Shown) -> None:
    assert months.by_month(about) == {"2026-11": {"ajoute": len(about.places), "modifie": 0, "retire": 0}}
    (version,) = about.past
    line = {**about.past[version][0], "table": "etablissements", "nature": "modifie", "cle": "cc-a"}
    twice = dataclasses.replace(about, past={version: [{**line, "champ": "nom"}, {**line, "champ": "telephone"}]})
    assert months.figure(twice, FR).rows == [("novembre 2026", "0", "1", "0")]


def test_the_oldest_source_comes_first_and_one_without_a_day_says_so(about: Shown) -> None:
    old, *others = about.tables["sources"]
    aged = with_rows(about, "sources", [*others, {**old, "recupere_le": "2026-01-01", "age_jours": "325"}])
    rows = freshness.figure(aged, FR).rows
    assert rows[0] == (old["titre"], "1er janvier 2026", "325 jours", "lue")
    bare = freshness.figure(with_rows(about, "sources", [{**old, "recupere_le": "", "age_jours": ""}]), FR)
    assert bare.draw is None and bare.rows[0][1:3] == ("sans date", "–")


def test_every_precision_is_told_even_those_that_none_has(about: Shown) -> None:
    rows = precision.figure(moved(about, geo_precision="commune"), FR).rows
    assert [row[1] for row in rows] == ["0", "0", "0", str(len(about.places)), "0"]
    assert rows[3][2] == "100 %"


def test_a_share_is_never_rounded_to_nothing_or_to_all() -> None:
    assert [precision.share(FR, n, 1000) for n in (0, 1, 500, 999, 1000)] == [
        "0 %",
        "moins de 1 %",
        "50 %",
        "plus de 99 %",
        "100 %",
    ]
    assert precision.share(FR, 0, 0) == "–"


def test_every_column_has_its_share_and_the_empty_ones_are_named(about: Shown) -> None:
    figure = filled.figure(moved(about, siret=""), FR)
    assert {row[0]: row[1] for row in figure.rows}["SIRET"] == "0"
    assert "SIRET" in figure.finding
    assert len(figure.rows) == len(about.tables["etablissements"][0])
