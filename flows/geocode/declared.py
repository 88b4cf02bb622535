"""The commune that a row declares: one, surely or with a doubt; or several that the words may mean."""

from dataclasses import dataclass, replace

from sources.commune_table import at
from sources.communes import Commune, homonyms, longer_names, resolve

_DOUBTFUL = ("code_postal_voisin", "graphie_proche", "commune_seule", "nom_seul")
_MOST = 5  # communes of one name that are worth asking in


@dataclass(frozen=True, slots=True)
class Declared:
    """`commune` is None when the words name none, or several: these are then in `homonymes`."""

    commune: Commune | None
    homonymes: tuple[Commune, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether name and postcode agree only nearly, or a part of them is missing."""
        return self.commune is not None and self.commune.methode in _DOUBTFUL


def declared(code_postal: str, commune: str, departement: str = "") -> Declared:
    """What a postcode and a name tell, as an address writes them; '' for a part that is missing.

    A name without postcode is taken when one commune of France bears it, and no larger one's name begins with it: Évry alone
    is rather Évry-Courcouronnes than the village of the Yonne. A postcode of business mail (CEDEX) is
    no postcode of the gazetteer: there the name alone speaks, within the département. A `departement` (INSEE code)
    that the source gives beside the name settles which one of several is meant.
    """
    found = resolve(code_postal, commune)
    if found is None and departement and not code_postal:
        there = [one for one in homonyms("", commune) if one.departement == departement]
        return Declared(
            replace(there[0], methode="nom_et_departement") if len(there) == 1 else None, tuple(there[1:] and there)
        )
    if found is None and commune.strip():
        several = homonyms(code_postal, commune)
        alone = several[0] if len(several) == 1 and not code_postal else None
        longer = longer_names(commune, alone.code_commune) if alone else ()
        return Declared(alone) if alone and not longer else Declared(None, (*several, *longer)[:_MOST])
    return Declared(found)


def is_cedex(code_postal: str, written: str) -> bool:
    """Whether a line says CEDEX beside a postcode that the gazetteer does not have."""
    return "cedex" in written.lower() and not at(code_postal)
