"""The steps of a release that are pure, each from what it is given alone: a run and a release made again walk the same."""

import dataclasses
from collections.abc import Sequence

from flows import changes, evidence, identify, remember, shelf, staleness, territories
from flows.catalogue.manifest import Manifest
from flows.rebuild.inputs import Inputs
from schemas.found import Absent, Found
from schemas.records import Anomaly, Proofs
from schemas.tables import Tables, conform, empty
from schemas.verdicts import Verdict


@dataclasses.dataclass(frozen=True, slots=True)
class Heard:
    """What the sources gave, those that gave nothing or are held, and what the gates say of each."""

    found: Sequence[Found]
    missing: Sequence[Absent]
    gates: tuple[Verdict, ...] = ()

    @property
    def stale(self) -> dict[str, str]:
        """Sources that were asked and failed, with the reason."""
        stale = {one.source.id: one.snapshot.perimee for one in self.found if one.snapshot.perimee}
        return stale | {one.source.id: one.why for one in self.missing if one.why}

    @property
    def is_silent(self) -> bool:
        """Whether some sources were asked and none of them answered: the network itself may be down."""
        states = {one.statut for one in self.found} | {one.statut for one in self.missing}
        fresh = any(one.snapshot.origine in ("reseau", "inchangee", "page") for one in self.found if not one.statut)
        return bool(self.stale) and not fresh and not states & {"cassee", "bloquee"}


def identified(
    heard: Heard, last: shelf.Last, decisions: Sequence[identify.Decision], as_of: str
) -> identify.Identified:
    """Rows with their ids, and what the last release held that no source names any more."""
    made = identify.identify(heard.found, last.tables, as_of, decisions, heard.missing)
    tables, vanished = remember.remember(
        made.tables, made.gone, last.tables, heard.found, heard.missing, as_of, last.version
    )
    return dataclasses.replace(made, tables=tables, anomalies=(*made.anomalies, *vanished))


def dated(tables: Tables, last: shelf.Last, as_of: str) -> Tables:
    """Tables whose places have their points; a row's day of change is that of its data, points included."""
    tables = {**tables, "etablissements": conform(tables["etablissements"], "etablissements")}
    return remember.date_changes(tables, last.tables, as_of)


def counted(tables: Tables, last: shelf.Last, heard: Heard, as_of: str) -> tuple[Tables, list[Anomaly]]:
    """Territories, with what cooperatives bring there."""
    before = last.tables.get("territoires", empty("territoires"))
    rows, told = territories.territories(heard.found, tables["etablissements"], before, as_of)
    return {**tables, "territoires": rows}, told


def evidenced(
    tables: Tables,
    last: shelf.Last,
    heard: Heard,
    known: identify.Identified,
    points: Proofs,
    references: Sequence[evidence.Reference],
    anomalies: Sequence[Anomaly],
    as_of: str,
) -> Tables:
    """Tables with provenance, sources and anomalies. `references`: the sources that are no page, the gazetteer first."""
    rows = evidence.provenance(heard.found, known.said, tables, last.tables, references, points, as_of)
    told_by = [
        *anomalies,
        *(doubt for one in heard.found for doubt in one.reading.doubts),
        *staleness.staleness(heard.found, heard.missing, last.tables),
    ]
    doubts = evidence.anomalies_table(told_by, known.ids, tables)
    named = {*tables["identifiants"]["source"].unique(), *rows["source"].unique()}
    listed = evidence.sources_table(heard.found, heard.missing, references, last.tables, as_of, named)
    return {**tables, "provenance": rows, "sources": listed, "anomalies": doubts}


def manifest_of(tables: Tables, last: shelf.Last, inputs: Inputs) -> Manifest:
    """The release before its gates: what differs from the last one, and how it was made."""
    about = (inputs.version, inputs.as_of, inputs.previous, inputs.contact, inputs.base_url, inputs.homepage)
    return Manifest(
        *about,
        tables,
        changes.compare(last.tables, tables),
        earlier=inputs.earlier,
        gates=inputs.gates,
        made=inputs.made,
        previous_manifest=inputs.previous_manifest,
    )
