"""The gate looks at whole columns first: every cell that holds a contact is among those that it then reads one by one."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.columnar.search import cells_with, rows_where
from flows.gate import privacy
from tests.flows.test_gate_privacy import MAILBOXES, MOBILES

PIECES = (
    *(
        "06",
        "07",
        "+33",
        "0033",
        "(0)",
        "6",
        "7",
        "39",
        "98",
        "00",
        "01",
        "69",
        "262",
        "590",
        "٠٦",
        "٣٩",
        "１２",
        " ",
        "\u00a0",
    ),
    *(
        ".",
        "-",
        "/",
        "\x1c",
        "\n",
        "\u2028",
        "@",
        "gmail",
        "free",
        "orange",
        "pm",
        ".fr",
        ".com",
        ".co.uk",
        "a",
        "é",
        "İ",
        "K",
        "|",
    ),
    *("800000001", "80000000100010", "GMAIL", "x@y.fr", "sub.", "_", "+"),
)
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join) | st.text(max_size=12)
WIDER = {False: privacy._MAY_TELL, True: privacy._MAY_TELL_OF_OWN}


def looked_at(text: str, own: bool) -> bool:
    return bool(list(cells_with(pd.DataFrame({"a": [text]}, dtype="str"), {"a": WIDER[own]})))


@settings(max_examples=600, deadline=None)
@given(text=TEXT, own=st.booleans())
def test_whatever_the_exact_reading_tells_of_was_looked_at(text: str, own: bool) -> None:
    if privacy.secret(text, own).en:
        assert looked_at(text, own)


BOXES = [
    f"{name}@{host}"
    for name, host in (("a", "gmail.com"), ("É", "gmail.com"), ("x", "sub.free.fr"), ("b", "yahoo.co.uk"))
]


@pytest.mark.parametrize("text", [*MOBILES, *BOXES])
def test_known_contacts_are_looked_at_in_a_cell_made_for_a_mailbox_too(text: str) -> None:
    assert privacy.secret(text, own=True).en and looked_at(text, own=True)


@pytest.mark.parametrize("text", MAILBOXES)
def test_a_mailbox_is_looked_at_wherever_none_is_expected(text: str) -> None:
    assert looked_at(text, own=False)


def test_ordinary_cells_are_not_looked_at() -> None:
    """Else the columns would gain nothing."""
    plain = (
        "+33199001234",
        "12 rue des Lilas, 75010 Paris",
        "2026-11-26",
        "https://creche.fr/nos-lieux",
        "Crèche l'Île",
    )
    assert [text for text in plain if looked_at(text, own=False)] == []
    assert not looked_at("contact@creche-agapi.fr", own=True)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["x", "ax", "é", ""]), max_size=9), st.data())
def test_cells_are_found_where_they_are(cells: list[str], data: st.DataObject) -> None:
    rows = sorted(data.draw(st.sets(st.integers(0, max(0, len(cells) - 1)), max_size=4))) if cells else []
    frame = pd.DataFrame({"a": cells}, dtype="str")
    assert list(cells_with(frame, {"a": "x"}, rows)) == [(r, "a", cells[r]) for r in rows if re.search("x", cells[r])]
    assert rows_where(frame, "a", "x") == [row for row, cell in enumerate(cells) if cell == "x"]
