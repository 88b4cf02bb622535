"""Is it there? Closed, moved, announced, told by an old page, or seen in this run."""

import pytest

from tests.flows.fuse_mentions import NEW_SIRET, OLD_SIRET, Said, marked, operator, place, proofs, row, told

CLOSED = "2024-01-31"


def closed(siret: str = OLD_SIRET, **said: str) -> Said:
    return place("sirene", reference=siret, siret=siret, etat="ferme", **{"date_fermeture": CLOSED, **said})


def opened(siret: str = NEW_SIRET, **said: str) -> Said:
    return place("sirene", reference=siret, siret=siret, **said)


def status(*mentions: Said) -> tuple[str, str]:
    made = row(*mentions)
    return made["statut"], made["date_fermeture"]


def codes(*mentions: Said) -> list[str]:
    return [anomaly.code for anomaly in told(*mentions)]


@pytest.mark.parametrize("source", ["liste", "fiche", "annuaire", "sirene"])
def test_one_fresh_word_that_it_is_there_is_enough(source: str) -> None:
    assert status(place(source)) == ("actif", "")
    assert status(place(source), place("site", perimee="panne"), place("site", etat="annonce")) == ("actif", "")


def test_a_word_carried_because_its_source_was_not_asked_is_as_sure_as_it_was() -> None:
    assert status(place("liste", reprise="oui")) == ("actif", "")
    assert status(place("liste", reprise="oui", perimee="panne")) == ("non_confirme", "")


@pytest.mark.parametrize("why", [{"etat": "annonce"}, {"perimee": "panne"}, {"etat": "candidat"}])
def test_an_announcement_a_stale_page_or_a_carried_word_confirms_nothing(why: dict[str, str]) -> None:
    assert status(place("liste", **why)) == ("non_confirme", "")


def test_a_page_of_the_curation_is_old_after_five_years() -> None:
    assert status(place("fiche", jour="2021-11-25"))[0] == "non_confirme"
    assert status(place("fiche", jour="2021-11-26"))[0] == "actif"
    assert status(place("fiche", jour="2013-02-15"), place("annuaire"))[0] == "actif"
    assert status(place("fiche", jour="2013-02-15"), place("fiche", reference="2", jour="2020"))[0] == "non_confirme"


def test_only_the_curations_pages_grow_old() -> None:
    assert status(place("liste", jour="2009-01-01"))[0] == status(opened(jour="2009-01-01"))[0] == "actif"


def test_the_descriptor_may_say_another_number_of_years() -> None:
    page = place("fiche", jour="2023-01-01")
    assert marked(page)[0].values.get("preuve_ancienne_ans") is None
    from flows.identify.fuse import fuse
    from tests.flows.fuse_mentions import DAY, gathered

    both = gathered([page])
    for years, statut in (("3", "non_confirme"), ("", "actif"), ("4", "actif"), ("0", "actif")):
        values = both.values.assign(preuve_ancienne_ans=years)
        assert fuse("etablissements", both._replace(values=values), DAY).rows["statut"].tolist() == [statut]


def test_a_candidate_of_a_register_confirms_an_old_page_and_not_an_announcement() -> None:
    assert status(place("fiche", jour="2013-02-15"), opened(etat="candidat"))[0] == "actif"
    assert status(place("fiche", etat="annonce"), opened(etat="candidat"))[0] == "non_confirme"


def test_a_closed_establishment_is_closed_with_its_date_and_the_register_proves_it() -> None:
    assert status(closed()) == ("ferme", CLOSED)
    found = proofs(closed(), place("annuaire"))
    assert (found["statut"]["source"], found["statut"]["valeur_source"]) == ("sirene", "ferme")
    assert found["date_fermeture"]["valeur_source"] == CLOSED


@pytest.mark.parametrize("page", [place("liste"), place("site"), place("fiche", jour="2025-06-01")])
def test_a_page_that_says_later_that_it_is_there_contradicts_the_register(page: Said) -> None:
    assert status(closed(), page) == ("non_confirme", "")
    (anomaly,) = told(closed(), page)
    assert (anomaly.code, anomaly.gravite, anomaly.source) == ("fermeture_contredite", "doute", "sirene")
    assert (anomaly.valeur, anomaly.champ) == (CLOSED, "date_fermeture")
    assert page.values["source"] in anomaly.message_fr and page.values["source"] in anomaly.message_en


@pytest.mark.parametrize(
    "page",
    [
        place("fiche", jour="2023-06-01"),  # said before
        place("fiche", jour=CLOSED),  # the very day
        place("annuaire"),
        place("liste", perimee="panne"),
        place("liste", reprise="oui"),
        place("liste", etat="annonce"),
    ],
)
def test_no_other_page_contradicts_the_register(page: Said) -> None:
    assert status(closed(), page) == ("ferme", CLOSED)
    assert codes(closed(), page) == []


def test_a_closing_without_a_day_is_closed_and_undated() -> None:
    assert status(closed(date_fermeture="")) == ("ferme", "")
    undated = closed(date_fermeture="", jour="2026-11-20")
    assert status(undated, place("fiche", jour="2025-06-01")) == ("ferme", "")
    assert status(undated, place("liste")) == ("non_confirme", "")


