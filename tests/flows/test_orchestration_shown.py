"""What Prefect shows of a run: its report, its tables, its event. Nothing that a page gave can do anything there."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import sources
from flows import release
from flows.options import Options
from schemas.errors import Refused, SourceChanged
from schemas.verdicts import Verdict
from tests.flows.orchestrated import artifact, artifacts, events, whole
from tests.flows.runs import DAY, pages_only, saved
from tests.flows.test_gate_privacy import MOBILES
from tests.pages.markups import MARKUPS

NEWS = "2026-11-24"
"""A day on which nothing else is published: its event is the only one."""


@pytest.fixture
def flow(prefect_home: Path) -> Any:
    from flows import flow as module

    return module


@pytest.fixture(scope="module")
def published(prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the flow published; several tests look at what is shown of that run."""
    from flows import flow as module

    output = tmp_path_factory.mktemp("published") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        module.run(Options(NEWS, output, True))
    return output


def test_a_published_run_leaves_its_report_its_tables_and_a_link(published: Path, client: Any) -> None:
    run = whole(client, "output", str(published))
    report = artifact(client, "creches-rapport", run)
    assert report.data.startswith(f"# Version du {NEWS} : publiée\n") and "- etablissements : 6 lignes" in report.data
    heard = json.loads(artifact(client, "creches-sources", run).data)
    assert [(row["source"], row["état"], row["lignes"]) for row in heard] == [
        ("coop_petite_enfance", "à jour", "6"),
        ("pope", "à jour", "1"),
    ]
    gates = json.loads(artifact(client, "creches-portes", run).data)
    assert {row["décision"] for row in gates} <= {"ok", "averti"} and len(gates) > 5
    assert artifact(client, "creches-version", run).data.endswith("/releases/2026.11.24/)")
    assert artifact(client, "creches-avancement", run).data == 100.0


def test_the_review_table_counts_what_waits_for_a_person_by_reason(published: Path, client: Any) -> None:
    queue = (published / "review" / "geocodage.csv").read_text().splitlines()[1:]
    run = whole(client, "output", str(published))
    rows = json.loads(artifact(client, "creches-revue", run).data)
    assert sum(int(row["lignes"] or 0) for row in rows if row.get("fichier") == "geocodage.csv") == len(queue)
    assert all(set(row) <= {"fichier", "motif", "lignes", "cas", ""} for row in rows)


def test_a_refused_run_shows_what_is_known_and_tells_an_event_with_the_reason(
    flow: Any, client: Any, output: Path, tmp_path: Path
) -> None:
    page = saved(tmp_path, MARKUPS["h3_p"](()), "shown.html")
    with pytest.raises(SourceChanged):
        flow.run(Options(DAY, output, True, pages={"coop_petite_enfance": page}))
    run = whole(client, "pages", {"coop_petite_enfance": str(page)})
    assert "refusée : rien n'est publié" in artifact(client, "creches-rapport", run).data
    assert "refus" in artifact(client, "creches-portes", run).data
    (event, *_) = events(client, "creches.release.refused", "coop_petite_enfance")
    assert event["resource"]["prefect.resource.id"] == "creches.release"
    assert event["payload"]["as_of"] == DAY


def test_a_release_that_gates_refuse_shows_their_verdicts_in_french_and_no_line_that_announces_them(
    flow: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(*_: object) -> None:
        refusal = Refused("The release is refused by its gates; nothing is published:\n- Too many went.")
        refusal.verdicts = (Verdict("baisse", "refus", "Trop de départs.", "Too many went.", "pope"),)
        raise refusal

    monkeypatch.setattr(release, "walk", walk)
    with pytest.raises(Refused):
        flow.run(Options(DAY, tmp_path / "output", True))
    run = whole(client, "output", str(tmp_path / "output"))
    (row,) = json.loads(artifact(client, "creches-portes", run).data)
    assert (row["porte"], row["décision"], row["message"]) == ("baisse", "refus", "Trop de départs.")
    assert (run.state.type.value, run.state.name) == ("FAILED", "Refused")


@pytest.mark.parametrize(
    ("reason", "shown"), [("pope: no member read.", ["pope: no member read."]), ("Refused:\n- a\n- b", ["a", "b"])]
)
def test_a_refusal_without_verdicts_shows_its_lines_and_says_that_they_are_english(
    reason: str, shown: list[str]
) -> None:
    from flows.orchestration.shown import _refusal

    assert [row["message (anglais)"] for row in _refusal("refused", reason)] == shown
    assert _refusal("failed", reason) == []


def test_a_published_run_tells_an_event(published: Path, client: Any) -> None:
    assert len(events(client, "creches.release.published", "2026.11.24")) == 1


def test_a_bug_is_told_by_its_type_alone_and_comes_out_as_it_is(
    flow: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(f"Mme Untel, {MOBILES[0]}")

    monkeypatch.setattr(release, "identified", broken)
    with pytest.raises(KeyError, match="Mme Untel"):
        flow.run(Options(DAY, tmp_path / "output", True))
    run = whole(client, "output", str(tmp_path / "output"))
    assert run.state.is_failed() and run.state.message.startswith("A bug: KeyError. Nothing is published.")
    told = artifacts(client, "creches-rapport", run)
    assert told and not any("Untel" in one.data for one in told)


def test_a_report_whose_answer_was_lost_is_sent_again_and_the_newest_is_shown(
    prefect_home: Path, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx
    from prefect import flow
    from prefect.artifacts import create_markdown_artifact
    from prefect.client import base

    real, answers = httpx.Client.send, iter([httpx.ReadTimeout("too slow")])

    def lossy(self: httpx.Client, request: httpx.Request, **how: Any) -> httpx.Response:
        answer = real(self, request, **how)
        if request.url.path.endswith("/artifacts/") and (lost := next(answers, None)):
            raise lost
        return answer

    @flow(name="essai-rapport", persist_result=False)
    def shown(mark: str) -> None:
        create_markdown_artifact(mark, key="creches-rapport")

    monkeypatch.setattr(httpx.Client, "send", lossy)
    monkeypatch.setattr(base, "time", SimpleNamespace(sleep=lambda _: None))
    shown("answered late")
    run = whole(client, "mark", "answered late")
    first, *others = artifacts(client, "creches-rapport", run)
    assert [one.data for one in others] == [first.data] and first.created >= others[0].created
    assert artifact(client, "creches-rapport", run).id == first.id


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "<script>alert(1)</script>",
        "![](http://x/y.png)",
        "| a |\n| - |",
        "# titre",
        "- liste",
        "`code` **gras** _it_ ~~non~~",
        "&lt;b&gt; $x$ ^note",
    ],
)
def test_text_in_the_report_does_nothing(text: str) -> None:
    from flows.orchestration.report import escaped

    shown = escaped(text)
    assert "\n" not in shown
    bare = shown.replace("\\\\", "")
    assert all(bare[at - 1] == "\\" for at, sign in enumerate(bare) if sign in "[]()<>!|#`*_~&$^-")
    assert shown.replace("\\", "") == " ".join(text.split())


def test_plain_text_is_shown_as_it_is() -> None:
    from flows.orchestration.report import escaped

    assert escaped("Crèche d'Évry, 3 places") == "Crèche d'Évry, 3 places"
