"""Nothing disappears in silence: a member that vanishes is kept unconfirmed, then withdrawn with a tombstone."""

import dataclasses
from collections.abc import Sequence

from flows.evidence import anomalies_table
from flows.identify import identify
from flows.remember import date_changes, remember
from schemas.records import Anomaly, Row
from schemas.tables import Tables
from tests.flows.runs import DAY, NETWORK, found
from tests.pages.members import MEMBERS, Member

GONE = MEMBERS[1]
CADENCE = 7  # days between two readings of the member list
ALL = (NETWORK, {"nom": "FFEC", "sigle": "FFEC", "type": "federation"})


def run(
    members: Sequence[Member],
    previous: Tables,
    day: str,
    *,
    stale: bool = False,
    doubts: Sequence[Anomaly] = (),
    reseaux: Sequence[Row] = (NETWORK,),
) -> tuple[Tables, list[Anomaly]]:
    """One run's memory: rows of the page, what the last release knew, dates of change, anomalies as a table."""
    one = found(members, day, {"reseaux": tuple(reseaux)}, **({"perimee": "Too slow"} if stale else {}))
    one = dataclasses.replace(one, reading=dataclasses.replace(one.reading, doubts=tuple(doubts)))
    made = identify([one], previous, day)
    tables, told = remember(made.tables, made.gone, previous, [one], [], day, "2026.11.22")
    told_rows = anomalies_table(told, {}, tables)
    return {**date_changes(tables, previous, day), "anomalies": told_rows}, told


def place(tables: Tables, nom: str = GONE.nom) -> Row:
    (row,) = tables["etablissements"][tables["etablissements"]["nom"] == nom].to_dict("records")
    return {str(k): str(v) for k, v in row.items()}


def without(*members: Member) -> list[Member]:
    return [m for m in MEMBERS if m not in members]


FIRST, _ = run(MEMBERS, {}, DAY)
DROPPED, TOLD = run(without(GONE), FIRST, "2026-11-29")


def test_a_first_run_withdraws_nothing_and_doubts_nothing() -> None:
    assert FIRST["retraits"].empty and FIRST["anomalies"].empty
    assert set(FIRST["etablissements"]["statut"]) == {"actif"}


def test_a_member_that_vanished_stays_not_confirmed_with_the_day_it_was_last_seen() -> None:
    row = place(DROPPED)
    assert (row["statut"], row["date_derniere_vue"], row["date_maj"]) == ("non_confirme", DAY, "2026-11-29")
    assert row["id"] == place(FIRST)["id"]
    assert len(DROPPED["etablissements"]) == 6 and DROPPED["retraits"].empty


def test_a_member_that_vanished_is_told_with_the_first_day_without_it() -> None:
    (doubt,) = TOLD
    assert (doubt.code, doubt.gravite, doubt.id) == ("membre_disparu", "avertissement", place(FIRST)["id"])
    assert doubt.valeur == "2026-11-29"
    assert GONE.nom in doubt.message_fr and DAY in doubt.message_fr and "last seen 2026-11-22" in doubt.message_en


def test_its_operator_and_its_membership_stay_with_it() -> None:
    operator = place(DROPPED)["gestionnaire_id"]
    assert operator in set(DROPPED["gestionnaires"]["id"])
    assert operator in set(DROPPED["adhesions"]["gestionnaire_id"])


def test_the_same_page_again_says_the_same_words() -> None:
    again, told = run(without(GONE), DROPPED, "2026-12-05")
    assert told == TOLD
    assert place(again) == place(DROPPED)


def test_it_is_kept_until_three_intervals_of_its_source_are_over() -> None:
    again, _ = run(without(GONE), DROPPED, "2026-12-19")  # 20 days, of 3 x 7
    assert place(again)["statut"] == "non_confirme" and again["retraits"].empty


def test_after_three_intervals_it_is_withdrawn_with_a_tombstone() -> None:
    gone, told = run(without(GONE), DROPPED, "2026-12-20")
    assert GONE.nom not in set(gone["etablissements"]["nom"]) | set(gone["gestionnaires"]["nom"])
    assert place(FIRST)["gestionnaire_id"] not in set(gone["adhesions"]["gestionnaire_id"])
    stones = gone["retraits"].to_dict("records")
    assert {stone["id"] for stone in stones} == {place(FIRST)["id"], place(FIRST)["gestionnaire_id"]}
    assert {(s["nom"], s["date"], s["motif"], s["derniere_release"]) for s in stones} == {
        (GONE.nom, "2026-12-20", "source_retire", "2026.11.22")
    }
    assert told == []
    assert set(FIRST["identifiants"]["id"]) <= set(gone["identifiants"]["id"])


