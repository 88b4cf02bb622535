"""Runs whose member list answers with something else: a challenge, a list that says nothing, a refusal of the site."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import collect, validate
from flows.outcome import Outcome
from flows.rebuild.steps import Heard
from schemas.errors import SourceChanged
from tests.flows.hearing import but_for_the_words, heard
from tests.flows.loopback import Action, Loopback, answer
from tests.flows.online import DOWN, ID, Online, bad, ended, page, reach, served, source_row, word
from tests.flows.runs import rows, versions
from tests.pages.challenges import CHALLENGES
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import to_bytes

Hear = Callable[[Path, Action], Heard]

INSTEAD = {
    c.nom: to_bytes(c.body)
    for c in CHALLENGES
    if c.status == 200 and c.body.strip() and "html" in c.content_type
}  # fmt: skip
EMPTY = {
    "no list": "<html><title>Qui sommes-nous</title><h1>Nos membres</h1></html>",
    "empty list": "<html><title>Qui sommes-nous</title><h1>Nos membres</h1><ul></ul></html>",
    "empty rows": "<html><h1>Nos membres</h1><table><tr><td></td></tr></table></html>",
    "json list": "[]",
    "json results": '{"results":[]}',
    "nothing": "",
    "another list": to_bytes(MARKUPS["h3_p"](())).decode(),
    "two of six": to_bytes(MARKUPS["h3_p"](MEMBERS[:2])).decode(),
}


@pytest.fixture(scope="module")
def _broken(list_server: Loopback, _fetched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    output = tmp_path_factory.mktemp("broken") / "output"
    shutil.copytree(_fetched, output)
    return output, ended(list_server, output, "2026-11-29", bad(EMPTY["another list"].encode()))


@pytest.fixture(scope="module")
def _well_again(
    list_server: Loopback, _broken: tuple[Path, Outcome], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Outcome, list[dict[str, str]]]:
    """That shelf after a run, of 2026-12-06, that was given the page; how it ended, and with which headers the page was asked."""
    output = Path(shutil.copytree(_broken[0], tmp_path_factory.mktemp("again") / "output"))
    result = ended(list_server, output, "2026-12-06", page())
    return output, result, [headers for path, headers in list_server.asked if path == "/page"]


@pytest.fixture(scope="module")
def heard_whole(
    list_server: Loopback, _fetched: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[object]]:
    """What is heard of the answers that are followed through whole runs, by the state that they leave the source in."""
    output = tmp_path_factory.mktemp("heard") / "output"
    shutil.copytree(_fetched, output)
    answers = {"bloquee": turned_away(403), "perimee": DOWN, "cassee": bad(EMPTY["another list"].encode())}
    with pytest.MonkeyPatch.context() as monkeypatch:
        reach(list_server, monkeypatch)
        return {statut: but_for_the_words(heard_of(list_server, output, said)) for statut, said in answers.items()}


@pytest.fixture
def once_broken(_broken: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """That shelf after a run, of 2026-11-29, that was given a page without members."""
    return Path(shutil.copytree(_broken[0], tmp_path / "broken"))


@pytest.fixture
def hear(list_server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Hear:
    """What a run of 2026-11-29 hears of its sources when the page is answered so."""
    reach(list_server, monkeypatch)
    return lambda output, said: heard_of(list_server, output, said)


@pytest.fixture
def output(fetched: Path) -> Path:
    """A shelf with one release, of 2026-11-22, whose member list was fetched from the server."""
    return fetched


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty" / "output"


def heard_of(server: Loopback, output: Path, said: Action) -> Heard:
    served(server, said)
    return heard(output, "2026-11-29")


def stood_in(made: Heard) -> tuple[str, str, int]:
    """(state, day, members) of what was heard of the list."""
    (one,) = [one for one in made.found if one.source.id == ID]
    return one.statut, one.snapshot.recupere_le[:10], len(one.membres)


def broken(output: Path, online: Online, body: bytes, day: str = "2026-11-29") -> Outcome:
    """A run whose member list answers 200 with a page that is not one."""
    return online(output, day, bad(body))


@pytest.mark.parametrize("name", [*INSTEAD, *EMPTY])
def test_whatever_comes_instead_of_the_list_is_heard_alike_and_the_last_good_page_stands_in(
    output: Path, hear: Hear, heard_whole: dict[str, list[object]], name: str
) -> None:
    """The tests after this one follow a challenge, a page without members, an empty one and half a list through whole runs."""
    made = hear(output, bad(INSTEAD[name] if name in INSTEAD else EMPTY[name].encode()))
    assert [*made.stale] == [ID]
    assert name == "nothing" or "Nothing of this page is used" in made.stale[ID]
    assert stood_in(made) == ("cassee", "2026-11-22", 6) and but_for_the_words(made) == heard_whole["cassee"]


def test_a_challenge_that_comes_instead_of_the_page_is_broken_and_the_last_good_page_stands_in(
    output: Path, online: Online
) -> None:
    result = broken(output, online, INSTEAD["login_wall"])
    assert (result.result, result.exit_code, [*result.stale]) == ("partial", 4, [ID])
    assert "Nothing of this page is used" in result.stale[ID]
    assert (source_row(output)["statut"], source_row(output)["recupere_le"]) == ("cassee", "2026-11-22")


@pytest.mark.parametrize("name", ["another list", "nothing", "two of six"])
def test_a_list_that_answers_and_says_nothing_is_broken_never_empty(
    output: Path,
    online: Online,
    name: str,
    _broken: tuple[Path, Outcome],
    _well_again: tuple[Path, Outcome, list[dict[str, str]]],
) -> None:
    before = {row["id"]: row["nom"] for row in rows(output, "etablissements")}
    if name == "another list":
        output, result = _broken
    else:
        result = broken(output, online, EMPTY[name].encode())
    assert (result.result, result.exit_code, [*result.stale]) == ("partial", 4, [ID])
    assert {row["id"]: row["nom"] for row in rows(output, "etablissements")} == before
    assert {row["statut"] for row in rows(output, "etablissements")} == {"non_confirme"}
    assert rows(output, "retraits") == [] and len(rows(output, "adhesions")) == 6
    assert validate.validate_written(output / "latest") == []
    assert source_row(output)["statut"] == "cassee"
    assert word(output)["code"] == "source_cassee" and "2026-11-22" in word(output)["message_fr"]

    if name == "another list":
        output, again, _ = _well_again
    else:
        again = online(output, "2026-12-06", page())
    assert (again.result, again.exit_code) == ("published", 0)
    assert {row["statut"] for row in rows(output, "etablissements")} == {"actif"}
    assert source_row(output)["statut"] == "ok"


def test_a_broken_page_is_never_taken_for_the_one_that_is_unchanged(
    _well_again: tuple[Path, Outcome, list[dict[str, str]]],
) -> None:
    output, _, asked = _well_again
    assert asked and not any({"if-none-match", "if-modified-since"} & {*headers} for headers in asked)
    assert source_row(output)["statut"] == "ok"


def test_a_page_that_stays_broken_is_unchanged_yet_partial_and_nobody_is_ever_withdrawn(
    once_broken: Path, online: Online
) -> None:
    assert len(rows(once_broken, "etablissements")) == 6
    for day in ("2026-12-06", "2027-01-31"):
        result = broken(once_broken, online, EMPTY["empty list"].encode(), day)
        assert result.exit_code == 4 and result.rows["etablissements"] == 6
    assert versions(once_broken) == ["2026.11.29", "2026.11.22"]


def test_without_archive_a_broken_page_stands_on_the_embedded_one(empty: Path, online: Online) -> None:
    result = broken(empty, online, EMPTY["no list"].encode(), "2026-11-25")
    assert (result.result, result.exit_code, result.rows["etablissements"]) == ("partial", 4, 6)
    assert (source_row(empty)["statut"], source_row(empty)["age_jours"]) == ("cassee", "3")


def without_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No copy that stands in reads well: the reader has changed with the page."""
    monkeypatch.setattr(collect, "_stand_in", lambda *_: None)


