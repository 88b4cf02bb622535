"""Runs that fetch, from a real server on loopback: what is new, unchanged, out of reach, or not the page."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sources
from flows import collect, http, validate
from flows.outcome import Outcome
from flows.rebuild.steps import Heard
from schemas.errors import FetchFailed, Refused, SourceChanged
from tests.flows.hearing import but_for_the_words, heard
from tests.flows.loopback import Action, Loopback, answer
from tests.flows.runs import DAY, pages_only, published, row_of, rows, run, saved, tree, versions
from tests.pages.challenges import CHALLENGES
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH, Member, to_bytes

ID = "coop_petite_enfance"
DOWN = answer(500, b"")
NOT_MODIFIED = answer(304, b"", length=False)
NOWHERE = answer(200, b'{"type":"FeatureCollection","features":[]}', content_type="application/json")

Online = Callable[..., Outcome]
Hear = Callable[[Path, Action], Heard]


def page(*members: Member, **headers: str) -> bytes:
    return answer(200, to_bytes(MARKUPS["h3_p"](members or MEMBERS)), **{"etag": '"v1"', **headers})


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    """The network's site and the geocoder, both on loopback. The geocoder finds no street."""
    with Loopback({"/page": page(), "*": NOWHERE}) as loopback:
        yield loopback


