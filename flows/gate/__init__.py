"""May this release be published? Measures, limits and verdicts; `limits.py` is the closed list of gates.

A gate of a source holds that source, and its last good state is carried forward; a gate of the whole refuses the
release. A person may acknowledge most breaches, for a time (`acknowledgements.py`).
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.gate import changed, counts, fill, licences, names, points, privacy, repeated, slow, waiting
from flows.gate.acknowledgements import Acknowledgement, acknowledged, left_over
from flows.gate.limits import LIMITS, Limit
from flows.gate.ruled import BREACHES, ruled, with_command
from schemas.found import Found
from schemas.tables import Tables
from schemas.verdicts import Verdict

__all__ = [
    "BREACHES",
    "LIMITS",
    "Acknowledgement",
    "Limit",
    "breaches",
    "left_over",
    "of_schema",
    "refusals",
    "ruled",
    "source_verdicts",
    "verdicts",
    "with_command",
]


def source_verdicts(
    one: Found, previous: Tables, accepted: Sequence[Acknowledgement] = (), as_of: str = ""
) -> tuple[Verdict, ...]:
    """What the gates say of one source as it was read, beside the last release, before anything is made of it."""
    found = [*counts.of_source(one, previous), *fill.of_source(one, previous)]
    return acknowledged(found, accepted, as_of)


def verdicts(
    tables: Tables, previous: Tables, contact: str, accepted: Sequence[Acknowledgement] = (), as_of: str = ""
) -> tuple[Verdict, ...]:
    """What the gates say of a whole release beside the last one. `contact` is the project's mailbox, `as_of` an ISO day."""
    found = [
        *counts.of_whole(tables, previous),
        *fill.of_whole(tables, previous),
        *points.of_whole(tables, previous),
        *names.of_whole(tables, previous),
        *changed.of_whole(tables, previous),
        *slow.of_whole(tables, as_of),
        *waiting.of_whole(tables),
        *repeated.of_whole(tables),
        *privacy.of_whole(tables, contact),
        *licences.of_whole(tables),
    ]
    return acknowledged(found, accepted, as_of)


def breaches(found: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts that hold a source or refuse the release."""
    return [one for one in found if one.ruling in BREACHES]


def refusals(tables: Tables, previous: Tables, contact: str) -> list[str]:
    """Why this release may not be published, in English; [] when it may."""
    return [with_command(one) for one in breaches(verdicts(tables, previous, contact))]


def of_schema(emptied: int) -> Verdict:
    """The verdict on a release that frictionless let through, once `emptied` optional cells were made empty."""
    verdict = ruled("schema", 0, 0)
    if not emptied:
        return verdict
    fr = f"{emptied} cellules facultatives refusées par les schémas sont laissées vides."
    en = f"{emptied} optional cells that the schemas refuse are left empty."
    return replace(verdict, ruling="averti", message_fr=fr, message_en=en, measured=str(emptied))
