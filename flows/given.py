"""What a run is given beside its sources: what people decided, what was asked to be left out, the settings; kept with its release."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import sources
from flows import evidence, gate, identify, identity_file, places, settings, shelf
from flows.erasure import refusals
from flows.formats.chosen import chosen
from flows.gate.acknowledgements import read_acknowledgements
from flows.geocode.placing import Located
from flows.options import Options
from flows.rebuild.inputs import Inputs, points_of
from flows.rebuild.made import made
from flows.rebuild.steps import Heard
from schemas.records import Anomaly, Proofs

REFERENCE = "communes"


class Given(NamedTuple):
    """Decisions on who is who, breaches of gates that may pass, and who asked not to be published."""

    decisions: tuple[identify.Decision, ...]
    accepted: Sequence[gate.Acknowledgement]
    refused: refusals.Refusals


def given(as_of: str) -> Given:
    """All of it, from the files that the settings name, as it holds on a day (ISO). Raises UsageError for a bad line or setting."""
    now = settings.load()
    chosen(now.formats)
    return Given(
        identity_file.read_decisions(now.decisions_path, as_of),
        read_acknowledgements(settings.ROOT / now.acknowledgements),
        refusals.read(settings.ROOT / now.refusals),
    )


def references_of(proofs: Proofs, anomalies: list[Anomaly]) -> list[evidence.Reference]:
    """The gazetteer; the addresses and the decisions behind points, where there are any."""
    digest = hashlib.sha256((sources.FOLDER / "communes.csv.gz").read_bytes()).hexdigest()
    others = {proof.source for proof in proofs.values()} | {one.source for one in anomalies}
    used = sorted(others & {places.BAN, places.CORRECTIONS})
    return [
        evidence.Reference(sources.load(REFERENCE), digest),
        *(evidence.Reference(sources.load(id_), places.digest(id_)) for id_ in used),
    ]


def inputs_of(
    last: shelf.Last,
    heard: Heard,
    points: Located,
    references: Sequence[evidence.Reference],
    told: Given,
    options: Options,
) -> Inputs:
    """What this run is made of, as it is archived with its release."""
    now, entries = settings.load(), shelf.versions(options.output)
    return Inputs(
        version=shelf.next_version(options.as_of, entries),
        as_of=options.as_of,
        previous=last.version,
        previous_manifest=last.manifest,
        found=tuple(heard.found),
        missing=tuple(heard.missing),
        decisions=told.decisions,
        points=points_of(points.places, points.anomalies, points.proofs),
        references=tuple(references),
        contact=now.contact,
        base_url=now.base_url,
        homepage=now.homepage,
        earlier=tuple(entries),
        gates=heard.gates,
        accepted=tuple(told.accepted),
        refusals=told.refused.lines,
        made=made(""),
    )
