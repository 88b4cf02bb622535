"""Each gate of the whole, at its limit, below and above; what it names; and what refuses a release at once."""

import shlex

import pytest

from flows import gate
from flows.gate import licences
from flows.gate.limits import LIMITS, ruling
from schemas.records import Row
from schemas.tables import Tables, conform
from tests.flows.gate_tables import CONTACT, DAY, Change, of, place, release, said, source, worst

HALF_A_KM = "0.0046"  # degrees of latitude, about 511 m
ELSEWHERE: dict[str, Change] = {
    "remplissage": lambda n: {"telephone": ""},
    "precision": lambda n: {"geo_precision": "commune"},
    "deplacements": lambda n: {"latitude": f"{48.87 + float(HALF_A_KM):.4f}"},
    "renommages": lambda n: {"nom": f"Halte {n}"},
}


def test_a_whole_release_passes_every_gate() -> None:
    assert {one.ruling for one in gate.verdicts(of(20), of(20), CONTACT)} == {"ok"}
    assert gate.refusals(of(20), {}, CONTACT) == []


def test_every_gate_says_what_it_measured_and_its_limit_in_two_languages() -> None:
    told = gate.verdicts(of(20), of(20), CONTACT)
    whole = {name for name, limit in LIMITS.items() if limit.scope == "ensemble"}
    assert {one.gate for one in told} == whole - {"schema", "acquittements"}  # those two are told by `check`
    assert all(one.measured and one.limit and one.message_fr and one.message_en for one in told)


def test_every_limit_has_its_reason_and_its_words() -> None:
    assert all(limit.reason.endswith((".", "!")) and limit.fr and limit.en for limit in LIMITS.values())
    assert all(limit.warns <= limit.share for limit in LIMITS.values() if limit.share)


@pytest.mark.parametrize("name", LIMITS)
def test_a_gate_never_lets_a_worse_measure_pass_more_easily(name: str) -> None:
    order = ("ok", "averti", "retenue", "refus")
    for size in (1, 6, 20, 100, 300):
        found = [order.index(ruling(name, count, size)) for count in range(size + 1)]
        assert found == sorted(found) and found[0] == 0
        breached = [count for count in range(size + 1) if ruling(name, count, size) in ("retenue", "refus")]
        limit = LIMITS[name]
        assert all(count > limit.allowed and count * 100 >= limit.share * size for count in breached)


@pytest.mark.parametrize("percent", range(0, 101))
def test_any_share_of_places_that_leave_is_let_through_warned_of_or_refused_by_the_limit(percent: int) -> None:
    (verdict,) = said("retraits", of(100 - percent), of(100))
    assert verdict.ruling == ("ok" if percent < 5 else "averti" if percent < 15 else "refus")


@pytest.mark.parametrize(("left", "ruled"), [(6, "ok"), (5, "averti"), (4, "refus")])
def test_of_six_places_one_may_leave_with_its_operator_and_each_is_named_with_its_last_day(
    left: int, ruled: str
) -> None:
    (verdict,) = said("retraits", of(left), of(6))
    assert (verdict.ruling, verdict.measured) == (ruled, f"{(6 - left) * 2}/12")
    named = [f"Crèche {n} (Paris), last seen 2026-11-22" for n in range(left, 6)]
    assert all(one in verdict.message_en for one in named)
    assert all(one.replace("last seen", "vu la dernière fois le") in verdict.message_fr for one in named)


@pytest.mark.parametrize("why", [{"remplace_par": "cc-aaaaaaaa"}, {"motif": "ferme"}])
def test_a_place_that_closed_or_that_another_replaces_is_not_lost(why: Row) -> None:
    gone = [place(n) for n in range(10, 20)]
    stones = [
        {"id": row[column], "nom": row["nom"], "date": DAY, "motif": "fusion", **why}
        for row in gone
        for column in ("id", "gestionnaire_id")
    ]
    (verdict,) = said("retraits", of(10, retraits=stones), of(20))
    assert (verdict.ruling, verdict.measured) == ("ok", "0/40")


