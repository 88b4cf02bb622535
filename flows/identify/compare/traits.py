"""What a mention is compared by, whatever its source."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.identify.compare.kept import kept

_SHARED = frozenset(
    "facebook.com fb.com instagram.com linkedin.com twitter.com x.com youtube.com youtu.be tiktok.com linktr.ee google.com"
    " goo.gl business.site helloasso.com pagesjaunes.fr monenfant.fr caf.fr gouv.fr service-public.fr societe.com pappers.fr"
    " les-scop.coop scop.coop free.fr orange.fr pagesperso-orange.fr wanadoo.fr sfr.fr laposte.net wixsite.com".split()
)
"""Sites that many organisations have their page on: none is told by them."""
_HOSTING = frozenset(
    "wordpress.com blogspot.com e-monsite.com over-blog.com jimdofree.com jimdosite.com jimdo.com webnode.fr weebly.com"
    " canalblog.com eklablog.com github.io gitlab.io netlify.app squarespace.com assoconnect.com asso.fr com.fr co.uk"
    " asso.re co.re".split()
)
"""Domains whose next label on the left is an organisation's own."""
_PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?:/[A-Za-z0-9./_-]*)?")
"""Sites that need no more to be taken apart: nearly all."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One mention of an operator or a place; '' where its source says nothing."""

    table: str
    """gestionnaires or etablissements."""
    source: str
    """Source id; '' for a row remembered from the last release."""
    reference: str
    noms: tuple[str, ...]
    """The name, then other names."""
    siren: str = ""
    siret: str = ""
    telephone: str = ""
    courriel: str = ""
    domaine: str = ""
    """What `domain_of` makes of the site."""
    adresse: str = ""
    """Clean street line: "133 Rue des Charmettes"."""
    code_postal: str = ""
    code_commune: str = ""
    """INSEE code of the whole commune."""
    departement: str = ""
    gestionnaire: str = ""
    """Of a place: key of its operator, already clustered; two equal keys are one operator."""
    noms_gestionnaire: tuple[str, ...] = ()
    """Of a place: names of that operator, which its own name may repeat ("Kaléide - La Maisonnette")."""
    categorie: str = ""
    predecesseur: str = ""
    """SIRET of the establishment that a place succeeds to."""
    cooperative: bool = False
    """Of an operator: its source asserts a cooperative."""


@kept
def domain_of(site_web: str) -> str:
    """The domain that a site's owner holds, lower case; '' where many share it.

    >>> domain_of("https://www.creche.example.fr/contact"), domain_of("https://lutins.e-monsite.com/")
    ('example.fr', 'lutins.e-monsite.com')
    >>> domain_of("https://www.facebook.com/lutins")
    ''
    """
    plain = _PLAIN.fullmatch(site_web)
    labels = (plain[1] if plain else urlsplit(site_web).hostname or "").lower().removeprefix("www.").split(".")
    last = ".".join(labels[-2:])
    if last in _SHARED or len(labels) < 2:
        return ""
    own = 3 if last in _HOSTING else 2
    return ".".join(labels[-own:]) if len(labels) >= own else ""
