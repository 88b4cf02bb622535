"""What is published of organisations, that nobody's own data are, and how to object: a letter is begun, without any script."""

from collections.abc import Iterator

from flows.site.page import Page, letter
from flows.site.shown import Shown
from flows.site.words import Words

SECTIONS = ("publie", "personnes", "visite", "conservation", "base_legale")
"""In the order of the page; each is a title and a text of the catalogue."""
LETTERS = ("retrait", "donnee", "correction")
"""Letters that a reader may send: about a whole structure, about one value, to correct."""
AUTHORITY = "https://www.cnil.fr/fr/plaintes"
"""Where to complain: Commission nationale de l'informatique et des libertés."""


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page; `opposition` is the anchor of the right to object."""
    contact = about.settings.contact
    values: dict[str, object] = {
        "sections": SECTIONS,
        "letters": [(name, _letter(name, contact, t)) for name in LETTERS],
        "authority": AUTHORITY,
    }
    title, description = t("confidentialite.titre"), t("confidentialite.description")
    yield Page("confidentialite.html", "confidentialite.html.j2", "confidentialite", title, description, values)


def _letter(name: str, contact: str, t: Words) -> str:
    """The address of a letter that is begun."""
    body = t(f"confidentialite.lettre_{name}").strip()
    return letter(contact, t(f"confidentialite.objet_{name}"), body)
