"""Only public web pages are asked, whatever is written in a link, a redirect or the name service."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from flows import http, url_policy
from flows.failure import NotFetched
from tests.flows.loopback import AGENT, PAGE, Loopback, answer, resolving

PRIVATE = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://0x7f.0.0.1/", "http://017700000001/", "http://127.0.0.1./", "http://0/", "http://0.0.0.0/",
    "http://1\uff127.0.0.1/", "http://①②⑦.0.0.1/", "http://127。0。0。1/", "http://10.0.0.1/", "http://172.16.0.1/",
    "http://192.168.1.1/", "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/", "http://2852039166/",
    "http://192.0.2.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://999.1.1.1/",
    "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
    "http://[fe80::1%25lo]/", "http://[fc00::1]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/",
    "http://[2001:0:7f00:1::]/",
]  # fmt: skip
MALFORMED = [
    "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "data:text/html,x", "javascript:alert(1)",
    "//example.org/", "example.org", "", "http://", "http:///page", "https:example.org", "http://user@example.org/",
    "http://user:pass@example.org/", "http://@example.org/", "http://example.org:8080/", "http://example.org:22/",
    "http://example.org:0/", "http://example.org:99999/", "http://example.org:x/", "http://[::1/",
    "http://exa mple.org/", "http://example.org\\@127.0.0.1/", "http://127.0.0.1\\.example.org/",
    "http://example.org/\r\nHost: x", "http://example.org/\t",
    "http://\x00example.org/", "http://example.org/\x7f", "http://a..fr/", "http://" + "a" * 64 + ".fr/",
    "http://example.org/" + "a" * 2000, "http://[::1]:80:80/", "http://[v1.x]/", "http://[example.org]/", "http://.../",
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE + MALFORMED)
def test_an_address_that_is_no_public_web_page_is_refused_before_any_name_is_resolved(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a name was resolved")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    with pytest.raises(NotFetched) as error:
        http.get(http.open_session(AGENT), url)
    assert error.value.kind == "policy"
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    "url",
    ["https://coop-petite-enfance.fr/qui-sommes-nous/", "http://example.org:443/?q=é#f", "https://crèche.fr/", "http://8.8.8.8/",
     "https://[2a01:e00::1]/", "http://[64:ff9b::808:808]/", "HTTPS://Example.ORG./x"],
)  # fmt: skip
def test_an_ordinary_public_address_passes(url: str) -> None:
    assert url_policy.target(url).host.isascii()


def test_a_target_is_taken_apart_once() -> None:
    target = url_policy.target("HTTPS://Www.Example.org./a?b#c")
    assert (target.scheme, target.host, target.port) == ("https", "www.example.org", 443)
    assert target.origin == "https://www.example.org:443"
    assert target.url.endswith("/a?b")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("example.org", "www.example.org", True),
        ("a.example.org", "b.example.org", True),
        ("Example.org", "example.ORG.", True),
        ("example.org", "example.com", False),
        ("example.org", "example.org.evil.net", False),
        ("example.org", "notexample.org", False),
        ("creche.asso.fr", "autre.asso.fr", False),
        ("www.creche.asso.fr", "creche.asso.fr", True),
        ("8.8.8.8", "1.1.8.8", False),
        ("::1", "::2", False),
    ],
)
def test_one_site_is_one_registrable_domain(one: str, other: str, same: bool) -> None:
    assert url_policy.same_site(one, other) is same


@pytest.fixture
def canary() -> Iterator[Loopback]:
    """A server on loopback that nobody may reach."""
    with Loopback({"/": answer(), "/page": answer()}) as server:
        yield server


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1%lo"])
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    ip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolving(monkeypatch, ["93.184.216.34", ip])
    with pytest.raises(NotFetched, match="not a public address") as error:
        http.get(http.open_session(AGENT), "http://rebind.example/")
    assert error.value.kind == "policy"
    assert asked == ["rebind.example"]


def test_by_default_loopback_is_refused_and_no_connection_is_made(canary: Loopback) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
        with pytest.raises(NotFetched) as error:
            http.get(http.open_session(AGENT), canary.url("/", host))
        assert error.value.kind == "policy"
    assert canary.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name answers a public address first, loopback ever after."""
    asked = resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    dialled: list[object] = []

    class Dial(socket.socket):
        def connect(self, place: object) -> None:
            dialled.append(place)
            raise ConnectionRefusedError("a test does not leave this machine")

    monkeypatch.setattr(socket, "socket", Dial)
    with pytest.raises(NotFetched) as error:
        http.get(http.open_session(AGENT, sleep=lambda seconds: None), "http://rebind.example/")
    assert dialled == [("93.184.216.34", 80)]  # the second try learnt of loopback, and was refused before connecting
    assert asked == ["rebind.example"] * 2
    assert error.value.kind == "policy"


def test_only_the_exact_host_and_port_that_are_allowed_pass(canary: Loopback) -> None:
    with Loopback({"/page": answer(301, b"", location=canary.url("/"))}) as server:
        with pytest.raises(NotFetched) as error:
            http.get(server.session(), server.url())
        assert error.value.kind == "policy"
        with pytest.raises(NotFetched):
            http.get(server.session(), server.url(host="localhost"))
    assert canary.asked == []


def test_an_allowed_name_is_connected_to_where_it_leads(monkeypatch: pytest.MonkeyPatch, canary: Loopback) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    assert http.get(canary.session(None, "site.example"), canary.url("/page", "site.example")).body == PAGE
    assert canary.asked[-1][1]["host"] == f"site.example:{canary.port}"


def test_the_next_address_of_a_name_is_tried_when_the_first_is_dead(
    monkeypatch: pytest.MonkeyPatch, canary: Loopback
) -> None:
    resolving(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    assert http.get(canary.session(None, "site.example"), canary.url("/page", "site.example")).body == PAGE


def test_a_name_service_that_does_not_answer_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    awake = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: awake.wait(9) and [])
    session = http.open_session(AGENT, http.Limits(connect=0.1), sleep=lambda seconds: None)
    start = time.monotonic()
    with pytest.raises(NotFetched, match="not resolved in time") as error:
        http.get(session, "https://slow.example/")
    awake.set()
    assert time.monotonic() - start < 4
    assert error.value.kind == "unreachable"


def test_a_name_that_does_not_exist_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotFetched, match=r"the name gone.example does not resolve.*Name or service not known") as error:
        http.get(http.open_session(AGENT, sleep=lambda seconds: None), "https://gone.example/")
    assert error.value.kind == "unreachable"
