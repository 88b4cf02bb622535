"""One row of the mentions of one thing: who named it, when, and where each value comes from."""

import time

import pandas as pd
import pytest

from flows.identify.fuse import fuse
from schemas.tables import columns
from tests.flows.fuse_mentions import DAY, OPERATOR, PLACE, Said, fused, gathered, operator, place, proofs, row, told


def test_a_row_tells_all_its_sources_and_leads_to_the_page_that_a_reader_understands_best() -> None:
    made = row(place("sirene"), place("liste"), place("fiche"))
    assert made["sources"] == "fiche|liste|sirene"
    assert made["source_url"] == "https://liste.example.fr/"


def test_it_was_seen_from_its_first_snapshot_to_its_last_and_never_after_the_release() -> None:
    made = row(place("fiche", jour_snapshot="2026-11-01"), place("liste", jour_snapshot="2027-01-01"))
    assert (made["date_premiere_vue"], made["date_derniere_vue"], made["date_maj"]) == ("2026-11-01", DAY, DAY)


def test_a_place_is_of_its_operator_and_has_no_point_yet() -> None:
    made = row(place("fiche"))
    assert made["gestionnaire_id"] == OPERATOR
    assert {made[c] for c in made if c.startswith("geo_")} == {""}
    assert (made["longitude"], made["code_insee"]) == ("", "")


def test_rows_and_proofs_are_those_of_the_schemas_sorted() -> None:
    made = fused(place("fiche", id="cc-zzzzzzzz"), place("liste"), operator("liste"))
    assert list(made.rows.columns) == list(columns("etablissements"))
    assert list(made.proofs.columns) == list(columns("provenance"))
    assert made.rows["id"].tolist() == [PLACE, "cc-zzzzzzzz"]
    assert made.proofs[["id", "champ"]].apply(tuple, axis=1).is_monotonic_increasing


def test_no_mention_makes_no_row() -> None:
    made = fuse("gestionnaires", gathered([]), DAY)
    assert made.rows.empty and made.proofs.empty and not made.anomalies


def test_a_mention_without_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="liste: the mention 'liste 1' has no page"):
        fused(place("liste", url=""))


def test_a_proof_names_source_page_snapshot_and_day_of_the_mention_that_won() -> None:
    phone = "+33199001234"
    found = proofs(place("fiche", telephone=phone, words={"telephone": "01 99 00 12 34"}, jour_snapshot="2026-11-20"))
    assert found["telephone"] == {
        "id": PLACE,
        "champ": "telephone",
        "source": "fiche",
        "source_url": "https://fiche.example.fr/",
        "snapshot": "a" * 64,
        "date": "2026-11-20",
        "regle": "normalisee",
        "valeur_source": "01 99 00 12 34",
    }


def test_the_rule_of_a_proof_says_read_made_clean_deduced_or_carried() -> None:
    fresh = proofs(place("fiche", capacite="12", categorie="creche_collective", words={"categorie": "crèche"}))
    assert {c: fresh[c]["regle"] for c in ("capacite", "categorie", "taille", "statut")} == {
        "capacite": "lue",
        "categorie": "normalisee",
        "taille": "deduite",
        "statut": "deduite",
    }
    carried = proofs(place("fiche", capacite="12", reprise="oui", words={"capacite": "12 berceaux"}))
    assert (carried["capacite"]["regle"], carried["capacite"]["valeur_source"]) == ("reprise", "12 berceaux")


def test_words_that_are_not_known_are_the_value_itself() -> None:
    assert proofs(place("fiche", capacite="12", words={"capacite": ""}))["capacite"]["valeur_source"] == "12"


def test_what_nobody_says_has_no_proof() -> None:
    made = proofs(place("liste", nature_lieu="inconnu", categorie="inconnu"))
    assert set(made) == {"nom", "statut"}
    assert set(proofs(operator("annuaire"))) == {"nom"}


