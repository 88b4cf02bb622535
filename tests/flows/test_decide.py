"""`creches review`: what is in doubt is listed; a decision becomes a row of the corrections file, or nothing changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from flows import clock
from flows.formats.csv_table import to_csv
from flows.geocode.corrections import Correction, read_corrections, write_corrections
from flows.geocode.match import Match
from flows.queue_file import QUEUE, read_queue, write_queue
from schemas.errors import UsageError
from tests.commands import Creches, Ended
from tests.flows.geocode_decisions import AT_THE_CENTRE, BY_HAND, CENTRE, CHARMETTES, EVIDENCE, across, decided, said
from tests.flows.geocode_places import DAY, DELIZY, PANTIN, Said, places
from tests.flows.runs import tree
from tests.flows.test_geocode_queue import NEAR, SAINT_DENIS, TWIN, UNKNOWN

WHY = ("--reason", "Vu sur place.", "--evidence", EVIDENCE, "--role", "mainteneur")
FILLED = {"raison": "Vu sur place.", "preuve_url": EVIDENCE, "auteur_role": "mainteneur"}
ADDRESSES = (PANTIN, CHARMETTES, UNKNOWN)


def answering(requete: str, citycode: str) -> Match | None:
    """A near name in Pantin; 133 Rue des Charmettes in Villeurbanne."""
    return NEAR if citycode == "93055" else across(requete, citycode)


@pytest.fixture
def corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of decisions of a test, and one day for whoever asks."""
    path = tmp_path / "room" / "corrections.csv"
    monkeypatch.setenv("CRECHES_GEOCODE_CORRECTIONS", str(path))
    monkeypatch.setenv("CRECHES_IDENTITY_DECISIONS", str(path.parent / "identites.csv"))
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return path


@pytest.fixture
def output(tmp_path: Path, corrections: Path) -> Path:
    """A folder whose queue asks about three addresses: a near name, a conflict, an unknown commune."""
    write_queue(tmp_path / "output", questions())
    return tmp_path / "output"


@pytest.fixture
def cases(output: Path) -> dict[str, str]:
    """The case of each reason."""
    rows = read_queue(output / "review" / QUEUE)
    return dict(zip(rows["motif"], rows["cas"], strict=True))


@pytest.fixture
def review(creches: Creches, output: Path) -> Callable[..., Ended]:
    return lambda *arguments: creches("review", *arguments, "--output", output)


def questions(*addresses: tuple[str, str, str], ask: Said | None = None) -> pd.DataFrame:
    return decided(places(*(addresses or ADDRESSES)), ask=ask or Said(answering))[0].review


def fill(output: Path, cas: str, **cells: str) -> None:
    """A person writes into the row of a case."""
    path = output / "review" / QUEUE
    frame = read_queue(path)
    frame.loc[frame["cas"] == cas, list(cells)] = list(cells.values())
    path.write_bytes(to_csv(frame))


def one(path: Path) -> Correction:
    (only,) = read_corrections(path)
    return only


def test_the_cases_are_listed_with_their_question_candidates_and_suggestion(
    review: Callable[..., Ended], cases: dict[str, str]
) -> None:
    ended = review("list")
    assert ended.code == 0 and ended.err == ""
    shown = ended.out.split("\n\n")
    assert [part.split()[0] for part in shown] == [
        cases["commune_inconnue"],
        cases["conflit_commune"],
        cases["point_a_revoir"],
    ]
    assert "133 Rue des Charmettes, 69006 Lyon" in shown[1]
    assert "candidat_1: 133 Rue des Charmettes 69100 Villeurbanne (ban, class 21, 100 % alike," in shown[1]
    assert "https://adresse.data.gouv.fr/base-adresse-nationale/69266_1420_00133" in shown[1]
    assert "suggested: candidat_1" in shown[1] and f"published: {CENTRE}" in shown[2]
    assert "published: no point; suggested: look at the source" in shown[0]


