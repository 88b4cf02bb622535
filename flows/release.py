"""The order of the steps, plain. `walk` is the same with or without Prefect: only the way a step is called differs."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import sources
from flows import (
    check,
    collect,
    fetch,
    gate,
    identify,
    identity_file,
    operators,
    places,
    publish,
    queue_file,
    review,
    shelf,
)
from flows.catalogue.manifest import Manifest
from flows.erasure import apply as erasure
from flows.gate import hold
from flows.geocode import Located
from flows.given import Given, given, inputs_of, references_of
from flows.integrity import keys
from flows.options import Options as Options
from flows.outcome import Outcome
from flows.outcome import told as ended
from flows.rebuild import archive
from flows.rebuild.inputs import Inputs
from flows.rebuild.steps import Heard, counted, dated, evidenced, identified, manifest_of
from schemas.errors import UsageError
from schemas.found import Absent, Found, Known
from schemas.records import REGISTERS, Source
from schemas.tables import Tables, empty

TURNS = {"sirene": 1, "recherche_entreprises": 2, "caf": 2}
"""Pages and files are read first, then the stock, then services."""
Call = Callable[..., Any]
"""How a step is called: `call(name, function, *arguments)` gives what the function gives."""


def direct(_name: str, step: Callable[..., Any], *arguments: Any) -> Any:
    """A step called as the plain function it is."""
    return step(*arguments)


def walk(options: Options, call: Call = direct) -> Outcome:
    """One run, from pages to published files. Raises a CrechesError when nothing may be published."""
    keys.ready()
    wanted, told = _sources(options), given(options.as_of)
    with shelf.locked(options.output):
        last = _opened(options)
        run = walked(options, call, wanted, told, last)
        asks = bool(len(run.points.review) or run.known.questions)
        if asks:  # before the gates: a refused release may wait for answers
            _ask(options, run)
        manifest = run.manifest
        if manifest.changes:
            about = (last, options.output, told.accepted, is_silent(run.heard), run.asked)
            manifest = call("valider", check.checked, manifest, *about)
        manifest = check.completed(manifest, told.accepted)
        if not asks:
            _ask(options, run)
        _keep_pages(run.heard.found, options)
        return _ended(options, call, dataclasses.replace(run, manifest=manifest), last)


def _opened(options: Options) -> shelf.Last:
    """The output folder made whole, with room for a release, rid of what is too old; and the release that stands there."""
    shelf.recover(options.output)
    shelf.ready(options.output)
    entries = shelf.versions(options.output)
    shelf.next_version(options.as_of, entries)  # refuses a day before the newest release
    if not options.dry_run:
        fetch.prune(options.output / "snapshots", options.as_of)
        archive.prune(options.output, [str(entry["version"]) for entry in entries])
    return shelf.last(options.output)


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A release before its gates, what it was made of, and the questions that it leaves."""

    heard: Heard
    known: identify.Identified
    points: Located
    inputs: Inputs
    manifest: Manifest
    asked: frozenset[tuple[str, str]]
    """(id, column) of cells emptied on request."""


def walked(options: Options, call: Call, wanted: dict[str, Source], told: Given, last: shelf.Last) -> Run:
    """The steps, from pages to a manifest."""
    heard = held(heard_of(call, wanted, last, options), last, told.accepted, options.as_of)
    known = call("identifier", identified, heard, last, told.decisions, options.as_of)
    tables, erased = erasure.before_points(known.tables, told.refused, last.tables)
    known = dataclasses.replace(known, questions=erasure.unasked(known.questions, erased))
    tables, points = call("situer", located, tables, last, options)
    tables, rates = call("compter", counted, tables, last, heard, options.as_of)
    doubts = [*known.anomalies, *points.anomalies, *rates]
    references = references_of(points.proofs, doubts)
    proofs = (points.proofs, references, doubts, options.as_of)
    tables = call("prouver", evidenced, tables, last, heard, known, *proofs)
    tables = erasure.at_last(tables, erased, told.refused, last.tables)
    inputs = inputs_of(last, heard, points, references, told, options)
    manifest = manifest_of(tables, last, inputs)
    return Run(heard, known, points, inputs, manifest, erasure.asked(erased, last.tables, known.tables))


