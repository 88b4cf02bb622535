"""The order of the steps, plain. `walk` is the same with or without Prefect: only the way a step is called differs."""

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sources
from flows import (
    changes,
    collect,
    evidence,
    fetch,
    gate,
    identify,
    identity_file,
    operators,
    places,
    publish,
    queue_file,
    remember,
    review,
    settings,
    shelf,
    staleness,
    territories,
    validate,
)
from flows.catalogue.manifest import Manifest
from flows.geocode import Located
from flows.options import Options as Options
from flows.outcome import Outcome, told
from schemas.errors import Refused, UsageError
from schemas.found import Absent, Found, Known
from schemas.records import REGISTERS, Anomaly, Proofs, Source
from schemas.tables import Tables, conform, empty

REFERENCE = "communes"
TURNS = {"sirene": 1, "recherche_entreprises": 2, "caf": 2}
"""Pages and files are read first, then the stock, then services."""
Call = Callable[..., Any]
"""How a step is called: `call(name, function, *arguments)` gives what the function gives."""


def direct(_name: str, step: Callable[..., Any], *arguments: Any) -> Any:
    """A step called as the plain function it is."""
    return step(*arguments)


def walk(options: Options, call: Call = direct) -> Outcome:
    """One run, from pages to published files. Raises a CrechesError when nothing may be published."""
    wanted = _sources(options)
    with shelf.locked(options.output):
        shelf.recover(options.output)
        if not options.dry_run:
            fetch.prune(options.output / "snapshots", options.as_of)
        last = shelf.last(options.output)
        version = shelf.next_version(options.as_of, shelf.versions(options.output))
        heard = heard_of(call, wanted, last, options)
        known = call("identifier", identified, heard, last, options.as_of)
        tables, points = call("situer", located, known.tables, last, options)
        tables, rates = call("compter", counted, tables, last, heard, options.as_of)
        doubts = [*known.anomalies, *points.anomalies, *rates]
        tables = call("prouver", evidenced, tables, last, heard, known, points.proofs, doubts, options.as_of)
        manifest, stale = _manifest(tables, last, version, options.as_of), stale_of(heard)
        if manifest.changes:
            manifest = call("valider", checked, manifest, last, options.output)
        if not options.dry_run:
            _keep_pages(heard.found, options.output / "snapshots")
            queue_file.write_queue(options.output, points.review)
            identity_file.write_questions(options.output, known.questions)
        if last.version and not manifest.changes:
            return told("unchanged", last.version, manifest.tables, manifest.changes, stale)
        if options.dry_run:
            return told("dry-run", version, manifest.tables, manifest.changes, stale)
        call("publier", publish.publish, options.output, manifest)
        review.write_review(options.output, manifest.tables["anomalies"])
        return told("partial" if stale else "published", version, manifest.tables, manifest.changes, stale)


def _sources(options: Options) -> dict[str, Source]:
    """All page sources; those asked by name are checked to exist."""
    for id_ in (*options.asked, *options.pages):
        if not sources.load(id_).lecteur:
            raise UsageError(f"{id_} is a reference table, not a page: it cannot be asked for or replaced.")
    return sources.pages()


@dataclasses.dataclass(frozen=True, slots=True)
class Heard:
    """What the sources gave, and those that gave nothing."""

    found: list[Found]
    missing: list[Absent]


def heard_of(call: Call, wanted: dict[str, Source], last: shelf.Last, options: Options) -> Heard:
    """What each source gives. Registers are asked about the operators that those read before name, and the last release."""
    every: list[Found | Absent] = []
    for source in sorted(wanted.values(), key=lambda one: TURNS.get(one.acces, 0)):
        known = operators.known(every, last.tables) if source.acces in REGISTERS else Known()
        every.append(call(f"lire:{source.id}", collect.found_of, source, options, known))
    found = [one for one in every if isinstance(one, Found)]
    return Heard(found, [one for one in every if isinstance(one, Absent)])


def identified(heard: Heard, last: shelf.Last, as_of: str) -> identify.Identified:
    """Rows with their ids, and what the last release held that no source names any more."""
    decisions = identity_file.read_decisions(settings.load().decisions_path, as_of)
    made = identify.identify(heard.found, last.tables, as_of, decisions, heard.missing)
    tables, vanished = remember.remember(
        made.tables, made.gone, last.tables, heard.found, heard.missing, as_of, last.version
    )
    return dataclasses.replace(made, tables=tables, anomalies=(*made.anomalies, *vanished))


