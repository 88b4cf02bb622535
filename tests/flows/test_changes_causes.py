"""Why each cell and row changed: by its proofs, its page, its tombstone; none is ever left without a cause."""

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

import pytest

import sources
from flows import evidence
from flows.changes import Change, compare, explained
from flows.changes.change import CAUSES
from flows.identify import identify
from flows.remember import date_changes, remember
from schemas.records import Row
from schemas.tables import TABLES, Tables, conform, empty, fields, rows_of
from tests.flows.churn import weeks
from tests.flows.test_churn import FULL

ID = "cc-aaaaaaaa"
PLACE = {
    "id": ID,
    "nom": "AGAPI",
    "telephone": "+33199001234",
    "capacite": "20",
    "taille": "petite_creche",
    "commune": "Paris",
    "code_postal": "75010",
    "code_insee": "75110",
    "longitude": "2.36",
    "geo_source": "gazetteer",
    "geo_statut": "auto",
    "statut": "actif",
    "sources": "liste",
    "date_derniere_vue": "2026-11-22",
}
PROOF = {"id": ID, "source": "liste", "snapshot": "a", "regle": "normalisee", "valeur_source": "mots"}


def source(id_: str = "liste", **cells: str) -> Row:
    return {"id": id_, "statut": "ok", "recupere_le": "2026-11-22", "sha256": "a", **cells}


def made(*places: Row, **rows: list[Row]) -> Tables:
    """A release of these places; `rows` are those of its other tables."""
    given = {"sources": [source()], **rows, "etablissements": list(places)}
    return {table: conform(given[table], table) if given.get(table) else empty(table) for table in TABLES}


def proof(champ: str, **cells: str) -> Row:
    return {**PROOF, "champ": champ, **cells}


def why(before: Tables, after: Tables, champ: str, table: str = "etablissements", schema: str = "") -> tuple[str, str]:
    """Cause and source of one change."""
    (found,) = [
        c for c in explained(compare(before, after), before, after, schema) if (c.table, c.champ) == (table, champ)
    ]
    return found.cause, found.source


CALLED = {**PLACE, "telephone": "+33199005678"}
CLOSED = {"statut": "ferme", "date_fermeture": "2026-12-01"}
NEW_PAGE = [source(sha256="b")]


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ({}, {"valeur_source": "autres mots", "snapshot": "b"}, ("source", "liste")),
        ({}, {"snapshot": "b"}, ("regle", "liste")),
        ({}, {"valeur_source": "autres mots"}, ("regle", "liste")),
        ({}, {"regle": "corrigee", "source": "geocode_corrections"}, ("correction", "geocode_corrections")),
        ({"regle": "corrigee"}, {}, ("correction", "liste")),
        ({}, {"source": "registre", "snapshot": "c"}, ("source_nouvelle", "registre")),
    ],
)
def test_the_proofs_of_a_cell_tell_its_cause(old: Row, new: Row, cause: tuple[str, str]) -> None:
    before = made(PLACE, provenance=[proof("telephone", **old)])
    after = made(CALLED, provenance=[proof("telephone", **new)], sources=NEW_PAGE)
    assert why(before, after, "telephone") == cause


def test_a_source_that_names_the_row_no_more_is_silent() -> None:
    before = made({**PLACE, "sources": "autre|liste"}, provenance=[proof("telephone", source="autre")])
    after = made({**CALLED, "sources": "liste"}, provenance=[proof("telephone")], sources=NEW_PAGE)
    assert (
        why(before, after, "telephone") == ("source_nouvelle", "liste")
        or why(before, after, "telephone")[0] == "source_muette"
    )
    assert why(before, after, "sources") == ("source_muette", "autre")


@pytest.mark.parametrize(
    ("listed", "cause"),
    [(NEW_PAGE, "source_muette"), ([source()], "regle"), ([source(statut="perimee")], "source_reprise")],
)
def test_a_value_that_nobody_says_any_more(listed: list[Row], cause: str) -> None:
    before = made(PLACE, provenance=[proof("telephone")])
    assert why(before, made({**PLACE, "telephone": ""}, sources=listed), "telephone") == (cause, "liste")


