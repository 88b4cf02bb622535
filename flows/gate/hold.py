"""A source whose gates are breached is held: the run goes on without it, and its last good state is carried forward."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import gate
from flows.gate.acknowledgements import Acknowledgement
from schemas.errors import Refused, SourceChanged
from schemas.found import Absent, Found
from schemas.tables import Tables, empty
from schemas.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Held:
    """The sources that go on, those that this run does without, and what the gates say of each."""

    found: list[Found]
    missing: list[Absent]
    verdicts: tuple[Verdict, ...]


def held(
    found: Sequence[Found],
    missing: Sequence[Absent],
    previous: Tables,
    accepted: Sequence[Acknowledgement] = (),
    as_of: str = "",
) -> Held:
    """The sources as the gates let them through. `accepted`: the breaches that people acknowledged.

    Raises Refused when a source that must be held, or whose page is broken, has nothing in the last release to carry.
    """
    for absent in missing:
        if absent.statut == "cassee" and absent.source.acces == "page" and not is_known(absent.source.id, previous):
            raise SourceChanged(absent.why)
    passed: list[Found] = []
    out = list(missing)
    told: list[Verdict] = []
    for one in found:
        verdicts = gate.source_verdicts(one, previous, accepted, as_of)
        told += verdicts
        broken = gate.breaches(verdicts)
        if broken:
            out.append(_without(one, broken, previous))
        else:
            passed.append(one)
    return Held(passed, out, tuple(told))


def _without(one: Found, broken: Sequence[Verdict], previous: Tables) -> Absent:
    why = " ".join(gate.with_command(verdict) for verdict in broken)
    if not is_known(one.source.id, previous):
        raise Refused(f"The source is refused by its gates, and no release has a good state of it: {why}")
    return Absent(one.source, f"Held by its gates. {why}", "perimee", tuple(broken))


def is_known(source: str, previous: Tables) -> bool:
    """Whether the last release has something that was read of a source."""
    rows = previous.get("sources", empty("sources"))
    return bool((rows[rows["id"] == source]["recupere_le"] != "").any())