def test_the_cases_are_listed_as_one_document_for_a_machine(
    review: Callable[..., Ended], cases: dict[str, str]
) -> None:
    told = review("list", "--json").document["cases"]
    assert [row["cas"] for row in told] == [
        cases["commune_inconnue"],
        cases["conflit_commune"],
        cases["point_a_revoir"],
    ]
    assert told[1]["candidat_1_code_insee"] == "69266" and {type(v) for row in told for v in row.values()} == {str}


def test_without_a_queue_nothing_is_in_doubt(creches: Creches, tmp_path: Path) -> None:
    ended = creches("review", "list", "--output", tmp_path / "none")
    assert (ended.code, ended.out) == (0, "nothing is in doubt\n")
    assert creches("review", "list", "--output", tmp_path / "none", "--json").document == {
        "cases": [],
        "identities": [],
    }
    assert not (tmp_path / "none").exists()


def test_a_candidate_of_the_commune_becomes_a_point_with_its_reason_evidence_role_and_day(
    review: Callable[..., Ended], cases: dict[str, str], corrections: Path
) -> None:
    ended = review("apply", cases["point_a_revoir"], "--decide", "candidat_1", *WHY, "--expires", "2027-11-22")
    assert ended.code == 0 and ended.err == ""
    assert ended.out.splitlines()[0] == "point    41 Rue Delizy, 93500 Pantin" and str(corrections) in ended.out
    assert one(corrections) == Correction(
        **dict(zip(("adresse", "code_postal", "commune"), PANTIN, strict=True)),
        code_insee="93055",
        decision="point",
        remplace=CENTRE,
        longitude="2.4098",
        latitude="48.8981",
        geo_precision="numero",
        geo_qualite="21",
        geo_libelle="41 Avenue Delizy 93500 Pantin",
        code_insee_corrige="",
        raison="Vu sur place.",
        preuve_url=EVIDENCE,
        auteur_role="mainteneur",
        date=DAY,
        expire_le="2027-11-22",
    )


def test_what_was_applied_is_told_to_a_machine_too(
    review: Callable[..., Ended], cases: dict[str, str], corrections: Path
) -> None:
    told = review("apply", cases["point_a_revoir"], "--decide", "centre", *WHY, "--json").document
    assert (told["result"], told["file"]) == ("applied", str(corrections))
    assert Correction(**told["corrections"][0]) == one(corrections)


@pytest.mark.parametrize(
    ("decide", "kind", "where"),
    [
        ("centre", "centre", ("", "")),
        ("garder", "centre", ("", "")),
        ("point:2.4101,48.8979", "point", ("2.4101", "48.8979")),
        ("point: 2.4101 , 48.8979 ", "point", ("2.4101", "48.8979")),
    ],
)
def test_each_answer_makes_its_decision(
    review: Callable[..., Ended],
    cases: dict[str, str],
    corrections: Path,
    decide: str,
    kind: str,
    where: tuple[str, str],
) -> None:
    assert review("apply", cases["point_a_revoir"], "--decide", decide, *WHY).code == 0
    made = one(corrections)
    assert (made.decision, (made.longitude, made.latitude), made.remplace) == (kind, where, CENTRE)
    assert made.geo_precision == ("numero" if kind == "point" else "")


@pytest.mark.parametrize("decide", ["candidat_1", "commune:69266"])
def test_in_a_conflict_a_candidate_is_the_commune_in_which_the_next_run_looks(
    review: Callable[..., Ended], cases: dict[str, str], corrections: Path, decide: str
) -> None:
    assert review("apply", cases["conflit_commune"], "--decide", decide, *WHY).code == 0
    assert (one(corrections).decision, one(corrections).code_insee_corrige) == ("commune", "69266")
    found, told = decided(places(CHARMETTES), one(corrections), ask=Said(answering))
    assert (found.places.iloc[0]["code_insee"], found.places.iloc[0]["geo_precision"]) == ("69266", "numero")
    assert told == ["correction_geo_appliquee"] and found.review.empty