def located(tables: Tables, last: shelf.Last, options: Options) -> tuple[Tables, Located]:
    """Places with their commune and point; a row's day of change is that of its data, points included."""
    before = last.tables.get("etablissements", empty("etablissements"))
    found = places.located(tables["etablissements"], before, options)
    tables = {**tables, "etablissements": conform(found.places, "etablissements")}
    return remember.date_changes(tables, last.tables, options.as_of), found


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
    anomalies: list[Anomaly],
    as_of: str,
) -> Tables:
    """Tables with provenance, sources and anomalies."""
    references = _references(points, anomalies)
    rows = evidence.provenance(heard.found, known.proofs, tables, last.tables, references, points, as_of)
    told_by = [
        *anomalies,
        *(doubt for one in heard.found for doubt in one.reading.doubts),
        *staleness.staleness(heard.found, heard.missing, last.tables),
    ]
    doubts = evidence.anomalies_table(told_by, known.ids, tables)
    named = {*tables["identifiants"]["source"], *rows["source"]}
    listed = evidence.sources_table(heard.found, heard.missing, references, last.tables, as_of, named)
    return {**tables, "provenance": rows, "sources": listed, "anomalies": doubts}


def _references(proofs: Proofs, anomalies: list[Anomaly]) -> list[evidence.Reference]:
    """The gazetteer; the addresses and the decisions behind points, where there are any."""
    digest = hashlib.sha256((sources.FOLDER / "communes.csv.gz").read_bytes()).hexdigest()
    others = {proof.source for proof in proofs.values()} | {one.source for one in anomalies}
    used = sorted(others & {places.BAN, places.CORRECTIONS})
    return [
        evidence.Reference(sources.load(REFERENCE), digest),
        *(evidence.Reference(sources.load(id_), places.digest(id_)) for id_ in used),
    ]


def _keep_pages(found: list[Found], archive: Path) -> None:
    """Pages saved by hand that passed every check are archived: each is its source's last good page."""
    for one in found:
        if one.snapshot.origine == "page":
            fetch.keep(one.snapshot, archive)


def stale_of(heard: Heard) -> dict[str, str]:
    """Sources that were asked and failed, with the reason."""
    stale = {one.source.id: one.snapshot.perimee for one in heard.found if one.snapshot.perimee}
    return stale | {one.source.id: one.why for one in heard.missing if one.why}


def _manifest(tables: Tables, last: shelf.Last, version: str, as_of: str) -> Manifest:
    made = settings.load()
    about = (version, as_of, last.version, made.contact, made.base_url, made.homepage)
    return Manifest(*about, tables, tuple(changes.compare(last.tables, tables)), last.history)


def checked(manifest: Manifest, last: shelf.Last, output: Path) -> Manifest:
    """The release, proved by frictionless as written; optional cells that it refuses are made empty and told.

    Raises Refused when a gate or the schemas refuse the release.
    """
    faults = gate.refusals(manifest.tables, last.tables, manifest.contact)
    if faults:
        raise Refused("The release is refused by its gates; nothing is published:\n- " + "\n- ".join(faults))
    issues = _issues(manifest, output)
    if issues:
        tables = validate.without_refused_cells(manifest.tables, issues)
        manifest = dataclasses.replace(manifest, tables=tables, changes=tuple(changes.compare(last.tables, tables)))
        issues = _issues(manifest, output)
    if issues:
        listed = "\n- ".join(str(issue) for issue in issues[:20])
        raise Refused(
            f"The release is refused by its schemas ({len(issues)} faults); nothing is published:\n- {listed}"
        )
    return manifest


def _issues(manifest: Manifest, output: Path) -> list[validate.Issue]:
    """Faults that frictionless finds in the data as written to a draft folder."""
    import shutil

    draft = output / f".staging-{manifest.version}-check"
    data = publish.table_files(manifest)
    publish.write(draft, data)
    try:
        return validate.validate(draft, publish.package_of(manifest, data))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
