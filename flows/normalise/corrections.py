"""Human repairs of a source's descriptor, applied after cleaning: only where the value they replace is still there."""

from collections.abc import Callable, Iterator, Mapping

from flows.normalise import anomalies as codes
from flows.normalise.addresses import address
from flows.normalise.anomalies import anomaly
from flows.normalise.communes import postcode
from flows.normalise.contacts import mailbox, phone
from flows.normalise.forms import FORMS
from flows.normalise.names import bare
from flows.normalise.privacy import without_contacts, without_people
from flows.normalise.sites import website
from flows.safety import hazard
from schemas.records import Anomaly, Row, Source
from sources.text import fold

FIELDS = frozenset(
    "nom numero repetition voie complement_adresse adresse code_postal commune telephone courriel site_web forme"
    " forme_source".split()
)
"""Columns a correction may change: never the raw ones, from which identity is computed."""

# A typed value is publishable when cleaning it changes nothing.
_TYPED: dict[str, Callable[[str], str]] = {
    "telephone": lambda value: phone(value).e164,
    "courriel": lambda value: mailbox(value, (value.split("@")[0],)).adresse,
    "site_web": website,
    "code_postal": postcode,
    "forme": lambda value: value if value in FORMS else "",
}


def corrected(rows: list[Row], source: Source) -> tuple[list[Row], list[Anomaly]]:
    """The rows with the source's corrections applied, and one anomaly for each correction, applied or not.

    `cle` is the raw name, letters and digits compared. An applied one says so, with its evidence.
    """
    out, found = [dict(row) for row in rows], []
    for correction in source.corrections:
        targets = [row for row in out if fold(row["nom_source"]) == fold(bare(correction["cle"], numbered=True))]
        found += list(_applied(correction, targets, source.id))
    return out, found


def _applied(correction: Mapping[str, str], targets: list[Row], source: str) -> Iterator[Anomaly]:
    """Changes the target rows in place; several rows of one name are each compared with the value to replace."""
    member, field, new = correction["cle"], correction["champ"], correction["nouveau"]
    if field not in FIELDS or not _publishable(field, new):
        yield anomaly(codes.CORRECTION_REFUSEE, source, member, field)
        return
    hits = [row for row in targets if row[field] == correction["ancien"]]
    for row in hits:
        row.update(_consequences(row, field, new))
    code = codes.CORRECTION_APPLIQUEE if hits else codes.CORRECTION_SANS_OBJET
    evidence = correction.get("preuve_url", "")
    yield anomaly(code, source, member, field, detail=(evidence, evidence))


def _consequences(row: Row, field: str, new: str) -> Row:
    """The corrected field, and the parts of the address that say the same thing."""
    changed = {**row, field: new}
    if field == "adresse":
        parts = address(new, row["code_postal"], row["commune"])
        return {"adresse": new, "numero": parts.numero, "repetition": parts.repetition, "voie": parts.voie}
    if field in ("numero", "repetition", "voie"):
        line = " ".join(changed[part] for part in ("numero", "repetition", "voie") if changed[part])
        return {field: new, "adresse": line}
    return {field: new}


def _publishable(field: str, value: str) -> bool:
    """A correction may not publish what a page may not; emptying a field is always allowed, a name apart."""
    if not value:
        return field != "nom"
    if field in _TYPED:
        return _TYPED[field](value) == value
    return not hazard(value) and without_people(without_contacts(value, field != "nom")) == value