def test_in_a_conflict_the_candidate_of_the_declared_commune_is_a_point(
    creches: Creches, tmp_path: Path, corrections: Path
) -> None:
    rival = replace(DELIZY, code_insee="93048", score=0.96)
    write_queue(tmp_path / "o", questions(PANTIN, ask=said(DELIZY, rival)))
    (cas,) = read_queue(tmp_path / "o" / "review" / QUEUE)["cas"]
    assert creches("review", "apply", cas, "--decide", "candidat_1", *WHY, "--output", tmp_path / "o").code == 0
    assert (one(corrections).decision, one(corrections).longitude) == ("point", "2.4098")


def test_of_several_communes_of_one_name_a_candidate_is_its_commune(
    creches: Creches, tmp_path: Path, corrections: Path
) -> None:
    def answer(requete: str, citycode: str) -> Match | None:
        door = replace(DELIZY, voie="Rue de la République", numero="12", longitude=2.3571, latitude=48.9362)
        return replace(door, code_insee=citycode) if citycode == "93066" else None

    write_queue(tmp_path / "o", questions(SAINT_DENIS, ask=Said(answer)))
    (cas,) = read_queue(tmp_path / "o" / "review" / QUEUE)["cas"]
    assert creches("review", "apply", cas, "--decide", "candidat_1", *WHY, "--output", tmp_path / "o").code == 0
    found, told = decided(places(SAINT_DENIS), one(corrections), ask=Said(answer))
    assert (found.places.iloc[0]["code_insee"], found.places.iloc[0]["geo_precision"]) == ("93066", "numero")
    assert told == ["correction_geo_appliquee"]


def test_to_keep_a_point_that_seems_to_have_moved_is_no_news_at_the_next_run(
    creches: Creches, tmp_path: Path, corrections: Path
) -> None:
    first, _ = decided(places(PANTIN), ask=said(DELIZY))
    moved, _ = decided(places(PANTIN), ask=said(TWIN), previous=first.places, day="2027-11-22")
    write_queue(tmp_path / "o", moved.review)
    (cas,) = moved.review["cas"]
    assert creches("review", "apply", cas, "--decide", "garder", *WHY, "--output", tmp_path / "o").code == 0
    before = moved.places
    for day in ("2027-11-23", "2027-11-24"):
        found, told = decided(places(PANTIN), one(corrections), ask=said(TWIN), previous=before, day=day)
        row, before = found.places.iloc[0], found.places
        assert (row["longitude"], row["latitude"], row["geo_statut"]) == ("2.4098", "48.8981", "manuel")
        assert told == ["correction_geo_appliquee"]


def test_the_applied_case_leaves_the_queue_and_the_others_stay(
    review: Callable[..., Ended], cases: dict[str, str], output: Path
) -> None:
    review("apply", cases["point_a_revoir"], "--decide", "candidat_1", *WHY)
    left = set(read_queue(output / "review" / QUEUE)["cas"])
    assert left == {cases["commune_inconnue"], cases["conflit_commune"]}


