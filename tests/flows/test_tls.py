"""Certificates are proved, and the time limit holds inside TLS too."""

import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows import http
from flows.failure import NotFetched
from tests.flows.loopback import PAGE, Loopback, answer, drip

NOW = datetime.now(UTC)


def certificate(folder: Path, host: str, until: datetime, *, name: str = "server") -> Path:
    """A self-signed certificate and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    built = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(NOW - timedelta(days=9)).not_valid_after(until)
    names = x509.SubjectAlternativeName([x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.9"))])
    built = built.add_extension(names, critical=False).add_extension(x509.BasicConstraints(True, None), critical=True)
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def serving(path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost, trusted through the environment."""
    path = certificate(tmp_path, "localhost", NOW + timedelta(days=9))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    return serving(path)


def test_a_page_comes_over_tls_when_the_environment_s_bundle_proves_the_server(trusted: ssl.SSLContext) -> None:
    with Loopback({"/page": answer()}, trusted) as server:
        assert http.get(server.session(None, "localhost"), server.url(host="localhost")).body == PAGE


def test_certificates_are_read_once_a_session(trusted: ssl.SSLContext, tmp_path: Path) -> None:
    with Loopback({"/page": answer()}, trusted) as server:
        session = server.session(None, "localhost")
        http.get(session, server.url(host="localhost"))
        (tmp_path / "server.pem").unlink()
        assert http.get(session, server.url(host="localhost")).body == PAGE


def error_of(server: Loopback, limits: http.Limits | None = None) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        http.get(server.session(limits, "localhost"), server.url(host="localhost"))
    return caught.value


@pytest.mark.parametrize(("host", "days"), [("localhost", -1), ("other.example", 9)])
def test_an_expired_or_foreign_certificate_is_refused_at_once(
    host: str, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate(tmp_path, host, NOW + timedelta(days=days))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    with Loopback({"/page": answer()}, serving(path)) as server:
        error = error_of(server)
    assert error.kind == "unreachable"
    assert "certificate" in str(error)
    assert server.asked == []


def test_an_unknown_certificate_is_refused(trusted: ssl.SSLContext, tmp_path: Path) -> None:
    unknown = certificate(tmp_path, "localhost", NOW + timedelta(days=9), name="unknown")
    with Loopback({"/page": answer()}, serving(unknown)) as server:
        assert error_of(server).kind == "unreachable"


@pytest.mark.parametrize("sent", [answer(body=PAGE * 99), b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 99])
def test_a_byte_at_a_time_inside_tls_is_cut_at_the_total_limit(trusted: ssl.SSLContext, sent: bytes) -> None:
    with Loopback({"/page": drip(sent, 0.05)}, trusted) as server:
        start = time.monotonic()
        assert error_of(server, http.Limits(total=0.5)).kind == "timeout"
        assert time.monotonic() - start < 2.5


def test_a_server_that_does_not_finish_the_greeting_is_left(trusted: ssl.SSLContext) -> None:
    with Loopback({}) as server:  # speaks no TLS: it waits for a request that never comes
        start = time.monotonic()
        url = server.url(host="localhost").replace("http:", "https:")
        with pytest.raises(NotFetched) as error:
            http.get(server.session(http.Limits(connect=9, read=9, total=0.4), "localhost"), url)
        assert time.monotonic() - start < 2.5
    assert "inaccessible" in str(error.value)