def test_a_value_that_is_now_withheld_is_what_its_source_says_now() -> None:
    doubt = {"code": "telephone_mobile_retenu", "source": "liste", "id": ID, "champ": "telephone"}
    before = made(PLACE, provenance=[proof("telephone")])
    after = made({**PLACE, "telephone": ""}, anomalies=[doubt], sources=NEW_PAGE)
    assert why(before, after, "telephone") == ("source", "liste")


@pytest.mark.parametrize(
    ("cells", "champ", "cause"),
    [
        ({"capacite": "30", "taille": "creche"}, "taille", "deduite"),
        ({"code_postal": "75011", "code_insee": "75111"}, "code_insee", "deduite"),
        ({"code_postal": "75011", "longitude": "2.38"}, "longitude", "deduite"),
        ({"longitude": "2.38", "geo_source": "ban"}, "longitude", "geocodeur"),
        ({"longitude": "2.38", "geo_statut": "manuel", "geo_source": "manuel"}, "longitude", "correction"),
        ({"longitude": "2.38"}, "longitude", "referentiel"),
        ({"statut": "non_confirme"}, "statut", "source_muette"),
        (CLOSED, "statut", "fermeture"),
        (CLOSED, "date_fermeture", "fermeture"),
        ({"sources": "liste|registre"}, "sources", "source_nouvelle"),
    ],
)
def test_some_columns_have_their_own_rule(cells: Row, champ: str, cause: str) -> None:
    assert why(made(PLACE), made({**PLACE, **cells}, sources=NEW_PAGE), champ)[0] == cause


def test_a_place_whose_opening_was_announced_is_there_when_time_went_by() -> None:
    assert why(made({**PLACE, "statut": "non_confirme"}), made(PLACE), "statut") == ("calendrier", "liste")


def test_a_place_is_not_confirmed_because_its_source_was_not_read() -> None:
    after = made({**PLACE, "statut": "non_confirme"}, sources=[source(statut="cassee")])
    assert why(made(PLACE), after, "statut") == ("source_reprise", "liste")


def test_a_column_that_the_schema_before_did_not_have_is_new() -> None:
    before, after = made(PLACE), made({**PLACE, "siret": "12345678900013"})
    assert why(before, after, "siret", schema="1.0.0") == ("schema", "")
    without = {**before, "etablissements": before["etablissements"].drop(columns="siret")}
    assert why(without, after, "siret") == ("schema", "")


def test_a_cell_that_someone_asked_to_be_taken_out_says_so() -> None:
    before, after = made(PLACE, provenance=[proof("telephone")]), made({**PLACE, "telephone": ""})
    told = explained(compare(before, after), before, after, asked={(ID, "telephone")})
    assert {c.cause for c in told} == {"demande"}


@pytest.mark.parametrize(
    ("motif", "cause"),
    [("source_retire", "source_muette"), ("ferme", "fermeture"), ("fusionne", "re_cle"), ("demande", "demande")],
)
def test_a_row_left_for_the_reason_of_its_tombstone(motif: str, cause: str) -> None:
    stone = {"id": ID, "nom": "AGAPI", "motif": motif}
    before, after = made(PLACE), made(retraits=[stone], sources=NEW_PAGE)
    (gone,) = [c for c in explained(compare(before, after), before, after) if c.table == "etablissements"]
    assert (gone.cause, gone.vue, gone.commune) == (cause, "2026-11-22", "Paris")
    assert why(before, after, "", "retraits")[0] == cause


def test_a_first_release_is_all_of_new_sources() -> None:
    after = made(PLACE, provenance=[proof("telephone")])
    told = explained(compare({}, after), {}, after)
    assert {(c.nature, c.cause) for c in told} == {("ajoute", "source_nouvelle")}


