"""Which addresses may be asked: public web pages only. Judged before a request, at every hop, and at the connection."""

import ipaddress
import re
import socket
import threading
import unicodedata
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from flows.failure import NotFetched

_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PRINTABLE = re.compile(r"[!-\[\]-~]+")
"""Neither space nor backslash nor control character."""
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SHARED_SUFFIXES = frozenset({"asso.fr", "com.fr", "gouv.fr", "nom.fr", "prd.fr", "tm.fr", "co.uk", "org.uk"})

Found = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]
"""A resolved address, as the socket functions take it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that passed the policy, without its fragment, and the parts that later checks need."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{host_port(self.host, self.port)}"


def target(url: str, allow: frozenset[str] = frozenset()) -> Target:
    """Take a URL apart, or refuse it with `NotFetched` (kind `policy`).

    `allow` names exact `host:port` that pass although they are not public.
    """
    if len(url) > 2000 or not (_PRINTABLE.fullmatch(url) or _is_one_word(url)):
        raise NotFetched("policy", url, "it is too long, or holds a space, a backslash or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port if parts.port is not None else _PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode().rstrip(".")
    except (ValueError, UnicodeError):
        raise NotFetched("policy", url, "it is not a well-formed address") from None
    if parts.scheme not in _PORTS or not host or ("[" in parts.netloc and ":" not in host):
        raise NotFetched("policy", url, "only http and https addresses with a host are read")
    if "@" in parts.netloc:
        raise NotFetched("policy", url, "it carries a user name or a password")
    if host_port(host, port) not in allow:
        _refuse_private(url, host, port)
    return Target(urldefrag(url).url, parts.scheme, host, port)


def _is_one_word(url: str) -> bool:
    return not any(c.isspace() or c == "\\" or unicodedata.category(c) == "Cc" for c in url)


def _refuse_private(url: str, host: str, port: int) -> None:
    if port not in _PORTS.values():
        raise NotFetched("policy", url, f"port {port} is neither 80 nor 443")
    if ":" not in host and not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return  # a name: judged when it is resolved
    try:
        public = is_public(host)
    except ValueError:  # decimal, octal or short spellings, which resolvers read as addresses
        public = False
    if not public:
        raise NotFetched("policy", url, f"{host} is not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; ValueError when it is no IP address.

    IPv6 must be global unicast (2000::/3); the addresses that wrap an IPv4 one (mapped, 6to4, NAT64)
    are judged by what they wrap.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        return ip in _GLOBAL_UNICAST and ip.is_global
    return ip.is_global and not ip.is_multicast


def addresses(host: str, port: int, allow: frozenset[str], seconds: float) -> list[Found]:
    """Resolve a host once; every address must be public, unless `allow` names this host and port.

    Raises `NotFetched` (policy), OSError when the name does not resolve, TimeoutError after `seconds`.
    The caller connects to what is returned here, so a name that changes its answer gains nothing.
    """
    found = _resolve(host, port, seconds)
    if host_port(host, port) in allow:
        return found
    url = f"http://{host_port(host, port)}/"
    if port not in _PORTS.values():
        raise NotFetched("policy", url, f"port {port} is neither 80 nor 443")
    private = [str(place[0]) for _, place in found if not is_public(str(place[0]))]
    if private:
        raise NotFetched("policy", url, f"it leads to {private[0]}, which is not a public address")
    return found


def _resolve(host: str, port: int, seconds: float) -> list[Found]:
    """`getaddrinfo` knows no time limit: it is asked from a thread that may be left behind; about a number it never waits."""
    answers: list[list[Found] | Exception] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.append([(family, place) for family, _, _, _, place in found])
        except (OSError, UnicodeError) as error:
            answers.append(error)

    if _is_number(host):
        ask()
    else:
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(seconds)
    if not answers:
        raise TimeoutError(f"the name {host} was not resolved in time")
    if isinstance(answers[0], Exception):
        raise OSError(f"the name {host} does not resolve: {answers[0]}")
    return answers[0]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def same_site(one: str, other: str) -> bool:
    """Whether two hosts belong to one registrable domain.

    The last two labels are compared (so `www.` does not count), three under the few shared suffixes
    listed here; this is enough for the sources we read, and a doubt means refusal.
    """
    return _site(one) == _site(other)


def _site(host: str) -> str:
    labels = host.lower().rstrip(".").split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        return host.lower()
    return ".".join(labels[-3:] if ".".join(labels[-2:]) in _SHARED_SUFFIXES else labels[-2:])


def host_port(host: str, port: int) -> str:
    """`host:port`, an IPv6 host in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