@pytest.mark.parametrize(
    ("name", "size", "changed", "ruled"),
    [
        *[("remplissage", 20, n, r) for n, r in [(0, "ok"), (1, "ok"), (2, "averti"), (3, "averti"), (4, "refus")]],
        *[("remplissage", 6, n, r) for n, r in [(2, "averti"), (3, "refus")]],
        *[("precision", 20, n, r) for n, r in [(0, "ok"), (1, "averti"), (3, "averti"), (4, "refus")]],
        *[("deplacements", 30, n, r) for n, r in [(0, "ok"), (1, "averti"), (2, "averti"), (3, "refus")]],
        *[("renommages", 20, n, r) for n, r in [(1, "ok"), (2, "averti"), (4, "averti"), (5, "refus")]],
        *[("renommages", 6, n, r) for n, r in [(2, "averti"), (3, "refus"), (6, "refus")]],
    ],
)
def test_what_known_places_lose_is_measured_and_each_is_named(name: str, size: int, changed: int, ruled: str) -> None:
    verdict = worst(name, of(size, changed, ELSEWHERE[name]), of(size))
    assert (verdict.ruling, verdict.measured) == (ruled, f"{changed}/{size}")
    assert all(f"Crèche {n}" in verdict.message_en for n in range(changed))


def test_an_emptied_column_is_named_and_the_command_says_which() -> None:
    (refusal,) = gate.refusals(of(20, 20, ELSEWHERE["remplissage"]), of(20), CONTACT)
    assert refusal.startswith("telephone: 20 of 20 values lost by known places: Crèche 0; Crèche 1;")
    command = 'creches gate acknowledge remplissage --subject telephone --days 14 --reason "…"'
    assert refusal.endswith(command) and shlex.split(command)[-2:] == ["--reason", "…"]


@pytest.mark.parametrize(
    "other",
    [
        {"latitude": "48.8740"},  # 445 m
        {"latitude": "48.90", "adresse": "2 Rue Vieille"},
        {"latitude": "48.90", "geo_statut": "manuel"},
        {"latitude": "48.90", "geo_precision": "numero"},
    ],
)
def test_a_point_that_is_close_or_elsewhere_with_reason_has_not_moved(other: Row) -> None:
    was = {"geo_precision": "voie"} if other.get("geo_precision") else {}
    before, now = of(20, 20, lambda n: was), of(20, 20, lambda n: {**was, **other})
    (verdict,) = said("deplacements", now, before)
    assert (verdict.ruling, verdict.measured.split("/")[0]) == ("ok", "0")


@pytest.mark.parametrize(
    ("before", "now", "ruled"),
    [(20, 40, "averti"), (20, 41, "refus"), (20, 29, "ok"), (20, 30, "averti"), (6, 26, "averti"), (6, 27, "refus")],
)
def test_a_dataset_that_doubles_without_a_new_source_is_refused(before: int, now: int, ruled: str) -> None:
    (verdict,) = said("ajouts", of(now), of(before))
    assert verdict.ruling == ruled
    (first,) = said("ajouts", of(now), {})
    assert first.ruling == "ok"
    moved = of(now, now, lambda n: {"sources": "curation"}, sources=[source(), source("curation")])
    (new,) = said("ajouts", moved, of(before))
    assert (new.ruling, new.measured) == ("ok", f"0/{before}")


def test_a_release_without_any_place_is_refused_whoever_would_let_it_pass() -> None:
    (fault,) = gate.refusals(release([]), {}, CONTACT)
    assert fault.startswith("A release without any place: yes. ") and "acknowledge" not in fault


def test_an_empty_mandatory_cell_is_refused_by_its_column() -> None:
    (fault,) = gate.refusals(of(6, 2, lambda n: {"categorie": ""}), {}, CONTACT)
    assert "etablissements.categorie (2)" in fault and "acknowledge" not in fault


def test_a_page_that_names_none_of_the_places_of_before_is_another_list() -> None:
    others = release([place(n) for n in range(10, 13)])
    (verdict,) = [one for one in said("autre_liste", others, of(3)) if one.ruling == "refus"]
    assert verdict.source == "pope" and "another list" in verdict.message_en
    assert "None of the 3" in verdict.message_en and "names 3 others" in verdict.message_en


