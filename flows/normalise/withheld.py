"""What was read of a member or a mention and is not published, told by its nature and never by its value."""

from collections.abc import Sequence

from flows.normalise import anomalies as codes
from flows.normalise.anomalies import anomaly
from flows.normalise.contacts import Mailboxes, Phones, choose_mailbox, choose_phone
from flows.normalise.privacy import Guarded
from flows.ordinary import all_plain
from flows.safety import REASONS, hazard
from schemas.records import Anomaly, Record, Row

_PHONES = {
    "mobile": codes.TELEPHONE_MOBILE_RETENU,
    "special": codes.TELEPHONE_SPECIAL,
    "invalide": codes.TELEPHONE_INVALIDE,
    "fixe": codes.TELEPHONE_SUPPLEMENTAIRE,
}
_MAILBOXES = {
    "personnel": codes.COURRIEL_PERSONNEL_RETENU,
    "a_revoir": codes.COURRIEL_A_REVOIR,
    "invalide": codes.COURRIEL_INVALIDE,
    "generique": codes.COURRIEL_SUPPLEMENTAIRE,
}


def refusal(texts: Sequence[tuple[str, str]], source: str, membre: str) -> Anomaly | None:
    """The first danger in the texts (column, text) of a member, None when they are harmless."""
    if all_plain([text for _, text in texts]):
        return None
    for field, text in texts:
        if reason := hazard(text):
            return anomaly(codes.TEXTE_DANGEREUX, source, membre, field, detail=REASONS[reason])
    return None


def withheld(
    member: Guarded, row: Row, source: str, membre: str, others: tuple[Phones, Mailboxes] | None = None
) -> list[Anomaly]:
    """What was read and not published, counted by nature, or could not be used. `row`: the clean cells; `membre`: its name.

    `others`: the contacts left out, when they are counted already.
    """
    record = member.record
    phones, mailboxes = others or _others(record, (row["nom"], row["commune"]))
    told = [anomaly(_PHONES[nature], source, membre, "telephone", count) for nature, count in sorted(phones.items())]
    told += [anomaly(_MAILBOXES[kind], source, membre, "courriel", count) for kind, count in sorted(mailboxes.items())]
    facts = (
        (member.contacts, codes.CONTACT_DANS_LE_TEXTE, "adresse_source"),
        (member.people, codes.PERSONNE_RETENUE, "adresse_source"),
        (record.site_web.strip() and not row["site_web"], codes.SITE_WEB_INVALIDE, "site_web"),
        (record.code_postal.strip() and not row["code_postal"], codes.CODE_POSTAL_INVALIDE, "code_postal"),
    )
    return told + [anomaly(code, source, membre, field) for fact, code, field in facts if fact]


def _others(record: Record, hints: tuple[str, str]) -> tuple[Phones, Mailboxes]:
    return choose_phone(record.telephones)[1], choose_mailbox(record.courriels, hints)[1]