JOIN = {"gestionnaire_id": "gc-a", "reseau_id": "rs-a", "source": "liste"}


@pytest.mark.parametrize(("seen", "cause"), [("2026-10-01", "source_muette"), ("2026-11-22", "regle")])
def test_a_membership_that_ends_on_a_page_that_stands_was_silent_since_before_or_a_rule_changed(
    seen: str, cause: str
) -> None:
    before = made(PLACE, adhesions=[{**JOIN, "date_derniere_vue": seen}])
    told = explained(compare(before, made(PLACE)), before, made(PLACE))
    assert [(c.cause, c.vue) for c in told if c.table == "adhesions"] == [(cause, seen)]


def test_a_new_member_of_a_known_list_is_named_for_the_first_time() -> None:
    after = made(PLACE, adhesions=[JOIN], sources=NEW_PAGE)
    told = explained(compare(made(), after), made(), after)
    assert {(c.table, c.cause) for c in told if c.table != "sources"} == {
        ("etablissements", "cite"),
        ("adhesions", "cite"),
    }
    back = made(retraits=[{"id": ID, "nom": "AGAPI", "motif": "source_retire"}])
    assert why(back, made(PLACE, sources=NEW_PAGE), "") == ("source", "liste")


def test_a_source_that_was_read_and_held_is_not_one_that_was_not_read() -> None:
    doubt = {"code": "source_retenue", "source": "liste", "champ": "statut"}
    after = made({**PLACE, "statut": "non_confirme"}, sources=[source(statut="perimee")], anomalies=[doubt])
    assert why(made(PLACE), after, "statut") == ("source_retenue", "liste")
    assert why(made(PLACE), after, "statut", "sources") == ("source_retenue", "liste")


def test_explaining_changes_nothing_else_and_keeps_the_order() -> None:
    before, after = made(PLACE), made({**CALLED, "nom": "AGAPI 2"}, sources=NEW_PAGE)
    found = compare(before, after)
    bare = {"cause": "", "source": "", "commune": "", "departement": "", "vue": ""}
    assert [dataclasses.replace(c, **bare) for c in explained(found, before, after)] == found


def test_the_list_of_causes_is_that_of_the_schema() -> None:
    (cause,) = [f for f in fields("changements") if f["name"] == "cause"]
    assert isinstance(constraints := cause["constraints"], dict) and constraints["enum"] == list(CAUSES)


def lived(seed: int, count: int) -> Iterator[Tables]:
    """The releases of a country that changes, each read again as from a file."""
    before: Tables = {}
    gazetteer = [evidence.Reference(sources.load("communes"), "0" * 64)]
    for week in weeks(seed, count):
        known = identify(week.found, before, week.day, (), week.missing)
        tables, told = remember(known.tables, known.gone, before, week.found, week.missing, week.day, week.day)
        tables = date_changes(tables, before, week.day)
        proofs = evidence.provenance(week.found, known.proofs, tables, before, gazetteer, {}, week.day)
        tables["provenance"] = proofs
        named = {*tables["identifiants"]["source"], *proofs["source"]}
        tables["sources"] = evidence.sources_table(week.found, week.missing, gazetteer, before, week.day, named)
        tables["anomalies"] = evidence.anomalies_table([*known.anomalies, *told], known.ids, tables)
        before = {table: conform(rows_of(frame), table) for table, frame in tables.items()}
        yield before


@pytest.mark.parametrize("seed", range(8) if FULL else [3])
def test_in_a_country_that_changes_every_change_has_a_cause_of_the_list_and_a_source_that_exists(seed: int) -> None:
    found: list[Change] = []
    for before, after in pairwise(lived(seed, 60 if FULL else 6)):
        told = explained(compare(before, after), before, after)
        assert {c.cause for c in told} <= CAUSES.keys()
        assert {c.source for c in told} <= {*before["sources"]["id"], *after["sources"]["id"], ""}
        found += told
    assert {"source", "source_muette"} <= {c.cause for c in found}