def test_one_place_that_stays_is_enough_and_so_is_a_source_with_few() -> None:
    assert worst("autre_liste", release([place(n) for n in (2, 8, 9)]), of(3)).ruling == "ok"
    assert worst("autre_liste", release([place(n) for n in (8, 9)]), of(2)).ruling == "ok"


@pytest.mark.parametrize(("waiting", "placed"), [(0, 1), (0, 100), (1, 19), (5, 95), (50, 950)])
def test_a_few_addresses_may_wait_for_the_geocoder(waiting: int, placed: int) -> None:
    assert worst("attente", _addresses(waiting, placed), {}).ruling in ("ok", "averti")


@pytest.mark.parametrize(("waiting", "placed"), [(1, 0), (6, 0), (1, 18), (6, 94), (51, 949)])
def test_more_than_one_in_twenty_waiting_for_the_geocoder_refuse_the_release_and_say_what_to_do(
    waiting: int, placed: int
) -> None:
    verdict = worst("attente", _addresses(waiting, placed), {})
    assert (verdict.ruling, verdict.measured) == ("refus", f"{waiting}/{waiting + placed}")
    assert "the geocoder did not answer. Run again later" in verdict.message_en
    assert "creches release --offline" in verdict.message_en and "sans réseau" in verdict.message_fr


def test_places_without_a_street_are_not_asked_for_and_do_not_count() -> None:
    nowhere: Row = {"adresse": "", "geo_statut": "en_attente"}
    assert worst("attente", of(20, 10, lambda n: nowhere), {}).measured == "0/10"


def _addresses(waiting: int, placed: int) -> Tables:
    states = ("auto", "revue", "manuel")
    return of(waiting + placed, 10_000, lambda n: {"geo_statut": "en_attente" if n < waiting else states[n % 3]})


@pytest.mark.parametrize(("column", "value"), [("telephone", "+33199000000"), ("courriel", "accueil@reseau.example")])
@pytest.mark.parametrize(("sharing", "ruled"), [(2, "averti"), (3, "averti"), (4, "refus"), (20, "refus")])
def test_one_contact_for_several_operators_is_told_by_their_names_and_never_repeated(
    column: str, value: str, sharing: int, ruled: str
) -> None:
    mailbox: Change = lambda n: {"courriel": f"creche{n}@creches.example"}  # noqa: E731
    tables = of(20, 20, lambda n: {**mailbox(n), **({column: value} if n < sharing else {})})
    (verdict,) = [one for one in said("doublons", tables, {}) if one.subject == column]
    assert verdict.ruling == ruled and "Crèche 0 = Crèche 1" in verdict.message_en
    assert not any(word in verdict.message_en + verdict.message_fr for word in ("99000", "@"))


def test_two_places_of_one_operator_may_have_one_phone() -> None:
    tables = of(20, 20, lambda n: {"telephone": "+33199000000", "gestionnaire_id": place(0)["gestionnaire_id"]})
    assert worst("doublons", tables, {}).ruling == "ok"


@pytest.mark.parametrize(("doubts", "ruled"), [(9, "ok"), (10, "averti"), (19, "averti"), (20, "refus")])
def test_open_doubts_are_counted_against_places_and_operators(doubts: int, ruled: str) -> None:
    rows = [
        {"code": "doute", "gravite": "doute", "source": "pope", "message_fr": f"n° {n}", "message_en": f"no. {n}"}
        for n in range(doubts)
    ]
    assert worst("revues", of(20, anomalies=rows), {}).ruling == ruled
    told = [{**row, "gravite": "avertissement"} for row in rows]
    assert worst("revues", of(20, anomalies=told), {}).ruling == "ok"


@pytest.mark.parametrize(
    ("statut", "age", "ruled"), [("perimee", "90", "ok"), ("cassee", "91", "averti"), ("ok", "400", "ok")]
)
def test_a_source_that_is_not_fresh_for_three_months_is_told(statut: str, age: str, ruled: str) -> None:
    assert worst("ages", of(6, sources=[source(statut=statut, age_jours=age)]), {}).ruling == ruled


