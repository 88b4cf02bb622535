"""Several sources, one row each: ids that stay or lead on, what may enter, what is carried, what a person decided."""

from dataclasses import replace
from functools import cache

from flows.identifiers import compute
from flows.identify import Decision, Identified, identify
from flows.remember import remember
from schemas.found import Absent, Found
from schemas.records import Row
from schemas.tables import Tables
from tests.flows.mentioned import described, mentioned, operator, place

DAY, NEXT = "2026-11-22", "2026-11-29"
LILLE = {"code_commune": "59350", "departement": "59", "commune": "Lille"}
SCOP = {"forme": "SCOP", "forme_source": "Scop"}
SIREN = "800000001"
BLEUES = operator("bleues", "Les Libellules Bleues", **LILLE, **SCOP)
NURSERY = place("nursery", "bleues", "La Mare", **LILLE, capacite="24", categorie="creche_collective")
UNIT = operator(SIREN, "Les Libellules Bleues", siren=SIREN, forme="SCOP_SARL", categorie_juridique="5458", **LILLE)
SIEGE = place(f"{SIREN}00010", SIREN, "La Mare", siret=f"{SIREN}00010", **LILLE)
CURATION = mentioned("curation", [BLEUES, NURSERY], DAY)
REGISTER = mentioned("registre", [UNIT, SIEGE], DAY)


def made(*found: Found, previous: Tables | None = None, day: str = DAY, **more: object) -> Identified:
    return identify(found, previous or {}, day, **more)  # type: ignore[arg-type]


@cache
def of_both() -> Identified:
    """What most tests begin with; none of them writes in its tables."""
    return made(CURATION, REGISTER)


def remembered(one: Identified, previous: Tables, found: list[Found], day: str, missing: list[Absent]) -> Tables:
    tables, _ = remember(one.tables, one.gone, previous, found, missing, day, "2026.11.22")
    return {**tables, "provenance": one.proofs}


def only(tables: Tables, table: str = "gestionnaires") -> Row:
    (row,) = tables[table].to_dict("records")
    return {str(k): str(v) for k, v in row.items()}


def test_an_operator_that_two_sources_name_is_one_row_with_the_best_word_of_each() -> None:
    both = of_both()
    row = only(both.tables)
    assert (row["sources"], row["siren"]) == ("curation|sirene", SIREN)
    assert (row["forme"], row["forme_preuve"]) == ("SCOP_SARL", "registre")
    where = only(both.tables, "etablissements")
    assert (where["siret"], where["capacite"], where["gestionnaire_id"]) == (f"{SIREN}00010", "24", row["id"])


def test_each_reference_is_kept_with_the_id() -> None:
    known = of_both().tables["identifiants"]
    assert set(zip(known["source"], known["reference"], strict=True)) == {
        ("curation", "bleues"),
        ("curation", "nursery"),
        ("sirene", SIREN),
        ("sirene", f"{SIREN}00010"),
    }
    assert known["id"].nunique() == 2


def test_a_second_source_that_comes_later_changes_no_id() -> None:
    first = made(CURATION).tables
    later = made(CURATION, REGISTER, previous=first, day=NEXT)
    assert only(later.tables)["id"] == only(first)["id"] == compute("cg", "curation", "bleues")
    assert later.gone == {}


def test_two_rows_that_a_key_joins_later_become_one_and_the_other_id_leads_to_it() -> None:
    far = mentioned("registre", [{**UNIT, "code_commune": "37261", "departement": "37", "nom": "Autre Nom"}], DAY)
    alone = mentioned("curation", [BLEUES], DAY)
    first = made(alone, far).tables
    assert len(first["gestionnaires"]) == 2
    keyed = mentioned("curation", [{**BLEUES, "siren": SIREN}], NEXT)
    later = made(keyed, replace(far), previous=first, day=NEXT)
    new, old = sorted((compute("cg", "sirene", SIREN), compute("cg", "curation", "bleues")))  # of one day: the first
    assert only(later.tables)["id"] == new and later.gone == {old: ("fusionne", new)}
    tables = remembered(later, first, [keyed, far], NEXT, [])
    (stone,) = tables["retraits"].to_dict("records")
    assert (stone["id"], stone["motif"], stone["remplace_par"]) == (old, "fusionne", new)
    known = tables["identifiants"].set_index("id")
    assert known.loc[old, "remplace_par"] == new


