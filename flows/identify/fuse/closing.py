"""Words on what a status rests on: a closing still to come, or contradicted; a page that nobody has renewed."""

from collections.abc import Iterator, Sequence

from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import ranked
from schemas.records import Anomaly


def announced(nom: str, mentions: Sequence[Mention]) -> Iterator[Anomaly]:
    """One word a day to come, of the most trusted mention that says it; a place that moves does not close."""
    told: set[str] = set()
    for mention in ranked("date_fermeture", (m for m in mentions if m.closes_later and not m.past)):
        if mention["date_fermeture"] not in told:
            told.add(mention["date_fermeture"])
            yield _announced(nom, mention)


def _announced(nom: str, mention: Mention) -> Anomaly:
    source, day = mention["source"], mention["date_fermeture"]
    return Anomaly(
        code="fermeture_annoncee",
        gravite="info",
        source=source,
        id=mention["id"],
        champ="date_fermeture",
        valeur=day,
        message_fr=f"{nom} : {source} annonce une fermeture le {day} ; elle n'est pas publiée avant ce jour.",
        message_en=f"{nom}: {source} announces a closing on {day}; it is not published before that day.",
    )


def contradicted(nom: str, closing: Mention, denial: Mention) -> Anomaly:
    """A word on a place that one source has closed and another one names later."""
    day = closing["date_fermeture"]
    on_fr, on_en = (f"fermé le {day}", f"closed on {day}") if day else ("fermé, sans date,", "closed, without a day,")
    return Anomaly(
        code="fermeture_contredite",
        gravite="doute",
        source=closing["source"],
        id=closing["id"],
        champ="date_fermeture",
        valeur=day,
        message_fr=f"{nom} : {on_fr} selon {closing['source']}, mais {denial['source']} le cite le {denial.day} :"
        " à vérifier.",
        message_en=f"{nom}: {on_en} says {closing['source']}, yet {denial['source']} names it on {denial.day}:"
        " please check.",
    )


def aged(nom: str, mention: Mention, years: int) -> Anomaly:
    """A word on a row that only an old page attests: its status is not confirmed."""
    return Anomaly(
        code="preuve_ancienne",
        gravite="avertissement",
        source=mention["source"],
        id=mention["id"],
        champ="statut",
        valeur=mention.day,
        message_fr=f"{nom} : la page qui l'atteste compte du {mention.day}, plus de {years} ans : en chercher une plus récente.",
        message_en=f"{nom}: the page that proves it counts from {mention.day}, over {years} years: look for a newer one.",
    )
