"""A reader's doubt as it may be told: the words of a source in it are held to the rules of every published text."""

from dataclasses import replace

from flows.normalise.privacy import MAILBOX, PHONE
from flows.safety import hazard
from schemas.records import Anomaly
from sources.mobiles import without_company_numbers

WITHHELD_FR, WITHHELD_EN = "(valeur retirée)", "(value withheld)"


def sayable(doubt: Anomaly) -> Anomaly:
    """The doubt without a value that is dangerous or holds a phone or a mailbox; its sentences without it too.

    A sentence that is still not fit to publish gives way to one that names the code alone.
    """
    fr, en, valeur = doubt.message_fr, doubt.message_en, doubt.valeur
    if not _fit(valeur):
        fr, en, valeur = fr.replace(valeur, WITHHELD_FR), en.replace(valeur, WITHHELD_EN), WITHHELD_FR
    if not (_fit(fr) and _fit(en)):
        fr = f"Doute {doubt.code} : ce que la source écrit ne peut pas être publié {WITHHELD_FR}. Voir l'archive."
        en = f"Doubt {doubt.code}: what the source writes may not be published {WITHHELD_EN}. See the archive."
    return replace(doubt, message_fr=fr, message_en=en, valeur=valeur)


def _fit(text: str) -> bool:
    said = without_company_numbers(text)
    return not (hazard(text) or PHONE.search(said) or MAILBOX.search(said))
