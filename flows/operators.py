"""The operators known so far, as registers are asked about them."""

from collections.abc import Iterator, Sequence

from schemas.found import Absent, Found, Known
from schemas.tables import Tables, empty
from sources.communes import resolve
from sources.text import fold


def known(every: Sequence[Found | Absent], previous: Tables) -> Known:
    """SIREN of the operators that sources and the last release name; name and département of the others.

    A name is that of an operator whose SIREN is known only in a département where that one is.
    """
    told = sorted({*_of_release(previous), *(one for found in every if isinstance(found, Found) for one in _of(found))})
    there = {(fold(nom), where) for siren, nom, departement in told if siren for where in (departement, "")}
    others = {(fold(nom), departement): nom for siren, nom, departement in told if not siren}
    asked = ((nom, key[1]) for key, nom in others.items() if key not in there)
    return Known(tuple(sorted({siren for siren, _, _ in told if siren})), tuple(sorted(asked)))


def _of_release(previous: Tables) -> Iterator[tuple[str, str, str]]:
    """(SIREN, name, département) of the operators of the last release: one of each département where a place is."""
    places = previous.get("etablissements", empty("etablissements"))
    where: dict[str, set[str]] = {}
    for operator, departement in zip(places["gestionnaire_id"], places["departement"], strict=True):
        where.setdefault(operator, set()).add(departement)
    for row in previous.get("gestionnaires", empty("gestionnaires")).to_dict("records"):
        found = sorted(where.get(str(row["id"]), {""}))
        yield from ((str(row["siren"]), str(row["nom"]), one) for one in (found if row["siren"] else found[:1]))


def _of(one: Found) -> Iterator[tuple[str, str, str]]:
    """Those of one source; a member of a list is where its address is."""
    members = (one.membres[name].to_numpy(object).tolist() for name in ("nom", "code_postal", "commune"))
    for nom, code_postal, town in zip(*members, strict=True):
        commune = resolve(code_postal, town)
        yield "", nom, commune.departement if commune else ""
    mentions = one.mentions.values
    for row in mentions[(mentions["table"] == "gestionnaires") & (mentions["etat"] != "ecarte")].to_dict("records"):
        yield str(row["siren"]), str(row["nom"]), str(row["departement"])
