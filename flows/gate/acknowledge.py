"""What `creches gate` does: the gates with their limits and reasons, and one line more in the file of acknowledgements."""

import json
from datetime import date, timedelta
from pathlib import Path

import sources
from flows import clock, decision_file, settings
from flows.formats.whole import alone
from flows.gate.acknowledgements import FILE, LONGEST_DAYS, Acknowledgement, faults_of, read_acknowledgements
from flows.gate.limits import LIMITS
from flows.gate.ruled import acknowledging
from schemas.errors import UsageError


def acknowledgements_path() -> Path:
    """The file that the setting `acknowledgements` names."""
    return settings.ROOT / settings.load().acknowledgements


def print_gates(as_json: bool) -> None:
    """The closed list of gates: what each measures, its limit, what follows, why, and what is acknowledged now."""
    now = [one for one in read_acknowledgements(acknowledgements_path()) if one.holds(clock.today())]
    rows = [
        {
            "gate": name,
            "scope": limit.scope,
            "breach": limit.breach,
            "limit": limit.signs,
            "warns_from_percent": limit.warns,
            "measures": limit.en,
            "mesure": limit.fr,
            "reason": limit.reason,
            "may_be_acknowledged": limit.may_pass,
        }
        for name, limit in LIMITS.items()
    ]
    if as_json:
        print(_document({"gates": rows, "acknowledged": [_told(one) for one in now]}))
        return
    follows = {"retenue": "holds the source", "refus": "refuses the release", "averti": "warns"}
    for row in rows:
        print(f"{row['gate']:16} {row['measures']}: {row['limit']} {follows[str(row['breach'])]}")
        print(f"{'':16} {row['reason']}" + ("" if row["may_be_acknowledged"] else " Nobody can let it pass."))
    for one in now:
        print(f"acknowledged until {one.expire}: {one.named}: {one.raison}")


def acknowledge(gate: str, source: str, subject: str, days: int, reason: str, evidence: str, as_json: bool) -> None:
    """Writes one line, from today and for so many days; it replaces one about the same. Raises UsageError."""
    today = date.fromisoformat(clock.today())
    if not 1 <= days <= LONGEST_DAYS:
        raise UsageError(f"--days {days}: a breach is acknowledged for 1 to {LONGEST_DAYS} days. Nothing was written.")
    last = (today + timedelta(days)).isoformat()
    one = Acknowledgement(gate, source, subject, reason.strip(), evidence, today.isoformat(), last)
    faults = faults_of(one) + _unknown_source(one)
    if faults:
        raise UsageError(
            f"This acknowledgement cannot be written: {'; '.join(faults)}. Next: creches gate list; the refusal of the "
            "release ends with the right command."
        )
    path = acknowledgements_path()
    with alone(path.parent):
        decision_file.write(FILE, path, decision_file.with_new(FILE, path, [one]))
    if as_json:
        print(_document({"result": "written", "file": str(path), "acknowledged": _told(one)}))
    else:
        print(
            f"{path}: {one.named or gate} is let pass until {one.expire}. Have the line reviewed, then release again."
        )


def _unknown_source(one: Acknowledgement) -> list[str]:
    of_source = one.gate in LIMITS and LIMITS[one.gate].scope == "source"
    if of_source and not one.source:
        return [f"{one.gate} is a gate of one source: add --source, as in {acknowledging(one.gate, 'SOURCE', '')}"]
    known = sources.catalogue()
    return (
        [f"{one.source!r} is none of the sources {', '.join(known)}"] if one.source and one.source not in known else []
    )


def _told(one: Acknowledgement) -> dict[str, str]:
    return {name: getattr(one, name) for name in FILE.columns}


def _document(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
