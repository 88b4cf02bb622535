"""The API Recherche d'entreprises (DINUM): cooperatives of early childhood care, and the operators that we know.

Four kinds of question, each told by its `raison`: `categories`, all units of the activity in a cooperative legal
category; `ess`, companies of the social economy whose name tells a cooperative; `siren`, operators that we know, then
their establishments (`etablissements`); `nom`, operators whose SIREN we do not know: what may be them.
"""

from collections.abc import Callable, Iterator

from flows import settings
from flows.pace import Pace
from flows.registers.cooperative_words import tells_cooperative
from flows.registers.recherche_asking import Asker
from flows.registers.recherche_body import Body
from flows.registers.recherche_pages import Whole, whole
from flows.registers.recherche_query import Drop, Query, Unit, departements, searchable
from flows.service import Service
from schemas.errors import FetchFailed
from schemas.found import Known
from schemas.records import Source
from sources import activites, legal_categories
from sources.company_numbers import is_siren

EVERY_STATE = ("A", "C")
"""Active and closed: a closed unit may be an operator that we know."""


def harvest(source: Source, known: Known, now: Callable[[], str], pace: Pace | None = None) -> bytes:
    """The snapshot of a run: every answer as cut to what we keep, and what was left out, counted. Canonical JSON.

    `pace` is given by tests. Raises FetchFailed when the whole cannot be had, UsageError for a bad setting.
    """
    chosen = settings.load()
    service = Service(chosen.user_agent, chosen.recherche_entreprises, "recherche_entreprises")
    day = now()[:10]
    asker = Asker(service, now, pace)
    body = Body(day, _codes(day, source), activites.nomenclature(day))
    for query, drop in _discovery(body.codes):
        body.add(whole(asker.ask, asker.fault, query), drop)
    for siren in sorted(set(known.sirens)):
        _look_up(asker, body, siren)
    for nom, departement in sorted(set(known.noms)):
        _look_for(asker, body, nom, departement)
    return body.written()


def _codes(day: str, source: Source) -> tuple[str, ...]:
    codes = activites.codes(day)
    if not codes:
        raise FetchFailed(
            f"{source.id}: no activity code of early childhood care is known for {day}, when the register is written in "
            f"{activites.nomenclature(day) or 'no nomenclature that we know'}: nothing is asked, a code is not guessed. "
            f"Look the code up at INSEE and write it in {activites.TABLE.name}; the last good answers stay in use."
        )
    return codes


def _discovery(codes: tuple[str, ...]) -> Iterator[tuple[Query, Drop]]:
    """The questions about every unit there is, and what of each answer is not kept."""
    cooperative, ess = (legal_categories.searched(kind) for kind in ("cooperative", "ess"))
    for etat in EVERY_STATE:
        yield Query("categories", "", codes, cooperative, etat, False, departements()), _nothing
    for etat in EVERY_STATE:
        yield Query("ess", "", codes, ess, etat, True, departements()), _without_word


def _look_up(asker: Asker, body: Body, siren: str) -> None:
    """An operator that we know, unless it was found already; with its establishments when it has several."""
    if not is_siren(siren):
        body.not_asked.append("siren_invalide")
    if siren in body.sirens or not is_siren(siren):
        return
    query = Query("siren", q=siren)
    answer = asker.ask(query)
    if (answer.total, len(answer.sirens)) not in ((0, 0), (1, 1)):
        raise asker.fault(query, 1, f"it announces {answer.total} units for one SIREN")
    if not answer.total:
        body.unknown.append(siren)
    body.add(Whole(query, (answer,), answer.total), _nothing)
    for unit in answer.units:
        _its_establishments(asker, body, unit)


def _its_establishments(asker: Asker, body: Body, unit: Unit) -> None:
    """A look-up by number gives the head office alone; a search for the name, where the unit lies, gives the others."""
    words = searchable(str(unit.get("nom_raison_sociale", "")))
    if unit["nombre_etablissements"] == 1 or not words or "activite_principale" not in unit:
        return
    activity, nature = str(unit["activite_principale"]), str(unit["nature_juridique"])
    state = str(unit["etat_administratif"])
    query = Query("etablissements", words, (activity,), (nature,), state, False, departements())
    body.add(_first_page(asker, query), lambda other: "" if other["siren"] == unit["siren"] else "autre_siren")


def _look_for(asker: Asker, body: Body, nom: str, departement: str) -> None:
    """What may be an operator whose SIREN we do not know: the first page only, to be compared."""
    words = searchable(nom)
    if not words:
        body.not_asked.append("nom_trop_court_ou_chiffres")
        return
    there = (departement,) if departement in departements() else ()
    body.add(_first_page(asker, Query("nom", words, departements=there)), _out_of_field)


def _first_page(asker: Asker, query: Query) -> Whole:
    answer = asker.ask(query)
    return Whole(query, (answer,), answer.total)


def _nothing(unit: Unit) -> str:
    return ""


def _without_word(unit: Unit) -> str:
    """Companies by the thousand whose name tells no cooperative."""
    siege = unit["siege"]
    assert isinstance(siege, dict)
    names = [unit.get("nom_complet"), unit.get("nom_raison_sociale"), unit.get("sigle"), siege.get("nom_commercial")]
    names += siege.get("liste_enseignes", [])
    return "" if tells_cooperative(str(name) for name in names if name) else "nom_sans_mot_cooperatif"


def _out_of_field(unit: Unit) -> str:
    known = legal_categories.category(str(unit["nature_juridique"]))
    return "" if known else "categorie_hors_champ"