def _ended(options: Options, call: Call, run: Run, last: shelf.Last) -> Outcome:
    """Publishes a release that has something new; tells how the run ended."""
    manifest, stale = run.manifest, stale_of(run.heard)
    if last.version and not manifest.changes:
        if not options.dry_run:
            publish.renewed(options.output, options.as_of)
        return ended("unchanged", last.version, manifest, stale)
    if options.dry_run:
        return ended("dry-run", manifest.version, manifest, stale)
    records = archive.to_bytes(run.inputs)
    manifest = dataclasses.replace(manifest, made={**manifest.made, "records": archive.digest(records)})
    archive.write(options.output, manifest.version, records)  # first: a published release always has its records
    call("publier", publish.publish, options.output, manifest)
    review.write_review(options.output, manifest.tables["anomalies"])
    return ended("partial" if stale else "published", manifest.version, manifest, stale)


def _sources(options: Options) -> dict[str, Source]:
    """All page sources; those asked by name are checked to exist."""
    for id_ in (*options.asked, *options.pages):
        if not sources.load(id_).lecteur:
            raise UsageError(f"{id_} is a reference table, not a page: it cannot be asked for or replaced.")
    return sources.pages()


def heard_of(call: Call, wanted: dict[str, Source], last: shelf.Last, options: Options) -> Heard:
    """What each source gives. Registers are asked about the operators that those read before name, and the last release."""
    every: list[Found | Absent] = []
    for source in sorted(wanted.values(), key=lambda one: TURNS.get(one.acces, 0)):
        known = operators.known(every, last.tables) if source.acces in REGISTERS else Known()
        every.append(call(f"lire:{source.id}", collect.found_of, source, options, known))
    found = [one for one in every if isinstance(one, Found)]
    return Heard(found, [one for one in every if isinstance(one, Absent)])


def held(heard: Heard, last: shelf.Last, accepted: Sequence[gate.Acknowledgement], as_of: str) -> Heard:
    """The sources that their gates let through; of the others, what the last release says is carried forward."""
    passed = hold.held(heard.found, heard.missing, last.tables, accepted, as_of)
    return Heard(passed.found, passed.missing, passed.verdicts)


def located(tables: Tables, last: shelf.Last, options: Options) -> tuple[Tables, Located]:
    """Places with their commune and point; a row's day of change is that of its data, points included."""
    before = last.tables.get("etablissements", empty("etablissements"))
    found = places.located(tables["etablissements"], before, options)
    return dated({**tables, "etablissements": found.places}, last, options.as_of), found


def _ask(options: Options, run: Run) -> None:
    """The questions of a run, for a person, in `review/`."""
    if not options.dry_run:
        queue_file.write_queue(options.output, run.points.review)
        identity_file.write_questions(options.output, run.known.questions)


def _keep_pages(found: Sequence[Found], options: Options) -> None:
    """Pages saved by hand that passed every check are archived: each is its source's last good page."""
    for one in found:
        if one.snapshot.origine == "page" and not options.dry_run:
            fetch.keep(one.snapshot, options.output / "snapshots")


def stale_of(heard: Heard) -> dict[str, str]:
    """Sources that were asked and failed, with the reason."""
    stale = {one.source.id: one.snapshot.perimee for one in heard.found if one.snapshot.perimee}
    return stale | {one.source.id: one.why for one in heard.missing if one.why}


def is_silent(heard: Heard) -> bool:
    """Whether some sources were asked and none of them gave anything: the network itself may be down."""
    fresh = any(one.snapshot.origine in ("reseau", "inchangee", "page") for one in heard.found if not one.statut)
    return bool(stale_of(heard)) and not fresh