@pytest.mark.parametrize(
    ("capacite", "taille"),
    [
        ("1", "micro_creche"),
        ("12", "micro_creche"),
        ("13", "petite_creche"),
        ("24", "petite_creche"),
        ("25", "creche"),
        ("39", "creche"),
        ("40", "grande_creche"),
        ("59", "grande_creche"),
        ("60", "tres_grande_creche"),
    ],
)
def test_the_size_of_a_creche_collective_follows_from_its_places(capacite: str, taille: str) -> None:
    assert row(place("fiche", categorie="creche_collective", capacite=capacite))["taille"] == taille


def test_other_categories_have_no_size_and_places_without_category_neither() -> None:
    assert row(place("fiche", categorie="creche_familiale", capacite="27"))["taille"] == ""
    assert row(place("fiche", capacite="27"))["taille"] == ""
    assert row(place("fiche", categorie="creche_collective"))["taille"] == ""


def test_paje_above_twelve_places_is_told_and_published() -> None:
    (anomaly,) = told(place("liste", financement="paje_cmg"), place("fiche", capacite="13"))
    assert (anomaly.code, anomaly.gravite, anomaly.source) == ("paje_cmg_hors_micro_creche", "avertissement", "liste")
    assert row(place("liste", financement="paje_cmg", capacite="13"))["financement"] == "paje_cmg"
    assert told(place("liste", financement="paje_cmg", capacite="12")) == []
    assert told(place("liste", financement="psu", capacite="45")) == []
    assert told(place("liste", financement="paje_cmg")) == []


@pytest.mark.parametrize(
    ("said", "nature"),
    [
        (("siege", "accueil"), "accueil_et_siege"),
        (("siege", "inconnu"), "siege"),
        (("inconnu", "accueil"), "accueil"),
        (("accueil_et_siege", "accueil"), "accueil_et_siege"),
        (("siege", "accueil_et_siege"), "accueil_et_siege"),
        (("inconnu", "inconnu"), "inconnu"),
    ],
)
def test_a_head_office_where_children_are_received_is_both(said: tuple[str, str], nature: str) -> None:
    both = place("sirene", nature_lieu=said[0]), place("fiche", nature_lieu=said[1])
    assert row(*both)["nature_lieu"] == nature
    proof = proofs(*both).get("nature_lieu")
    assert (proof["regle"] if proof else "") == (
        "" if nature == "inconnu" else "deduite" if nature != said[0] and nature != said[1] else "lue"
    )


def test_what_a_place_was_before_it_moved_is_not_what_it_is() -> None:
    old = place("sirene", reference="1", siret="00000000100011", etat="ferme", nature_lieu="siege")
    assert (
        row(old, place("sirene", reference="2", siret="00000000100029", nature_lieu="accueil"))["nature_lieu"]
        == "accueil"
    )


def test_the_whole_country_is_fused_in_less_than_three_seconds() -> None:
    many = [said for i in range(1200) for said in _cluster(f"cc-{i:08d}".translate(str.maketrans("0189", "abcd")))]
    both = gathered(many)
    begun = time.perf_counter()
    made = fuse("etablissements", both, DAY)
    assert time.perf_counter() - begun < 3
    assert len(made.rows) == 1200 and not made.proofs.duplicated(["id", "champ"]).any()


def _cluster(id_: str) -> list[Said]:
    """What four sources say of one place."""
    where = {"adresse": "4 Rue Fictive", "code_postal": "93500", "commune": "Pantin", "adresse_source": "4 rue Fictive"}
    return [
        place("liste", id=id_, telephone="+33199001234", **where),
        place("fiche", id=id_, capacite="12", categorie="creche_collective", **where),
        place("sirene", id=id_, siret="00000000100011", capacite="13", **where),
        place("recherche_entreprises", id=id_, siret="00000000100011", **where),
    ]


def test_what_is_given_is_left_as_it_was() -> None:
    both = gathered([place("liste", categorie="inconnu"), place("fiche")])
    before = both.values.copy(), both.words.copy()
    fuse("etablissements", both, DAY)
    pd.testing.assert_frame_equal(both.values, before[0])
    pd.testing.assert_frame_equal(both.words, before[1])
