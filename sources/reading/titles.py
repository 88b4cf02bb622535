"""Lines that are titles of a page's parts, not names of members."""

import re

from sources.text import fold

_TITLE = re.compile(
    r"^(?:localisation|(?:la |notre )?carte|annuaire|(?:nos |les |liste des )?(?:membres|adh[ée]rent|coop[ée]ratives membres)|"
    r"qui sommes|o[uù] (?:nous|sommes)|nos (?:missions|coop|cr[èe]ches|adh)|notre (?:r[ée]seau|histoire|lien)|"
    r"les (?:coop[ée]ratives|cr[èe]ches) (?:du|de|membres)|le r[ée]seau|liste|nous (?:contacter|trouver|rejoindre|suivre)|"
    r"contact|suivez|newsletter|plan du site|mentions l[ée]gales|accueil$|actualit[ée]s|politique|accessibilit[ée]|"
    r"cr[ée]dits|partenaires|retrouvez|d[ée]couvrez|nom\b|si[èe]ge)",
    re.I,
)
_LIST_TITLE = re.compile(
    r"^(?:localisation|(?:la |notre )?carte|annuaire|(?:nos |les |liste des )?(?:membres|adh[ée]rent)|o[uù] (?:nous|sommes)|liste|"
    r"(?:nos|les) (?:coop|cr[èe]ches (?:du|de|membres|coop)))",
    re.I,
)
_OWN_WORDS = re.compile(r"^(?:nous |contact|si[èe]ge|[ée]diteur|mentions)", re.I)


class Titles:
    """What a page calls its own parts, its publisher, and the members we already know."""

    def __init__(self, own: "list[str]", known: "list[str]") -> None:
        self._own = {fold(name) for name in own}
        self._known = {fold(name) for name in known}

    def is_own(self, text: str) -> bool:
        """True for the publisher's own name."""
        return fold(text) in self._own

    def is_known(self, text: str) -> bool:
        """True for the name of a member seen on this page before."""
        return fold(text) in self._known

    def is_title(self, text: str) -> bool:
        """True for a section title or the publisher's name."""
        return self.is_own(text) or (bool(_TITLE.match(text)) and not self.is_known(text))

    def opens_list(self, text: str) -> bool:
        """True for a title that announces the list of members."""
        return bool(_LIST_TITLE.match(text)) and not self.is_known(text)

    def announces_own(self, text: str) -> bool:
        """True for a line after which the publisher's own address is expected ("Contact", its name)."""
        return self.is_own(text) or bool(_OWN_WORDS.match(text))
