"""An address whose path is plain is judged with its host, once: as each address would be that is judged by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import url_policy
from flows.failure import NotFetched
from flows.visit import target_of
from tests.flows.test_url_policy import MALFORMED, PRIVATE

ALLOWED = frozenset({"127.0.0.1:8799"})
HOSTS = ["a.fr", "www.a.example.fr", "127.0.0.1:8799", "127.0.0.1:8798", "127.1", "a.fr:80", "a.fr:8080", "0x7f.1", "a..fr",
         "a.fr.", "u@a.fr", "[::1]", "1.2.3.4", "A.fr", "é.fr", "", "a.fr:", "a.fr:99999"]  # fmt: skip


def judged(judge: object, url: str, allow: frozenset[str]) -> object:
    """The target, or the words of the refusal."""
    assert callable(judge)
    try:
        return judge(url, allow)
    except NotFetched as error:
        return error.kind, str(error)


@given(
    st.sampled_from(["http://", "https://", "ftp://", "//"]),
    st.sampled_from(HOSTS),
    st.text(alphabet="ab09-_.~/%?é é;:@#\\\n", max_size=12),
    st.booleans(),
)
def test_a_target_is_what_the_policy_makes_of_the_address(scheme: str, host: str, path: str, allows: bool) -> None:
    allow = ALLOWED if allows else frozenset[str]()
    for url in (f"{scheme}{host}{path}", f"{scheme}{host}/{path}"):
        assert judged(target_of, url, allow) == judged(url_policy.target, url, allow)


@pytest.mark.parametrize("url", PRIVATE + MALFORMED)
def test_what_the_policy_refuses_is_refused_in_its_own_words(url: str) -> None:
    for _ in range(2):  # what was judged before too
        assert judged(target_of, url, frozenset()) == judged(url_policy.target, url, frozenset())


def test_a_host_that_one_session_may_ask_is_refused_to_another() -> None:
    url = "http://127.0.0.1:8799/membre/000000.html"
    assert target_of(url, ALLOWED).port == 8799
    with pytest.raises(NotFetched):
        target_of(url, frozenset())
