"""Who enters the release: what a source proves, and nothing that the curation sets aside."""

import pandas as pd

from flows.identify import admit
from schemas.records import Row

NOBODY: frozenset[str] = frozenset()


def mention(id_: str, etat: str, **said: str) -> Row:
    """A mention of an operator, as identity hands it over."""
    about = {"source": "sirene", "nom": "Les Lutins", "siren": "100000009", "categorie_juridique": "5710", "forme": ""}
    return {"id": id_, "etat": etat, "est_ess": "true", "operator_id": "cg-a", **about, **said}


def admitted(*mentions: Row, known: frozenset[str] = NOBODY) -> admit.Admitted:
    return admit.operators(pd.DataFrame(mentions), known)


def test_a_candidate_stays_out_and_is_told_with_its_category_and_number() -> None:
    found = admitted(mention("cg-a", "candidat"))
    (doubt,) = found.anomalies
    assert (found.ids, found.gone) == (NOBODY, {})
    assert (doubt.code, doubt.champ, doubt.valeur) == ("candidat_non_prouve", "categorie_juridique", "5710")
    assert "5710, SIREN 100000009" in doubt.message_fr and "5710, SIREN 100000009" in doubt.message_en


def test_one_told_by_two_registers_is_told_once() -> None:
    both = (mention("cg-a", "candidat"), mention("cg-a", "candidat", source="recherche_entreprises"))
    assert len(admitted(*both).anomalies) == 1


def test_an_association_that_was_only_found_by_its_name_is_no_candidate_to_tell_of() -> None:
    found = admitted(mention("cg-a", "candidat", categorie_juridique="9220"))
    assert (found.ids, found.anomalies) == (NOBODY, ())


def test_a_candidate_enters_when_another_source_names_it_and_leaves_as_a_vanished_row_does_when_none_does() -> None:
    page = mention("cg-a", "actif", source="curation")
    assert admitted(mention("cg-a", "candidat"), page).ids == {"cg-a"}
    alone = admitted(mention("cg-a", "candidat"), known=frozenset({"cg-a"}))
    assert (alone.ids, alone.gone) == (NOBODY, {})


def test_a_cooperative_that_closed_before_we_knew_it_stays_out_and_one_that_we_knew_stays_in() -> None:
    closed = mention("cg-a", "ferme", categorie_juridique="5458")
    assert (admitted(closed).ids, admitted(closed).anomalies) == (NOBODY, ())
    assert admitted(closed, known=frozenset({"cg-a"})).ids == {"cg-a"}


def test_what_the_curation_sets_aside_stays_out_and_whoever_says_otherwise_is_told() -> None:
    found = admitted(mention("cg-a", "ecarte", source="curation"), mention("cg-a", "actif"), known=frozenset({"cg-a"}))
    assert (found.ids, found.gone) == (NOBODY, {"cg-a": "erreur"})
    assert [(doubt.code, doubt.source) for doubt in found.anomalies] == [("ecarte_contredit", "sirene")]


def test_a_place_enters_with_its_operator_unless_it_closed_before_we_knew_it() -> None:
    operators = admit.Admitted(frozenset({"cg-a"}), {}, ())
    rows = [mention("cc-a", "actif"), mention("cc-b", "ferme"), mention("cc-c", "actif", operator_id="cg-z")]
    assert admit.places(pd.DataFrame(rows), operators, NOBODY).ids == {"cc-a"}
    assert admit.places(pd.DataFrame(rows), operators, frozenset({"cc-b"})).ids == {"cc-a", "cc-b"}