def test_a_tombstone_stays_in_the_releases_that_follow() -> None:
    gone, _ = run(without(GONE), DROPPED, "2026-12-20")
    later, _ = run(without(GONE), gone, "2027-01-20")
    assert later["retraits"].equals(gone["retraits"])


def test_a_member_that_returns_has_its_old_id_and_no_tombstone() -> None:
    gone, _ = run(without(GONE), DROPPED, "2026-12-20")
    back, told = run(MEMBERS, gone, "2027-01-20")
    assert place(back)["id"] == place(FIRST)["id"]
    assert place(back)["statut"] == "actif"
    assert back["retraits"].empty and told == []


def test_a_member_that_returns_in_time_was_never_withdrawn() -> None:
    back, told = run(MEMBERS, DROPPED, "2026-12-10")
    assert (place(back)["statut"], place(back)["date_premiere_vue"]) == ("actif", DAY)
    assert back["retraits"].empty and told == []


def test_nothing_is_withdrawn_while_its_page_cannot_be_fetched() -> None:
    later, told = run(without(GONE), DROPPED, "2027-03-01", stale=True)
    assert place(later)["statut"] == "non_confirme" and later["retraits"].empty
    assert told == TOLD


def test_days_when_the_page_could_not_be_fetched_are_no_absence() -> None:
    stale, _ = run(MEMBERS, FIRST, "2026-12-25", stale=True)
    assert set(stale["etablissements"]["statut"]) == {"non_confirme"}
    back, told = run(without(GONE), stale, "2027-02-01")
    assert place(back)["statut"] == "non_confirme" and back["retraits"].empty
    assert [doubt.valeur for doubt in told] == ["2027-02-01"]
    assert place(back, MEMBERS[0].nom)["statut"] == "actif"


def test_a_member_that_the_page_names_but_that_could_not_be_read_is_not_said_to_be_gone() -> None:
    doubt = Anomaly("nom_sans_adresse", "doute", "coop_petite_enfance", "x", "x", valeur=GONE.nom.upper())
    later, told = run(without(GONE), FIRST, "2026-11-29", doubts=[doubt])
    assert place(later)["statut"] == "non_confirme" and told == []


def test_nothing_is_withdrawn_on_the_word_of_a_page_read_with_a_doubt() -> None:
    doubt = Anomaly("adresse_sans_nom", "doute", "coop_petite_enfance", "x", "x", valeur="1 rue X, 75010 Paris")
    later, told = run(without(GONE), DROPPED, "2027-01-20", doubts=[doubt])
    assert place(later)["statut"] == "non_confirme" and later["retraits"].empty
    assert told == TOLD


def test_a_warning_about_a_contact_is_no_such_doubt() -> None:
    note = Anomaly("telephone_mobile_retenu", "info", "coop_petite_enfance", "x", "x")
    later, _ = run(without(GONE), DROPPED, "2027-01-20", doubts=[note])
    assert set(later["retraits"]["nom"]) == {GONE.nom}


def test_two_members_that_vanish_on_two_days_are_counted_each_from_its_own() -> None:
    both, _ = run(without(GONE, MEMBERS[2]), DROPPED, "2026-12-10")
    later, told = run(without(GONE, MEMBERS[2]), both, "2026-12-21")
    assert place(later, MEMBERS[2].nom)["statut"] == "non_confirme"
    assert set(later["retraits"]["nom"]) == {GONE.nom}
    assert [doubt.valeur for doubt in told] == ["2026-12-10"]


def test_a_network_that_the_page_no_longer_names_is_withdrawn_at_once() -> None:
    first, _ = run(MEMBERS, {}, DAY, reseaux=ALL)
    later, _ = run(MEMBERS, first, "2026-11-29", reseaux=ALL[:1])
    assert set(later["reseaux"]["nom"]) == {NETWORK["nom"]}
    assert later["retraits"]["nom"].tolist() == ["FFEC"]
    back, _ = run(MEMBERS, later, "2026-12-29", reseaux=ALL)
    assert set(back["reseaux"]["id"]) == set(first["reseaux"]["id"]) and back["retraits"].empty


def test_a_row_is_dated_by_its_last_change_and_not_by_its_last_sight() -> None:
    same, _ = run(MEMBERS, FIRST, "2026-12-01")
    assert set(same["etablissements"]["date_maj"]) == {DAY}
    assert set(same["etablissements"]["date_derniere_vue"]) == {"2026-12-01"}
    moved = [dataclasses.replace(MEMBERS[0], rue="1 Rue Neuve"), *MEMBERS[1:]]
    changed, _ = run(moved, same, "2026-12-08")
    dates = dict(zip(changed["etablissements"]["nom"], changed["etablissements"]["date_maj"], strict=True))
    assert [nom for nom, day in dates.items() if day == "2026-12-08"] == [MEMBERS[0].nom]
