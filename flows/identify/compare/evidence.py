"""Everything but keys that two mentions of one table have in common or not, told once for every rule."""

from dataclasses import dataclass

from flows.identify.compare.addresses import Door, Said, commune, departement, door
from flows.identify.compare.names import Names, names
from flows.identify.compare.traits import Traits


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a pair shows. `telephone`, `site` (domain) and `courriel` are `same`, `other` or `unknown`."""

    names: Names
    commune: Said
    departement: Said
    door: Door
    telephone: Said
    site: Said
    courriel: Said

    @property
    def contact(self) -> bool:
        """Whether a phone, a domain or a mailbox is shared."""
        return "same" in (self.telephone, self.site, self.courriel)

    @property
    def one_house(self) -> bool:
        """Whether phone and numbered door are shared."""
        return self.telephone == "same" and self.door == "same"

    @property
    def balance(self) -> int:
        """How many of contact and door agree, less how many of phone, site and door contradict."""
        agree = (self.telephone == "same") + ("same" in (self.site, self.courriel)) + (self.door == "same")
        return agree - self.contradictions

    @property
    def contradictions(self) -> int:
        """How many of phone, site and door are two."""
        return (self.telephone, self.site, self.door).count("other")

    @property
    def proved(self) -> bool:
        """Whether something agrees, and as much as contradicts."""
        return (self.contact or self.door == "same") and self.balance >= 0


def evidence(a: Traits, b: Traits) -> Evidence:
    """What the two show."""
    where = commune(a, b)
    return Evidence(
        names=names(a, b),
        commune=where,
        departement=departement(a, b),
        door=door(a, b, where),
        telephone=_said(a.telephone, b.telephone),
        site=_said(a.domaine, b.domaine),
        courriel=_said(a.courriel, b.courriel),
    )


def _said(ours: str, theirs: str) -> Said:
    if not (ours and theirs):
        return "unknown"
    return "same" if ours == theirs else "other"
