"""The answers of geocoders on disk: a person can read them, a run reads back exactly what was heard."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from flows.geocode.answers import Answers
from flows.geocode.cache import COLUMNS, Known, merged, read_cache, write_cache
from flows.geocode.match import Answer, Match, Question
from flows.geocode.placing import geocode as step
from schemas.errors import UsageError
from schemas.tables import empty
from sources import FOLDER
from tests.flows.geocode_places import DAY, DELIZY, Said, down_after, places

TADEN = replace(DELIZY, libelle="7 Rue du Manoir, « Taden » ;", longitude=-2.016382123456789, score=None)


def heard(*answers: Match | None, day: str = DAY, fournisseur: str = "ban") -> pd.DataFrame:
    """The rows of a run that heard these answers, to questions 0, 1, 2 …"""
    queue = list(answers)
    asked = Answers(Said(lambda q, c: queue.pop(0), fournisseur), as_of=day)
    asked.ask(Question(f"{number} Rue Delizy", "", "", "93055") for number in range(len(answers)))
    return asked.heard()


def answer(frame: pd.DataFrame, number: int = 0) -> Answer:
    """What a cache knows of question 0, 1, 2 …"""
    known = Known(frame).answer((f"{number} rue delizy", "93055"))
    assert known is not None
    return known


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    frame = heard(DELIZY, None, TADEN)
    write_cache(tmp_path / "deep" / "geocodes.csv", frame)
    back = [answer(read_cache(tmp_path / "deep" / "geocodes.csv"), n) for n in range(3)]
    assert back == [Answer((DELIZY,), DAY), Answer((), DAY), Answer((TADEN,), DAY)]


def test_the_file_is_sorted_and_the_same_whatever_the_order_of_the_questions(tmp_path: Path) -> None:
    frame = heard(DELIZY, None, TADEN)
    write_cache(tmp_path / "a.csv", frame)
    write_cache(tmp_path / "b.csv", frame.iloc[::-1])
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert lines[1:] == sorted(lines[1:])


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_cache(tmp_path / "geocodes.csv", heard(DELIZY))
    write_cache(tmp_path / "geocodes.csv", heard(None))
    assert [path.name for path in tmp_path.iterdir()] == ["geocodes.csv"]


def test_no_file_is_no_answer(tmp_path: Path) -> None:
    assert len(read_cache(tmp_path / "none.csv")) == 0


def test_the_committed_answers_can_be_read() -> None:
    assert list(read_cache(FOLDER / "geocodes.csv").columns) == list(COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "requete,citycode\na,b\n",
        ",".join(COLUMNS) + "\na,b\n",
        ",".join(COLUMNS) + "\n" + ",".join(["x"] * (len(COLUMNS) + 1)) + "\n",
        ",".join(COLUMNS) + "\nq,93055,ban,1,yesterday" + "," * 11 + "\n",
        ",".join(COLUMNS) + "\nq,93055,ban,1,2026-11-22,label" + "," * 8 + ",east,\n",
        "\0\0",
    ],
    ids=["empty", "other columns", "short line", "long line", "no date", "no number", "binary"],
)
def test_a_damaged_file_is_refused_with_a_word_on_what_to_do(text: str, tmp_path: Path) -> None:
    (tmp_path / "geocodes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"geocodes\.csv cannot be read: .*asks again"):
        read_cache(tmp_path / "geocodes.csv")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "geocodes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError):
        read_cache(tmp_path / "geocodes.csv")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_cache(tmp_path / "file" / "geocodes.csv", heard(DELIZY))


def test_the_latest_answer_wins_and_on_one_day_the_last_cache() -> None:
    old, new = heard(DELIZY, day="2026-01-01"), heard(None)
    for frames in ((old, new), (new, old)):
        assert answer(merged(*frames)).matches == ()
    assert answer(merged(heard(DELIZY), heard(TADEN))).matches == (TADEN,)


def test_two_providers_are_kept_apart_and_the_ban_goes_first() -> None:
    both = merged(heard(replace(TADEN, fournisseur="addok"), fournisseur="addok"), heard(DELIZY))
    assert len(both) == 2
    assert answer(both).matches == (DELIZY,)


def test_an_outage_leaves_no_note() -> None:
    answers = Answers(down_after(1, lambda q, c: None), as_of=DAY)
    two = places(("41 Rue Delizy", "93500", "Pantin"), ("7 Rue du Manoir", "22100", "Taden"))
    step(two, empty("etablissements"), DAY, [answers])
    assert list(answers.heard()["requete"]) == ["41 rue delizy 93500 pantin"]


def test_every_proposal_is_kept_in_its_order_and_a_later_answer_replaces_them_all() -> None:
    several = Answers(Said(lambda q, c: (DELIZY, TADEN)), as_of=DAY)
    several.ask([Question("0 Rue Delizy", "", "", "93055")])
    assert answer(merged(several.heard())).matches == (DELIZY, TADEN)
    assert answer(merged(several.heard(), heard(TADEN, day="2027-01-01"))).matches == (TADEN,)


def test_a_file_of_version_0_1_0_which_had_no_ranks_still_reads(tmp_path: Path) -> None:
    old = merged(heard(DELIZY, None)).drop(columns="rang")
    old.to_csv(tmp_path / "geocodes.csv", index=False)
    frame = read_cache(tmp_path / "geocodes.csv")
    assert (answer(frame).matches, answer(frame, 1).matches) == ((DELIZY,), ())


@pytest.mark.parametrize(
    "spoilt",
    [{"libelle": "=HYPERLINK(1)"}, {"voie": "<script>x</script>"}, {"libelle": "a\x1b[31m"}, {"id": "x@example.org"},
     {"trouve_le": "2026-W44-7"}, {"fournisseur": "google"}, {"rang": "²"}, {"longitude": "nan"},
     {"libelle": "chez nous 01 99 00 12 34"}],
    ids=str,
)  # fmt: skip
def test_an_answer_kept_is_held_to_what_an_answer_heard_is(spoilt: dict[str, str], tmp_path: Path) -> None:
    heard(DELIZY).assign(**spoilt).to_csv(tmp_path / "geocodes.csv", index=False)
    with pytest.raises(UsageError, match="answer 1: ") as caught:
        read_cache(tmp_path / "geocodes.csv")
    assert not any(value in str(caught.value) for value in spoilt.values() if len(value) > 3)


def test_of_two_providers_the_later_answer_counts() -> None:
    later = heard(replace(TADEN, fournisseur="addok"), day="2027-01-01", fournisseur="addok")
    assert answer(merged(heard(DELIZY), later)).matches[0].fournisseur == "addok"
