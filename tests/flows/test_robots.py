"""robots.txt is asked once per host and obeyed (RFC 9309); what it says is recorded."""

import time

import pytest

from flows import http, robots
from flows.failure import NotFetched
from tests.flows.loopback import AGENT, Action, Loopback, answer, drip, reset

URL = "https://example.org/qui-sommes-nous/"


def text(body: str | bytes, status: int = 200) -> bytes:
    return answer(status, body if isinstance(body, bytes) else body.encode(), content_type="text/plain")


@pytest.mark.parametrize(
    ("body", "decision"),
    [
        ("", "autorise"),
        ("User-agent: *\nDisallow:", "autorise"),
        ("User-agent: *\nDisallow: /", "interdit"),
        ("User-agent: *\nDisallow: /qui", "interdit"),
        ("User-agent: *\nDisallow: /admin/", "autorise"),
        ("User-agent: *\nDisallow: /\nAllow: /qui-sommes", "autorise"),
        ("User-agent: *\nDisallow: /*-nous/$", "interdit"),
        ("User-agent: creches-cooperatives\nDisallow: /", "interdit"),
        ("User-agent: Creches-Cooperatives\nDisallow: /\n\nUser-agent: *\nAllow: /", "interdit"),
        ("User-agent: creches-cooperatives\nAllow: /\n\nUser-agent: *\nDisallow: /", "autorise"),
        ("User-agent: other\nDisallow: /", "autorise"),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "interdit"),
        ("User-agent: *\rDisallow: /", "interdit"),
        ("user-AGENT : *  # all\n disallow : /  # all", "interdit"),
        ("<html><body>Page introuvable</body></html>", "autorise"),
    ],
)
def test_the_rules_of_our_group_decide_else_those_of_all(body: str, decision: str) -> None:
    assert robots.rules(200, body.encode(), AGENT).decide(URL) == decision


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_a_missing_robots_txt_permits_everything(status: int) -> None:
    assert robots.rules(status, b"User-agent: *\nDisallow: /", AGENT).decide(URL) == "absent"


@pytest.mark.parametrize("status", [204, 206, 304, 408, 429, 500, 502, 503, 599])
def test_a_robots_txt_that_cannot_be_had_permits_nothing(status: int) -> None:
    assert robots.rules(status, b"", AGENT).decide(URL) == "inaccessible"


def test_undecodable_bytes_do_not_hide_the_rules_around_them() -> None:
    assert robots.rules(200, b"# \xff\xfe\nUser-agent: *\nDisallow: /", AGENT).decide(URL) == "interdit"


def test_500_kibibytes_are_read_and_a_rule_cut_by_the_limit_is_left_out() -> None:
    start = b"User-agent: *\nDisallow: /qui\n"
    filler = b"#" * (robots.MAX_BYTES - len(start) - len(b"\nAllow: /qui")) + b"\n"
    assert robots.rules(200, start + filler + b"Allow: /qui-sommes-nous-not-us", AGENT).decide(URL) == "interdit"
    at_the_end = b"#" * (robots.MAX_BYTES - len(start) - 2) + b"\n" + start
    assert robots.rules(200, at_the_end, AGENT).decide(URL) == "interdit"


@pytest.mark.parametrize(
    ("line", "delay"),
    [("Crawl-delay: 5", 5), ("crawl-delay: 0.5", 0.5), ("Crawl-delay: 86400", 30), ("Crawl-delay: inf", 0),
     ("Crawl-delay: -3", 0), ("Crawl-delay: soon", 0), ("", 0)],
)  # fmt: skip
def test_a_crawl_delay_is_kept_up_to_thirty_seconds(line: str, delay: float) -> None:
    assert robots.rules(200, f"User-agent: *\n{line}\nDisallow: /x".encode(), AGENT).delay == delay


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*a*a*a*b\n" * 9000,
        "".join(f"User-agent: a{n}\n" for n in range(14000)) + "Disallow: /q\n" * 14000,
        "User-agent: *\nDisallow: /" + "*" * 400_000 + "x",
        "a" * 400_000,
        ":" * 400_000,
        "\n" * 400_000,
    ],
)
def test_a_hostile_robots_txt_costs_little_time(body: str) -> None:
    start = time.monotonic()
    robots.rules(200, body.encode(), AGENT).decide("https://example.org/" + "a" * 1900)
    assert time.monotonic() - start < 5


