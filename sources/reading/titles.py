"""Lines that are titles of a page's parts, not names of members."""

import re
from collections.abc import Sequence

from schemas.records import Source
from sources.reading.names import is_name
from sources.reading.settings import as_list
from sources.text import fold

_OPENS = (
    r"localisation|(?:la |notre )?carte(?! aux?\b)|annuaire|(?:nos |les |liste des )?(?:membres|adh[ée]rent|soci[ée]taires)|"
    r"(?:nos |les )?coop[ée]ratives (?:membres|adh[ée]rentes|du r[ée]seau)|o[uù] (?:nous|sommes)|listes?$|liste des?\b(?! m[ôo]mes)|"
    r"nos coop[ée]|(?:nos|les) cr[èe]ches (?:membres|coop|adh[ée]r|du r[ée]seau|de la coop|de notre)|nos cr[èe]ches$"
)
_CLOSES = (
    r"(?:nos |les |autres )*(?:partenaires?|financeurs?|soutiens?|fournisseurs?|f[ée]d[ée]rations)$|ils nous (?:soutien|font)|"
    r"h[ée]berge(?:ur|ment)|mentions l[ée]gales|actualit[ée]s$|agenda$|[ée]v[ée]nements?$|nous (?:contacter|trouver)$|contacts?$|"
    r"(?:nos |les |notre |l['’])?(?:anciens? (?:membres|adh)|[ée]quipe$|gouvernance$)|presse$|conseil d['’]administration|"
    r"(?:le |notre )?mouvement coop[ée]ratif$|cr[ée]dits"
)
_OTHERS = (
    r"qui sommes|nos (?:missions|coop|adh)|nos cr[èe]ches$|notre (?:r[ée]seau|histoire|lien)|le r[ée]seau|"
    r"nous (?:rejoindre|suivre)|suivez|newsletter|plan du site|accueil$|politique de|accessibilit[ée]|retrouvez|d[ée]couvrez|"
    r"noms?(?: de .*)?$|si[èe]ge(?: social)?$"
)
_OPENING = re.compile(rf"^(?:{_OPENS})", re.I)
_CLOSING = re.compile(rf"^(?:{_CLOSES})", re.I)
_TITLE = re.compile(rf"^(?:{_OPENS}|{_CLOSES}|{_OTHERS})", re.I)
_OWN_WORDS = re.compile(r"^(?:nous |contact|si[èe]ge|[ée]diteur|mentions)", re.I)
_LEGAL = re.compile(
    r"©|\(c\)|copyright|tous droits r[ée]serv[ée]s|\b(?:19|20)\d\d\b|^scic\b|^scop\b|\bscic$|si[èe]ge(?: social)?", re.I
)


def titles_of(source: Source) -> "Titles":
    """The names that a descriptor tells: the publisher's own ones, and the members already seen."""
    own = [source.editeur, *as_list(source.lecture, "noms_propres")]
    return Titles(own, as_list(source.lecture, "noms_connus"))


class Titles:
    """What a page calls its own parts, its publisher, and the members we already know."""

    def __init__(self, own: Sequence[str], known: Sequence[str]) -> None:
        self._own = {fold(name) for name in own}
        self._known = {fold(name) for name in known}

    def is_own(self, text: str) -> bool:
        """True for the publisher's own name, its legal form and copyright aside."""
        return fold(text) in self._own or fold(_LEGAL.sub(" ", text)) in self._own

    def is_known(self, text: str) -> bool:
        """True for the name of a member seen on this page before."""
        return fold(text) in self._known

    def is_title(self, text: str) -> bool:
        """True for a section title or the publisher's name."""
        return self.is_own(text) or (bool(_TITLE.match(text)) and not self.is_known(text))

    def may_name(self, text: str) -> bool:
        """True for a line that could name a member."""
        return is_name(text) and not self.is_title(text)

    def opens_list(self, text: str) -> bool:
        """True for a title that announces the list of members."""
        return bool(_OPENING.match(text)) and not self.is_known(text)

    def closes_list(self, text: str) -> bool:
        """True for a title after which addresses are others' than members': partners, the host, former members."""
        return bool(_CLOSING.match(text)) and not self.is_known(text) and not self.is_own(text)

    def announces_own(self, text: str) -> bool:
        """True for a line after which the publisher's own address is expected ("Contact", its name)."""
        return self.is_own(text) or bool(_OWN_WORDS.match(text))
