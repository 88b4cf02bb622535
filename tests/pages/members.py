"""The six members as the page shows them, and the small tools the markups are built with.

A member with an empty field is how a page is torn: a markup leaves out the element it has nothing for.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """One member as displayed. '' leaves the part out."""

    nom: str
    rue: str
    code_postal: str
    ville: str
    telephone: str = ""
    pays: str = ", France"

    @property
    def town(self) -> str:
        """'69006 Lyon', or '' when the page gives no address."""
        return f"{self.code_postal} {self.ville}".strip()

    @property
    def line(self) -> str:
        """'133 Rue des Charmettes, 69006 Lyon, France', or ''."""
        address = ", ".join(filter(None, (self.rue, self.town)))
        return f"{address}{self.pays}" if address else ""

    @property
    def facts(self) -> dict[str, str]:
        """What must be read of it: the columns of `expected.json`, the phone in E.164."""
        return {
            "nom": self.nom,
            "rue": self.rue,
            "code_postal": self.code_postal,
            "commune": self.ville,
            "telephone": compact(self.telephone),
        }


Page = str | bytes
Markup = Callable[[Sequence[Member]], Page]

MEMBERS: tuple[Member, ...] = (
    Member("Bottines et Botillons Services", "133 Rue des Charmettes", "69006", "Lyon", "+33 4 78 26 56 02"),
    Member("Au Nid'Ô", "542 Avenue Victor Hugo", "84320", "Entraigues-sur-la-Sorgue"),
    Member("A l'Abord'Ages", "2 Chemin de la crèche", "22100", "Taden", "+33 2 96 39 72 08"),
    Member("AGAPI", "4 Rue de Saint-Quentin", "75010", "Paris"),
    Member("Les Petits d'Homme", "41 Rue Delizy", "93500", "Pantin"),
    Member("E2S Scop Petite Enfance", "30 Rue de Saint-Antoine", "93100", "Montreuil"),
)

# An invented member more, with what is awkward in a real address; its phone is kept for fiction by the regulator.
SEVENTH = Member("La Ronde des Doudous", "12 bis Rue de l'Abbé-Grégoire", "38000", "Grenoble", "+33 4 65 71 20 30")

_REGIONS = {
    "69": "Auvergne-Rhône-Alpes",
    "38": "Auvergne-Rhône-Alpes",
    "84": "Provence-Alpes-Côte d'Azur",
    "22": "Bretagne",
    "75": "Île-de-France",
    "93": "Île-de-France",
}
_POINTS = {"69": (45.77, 4.86), "84": (44.0, 4.92), "22": (48.47, -2.0), "75": (48.88, 2.36), "93": (48.88, 2.42)}


def region(member: Member) -> str:
    """The region of the member's postcode; '' when it has none."""
    return _REGIONS.get(member.code_postal[:2], "")


def point(member: Member) -> tuple[float, float]:
    """A rough latitude and longitude, as map widgets carry; the middle of France when there is no address."""
    return _POINTS.get(member.code_postal[:2], (46.6, 2.4))


def registry(*markups: Markup) -> dict[str, Markup]:
    """The markups by name, `markup_h3_p` being 'h3_p'."""
    return {markup.__name__.removeprefix("markup_"): markup for markup in markups}


def to_bytes(page: Page) -> bytes:
    """The page as a server would send it; text is UTF-8."""
    return page.encode() if isinstance(page, str) else page


def text(value: str) -> str:
    """Escaped for an element's text."""
    return html.escape(value, quote=False)


def attribute(value: str) -> str:
    """Escaped for a double-quoted attribute."""
    return html.escape(value)


def tag(name: str, inner: str, attributes: str = "") -> str:
    """The element around `inner` (HTML already); nothing when `inner` is empty."""
    opening = f"<{name} {attributes}>" if attributes else f"<{name}>"
    return f"{opening}{inner}</{name}>" if inner.strip() else ""


def lines(*parts: str, by: str = "<br>") -> str:
    """The parts that are not empty, one a line."""
    return by.join(part for part in parts if part)


def national(telephone: str) -> str:
    """'+33 4 78 26 56 02' -> '04 78 26 56 02'."""
    return re.sub(r"^\+33 ?", "0", telephone)


def compact(telephone: str) -> str:
    """'+33 4 78 26 56 02' -> '+33478265602', as in a `tel:` link."""
    return telephone.replace(" ", "")
