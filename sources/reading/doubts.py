"""The doubts of a reader, in words that show where without quoting what may be a person's name."""

from schemas.records import Anomaly
from sources.reading.addresses import Address


def address_without_name(source: str, place: str, where: str) -> Anomaly:
    """An address that no name could be given to with certainty. `place` is its postcode and town."""
    return Anomaly(
        code="adresse_sans_nom",
        gravite="doute",
        source=source,
        champ="nom",
        valeur=place,
        message_fr=f"L'adresse « {place} » ({where}) n'a pas de nom sûr : le membre n'est pas lu.",
        message_en=f"The address '{place}' ({where}) has no certain name: this member is not read.",
    )


def name_without_address(source: str, name: str, where: str) -> Anomaly:
    """A name that no address could be given to. `name` is quoted only when it is known to be an organisation's."""
    shown = f"« {name} » " if name else ""
    quoted = f"'{name}' " if name else ""
    return Anomaly(
        code="nom_sans_adresse",
        gravite="doute",
        source=source,
        champ="adresse_source",
        valeur=name,
        message_fr=f"Le nom {shown}({where}) n'a pas d'adresse : le membre n'est pas lu.",
        message_en=f"The name {quoted}({where}) has no address: this member is not read.",
    )


def address_elsewhere(source: str, place: str, where: str) -> Anomaly:
    """An address in another part of the page than the list (partners, the host): no member's. A warning, no doubt."""
    return Anomaly(
        code="adresse_hors_liste",
        gravite="avertissement",
        source=source,
        champ="adresse_source",
        valeur=place,
        message_fr=f"L'adresse « {place} » ({where}) est dans une autre partie de la page que la liste : elle n'est pas lue.",
        message_en=f"The address '{place}' ({where}) stands in another part of the page than the list: it is not read.",
    )


def place_of(address: Address) -> str:
    """'69006 Lyon'."""
    return f"{address.code_postal} {address.commune}"
