"""`creches review` for who is who: pairs in doubt are listed beside addresses, and answers are kept by their references."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from flows import clock, decision_file, identity_decide, point_decide
from flows.geocode.corrections import read_corrections
from flows.identity_file import FILE, QUEUE, DecisionRow, read_decisions, write_questions, write_rows
from flows.queue_file import QUEUE as POINTS
from flows.queue_file import read_queue, write_queue
from schemas.errors import UsageError
from tests.commands import Creches, Ended
from tests.flows.geocode_decisions import EVIDENCE
from tests.flows.geocode_places import DAY, PANTIN
from tests.flows.identity_questions import APART, HOMONYMS, OPERATOR, REGISTER, TOURS, asked
from tests.flows.runs import tree
from tests.flows.test_decide import fill as fill_point
from tests.flows.test_decide import questions
from tests.flows.test_identity_file import fill

REASON = "Deux villes, deux gérances."
WHY = ("--reason", REASON, "--evidence", EVIDENCE, "--role", "mainteneur")
FILLED = {"raison": REASON, "preuve_url": EVIDENCE, "auteur_role": "mainteneur"}
PAIR, FIRM = HOMONYMS["cas"], OPERATOR["cas"]


@pytest.fixture
def decisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of decisions of a test, in one folder with that of corrections, and one day for whoever asks."""
    monkeypatch.setenv("CRECHES_IDENTITY_DECISIONS", str(tmp_path / "room" / "identites.csv"))
    monkeypatch.setenv("CRECHES_GEOCODE_CORRECTIONS", str(tmp_path / "room" / "corrections.csv"))
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return tmp_path / "room" / "identites.csv"


@pytest.fixture
def output(tmp_path: Path, decisions: Path) -> Path:
    """A folder that asks about two pairs and no address."""
    write_questions(tmp_path / "output", [HOMONYMS, OPERATOR])
    return tmp_path / "output"


@pytest.fixture
def point(output: Path) -> str:
    """The case of an address that is in doubt too."""
    write_queue(output, questions(PANTIN))
    return str(read_queue(output / "review" / POINTS)["cas"].iloc[0])


@pytest.fixture
def review(creches: Creches, output: Path) -> Callable[..., Ended]:
    return lambda *arguments: creches("review", *arguments, "--output", output)


def rows(path: Path) -> list[DecisionRow]:
    return [row for row, _ in decision_file.read(FILE, path)]


def cases(output: Path) -> list[str]:
    return list(read_queue(QUEUE.at(output), QUEUE)["cas"])


def test_pairs_are_listed_after_addresses_with_both_sides_links_and_suggestion(
    review: Callable[..., Ended], point: str
) -> None:
    ended = review("list")
    assert ended.code == 0 and ended.err == ""
    shown = ended.out.rstrip("\n").split("\n\n")
    assert [part.split()[0] for part in shown] == [point, PAIR, FIRM]
    assert shown[1].splitlines() == [
        f"{PAIR}  etablissements",
        "  Noms proches. Est-ce la même chose ?",
        "  a: Méli-Mélo | +33199001234",
        "     coop_petite_enfance, Méli-Mélo, cr-bbbbbbbb",
        "  b: Mêli-Mêlo | 1 Rue Neuve, 59000 Lille",
        "     curation, meli-melo-lille, cr-aaaaaaaa https://meli.example.fr/",
        "  suggested: different",
    ]


def test_pairs_alone_are_something_in_doubt(review: Callable[..., Ended], output: Path) -> None:
    assert review("list").out.startswith(PAIR)
    write_questions(output, [])
    assert review("list").out == "nothing is in doubt\n"


def test_pairs_are_listed_for_a_machine_beside_the_addresses(review: Callable[..., Ended], point: str) -> None:
    told = review("list", "--json").document
    assert [row["cas"] for row in told["cases"]] == [point]
    assert [row["cas"] for row in told["identities"]] == [PAIR, FIRM]
    assert told["identities"][1]["reference_b"] == "005520176"


def test_an_answer_is_kept_with_its_reason_evidence_role_and_day(
    review: Callable[..., Ended], decisions: Path, output: Path
) -> None:
    ended = review("apply", PAIR, "--decide", "different", *WHY, "--expires", "2027-11-22")
    assert ended.code == 0 and ended.err == ""
    assert ended.out.splitlines()[0] == "different Méli-Mélo (coop_petite_enfance) / Mêli-Mêlo (curation)"
    assert f"written to {decisions}" in ended.out and "corrections" not in ended.out
    assert rows(decisions) == [replace(APART, expire_le="2027-11-22")]
    assert [one.decision for one in read_decisions(decisions, DAY)] == ["different"] and cases(output) == [FIRM]


def test_what_was_applied_is_told_to_a_machine_too(review: Callable[..., Ended], decisions: Path) -> None:
    told = review("apply", FIRM, "--decide", "meme", *WHY, "--json").document
    assert (told["result"], told["identities_file"], told["corrections"]) == ("applied", str(decisions), [])
    assert told["identities"] == [asdict(one) for one in rows(decisions)]
    assert told["identities"][0]["reference_b"] == "005520176"


