"""The commune that a mention lies in, for comparing: the gazetteer's, by postcode, INSEE code, or name and département."""

from functools import cache
from typing import NamedTuple

from flows.normalise import anomalies as codes
from sources.commune_table import rows
from sources.communes import Commune, commune_of, homonyms, resolve


class Where(NamedTuple):
    """`code_commune`: of the whole commune, '' when none is sure. `departement`: its own, or else that of the source.

    `doubts`: what to tell, (code, column).
    """

    code_commune: str
    departement: str
    doubts: tuple[tuple[str, str], ...] = ()
    nom: str = ""
    """Official name of the whole commune."""


def where(code_postal: str, commune: str, code_insee: str = "", departement: str = "") -> Where:
    """By postcode and name; else by INSEE code; else by a name that one commune bears, in the département if it is said.

    >>> where("", "Monnières", departement="44").code_commune, where("", "Monnières").doubts
    ('44100', (('commune_non_departagee', 'commune'),))
    """
    known = departement if departement in _departements() else ""
    named = resolve(code_postal, commune) if code_postal and commune else None
    coded = commune_of(code_insee)
    bearers = () if named or coded or not commune else _bearers(code_postal, commune, known)
    found = named or coded or (bearers[0] if len(bearers) == 1 else None)
    told = [(codes.VALEUR_REFUSEE, "departement")] if departement and not known else []
    told += [(codes.VALEUR_REFUSEE, "code_insee")] if code_insee and not coded else []
    if found is None:
        doubt = codes.COMMUNE_NON_DEPARTAGEE if bearers else codes.COMMUNE_NON_RECONNUE
        return Where("", known, (*told, *([(doubt, "commune")] if commune else [])))
    if (coded and coded.code_commune != found.code_commune) or known not in ("", found.departement):
        told.append((codes.COMMUNE_CONTRADICTOIRE, "commune"))
    return Where(found.code_commune, found.departement, tuple(told), found.nom)


def _bearers(code_postal: str, commune: str, departement: str) -> tuple[Commune, ...]:
    """The communes of a name around the postcode, or everywhere; those of the département only when there is one."""
    return tuple(one for one in homonyms(code_postal, commune) if departement in ("", one.departement))


@cache
def _departements() -> frozenset[str]:
    return frozenset(row.departement for row in rows())