@pytest.mark.parametrize(
    "page", ["HTTPS://WWW.BANO.FR/", "https://a.fr/data.osm", "https://a.fr/Open%20?x=Open databa\u017fe", "b OSM"]
)
def test_a_page_of_share_alike_data_refuses_the_release_however_it_is_written(page: str) -> None:
    assert licences.NEVER.search(page)
    tables = of(6)
    tables["provenance"] = conform(
        [{"id": "cc-a", "champ": "nom", "source": "liste", "source_url": page}], "provenance"
    )
    assert f"{page} (ODbL)" in licences.of_whole(tables)[0].message_en


@pytest.mark.parametrize("page", ["https://www.cosmos.fr/", "https://albanosc.fr/", "https://é.fr/"])
def test_a_page_that_only_looks_like_it_does_not(page: str) -> None:
    tables = of(6)
    tables["provenance"] = conform(
        [{"id": "cc-a", "champ": "nom", "source": "liste", "source_url": page}], "provenance"
    )
    assert page not in licences.of_whole(tables)[0].message_en


@pytest.mark.parametrize(
    "about",
    [
        {"licence": "ODbL 1.0"},
        {"licence": "Open Database License"},
        {"licence": "CC BY-SA 4.0"},
        {"licence": ""},
        {"base_legale": "faits_seuls", "licence": "ODbL"},
        {"base_legale": "faits_seuls", "attribution": "© les contributeurs d'OpenStreetMap"},
        {"url": "https://nominatim.openstreetmap.org/"},
        {"base_legale": ""},
    ],
)
def test_a_source_whose_licence_does_not_fit_refuses_the_release_and_is_named(about: Row) -> None:
    (fault,) = [one for one in gate.refusals(of(6, sources=[source(**about)]), {}, CONTACT) if "licences" in one]
    assert "pope" in fault and "acknowledge" not in fault


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"licence": "Licence Ouverte 2.0 ; des pages citées, seuls des faits sont repris"},
        {"licence": "CC0"},
        {"base_legale": "faits_seuls", "licence": "aucune licence indiquée ; seuls des faits sont repris"},
        {"base_legale": "autorisation_ecrite", "licence": "tous droits réservés, accord du 2026-11-02"},
    ],
)
def test_an_open_licence_an_agreement_and_facts_alone_may_enter(about: Row) -> None:
    assert worst("licences", of(6, sources=[source(**about)]), {}).ruling == "ok"


def test_a_value_proved_by_a_source_or_a_page_that_is_not_listed_refuses_the_release() -> None:
    proof: Row = {"id": place(0)["id"], "champ": "nom", "source": "inconnue", "source_url": "https://x.example/"}
    proof |= {"date": DAY, "regle": "lue"}
    verdict = worst("licences", of(6, provenance=[proof]), {})
    assert verdict.ruling == "refus" and "inconnue (without licence" in verdict.message_en
    page = {**proof, "source": "pope", "source_url": "https://www.openstreetmap.org/node/1"}
    assert worst("licences", of(6, provenance=[page]), {}).ruling == "refus"


@pytest.mark.parametrize(
    ("name", "count", "of", "fr", "en"),
    [
        ("vide", 0, 0, "Publication sans aucun lieu : non.", "A release without any place: no."),
        ("baisse", 0, 1, "0 sur 1 enregistrement que la source", "0 of 1 record that the source"),
        ("baisse", 0, 0, "0 enregistrement que la source", "0 records that the source"),
        ("autre_liste", 1, 0, "1 source qui ne cite plus", "1 source that names none"),
        ("autre_liste", 2, 0, "2 sources qui ne citent plus", "2 sources that name none"),
        ("acquittements", 1, 0, "1 acquittement expiré ou", "1 acknowledgement expired or"),
    ],
)
def test_words_agree_with_their_number(name: str, count: int, of: int, fr: str, en: str) -> None:
    told = gate.ruled(name, count, of)
    assert told.message_fr.startswith(fr) and told.message_en.startswith(en)


def test_no_gate_tells_its_words_in_brackets() -> None:
    for name, limit in gate.LIMITS.items():
        assert not set("{|}") & {
            *limit.fr,
            *limit.en,
            *gate.ruled(name, 1, 1).message_fr,
            *gate.ruled(name, 3, 3).message_en,
        }
