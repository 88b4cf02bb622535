"""The doubts about a page among many, in words that show where without quoting what the page says."""

from schemas.records import Anomaly


def unreadable(source: str, url: str) -> Anomaly:
    """A page that could not be had, or that its reader refuses: its member is not read. Why is in the run's log."""
    return Anomaly(
        code="page_illisible",
        gravite="doute",
        source=source,
        valeur=url,
        message_fr=f"La page {url} n'est pas lue, son membre non plus. L'ouvrir et comparer ; le journal dit pourquoi.",
        message_en=f"The page {url} is not read, nor is its member. Open it and compare; the log says why.",
    )


def not_had(source: str, url: str) -> Anomaly:
    """A page that could not be had now; its last copy is read instead."""
    return Anomaly(
        code="page_non_relue",
        gravite="avertissement",
        source=source,
        valeur=url,
        message_fr=f"La page {url} n'a pas pu être demandée à nouveau ; sa dernière copie est utilisée.",
        message_en=f"The page {url} could not be asked for again; its last copy is used.",
    )


def twice(source: str, reference: str, url: str) -> Anomaly:
    """A member whose reference an earlier page has already."""
    return Anomaly(
        code="reference_double",
        gravite="doute",
        source=source,
        champ="reference",
        valeur=url,
        message_fr=f"La page {url} donne la référence « {reference} », déjà prise par une page précédente : membre écarté.",
        message_en=f"The page {url} gives the reference '{reference}', which an earlier page has: member set aside.",
    )
