"""Snapshot -> Reading, held to what the source promised."""

from flows.running.sayable import sayable
from schemas.errors import SourceChanged
from schemas.records import Reading, Snapshot, Source
from sources import read


def parse(source: Source, snapshot: Snapshot) -> Reading:
    """Read a page. Raises SourceChanged when it is not what the source promised: too few or too many rows, a gap in a row."""
    try:
        reading = read(source, snapshot)
    except SourceChanged as error:
        raise SourceChanged(f"{sayable(str(error))} {_advice(source, snapshot)}") from None
    held(source, snapshot, reading)
    return reading


def held(source: Source, snapshot: Snapshot, reading: Reading) -> None:
    """Raises SourceChanged when a reading is not what its source promised."""
    counted = _counted(source, reading)
    low, high = int(str(source.attentes["min"])), int(str(source.attentes["max"]))
    if not low <= len(counted) <= high:
        told = "no member" if not counted else f"{len(counted)} row(s)"
        raise SourceChanged(
            f"{source.id}: {told} read where {low} to {high} are expected{_doubts(reading)}. {_limit(source)} "
            f"{_advice(source, snapshot)}"
        )
    _check_filled(source, snapshot, counted)


def _counted(source: Source, reading: Reading) -> list[dict[str, str]]:
    """The rows that the expectations are about: the members, or a table that the descriptor names."""
    table = str(source.attentes.get("table", "records"))
    if table != "records":
        return list(reading.tables.get(table, ()))
    fields = ("nom", "adresse_source", "rue", "code_postal", "commune")
    return [{name: str(getattr(record, name)) for name in fields} for record in reading.records]


def _check_filled(source: Source, snapshot: Snapshot, rows: list[dict[str, str]]) -> None:
    champs = source.attentes.get("champs", ())
    assert isinstance(champs, list)
    gaps = [f"row {i}: {champ}" for i, row in enumerate(rows, 1) for champ in champs if not row.get(champ)]
    if gaps:
        raise SourceChanged(
            f"{source.id}: mandatory columns are empty ({'; '.join(gaps[:5])}). {_advice(source, snapshot)}"
        )


def _doubts(reading: Reading) -> str:
    told = "; ".join(doubt.message_en for doubt in reading.doubts[:5])
    return f" ({sayable(told)})" if told else ""


def _limit(source: Source) -> str:
    return (
        f"These limits stand in the source's descriptor (sources/{source.id}.toml, [attentes]); no gate sets them, so that they "
        "cannot be acknowledged: if the page is right, correct them there."
    )


def _advice(source: Source, snapshot: Snapshot) -> str:
    return (
        f"Nothing of this page is used ({snapshot.origine}, {len(snapshot.body)} bytes, sha256 {snapshot.sha256[:12]}). "
        f"Next: open {source.url} and compare; if it shows its list, save the page and run `creches parse {source.id} FILE`; "
        f"if it is blocked or moved, keep the last release and tell a maintainer of sources/{source.lecteur}.py."
    )