def test_robots_txt_is_asked_once_in_a_session_before_the_first_page() -> None:
    with Loopback({"/robots.txt": text("User-agent: *\nAllow: /"), "/a": answer(), "/b": answer()}) as server:
        session = server.session()
        assert [http.get(session, server.url(path)).robots for path in ("/a", "/b", "/a")] == ["autorise"] * 3
        assert [path for path, _ in server.asked] == ["/robots.txt", "/a", "/b", "/a"]


def test_a_forbidden_page_is_not_asked_and_the_message_names_us() -> None:
    with Loopback({"/robots.txt": text("User-agent: *\nDisallow: /page"), "/page": answer()}) as server:
        with pytest.raises(NotFetched, match="forbids this page to creches-cooperatives") as error:
            http.get(server.session(), server.url())
        assert (error.value.kind, server.paths) == ("robots", [])


@pytest.mark.parametrize(
    "action",
    [
        text("", 500),
        text("", 503),
        text("", 429),
        drip(text("User-agent: *\nAllow: /"), 0.1),
        text("User-agent: *\nAllow: /")[:-5],
        answer(301, b"", location="https://elsewhere.example/robots.txt"),
        answer(301, b"", location="/robots.txt"),
    ],
    ids=["500", "503", "429", "slow", "cut", "another site", "loop"],
)
def test_a_host_whose_robots_txt_is_out_of_order_is_closed_to_us(action: Action) -> None:
    with Loopback({"/robots.txt": action, "/page": answer()}) as server:
        session = server.session(http.Limits(total=0.3))
        for _ in range(2):
            with pytest.raises(NotFetched, match="inaccessible") as error:
                http.get(session, server.url())
            assert error.value.kind == "robots"
        assert server.paths == []
        assert len(server.asked) <= 3


def test_a_host_that_drops_every_connection_is_unreachable_rather_than_closed() -> None:
    with Loopback({"/robots.txt": reset}) as server, pytest.raises(NotFetched) as error:
        http.get(server.session(), server.url())
    assert error.value.kind == "unreachable"


def test_a_redirected_robots_txt_is_followed_inside_the_site() -> None:
    routes = {
        "/robots.txt": answer(301, b"", location="/r"),
        "/r": text("User-agent: *\nDisallow: /"),
        "/page": answer(),
    }
    with Loopback(routes) as server, pytest.raises(NotFetched) as error:
        http.get(server.session(), server.url())
    assert error.value.kind == "robots"


@pytest.mark.parametrize("length", [True, False])
def test_a_vast_robots_txt_is_read_in_part(length: bool) -> None:
    body = b"User-agent: *\nDisallow: /page\n" + b"# nothing\n" * 2_000_000
    sent = answer(body=body, length=length, content_type="text/plain")
    with (
        Loopback({"/robots.txt": sent, "/page": answer()}) as server,
        pytest.raises(NotFetched, match="forbids") as error,
    ):
        http.get(server.session(), server.url())
    assert error.value.kind == "robots"


def test_the_crawl_delay_spaces_the_requests_that_follow() -> None:
    rests: list[float] = []
    with Loopback({"/robots.txt": text("User-agent: *\nCrawl-delay: 7"), "/page": answer()}) as server:
        session = server.session(sleep=rests.append)
        http.get(session, server.url())
        http.get(session, server.url())
    assert [round(rest) for rest in rests] == [7, 7]
