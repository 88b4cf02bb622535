"""Whole tables asked of /search/csv: a row answers a question by our id and our words, and never a wrong one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.geocode.match import Question
from tests.flows.geocode_book import RESULTS, Rows
from tests.flows.geocode_service import Service, Spoil, Trouble
from tests.flows.geocode_tables import BOOK, PLACE, TWELVE, alone, asked_alone, is_honest, questions, replies

# How tables are asked


@pytest.mark.parametrize(("number", "sizes"), [(199, []), (200, [200]), (501, [500, 1])])
def test_two_hundred_questions_and_more_go_by_tables_of_five_hundred_rows(number: int, sizes: list[int]) -> None:
    service, asked = Service(book=BOOK), questions(number)
    said = replies(service, asked, batch_from=200)
    assert [len(table) for table in service.tables] == sizes
    assert len(service.asked) == (0 if sizes else number)
    assert all(is_honest(question, said.matches[question]) for question in asked)


def test_only_questions_that_name_their_commune_count_and_go_by_table() -> None:
    anywhere = [question._replace(citycode="") for question in TWELVE]
    service = Service(book=BOOK)
    said = replies(service, [*anywhere, *TWELVE[:5]])
    assert service.tables == [] and len(said.matches) == 17
    service = Service(book=BOOK)
    said = replies(service, [*anywhere, *TWELVE])
    assert [len(table) for table in service.tables] == [12] and len(said.matches) == 24
    assert all("citycode" not in question for question in service.asked)


def test_a_table_says_which_column_is_the_address_and_which_the_commune_and_wants_every_score() -> None:
    service = Service(book=BOOK)
    assert asked_alone(service) == set()
    wanted = {"columns": "adresse", "citycode": "citycode", "min_score": "0", "encoding": "utf-8", "delimiter": ","}
    assert service.forms == [wanted]
    assert service.tables[0][0] == {"cle": "q0", "adresse": "1 Rue Delizy 93500 Pantin", "citycode": "93055"}


def test_a_question_that_is_put_twice_is_answered_once() -> None:
    service = Service(book=BOOK)
    said = replies(service, [*TWELVE[:2], *TWELVE[:2]])
    assert len(said.matches) == 2 and len(service.asked) == 2


def test_a_row_longer_than_the_service_takes_is_trimmed_and_does_not_cost_the_others_their_table() -> None:
    long = TWELVE[0]._replace(adresse="1 Rue Delizy " + "Bâtiment " * 40)
    service = Service(book=BOOK)
    said = replies(service, [long, *TWELVE[1:]])
    assert max(len(row["adresse"]) for row in service.tables[0]) == 200
    assert len(said.matches) == 12 and len(service.asked) == 1


@pytest.mark.parametrize("before", ["« ", "#", "@", "*", "=", "“", "_", "n° "])
def test_a_line_begins_with_a_letter_or_a_digit_whatever_the_page_writes_before_it(before: str) -> None:
    odd = TWELVE[0]._replace(adresse=f"{before}{TWELVE[0].adresse}")
    for asked in ([odd], [odd, *TWELVE[1:]]):
        said = replies(Service(book=BOOK), asked)
        assert said.panne == "" and said.matches[odd]


def test_a_trimmed_line_does_not_end_with_a_blank_which_a_service_would_not_repeat() -> None:
    long = TWELVE[0]._replace(adresse="1 Rue Delizy " + "x" * 186 + " y")
    service = Service(book=BOOK)
    replies(service, [long, *TWELVE[1:]])
    assert len(service.tables[0][0]["adresse"]) == 199


def test_close_scores_are_asked_again_alone_to_see_both_places() -> None:
    twins = tuple(street._replace(nom="Rue du Manoir", doors=()) for street in BOOK if street.city == "Taden")[:2]
    asked = [Question("Rue du Manoir", "22100", "Taden", "22339"), *(q for q in TWELVE if q.commune != "Taden")]
    service = Service(book=(*BOOK, *twins))
    said = replies(service, asked)
    assert [question["q"] for question in service.asked] == ["Rue du Manoir 22100 Taden"]
    assert len(said.matches[asked[0]]) > 1


@pytest.mark.parametrize(
    ("score", "following", "close"),
    [("0.9", "0.84", False), ("0.9", "0.86", True), ("0.9", "0.9", True), ("0.9", "0.95", True), ("0.9", "0", False),
     ("0.9", "x", True), ("", "0.1", True), ("nan", "0.1", True), ("0.9", "nan", True), ("inf", "0.1", True)],
)  # fmt: skip
def test_scores_within_five_hundredths_do_not_rank_two_places(score: str, following: str, close: bool) -> None:
    def told(rows: Rows) -> Rows:
        return [rows[0] | {"result_score": score, "result_score_next": following}, *rows[1:]]

    service = Service(book=BOOK, table=told)
    said = replies(service, TWELVE)
    assert [question["q"] for question in service.asked] == [TWELVE[0].requete] * close
    assert len(said.matches) == 12


# Which row answers which question


def moved(column: str, *places: int) -> Spoil:
    """The cells of a column go round between these rows."""
    return block((column,), *places)


def block(columns: tuple[str, ...], *places: int) -> Spoil:
    """Several cells go round together between these rows."""

    def spoil(rows: Rows) -> Rows:
        taken = [{name: rows[place][name] for name in columns} for place in places]
        for place, cells in zip(places, taken[1:] + taken[:1], strict=True):
            rows[place] = rows[place] | cells
        return rows

    return spoil


@pytest.mark.parametrize("order", [lambda rows: rows[::-1], lambda rows: rows[5:] + rows[:5]], ids=["reversed", "cut"])
def test_rows_in_another_order_answer_the_same_questions(order: Spoil) -> None:
    ordered, other = Service(book=BOOK), Service(book=BOOK, table=order)
    assert replies(ordered, TWELVE) == replies(other, TWELVE)
    assert other.asked == []


STREET = {"result_type": "street", "result_housenumber": "", "result_label": "Rue Delizy 93500 Pantin"}
STREET |= {"result_name": "Rue Delizy", "result_street": ""}
ROWS: list[tuple[str, Spoil, set[int]]] = [
    ("two ids swapped", moved("cle", 2, 7), {2, 7}),
    ("every id shifted", moved("cle", *range(12)), set(range(12))),
    ("an unknown id", lambda rows: [rows[0] | {"cle": "q99"}, *rows[1:]], {0}),
    ("an id of nobody", lambda rows: [rows[0] | {"cle": ""}, *rows[1:]], {0}),
    ("an id twice", lambda rows: [*rows, rows[3]], {3}),
    ("an id three times", lambda rows: [*rows, rows[3], rows[3]], {3}),
    ("an id twice, empty first", lambda rows: [rows[3] | dict.fromkeys(PLACE, ""), *rows], {3}),
    ("an id twice, another place first", lambda rows: [rows[3] | {"result_score_next": "0.99"}, *rows], {3}),
    ("another's address", moved("adresse", 1, 4), {1, 4}),
    ("another's commune", moved("citycode", 0, 1), {0, 1}),
    ("an address cut", lambda rows: [rows[0] | {"adresse": rows[0]["adresse"][:-1]}, *rows[1:]], {0}),
    ("our cells of another row", block(("cle", "adresse", "citycode"), 1, 4), {1, 4}),
    ("answers of another row", block(PLACE, 1, 4), {1, 4}),
    ("answers one row aside", block(PLACE, *range(12)), set(range(12))),
    ("answers of another door in the street", lambda rows: [rows[0] | place_of(rows[0], "2"), *rows[1:]], {0}),
    ("another's label", moved("result_label", 1, 4), {1, 4}),
    ("another's commune found", moved("result_citycode", 0, 1), {0, 1}),
    ("another's postcode", moved("result_postcode", 0, 1), {0, 1}),
    ("another's town", moved("result_city", 0, 1), {0, 1}),
    ("another's street", moved("result_street", 1, 4), {1, 4}),
    ("another's number", lambda rows: [rows[0] | {"result_housenumber": "2"}, *rows[1:]], {0}),
    ("a door without its number", lambda rows: [rows[0] | {"result_housenumber": ""}, *rows[1:]], {0}),
    ("a street with a number", lambda rows: [rows[0] | {"result_type": "street"}, *rows[1:]], {0}),
    ("the street only", lambda rows: [rows[0] | STREET, *rows[1:]], {0}),
    ("rows added", lambda rows: [*rows, *({**row, "cle": f"x{row['cle']}"} for row in rows)], set()),
    ("rows missing", lambda rows: rows[:6], set(range(6, 12))),
    ("every row missing", lambda rows: [dict.fromkeys(rows[0], "")], set(range(12))),
    ("one row in two", lambda rows: rows[::2], set(range(1, 12, 2))),
]  # fmt: skip


def place_of(row: dict[str, str], door: str) -> dict[str, str]:
    """The place of another door in the same street."""
    texts = {name: row[name].replace("1 ", f"{door} ", 1) for name in ("result_label", "result_name")}
    return {**texts, "result_housenumber": door}


@pytest.mark.parametrize(("spoil", "again"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_a_row_counts_by_our_id_and_our_words_and_else_the_question_goes_alone(spoil: Spoil, again: set[int]) -> None:
    assert asked_alone(Service(book=BOOK, table=spoil)) == again


# Answers that are half empty


def emptied(*columns: str) -> Spoil:
    """The second half of the table loses these cells."""
    return lambda rows: [*rows[:6], *(row | dict.fromkeys(columns, "") for row in rows[6:])]


@pytest.mark.parametrize(
    "columns",
    [PLACE, [name for name in PLACE if name != "result_status"], ["result_label"], ["latitude"], ["longitude"],
     ["result_citycode"], ["result_type"], ["result_housenumber"], ["result_score"], ["result_city"],
     ["result_postcode"], ["result_id"], ["result_name", "result_street"]],
    ids=lambda columns: f"{len(columns)} {columns[0]}",
)  # fmt: skip
def test_results_emptied_in_the_second_half_are_no_answers(columns: list[str]) -> None:
    assert asked_alone(Service(book=BOOK, table=emptied(*columns))) == set(range(6, 12))


@pytest.mark.parametrize("status", ["not-found", "error", "skipped", "", "OK "])
def test_a_row_whose_status_is_not_ok_is_asked_again(status: str) -> None:
    def told(rows: Rows) -> Rows:
        return [rows[0] | {"result_status": status}, *rows[1:]]

    assert asked_alone(Service(book=BOOK, table=told)) == {0}


def test_a_table_without_statuses_nor_streets_as_a_bare_addok_gives_it_counts() -> None:
    left_out = ("result_status", "result_street")

    def bare(rows: Rows) -> Rows:
        return [{name: cell for name, cell in row.items() if name not in left_out} for row in rows]

    assert asked_alone(Service(book=BOOK, table=bare)) == set()


def test_a_street_that_is_in_no_book_is_not_found_only_when_it_was_asked_for_alone() -> None:
    unknown = Question("3 Zzyx Qwfp", "", "", "93055")
    service = Service(book=BOOK)
    said = replies(service, [unknown, *TWELVE])
    assert said.matches[unknown] == () == alone(unknown)
    assert [question["q"] for question in service.asked] == ["3 Zzyx Qwfp"]
    down = Service(book=BOOK, always=Trouble(500))
    said = replies(down, [unknown, *TWELVE])
    assert unknown not in said.matches and len(said.matches) == 12


@pytest.mark.parametrize("cut", range(1, 420, 19))
def test_a_table_cut_anywhere_in_its_last_rows_gives_no_wrong_match(cut: int) -> None:
    assert asked_alone(Service(book=BOOK, wire=lambda body: Trouble(200, body[:-cut]))) <= set(range(9, 12))


def test_half_a_number_at_the_end_of_a_cut_table_is_no_point() -> None:
    def point_last(rows: Rows) -> Rows:
        last = ("longitude", "latitude")
        return [{**{k: v for k, v in row.items() if k not in last}, **{k: row[k] for k in last}} for row in rows]

    service = Service(book=BOOK, table=point_last, wire=lambda body: Trouble(200, body[:-4]))
    assert asked_alone(service) == {11}


# Whatever the service does to the rows

CELLS = (*(("cle",), ("adresse",), ("citycode",)), *((f"result_{name}",) for name in RESULTS if name not in ("id", "score")),
         ("cle", "adresse", "citycode"), PLACE)  # fmt: skip
"""Cells that may slip to another row. Of an id, a score or a coordinate alone nothing tells that it did."""
places = st.integers(0, 11)


@st.composite
def spoils(draw: st.DrawFn) -> tuple[str, Spoil]:
    """One thing that goes wrong with rows, and its name."""
    order = draw(st.permutations(range(12)))
    some = draw(st.lists(places, min_size=2, max_size=4, unique=True))
    columns = draw(st.sampled_from(CELLS))
    empty = draw(st.lists(st.sampled_from(("cle", "adresse", "citycode", *PLACE)), min_size=1, max_size=3))
    junk = draw(st.sampled_from(["", "?", "q1", "93055", "0", "nan", "2 Rue Delizy", "é", '"', "\r\n", "x" * 300]))
    wrongs: dict[str, Spoil] = {
        "drop": lambda rows: [row for n, row in enumerate(rows) if n not in some],
        "duplicate": lambda rows: [*rows, *(rows[n] for n in some if n < len(rows))],
        "shuffle": lambda rows: [row for _, row in sorted(zip(order, rows, strict=False), key=lambda pair: pair[0])],
        "empty": lambda rows: [row | dict.fromkeys(empty, "") if n in some else row for n, row in enumerate(rows)],
        "junk": lambda rows: [
            row | {empty[0]: junk} if n in some and empty[0] in OURS else row for n, row in enumerate(rows)
        ],
        "swap": lambda rows: block(columns, *(n for n in some if n < len(rows)))(rows),
    }
    name = draw(st.sampled_from(sorted(wrongs)))
    return name, wrongs[name]


OURS = ("cle", "adresse", "citycode", "result_label", "result_type", "result_citycode", "result_housenumber")


@settings(max_examples=60, deadline=None)
@given(st.lists(spoils(), min_size=1, max_size=3, unique_by=lambda spoil: spoil[0]), st.booleans())
def test_whatever_happens_to_the_rows_an_answer_is_an_honest_service_s_or_there_is_none(
    wrongs: list[tuple[str, Spoil]], alive: bool
) -> None:
    # One swap at most: two may slip a coordinate alone, of which nothing tells.
    def spoil(rows: Rows) -> Rows:
        for _, wrong in wrongs:
            rows = wrong(rows)
        return rows or [dict.fromkeys(("cle", *PLACE), "")]

    service = Service(book=BOOK, table=spoil, always=None if alive else Trouble(500))
    said = replies(service, TWELVE)
    assert all(is_honest(question, matches) for question, matches in said.matches.items())
    assert not alive or set(said.matches) == set(TWELVE)
    assert alive or (said.panne != "") == (len(said.matches) < 12)
