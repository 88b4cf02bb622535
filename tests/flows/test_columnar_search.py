"""Columns of few values in a row are looked at once each: what is found is what looking at every cell finds."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.columnar import frames, search
from flows.columnar.search import cells_with
from flows.columnar.sets import different, empties

CELLS = st.lists(st.sampled_from(["", "a", "b@c", "é", "06"]).flatmap(lambda one: st.lists(st.just(one), max_size=9)))


@given(CELLS, st.booleans(), st.booleans(), st.booleans())
def test_every_cell_that_matches_is_found_however_long_its_run(
    runs: list[list[str]], some: bool, few: bool, long: bool
) -> None:
    cells = [cell for run in runs for cell in run]
    frame = pd.DataFrame({"x": cells, "y": cells[::-1]}, dtype="str")
    frame = frame.assign(x=pd.Categorical(frame["x"])) if few else frame
    rows = [row for row in range(len(cells)) if row % 3] if some else range(len(cells))
    expected = [(row, name, frame[name][row]) for name in "xy" for row in rows if re.search("@|0", frame[name][row])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "_SHORT", 1)
        patch.setattr(search, "_AT_ONCE", 0 if long else 1_000)
        assert list(cells_with(frame, {"x": "@|0", "y": "@|0"}, list(rows) if some else None)) == expected
        assert different(frame, "x") == list(dict.fromkeys(cells))
        assert empties(frame, ["y"]) == {"y": cells.count("")}
