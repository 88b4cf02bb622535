"""Sites: an https URL of a public name, or nothing."""

import pytest

from flows.normalise.sites import website


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://agapi.example.fr/creches?ville=pantin#haut", "https://agapi.example.fr/creches?ville=pantin#haut"),
        ("www.AGAPI.example.fr", "https://www.agapi.example.fr"),
        ("HTTP://agapi.example.fr/", "https://agapi.example.fr/"),
        (" <https://agapi.example.fr/>. ", "https://agapi.example.fr/"),
        ("https://crèche.fr/é té".replace(" ", ""), "https://xn--crche-5ra.fr/%C3%A9t%C3%A9"),
    ],
)
def test_a_site_is_written_as_an_https_url(raw: str, url: str) -> None:
    assert website(raw) == url


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("javascript:alert(1)", "not a page"),
        ("mailto:contact@agapi.example.fr", "a mailbox"),
        ("ftp://agapi.example.fr", "not a page"),
        ("https://user:secret@agapi.example.fr", "a user name"),
        ("https://agapi.example.fr:8080", "a port"),
        ("http://127.0.0.1/", "an address, not a name"),
        ("http://localhost/", "no public name"),
        ("https://[::1]/", "an address, not a name"),
        ("https://wa.me/33639980001", "a mobile inside"),
        ("https://agapi.example.fr/?m=prenom.nom@gmail.com", "a mailbox inside"),
        ("notre site", "words"),
        ("https://" + "a" * 70 + ".fr", "no such name can exist"),
        ("", "none"),
    ],
)
def test_anything_else_is_not_published(raw: str, why: str) -> None:
    assert website(raw) == "", why