def test_a_person_who_tells_two_apart_gives_one_its_own_id_and_the_other_keeps_its_own() -> None:
    first = of_both().tables
    told = Decision("gestionnaires", "sirene", SIREN, "curation", "bleues", "different")
    later = made(CURATION, REGISTER, previous=first, day=NEXT, decisions=(told,))
    ids = dict(zip(later.tables["gestionnaires"]["sources"], later.tables["gestionnaires"]["id"], strict=True))
    assert ids == {"curation": compute("cg", "curation", "bleues"), "sirene": compute("cg", "sirene", SIREN)}
    again = made(CURATION, REGISTER, previous=later.tables, day="2026-12-06", decisions=(told,))
    assert set(again.tables["gestionnaires"]["id"]) == set(ids.values())


def test_what_the_curation_sets_aside_stays_out_with_its_like_and_a_contradiction_is_told() -> None:
    aside = mentioned("curation", [{**BLEUES, "etat": "ecarte", "siren": SIREN}, NURSERY], DAY)
    out = made(aside, REGISTER)
    assert out.tables["gestionnaires"].empty and out.tables["etablissements"].empty
    assert {one.code for one in out.anomalies} == {"ecarte_contredit"}


def test_an_operator_set_aside_after_it_was_published_leaves_with_a_reason() -> None:
    first = made(CURATION).tables
    aside = mentioned("curation", [{**BLEUES, "etat": "ecarte"}, NURSERY], NEXT)
    out = made(aside, previous=first, day=NEXT)
    tables = remembered(out, first, [aside], NEXT, [])
    assert tables["gestionnaires"].empty and tables["etablissements"].empty
    assert set(tables["retraits"]["motif"]) == {"erreur"} and len(tables["retraits"]) == 2


def test_a_company_that_its_registered_form_does_not_prove_enters_only_beside_a_source_that_does() -> None:
    unsure = {**UNIT, "etat": "candidat", "forme": "", "categorie_juridique": "5710", "est_ess": "true"}
    alone = made(mentioned("registre", [unsure, SIEGE], DAY))
    assert alone.tables["gestionnaires"].empty
    assert [one.code for one in alone.anomalies] == ["candidat_non_prouve"]
    beside = mentioned("curation", [{**BLEUES, "siren": SIREN}, NURSERY], DAY)
    row = only(made(beside, mentioned("registre", [unsure, SIEGE], DAY)).tables)
    assert (row["siren"], row["forme"], row["forme_preuve"]) == (SIREN, "SCOP_SAS", "page")


def test_an_establishment_that_closed_before_anyone_named_it_does_not_enter() -> None:
    closed = mentioned("registre", [UNIT, {**SIEGE, "etat": "ferme", "date_fermeture": "2020-01-31"}], DAY)
    assert made(closed).tables["etablissements"].empty


def test_a_published_establishment_that_closes_stays_closed_with_its_day() -> None:
    first = made(REGISTER).tables
    closed = mentioned("registre", [UNIT, {**SIEGE, "etat": "ferme", "date_fermeture": "2026-11-25"}], NEXT)
    row = only(made(closed, previous=first, day=NEXT).tables, "etablissements")
    assert (row["statut"], row["date_fermeture"]) == ("ferme", "2026-11-25")
    assert row["id"] == only(first, "etablissements")["id"]


def test_a_source_that_is_not_had_loses_nothing_of_what_only_it_said() -> None:
    both = of_both()
    first = {**both.tables, "provenance": both.proofs}
    down = [Absent(described("registre"), "it does not answer")]
    later = made(CURATION, previous=first, day=NEXT, missing=down)
    for table in ("gestionnaires", "etablissements"):
        before, now = only(first, table), only(later.tables, table)
        dated = ("date_maj", "date_derniere_vue", "date_premiere_vue")
        assert {c: v for c, v in now.items() if c not in dated} == {c: v for c, v in before.items() if c not in dated}
    proof = later.proofs[(later.proofs["champ"] == "siren")].to_dict("records")
    assert [(row["source"], row["regle"], row["date"]) for row in proof] == [("sirene", "reprise", DAY)]


def test_a_renamed_operator_keeps_its_former_name_among_the_others() -> None:
    first = of_both()
    renamed = mentioned("curation", [{**BLEUES, "nom": "Maison Mandarine"}, NURSERY], NEXT)
    other = mentioned("registre", [{**UNIT, "nom": "Maison Mandarine"}, SIEGE], NEXT)
    before = {**first.tables, "provenance": first.proofs}
    later = made(renamed, other, previous=before, day=NEXT)
    row = only(later.tables)
    assert (row["nom"], row["autres_noms"]) == ("Maison Mandarine", "Les Libellules Bleues")
    (proof,) = later.proofs[(later.proofs["id"] == row["id"]) & (later.proofs["champ"] == "autres_noms")].to_dict(
        "records"
    )
    assert (proof["regle"], proof["valeur_source"]) == ("reprise", "Les Libellules Bleues")
    again = made(renamed, other, previous={**later.tables, "provenance": later.proofs}, day="2026-12-06")
    assert only(again.tables)["autres_noms"] == "Les Libellules Bleues"
    assert again.proofs[again.proofs["champ"] == "autres_noms"]["id"].tolist() == [row["id"]]


