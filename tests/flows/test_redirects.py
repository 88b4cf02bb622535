"""Redirects are followed by hand, five at most, inside one site, never back to http, each hop judged again."""

import pytest

from flows import http
from flows.failure import NotFetched
from flows.pace import Pace
from flows.url_policy import Target
from flows.visit import Limits, Manners, Reply, follow
from tests.flows.loopback import AGENT, PAGE, Loopback, answer, resolving


def to(place: str, status: int = 301) -> bytes:
    return answer(status, b"moved", location=place)


def error_of(routes: dict[str, bytes], path: str = "/page") -> NotFetched:
    with Loopback(routes) as server, pytest.raises(NotFetched) as caught:
        http.get(server.session(), server.url(path))
    return caught.value


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_inside_the_site_is_followed_and_the_final_address_told(status: int) -> None:
    with Loopback({"/page": to("/new?a=1#top", status), "/new?a=1": answer()}) as server:
        got = http.get(server.session(), server.url())
    assert (got.url, got.final_url, got.body) == (server.url(), server.url("/new?a=1"), PAGE)


def test_an_address_with_accents_is_followed_whichever_way_it_is_written() -> None:
    plain, utf8 = to("/cr%C3%A8ches"), to("/X").replace(b"/X", "/crèches".encode())
    for moved in (plain, utf8):
        with Loopback({"/page": moved, "/cr%C3%A8ches": answer()}) as server:
            assert http.get(server.session(), server.url()).body == PAGE


def test_five_hops_are_followed_and_six_are_not() -> None:
    hops = {f"/{n}": to(f"/{n + 1}") for n in range(6)} | {"/6": answer()}
    with Loopback(hops) as server:
        assert http.get(server.session(), server.url("/1")).body == PAGE
    assert error_of(hops, "/0").kind == "redirect"


@pytest.mark.parametrize("routes", [{"/page": to("/page")}, {"/page": to("/b"), "/b": to("/page#again")}])
def test_a_loop_is_seen_at_its_first_turn(routes: dict[str, bytes]) -> None:
    error = error_of(routes)
    assert (error.kind, "loop" in str(error)) == ("redirect", True)


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("", "redirect"),
        ("http://[", "redirect"),
        ("https://evil.example/", "redirect"),
        ("//evil.example/page", "redirect"),
        ("http://localhost/", "redirect"),
        ("http://169.254.169.254/", "policy"),
        ("http://127.0.0.1:1/", "policy"),
        ("http://2130706433/", "policy"),
        ("http://[::ffff:127.0.0.1]/", "policy"),
        ("http://me:secret@127.0.0.1/", "policy"),
        ("file:///etc/passwd", "policy"),
        ("ftp://127.0.0.1/", "policy"),
        ("javascript:alert(1)", "policy"),
        ("http://evil.example\\@127.0.0.1/", "policy"),
        ("/a page", "policy"),
    ],
)
def test_a_redirect_that_leaves_the_site_or_the_web_is_refused(location: str, kind: str) -> None:
    error = error_of({"/page": to(location)})
    assert error.kind == kind
    assert "secret" not in str(error)


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_other_300s_are_no_redirects(status: int) -> None:
    assert error_of({"/page": to("/new", status), "/new": answer()}).kind == "status"


def test_https_never_leads_back_to_http_and_http_may_lead_to_https() -> None:
    manners = Manners(AGENT, Limits(), Pace(0.0, sleep=lambda seconds: None), frozenset())

    def one_hop(start: str, place: str) -> str:
        def exchange(target: Target, seconds: float) -> Reply:
            return Reply(200, {}, b"x") if target.url == place else Reply(301, {"location": place}, b"")

        return follow(manners, start, exchange)[0].url

    assert one_hop("http://example.org/", "https://www.example.org/") == "https://www.example.org/"
    with pytest.raises(NotFetched, match="from https to http") as error:
        one_hop("https://example.org/", "http://example.org/new")
    assert error.value.kind == "redirect"


def test_a_hop_that_robots_forbids_is_not_asked() -> None:
    routes = {"/robots.txt": answer(body=b"User-agent: *\nDisallow: /new"), "/page": to("/new"), "/new": answer()}
    with Loopback(routes) as server:
        with pytest.raises(NotFetched) as error:
            http.get(server.session(), server.url())
        assert error.value.kind == "robots"
        assert server.paths == ["/page"]


def test_the_robots_of_the_hop_s_own_host_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    with Loopback({"/new": answer()}) as server:
        server.routes["/page"] = [to(server.url("/new", "www.site.example"))]
        session = server.session(None, "site.example", "www.site.example")
        got = http.get(session, server.url("/page", "site.example"))
        assert got.final_url == server.url("/new", "www.site.example")
        hosts = [headers["host"].split(":")[0] for path, headers in server.asked if path == "/robots.txt"]
        assert hosts == ["site.example", "www.site.example"]


def test_validators_are_kept_along_the_way() -> None:
    with Loopback({"/page": to("/new"), "/new": answer(304, b"")}) as server:
        got = http.get(server.session(), server.url(), etag='"v1"')
    assert (got.status, got.final_url) == (304, server.url("/new"))
