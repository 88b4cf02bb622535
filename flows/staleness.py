"""A word on each source that was asked and not had: what stands in for it, and of which day."""

from collections.abc import Sequence

from schemas.found import Absent, Found
from schemas.records import REGISTERS, Anomaly, Source
from schemas.tables import Tables, empty


def staleness(found: Sequence[Found], missing: Sequence[Absent], previous: Tables) -> list[Anomaly]:
    """One anomaly a source: its last good answer is used again, or its part of the last release, or there is neither."""
    before = previous.get("sources", empty("sources"))
    days = dict(zip(before["id"], before["recupere_le"], strict=True))
    told = [_again(one.source, one.snapshot.recupere_le[:10]) for one in found if one.snapshot.perimee]
    absent = ((one.source.id, days.get(one.source.id, "")) for one in missing if one.why)
    return told + [_carried(id_, day) if day else _never_had(id_) for id_, day in absent]


def _again(source: Source, day: str) -> Anomaly:
    page = source.acces not in REGISTERS
    fr = "La page n'a pas pu être récupérée : celle" if page else "Le registre n'a pas répondu : sa réponse"
    en = "The page could not be fetched: that" if page else "The register did not answer: its answer"
    return _told(
        "source_perimee",
        source.id,
        f"{fr} du {day} est reprise ; ce qu'elle seule nomme n'est pas confirmé.",
        f"{en} of {day} is used again; what it alone names is not confirmed.",
    )


def _carried(source: str, day: str) -> Anomaly:
    return _told(
        "source_reprise",
        source,
        f"La source n'a pas répondu : ce que la dernière release en dit, lu le {day}, est repris.",
        f"The source did not answer: what the last release says on its word, read on {day}, is carried forward.",
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
