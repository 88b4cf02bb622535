"""The order of the steps, plain. `walk` is the same with or without Prefect: only the way a step is called differs."""

import dataclasses
from collections.abc import Sequence
from contextlib import ExitStack

import pandas as pd

import sources
from flows import aside as asides
from flows import (
    check,
    collect,
    collect_pages,
    fetch,
    gate,
    identity_file,
    operators,
    places,
    publish,
    queue_file,
    review,
    shelf,
)
from flows.aside import Aside
from flows.caller import Caller, Step, caller_of
from flows.catalogue.manifest import Manifest
from flows.erasure import apply as erasure
from flows.gate import hold
from flows.geocode.ahead import Ahead
from flows.geocode.placing import Located
from flows.given import Given, given, inputs_of, references_of
from flows.integrity import keys
from flows.options import Options as Options
from flows.outcome import Outcome
from flows.outcome import told as ended
from flows.rebuild import archive
from flows.rebuild.beside import Beside, begun
from flows.rebuild.inputs import Inputs
from flows.rebuild.steps import Heard, counted, dated, evidenced, identified, manifest_of
from flows.site import kept
from schemas.errors import UsageError
from schemas.found import Absent, Found, Known
from schemas.records import REGISTERS, Row, Snapshot, Source
from schemas.tables import Tables

TURNS = {"sirene": 1, "recherche_entreprises": 2, "caf": 2}
"""Pages and files are read first, then the stock, then services."""


def walk(options: Options, call: Step | None = None) -> Outcome:
    """One run, from pages to published files. Raises a CrechesError when nothing may be published.

    `call`: a `Caller`, or a plain way of calling a step; None calls them as the functions that they are.
    """
    keys.ready()
    call = caller_of(call) if call else Caller()
    wanted, told = _sources(options), given(options.as_of)
    with shelf.locked(options.output), ExitStack() as stack:
        last, aside = _opened(options), stack.enter_context(asides.opened())
        run, inputs = walked(options, call, wanted, told, last, aside)
        is_new = bool(run.manifest.changes) or not last.version
        made = begun(run.manifest, inputs, options.output, stack, aside) if is_new and not options.dry_run else None
        del inputs  # what a release is checked and written from is its manifest alone: a large one needs the room
        asks = bool(len(run.review) or run.questions)
        if asks:  # before the gates: a refused release may wait for answers
            _ask(options, run)
        manifest = check.completed(_checked(call, run, last, told, options), told.accepted)
        if not asks:
            _ask(options, run)
        _keep_pages(run.pages, options)
        stale, before = run.stale, last.version
        del run, last
        return kept.shown(_ended(options, call, manifest, before, stale, made), call, options)


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
    """A release before its gates, and what there is to tell of how it was made; no longer what it was made of."""

    manifest: Manifest
    stale: dict[str, str]
    """Sources that were asked and failed, with the reason."""
    is_silent: bool
    pages: tuple[Snapshot, ...]
    """Those that were saved by hand."""
    review: pd.DataFrame
    """What people are asked about points."""
    questions: tuple[Row, ...]
    """And about who is who."""
    asked: frozenset[tuple[str, str]]
    """(id, column) of cells emptied on request."""


def walked(
    options: Options, call: Caller, wanted: dict[str, Source], told: Given, last: shelf.Last, aside: Aside | None = None
) -> tuple[Run, Inputs]:
    """The steps, from pages to a manifest; and what it was made of, to be archived."""
    heard = held(call.stage("lire", heard_of, wanted, last, options), last, told.accepted, options.as_of)
    with places.asked_ahead(heard.found, last.tables, told.refused, options, aside) as ahead:
        known = call("identifier", identified, heard, last, told.decisions, options.as_of)
        tables, erased = erasure.before_points(known.tables, told.refused, last.tables)
        known = dataclasses.replace(known, questions=erasure.unasked(known.questions, erased))
        tables, points = call.stage("situer", located, tables, last, options, ahead)
    publish.made_ready(None if options.dry_run else aside, tables)
    tables, rates = call("compter", counted, tables, last, heard, options.as_of)
    doubts = [*known.anomalies, *points.anomalies, *rates]
    references = references_of(points.proofs, doubts)
    tables = call("prouver", evidenced, tables, last, heard, known, points.proofs, references, doubts, options.as_of)
    tables = erasure.at_last(tables, erased, told.refused, last.tables)
    inputs = inputs_of(last, heard, points, references, told, options)
    asked = erasure.asked(erased, last.tables, known.tables)
    pages = tuple(one.snapshot for one in heard.found if one.snapshot.origine == "page")
    told_of = (heard.stale, heard.is_silent, pages, points.review, known.questions, asked)
    return Run(manifest_of(tables, last, inputs), *told_of), inputs