def reach(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """The member list is at the server, and so is the geocoder; nothing else of a run is changed."""
    there = pages_only()
    there[ID] = dataclasses.replace(there[ID], url=server.url("/page"))
    opened = http.open_session

    def open_session(agent: str, *_given: object) -> http.Session:
        limits = http.Limits(connect=2, read=2, total=5)
        return opened(agent, limits, frozenset({f"127.0.0.1:{server.port}"}), sleep=lambda s: None)

    monkeypatch.setattr(http, "open_session", open_session)
    monkeypatch.setattr(sources, "pages", lambda: there)
    monkeypatch.setenv("CRECHES_GEOCODER", f"http://127.0.0.1:{server.port}/geo")


def served(server: Loopback, *actions: Action) -> None:
    """The server gives these answers to whoever asks the page, the last one for ever; it has been asked nothing yet."""
    server.asked.clear()
    server.routes["/page"] = list(actions) or [page()]


def ended(server: Loopback, output: Path, day: str, *actions: Action) -> Outcome:
    """A run made once, for several tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        reach(server, monkeypatch)
        served(server, *actions)
        return run(output, day, offline=False)


@pytest.fixture(scope="module")
def _fetched(server: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("fetched") / "output"
    result = ended(server, output, DAY)
    assert (result.result, result.exit_code, result.rows["etablissements"]) == ("published", 0, 6)
    return output


@pytest.fixture(scope="module")
def _down(server: Loopback, _fetched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    output = tmp_path_factory.mktemp("down") / "output"
    shutil.copytree(_fetched, output)
    return output, ended(server, output, "2026-12-02", DOWN)


@pytest.fixture(scope="module")
def _broken(server: Loopback, _fetched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    output = tmp_path_factory.mktemp("broken") / "output"
    shutil.copytree(_fetched, output)
    return output, ended(server, output, "2026-11-29", bad(EMPTY["another list"].encode()))


@pytest.fixture(scope="module")
def _well_again(
    server: Loopback, _broken: tuple[Path, Outcome], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Outcome, list[dict[str, str]]]:
    """That shelf after a run, of 2026-12-06, that was given the page; how it ended, and with which headers the page was asked."""
    output = Path(shutil.copytree(_broken[0], tmp_path_factory.mktemp("again") / "output"))
    result = ended(server, output, "2026-12-06", page())
    return output, result, [headers for path, headers in server.asked if path == "/page"]


@pytest.fixture(scope="module")
def heard_whole(server: Loopback, _fetched: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What is heard of the answers that are followed through whole runs, by the state that they leave the source in."""
    output = tmp_path_factory.mktemp("heard") / "output"
    shutil.copytree(_fetched, output)
    answers = {"bloquee": turned_away(403), "perimee": DOWN, "cassee": bad(EMPTY["another list"].encode())}
    with pytest.MonkeyPatch.context() as monkeypatch:
        reach(server, monkeypatch)
        return {statut: but_for_the_words(heard_of(server, output, said)) for statut, said in answers.items()}


@pytest.fixture
def output(_fetched: Path, tmp_path: Path) -> Path:
    """A shelf with one release, of 2026-11-22, whose member list was fetched from the server."""
    shutil.copytree(_fetched, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def down(_down: tuple[Path, Outcome], tmp_path: Path) -> tuple[Path, Outcome]:
    """That shelf after a run, of 2026-12-02, that could not have the page; and how that run ended."""
    output, result = _down
    return Path(shutil.copytree(output, tmp_path / "down")), result


@pytest.fixture
def once_broken(_broken: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """That shelf after a run, of 2026-11-29, that was given a page without members."""
    return Path(shutil.copytree(_broken[0], tmp_path / "broken"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty" / "output"


@pytest.fixture
def online(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Online:
    """A run on a folder and a day; the server gives these answers to whoever asks the page, the last one for ever."""
    reach(server, monkeypatch)

    def go(output: Path, day: str, *actions: Action, **asked: object) -> Outcome:
        served(server, *actions)
        return run(output, day, offline=False, **asked)

    return go


@pytest.fixture
def hear(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Hear:
    """What a run of 2026-11-29 hears of its sources when the page is answered so."""
    reach(server, monkeypatch)
    return lambda output, said: heard_of(server, output, said)


def heard_of(server: Loopback, output: Path, said: Action) -> Heard:
    served(server, said)
    return heard(output, "2026-11-29")


def source_row(output: Path, id_: str = ID) -> dict[str, str]:
    (row,) = [row for row in rows(output, "sources") if row["id"] == id_]
    return row


def test_a_fetched_page_is_published_archived_and_its_robots_decision_kept(output: Path) -> None:
    row = source_row(output)
    assert (row["statut"], row["recupere_le"], row["age_jours"], row["robots"]) == ("ok", "2026-11-22", "0", "absent")
    (body,) = (output / "snapshots" / ID).glob("*.html")
    assert body.read_bytes() == to_bytes(MARKUPS["h3_p"](MEMBERS))
    assert not any("snapshots" in name for name in tree(output / "releases"))


def test_a_page_that_is_unchanged_at_its_site_makes_no_version(output: Path, online: Online, server: Loopback) -> None:
    before = published(output)
    result = online(output, "2026-11-29", NOT_MODIFIED)
    assert (result.result, result.exit_code) == ("unchanged", 0)
    assert [headers.get("if-none-match") for path, headers in server.asked if path == "/page"] == ['"v1"']
    assert published(output) == before


def test_a_page_that_cannot_be_had_keeps_its_places_unconfirmed_and_says_how_old_it_is(
    down: tuple[Path, Outcome],
) -> None:
    output, result = down
    assert (result.result, result.exit_code) == ("partial", 4)
    assert ID in result.stale and "500" in result.stale[ID]
    row = source_row(output)
    assert (row["statut"], row["age_jours"], row["recupere_le"]) == ("perimee", "10", "2026-11-22")
    assert {r["statut"] for r in rows(output, "etablissements")} == {"non_confirme"}
    assert [r["code"] for r in rows(output, "anomalies")].count("source_perimee") == 1
    assert len(rows(output, "etablissements")) == 6 and rows(output, "retraits") == []


def test_a_page_still_out_of_reach_is_unchanged_yet_partial(down: tuple[Path, Outcome], online: Online) -> None:
    output, _ = down
    result = online(output, "2027-01-15", DOWN)
    assert (result.result, result.exit_code) == ("unchanged", 4)
    assert versions(output) == ["2026.12.02", "2026.11.22"]


def test_the_first_run_that_reaches_the_page_again_confirms_everything(
    down: tuple[Path, Outcome], online: Online
) -> None:
    output, _ = down
    result = online(output, "2026-12-03", page())
    assert (result.result, result.exit_code) == ("published", 0)
    assert {r["statut"] for r in rows(output, "etablissements")} == {"actif"}
    assert (source_row(output)["statut"], source_row(output)["age_jours"]) == ("ok", "0")
    assert "source_perimee" not in {r["code"] for r in rows(output, "anomalies")}


def test_without_any_copy_of_its_own_a_first_run_stands_on_the_embedded_one(empty: Path, online: Online) -> None:
    result = online(empty, "2026-11-25", DOWN)
    assert (result.result, result.exit_code, result.rows["etablissements"]) == ("partial", 4, 6)
    assert (source_row(empty)["statut"], source_row(empty)["age_jours"]) == ("perimee", "3")


def stood_in(made: Heard) -> tuple[str, str, int]:
    """(state, day, members) of what was heard of the list."""
    (one,) = [one for one in made.found if one.source.id == ID]
    return one.statut, one.snapshot.recupere_le[:10], len(one.membres)


def word(output: Path) -> dict[str, str]:
    """What is told of the state of the member list."""
    (told,) = [row for row in rows(output, "anomalies") if row["source"] == ID and row["code"].startswith("source_")]
    return told


def broken(output: Path, online: Online, body: bytes, day: str = "2026-11-29") -> Outcome:
    """A run whose member list answers 200 with a page that is not one."""
    return online(output, day, bad(body))


def bad(body: bytes) -> bytes:
    """An answer 200 with a page that is not the list."""
    return answer(200, body, etag='"bad"')


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


def test_when_neither_the_page_nor_the_geocoder_can_be_reached_the_network_is_to_blame(
    empty: Path, online: Online, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.geocode.remote.TRIES", 1)
    monkeypatch.setitem(server.routes, "*", [DOWN])
    with pytest.raises(FetchFailed, match="Neither a source nor the geocoder could be reached") as failure:
        online(empty, "2026-11-25", DOWN)
    assert failure.value.exit_code == 5 and not (empty / "latest").exists()
    with pytest.raises(Refused, match="addresses wait") as refusal:
        online(empty, "2026-11-25", page())
    assert refusal.value.exit_code == 3
    assert {one.gate for one in refusal.value.verdicts} == {"attente"}


def test_a_page_that_answered_and_is_not_understood_is_no_network_that_is_down(
    empty: Path, online: Online, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.geocode.remote.TRIES", 1)
    monkeypatch.setitem(server.routes, "*", [DOWN])
    with pytest.raises(Refused, match="addresses wait"):
        online(empty, "2026-11-25", answer(200, to_bytes(MARKUPS["h3_p"](()))))


def test_pages_are_archived_for_ninety_days_at_most(output: Path, online: Online) -> None:
    online(output, "2027-02-20", page(*MEMBERS, SEVENTH))  # 90 days
    assert len(list((output / "snapshots" / ID).glob("*.html"))) == 2
    online(output, "2027-02-21", page(*MEMBERS, SEVENTH))
    assert [path.name[:8] for path in sorted((output / "snapshots" / ID).glob("*.html"))] == ["20270220", "20270221"]


def test_old_pages_go_even_when_nothing_changes(output: Path, online: Online) -> None:
    assert online(output, "2027-03-01", page()).result == "unchanged"
    assert [path.name[:8] for path in (output / "snapshots" / ID).glob("*.html")] == ["20270301"]


def test_only_the_sources_asked_for_are_fetched(output: Path, online: Online, server: Loopback) -> None:
    result = online(output, "2026-11-29", DOWN, asked=("pope",))
    assert (result.result, result.exit_code) == ("unchanged", 0)
    assert server.paths.count("/page") == 0


def test_a_source_whose_address_is_not_confirmed_is_never_fetched_nor_stale(output: Path) -> None:
    assert source_row(output, "pope")["statut"] == "ok"


def test_a_page_saved_by_hand_is_read_instead_of_fetched_then_stands_in(
    output: Path, online: Online, server: Loopback, tmp_path: Path
) -> None:
    online(output, "2026-11-22", pages={ID: saved(tmp_path, MARKUPS["dl"]([*MEMBERS, SEVENTH]))})
    assert server.paths.count("/page") == 0
    online(output, "2026-11-29", DOWN)
    assert row_of(output, SEVENTH.nom)["statut"] == "non_confirme"
    assert source_row(output)["recupere_le"] == "2026-11-22"


def test_the_geocoders_answers_are_kept_and_not_asked_again(
    output: Path, online: Online, server: Loopback, empty: Path
) -> None:
    assert len((output / "cache" / "geocodes.csv").read_text().splitlines()) >= 6
    online(output, "2026-11-23", page())
    assert [path for path, _ in server.asked if path.startswith("/geo")] == []
    online(empty, "2026-11-23", page(), dry_run=True)
    assert len([path for path, _ in server.asked if path.startswith("/geo")]) >= 6
    assert not (empty / "cache").exists()