def test_a_new_decision_replaces_the_one_about_the_same_address_and_no_other(
    review: Callable[..., Ended], cases: dict[str, str], corrections: Path
) -> None:
    other = replace(BY_HAND, adresse="9 Rue Delizy")
    write_corrections(corrections, [AT_THE_CENTRE, other])
    assert review("apply", cases["point_a_revoir"], "--decide", "candidat_1", *WHY).code == 0
    assert [(made.adresse, made.decision) for made in read_corrections(corrections)] == [
        ("41 Rue Delizy", "point"),
        ("9 Rue Delizy", "point"),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--decide", "candidat_1"), "raison is empty"),
        (("--decide", "candidat_1", *WHY[:2], *WHY[4:]), "preuve_url is no http(s) address"),
        (("--decide", "candidat_1", *WHY[:4]), "auteur_role is none of"),
        (("--decide", "candidat_1", *WHY[:5], "Camille Exemple"), "auteur_role is none of"),
        (("--decide", "candidat_1", *WHY, "--expires", DAY), "expire_le is no day after date"),
        (
            ("--decide", "candidat_1", "--reason", "Appeler le 01 99 00 12 34", *WHY[2:]),
            "raison may not hold a mailbox",
        ),
        (("--decide", "candidat_2", *WHY), "has no candidat_2 with a point. It has: candidat_1"),
        (("--decide", "candidat_4", *WHY), "'candidat_4' is no answer"),
        (("--decide", "oui", *WHY), "'oui' is no answer. The answers are: candidat_1"),
        (("--decide", "", *WHY), "'' is no answer"),
        (("--decide", "point", *WHY), "no point of France"),
        (("--decide", "point:48.8979,2.4101", *WHY), "no point of France"),
        (("--decide", "point:2,4101,48,8979", *WHY), "no point of France"),
        (("--decide", "commune:1", *WHY), "code_insee_corrige '1' is no commune"),
        (("--decide", "commune", *WHY), "code_insee_corrige '' is no commune"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_a_wrong_decision_ends_with_2_says_why_and_changes_nothing(
    review: Callable[..., Ended],
    cases: dict[str, str],
    output: Path,
    corrections: Path,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    before = tree(output)
    ended = review("apply", cases["point_a_revoir"], *arguments, "--json")
    assert (ended.code, ended.document["result"]) == (2, "usage")
    assert words in ended.document["error"] and cases["point_a_revoir"] in ended.err and "Traceback" not in ended.err
    assert "Camille" not in ended.err + ended.out and "99 00" not in ended.err + ended.out
    assert tree(output) == before and not corrections.exists()


@pytest.mark.parametrize("decide", ["garder", "centre", "point:2.4101,48.8979"])
def test_an_address_whose_commune_is_unknown_needs_its_commune_first(
    review: Callable[..., Ended], cases: dict[str, str], corrections: Path, decide: str
) -> None:
    ended = review("apply", cases["commune_inconnue"], "--decide", decide, *WHY)
    assert ended.code == 2 and "decide commune:INSEE first" in ended.err and not corrections.exists()
    assert review("apply", cases["commune_inconnue"], "--decide", "commune:93055", *WHY).code == 0


def test_a_case_that_is_not_in_doubt_is_a_wrong_call_that_names_the_others(
    review: Callable[..., Ended], cases: dict[str, str], creches: Creches, tmp_path: Path
) -> None:
    ended = review("apply", "g-nothing", "--decide", "centre", *WHY)
    assert ended.code == 2 and all(cas in ended.err for cas in cases.values())
    ended = creches("review", "apply", "g-nothing", "--decide", "centre", *WHY, "--output", tmp_path / "none")
    assert ended.code == 2 and "Nothing of its kind is in doubt" in ended.err


def test_a_decision_without_a_case_is_a_wrong_call(
    review: Callable[..., Ended], cases: dict[str, str], output: Path
) -> None:
    fill(output, cases["point_a_revoir"], decision="centre", **FILLED)
    ended = review("apply", "--decide", "candidat_1", *WHY)
    assert ended.code == 2 and "about one case" in ended.err


def test_decisions_written_into_the_file_are_all_applied(
    review: Callable[..., Ended], cases: dict[str, str], output: Path, corrections: Path
) -> None:
    fill(output, cases["point_a_revoir"], decision=" point ", longitude="2.4101", latitude="48.8979", **FILLED)
    fill(output, cases["conflit_commune"], decision="commune", code_insee_corrige="69266", **FILLED)
    told = review("apply", "--json").document
    assert [row["decision"] for row in told["corrections"]] == ["commune", "point"]
    assert len(read_corrections(corrections)) == 2
    assert list(read_queue(output / "review" / QUEUE)["cas"]) == [cases["commune_inconnue"]]


def test_of_decisions_written_into_the_file_none_is_applied_when_one_is_wrong_and_every_fault_is_named(
    review: Callable[..., Ended], cases: dict[str, str], output: Path, corrections: Path
) -> None:
    fill(output, cases["point_a_revoir"], decision="candidat_1", **FILLED)
    fill(output, cases["conflit_commune"], decision="candidat_3", **FILLED)
    fill(output, cases["commune_inconnue"], decision="commune", auteur_role="moi")
    before = tree(output)
    ended = review("apply")
    assert ended.code == 2 and "Nothing was applied" in ended.err
    faults = [line for line in ended.err.splitlines() if line.startswith("- ")]
    assert [fault.split()[1].rstrip(":") for fault in faults] == [
        *[cases["commune_inconnue"]] * 4,
        cases["conflit_commune"],
    ]
    assert tree(output) == before and not corrections.exists()


def test_a_file_without_decisions_is_a_wrong_call_that_says_where_to_write(review: Callable[..., Ended]) -> None:
    ended = review("apply")
    assert ended.code == 2 and "No file holds a decision" in ended.err and "decision, longitude" in ended.err


def test_a_queue_that_went_through_a_spreadsheet_is_read(
    review: Callable[..., Ended], cases: dict[str, str], output: Path, corrections: Path
) -> None:
    fill(output, cases["point_a_revoir"], decision="centre", **{**FILLED, "raison": " Vu\u00a0sur place. "})
    path = output / "review" / QUEUE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert review("apply").code == 0 and one(corrections).raison == "Vu sur place."


def test_a_row_whose_codes_a_spreadsheet_has_cut_is_understood_and_another_address_is_refused(
    creches: Creches, tmp_path: Path, corrections: Path
) -> None:
    street = replace(DELIZY, voie="Avenue Neuve", numero="1", code_insee="01033", longitude=5.81, latitude=46.108)
    write_queue(tmp_path / "o", questions(("1 Rue Neuve", "01200", "Valserhône"), ask=said(street)))
    path = tmp_path / "o" / "review" / QUEUE
    (cas,) = read_queue(path)["cas"]
    fill(tmp_path / "o", cas, decision="centre", **FILLED)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b",01033,", b",01034,"))
    ended = creches("review", "apply", "--output", tmp_path / "o")
    assert ended.code == 2 and "its address was changed in the file" in ended.err and not corrections.exists()
    path.write_bytes(whole.replace(b",01033,", b",1033,").replace(b",01200,", b",1200,"))
    assert creches("review", "apply", "--output", tmp_path / "o").code == 0
    (one,) = read_corrections(corrections)
    assert (one.code_insee, one.code_postal) == ("01033", "01200")


def test_a_queue_saved_by_a_french_spreadsheet_is_read_with_its_commas_and_days(
    review: Callable[..., Ended], cases: dict[str, str], output: Path, corrections: Path
) -> None:
    written = {"decision": "point", "longitude": "2,4101", "latitude": "48,8979", "expire_le": "31/12/2027", **FILLED}
    fill(output, cases["point_a_revoir"], **written)
    path = output / "review" / QUEUE
    path.write_bytes(read_queue(path).to_csv(sep=";", index=False, lineterminator="\r\n").encode("cp1252"))
    assert review("apply").code == 0
    (one,) = read_corrections(corrections)
    assert (one.longitude, one.latitude, one.expire_le) == ("2.4101", "48.8979", "2027-12-31")


def test_a_point_that_a_release_would_refuse_and_a_reason_that_names_somebody_are_told_at_once(
    review: Callable[..., Ended], cases: dict[str, str], corrections: Path
) -> None:
    far = review("apply", cases["point_a_revoir"], "--decide", "point:4.85,45.77", *WHY)
    assert far.code == 2 and "is not in Pantin" in far.err
    named = (*WHY[:1], "Mme Dupond l'a dit.", *WHY[2:])
    ended = review("apply", cases["point_a_revoir"], "--decide", "centre", *named)
    assert ended.code == 2 and "names a person" in ended.err and "Dupond" not in ended.err
    assert not corrections.exists()


def test_a_case_that_stands_on_two_lines_is_not_chosen_for(
    review: Callable[..., Ended], cases: dict[str, str], output: Path, corrections: Path
) -> None:
    fill(output, cases["point_a_revoir"], decision="centre", **FILLED)
    path = output / "review" / QUEUE
    frame = read_queue(path)
    path.write_bytes(to_csv(pd.concat([frame, frame[frame["decision"] != ""].assign(decision="candidat_1")])))
    ended = review("apply")
    assert ended.code == 2 and "stands on two lines" in ended.err and not corrections.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "has no header line"),
        (b"a,b\n1,2\n", "has not the column cas"),
        (b"cas;id\n", "has not the column nom"),
        (b"\xff", "has not the column cas"),
        (b"PK\x03\x04", "is a spreadsheet"),
    ],
)
def test_a_queue_that_is_none_is_told_and_a_release_does_not_write_over_it(
    review: Callable[..., Ended], output: Path, body: bytes, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = output / "review" / QUEUE
    path.write_bytes(body)
    assert review("list").code == 2 and words in review("apply").err
    write_queue(output, questions())
    assert path.read_bytes() == body and "left as it was" in caplog.text


def test_a_damaged_file_of_decisions_is_neither_mended_nor_lost(
    review: Callable[..., Ended], cases: dict[str, str], output: Path, corrections: Path
) -> None:
    corrections.parent.mkdir()
    corrections.write_text("adresse\n")
    before = tree(output)
    ended = review("apply", cases["point_a_revoir"], "--decide", "centre", *WHY)
    assert ended.code == 2 and "cannot be used" in ended.err
    assert corrections.read_text() == "adresse\n" and tree(output) == before


def test_decisions_not_yet_applied_survive_the_next_run_of_the_queue(cases: dict[str, str], output: Path) -> None:
    fill(output, cases["point_a_revoir"], decision="candidat_1", **FILLED)
    fill(output, cases["conflit_commune"], raison="À voir en mairie.")
    write_queue(output, questions(*ADDRESSES[::-1], ("9 Rue Delizy", "93500", "Pantin")))
    kept = read_queue(output / "review" / QUEUE).set_index("cas")
    assert len(kept) == 4
    assert dict(kept.loc[cases["point_a_revoir"], ["decision", *FILLED]]) == {"decision": "candidat_1", **FILLED}
    assert kept.loc[cases["conflit_commune"], "raison"] == "À voir en mairie."


def test_and_go_with_their_question(cases: dict[str, str], output: Path) -> None:
    fill(output, cases["point_a_revoir"], decision="candidat_1", **FILLED)
    write_queue(output, questions(CHARMETTES))
    assert list(read_queue(output / "review" / QUEUE)["cas"]) == [cases["conflit_commune"]]


@pytest.mark.parametrize(
    ("decision", "left"), [("candidat_1", ""), ("garder", ""), ("centre", "centre"), ("point", "point")]
)
def test_a_choice_does_not_outlive_what_was_shown_but_its_words_do(
    cases: dict[str, str], output: Path, decision: str, left: str
) -> None:
    fill(output, cases["point_a_revoir"], decision=decision, **FILLED)
    other = replace(NEAR, latitude=48.899)
    write_queue(output, questions(PANTIN, ask=said(other)))
    row = read_queue(output / "review" / QUEUE).iloc[0]
    assert (row["cas"], row["decision"], row["raison"]) == (cases["point_a_revoir"], left, FILLED["raison"])


def test_the_same_queue_is_the_same_bytes(output: Path) -> None:
    before = tree(output)
    write_queue(output, questions())
    assert tree(output) == before and list(before) == [f"review/{QUEUE}"]


def test_help_names_the_commands_and_what_may_be_decided(creches: Creches) -> None:
    assert "list" in creches("review", "--help").out
    assert "candidat_1" in creches("review", "apply", "--help").out
    assert json.loads(creches("review", "list", "--json").out) == {"cases": [], "identities": []}


def test_a_queue_may_not_be_read_from_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_queue(tmp_path)
