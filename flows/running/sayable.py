"""What may be said of a run: words without a contact nor a person, as in what is published."""

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.normalise.privacy import without_contacts
from flows.settings import ROOT
from schemas.errors import CrechesError
from sources.people import without_people

LONGEST = 2000
"""Characters of one message that are kept."""


def sayable(text: str, longest: int = LONGEST) -> str:
    """The text without phone numbers, mailboxes, people and characters that do not print; cut when too long. Lines stay."""
    lines = [without_people(without_contacts(line)) for line in text.splitlines()]
    plain = "\n".join("".join(char if char.isprintable() else " " for char in line) for line in lines)
    return plain if len(plain) <= longest else plain[:longest] + "…"


def words_of(error: BaseException) -> str:
    """What may be said of an error wherever it is shown or kept; of a bug its type alone, as its words may quote a page."""
    if isinstance(error, CrechesError):
        return sayable(str(error))
    return f"A bug: {type(error).__name__}. Nothing is published. Next: run again with CRECHES_DEBUG=1 and report it."


def all_sayable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same of every text in a flat document."""
    return {name: sayable(value) if isinstance(value, str) else value for name, value in values.items()}


def where(error: BaseException) -> str:
    """The place of ours where an error came up, never its values: `flows/x.py:12 in f`; '' when none is ours."""
    found = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(ROOT)]
    ours = [f for f in found if "site-packages" not in f.filename]
    if not ours:
        return ""
    return f"{Path(ours[-1].filename).relative_to(ROOT).as_posix()}:{ours[-1].lineno} in {ours[-1].name}"
