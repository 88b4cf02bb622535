"""A word on each source that was asked and not had: what stands in for it, and of which day."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.found import Absent, Found, State
from schemas.records import REGISTERS, Anomaly, Source
from schemas.tables import Tables, empty


class _Words(NamedTuple):
    """What happened to a source, in French and in English."""

    fr: str
    en: str


_PAGE: dict[State, _Words] = {
    "": _Words("La page n'a pas pu être récupérée", "The page could not be fetched"),
    "bloquee": _Words("Le site refuse de donner la page", "The site turns us away from its page"),
    "cassee": _Words(
        "La page a répondu, sans la liste attendue", "The page answered, without the list that is expected"
    ),
}
_REGISTER = _Words("Le registre n'a pas répondu", "The register did not answer")
_BROKEN = _Words("Le registre a donné une réponse inattendue", "The register gave an answer that is not understood")
_SILENT = _Words("La source n'a pas répondu", "The source did not answer")


def staleness(found: Sequence[Found], missing: Sequence[Absent], previous: Tables) -> list[Anomaly]:
    """One anomaly a source: its last good answer is used again, or its part of the last release, or there is neither."""
    before = previous.get("sources", empty("sources"))
    days = dict(zip(before["id"], before["recupere_le"], strict=True))
    told = [_again(one, one.snapshot.recupere_le[:10]) for one in found if one.snapshot.perimee]
    absent = ((one, days.get(one.source.id, "")) for one in missing if one.why)
    return told + [_carried(one, day) if day else _never_had(one.source.id) for one, day in absent]


def _again(one: Found, day: str) -> Anomaly:
    """An archived or embedded copy stands in."""
    page = one.source.acces not in REGISTERS
    words = _words(one.source, one.statut)
    fr, en = ("celle", "that") if page else ("sa réponse", "its answer")
    return _told(
        "source_perimee" if one.statut in ("", "perimee") else f"source_{one.statut}",
        one.source.id,
        f"{words.fr} : {fr} du {day} est reprise ; ce qu'elle seule nomme n'est pas confirmé.",
        f"{words.en}: {en} of {day} is used again; what it alone names is not confirmed.",
    )


def _words(source: Source, statut: State) -> _Words:
    if source.acces in REGISTERS:
        return _BROKEN if statut == "cassee" else _REGISTER
    return _PAGE.get(statut, _PAGE[""])


def _carried(one: Absent, day: str) -> Anomaly:
    if one.gates:
        return _held(one, day)
    words = _words(one.source, one.statut) if one.statut in ("bloquee", "cassee") else _SILENT
    return _told(
        "source_reprise",
        one.source.id,
        f"{words.fr} : ce que la dernière release en dit, lu le {day}, est repris.",
        f"{words.en}: what the last release says on its word, read on {day}, is carried forward.",
    )


def _held(one: Absent, day: str) -> Anomaly:
    """A source that its gates hold, with what they measured: each lost record is named with the day it was last seen."""
    fr = " ".join(verdict.message_fr for verdict in one.gates)
    en = " ".join(verdict.message_en for verdict in one.gates)
    return _told(
        "source_retenue",
        one.source.id,
        f"Source retenue par ses contrôles ; ce que la dernière release en dit, lu le {day}, est repris. {fr}",
        f"Source held by its gates; what the last release says on its word, read on {day}, is carried forward. {en}",
    )


def _never_had(source: str) -> Anomaly:
    return _told(
        "source_jamais_lue",
        source,
        "La source n'a pas répondu, et n'a encore jamais été lue : rien de ce qu'elle dit n'est dans cette release.",
        "The source did not answer, and has never been read yet: nothing of what it says is in this release.",
    )


def _told(code: str, source: str, fr: str, en: str) -> Anomaly:
    return Anomaly(code, "avertissement", source, fr, en, champ="statut")