def test_without_any_copy_what_the_last_release_says_is_carried_forward(
    output: Path, online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_embedded(monkeypatch)
    before = {row["id"] for row in rows(output, "etablissements")}
    result = broken(output, online, EMPTY["no list"].encode())
    assert (result.result, result.exit_code) == ("partial", 4)
    assert {row["id"] for row in rows(output, "etablissements")} == before and len(rows(output, "adhesions")) == 6
    assert (source_row(output)["statut"], source_row(output)["recupere_le"]) == ("cassee", "2026-11-22")
    assert word(output)["code"] == "source_reprise" and "sans la liste attendue" in word(output)["message_fr"]


def test_without_any_good_state_at_all_a_broken_page_refuses_the_release(
    empty: Path, online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_embedded(monkeypatch)
    with pytest.raises(SourceChanged, match="Nothing of this page is used") as refusal:
        broken(empty, online, EMPTY["no list"].encode())
    assert refusal.value.exit_code == 3 and not (empty / "latest").exists()


REFUSALS = {401: "bloquee", 403: "bloquee", 404: "perimee", 429: "perimee", 451: "bloquee", 503: "perimee"}
"""403 and a failure of the server are followed through whole runs; the others are heard alike."""


def turned_away(status: int) -> bytes:
    return answer(status, b"<p>no</p>")


@pytest.mark.parametrize(("status", "statut"), REFUSALS.items())
def test_a_refusal_of_the_site_is_told_and_the_last_good_page_stands_in(
    output: Path, hear: Hear, heard_whole: dict[str, list[object]], status: int, statut: str
) -> None:
    made = hear(output, turned_away(status))
    assert [*made.stale] == [ID] and str(status) in made.stale[ID]
    assert stood_in(made) == (statut, "2026-11-22", 6) and but_for_the_words(made) == heard_whole[statut]


@pytest.mark.parametrize(("status", "statut"), [(403, "bloquee"), (500, "perimee")])
def test_a_site_that_turns_us_away_is_blocked_and_one_that_fails_is_stale(
    output: Path, down: tuple[Path, Outcome], online: Online, status: int, statut: str
) -> None:
    if status == 500:
        output, result = down
    else:
        result = online(output, "2026-11-29", turned_away(status))
    assert result.exit_code == 4 and str(status) in result.stale[ID] and result.rows["etablissements"] == 6
    assert source_row(output)["statut"] == statut
    assert word(output)["code"] == f"source_{statut}"


def test_a_bad_page_in_the_archive_never_stands_in_for_a_good_one(once_broken: Path, online: Online) -> None:
    assert len(list((once_broken / "snapshots" / ID).glob("*.html"))) == 2
    result = online(once_broken, "2026-11-30", DOWN)
    assert (result.result, result.rows["etablissements"]) == ("partial", 6)
    assert source_row(once_broken)["recupere_le"] == "2026-11-22"
