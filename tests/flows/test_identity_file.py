"""The files of who is who: which decisions are read, what is refused and how it is said, and what is asked of people."""

import csv
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.decision_rules import ROLES
from flows.formats.csv_table import to_csv
from flows.identify.decisions import Decision
from flows.identity_file import (
    FILE,
    QUEUE,
    DecisionRow,
    expired,
    faults_of,
    read_decisions,
    write_questions,
    write_rows,
)
from flows.queue_file import read_queue
from schemas.errors import UsageError
from schemas.records import Row
from tests.flows.identity_questions import APART, DAY, HOMONYMS, LILLE, OPERATOR, TOURS, asked, side
from tests.flows.runs import ROOT, tree

SAME = replace(
    APART, table="gestionnaires", source_b="sirene", reference_b="005520176", nom_b="E2S COOP", decision="meme"
)
WRITTEN = {"decision": "different", "raison": "Vu.", "expire_le": "31/12/2027"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "identites.csv"


def raw(path: Path, *rows: DecisionRow) -> Path:
    """A file with these rows, right or wrong."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([FILE.columns, *(asdict(one).values() for one in rows)])
    return path


def refusal(path: Path, as_of: str = DAY) -> str:
    with pytest.raises(UsageError) as caught:
        read_decisions(path, as_of)
    return str(caught.value)


def queued(output: Path) -> list[Row]:
    return [{str(k): str(v) for k, v in row.items()} for row in read_queue(QUEUE.at(output), QUEUE).to_dict("records")]


def fill(output: Path, cas: str, **cells: str) -> None:
    """A person writes into the row of a case."""
    frame = read_queue(QUEUE.at(output), QUEUE)
    frame.loc[frame["cas"] == cas, list(cells)] = list(cells.values())
    QUEUE.at(output).write_bytes(to_csv(frame))


def test_the_committed_file_can_be_read() -> None:
    assert isinstance(read_decisions(ROOT / "sources" / "identites.csv", DAY), tuple)


def test_a_decision_is_read_as_two_references_and_whether_they_are_one(path: Path) -> None:
    assert read_decisions(raw(path, APART), DAY) == (
        Decision(
            "etablissements", "coop_petite_enfance", "Méli-Mélo", "curation", "meli-melo-lille", decision="different"
        ),
    )


def test_a_decision_holds_through_its_last_day_and_is_then_told_as_expired(path: Path) -> None:
    raw(path, replace(APART, expire_le="2026-12-31"), SAME)
    assert [one.decision for one in read_decisions(path, "2026-12-31")] == ["different", "meme"]
    assert expired(path, "2026-12-31") == ()
    assert [one.decision for one in read_decisions(path, "2027-01-01")] == ["meme"]
    assert expired(path, "2027-01-01") == (replace(APART, expire_le="2026-12-31"),)


def test_a_file_that_is_not_there_is_never_taken_for_no_decision(path: Path) -> None:
    told = refusal(path)
    assert "about who is who are not there" in told and "setting identity_decisions" in told
    write_rows(path, [])
    assert read_decisions(path, DAY) == ()


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"table": "chiffres"}, "table 'chiffres' is none of etablissements, gestionnaires"),
        ({"decision": "oui"}, "decision 'oui' is none of meme, different"),
        ({"decision": "x" * 100_000}, f"decision '{'x' * 40}' is none of"),
        ({"source_a": ""}, "source_a is no source's id"),
        ({"source_b": "Ma source"}, "source_b is no source's id"),
        ({"reference_a": ""}, "reference_a has no letter or digit"),
        ({"reference_b": " … "}, "reference_b has no letter or digit"),
        (
            {"source_b": APART.source_a, "reference_b": "MELI MELO"},
            "source_b and reference_b are those of its other side",
        ),
        ({"raison": ""}, "raison is empty"),
        ({"raison": "@SUM(A1)"}, "raison starts like a spreadsheet formula"),
        ({"raison": "x" * 501}, "raison is far too long"),
        ({"raison": "x" * 100_000}, "raison is far too long"),
        ({"nom_a": "=1+1"}, "nom_a starts like a spreadsheet formula"),
        ({"nom_b": "<b>E2S</b>"}, "nom_b holds an HTML tag or entity"),
        ({"reference_a": "-1+1"}, "reference_a starts like a spreadsheet formula"),
        ({"reference_b": "+SUM(A1)"}, "reference_b starts like a spreadsheet formula"),
        ({"raison": "Appeler le 06 39 98 00 01"}, "raison may not hold a mailbox or a phone number"),
        ({"nom_b": "a.b@creche.example"}, "nom_b may not hold a mailbox or a phone number"),
        ({"reference_a": "Crèche 06 39 98 00 01"}, "reference_a may not hold a mailbox or a phone number"),
        ({"preuve_url": "https://x.example/0639980001"}, "preuve_url may not hold a mailbox or a phone number"),
        ({"preuve_url": "ftp://x.example/a"}, "preuve_url is no http(s) address"),
        ({"preuve_url": "javascript:alert(1)"}, "preuve_url is no http(s) address"),
        ({"preuve_url": f"https://x.example/{'a' * 2000}"}, "preuve_url is far too long"),
        ({"auteur_role": "Camille Exemple"}, "auteur_role is none of mainteneur"),
        ({"decide_le": "22/11/2026"}, "decide_le is no day"),
        ({"expire_le": DAY}, "expire_le is no day after decide_le"),
        ({"expire_le": "bientôt"}, "expire_le is no day after decide_le"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_bad_cell_is_refused_with_its_line_and_what_is_wrong(path: Path, spoilt: dict[str, str], words: str) -> None:
    told = refusal(raw(path, SAME, replace(APART, **spoilt)))
    assert str(path) in told and f"- line 3: {words}" in told
    assert "nothing was done" in told and "Correct these lines" in told and "line 2:" not in told
    assert len(told) < 1000 and "Camille" not in told and "39 98" not in told and "@creche" not in told


def test_a_bad_cell_is_refused_even_beside_a_last_day_that_is_past(path: Path) -> None:
    assert "line 2: raison is empty" in refusal(
        raw(path, replace(APART, raison="", expire_le="2026-12-01")), "2027-06-01"
    )


@pytest.mark.parametrize("role", ROLES)
def test_who_decided_is_a_role_of_a_closed_list(role: str) -> None:
    assert faults_of(replace(APART, auteur_role=role)) == []


@pytest.mark.parametrize("number", ["005520176", "00542912300012", "552017600"])
def test_a_company_s_number_is_no_phone(number: str) -> None:
    assert faults_of(replace(APART, reference_b=number)) == []


@pytest.mark.parametrize(
    "second",
    [
        replace(APART, decision="meme"),
        replace(APART, reference_a="MELI MELO", expire_le="2027-01-01"),
        replace(
            APART,
            source_a=APART.source_b,
            reference_a=APART.reference_b,
            source_b=APART.source_a,
            reference_b=APART.reference_a,
        ),
    ],
    ids=["contradiction", "other spelling", "sides changed over"],
)
def test_two_rows_about_one_pair_are_refused_however_they_are_written(path: Path, second: DecisionRow) -> None:
    told = refusal(raw(path, APART, second))
    assert "line 3: the pair " in told and "has two decisions, the other on line 2" in told


def test_what_may_not_be_held_is_not_repeated_where_two_rows_hold_it(path: Path) -> None:
    bad = replace(APART, reference_a="Crèche 06 39 98 00 01")
    told = refusal(raw(path, bad, bad))
    assert told.count("may not hold a mailbox") == 2 and "39 98" not in told


def test_rows_that_together_make_one_of_a_pair_told_to_differ_are_refused_while_all_of_them_hold(path: Path) -> None:
    through = {"source_b": "pope", "reference_b": "mm", "decision": "meme"}
    first = replace(APART, **through)
    second = replace(first, source_a=APART.source_b, reference_a=APART.reference_b, expire_le="2026-12-31")
    raw(path, APART, first, second)
    told = refusal(path)
    assert "line 2: decision different, but other lines make the pair coop_petite_enfance Méli-Mélo" in told
    assert len(read_decisions(path, "2027-01-01")) == 2
    raw(path, APART, replace(first, table="gestionnaires"), second)
    assert len(read_decisions(path, DAY)) == 3


def test_every_fault_of_a_file_is_told_at_once_and_the_list_has_an_end(path: Path) -> None:
    bad = replace(APART, raison="", preuve_url="")
    told = refusal(raw(path, *(replace(bad, reference_a=f"Crèche {n}") for n in range(30))))
    assert told.count("\n- ") == 21 and "- and 40 more" in told


def test_a_spreadsheet_s_mark_line_ends_blanks_and_empty_lines_do_no_harm(path: Path) -> None:
    raw(path, replace(APART, raison="  Deux\0 villes,\n deux\u00a0gérances. "), DecisionRow(*[""] * len(FILE.columns)))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert len(read_decisions(path, DAY)) == 1


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: b"", "line 1: its columns"),
        (lambda text: text.replace(b",", b";"), "separated by commas"),
        (lambda text: text.replace(b",expire_le", b""), "line 1: its columns"),
        (lambda text: text.replace(b",different,", b","), "line 2 has 12 cells, not 13"),
        (lambda text: text + b'"no end', "unexpected end"),
        (lambda text: text.replace(b"Deux", b"Deux\xe9"), "utf-8"),
    ],
    ids=["empty", "semicolons", "column lost", "cell lost", "open quote", "latin-1"],
)
def test_a_file_that_is_not_ours_is_refused_whole(path: Path, damage: Any, words: str) -> None:
    path.write_bytes(damage(raw(path, APART).read_bytes()))
    told = refusal(path)
    assert words in told and str(path) in told and "put the file back as it was" in told


def test_a_folder_is_no_file_of_decisions(tmp_path: Path) -> None:
    assert "cannot be used" in refusal(tmp_path)


ROWS = st.lists(
    st.builds(
        replace,
        st.sampled_from([APART, SAME]),
        reference_a=st.sampled_from(["Les P'tits Loups", 'Crèche "A", bât. B', "0123", "Œuf", "z"]),
        raison=st.sampled_from(["Vu sur place.", 'Un "mot", deux', "« Œuvre », 3e"]),
        expire_le=st.sampled_from(["", "2027-01-31"]),
    ),
    max_size=6,
    unique_by=lambda one: frozenset(one.sides),
)


@settings(max_examples=30, deadline=None)
@given(ROWS, st.randoms())
def test_what_is_written_reads_back_and_neither_the_order_nor_the_sides_given_matter(
    tmp_path_factory: pytest.TempPathFactory, rows: list[DecisionRow], chance: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "who" / "identites.csv"
    write_rows(path, rows)
    once, read = path.read_bytes(), read_decisions(path, DAY)
    assert len(read) == len(rows)
    chance.shuffle(rows)
    over = {f"{name}_{to}": f"{name}_{of}" for name in ("source", "reference", "nom") for to, of in ("ab", "ba")}
    write_rows(path, [replace(one, **{to: getattr(one, of) for to, of in over.items()}) for one in rows])
    assert path.read_bytes() == once and [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_pairs_in_doubt_are_written_one_row_a_case_with_columns_to_fill(tmp_path: Path) -> None:
    write_questions(tmp_path, [OPERATOR, HOMONYMS, HOMONYMS])
    rows = queued(tmp_path)
    assert [row["cas"] for row in rows] == [HOMONYMS["cas"], OPERATOR["cas"]]
    assert rows[0] == {**HOMONYMS, **dict.fromkeys(QUEUE.to_fill, "")} and rows[1]["reference_b"] == "005520176"
    assert QUEUE.at(tmp_path) == tmp_path / "review" / "identites.csv"


def test_the_same_questions_in_any_order_are_the_same_bytes(tmp_path: Path) -> None:
    write_questions(tmp_path, [HOMONYMS, OPERATOR])
    before = tree(tmp_path)
    write_questions(tmp_path, [OPERATOR, HOMONYMS])
    assert tree(tmp_path) == before and list(before) == ["review/identites.csv"]


def test_what_a_person_wrote_stays_beside_its_case_whatever_is_shown_of_it_now(tmp_path: Path) -> None:
    write_questions(tmp_path, [HOMONYMS, OPERATOR])
    fill(tmp_path, HOMONYMS["cas"], **WRITTEN)
    write_questions(tmp_path, [asked(TOURS, {**LILLE, "adresse": "2 Rue Neuve"}, suggestion="meme")])
    (row,) = queued(tmp_path)
    assert (row["adresse_b"], row["suggestion"]) == ("2 Rue Neuve", "meme")
    assert {name: row[name] for name in WRITTEN} == WRITTEN


def test_and_goes_with_its_question(tmp_path: Path) -> None:
    write_questions(tmp_path, [HOMONYMS])
    fill(tmp_path, HOMONYMS["cas"], **WRITTEN)
    write_questions(tmp_path, [OPERATOR])
    assert [(row["cas"], row["decision"]) for row in queued(tmp_path)] == [(OPERATOR["cas"], "")]


def test_without_questions_the_file_has_its_columns_only(tmp_path: Path) -> None:
    write_questions(tmp_path, [])
    assert QUEUE.at(tmp_path).read_text().splitlines() == [",".join(QUEUE.columns)]


@pytest.mark.parametrize("cell", ["=1+1", "-2+3", "@SUM(A1)", "+1+cmd|x", "<b>x</b>", "x" * 100_000])
def test_what_a_spreadsheet_could_take_for_more_than_text_is_left_out_of_what_is_shown(
    tmp_path: Path, cell: str
) -> None:
    write_questions(tmp_path, [asked({**TOURS, "nom": cell, "url": cell}, LILLE)])
    (row,) = queued(tmp_path)
    assert row["nom_a"].startswith("(retiré : ") and row["url_a"].startswith("(retiré : ")
    assert row["telephone_a"] == "+33199001234" and row["nom_b"] == "Mêli-Mêlo"


def test_control_characters_are_taken_out_of_what_is_shown(tmp_path: Path) -> None:
    write_questions(tmp_path, [asked({**TOURS, "nom": "Méli\x1b[31m\r\nMélo\0"}, LILLE)])
    assert queued(tmp_path)[0]["nom_a"] == "Méli[31m Mélo"


def test_a_pair_whose_reference_no_file_may_hold_is_told_and_not_asked_about(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hostile = asked(side("curation", "=1+1", "X"), TOURS)
    write_questions(tmp_path, [hostile, HOMONYMS])
    assert [row["cas"] for row in queued(tmp_path)] == [HOMONYMS["cas"]]
    assert f"{hostile['cas']} is not asked about" in caplog.text
    assert "reference_a starts like a spreadsheet formula" in caplog.text


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_a_file_that_is_no_such_table_is_not_written_over(
    tmp_path: Path, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    QUEUE.at(tmp_path).parent.mkdir()
    QUEUE.at(tmp_path).write_bytes(body)
    write_questions(tmp_path, [HOMONYMS])
    assert QUEUE.at(tmp_path).read_bytes() == body and "left as it was" in caplog.text


def test_a_disk_that_refuses_is_logged_and_the_release_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    write_questions(tmp_path, [HOMONYMS])
    assert "No space left on device" in caplog.text and tree(tmp_path) == {}