def _checked(call: Caller, run: Run, last: shelf.Last, told: Given, options: Options) -> Manifest:
    """The release after its gates, which are for one that has something new. Raises as `check.checked`."""
    if not run.manifest.changes:
        return run.manifest
    about = (last, options.output, told.accepted, run.is_silent, run.asked)
    checked: Manifest = call("valider", check.checked, run.manifest, *about)
    return checked


def _ended(
    options: Options,
    call: Caller,
    manifest: Manifest,
    before: str,
    stale: dict[str, str],
    made: Beside | None,
) -> Outcome:
    """Publishes a release that has something new; tells how the run ended. `before`: the version that stands."""
    if before and not manifest.changes:
        if not options.dry_run:
            publish.renewed(options.output, options.as_of)
        return ended("unchanged", before, manifest, stale)
    if options.dry_run:
        return ended("dry-run", manifest.version, manifest, stale)
    assert made
    kept = made.records.result()
    manifest = dataclasses.replace(manifest, made={**manifest.made, "records": kept.sha256})
    archive.write(options.output, manifest.version, kept.body)  # first: a published release always has its records
    call("publier", publish.publish, options.output, manifest, made.draft)
    review.write_review(options.output, manifest.tables["anomalies"])
    return ended("partial" if stale else "published", manifest.version, manifest, stale)


def _sources(options: Options) -> dict[str, Source]:
    """All page sources; those asked by name are checked to exist."""
    for id_ in (*options.asked, *options.pages):
        if not sources.load(id_).lecteur:
            raise UsageError(f"{id_} is a reference table, not a page: it cannot be asked for or replaced.")
    return sources.ready(sources.pages())


def heard_of(call: Caller, wanted: dict[str, Source], last: shelf.Last, options: Options) -> Heard:
    """What each source gives. Registers are asked about the operators that those read before name, and the last release.

    Sources are asked one after the other, by this very process: a run that is stopped then ends at once. What many pages
    hold is read in batches, wherever the caller says.
    """
    every: list[Found | Absent] = []
    for source in sorted(wanted.values(), key=lambda one: TURNS.get(one.acces, 0)):
        known = operators.known(every, last.tables) if source.acces in REGISTERS else Known()
        if source.acces == "pages":
            every.append(collect_pages.found_of(call, source, options))
        else:
            every.append(call(f"lire:{source.id}", collect.found_of, source, options, known))
    found = [one for one in every if isinstance(one, Found)]
    return Heard(found, [one for one in every if isinstance(one, Absent)])


def held(heard: Heard, last: shelf.Last, accepted: Sequence[gate.Acknowledgement], as_of: str) -> Heard:
    """The sources that their gates let through; of the others, what the last release says is carried forward."""
    passed = hold.held(heard.found, heard.missing, last.tables, accepted, as_of)
    return Heard(passed.found, passed.missing, passed.verdicts)


def located(call: Caller, tables: Tables, last: shelf.Last, options: Options, ahead: Ahead) -> tuple[Tables, Located]:
    """Places with their commune and point; a row's day of change is that of its data, points included."""
    found = call("situer", places.located, tables["etablissements"], last.tables, options, ahead)
    return dated({**tables, "etablissements": found.places}, last, options.as_of), found


def _ask(options: Options, run: Run) -> None:
    """The questions of a run, for a person, in `review/`."""
    if not options.dry_run:
        queue_file.write_queue(options.output, run.review)
        identity_file.write_questions(options.output, run.questions)


def _keep_pages(pages: Sequence[Snapshot], options: Options) -> None:
    """Pages saved by hand that passed every check are archived: each is its source's last good page."""
    for one in () if options.dry_run else pages:
        fetch.keep(one, options.output / "snapshots")
