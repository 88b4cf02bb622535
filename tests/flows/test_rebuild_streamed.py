"""An archive's text is written in pieces: the same value that `codec.plain` gives, however large, and as strict."""

import dataclasses
import json
from collections import OrderedDict
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.rebuild import streamed
from flows.rebuild.codec import plain
from flows.rebuild.streamed import pieces

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ODD = ('"', "\\", "\n\r\t\x00\x1f\x7f", "é\u2028\ufeff", "🍼", "")


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """Some fields, one of which holds what it is given."""

    name: str
    inside: Any
    number: float = 0.1


class Pair(NamedTuple):
    """A shape with places."""

    left: str
    right: int


def written(value: object) -> Any:
    """What a reader of the text finds."""
    return json.loads(b"".join(pieces(value)))


VALUES: dict[str, object] = {
    "nothing": None,
    "scalars": (1, -1, 0.1, 1e-7, True, None, *ODD),
    "an empty object": {},
    "an empty list": (),
    "odd keys": {key: key for key in ODD},
    "a page left out": Shape("x", b""),
    "shapes in shapes": Shape("a", Shape("b", (Shape("c", {"d": [Pair("e", 2)]}),))),
    "places": (Pair("é", 1), Pair("", 0)),
    "mappings": OrderedDict(b=1, a=OrderedDict(c="d")),
    "a long list of shapes": tuple(Shape(str(n), Pair("x", n), n / 7) for n in range(250)),
    "a table": pd.DataFrame({"nom": list(ODD), "ville": list(reversed(ODD))}, dtype=str),
    "a table without rows": pd.DataFrame({"nom": []}, dtype=str),
    "a table without columns": pd.DataFrame(),
    "tables in shapes": (Shape("a", pd.DataFrame({"nom": ["b"]})), Shape("c", {"d": pd.DataFrame({"e": ["f"]})})),
}


@pytest.mark.parametrize("name", VALUES)
def test_the_pieces_say_what_plain_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "_ROWS", 4)
    found, told = written(VALUES[name]), json.loads(json.dumps(plain(VALUES[name])))
    assert found == told and json.dumps(found) == json.dumps(told)  # in the same order too


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3)), TEXT)
def test_any_text_comes_back_from_tables_and_shapes(rows: list[list[str]], word: str) -> None:
    table = pd.DataFrame(rows, columns=["a", "b", word], dtype=str)
    value = Shape(word, (table, {word: [word]}))
    assert b"".join(pieces(value)).decode() == json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    "value", [b"<html>", {1: "a"}, {"a"}, object(), pd.DataFrame({"n": [1]}), pd.DataFrame({"n": ["a", None]})]
)
@pytest.mark.parametrize("times", [1, 150])
def test_what_has_no_form_in_json_is_refused_wherever_it_is(value: object, times: int) -> None:
    with pytest.raises(TypeError):
        written([Shape("x", value)] * times)


def test_a_large_table_is_never_one_piece() -> None:
    made = list(pieces(pd.DataFrame({"n": ["0123456789"] * 50_000})))
    assert len(made) > 5 and max(map(len, made)) < 200_000
