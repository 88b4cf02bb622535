"""A source becomes a snapshot: one polite request, archived; or the copy that the site says still holds."""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import fetch, http
from flows.failure import NotFetched
from schemas.records import Snapshot
from tests.flows.loopback import PAGE, Loopback, answer
from tests.flows.pages import SOURCE, files, sidecar, source_at

FIRST, LATER = "2026-11-22T03:40:00Z", "2026-11-29T04:00:00Z"
STEM = f"20261122T034000Z-{hashlib.sha256(PAGE).hexdigest()[:12]}"
MEMBERS = SOURCE.id


def at(moment: str) -> Callable[[], str]:
    return lambda: moment


def test_a_fetched_page_is_archived_untouched_beside_a_sidecar_that_tells_whence_it_came(tmp_path: Path) -> None:
    with Loopback({"/page": answer(301, b"", location="/new"), "/new": answer(etag='"v1"')}) as server:
        source = source_at(server.url())
        got = fetch.fetch(source, server.session(), tmp_path, at("2026-11-22T04:40:00+01:00"))
    digest = hashlib.sha256(PAGE).hexdigest()
    assert (got.body, got.sha256, got.recupere_le) == (PAGE, digest, FIRST)
    assert (got.origine, got.robots, got.perimee) == ("reseau", "absent", "")
    assert (got.source, got.url, got.content_type) == (MEMBERS, source.url, "text/html; charset=utf-8")
    assert files(tmp_path) == [f"{MEMBERS}/{STEM}.html", f"{MEMBERS}/{STEM}.html.json"]
    assert (tmp_path / MEMBERS / f"{STEM}.html").read_bytes() == PAGE
    assert sidecar(tmp_path / MEMBERS / f"{STEM}.html.json") == {
        "url": source.url,
        "final_url": server.url("/new"),
        "status": 200,
        "headers": {"content-type": "text/html; charset=utf-8", "content-length": str(len(PAGE)), "etag": '"v1"'},
        "fetched_at": FIRST,
        "sha256": digest,
        "robots": "absent",
        "size": len(PAGE),
        "vu_le": "",
    }


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [("text/html", "html"), ("Text/HTML; charset=x", "html"), ("application/xhtml+xml", "html"), ("text/plain", "txt"),
     ("application/json", "json"), ("application/pdf", "bin"), ("", "bin"), ("../../x", "bin")],
)  # fmt: skip
def test_the_suffix_follows_the_content_type(content_type: str, suffix: str, tmp_path: Path) -> None:
    with Loopback({"/page": answer(content_type=content_type)}) as server:
        source = source_at(server.url())
        fetch.fetch(source, server.session(), tmp_path, at(FIRST))
        assert files(tmp_path) == [f"{MEMBERS}/{STEM}.{suffix}", f"{MEMBERS}/{STEM}.{suffix}.json"]
        assert [snapshot.body for snapshot in fetch.archived(source, tmp_path)] == [PAGE]


def twice(server: Loopback, archive: Path) -> tuple[Snapshot, Snapshot]:
    source = source_at(server.url())
    first = fetch.fetch(source, server.session(), archive, at(FIRST))
    return first, fetch.fetch(source, server.session(), archive, at(LATER))


def test_a_page_that_did_not_change_is_asked_with_its_validators_and_taken_from_the_archive(tmp_path: Path) -> None:
    modified = "Sat, 21 Nov 2026 10:00:00 GMT"
    with Loopback({"/page": [answer(etag='"v1"', last_modified=modified), answer(304, b"")]}) as server:
        first, again = twice(server, tmp_path)
    sent = server.asked[-1][1]
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"v1"', modified)
    assert (again.origine, again.recupere_le, again.body, again.sha256) == ("inchangee", LATER, PAGE, first.sha256)
    assert again.content_type == first.content_type
    about = sidecar(tmp_path / MEMBERS / f"{STEM}.html.json")
    assert (about["vu_le"], about["fetched_at"], len(files(tmp_path))) == (LATER, FIRST, 2)


def test_an_unchanged_page_carries_what_robots_says_today(tmp_path: Path) -> None:
    routes = {
        "/robots.txt": [answer(404, b""), answer(body=b"User-agent: *")],
        "/page": [answer(etag="x"), answer(304, b"")],
    }
    with Loopback(routes) as server:
        first, again = twice(server, tmp_path)
    assert (first.robots, again.robots) == ("absent", "autorise")
    assert sidecar(tmp_path / MEMBERS / f"{STEM}.html.json")["robots"] == "autorise"


