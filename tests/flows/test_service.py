"""The service that a setting names: its address is one or the setting is refused, and nothing else is ever asked."""

import gzip
import time
from unittest.mock import patch

import pytest

from flows import service
from flows.failure import NotFetched
from flows.service import Service
from flows.visit import Form, Limits
from schemas.errors import UsageError
from tests.flows.geocode_service import Service as Fake
from tests.flows.geocode_service import Trouble
from tests.flows.loopback import AGENT, Action, Loopback, answer, chunked, drip, endless, resolving

FORM = Form({"columns": "adresse"}, {"data": ("q.csv", b"cle,adresse\nq0,1 Rue\n", "text/csv")})


def refusal(made: Service, url: str, seconds: float = 2.0) -> NotFetched:
    """Why nothing comes of asking a service for this."""
    with pytest.raises(NotFetched) as caught:
        made.ask(url, seconds)
    return caught.value


@pytest.mark.parametrize(
    ("address", "scheme", "domain"),
    [
        ("data.geopf.fr/geocodage", "https", "data.geopf.fr/geocodage"),
        ("data.geopf.fr/geocodage/", "https", "data.geopf.fr/geocodage"),
        ("https://data.geopf.fr/geocodage", "https", "data.geopf.fr/geocodage"),
        ("HTTPS://data.geopf.fr", "https", "data.geopf.fr"),
        ("localhost:7878", "https", "localhost:7878"),
        ("http://127.0.0.1:7878", "http", "127.0.0.1:7878"),
        ("http://addok.example:7878/", "http", "addok.example:7878"),
        ("http://addok", "http", "addok"),
        ("http://addok.:7878", "http", "addok.:7878"),
        ("http://[::1]:7878/addok", "http", "[::1]:7878/addok"),
        ("[::1]:7878", "https", "[::1]:7878"),
        ("http://10.0.0.7", "http", "10.0.0.7"),
        ("https://géo.example", "https", "géo.example"),
    ],
)
def test_an_address_is_host_and_path_with_a_scheme_or_https(address: str, scheme: str, domain: str) -> None:
    made = Service(AGENT, address)
    assert (made.scheme, made.domain) == (scheme, domain)


REFUSED = [
    "", " ", "/", "/geocodage", "https://", "http:///x", "ftp://data.geopf.fr", "file:///etc/hosts", "javascript://x",
    "data.geopf.fr/search?q=x", "data.geopf.fr/#top", "data.geopf.fr:port", "data.geopf.fr:0", "data.geopf.fr:99999",
    "data.geopf.fr:-1", "::1", "http://::1:7878", "http://[::1", "[data.geopf.fr]", "data geopf.fr",
    " data.geopf.fr", "data.geopf.fr ", "data.geopf.fr\n", "data.geo\npf.fr", "data.geopf.fr\\x", "data.geopf.fr\0",
    "https://data..geopf.fr", "." * 64, f"{'a' * 64}.fr", "a" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: repr(address)[:30])
def test_what_is_no_address_is_refused_at_once_with_a_word_on_the_setting(address: str) -> None:
    with pytest.raises(UsageError, match=r"(?s)is no address of a service.*CRECHES_GEOCODER"):
        Service(AGENT, address)