def test_a_company_s_name_that_a_register_lends_its_establishment_is_no_name_of_the_nursery() -> None:
    lent = mentioned("registre", [UNIT, {**SIEGE, "nom": "Les Libellules Bleues"}], DAY)
    keyed = mentioned("curation", [BLEUES, {**NURSERY, "siret": f"{SIREN}00010"}], DAY)
    row = only(made(keyed, lent).tables, "etablissements")
    assert (row["nom"], row["autres_noms"]) == ("La Mare", "")
    assert only(made(lent).tables, "etablissements")["nom"] == "Les Libellules Bleues"


def test_a_source_that_was_not_asked_leaves_its_rows_as_sure_as_they_were() -> None:
    opening = place("soon", "bleues", "La Source", etat="annonce", **LILLE)
    first = made(mentioned("curation", [BLEUES, NURSERY, opening], DAY))
    before = {**first.tables, "provenance": first.proofs}
    later = made(previous=before, day=NEXT, missing=[Absent(described("curation"))])
    states = dict(zip(later.tables["etablissements"]["nom"], later.tables["etablissements"]["statut"], strict=True))
    assert states == {"La Mare": "actif", "La Source": "non_confirme"}
    failed = made(previous=before, day=NEXT, missing=[Absent(described("curation"), "down")])
    assert set(failed.tables["etablissements"]["statut"]) == {"non_confirme"}


def test_a_name_that_the_curation_knows_as_another_is_not_the_one_in_use() -> None:
    curated = operator("al", "Les crèches de AL", autres_noms="A l'Abord'Ages", **LILLE, **SCOP)
    listed = operator("A l'Abord'Ages", "A l'Abord'Ages", **LILLE, **SCOP)
    row = only(made(mentioned("curation", [curated], DAY), mentioned("liste", [listed], DAY)).tables)
    assert (row["nom"], row["autres_noms"]) == ("Les crèches de AL", "A l'Abord'Ages")


def merged() -> tuple[Tables, Decision]:
    """Two rows that a SIREN made one, and a person's word that they are two."""
    far = mentioned("registre", [{**UNIT, "code_commune": "37261", "departement": "37", "nom": "Autre Nom"}], DAY)
    first = made(mentioned("curation", [BLEUES], DAY), far)
    keyed = mentioned("curation", [{**BLEUES, "siren": SIREN}], NEXT)
    later = made(keyed, far, previous=first.tables, day=NEXT)
    return remembered(later, first.tables, [keyed, far], NEXT, []), Decision(
        "gestionnaires", "sirene", SIREN, "curation", "bleues", "different"
    )


def test_two_rows_that_were_merged_and_are_told_apart_get_their_own_ids_back() -> None:
    before, told = merged()
    far = mentioned("registre", [{**UNIT, "code_commune": "37261", "departement": "37", "nom": "Autre Nom"}], DAY)
    keyed = mentioned("curation", [{**BLEUES, "siren": SIREN}], "2026-12-06")
    parted = made(keyed, far, previous=before, day="2026-12-06", decisions=(told,))
    ids = {compute("cg", "sirene", SIREN), compute("cg", "curation", "bleues")}
    assert set(parted.tables["gestionnaires"]["id"]) == ids
    tables = remembered(parted, before, [keyed, far], "2026-12-06", [])
    assert tables["retraits"].empty and set(tables["identifiants"]["remplace_par"]) == {""}


def test_a_row_left_to_a_source_that_is_not_had_keeps_its_name_and_address() -> None:
    both = of_both()
    first = {**both.tables, "provenance": both.proofs}
    gone = mentioned("curation", [operator("other", "Maison Mandarine", **LILLE, **SCOP)], NEXT)
    later = made(gone, previous=first, day=NEXT, missing=[Absent(described("registre"), "down")])
    row = next(r for r in later.tables["gestionnaires"].to_dict("records") if r["siren"] == SIREN)
    assert (row["nom"], row["commune_siege"]) == ("Les Libellules Bleues", "Lille")
    (nursery,) = later.tables["etablissements"].to_dict("records")
    assert (nursery["nom"], nursery["adresse_source"]) == ("La Mare", "Lille")