def test_a_page_that_changed_is_archived_beside_the_old_one_and_comes_first(tmp_path: Path) -> None:
    with Loopback({"/page": [answer(etag='"v1"'), answer(body=PAGE + b"\n", etag='"v2"')]}) as server:
        _, new = twice(server, tmp_path)
        kept = fetch.archived(source_at(server.url()), tmp_path)
    assert (new.origine, new.body) == ("reseau", PAGE + b"\n")
    assert [(copy.origine, copy.recupere_le, copy.body) for copy in kept] == [
        ("archive", LATER, PAGE + b"\n"),
        ("archive", FIRST, PAGE),
    ]


def test_a_copy_confirmed_by_304_carries_the_day_it_was_last_seen(tmp_path: Path) -> None:
    with Loopback({"/page": [answer(etag='"v1"'), answer(304, b"")]}) as server:
        twice(server, tmp_path)
        assert [copy.recupere_le for copy in fetch.archived(source_at(server.url()), tmp_path)] == [LATER]


@pytest.mark.parametrize("damage", ["body", "sidecar", "gone", "no sidecar"])
def test_a_damaged_copy_gives_no_validators_and_is_fetched_again(
    damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Loopback({"/page": answer(etag='"v1"')}) as server:
        source = source_at(server.url())
        fetch.fetch(source, server.session(), tmp_path, at(FIRST))
        body, about = tmp_path / MEMBERS / f"{STEM}.html", tmp_path / MEMBERS / f"{STEM}.html.json"
        if damage == "body":
            body.write_bytes(PAGE[:-1] + b"?")
        elif damage == "sidecar":
            about.write_text(about.read_text()[:40])
        else:
            (body if damage == "gone" else about).unlink()
        assert fetch.archived(source, tmp_path) == []
        again = fetch.fetch(source, server.session(), tmp_path, at(LATER))
    assert (again.origine, again.body) == ("reseau", PAGE)
    assert "if-none-match" not in server.asked[-1][1]
    assert any("skipped" in message for message in caplog.messages) is (damage != "no sidecar")


def test_validators_of_another_address_are_not_sent(tmp_path: Path) -> None:
    with Loopback({"/page": answer(etag='"v1"'), "/moved": answer(etag='"v1"')}) as server:
        fetch.fetch(source_at(server.url()), server.session(), tmp_path, at(FIRST))
        fetch.fetch(source_at(server.url("/moved")), server.session(), tmp_path, at(LATER))
    assert "if-none-match" not in server.asked[-1][1]


def test_304_at_another_final_address_is_asked_again_in_full(tmp_path: Path) -> None:
    moved = answer(301, b"", location="/new")
    routes = {"/page": [answer(etag='"v1"'), moved], "/new": [answer(304, b""), answer(body=PAGE * 2)]}
    with Loopback(routes) as server:
        _, again = twice(server, tmp_path)
    assert (again.origine, again.body) == ("reseau", PAGE * 2)


@pytest.mark.parametrize(
    "bad",
    [answer(500, b""), answer(403), answer(404), answer()[:-5], answer(body=b""), answer(202, b""),
     answer(cf_mitigated="challenge"), answer(body=b"<html><title>Just a moment...</title></html>"), b"HTTP/1.1 30"],
)  # fmt: skip
def test_a_failed_fetch_leaves_the_archive_as_it_was(bad: bytes, tmp_path: Path) -> None:
    with Loopback({"/page": [answer(), bad]}) as server:
        source = source_at(server.url())
        fetch.fetch(source, server.session(), tmp_path, at(FIRST))
        before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
        with pytest.raises(NotFetched):
            fetch.fetch(source, server.session(), tmp_path, at(LATER))
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_nothing_of_the_page_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="flows")
    with Loopback({"/page": [answer(500, b""), answer()]}) as server:
        fetch.fetch(source_at(server.url()), server.session(), tmp_path, at(FIRST))
    assert caplog.messages
    assert not any("Ufs" in message or "che" in message for message in caplog.messages)


def test_fetch_asks_with_the_limits_of_its_session(tmp_path: Path) -> None:
    with Loopback({"/page": answer()}) as server, pytest.raises(NotFetched) as error:
        fetch.fetch(source_at(server.url()), server.session(http.Limits(max_bytes=10)), tmp_path, at(FIRST))
    assert error.value.kind == "too_large"