@pytest.mark.parametrize(
    "address",
    ["https://bob:s3cret@data.geopf.fr", "bob:s3cret@data.geopf.fr", "bob:s3c/ret@data.geopf.fr", "bob@data.geopf.fr",
     "http://bob:s3cret@127.0.0.1:7878", "https://@data.geopf.fr", "bob:s3cret@data.geopf.fr:port"],
)  # fmt: skip
def test_a_user_name_or_a_password_is_refused_and_not_told(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Service(AGENT, address)
    assert "s3c" not in str(caught.value) and "bob" not in str(caught.value)


def test_a_private_host_may_be_asked_for_it_is_the_maintainer_who_names_it() -> None:
    with Loopback({"/addok/search": answer(body=b"{}")}) as server:
        reply = Service(AGENT, server.url("/addok")).ask(server.url("/addok/search"), 2.0)
    assert (reply.status, reply.body) == (200, b"{}")
    assert server.paths == ["/addok/search"]  # and no robots.txt, which is about pages
    assert (server.asked[0][1]["user-agent"], server.asked[0][1]["accept"]) == (AGENT, "application/json")


def test_no_other_host_and_no_other_port_of_a_private_network_may_be_asked() -> None:
    with Loopback({"*": answer(body=b"{}")}) as named, Loopback({"*": answer(body=b"{}")}) as other:
        made = Service(AGENT, named.url(""))
        port = named.port
        for url in (other.url(), f"http://localhost:{port}/", f"http://127.0.0.2:{port}/", f"http://[::1]:{port}/",
                    "http://169.254.169.254/latest", "http://10.0.0.1/", f"http://2130706433:{port}/",
                    f"https://127.0.0.1:{port + 1}/", "http://127.0.0.1/", "file:///etc/hosts",
                    f"http://bob:s3cret@127.0.0.1:{port}/"):  # fmt: skip
            error = refusal(made, url)
            assert error.kind == "policy" and "s3cret" not in str(error)
    assert named.asked == other.asked == []


def test_another_public_name_that_leads_to_a_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback({"*": answer(body=b"{}")}) as server:
        made = Service(AGENT, server.url(""))
        asked = resolving(monkeypatch, ["127.0.0.1"])
        assert refusal(made, "http://rebound.example/").kind == "policy"
        assert (asked, server.asked) == (["rebound.example"], [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_reply_and_is_not_followed(status: int) -> None:
    with Loopback({"*": answer(body=b"{}")}) as there:
        with Loopback({"*": answer(status, b"moved", location=there.url())}) as server:
            made = Service(AGENT, server.url(""))
            reply = made.ask(server.url(), 2.0)
        assert (reply.status, reply.body, len(server.paths), there.asked) == (status, b"", 1, [])


@pytest.mark.parametrize("status", [400, 404, 413, 429, 500, 503])
def test_a_trouble_is_a_reply_without_its_body_and_is_not_tried_again(status: int) -> None:
    with Loopback({"*": answer(status, b"x" * 999, retry_after="7")}) as server:
        reply = Service(AGENT, server.url("")).ask(server.url(), 2.0)
    assert (reply.status, reply.body, reply.headers["retry-after"], len(server.paths)) == (status, b"", "7", 1)


def test_a_form_is_posted_with_its_fields_and_its_file() -> None:
    with Fake() as server:
        made = Service(AGENT, server.address)
        reply = made.ask(f"{server.address}/search/csv", 2.0, FORM)
    assert (reply.status, server.forms) == (200, [{"columns": "adresse"}])
    assert server.tables == [[{"cle": "q0", "adresse": "1 Rue"}]]


def test_a_form_is_not_posted_again_to_where_a_redirect_leads() -> None:
    with Fake() as there, Fake(table=Trouble(307, headers=(("location", f"{there.address}/search/csv"),))) as server:
        reply = Service(AGENT, server.address).ask(f"{server.address}/search/csv", 2.0, FORM)
    assert (reply.status, len(server.tables), there.tables) == (307, 1, [])


HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
LARGE: dict[str, Action] = {
    "announced": answer(body=b"x" * 2001),
    "in chunks": chunked(b"x" * 2001, 100),
    "without end": endless(HEAD, b"64\r\n" + b"x" * 100 + b"\r\n"),
    "compressed": answer(body=gzip.compress(b"x" * 2001), content_encoding="gzip"),
}


@pytest.mark.parametrize("action", LARGE.values(), ids=LARGE)
def test_an_answer_larger_than_the_limit_is_not_read_to_its_end(action: Action) -> None:
    with patch.object(service, "_LIMITS", Limits(max_bytes=2000)), Loopback({"*": action}) as server:
        assert refusal(Service(AGENT, server.url("")), server.url()).kind == "too_large"


def test_an_answer_of_just_the_limit_is_read() -> None:
    with patch.object(service, "_LIMITS", Limits(max_bytes=2000)), Loopback({"*": answer(body=b"x" * 2000)}) as server:
        assert len(Service(AGENT, server.url("")).ask(server.url(), 2.0).body) == 2000


def test_a_compression_bomb_is_not_unfolded() -> None:
    bomb = answer(body=gzip.compress(b"\0" * 20_000_000), content_encoding="gzip")
    with Loopback({"*": bomb}) as server:
        assert refusal(Service(AGENT, server.url("")), server.url()).kind == "too_large"


def test_the_seconds_of_a_call_end_it_whatever_the_server_sends() -> None:
    slow = drip(answer(body=b"x" * 200), 0.05)
    start = time.monotonic()
    with Loopback({"*": slow}) as server:
        assert refusal(Service(AGENT, server.url("")), server.url(), 0.3).kind == "timeout"
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("cut", [answer(body=b"{}" * 50)[:-1], chunked(b"{}" * 50, 9)[:-5], answer(length=False)[:-9]])
def test_an_answer_that_is_cut_is_none(cut: bytes) -> None:
    with Loopback({"*": cut}) as server:
        assert refusal(Service(AGENT, server.url("")), server.url()).kind == "truncated"