@pytest.mark.parametrize(
    ("word", "answer"), [("même", "meme"), (" Meme ", "meme"), ("Différent", "different"), ("DIFFERENT", "different")]
)
def test_an_answer_is_understood_with_its_accents_and_capitals(
    review: Callable[..., Ended], decisions: Path, word: str, answer: str
) -> None:
    assert review("apply", PAIR, "--decide", word, *WHY).code == 0
    assert [one.decision for one in rows(decisions)] == [answer]


def test_a_new_answer_replaces_the_one_about_the_same_pair_and_no_other(
    review: Callable[..., Ended], decisions: Path
) -> None:
    turned = replace(
        APART,
        source_a=APART.source_b,
        reference_a="Meli Melo LILLE",
        source_b=APART.source_a,
        reference_b=APART.reference_a,
        decision="meme",
        expire_le="2026-12-31",
    )
    other = replace(APART, reference_b="autre", decision="meme")
    write_rows(decisions, [turned, other])
    assert review("apply", PAIR, "--decide", "different", *WHY).code == 0
    assert rows(decisions) == [other, APART]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--decide", "meme"), "raison is empty"),
        (("--decide", "meme", *WHY[:2], *WHY[4:]), "preuve_url is no http(s) address"),
        (("--decide", "meme", *WHY[:5], "Camille Exemple"), "auteur_role is none of"),
        (("--decide", "meme", *WHY, "--expires", DAY), "expire_le is no day after decide_le"),
        (("--decide", "meme", "--reason", "=1+1", *WHY[2:]), "raison starts like a spreadsheet formula"),
        (("--decide", "meme", "--reason", "x" * 501, *WHY[2:]), "raison is far too long"),
        (("--decide", "meme", "--reason", "Appeler le 01 99 00 12 34", *WHY[2:]), "raison may not hold a mailbox"),
        (("--decide", "meme", "--reason", "Mme Dupond l'a dit.", *WHY[2:]), "raison names a person"),
        (("--decide", "garder", *WHY), "'garder' is no answer. The answers are: meme, different."),
        (("--decide", "", *WHY), "'' is no answer"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_a_wrong_answer_ends_with_2_says_why_and_changes_nothing(
    review: Callable[..., Ended], output: Path, decisions: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = tree(output)
    ended = review("apply", PAIR, *arguments, "--json")
    assert (ended.code, ended.document["result"]) == (2, "usage")
    assert words in ended.document["error"] and PAIR in ended.err and "Traceback" not in ended.err
    assert not any(word in ended.err + ended.out for word in ("Camille", "99 00", "Dupond"))
    assert tree(output) == before and not decisions.exists()


def test_a_case_that_is_not_in_doubt_is_a_wrong_call_that_names_the_others_of_its_kind(
    review: Callable[..., Ended], point: str, output: Path
) -> None:
    ended = review("apply", "i-nothing", "--decide", "meme", *WHY)
    assert ended.code == 2 and PAIR in ended.err and FIRM in ended.err and point not in ended.err
    ended = review("apply", "nothing", "--decide", "meme", *WHY)
    assert ended.code == 2 and PAIR in ended.err and point in ended.err
    write_questions(output, [asked({**TOURS, "reference": f"n{i}"}, REGISTER) for i in range(30)])
    told = review("apply", PAIR, "--decide", "meme", *WHY).err
    assert "and 10 more" in told and told.count("i-") == 21


def test_a_damaged_file_of_the_other_kind_hinders_no_answer_on_the_command_line(
    review: Callable[..., Ended], output: Path, point: str, decisions: Path
) -> None:
    (output / "review" / POINTS).write_bytes(b"a,b\n")
    (decisions.parent).mkdir()
    (decisions.parent / "corrections.csv").write_text("adresse\n")
    assert review("apply", PAIR, "--decide", "different", *WHY).code == 0
    assert (decisions.parent / "corrections.csv").read_text() == "adresse\n"


def test_answers_written_into_both_files_are_all_applied(
    review: Callable[..., Ended], output: Path, point: str, decisions: Path
) -> None:
    fill_point(output, point, decision="centre", **FILLED)
    fill(output, PAIR, decision="différent", expire_le="31/12/2027", **FILLED)
    ended = review("apply", "--json")
    assert ended.code == 0, ended.err
    assert [row["decision"] for row in ended.document["corrections"]] == ["centre"]
    assert [row["decision"] for row in ended.document["identities"]] == ["different"]
    assert len(read_corrections(decisions.parent / "corrections.csv")) == 1
    assert rows(decisions) == [replace(APART, expire_le="2027-12-31")]
    assert read_queue(output / "review" / POINTS).empty and cases(output) == [FIRM]


@pytest.mark.parametrize("wrong", ["point", "pair", "file"])
def test_of_answers_written_into_both_files_none_is_applied_when_one_is_wrong(
    review: Callable[..., Ended], output: Path, point: str, decisions: Path, wrong: str
) -> None:
    fill_point(output, point, decision="candidat_3" if wrong == "point" else "centre", **FILLED)
    fill(output, PAIR, decision="garder" if wrong == "pair" else "different", **FILLED)
    if wrong == "file":
        decisions.parent.mkdir()
        decisions.write_text("table\n")
    before, room = tree(output), tree(decisions.parent)
    ended = review("apply")
    assert ended.code == 2 and "othing was " in ended.err
    assert {"point": point, "pair": PAIR, "file": str(decisions)}[wrong] in ended.err
    assert tree(output) == before and tree(decisions.parent) == room


@pytest.mark.parametrize("had", [True, False])
def test_a_disk_that_refuses_the_second_file_leaves_the_first_as_it_was(
    review: Callable[..., Ended],
    output: Path,
    point: str,
    decisions: Path,
    monkeypatch: pytest.MonkeyPatch,
    had: bool,
) -> None:
    corrections = decisions.parent / "corrections.csv"
    if had:
        point_decide.write(corrections, [])
    before = tree(decisions.parent)
    fill_point(output, point, decision="centre", **FILLED)
    fill(output, PAIR, decision="different", **FILLED)

    def full(path: Path, _: object) -> None:
        raise UsageError(f"{path} cannot be written: No space left on device.")

    monkeypatch.setattr(identity_decide, "write", full)
    ended = review("apply")
    assert ended.code == 2 and "No space left" in ended.err
    assert tree(decisions.parent) == before and cases(output) == [PAIR, FIRM]


def test_answers_that_together_say_that_a_pair_is_one_and_two_are_refused(
    review: Callable[..., Ended], decisions: Path
) -> None:
    link = replace(APART, source_b="pope", reference_b="mm", decision="meme")
    other = replace(link, source_a=APART.source_b, reference_a=APART.reference_b)
    write_rows(decisions, [link, other])
    before = decisions.read_bytes()
    ended = review("apply", PAIR, "--decide", "different", *WHY)
    assert ended.code == 2 and "Nothing was applied" in ended.err and "coop_petite_enfance Méli-Mélo" in ended.err
    assert decisions.read_bytes() == before
    write_rows(decisions, [link, replace(other, decide_le="2025-01-01", expire_le="2025-12-31")])
    assert review("apply", PAIR, "--decide", "different", *WHY).code == 0


def test_a_damaged_file_of_decisions_is_neither_mended_nor_lost(
    review: Callable[..., Ended], output: Path, decisions: Path
) -> None:
    decisions.parent.mkdir()
    decisions.write_text("table\n")
    before = tree(output)
    ended = review("apply", PAIR, "--decide", "different", *WHY)
    assert ended.code == 2 and "cannot be used" in ended.err
    assert decisions.read_text() == "table\n" and tree(output) == before


def test_a_file_that_went_through_a_french_spreadsheet_is_read_with_its_lost_zeros(
    review: Callable[..., Ended], output: Path, decisions: Path
) -> None:
    fill(output, FIRM, decision="même", **FILLED)
    path = QUEUE.at(output)
    body = read_queue(path, QUEUE).to_csv(sep=";", index=False, lineterminator="\r\n").encode("cp1252")
    path.write_bytes(body.replace(b"005520176", b"5520176"))
    assert review("apply").code == 0 and [one.reference_b for one in rows(decisions)] == ["005520176"]


@pytest.mark.parametrize("change", [(b"meli-melo-lille", b"meli-melo-lyon"), (b",curation,", b",pope,")])
def test_a_row_that_is_about_another_pair_now_is_refused(
    review: Callable[..., Ended], output: Path, decisions: Path, change: tuple[bytes, bytes]
) -> None:
    fill(output, PAIR, decision="different", **FILLED)
    QUEUE.at(output).write_bytes(QUEUE.at(output).read_bytes().replace(*change))
    ended = review("apply")
    assert ended.code == 2 and f"{PAIR}: its table, sources or references were changed" in ended.err
    assert not decisions.exists()
    write_questions(output, [HOMONYMS, OPERATOR])
    assert review("apply").code == 0 and [one.decision for one in rows(decisions)] == ["different"]


def test_a_case_that_stands_on_two_lines_is_not_chosen_for(
    review: Callable[..., Ended], output: Path, decisions: Path
) -> None:
    fill(output, PAIR, decision="different", **FILLED)
    lines = QUEUE.at(output).read_text().splitlines(keepends=True)
    QUEUE.at(output).write_text("".join([*lines, lines[1].replace("different,Deux", "meme,Deux")]))
    ended = review("apply")
    assert ended.code == 2 and "stands on two lines" in ended.err and not decisions.exists()


def test_control_characters_of_a_cell_never_reach_the_terminal(review: Callable[..., Ended], output: Path) -> None:
    path = QUEUE.at(output)
    path.write_bytes(path.read_bytes().replace("Mêli-Mêlo".encode(), b"Meli\x1b[31m"))
    assert "\x1b" not in review("list").out and "Meli[31m" in review("list").out


def test_help_names_what_may_be_decided_of_a_pair(creches: Creches) -> None:
    assert "different" in creches("review", "apply", "--help").out
    assert json.loads(creches("review", "list", "--json").out) == {"cases": [], "identities": []}