def test_a_closing_without_a_day_is_contradicted_without_one_so_that_two_runs_say_the_same() -> None:
    (anomaly,) = told(closed(date_fermeture="", jour="2026-11-20"), place("liste"))
    assert (anomaly.code, anomaly.valeur) == ("fermeture_contredite", "")
    assert "2026-11-20" not in anomaly.message_fr + anomaly.message_en


def test_an_open_establishment_that_has_a_day_of_closing_is_open() -> None:
    assert status(opened(date_fermeture=CLOSED)) == ("actif", "")


def test_a_page_may_close_a_place_unless_a_register_or_a_later_page_has_it_open() -> None:
    shut = place("fiche", etat="ferme", date_fermeture=CLOSED, jour="2024-02-01")
    assert status(shut) == ("ferme", CLOSED)
    assert status(shut, opened()) == status(shut, place("liste")) == ("non_confirme", "")
    assert codes(shut, opened()) == ["fermeture_contredite"]


def test_a_place_that_moved_is_as_its_newest_open_establishment() -> None:
    both = closed(), opened(predecesseur=OLD_SIRET)
    assert status(*both) == ("actif", "")
    assert row(*both)["siret"] == NEW_SIRET
    assert row(closed(), opened())["siret"] == NEW_SIRET  # succession or not, one is open and one is not
    assert codes(*both) == []


def test_of_two_open_establishments_the_successor_is_published() -> None:
    assert row(opened(OLD_SIRET), opened(NEW_SIRET, predecesseur=OLD_SIRET))["siret"] == NEW_SIRET
    assert row(opened(NEW_SIRET), opened(OLD_SIRET, predecesseur=NEW_SIRET))["siret"] == OLD_SIRET


def test_what_another_establishment_has_succeeded_confirms_nothing() -> None:
    assert status(opened(OLD_SIRET), opened(predecesseur=OLD_SIRET, perimee="panne"))[0] == "non_confirme"


def test_a_successor_that_only_a_page_knows_takes_the_place_of_a_closed_one() -> None:
    page = place("fiche", siret=NEW_SIRET, predecesseur=OLD_SIRET, jour="2023-12-01")
    assert status(closed(), page) == ("actif", "")
    assert row(closed(), page)["siret"] == NEW_SIRET


def test_a_chain_of_moves_ends_where_it_ends_and_a_circle_moves_nothing() -> None:
    third = "00000000100037"
    chain = closed(), closed(NEW_SIRET, predecesseur=OLD_SIRET), opened(third, predecesseur=NEW_SIRET)
    assert (row(*chain)["siret"], status(*chain)) == (third, ("actif", ""))
    circle = opened(OLD_SIRET, predecesseur=NEW_SIRET), opened(NEW_SIRET, predecesseur=OLD_SIRET)
    assert not any(mention.past for mention in marked(*circle))


def test_all_closed_the_place_is_closed_on_the_day_of_the_last_one() -> None:
    both = closed(), closed(NEW_SIRET, predecesseur=OLD_SIRET, date_fermeture="2025-05-31")
    assert status(*both) == ("ferme", "2025-05-31")
    assert row(*both)["siret"] == NEW_SIRET


def test_where_two_registers_disagree_on_one_siret_the_newest_snapshot_is_right() -> None:
    late = place("recherche_entreprises", siret=OLD_SIRET, jour_snapshot="2026-11-25")
    assert status(closed(jour_snapshot="2026-11-01"), late) == ("actif", "")
    since = closed(jour=CLOSED)  # said to be so since then, read today
    assert status(since, late) == ("ferme", CLOSED)
    assert status(closed(), place("recherche_entreprises", siret=OLD_SIRET)) == ("ferme", CLOSED)  # the stock first
    early = place("recherche_entreprises", siret=OLD_SIRET, jour_snapshot="2026-10-01")
    assert status(closed(jour_snapshot="2026-11-01"), early) == ("ferme", CLOSED)


def test_an_operator_has_ceased_only_when_none_of_its_legal_persons_is_open() -> None:
    ended = operator("sirene", reference="1", siren="000000001", etat="ferme", date_fermeture=CLOSED)
    assert row(ended)["date_fermeture"] == CLOSED
    made = row(ended, operator("sirene", reference="2", siren="000000002"))
    assert (made["siren"], made["date_fermeture"]) == ("000000002", "")


def test_a_candidate_that_has_closed_has_ceased_too() -> None:
    ended = operator("sirene", siren="000000001", etat="candidat", date_fermeture=CLOSED)
    assert row(ended, operator("fiche", jour="2020-01-01"))["date_fermeture"] == CLOSED
    assert codes(ended, operator("liste")) == ["fermeture_contredite"]
    assert row(ended, operator("sirene", reference="2", siren="000000002"))["date_fermeture"] == ""


def test_an_operator_that_a_page_names_later_keeps_its_date_and_is_told() -> None:
    ended = operator("sirene", siren="000000001", etat="ferme", date_fermeture=CLOSED)
    assert row(ended, operator("liste"))["date_fermeture"] == CLOSED
    assert codes(ended, operator("liste")) == ["fermeture_contredite"]


def test_a_row_that_only_an_old_page_attests_says_so() -> None:
    old = place("fiche", jour="2015-03-01")
    (aged,) = told(old, code="preuve_ancienne")
    assert (aged.valeur, aged.champ, aged.gravite) == ("2015-03-01", "statut", "avertissement")
    assert told(old, place("liste"), code="preuve_ancienne") == []
    assert proofs(old)["statut"]["valeur_source"] == "2015-03-01"