def test_a_nursery_without_address_is_not_given_one_of_its_operator_s_two_establishments_by_chance() -> None:
    seat = {**SIEGE, "nom": "Les Libellules Bleues", "adresse": "1 Rue Neuve"}
    second = {**seat, "reference": f"{SIREN}00028", "siret": f"{SIREN}00028", "adresse": "9 Rue Vieille"}
    nursery = place("n", "bleues", "Les Libellules Bleues", **LILLE)
    found = made(mentioned("curation", [BLEUES, nursery], DAY), mentioned("registre", [UNIT, seat, second], DAY))
    assert len(found.tables["etablissements"]) == 3
    assert [one.code for one in found.anomalies].count("doublon_possible") == 2 == len(found.questions)


def test_a_source_that_names_a_row_no_more_is_heard_for_three_intervals_while_another_names_it() -> None:
    both = of_both()
    first = {**both.tables, "provenance": both.proofs}
    empty_answer = mentioned("registre", [], NEXT)
    later = made(CURATION, empty_answer, previous=first, day=NEXT)
    assert only(later.tables)["siren"] == SIREN
    assert {one.code for one in later.anomalies} == {"mention_disparue"}
    after = made(CURATION, mentioned("registre", [], "2026-12-20"), previous=first, day="2026-12-20")
    assert only(after.tables)["siren"] == "" and only(after.tables)["sources"] == "curation"


def test_a_closing_is_not_undone_because_the_register_names_the_place_no_more() -> None:
    closed = {**SIEGE, "etat": "ferme", "date_fermeture": "2026-11-20"}
    old = mentioned("curation", [BLEUES, {**NURSERY, "siret": closed["siret"], "jour": "2026-01-05"}], DAY)
    both = made(old, mentioned("registre", [UNIT, closed], DAY), previous=made(old, REGISTER).tables)
    first = {**both.tables, "provenance": both.proofs}
    assert only(first, "etablissements")["statut"] == "ferme"
    late = made(old, mentioned("registre", [], "2027-03-01"), previous=first, day="2027-03-01")
    row = only(late.tables, "etablissements")
    assert (row["statut"], row["date_fermeture"]) == ("ferme", "2026-11-20")
    assert {r["champ"]: r["regle"] for r in late.proofs.to_dict("records") if r["champ"] == "date_fermeture"} == {
        "date_fermeture": "reprise"
    }


def test_what_may_be_a_row_set_aside_waits_for_a_person() -> None:
    aside = mentioned(
        "curation", [operator("coope", "La Coopé des p'tits B", **LILLE, etat="ecarte", forme="ASSOCIATION")], DAY
    )
    unit = {**UNIT, "nom": "La Coope des P'tits B"}
    found = made(aside, mentioned("registre", [unit, SIEGE], DAY))
    assert found.tables["gestionnaires"].empty and found.tables["etablissements"].empty
    assert [one.code for one in found.anomalies] == ["ecarte_a_confirmer"] and len(found.questions) == 1
    assert found.tables["identifiants"].empty
    told = Decision("gestionnaires", "sirene", SIREN, "curation", "coope", "different")
    assert only(made(aside, mentioned("registre", [unit, SIEGE], DAY), decisions=(told,)).tables)["siren"] == SIREN


def test_an_answer_that_parts_two_also_parts_what_another_answer_joined_to_one_of_them() -> None:
    one = operator("a", "Les Libellules Bleues", **LILLE, **SCOP)
    two = operator("b", "Maison Mandarine", **LILLE, **SCOP)
    before = made(mentioned("curation", [one], DAY), REGISTER).tables
    answers = (
        Decision("gestionnaires", "curation", "a", "curation", "b", "meme"),
        Decision("gestionnaires", "curation", "b", "sirene", SIREN, "different"),
    )
    later = made(mentioned("curation", [one, two], NEXT), REGISTER, previous=before, day=NEXT, decisions=answers)
    assert later.ids["gestionnaires:curation:a"] == later.ids["gestionnaires:curation:b"]
    assert later.ids["gestionnaires:curation:a"] != later.ids[f"gestionnaires:sirene:{SIREN}"]


def test_a_row_that_a_file_says_was_read_on_another_day_is_of_that_day() -> None:
    rows = [{**BLEUES, "vu_le": "2026-11-20"}, {**NURSERY, "vu_le": "2026-11-22"}]
    found = made(mentioned("curation", rows, DAY))
    assert only(found.tables)["date_derniere_vue"] == "2026-11-20"
    assert only(found.tables, "etablissements")["date_derniere_vue"] == "2026-11-22"
    assert set(found.proofs[found.proofs["champ"] == "forme"]["date"]) == {"2026-11-20"}
