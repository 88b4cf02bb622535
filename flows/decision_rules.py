"""What every decision of a person must be, whatever it is about: a reason that names nobody, its evidence, a role, days."""

import re
from collections.abc import Sequence
from datetime import date

from flows.safety import REASONS, hazard

ROLES = ("mainteneur", "gestionnaire", "reseau", "collectivite", "contributeur")
"""Who decided: a role, never a name."""
EVIDENCE = ("raison", "preuve_url", "auteur_role", "expire_le")
"""What a person gives with every decision."""
_LONGEST_URL = 2000  # characters
_SEP = r"[\s./_\-]"
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)\d{{2,3}}{_SEP}{{0,2}}(?:\(0\){_SEP}?)?|0)[1-9](?:{_SEP}{{0,2}}\d){{8}}(?!\d)"
)
_MAILBOX = re.compile(r"[\w.+-]\s*@\s*[\w-]+\s*\.")
_URL = re.compile(r"https?://[^\s/<>\"'@]+\.[^\s<>\"']+")


def evidence_faults(one: object, day: str, texts: Sequence[str], about_people: Sequence[str]) -> list[str]:
    """What is wrong with the evidence of a row, in words; [] when nothing is.

    `day` names its column of the day it was decided, `texts` its free texts, `about_people` the columns in which
    somebody may have written a contact. No message repeats what is personal.
    """
    cells = {name: str(getattr(one, name)) for name in {*EVIDENCE, day, *texts, *about_people}}
    dangers = {name: hazard(cells[name]) for name in texts}
    tests = {
        "raison is empty": bool(cells["raison"]),
        **{f"{name} {REASONS[danger][1]}": False for name, danger in dangers.items() if danger},
        **{f"{name} may not hold a mailbox or a phone number": not _personal(cells[name]) for name in about_people},
        "preuve_url is no http(s) address": bool(_URL.fullmatch(cells["preuve_url"])),
        "preuve_url is far too long": len(cells["preuve_url"]) <= _LONGEST_URL,
        f"auteur_role is none of {', '.join(ROLES)}": cells["auteur_role"] in ROLES,
        f"{day} is no day": is_day(cells[day]),
        f"expire_le is no day after {day}, written as 2027-12-31": not cells["expire_le"]
        or (is_day(cells["expire_le"]) and cells["expire_le"] > cells[day]),
    }
    return [fault for fault, fine in tests.items() if not fine]


def is_day(text: str) -> bool:
    """Whether it is a day as ISO 8601 writes it, such as 2027-12-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def expired(expire_le: str, as_of: str) -> bool:
    """Whether a last day is past; a decision without one holds for ever."""
    return bool(expire_le) and expire_le < as_of


def _personal(text: str) -> bool:
    return bool(_PHONE.search(text) or _MAILBOX.search(text))
